"""A GeoDataFrame whose days are dates for pandas, and ISO 8601 where it becomes JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd


class DatedFrame(gpd.GeoDataFrame):
    """A GeoDataFrame whose days JSON takes: as ISO 8601, null where there is none.

    ``to_json``, ``__geo_interface__`` and what reads it (folium, altair, shapely) write a day as
    ``2017-10-16``; geopandas alone refuses days there. In all else it is a GeoDataFrame.

    >>> rows = DatedFrame({"since": pd.to_datetime(["2017-10-16", None])}, geometry=[None, None])
    >>> [iterfeature["properties"]["since"] for iterfeature in rows.iterfeatures()]
    ['2017-10-16', None]
    """

    @classmethod
    def from_points(cls, rows: pd.DataFrame) -> DatedFrame:
        """Return rows with ``lon`` and ``lat`` (degrees, EPSG:4326) as points."""
        points = gpd.points_from_xy(rows["lon"], rows["lat"])
        return cls(rows.drop(columns=["lon", "lat"]), geometry=points, crs=4326)

    @property
    def _constructor(self) -> Any:
        return _make_dated

    def _constructor_from_mgr(self, mgr: Any, axes: Any) -> Any:
        parent: Any = super()  # pandas keeps it private, and stubs leave it out
        return _stay_dated(parent._constructor_from_mgr(mgr, axes))  # noqa: SLF001

    def iterfeatures(self, *args: Any, **kwargs: Any) -> Iterator[dict[str, Any]]:
        """Yield features as geopandas does, with days as text."""
        for feature in super().iterfeatures(*args, **kwargs):
            cells = feature["properties"]
            yield {**feature, "properties": {name: _write_cell(cells[name]) for name in cells}}


def _make_dated(*args: Any, **kwargs: Any) -> Any:
    parent: Any = gpd.GeoDataFrame()
    return _stay_dated(parent._constructor(*args, **kwargs))  # noqa: SLF001


def _stay_dated(frame: Any) -> Any:
    """Return what geopandas made; a frame with geometry goes on writing its days as text."""
    if type(frame) is gpd.GeoDataFrame:
        frame.__class__ = DatedFrame
    return frame


def _write_cell(cell: Any) -> Any:
    if cell is pd.NaT:
        return None
    return f"{cell:%Y-%m-%d}" if isinstance(cell, date) else cell
