"""The history of a front: each day on which it moved, the spells on both sides, corrections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from geo.ask.uncertainty.dating import Dating, date_spells, dating_in
from geo.ask.uncertainty.ground import load_surroundings
from geo.ask.uncertainty.states import spells_by_unit
from geo.atlas import Atlas
from geo.atlas.table import Record
from geo.cache import load_derived
from geo.versions import history
from geo.versions.difference import Weight
from geo.versions.package import home_of


@dataclass(frozen=True)
class Correction:
    """What a version of the data did to a spell."""

    version: str
    date: str  #: Day of its data.
    kind: str  #: ``added`` or ``corrected``.
    columns: tuple[str, ...]  #: Columns that it changed.
    reason: str  #: Why, where that is known.


@dataclass(frozen=True)
class Side:
    """One side of a front on a day on which it moved."""

    unit: str
    before: str  #: Its holder until then.
    holder: str  #: Its holder from then on.
    spell: Record  #: The spell from then on.
    dating: Dating  #: Between which days that one began.
    corrections: tuple[Correction, ...]  #: What versions of the data did to it.

    @property
    def has_changed(self) -> bool:
        return self.before != self.holder


@dataclass(frozen=True)
class Move:
    """A day on which a front between two units began, turned or ended."""

    day: date
    kind: str  #: ``began``, ``turned`` (another holder on a side) or ``ended``.
    here: Side  #: The side that was asked about.
    beside: Side  #: The other side.


def trace_front(atlas: Atlas, unit: str, other: str) -> list[Move]:
    """Return the days on which the front between two units moved, in order.

    >>> from geo import Atlas
    >>> moves = trace_front(Atlas.load(), "IQG15Q08N01a", "IQG15Q08N01c")
    >>> (str(moves[-1].day), moves[-1].kind)
    ('2017-10-17', 'ended')
    """
    rows = spells_by_unit(atlas)
    spells = rows.get(unit, []), rows.get(other, [])
    days = sorted({row["start"] for side in spells for row in side})
    result = []
    for day in days[1:]:
        here, beside = (_side(atlas, side, day) for side in spells)
        if not here or not beside or not (here.has_changed or beside.has_changed):
            continue
        was, is_front = here.before != beside.before, here.holder != beside.holder
        if was or is_front:
            kind = "turned" if was and is_front else "began" if is_front else "ended"
            result.append(Move(day, kind, here, beside))
    return result


def trace_unit(atlas: Atlas, unit: str) -> list[list[Move]]:
    """Return the days on which a front around a unit moved, with the moves of each."""
    days: dict[date, list[Move]] = defaultdict(list)
    for other in load_surroundings(atlas).neighbours.get(unit, ()):
        for move in trace_front(atlas, unit, other):
            days[move.day].append(move)
    return [days[day] for day in sorted(days)]


def _side(atlas: Atlas, rows: list[Record], day: date) -> Side | None:
    """Return a side of a front on a day; None before its second spell could begin."""
    at = max((i for i, row in enumerate(rows) if row["start"] <= day), default=-1)
    if at < 0:
        return None
    row = rows[at]
    before = rows[at - 1]["holder"] if row["start"] == day and at else row["holder"]
    name = row["id"]
    corrections = corrections_of(atlas).get(name, ())
    return Side(
        row["unit"], before, row["holder"], row, dating_in(date_spells(atlas), row), corrections
    )


@lru_cache(maxsize=4)
def corrections_of(atlas: Atlas) -> Mapping[str, tuple[Correction, ...]]:
    """Return what versions of the data did to each spell, by its id; words alone are left out."""
    known = load_derived(atlas, "corrections", lambda: list(_corrections(atlas)))
    result: dict[str, list[Correction]] = defaultdict(list)
    for spell, version, day, kind, columns, reason in known:
        result[spell].append(Correction(version, day, kind, tuple(columns), reason))
    return {spell: tuple(corrections) for spell, corrections in result.items()}


def _corrections(atlas: Atlas) -> Iterator[tuple[str, str, str, str, list[str], str]]:
    for step in history.steps(home_of(atlas.folder)):
        for change in step.difference.changes:
            if change.table != "spells" or change.weight is Weight.WORDS or not change.after:
                continue
            columns = [name for name in change.columns if name != "checked"]
            yield change.id, step.version, step.date, str(change.kind), columns, change.reason
