"""Positions on a military or survey grid: MGRS squares, and UTM eastings and northings."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyproj import Transformer

#: Letters of bands of latitude, 8 degrees each from 80° south on; the last one has 12.
BANDS = "CDEFGHJKLMNPQRSTUVWX"

#: Letters of the columns and rows of squares of 100 km; rows begin anew every 2,000 km.
COLUMNS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
ROWS = "ABCDEFGHJKLMNPQRSTUV"

_MGRS = re.compile(
    rf"(\d{{1,2}})\s*([{BANDS}])\s*([{COLUMNS}])([{ROWS}])\s*(?:(\d+)\s+(\d+)|(\d*))",
    re.ASCII | re.IGNORECASE,
)
_UTM = re.compile(
    rf"(\d{{1,2}})\s*([{BANDS}])\s+(\d{{6}}(?:\.\d+)?)\s*(?:mE|E)?\s*[,;]?\s*"
    r"(\d{1,8}(?:\.\d+)?)\s*(?:mN|N)?",
    re.ASCII | re.IGNORECASE,
)


def position(text: str) -> tuple[float, float] | None:
    """Return the longitude and latitude of a place on a grid; None where the text names none.

    A square of MGRS stands for its centre, as finely as its digits say. WGS 84.

    Parameters
    ----------
    text
        Such as ``38S ME 44854 25125`` or ``38S 444854 3925125``.

    Examples
    --------
    >>> [[round(one, 4) for one in position(text) or ()]
    ...  for text in ("38S ME 44854 25125", "38sme4485425125", "38S 444854.5 3925125.5")]
    [[44.3922, 35.4681], [44.3922, 35.4681], [44.3922, 35.4681]]
    >>> position("38S ME 448 2517"), position("K1")
    (None, None)
    """
    if found := _MGRS.fullmatch(text.strip()):
        return _square(found[1], found[2], found[3], found[4], _digits(found))
    if found := _UTM.fullmatch(text.strip()):
        zone, band = int(found[1]), found[2].upper()
        return _unprojected(zone, band < "N", float(found[3]), float(found[4]))
    return None


def _digits(found: re.Match[str]) -> tuple[str, str]:
    """Return the digits of a square's easting and northing."""
    both = found[7] or ""
    middle = len(both) // 2
    return found[5] or both[:middle], found[6] or both[middle:]


def _square(
    zone: str, band: str, column: str, row: str, digits: tuple[str, str]
) -> tuple[float, float] | None:
    """Return the centre of a square of MGRS; None where there is no such square."""
    east, north = digits
    at = COLUMNS.index(column.upper()) - (int(zone) - 1) % 3 * 8
    if len(east) != len(north) or len(east) > 5 or not 0 <= at < 8:
        return None
    size = 10 ** (5 - len(east))
    rows = (ROWS.index(row.upper()) - (0 if int(zone) % 2 else 5)) % 20
    x = (at + 1) * 100_000 + int(east or 0) * size + size / 2
    y = rows * 100_000 + int(north or 0) * size + size / 2
    south = BANDS.index(band.upper()) * 8 - 80
    for turn in range(5):
        found = _unprojected(int(zone), south < 0, x, y + turn * 2_000_000)
        if found and south - 1 <= found[1] <= south + (13 if band in "Xx" else 9):
            return found
    return None


@lru_cache(maxsize=8)
def _transformer(zone: int, south: bool) -> Transformer:
    from pyproj import Transformer  # noqa: PLC0415 -- few positions are on a grid

    code = f"EPSG:{32700 + zone if south else 32600 + zone}"
    return Transformer.from_crs(code, 4326, always_xy=True)


def _unprojected(zone: int, south: bool, x: float, y: float) -> tuple[float, float] | None:
    """Return the degrees of an easting and northing (m); None outside of the grid."""
    if not 1 <= zone <= 60 or not 0 <= y <= 10_000_000:
        return None
    lon, lat = _transformer(zone, south).transform(x, y)
    return float(lon), float(lat)
