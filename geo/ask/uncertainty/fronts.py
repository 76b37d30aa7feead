"""How exactly a front within a sub-district is known: the distance that it was inferred over."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.atlas import Atlas

#: Points of a front are taken so far apart, in metres.
STEP = 1000.0


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


@lru_cache(maxsize=4)
def widths(atlas: Atlas) -> pd.DataFrame:
    """Return how far apart the settlements are that the fronts between parts were drawn between.

    A front within a sub-district runs half-way between settlements of different holders, so it may
    lie anywhere between them: it is known to that distance and no better. Only to be read.

    >>> from geo import Atlas
    >>> rows = widths(Atlas.load())
    >>> bool((rows["km"] > 0).all())
    True
    """
    units, seeds, rows = atlas.unit_records, _locate_seeds(atlas), []
    for number, other, line in zip(*borders(atlas), strict=True):
        sides = [units[number], units[other]]
        names = [side["unit"] for side in sides]
        if sides[0]["pcode"] == sides[1]["pcode"] and seeds.keys() >= set(names):
            points = shapely.get_coordinates(shapely.segmentize(shapely.line_merge(line), STEP))
            metres = sum(_measure_nearest(points, seeds[name]) for name in names)
            rows.append((*names, round(float(np.median(metres)) / 1000, 1)))
    table = pd.DataFrame(rows, columns=["unit", "other", "km"]).astype({"km": float})
    return table.sort_values(["unit", "other"], ignore_index=True)


def _measure_nearest(points: np.ndarray, seeds: np.ndarray) -> np.ndarray:
    values: np.ndarray = np.linalg.norm(points[:, None] - seeds[None], axis=2).min(axis=1)
    return values
