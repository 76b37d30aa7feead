"""Shapefiles that come out the same, byte for byte, from the same table."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

#: Last-update date in the header of every dbf file: year - 1900, month, day.
DBF_DATE = bytes((125, 1, 1))

#: The files that make up one Shapefile here.
SUFFIXES = (".shp", ".shx", ".dbf", ".prj", ".cpg")

#: Digits kept of a coordinate: 1e-6 degree is about a decimetre.
DIGITS = 6

CRS = "EPSG:4326"


def normalise(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return a table whose geometry has one spelling only.

    Vertices are rounded, rings start at their smallest vertex and run the way Shapefiles want
    (outer rings clockwise). No vertex is added or dropped, so shared borders stay shared.

    >>> square = shapely.Polygon([(1, 1), (0, 1), (0, 0), (1, 0)])
    >>> normalise(gpd.GeoDataFrame(geometry=[square], crs=4326)).geometry[0].wkt
    'POLYGON ((0 0, 0 1, 1 1, 1 0, 0 0))'
    """
    shapes = shapely.transform(
        frame.geometry.to_numpy(), lambda xy: np.round(xy, DIGITS) + 0.0, interleaved=True
    )
    areal = shapely.get_dimensions(shapes) == 2
    shapes[areal] = shapely.orient_polygons(shapely.normalize(shapes[areal]), exterior_cw=True)
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=CRS))


def write(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Write a table as a Shapefile: UTF-8, WGS 84, no date of the day."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for suffix in SUFFIXES:
        path.with_suffix(suffix).unlink(missing_ok=True)
    pyogrio.write_dataframe(
        normalise(frame),
        path,
        driver="ESRI Shapefile",
        layer_options={"ENCODING": "UTF-8", "RESIZE": "YES"},
    )
    _date(path.with_suffix(".dbf"))


def _date(path: Path) -> None:
    """Put the fixed date into the header of a dbf file."""
    with path.open("r+b") as file:
        file.seek(1)
        file.write(DBF_DATE)
