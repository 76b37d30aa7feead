"""How exactly a front within a sub-district is known: the distance that it was inferred over."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.atlas import Atlas

#: Points of a front are taken so far apart, in metres.
STEP = 1000.0


def widths(atlas: Atlas) -> pd.DataFrame:
    """Return how far apart the settlements are that the fronts between parts were drawn between.

    A front within a sub-district runs half-way between settlements of different holders, so it may
    lie anywhere between them: it is known to that distance and no better.

    >>> from geo import Atlas
    >>> rows = widths(Atlas.load())
    >>> bool((rows["km"] > 0).all())
    True
    """
    return _measure_widths(atlas).copy()


@lru_cache(maxsize=4)
def _measure_widths(atlas: Atlas) -> pd.DataFrame:
    parts = atlas.units
    parts = parts[parts["unit"] != parts["pcode"]].to_crs(atlas.profile.equidistant)
    seeds = _locate_seeds(atlas)
    result = [
        (first, other, km, line)
        for _, rows in parts.groupby("pcode")
        for (first, here), (other, there) in combinations(
            zip(rows["unit"], rows.geometry, strict=True), 2
        )
        for line, km in _measure_border(here, there, seeds.get(str(first)), seeds.get(str(other)))
    ]
    table = pd.DataFrame(result, columns=["unit", "other", "km", "line"]).astype({"km": float})
    lines = gpd.GeoSeries(list(table["line"]), crs=atlas.profile.equidistant).to_crs(4326)
    return table.assign(line=lines.to_numpy())


class Borders(NamedTuple):
    """Lines along which two units meet."""

    unit: np.ndarray  #: Number of one unit.
    other: np.ndarray  #: Number of the other.
    line: np.ndarray  #: The line, on the profile's equidistant projection (metres).


@lru_cache(maxsize=2)
def borders(atlas: Atlas) -> Borders:
    """Return the lines along which units meet; some of them are the fronts of a day."""
    shapes = atlas.units.to_crs(atlas.profile.equidistant).geometry.to_numpy()
    unit, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    unit, other = unit[unit < other], other[unit < other]
    edges = shapely.boundary(shapes)
    line = shapely.intersection(edges[unit], edges[other])
    along = shapely.length(line) > 0
    return Borders(unit[along], other[along], line[along])


def _locate_seeds(atlas: Atlas) -> dict[str, np.ndarray]:
    """Return the settlements that drew each part: x and y in metres."""
    places = atlas.table("places").set_index("id")[["lon", "lat"]]
    rows = atlas.table("seeds").join(places, on="place")
    points = gpd.GeoSeries.from_xy(rows["lon"], rows["lat"], crs=4326)
    points = points.to_crs(atlas.profile.equidistant)
    rows = rows.assign(x=points.x.to_numpy(), y=points.y.to_numpy())
    return {
        str(part): points_of_part[["x", "y"]].to_numpy()
        for part, points_of_part in rows.groupby("part")
    }


def _measure_border(
    shape: shapely.Geometry,
    other: shapely.Geometry,
    seeds: np.ndarray | None,
    other_seeds: np.ndarray | None,
) -> list[tuple[shapely.Geometry, float]]:
    """Return the border of two parts with its width in km; nothing where they do not touch."""
    line = shapely.line_merge(shapely.intersection(shape, other))
    if seeds is None or other_seeds is None or shapely.length(line) == 0:
        return []
    points = shapely.get_coordinates(shapely.segmentize(line, STEP))
    metres = _measure_nearest(points, seeds) + _measure_nearest(points, other_seeds)
    return [(line, round(float(np.median(metres)) / 1000, 1))]


def _measure_nearest(points: np.ndarray, seeds: np.ndarray) -> np.ndarray:
    values: np.ndarray = np.linalg.norm(points[:, None] - seeds[None], axis=2).min(axis=1)
    return values
