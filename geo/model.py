"""The domain's words as types: precisions, layers, languages."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

#: The perspective that shows who holds each place, whatever anyone claims.
HELD: Final = "held"

#: What may stand as the holder of ground without being an actor.
STATES: Final = ("mixed", "contested", "unknown")


class Confidence(StrEnum):
    """How sure a row is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Precision(StrEnum):
    """How exactly a date is known.

    ``inferred``: the day is that of a larger or neighbouring place, no source has it for this one.
    It is told as its month.
    """

    DAY = "day"
    INFERRED = "inferred"
    MONTH = "month"
    YEAR = "year"


class Language(StrEnum):
    """Languages of names and of every string a reader sees."""

    EN = "en"
    AR = "ar"
    CKB = "ckb"

    @property
    def rtl(self) -> bool:
        """Whether the language is written from right to left."""
        return self is not Language.EN


class EventType(StrEnum):
    """Kinds of events in the atlas."""

    LAW = "law"
    POLITICS = "politics"
    REFERENDUM = "referendum"
    AGREEMENT = "agreement"
    BATTLE = "battle"
    TAKEOVER = "takeover"
    ATTACK = "attack"
    DISPLACEMENT = "displacement"
    OIL = "oil"
    CROSSING = "crossing"


class Paper(StrEnum):
    """What a picture is made for."""

    A4 = "a4"
    A4_PORTRAIT = "a4-portrait"
    LETTER = "letter"
    WIDE = "16:9"
    SQUARE = "square"


class PositionPrecision(StrEnum):
    """How exactly an event's place is known, the finest first."""

    EXACT = "exact"
    NEAR = "near"
    DISTRICT = "district"
    GOVERNORATE = "governorate"
    REGION = "region"
    COUNTRY = "country"
    UNKNOWN = "unknown"


class DrawnAs(StrEnum):
    """How the reader's own event data is drawn."""

    DOTS = "dots"
    CLUSTERS = "clusters"
    HEAT = "heat"
    HEXAGONS = "hexagons"


class Layer(StrEnum):
    """Layers of the map, from the ground up."""

    NEIGHBOURS = "neighbours"
    CONTROL = "control"
    WATER = "water"
    DISPUTED = "disputed"
    SUBDISTRICTS = "subdistricts"
    DISTRICTS = "districts"
    GOVERNORATES = "governorates"
    LINES = "lines"
    USER_EVENTS = "user_events"
    PIPELINES = "pipelines"
    FIELDS = "fields"
    REFINERIES = "refineries"
    CROSSINGS = "crossings"
    AIRPORTS = "airports"
    EVENTS = "events"
    TOWNS = "towns"


#: Groups of the layer control, in the order shown.
LAYER_GROUPS: dict[str, tuple[Layer, ...]] = {
    "territory": (Layer.CONTROL, Layer.DISPUTED, Layer.LINES),
    "oil": (Layer.FIELDS, Layer.PIPELINES, Layer.REFINERIES),
    "events": (Layer.EVENTS, Layer.USER_EVENTS),
    "ways": (Layer.CROSSINGS, Layer.AIRPORTS),
    "admin": (Layer.GOVERNORATES, Layer.DISTRICTS, Layer.SUBDISTRICTS),
    "base": (Layer.TOWNS, Layer.WATER, Layer.NEIGHBOURS),
}

#: Optional themes of the data that layers belong to; the others are always there.
THEME_OF: dict[Layer, str] = {
    Layer.FIELDS: "oil",
    Layer.PIPELINES: "oil",
    Layer.REFINERIES: "oil",
    Layer.CROSSINGS: "crossings",
    Layer.AIRPORTS: "crossings",
    Layer.LINES: "lines",
}

#: Layers that are off until a reader switches them on: the finest borders and the lines.
HIDDEN_AT_FIRST: frozenset[Layer] = frozenset({Layer.SUBDISTRICTS, Layer.LINES})
