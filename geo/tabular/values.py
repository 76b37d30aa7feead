"""Columns of numbers and positions from text, many cells at once: any script, decimal commas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.words.cells import UNSEEN, degree, is_blank, normalise, pair

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

#: Cells from which on a column is long enough to read what is simple at once.
LONG: Final = 2_000

_SIMPLE = r"^[+-]?[0-9]{1,15}(?:\.[0-9]{1,20})?$"

_PLAIN = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d{1,3})?")
_GROUPED = {
    ".": re.compile(r"[+-]?\d{1,3}(?:([,' \u00a0\u202f])\d{3})(?:\1\d{3})*(?:\.\d+)?"),
    ",": re.compile(r"[+-]?\d{1,3}(?:([.' \u00a0\u202f])\d{3})(?:\1\d{3})*(?:,\d+)?"),
}


_COMMA = re.compile(r"[+-]?\d+,(?:\d{1,2}|\d{4,})|[+-]?\d{1,3}(?:\.\d{3})+,\d+")
_POINT = re.compile(r"[+-]?[\d,]+\.\d+")


def strip_marks(cells: Sequence[str], counts: Sequence[int], total: int) -> list[str]:
    r"""Return cells without no-break spaces and marks of direction, where most cells have them.

    >>> strip_marks(["35.4\u200e", "35.5\u200e"], [1, 1], 2), strip_marks(["35.4\xa0"], [1], 9)
    (['35.4', '35.5'], ['35.4\xa0'])
    """
    texts = [cell if cell.isascii() else cell.translate(UNSEEN).strip() for cell in cells]
    changed = sum(n for a, b, n in zip(cells, texts, counts, strict=True) if len(a) != len(b))
    return texts if changed * 2 > total else list(cells)


def numbers(text: pd.Series, decimal: str = ".") -> Floats:
    """Return cells as numbers, shape (n,); NaN where a cell holds none.

    >>> numbers(pd.Series(["1,234", "1 234.5", "٣٦", "1e400", "x", ""])).tolist()
    [1234.0, 1234.5, 36.0, nan, nan, nan]
    >>> numbers(pd.Series(["1.234,5", "12,5"]), ",").tolist()
    [1234.5, 12.5]
    """
    return parse_simple(text, lambda cell: number(cell, decimal), "," if decimal == "." else "")


def parse_simple(text: pd.Series, read: Callable[[str], float], grouped: str = ",") -> Floats:
    """Return cells as numbers: those with a point or no sign at once, others one by one."""
    result = np.full(len(text), np.nan)
    others = np.full(len(text), True)
    if len(text) >= LONG and grouped:
        column = pa.array(text, pa.large_string())
        plainly = pc.match_substring_regex(column, _SIMPLE)
        amounts = pc.cast(pc.if_else(plainly, column, None), pa.float64())
        result = np.array(amounts.to_numpy(zero_copy_only=False), np.float64)
        others = ~np.array(plainly.to_numpy(zero_copy_only=False), bool)
    codes, cells = distinct_cells(text[others], int((text != "").sum()))
    result[others] = np.array([read(cell) for cell in cells] or [np.nan])[codes]
    return result


def distinct_cells(
    text: pd.Series, total: int | None = None
) -> tuple[npt.NDArray[np.int64], list[str]]:
    """Return which of the different cells, without marks, each cell is, and these.

    ``total`` counts the cells of the column that ``text`` is a part of.

    >>> distinct_cells(pd.Series(["a", "b", "a"]))[1]
    ['a', 'b']
    """
    codes, result = pd.factorize(text)
    cells = [str(item) for item in result]
    if all(cell.isascii() for cell in cells):
        return codes, cells
    total = int((text != "").sum()) if total is None else total
    return codes, strip_marks(cells, np.bincount(codes, minlength=len(cells)).tolist(), total)


def number(cell: str, decimal: str = ".") -> float:
    """Return one cell as a number, NaN where it holds none."""
    text = normalise(cell)
    other = "," if decimal == "." else "."
    if _GROUPED[decimal].fullmatch(text):
        text = re.sub(rf"[{other}' \u00a0\u202f]", "", text)
    if not _PLAIN.fullmatch(text) or len(text) > 40:
        return np.nan
    value = float(text.replace(decimal, ".")) if other not in text else np.nan
    return value if np.isfinite(value) else np.nan


def decimal_of(cells: Iterable[str]) -> str:
    """Return the decimal sign of a column of numbers.

    >>> decimal_of(["36,34", "43,1"]), decimal_of(["1,234", "2,000"])
    (',', '.')
    """
    texts = [normalise(cell) for cell in islice(cells, 5000)]
    comma = sum(bool(_COMMA.fullmatch(text)) for text in texts if "," in text)
    point = sum(bool(_POINT.fullmatch(text)) for text in texts if "." in text)
    return "," if comma > point else "."


def empty(text: pd.Series) -> npt.NDArray[np.bool_]:
    """Return which cells say that there is nothing, shape (n,).

    >>> empty(pd.Series(["", "N/A", "0"])).tolist()
    [True, True, False]
    """
    codes, result = pd.factorize(text)
    nothing = np.array([is_blank(str(item)) for item in result] or [True])
    return nothing[codes]


def degrees(text: pd.Series, axis: str) -> Floats:
    r"""Return cells as degrees, shape (n,); NaN where a cell holds none.

    A comma is a decimal sign here: positions have no thousands.

    >>> cells = pd.Series(["35.47", "35,47", "٣٥٫٤٧", '35°28\'12"N', "44.4 E", "3 5.47", "inf"])
    >>> degrees(cells, "lat").tolist()
    [35.47, 35.47, 35.47, 35.47, nan, nan, nan]
    """
    return parse_simple(text, lambda cell: degree(cell, axis))


def pairs(text: pd.Series, order: str = "") -> tuple[Floats, Floats]:
    """Return cells with two numbers as longitudes and latitudes, each of shape (n,).

    Letters of the compass and WKT state which is which; else ``order`` does; else the whole
    column: latitude first, unless all first numbers lie east of 38.5 and all second ones below it.

    >>> lon, lat = pairs(pd.Series(["35.47, 44.39", "POINT (44.39 35.47)", "35.47N 44.39E", "x"]))
    >>> lon.tolist(), lat.tolist()
    ([44.39, 44.39, 44.39, nan], [35.47, 35.47, 35.47, nan])
    """
    codes, texts = distinct_cells(text)
    read = [pair(item) for item in texts] or [(np.nan, np.nan, "")]
    first = np.array([item[0] for item in read])
    second = np.array([item[1] for item in read])
    marks = np.array([item[2] for item in read])
    unmarked = (marks == "") & np.isfinite(first) & np.isfinite(second)
    if not order and unmarked.any():
        east_first = (first[unmarked] > 38.5).all() and (second[unmarked] < 38.5).all()
        order = "lonlat" if east_first else ""
    turned = np.where(marks == "", order, marks) == "lonlat"
    lon, lat = np.where(turned, first, second), np.where(turned, second, first)
    return lon[codes], lat[codes]
