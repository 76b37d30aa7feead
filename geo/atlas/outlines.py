"""The outlines of an atlas as frames: read, joined with the tables that name them, measured.

All of the atlas that needs geopandas stands here and is imported where outlines are needed.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from geo.atlas.table import OPTIONAL_OUTLINES, Record
from geo.atlas.units import units as join_units

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas


def read(source: Path | bytes, path: str) -> gpd.GeoDataFrame:
    frame = pyogrio.read_dataframe(source, encoding="utf-8")
    text = frame.select_dtypes(include="object").columns.difference(["geometry"])
    frame[text] = frame[text].fillna("")
    frame.attrs["path"] = path
    return frame


def empty_outlines(name: str) -> gpd.GeoDataFrame:
    """Return the empty layer of outlines that an atlas does without."""
    columns = {column: pd.Series(dtype="str") for column in OPTIONAL_OUTLINES[name]}
    return gpd.GeoDataFrame(columns, geometry=[], crs=4326)


class Outlines:
    """Ground of an atlas with its outlines (EPSG:4326); frames that a caller must not change."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas

    @cached_property
    def subdistricts(self) -> gpd.GeoDataFrame:
        """Sub-districts with names, district, governorate and ``km2``."""
        shape = self._atlas.outlines("subdistricts")[["pcode", "geometry"]]
        rows = shape.merge(self._atlas.table("subdistricts"), on="pcode", validate="1:1")
        districts = self._atlas.table("districts").set_index("pcode")
        rows["governorate"] = rows["district"].map(districts["governorate"])
        return self._with_area(rows.sort_values("pcode", ignore_index=True))

    @cached_property
    def dissolved(self) -> dict[str, gpd.GeoDataFrame]:
        """Districts and governorates, dissolved from sub-districts."""
        levels = {"district": ("districts", "pcode"), "governorate": ("governorates", "iso")}
        result = {}
        for level, (name, key) in levels.items():
            outlines = dissolve(self.subdistricts, level)
            rows = self._atlas.table(name)
            rows = rows.merge(outlines, left_on=key, right_on=level, validate="1:1")
            result[level] = self._with_area(
                gpd.GeoDataFrame(rows.drop(columns=level), geometry="geometry", crs=4326)
            )
        return result

    @cached_property
    def country(self) -> shapely.Geometry:
        """The union of the sub-districts."""
        return shapely.coverage_union_all(self.subdistricts.geometry.to_numpy())

    @cached_property
    def areas(self) -> gpd.GeoDataFrame:
        """Disputed areas."""
        shape = self._atlas.outlines("areas")[["id", "geometry"]]
        return self._with_area(shape.merge(self._atlas.table("areas"), on="id", validate="1:1"))

    @cached_property
    def units(self) -> gpd.GeoDataFrame:
        """Units of control, as the atlas keeps them."""
        rows, kinds = self._atlas.unit_records, {"km2": "float64"}
        columns = {
            name: pd.Series([row[name] for row in rows], dtype=kinds.get(name, "str"))
            for name in rows[0]
        }
        frame = gpd.GeoDataFrame(columns, geometry=self._atlas.unit_shapes, crs=4326)
        return frame[[*list(columns)[:2], "geometry", *list(columns)[2:]]]

    def joined_units(self) -> list[Record]:
        """Return whole sub-districts and parts, each with its outline as hexadecimal ``wkb``."""
        shapes = self._atlas.outlines("subdistricts"), self._atlas.outlines("parts")
        rows = join_units(*shapes).sort_values("unit", ignore_index=True)
        admin = self.subdistricts.set_index("pcode")
        for column in ("district", "governorate", *self._atlas.name_columns):
            rows[column] = rows["pcode"].map(admin[column])
        parts = self._atlas.table("parts").set_index("id")
        for column in self._atlas.name_columns:
            named = rows["unit"].map(parts[column]).fillna("")
            rows[column] = np.where(named != "", named, rows[column])
        wkb = shapely.to_wkb(rows.geometry.to_numpy(), hex=True)
        records: list[Any] = self._with_area(rows).drop(columns="geometry").to_dict("records")
        return [{**row, "wkb": outline} for row, outline in zip(records, wkb, strict=True)]

    def _with_area(self, rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        rows["km2"] = areas_km2(rows.geometry, self._atlas.profile.equal_area)
        return rows


def dissolve(rows: gpd.GeoDataFrame, by: str) -> gpd.GeoDataFrame:
    """Dissolve a valid coverage by a column; returns that column and the outlines."""
    groups = rows.groupby(by, sort=True).geometry
    keys = [key for key, _ in groups]
    outlines = [shapely.coverage_union_all(group.to_numpy()) for _, group in groups]
    return gpd.GeoDataFrame({by: keys}, geometry=outlines, crs=rows.crs)


def areas_km2(outlines: gpd.GeoSeries, equal_area: str) -> np.ndarray:
    """Return the areas of outlines in km², measured on an equal-area projection (PROJ string)."""
    return outlines.to_crs(equal_area).area.to_numpy() / 1e6
