"""The outlines of an atlas as frames: read, joined into units of control, named, measured.

All of the atlas that needs geopandas stands here and is imported where outlines are needed.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from geo.atlas.table import OPTIONAL_OUTLINES, Record

#: What counts as on a border, in degrees (0.1 mm).
TOUCH = 1e-9


def join_units(subdistricts: gpd.GeoDataFrame, parts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Put whole sub-districts and parts together as one valid coverage.

    A cut line may end between two vertices of a border; the units beyond that border take the end
    up as a vertex of theirs, so that neighbours share every vertex. No border moves.
    """
    uncut = subdistricts.loc[~subdistricts["pcode"].isin(parts["pcode"])]
    frame = pd.concat(
        [
            uncut[["pcode", "geometry"]].assign(unit=uncut["pcode"]),
            parts[["pcode", "geometry"]].assign(unit=parts["id"]),
        ]
    ).sort_values("unit", ignore_index=True)
    fresh = _border_ends(subdistricts, parts)
    shapes = [_take_up(shape, fresh) for shape in frame["geometry"]]
    return gpd.GeoDataFrame(frame[["unit", "pcode"]], geometry=shapes, crs=subdistricts.crs)


def insert_vertices(polygon: Polygon, points: np.ndarray) -> Polygon:
    """Return the polygon with those of `points` that lie on its border as vertices."""
    rings = (polygon.exterior, *polygon.interiors)
    outer, *inner = (_insert(shapely.get_coordinates(ring), points) for ring in rings)
    return Polygon(outer, inner)


def _border_ends(subdistricts: gpd.GeoDataFrame, parts: gpd.GeoDataFrame) -> np.ndarray:
    """Vertices of parts that lie on a border of sub-districts without being a vertex of it."""
    cut = subdistricts.loc[subdistricts["pcode"].isin(parts["pcode"])]
    vertices = {tuple(xy) for xy in shapely.get_coordinates(cut.geometry.to_numpy())}
    borders = cut.set_index("pcode").boundary
    ends = set()
    for pcode, shape in zip(parts["pcode"], parts.geometry, strict=True):
        coords = shapely.get_coordinates(shape)
        on_border = shapely.distance(shapely.points(coords), borders[pcode]) < TOUCH
        ends |= {tuple(xy) for xy in coords[on_border]}
    return np.array(sorted(ends - vertices)).reshape(-1, 2)


def _take_up(shape: BaseGeometry, points: np.ndarray) -> BaseGeometry:
    """Insert points into every polygon of a shape; the shape itself where there is none."""
    near = points[shapely.distance(shapely.points(points), shape.boundary) < TOUCH]
    vertices = {tuple(xy) for xy in shapely.get_coordinates(shape)}
    if all(tuple(xy) in vertices for xy in near):
        return shape
    polygons = [insert_vertices(polygon, near) for polygon in shapely.get_parts(shape)]
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)


def _insert(ring: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Insert into a closed ring the points on its edges, each in its place."""
    vertices = {tuple(xy) for xy in ring}
    fresh = np.array([xy for xy in np.unique(points, axis=0) if tuple(xy) not in vertices])
    if not len(fresh):
        return ring
    edges = np.array(shapely.linestrings(np.stack([ring[:-1], ring[1:]], axis=1)))
    apart = shapely.distance(np.array(shapely.points(fresh))[:, None], edges[None, :])
    number, edge = np.nonzero(apart < TOUCH)
    along = np.hypot(*(fresh[number] - ring[edge]).T)
    order = np.lexsort((along, edge))
    return np.insert(ring, edge[order] + 1, fresh[number[order]], axis=0)


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

    def __init__(self, atlas: Any) -> None:
        self._atlas = atlas  # an Atlas, whose module imports this one

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

    def join_units(self) -> list[Record]:
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
