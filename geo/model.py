"""The domain's words as types: holders, perspectives, precisions, layers, languages."""

from __future__ import annotations

from enum import StrEnum


class Confidence(StrEnum):
    """How sure a row is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Holder(StrEnum):
    """Who holds a unit on a day."""

    FEDERAL = "federal"
    REGION = "region"
    IS = "is"
    COALITION = "coalition"
    KURDISTAN_FRONT = "kurdistan_front"
    PDK = "pdk"
    PUK = "puk"
    MIXED = "mixed"
    CONTESTED = "contested"
    UNKNOWN = "unknown"


class Perspective(StrEnum):
    """A rule that turns control and claims into one consistent picture."""

    HELD = "held"
    FEDERAL = "federal"
    REGION = "region"
    UN = "un"


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
    INCIDENTS = "incidents"
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
    "events": (Layer.EVENTS, Layer.INCIDENTS),
    "ways": (Layer.CROSSINGS, Layer.AIRPORTS),
    "admin": (Layer.GOVERNORATES, Layer.DISTRICTS, Layer.SUBDISTRICTS),
    "base": (Layer.TOWNS, Layer.WATER, Layer.NEIGHBOURS),
}

#: What a reader sees who asked for nothing: all but the finest borders and the 2003 line.
DEFAULT_LAYERS: tuple[Layer, ...] = tuple(
    layer for layer in Layer if layer not in {Layer.SUBDISTRICTS, Layer.LINES}
)
