"""The neighbouring countries, fitted to the country's outline: no gap or overlap, vertices shared.

Another source's outline of the country lies up to some kilometres off ours, so its ground goes to
whichever neighbour is nearest and our outline is cut out of that. What nobody gets is sea.
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from geo.derive.units import country

#: Path of the table under the data folder.
NEIGHBOURS = "context/neighbours.shp"

#: Islands and corners below this many square degrees (about 30 km²) are dropped.
SMALLEST = 0.003

#: Spacing in degrees of the points that say which neighbour is nearest.
SPACING = 0.02

#: Distance in degrees within which a point is taken to lie on a border.
TOUCH = 1e-7

#: Distance in degrees from the country's border within which vertices settle on the border's own.
SETTLE = 0.004


def refit(base: Path, fresh: Path) -> dict[str, gpd.GeoDataFrame]:
    """Fit the neighbours of one data folder to the outline of another."""
    frame = pyogrio.read_dataframe(base / NEIGHBOURS)
    lands = dict(zip(frame["iso3"], frame.geometry, strict=True))
    fitted = fit(lands, country(base), country(fresh))
    return {NEIGHBOURS: frame.set_geometry([fitted[code] for code in frame["iso3"]], crs=4326)}


def fit(
    lands: dict[str, shapely.Geometry], theirs: shapely.Geometry, ours: shapely.Geometry
) -> dict[str, shapely.Geometry]:
    """Fit neighbours to an outline of the country that they surround."""
    return _settle(_cut(_share(lands, theirs), ours), ours)


def _share(
    lands: dict[str, shapely.Geometry], theirs: shapely.Geometry
) -> dict[str, shapely.Geometry]:
    """Give every spot of the other source's country to the neighbour whose border is nearest."""
    rim = shapely.segmentize(shapely.boundary(theirs), SPACING)
    points = _points(np.unique(shapely.get_coordinates(rim), axis=0))
    codes = list(lands)
    apart = np.array([shapely.distance(lands[code], points) for code in codes])
    nearest = np.where(apart.min(axis=0) < TOUCH, apart.argmin(axis=0), len(codes))
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(points), extend_to=theirs, ordered=True)
    )
    return {
        code: shapely.union_all(
            [land, shapely.intersection(shapely.union_all(cells[nearest == index]), theirs)]
        )
        for index, (code, land) in enumerate(lands.items())
    }


def _cut(lands: dict[str, shapely.Geometry], ours: shapely.Geometry) -> dict[str, shapely.Geometry]:
    """Cut the country out of every land and drop specks."""
    return {
        code: polygons(shapely.difference(land, ours), SMALLEST) for code, land in lands.items()
    }


def _settle(
    lands: dict[str, shapely.Geometry], ours: shapely.Geometry
) -> dict[str, shapely.Geometry]:
    """Move what lies on the country's border, or beside it, onto the nearest vertex of the border.

    Such vertices are where the border between two neighbours meets it, and a few beside them.
    """
    corners = shapely.get_coordinates(ours)
    border = shapely.boundary(ours)
    tree = shapely.STRtree(_points(corners))

    def snap(xy: np.ndarray) -> np.ndarray:
        points = _points(xy)
        near = shapely.distance(points, border) < SETTLE
        xy[near] = corners[tree.nearest(points[near])]
        return xy

    return {
        code: polygons(
            shapely.make_valid(
                shapely.remove_repeated_points(shapely.transform(land, snap)),
                method="structure",
                keep_collapsed=False,
            )
        )
        for code, land in lands.items()
    }


def _points(xy: np.ndarray) -> np.ndarray:
    """Return one point per row of coordinates."""
    return np.asarray(shapely.points(xy))


def polygons(shape: shapely.Geometry, smallest: float = 0.0) -> shapely.MultiPolygon:
    """Return the polygons of a geometry that are larger than ``smallest`` square degrees."""
    parts = shapely.get_parts(shape)
    return shapely.MultiPolygon(
        [part for part in parts if part.geom_type == "Polygon" and part.area > smallest]
    )
