"""Who held a piece of ground over time, as shares of its area."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise, zip_longest
from typing import Any

from geo.ask import perspective as perspectives
from geo.atlas import Atlas
from geo.atlas.evidence import read_says
from geo.atlas.table import Record
from geo.model import HELD, Precision
from geo.words.cells import split_ids

_FAR = date.max
_ORDER = tuple(Precision)


@dataclass(frozen=True)
class Stretch:
    """A time in which the same holders had the same shares of some ground."""

    start: date  #: First day.
    end: date | None  #: First day that no longer belongs to it; None while it lasts.
    precision: str  #: How exactly the first day is known.
    #: Holder and share of the area (0 to 1), the largest first.
    shares: tuple[tuple[str, float], ...]
    sources: tuple[str, ...]  #: Ids of the sources of the spells that begin with it.
    says: str = ""  #: What each of them says, as the column ``says`` has it.
    note: str = ""  #: What the record says besides, where there is one record.

    @property
    def main(self) -> str:
        """The holder of the largest share."""
        return self.shares[0][0] if self.shares else "unknown"


def spells_in(atlas: Atlas, perspective: str) -> list[Record]:
    """Return who held each unit, or how a perspective classes it: unit, start, end, holder, ...

    They are sorted by unit and start.
    """
    if perspective != HELD:
        return [row._asdict() for row in perspectives.stretches(atlas, perspective)]
    return atlas.spells


@lru_cache(maxsize=2)
def group_spells(atlas: Atlas, perspective: str) -> dict[str, list[Record]]:
    """Return the same by unit; it is shared, and not to be changed."""
    result: dict[str, list[Record]] = {}
    for row in spells_in(atlas, perspective):
        result.setdefault(row["unit"], []).append(row)
    return result


def stretches(atlas: Atlas, units: Iterable[str], perspective: str = HELD) -> list[Stretch]:
    """Return who held some units together, from the first day of the atlas to the last.

    >>> [round(sum(part for _, part in stretch.shares), 3)
    ...  for stretch in stretches(Atlas.load(), ["IQG13Q02N01"])][:2]
    [1.0, 1.0]
    """
    known = group_spells(atlas, perspective)
    km2 = {row["unit"]: row["km2"] for row in atlas.unit_records}
    spells = [
        (row["start"], row["end"] or _FAR, row["holder"], km2[unit], row)
        for unit in units
        for row in known.get(unit, ())
    ]
    days = sorted({day for start, end, *_ in spells for day in (start, end)} - {_FAR})
    result: list[Stretch] = []
    for day, after in pairwise([*days, _FAR]):
        standing = [spell for spell in spells if spell[0] <= day < spell[1]]
        shares = _shares([(holder, area) for _, _, holder, area, _ in standing])
        if result and result[-1].shares == shares:
            result[-1] = replace(result[-1], end=None if after == _FAR else after)
        elif shares:
            begun = [row for start, _, _, _, row in standing if start == day]
            result.append(_stretch(day, after, shares, begun))
    return result


def pick_most_exact(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return how exactly the one day on which some rows begin is known: as by the surest of them.

    >>> pick_most_exact([{"precision": "month"}, {"precision": "day"}]), pick_most_exact([])
    ('day', 'day')
    """
    grades = (row.get("precision") or Precision.DAY for row in rows)
    return min(grades, key=_ORDER.index, default=Precision.DAY.value)


def _shares(held: Sequence[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    total = sum(area for _, area in held)
    sums: dict[str, float] = {}
    for holder, area in held:
        sums[holder] = sums.get(holder, 0.0) + area
    if not total:
        return ()
    shares = [(holder, round(area / total, 4)) for holder, area in sums.items()]
    return tuple(sorted(shares, key=lambda share: (-share[1], share[0])))


def _stretch(
    day: date, after: date, shares: tuple[tuple[str, float], ...], begun: Sequence[Record]
) -> Stretch:
    """Return a stretch that begins with some spells."""
    readings: dict[str, str] = {}
    for row in begun:
        says = (letter + day for letter, day in read_says(row.get("says")))
        for name, reading in zip_longest(split_ids(row.get("source", "")), says, fillvalue=""):
            readings.setdefault(name, reading)
    notes = {row.get("note", "") for row in begun}
    return Stretch(
        day,
        None if after == _FAR else after,
        pick_most_exact(begun),
        shares,
        tuple(readings),
        "".join(readings.values()),
        notes.pop() if len(notes) == 1 else "",
    )
