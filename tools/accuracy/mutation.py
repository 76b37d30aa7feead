"""What the assertions would notice: spells of the disputed belt, each moved by a week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from geo.ask.assertions import Assertion, holder_on, verify
from geo.ask.perspective import group_spells
from geo.atlas import Atlas
from geo.atlas.table import Record
from geo.model import HELD
from tools.doubts import disputed_pcodes

#: How far a spell is moved, either way.
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Coverage:
    """What the assertions notice when one spell is moved."""

    units: int
    """Units of the belt."""
    covered: int
    """Units in which moving some spell breaks an assertion."""
    uncovered: tuple[str, ...]
    """The other units."""
    moves: int
    """Moves of spells whose start is known to the day, either way."""
    noticed: int
    """Those that break an assertion."""


def measure(atlas: Atlas, *, blind: bool = False) -> Coverage:
    """Move every spell of the belt by a week, either way, and count what assertions notice.

    Parameters
    ----------
    atlas
        The atlas.
    blind
        Count only assertions whose writers had not seen the spells.
    """
    seen = [row["seen"] for row in atlas.records("assertions")]
    by_unit: dict[str, list[Assertion]] = defaultdict(list)
    for result in verify(atlas):
        if result.perspective == HELD and result.holds and not (blind and seen[result.number]):
            by_unit[result.unit].append(result)
    belt = disputed_pcodes(atlas)
    units = [row["unit"] for row in atlas.unit_records if row["pcode"] in belt]
    known = group_spells(atlas, HELD)
    dated = {(row["unit"], row["start"]) for row in atlas.spells if _is_dated(row)}
    broken = {unit: list(_moves(known[unit], by_unit[unit])) for unit in units}
    uncovered = tuple(unit for unit, moves in broken.items() if not any(b for _, b in moves))
    on_day = [b for unit, moves in broken.items() for s, b in moves if (unit, s["start"]) in dated]
    return Coverage(len(units), len(units) - len(uncovered), uncovered, len(on_day), sum(on_day))


def _is_dated(row: dict[str, object]) -> bool:
    return row["precision"] == "day"


def _moves(spells: list[Record], results: list[Assertion]) -> Iterator[tuple[Record, bool]]:
    """Yield each spell, once for each way it can move, and whether that breaks an assertion.

    One between rows of its own holder can move without a change of who held the ground.
    """
    for index, spell in enumerate(spells if len(spells) > 1 else ()):
        beside = {row["holder"] for row in spells[max(index - 1, 0) : index + 2]}
        if len(beside) == 1:
            continue
        for by in (-WEEK, WEEK):
            moved = move_spell(spells, index, by)
            yield spell, any(holder_on(moved, result.day) != result.expected for result in results)


def move_spell(spells: list[Record], index: int, by: timedelta) -> list[Record]:
    """Return the spells of a unit with one of them moved; its neighbours fill the gap."""
    moved = spells[index]
    end = moved["end"] or date.max
    start = moved["start"] + by if index else moved["start"]
    end = end + by if index < len(spells) - 1 else end
    before = [row | {"end": min(row["end"], start)} for row in spells[:index]]
    after = [row | {"start": max(row["start"], end)} for row in spells[index + 1 :]]
    if before:
        before[-1] |= {"end": start}
    if after:
        after[0] |= {"start": end}
    return [*before, moved | {"start": start, "end": end}, *after]
