"""Shapes beside columns of longitude and latitude: where both say a place, they must agree."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from geo.tabular.grid import BadRow, Sheet
from geo.tabular.positions import degrees
from geo.tabular.vocabulary import score

#: Degrees that the two may differ by; rounding to two decimals stays below it.
APART: Final = 0.02

_ACCEPTED: Final = "a shape that lies where the row's own longitude and latitude say"


def check_agreement(sheet: Sheet) -> Sheet:
    """Return a table without rows whose shape lies elsewhere than their columns say.

    A file that names the wrong CRS is found out so. Lines and areas, and tables without such
    columns, are left as they are.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"lat": ["35.5", "35.5"], "lon": ["44.4", "44.4"]})
    >>> lon, lat = np.array([44.4, 38.4]), np.array([35.5, 35.5])
    >>> found = check_agreement(Sheet(frame, np.array([2, 3]), "gpkg", lon=lon, lat=lat))
    >>> found.row.tolist(), [one.row for one in found.bad]
    ([2], [3])
    """
    if sheet.lon is None or sheet.lat is None:
        return sheet
    columns = [_named(sheet, axis) for axis in ("lon", "lat")]
    if None in columns or not len(sheet.frame):
        return sheet
    lon, lat = (
        degrees(sheet.frame[str(name)], axis)
        for name, axis in zip(columns, ("lon", "lat"), strict=True)
    )
    with np.errstate(invalid="ignore"):
        apart = (np.abs(lon - sheet.lon) > APART) | (np.abs(lat - sheet.lat) > APART)
    if sheet.inner is not None:
        apart &= ~sheet.inner
    return _without(sheet, apart) if apart.any() else sheet


def _named(sheet: Sheet, axis: str) -> str | None:
    """Return the column that is plainly named so; ``x`` and ``y`` may be anything."""
    names = (str(name) for name in sheet.frame.columns)
    return next((name for name in names if score(name, axis) > 0.95 and len(name) > 1), None)


def _without(sheet: Sheet, apart: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Sheet:
    """Move rows to the bad records."""
    bad = tuple(
        BadRow(int(sheet.row[at]), " | ".join(map(str, sheet.frame.iloc[at]))[:500], _ACCEPTED)
        for at in np.flatnonzero(apart)
    )
    left = ~apart
    return replace(
        sheet,
        frame=sheet.frame.loc[left].reset_index(drop=True),
        row=sheet.row[left],
        lon=None if sheet.lon is None else sheet.lon[left],
        lat=None if sheet.lat is None else sheet.lat[left],
        inner=None if sheet.inner is None else sheet.inner[left],
        bad=tuple(sorted((*sheet.bad, *bad), key=lambda one: one.row)),
    )
