"""The domain's words as types: precisions, layers, languages."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from geo.layers import Layer

__all__ = [
    "HELD",
    "STATES",
    "Confidence",
    "DrawnAs",
    "EventType",
    "Language",
    "Layer",
    "Paper",
    "PositionPrecision",
    "Precision",
]

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
    A3 = "a3"
    A3_PORTRAIT = "a3-portrait"
    LETTER = "letter"
    LETTER_PORTRAIT = "letter-portrait"
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
