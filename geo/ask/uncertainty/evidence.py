"""How old the newest evidence is of who holds each unit."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.ask import control
from geo.ask.uncertainty.dating import last_day
from geo.atlas import Atlas
from geo.view import day_of

#: A year in days.
YEAR = 365.25

#: Classes of age: below so many years, and the name. What has no dated source is ``undated``.
CLASSES: tuple[tuple[float, str], ...] = (
    (2, "recent"),
    (5, "years_2"),
    (10, "years_5"),
    (float("inf"), "years_10"),
)
UNDATED = "undated"
NAMES: tuple[str, ...] = (*(name for _, name in CLASSES), UNDATED)


def find_newest(atlas: Atlas, cited: pd.Series) -> list[date | None]:
    """Return for each cell of source ids the last day that the newest of them can be of."""
    sources = atlas.table("sources")
    days = {
        source: day
        for source, text in zip(sources["id"], sources["date"], strict=True)
        if (day := last_day(text))
    }
    named = (cell.split(";") for cell in cited)
    return [
        max((days[source] for source in cell if source in days), default=None) for cell in named
    ]


def ages(atlas: Atlas, day: date | str) -> gpd.GeoDataFrame:
    """Return how old the newest source is of who held each unit on a day.

    >>> from geo import Atlas
    >>> frame = ages(Atlas.load(), "2017-10-20")
    >>> set(frame["age"]) <= set(NAMES), bool(frame["years"].min() >= 0)
    (True, True)
    """
    shown_day = day_of(day)
    rows = control.at(atlas, shown_day)
    years = [
        np.nan if newest_day is None else max(0.0, (shown_day - newest_day).days / YEAR)
        for newest_day in find_newest(atlas, rows["source"])
    ]
    rows["years"] = years
    rows["age"] = [_class(newest_day) for newest_day in years]
    return rows


def disputed_pcodes(atlas: Atlas) -> set[str]:
    """Return the P-codes of sub-districts that the profile's column marks as in dispute."""
    column = atlas.profile.admin.focus
    rows = atlas.records("subdistricts")
    return {str(row["pcode"]) for row in rows if column is None or row[column]}


def _class(years: float) -> str:
    if np.isnan(years):
        return UNDATED
    return next(name for below, name in CLASSES if years < below)
