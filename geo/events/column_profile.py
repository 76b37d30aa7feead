"""What stands in one column of a table: shares of numbers, days, positions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from geo.profile import current
from geo.tabular.cell import degree, is_blank, pair
from geo.tabular.dates import read_all
from geo.tabular.grid import Sheet
from geo.tabular.values import decimal_of, number, strip_marks

#: Rows that are looked at, spread over the table.
LOOKED = 3_000


@dataclass(frozen=True)
class ColumnProfile:
    """What stands in one column, as shares from 0 to 1 of the cells that say something."""

    name: str

    tag: str  #: HXL tag, empty where there is none.
    cells: tuple[str, ...]  #: The different cells that say something.
    count: int  #: How many say something.
    filled: float  #: Share of all cells that say something.
    number: float
    fine: float  #: Numbers with a decimal part.
    north: float  #: Latitudes in the region.
    east: float  #: Longitudes in the region.
    pair: float  #: Two numbers that are a position in the region.
    day: float

    @property
    def distinct(self) -> float:
        """Different cells."""
        return len(self.cells) / max(self.count, 1)


def profile_of(sheet: Sheet, name: str) -> ColumnProfile:
    """Return what stands in a column.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"a": ["35.5", "36.1", "", "x"]})
    >>> profile = profile_of(Sheet(frame, np.arange(2, 6), "csv"), "a")
    >>> profile.filled, round(profile.north, 2), profile.east
    (0.75, 0.67, 0.0)
    """
    column = sheet.frame[name]
    some = column.iloc[:: max(1, len(column) // LOOKED)].tolist()
    counts = Counter(item for item in some if not is_blank(item))
    total = counts.total()
    cells = tuple(strip_marks(list(counts), list(counts.values()), total))

    def share(hits: Iterable[bool]) -> float:
        held = (count for hit, count in zip(hits, counts.values(), strict=True) if hit)
        return sum(held) / total if total else 0.0

    north, east = [degree(cell, "lat") for cell in cells], [degree(cell, "lon") for cell in cells]
    decimal = decimal_of(cells)
    west, south, right, top = current().region
    return ColumnProfile(
        name,
        sheet.hxl.get(name, ""),
        cells,
        total,
        filled=total / max(len(some), 1),
        number=share(
            lat == lat or np.isfinite(number(cell, decimal))  # noqa: PLR0124 (NaN is not itself)
            for cell, lat in zip(cells, north, strict=True)
        ),
        fine=share(lat % 1 > 0 for lat in north),
        north=share(south <= lat <= top for lat in north),
        east=share(west <= lon <= right for lon in east),
        pair=share(_is_in_region(*pair(cell)[:2]) for cell in cells),
        day=share(result is not None for result in read_all(cells)[0]),
    )


def _is_in_region(first: float, second: float) -> bool:
    """Return whether two numbers are a position in the region, whichever comes first."""
    west, south, east, north = current().region
    straight = south <= first <= north and west <= second <= east
    return straight or (south <= second <= north and west <= first <= east)
