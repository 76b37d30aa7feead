"""Assertions written from sources alone, held against what the atlas answers.

Whoever wrote ``assertions.csv`` had not looked at the spells, so a row that fails speaks against
one of the two.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from geo.ask import perspective as perspectives
from geo.ask.positions import unit_at
from geo.atlas import Atlas
from geo.errors import QuestionError
from geo.model import HELD

#: Name of the table.
TABLE = "assertions"

_FAR = date(9999, 12, 31)


@dataclass(frozen=True)
class Spell:
    """Who holds a unit from one day until the day before another."""

    start: date
    end: date
    holder: str


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
    known = {view: spells_by_unit(atlas, view) for view in {row["perspective"] for row in rows}}
    return [_verify_row(atlas, known, number, row) for number, row in enumerate(rows)]


def _verify_row(
    atlas: Atlas, known: dict[str, dict[str, list[Spell]]], number: int, row: dict[str, Any]
) -> Assertion:
    try:
        unit = unit_at(atlas, row["lon"], row["lat"])
    except QuestionError:
        unit = ""
    spells = known[row["perspective"]].get(unit, [])
    answer = holder_on(spells, row["day"]) if unit else "no unit"
    text = (str(row[name]) for name in ("reason", "source"))
    return Assertion(number, unit, row["day"], row["perspective"], row["expected"], answer, *text)


def spells_by_unit(atlas: Atlas, perspective: str = HELD) -> dict[str, list[Spell]]:
    """Return who holds each unit over time, by unit, in a perspective."""
    spells: dict[str, list[Spell]] = defaultdict(list)
    if perspective == HELD:
        for row in sorted(atlas.records("spells"), key=lambda row: row["start"]):
            spells[row["unit"]].append(Spell(row["start"], row["end"] or _FAR, row["holder"]))
    else:
        for stretch in perspectives.stretches(atlas, perspective):
            end = stretch.end or _FAR
            spells[stretch.unit].append(Spell(stretch.start, end, stretch.holder))
    return dict(spells)


def holder_on(spells: list[Spell], day: date) -> str:
    """Return the holder on a day; ``unknown`` where no spell covers it."""
    return next((spell.holder for spell in spells if spell.start <= day < spell.end), "unknown")


def move_spell(spells: list[Spell], index: int, by: timedelta) -> list[Spell]:
    """Return the spells of a unit with one of them moved; its neighbours fill the gap."""
    moved = spells[index]
    start = moved.start + by if index else moved.start
    end = moved.end + by if index < len(spells) - 1 else moved.end
    before = [Spell(spell.start, min(spell.end, start), spell.holder) for spell in spells[:index]]
    after = [Spell(max(spell.start, end), spell.end, spell.holder) for spell in spells[index + 1 :]]
    if before:
        before[-1] = Spell(before[-1].start, start, before[-1].holder)
    if after:
        after[0] = Spell(end, after[0].end, after[0].holder)
    return [*before, Spell(start, end, moved.holder), *after]
