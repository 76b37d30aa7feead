"""Columns of positions: degrees of one axis, and pairs whose order the column tells."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from geo.tabular.cell import degree, pair
from geo.tabular.values import Floats, different, simple


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
