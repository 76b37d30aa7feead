"""Units of control as one coverage, and the settlements that pull the ground of parts to them."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

#: What counts as on a border, in degrees (0.1 mm).
TOUCH = 1e-9

#: A degree of longitude against one of latitude, in the middle of the belt (35.5 N).
ASPECT = 0.8141
#: How far a post pulls ground, in degrees of latitude (about 4 km).
REACH = 0.036
#: Kinds of places that are posts.
POSTS = ("base", "other")


def units(subdistricts: gpd.GeoDataFrame, parts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
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
    known = {tuple(xy) for xy in shapely.get_coordinates(cut.geometry.to_numpy())}
    borders = cut.set_index("pcode").boundary
    ends = set()
    for pcode, shape in zip(parts["pcode"], parts.geometry, strict=True):
        coords = shapely.get_coordinates(shape)
        on_border = shapely.distance(shapely.points(coords), borders[pcode]) < TOUCH
        ends |= {tuple(xy) for xy in coords[on_border]}
    return np.array(sorted(ends - known)).reshape(-1, 2)


def _take_up(shape: BaseGeometry, points: np.ndarray) -> BaseGeometry:
    """Insert points into every polygon of a shape; the shape itself where there is none."""
    near = points[shapely.distance(shapely.points(points), shape.boundary) < TOUCH]
    known = {tuple(xy) for xy in shapely.get_coordinates(shape)}
    if all(tuple(xy) in known for xy in near):
        return shape
    polygons = [insert_vertices(polygon, near) for polygon in shapely.get_parts(shape)]
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)


def _insert(ring: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Insert into a closed ring the points on its edges, each in its place."""
    known = {tuple(xy) for xy in ring}
    fresh = np.array([xy for xy in np.unique(points, axis=0) if tuple(xy) not in known])
    if not len(fresh):
        return ring
    edges = np.array(shapely.linestrings(np.stack([ring[:-1], ring[1:]], axis=1)))
    apart = shapely.distance(np.array(shapely.points(fresh))[:, None], edges[None, :])
    number, edge = np.nonzero(apart < TOUCH)
    along = np.hypot(*(fresh[number] - ring[edge]).T)
    order = np.lexsort((along, edge))
    return np.insert(ring, edge[order] + 1, fresh[number[order]], axis=0)


@dataclass(frozen=True)
class Pull:
    """Settlements and posts that pull ground: each what is nearer to it than to any other.

    A post (a base, a hill, a plant) pulls no ground farther than ``REACH``.
    """

    seeds: np.ndarray
    names: np.ndarray
    reach: np.ndarray

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Pull:
        """Read a frame with the columns lon, lat, part, kind."""
        first = frame.drop_duplicates(["lon", "lat"])
        post = first["kind"].isin(POSTS).to_numpy()
        return cls(
            seeds=first[["lon", "lat"]].to_numpy(float),
            names=np.array(list(first["part"])),
            reach=np.where(post & ~post.all(), REACH, np.inf),
        )

    @property
    def flat(self) -> np.ndarray:
        """The seeds with a degree of longitude as long as one of latitude."""
        return self.seeds * [ASPECT, 1.0]

    def owner(self, point: tuple[float, ...]) -> str:
        """Return the part of the nearest place that reaches a spot."""
        far = np.hypot(*(self.flat - np.array(point) * [ASPECT, 1.0]).T)
        return str(self.names[np.argmin(np.where(far <= self.reach, far, np.inf))])
