"""Who held a piece of ground over time, as shares of its area."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

import pandas as pd

from geo.ask import control
from geo.ask.perspective import classes
from geo.atlas import Atlas
from geo.model import HELD, Precision

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
    note: str = ""  #: What the record says besides, where there is one record.
    low: bool = False  #: Whether a record of it has a low confidence.

    @property
    def main(self) -> str:
        """The holder of the largest share."""
        return self.shares[0][0] if self.shares else "unknown"


def spells_in(atlas: Atlas, perspective: str) -> pd.DataFrame:
    """Return who held each unit, or how a perspective classes it: unit, start, end, holder, ..."""
    return control.spells(atlas) if perspective == HELD else classes(atlas, perspective)


@lru_cache(maxsize=2)
def _by_unit(atlas: Atlas, perspective: str) -> dict[str, pd.DataFrame]:
    return {str(unit): rows for unit, rows in spells_in(atlas, perspective).groupby("unit")}


def stretches(atlas: Atlas, units: Iterable[str], perspective: str = HELD) -> list[Stretch]:
    """Return who held some units together, from the first day of the atlas to the last.

    >>> [round(sum(part for _, part in stretch.shares), 3)
    ...  for stretch in stretches(Atlas.load(), ["IQG13Q02N01"])][:2]
    [1.0, 1.0]
    """
    known = _by_unit(atlas, perspective)
    units = [unit for unit in units if unit in known]
    if not units:
        return []
    km2 = dict(zip(atlas.units["unit"], atlas.units["km2"], strict=True))
    rows = pd.concat([known[unit] for unit in units])
    ends = [end or _FAR for end in rows["end"]]
    days = sorted({*rows["start"], *(end for end in ends if end != _FAR)})
    spells: list[Any] = [
        (row.start, end, row.holder, km2[row.unit], row)
        for row, end in zip(rows.itertuples(index=False), ends, strict=True)
    ]
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
    day: date, after: date, shares: tuple[tuple[str, float], ...], begun: Sequence[object]
) -> Stretch:
    """Return a stretch that begins with some spells."""
    cited = dict.fromkeys(
        part for row in begun for part in getattr(row, "source", "").split(";") if part
    )
    notes = {getattr(row, "note", "") for row in begun}
    precisions = [getattr(row, "precision", Precision.DAY) for row in begun]
    return Stretch(
        day,
        None if after == _FAR else after,
        min(precisions, key=_ORDER.index, default=Precision.DAY),
        shares,
        tuple(cited),
        notes.pop() if len(notes) == 1 else "",
        any(getattr(row, "confidence", "") == "low" for row in begun),
    )
