"""A position as people write it: degrees in many forms, WKT, ``geo:`` addresses, MGRS, UTM."""

from __future__ import annotations

import math
import re

from geo.errors import QuestionError
from geo.gazetteer import grid
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


def _plain(text: str) -> str:
    """Return a text with digits as in English; commas are points where both numbers have one."""
    found = text.translate(_PLAIN)
    commas = "." not in found and len(_COMMA.findall(found)) == 2
    return _COMMA.sub(".", found) if commas else found


def position(text: str) -> tuple[float, float] | None:
    r"""Return the longitude and latitude that a text gives; None where it is no position.

    Two bare numbers are longitude and latitude; letters of the compass, WKT and ``geo:`` say
    themselves which is which. MGRS and UTM are read too, decimal commas and Arabic digits.

    Raises
    ------
    QuestionError
        Where the text gives a position that cannot be, or its numbers stand the other way round.

    Examples
    --------
    >>> position("44.39,35.47"), position("35.47N 44.39E"), position("geo:35.47,44.39")
    ((44.39, 35.47), (44.39, 35.47), (44.39, 35.47))
    >>> [round(one, 2) for one in position("35°28'12\"N, 44°23'24\"E")]
    [44.39, 35.47]
    >>> position("POINT (44.39 35.47)"), position("Kirkuk")
    ((44.39, 35.47), None)
    >>> position("44,39 35,47"), position("٤٤٫٣٩، ٣٥٫٤٧")
    ((44.39, 35.47), (44.39, 35.47))
    """
    text = _plain(text)
    if bare := _BARE.fullmatch(text):
        found = float(bare[1]), float(bare[2])
        _longitude_first(text, *found)
    elif geo := _GEO.fullmatch(text.strip()):
        found = float(geo[2]), float(geo[1])
    elif on_grid := grid.position(text):
        found = on_grid
    else:
        first, second, order = pair(text)
        if not order or math.isnan(first) or math.isnan(second):
            return None
        found = (first, second) if order == "lonlat" else (second, first)
    if not (-180 <= found[0] <= 180 and -90 <= found[1] <= 90):
        raise QuestionError(
            f"position {text[:80]!r}: expected a longitude from -180 to 180 and a latitude from "
            "-90 to 90, in degrees"
        )
    return found


def _longitude_first(text: str, lon: float, lat: float) -> None:
    """Raise where two numbers lie in the region only the other way round."""
    west, south, east, north = current().region
    there = west <= lon <= east and south <= lat <= north
    turned = west <= lat <= east and south <= lon <= north
    if turned and not there:
        raise QuestionError(
            f"position {text[:80]!r}: expected longitude first; did you mean {lat:g},{lon:g}?"
        )
