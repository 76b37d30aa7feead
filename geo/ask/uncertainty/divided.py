"""Days on which a front runs within the sub-district of a part: its ground is cut, not reported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from geo.atlas import Atlas
from geo.atlas.table import Record

#: The first day of a front within a sub-district, and the first without it; None while it stands.
Stretch = tuple[date, date | None]

_FAR = date.max


@lru_cache(maxsize=8)
def find_divided(atlas: Atlas) -> Mapping[str, Stretch]:
    """Return from when to when another part had another holder, by the id of a part's spell.

    >>> from geo import Atlas
    >>> atlas = Atlas.load()
    >>> parts = {row["id"] for row in atlas.records("parts")}
    >>> {spell.rpartition("-")[0] for spell in find_divided(atlas)} <= parts
    True
    """
    pcodes = {row["id"]: row["pcode"] for row in atlas.records("parts")}
    by_pcode: dict[str, list[Record]] = defaultdict(list)
    for row in atlas.spells:
        if row["unit"] in pcodes and not row["context"]:
            by_pcode[pcodes[row["unit"]]].append(row)
    stretches = {
        row["id"]: stretch
        for rows in by_pcode.values()
        for row in rows
        if (stretch := _find_stretch(row, rows))
    }
    return MappingProxyType(stretches)


def _find_stretch(row: Record, rows: list[Record]) -> Stretch | None:
    """Return the days of a spell from the first on which another part has another holder."""
    last = row["end"] or _FAR
    common = [
        (max(row["start"], other["start"]), min(last, other["end"] or _FAR))
        for other in rows
        if other["unit"] != row["unit"] and other["holder"] != row["holder"]
    ]
    days = [(start, end) for start, end in common if start < end]
    if not days:
        return None
    end = max(end for _, end in days)
    return min(start for start, _ in days), None if end == _FAR else end
