"""Assertions written from sources alone, held against what the atlas answers.

Whoever wrote ``assertions.csv`` had not looked at the spells, so a row that fails speaks against
one of the two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from geo.ask.perspective import group_spells, unit_at
from geo.atlas import Atlas
from geo.atlas.table import Record
from geo.errors import QuestionError

#: Name of the table.
TABLE = "assertions"

#: Columns that together name one of its rows.
KEY = ("lon", "lat", "day", "perspective")


@dataclass(frozen=True)
class Assertion:
    """What a source says of a place on a day, and what the atlas answers."""

    number: int  #: Number of the row, from 0 on.
    unit: str  #: The unit that its position lies in; empty outside all.
    day: date
    perspective: str
    expected: str  #: Holder that the source states.
    answer: str  #: Holder that the atlas has.
    reason: str  #: The place, and what the source says of it.
    source: str  #: Ids of its sources.

    @property
    def holds(self) -> bool:
        """Whether the atlas agrees."""
        return self.answer == self.expected


def verify(atlas: Atlas) -> list[Assertion]:
    """Return every assertion with the answer of the atlas.

    >>> from geo import Atlas
    >>> {assertion.perspective for assertion in verify(Atlas.load())} >= {"held", "un"}
    True
    """
    if TABLE not in atlas.names:
        return []
    rows = atlas.records(TABLE)
    return [_verify_row(atlas, number, row) for number, row in enumerate(rows)]


def find_failing(atlas: Atlas) -> list[Assertion]:
    """Return the assertions that the atlas contradicts, without those that ``accepted.csv`` has."""
    failing = [item for item in verify(atlas) if not item.holds]
    if not failing:
        return []
    accepted = {
        row["key"]
        for row in (atlas.records("accepted") if "accepted" in atlas.names else ())
        if (row["rule"], row["table"]) == ("assertion_fails", TABLE)
    }
    rows = atlas.records(TABLE)
    return [
        item
        for item in failing
        if " ".join(str(rows[item.number][name]) for name in KEY) not in accepted
    ]


def _verify_row(atlas: Atlas, number: int, row: Record) -> Assertion:
    try:
        unit = unit_at(atlas, row["lon"], row["lat"])
    except QuestionError:
        unit = ""
    spells = group_spells(atlas, row["perspective"]).get(unit, ())
    answer = holder_on(spells, row["day"]) if unit else "no unit"
    text = (str(row[name]) for name in ("reason", "source"))
    return Assertion(number, unit, row["day"], row["perspective"], row["expected"], answer, *text)


def holder_on(spells: Iterable[Record], day: date) -> str:
    """Return the holder on a day; ``unknown`` where no spell covers it."""
    covering = (row for row in spells if row["start"] <= day < (row["end"] or date.max))
    return next((str(row["holder"]) for row in covering), "unknown")
