"""Positions from cells of text: decimal degrees, degrees and minutes, pairs, and points of WKT."""

from __future__ import annotations

import re
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.tabular.values import Floats, different, plain, simple

#: Letters of the compass, in Latin and Arabic script: which axis, and which way.
_COMPASS: Final = {
    "n": ("lat", 1), "s": ("lat", -1), "e": ("lon", 1), "w": ("lon", -1), "o": ("lon", -1),
    "شمالا": ("lat", 1), "شمال": ("lat", 1), "ش": ("lat", 1), "جنوبا": ("lat", -1),
    "شرقا": ("lon", 1), "شرق": ("lon", 1), "ق": ("lon", 1), "غربا": ("lon", -1),
    "north": ("lat", 1), "south": ("lat", -1), "east": ("lon", 1), "west": ("lon", -1),
}  # fmt: skip

_WORD = "|".join(sorted(_COMPASS, key=len, reverse=True))
_AMOUNT = r"\d{1,3}(?:[.,]\d+)?"
_DECIMAL = re.compile(r"([+-]?)(?:(\d{1,15}(?:[.,]\d+)?|[.,]\d+)(e[+-]?\d{1,3})?)\s*°?", re.ASCII)
_PARTS = re.compile(
    rf"([+-]?)(\d{{1,3}})\s*(?:°|º|:|\s)\s*({_AMOUNT})\s*(?:['′’:]|\s|$)"
    rf"\s*(?:({_AMOUNT})\s*(?:[\"″”]|''|′′|’’|$)?)?",
    re.ASCII,
)
_LETTERED = re.compile(
    r"(\d{1,3})\s*d\s*(\d{1,2})\s*m\s*(\d{1,2}(?:[.,]\d+)?)\s*s(?![a-z])", re.ASCII
)
_SIDE = re.compile(rf"^({_WORD})?\s*(.*?)\s*({_WORD})?$", re.DOTALL | re.ASCII)
_WKT = re.compile(r"(?:srid=\d+;)?\s*point\s*z?m?\s*\(\s*(\S+)\s+(\S+?)(?:\s+\S+)*\s*\)", re.ASCII)
_BETWEEN = re.compile(r"\s*[;|/]\s*|\s*,\s+|(?<=[\d°'\"″nsew])\s*,\s*|\s+", re.ASCII)

_BLANK = " \t\r\n"

#: Between two numbers, a blank or a comma alone may be within one: ``35 28``, ``35,47``.
_STRONG = re.compile(r"[;|/]|,\s", re.ASCII)
_MARKED = re.compile(r"\d\.\d|[°'\"′″nsew]", re.ASCII)


def degrees(text: pd.Series, axis: str) -> Floats:
    r"""Return cells as degrees, shape (n,); NaN where a cell holds none.

    A comma is a decimal sign here: positions have no thousands.

    Parameters
    ----------
    text
        Cells, empty where there is nothing.
    axis
        ``lon`` or ``lat``; a letter of the other axis makes a cell none.

    Examples
    --------
    >>> cells = pd.Series(["35.47", "35,47", "٣٥٫٤٧", '35°28\'12"N', "44.4 E", "3 5.47", "inf"])
    >>> degrees(cells, "lat").tolist()
    [35.47, 35.47, 35.47, 35.47, nan, nan, nan]
    """
    return simple(text, lambda cell: degree(cell, axis))


def degree(cell: str, axis: str = "") -> float:
    """Return one cell as degrees, NaN where it holds none.

    Parameters
    ----------
    cell
        The cell.
    axis
        ``lon`` or ``lat``: then a cell that names the other axis (``N`` for a longitude) holds
        none.
    """
    value, found = _angle(plain(cell))
    return np.nan if found and axis and found != axis else value


def _angle(bare: str) -> tuple[float, str]:
    """Return an angle, and its axis where a letter tells it."""
    if not bare or len(bare) > 60:
        return np.nan, ""
    side = _SIDE.match(_LETTERED.sub(r"\1°\2′\3″", bare))
    if side is None or (side[1] and side[3]):
        return np.nan, ""
    axis, way = _COMPASS.get(side[1] or side[3] or "", ("", 1))
    value = _value(side[2])
    return (np.nan if axis and value < 0 else value * way), axis


def _value(bare: str) -> float:
    if one := _DECIMAL.fullmatch(bare):
        value = float(f"{one[1]}{one[2].replace(',', '.')}{one[3] or ''}")
        return value if np.isfinite(value) else np.nan
    if one := _PARTS.fullmatch(bare):
        minutes, seconds = (float((part or "0").replace(",", ".")) for part in one.group(3, 4))
        marked = any(mark in bare for mark in "°º'′’:\"″”")
        if minutes >= 60 or seconds >= 60 or not (marked or one[4]):
            return np.nan
        value = int(one[2]) + minutes / 60 + seconds / 3600
        return -value if one[1] == "-" else value
    return np.nan


def pairs(text: pd.Series, order: str = "") -> tuple[Floats, Floats]:
    """Return cells with two numbers as longitudes and latitudes, each of shape (n,).

    Letters of the compass and WKT tell which is which; else ``order`` does; else the whole
    column: latitude first, unless all first numbers lie east of 38.5 and all second ones below it.

    Parameters
    ----------
    text
        Cells such as ``35.47, 44.39`` or ``POINT (44.39 35.47)``.
    order
        ``latlon`` or ``lonlat``; empty where it is not known.

    Examples
    --------
    >>> lon, lat = pairs(pd.Series(["35.47, 44.39", "POINT (44.39 35.47)", "35.47N 44.39E", "x"]))
    >>> lon.tolist(), lat.tolist()
    ([44.39, 44.39, 44.39, nan], [35.47, 35.47, 35.47, nan])
    """
    codes, found = different(text)
    read = [pair(one) for one in found] or [(np.nan, np.nan, "")]
    first = np.array([one[0] for one in read])
    second = np.array([one[1] for one in read])
    lon, lat = _turned(first, second, np.array([one[2] for one in read]), order)
    return lon[codes], lat[codes]


def _turned(first: Floats, second: Floats, known: Any, order: str) -> tuple[Floats, Floats]:
    """Return pairs as longitudes and latitudes."""
    turned, open_ones = known == "lonlat", known == ""
    turned[open_ones] = order == "lonlat" or (
        not order and _east_first(first[open_ones], second[open_ones])
    )
    return np.where(turned, first, second), np.where(turned, second, first)


def _east_first(first: Floats, second: Floats) -> bool:
    """Return whether pairs say longitude first."""
    solid = np.isfinite(first) & np.isfinite(second)
    return bool(solid.any() and (first[solid] > 38.5).all() and (second[solid] < 38.5).all())


def pair(cell: str) -> tuple[float, float, str]:
    """Return the two angles of a cell, and their order where the cell tells it."""
    bare = plain(cell).strip("[](){} ")
    if "point" in bare[:20]:
        point = _WKT.fullmatch(plain(cell)) if len(cell) < 200 else None
        return (degree(point[1]), degree(point[2]), "lonlat") if point else (np.nan, np.nan, "")
    if len(bare) > 80:
        return np.nan, np.nan, ""
    halves = _halves(bare)
    if halves is None:
        return np.nan, np.nan, ""
    (first, one), (second, two) = halves
    order = {"latlon": "latlon", "lonlat": "lonlat"}.get(one + two, "")
    if (one or two) and not order:
        return np.nan, np.nan, ""
    return first, second, order


def _halves(bare: str) -> tuple[tuple[float, str], tuple[float, str]] | None:
    """Divide a cell where both halves are angles; None where that is not possible in one way."""
    found: dict[tuple[tuple[float, str], tuple[float, str]], None] = {}
    for cut in _BETWEEN.finditer(bare):
        halves = _angle(bare[: cut.start()].strip(_BLANK)), _angle(bare[cut.end() :].strip(_BLANK))
        weak = not _STRONG.search(cut[0])
        if weak and not all(
            _MARKED.search(one) for one in (bare[: cut.start()], bare[cut.end() :])
        ):
            continue
        if all(np.isfinite(value) for value, _ in halves):
            found[halves] = None
    return next(iter(found)) if len(found) == 1 else None
