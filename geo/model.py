"""The domain's words as types: precisions, layers, languages."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from typing import Any, Final, Protocol, cast

from geo.errors import QuestionError, ViewError
from geo.layers import Layer

__all__ = [
    "HELD",
    "NO_HOLDER",
    "STATES",
    "DrawnAs",
    "EventType",
    "Language",
    "Layer",
    "Paper",
    "PositionPrecision",
    "Precision",
    "UserLayer",
    "layers_of",
    "to_date",
]

#: The perspective that shows who holds each place, whatever anyone claims.
HELD: Final = "held"

#: What may stand as the holder of ground without being an actor.
STATES: Final = ("mixed", "contested", "unknown")

#: Why a position on a day has no holder although no record is missing: it stands for an area that
#: several held, it lies outside the country, or its day lies before or after those of the data.
NO_HOLDER: Final = ("vague", "abroad", "before", "after")


class Precision(StrEnum):
    """How exactly a date is known.

    ``inferred``: the day is that of a larger or neighbouring place, no source has it for this one.
    It is written as its month.
    """

    DAY = "day"
    INFERRED = "inferred"
    MONTH = "month"
    YEAR = "year"


class Language(StrEnum):
    """Languages of names and of every string a reader sees, by their ISO 639 codes.

    Those named here have words in the program. A profile may name any other that CLDR knows; its
    words then come with the data.

    Examples
    --------
    >>> Language("fa").rtl, Language("tr").rtl
    (True, False)
    """

    EN = "en"
    AR = "ar"
    CKB = "ckb"

    @classmethod
    def _missing_(cls, value: object) -> Language | None:
        """Return a language without words in the program; None for a code that CLDR lacks."""
        if not isinstance(value, str) or not re.fullmatch("[a-z]{2,3}", value):
            return None
        from babel import localedata  # noqa: PLC0415 -- seldom needed, and heavy

        if not localedata.exists(value):
            return None
        result = str.__new__(cls, value)
        result._name_, result._value_ = value.upper(), value
        return cast("Language", cls._value2member_map_.setdefault(value, result))

    @property
    def rtl(self) -> bool:
        """Whether the language is written from right to left (CLDR)."""
        return _right_to_left(self.value)


@cache
def _right_to_left(code: str) -> bool:
    from babel import Locale  # noqa: PLC0415 -- heavy: not every command asks

    return Locale.parse(code).text_direction == "rtl"


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


class Violence(StrEnum):
    """Kinds of armed conflict events."""

    STATE = "state"
    NON_STATE = "non_state"
    ONE_SIDED = "one_sided"


class Paper(StrEnum):
    """What a picture is made for."""

    A4 = "a4"
    A4_PORTRAIT = "a4-portrait"
    A3 = "a3"
    A3_PORTRAIT = "a3-portrait"
    LETTER = "letter"
    LETTER_PORTRAIT = "letter-portrait"
    WIDE = "wide"
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


def to_date(value: Any, what: str = "day") -> dt.date:
    """Return a day that is given as a date, a datetime or ISO text."""
    day = value.item() if hasattr(value, "item") else value
    try:
        if isinstance(day, dt.datetime):
            day = dt.date(day.year, day.month, day.day)  # of pandas' NaT this is an error
        return day if isinstance(day, dt.date) else dt.date.fromisoformat(day)
    except (TypeError, ValueError):
        raise ViewError.of(what, value, "a day such as 2017-09-27") from None


class UserLayer(Protocol):
    """Areas that a reader brings, as far as a map has to know them."""

    @property
    def name(self) -> str:
        """What they are called."""

    @property
    def layer(self) -> Layer:
        """The layer of the map that they are."""

    def page_data(self) -> dict[str, Any]:
        """Return them as ``client/paint/user_areas/layer.ts`` reads them."""


def layers_of(several: Sequence[UserLayer]) -> tuple[Layer, ...]:
    """Return the layers that areas of one map are, each another."""
    layers = tuple(areas.layer for areas in several)
    if len(layers) > len(set(layers)):
        names = ", ".join(areas.name for areas in several)
        raise QuestionError(f"{names}: expected one control map, and one other file of areas")
    return layers
