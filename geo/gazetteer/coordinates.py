"""A position as people write it: degrees in many forms, WKT, ``geo:`` addresses, MGRS, UTM."""

from __future__ import annotations

import math
import re

from geo.errors import QuestionError
from geo.profile import current
from geo.tabular.cell import pair

#: Two numbers and nothing else are longitude and latitude, as everywhere in the program.
_NUMBER = r"([+-]?\d{1,3}(?:\.\d+)?)"
_BARE = re.compile(rf"\s*{_NUMBER}\s*(?:[,;]|\s)\s*{_NUMBER}\s*", re.ASCII)

#: RFC 5870 puts latitude first.
_GEO = re.compile(rf"geo:{_NUMBER},{_NUMBER}(?:[,;].*)?", re.ASCII | re.IGNORECASE)


#: Digits and points of Arabic, as English writes them.
_PLAIN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫،", "01234567890123456789.,")

#: A comma between digits.
_COMMA = re.compile(r"(?<=\d),(?=\d)", re.ASCII)


def _normalise_digits(text: str) -> str:
    """Return a text with digits as in English; commas are points where both numbers have one."""
    result = text.translate(_PLAIN)
    commas = "." not in result and len(_COMMA.findall(result)) == 2
    return _COMMA.sub(".", result) if commas else result


def position(text: str) -> tuple[float, float] | None:
    r"""Return the longitude and latitude that a text gives; None where it is not a position.

    Two bare numbers are longitude and latitude; letters of the compass, WKT and ``geo:`` say
    themselves which is which. MGRS and UTM are read too, decimal commas and Arabic digits.

    >>> position("44.39,35.47"), position("35.47N 44.39E"), position("geo:35.47,44.39")
    ((44.39, 35.47), (44.39, 35.47), (44.39, 35.47))
    >>> [round(number, 2) for number in position("35°28'12\"N, 44°23'24\"E")]
    [44.39, 35.47]
    >>> position("POINT (44.39 35.47)"), position("Kirkuk")
    ((44.39, 35.47), None)
    >>> position("44,39 35,47"), position("٤٤٫٣٩، ٣٥٫٤٧")
    ((44.39, 35.47), (44.39, 35.47))
    """
    text = _normalise_digits(text)
    if match := _BARE.fullmatch(text):
        numbers = float(match[1]), float(match[2])
        _longitude_first(text, *numbers)
    elif geo := _GEO.fullmatch(text.strip()):
        numbers = float(geo[2]), float(geo[1])
    elif on_grid := grid_position(text):
        numbers = on_grid
    else:
        first, second, order = pair(text)
        if not order or math.isnan(first) or math.isnan(second):
            return None
        numbers = (first, second) if order == "lonlat" else (second, first)
    if not (-180 <= numbers[0] <= 180 and -90 <= numbers[1] <= 90):
        raise QuestionError(
            f"position {text[:80]!r}: expected a longitude from -180 to 180 and a latitude from "
            "-90 to 90, in degrees"
        )
    return numbers


def _longitude_first(text: str, lon: float, lat: float) -> None:
    """Raise where two numbers lie in the region only the other way round."""
    west, south, east, north = current().region
    there = west <= lon <= east and south <= lat <= north
    turned = west <= lat <= east and south <= lon <= north
    if turned and not there:
        raise QuestionError(
            f"position {text[:80]!r}: expected longitude first; did you mean {lat:g},{lon:g}?"
        )


#: Letters of bands of latitude, 8 degrees each from 80° south on, the last one 12; of columns and
#: rows of squares of 100 km, of which rows begin anew every 2,000 km.
BANDS, COLUMNS = "CDEFGHJKLMNPQRSTUVWX", "ABCDEFGHJKLMNPQRSTUVWXYZ"
ROWS = COLUMNS[:20]

_MGRS = re.compile(rf"(\d\d?)\s*([{BANDS}])\s*([{COLUMNS}])([{ROWS}])\s*(\d+\s+\d+|\d*)", re.ASCII)
_UTM = re.compile(
    rf"(\d{{1,2}})\s*([{BANDS}])\s+(\d{{6}}(?:\.\d+)?)\s*(?:mE|E)?\s*[,;]?\s*"
    r"(\d{1,8}(?:\.\d+)?)\s*(?:mN|N)?",
    re.ASCII | re.IGNORECASE,
)


def grid_position(text: str) -> tuple[float, float] | None:
    """Return the longitude and latitude of a place on a grid; None where the text names none.

    A square of MGRS stands for its centre, as finely as its digits say. WGS 84.

    >>> [[round(number, 4) for number in grid_position(text) or ()]
    ...  for text in ("38S ME 44854 25125", "38sme4485425125", "38S 444854.5 3925125.5")]
    [[44.3922, 35.4681], [44.3922, 35.4681], [44.3922, 35.4681]]
    >>> grid_position("38S ME 448 2517"), grid_position("K1")
    (None, None)
    """
    if utm := _UTM.fullmatch(text.strip()):
        return _unproject(int(utm[1]), utm[2].upper() < "N", float(utm[3]), float(utm[4]))
    match = _MGRS.fullmatch(text.strip().upper())
    if not match:
        return None
    zone, band = int(match[1]), match[2]
    middle = len(match[5]) // 2
    parts = match[5].split()
    east, north = parts if len(parts) == 2 else (match[5][:middle], match[5][middle:])
    at = COLUMNS.index(match[3]) - (zone - 1) % 3 * 8
    if len(east) != len(north) or len(east) > 5 or not 0 <= at < 8:
        return None
    size = 10 ** (5 - len(east))
    x = (at + 1) * 100_000 + int(east or 0) * size + size / 2
    row = (ROWS.index(match[4]) - (0 if zone % 2 else 5)) % 20
    y = row * 100_000 + int(north or 0) * size + size / 2
    south = BANDS.index(band) * 8 - 80
    for turn in range(5):
        numbers = _unproject(zone, south < 0, x, y + turn * 2_000_000)
        if numbers and south - 1 <= numbers[1] <= south + (13 if band == "X" else 9):
            return numbers
    return None


def _unproject(zone: int, south: bool, x: float, y: float) -> tuple[float, float] | None:
    """Return the degrees of an easting and northing (m); None outside of the grid."""
    from pyproj import Transformer  # noqa: PLC0415 -- few positions are on a grid

    if not 1 <= zone <= 60 or not 0 <= y <= 10_000_000:
        return None
    code = f"EPSG:{(32700 if south else 32600) + zone}"
    lon, lat = Transformer.from_crs(code, 4326, always_xy=True).transform(x, y)
    return float(lon), float(lat)
