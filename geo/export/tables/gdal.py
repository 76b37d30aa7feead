"""Files of one layer that GDAL writes: FlatGeobuf with a spatial index, PMTiles as vector tiles."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio

from geo.export.tables.credits import Credits
from geo.export.tables.layer_files import pack
from geo.export.tables.rows import typed

#: Zooms of the tiles: from the whole country to sub-districts; a map enlarges the last ones.
ZOOMS = (4, 10)


def flatgeobuf(name: str, rows: gpd.GeoDataFrame, credits_: Credits) -> bytes:
    """Return a layer as FlatGeobuf (EPSG:4326); its credits stand in its metadata.

    Features without a geometry are left out: the format's index knows no place for them.

    Parameters
    ----------
    name
        Name of the layer.
    rows
        The layer (EPSG:4326).
    credits_
        Sources and licences.
    """
    options = {"TITLE": name, "DESCRIPTION": credits_.text()}
    return _written(name, rows, "FlatGeobuf", layer_options=options)


def flatgeobufs(layers: dict[str, gpd.GeoDataFrame], credits_: Credits) -> bytes:
    """Return layers as one zip of FlatGeobuf files.

    Parameters
    ----------
    layers
        Layers by name (EPSG:4326).
    credits_
        Sources and licences.
    """
    members = {f"{name}.fgb": flatgeobuf(name, rows, credits_) for name, rows in layers.items()}
    return pack({"README.txt": credits_.text().encode(), **members})


def pmtiles(name: str, rows: gpd.GeoDataFrame, credits_: Credits) -> bytes:
    """Return a layer as vector tiles (Web Mercator), with its credits in the file's metadata.

    A map on the web reads them piece by piece. Features without a geometry are left out: they lie
    in no tile.

    Parameters
    ----------
    name
        Name of the layer.
    rows
        The layer (EPSG:4326).
    credits_
        Sources and licences.
    """
    options = {
        "NAME": name,
        "DESCRIPTION": credits_.text(),
        "TYPE": "overlay",
        "MINZOOM": str(ZOOMS[0]),
        "MAXZOOM": str(ZOOMS[1]),
    }
    return _written(name, rows, "PMTiles", dataset_options=options)


def _written(name: str, rows: gpd.GeoDataFrame, driver: str, **options: Any) -> bytes:
    """Return the features of a layer that have a geometry as a driver of GDAL writes them."""
    known = rows[rows.geometry.notna()]
    frame = gpd.GeoDataFrame(typed(known), geometry="geometry", crs=4326)
    # A layer of outlines in one part and in several is one of several: QGIS would show it twice.
    kinds = set(frame.geom_type)
    several = len(kinds) > 1 and len({one.removeprefix("Multi") for one in kinds}) == 1
    kind = max(kinds, key=len) if several or len(kinds) == 1 else "Unknown"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{name}.{_ENDINGS[driver]}"
        pyogrio.write_dataframe(
            frame,
            file,
            driver=driver,
            layer=name,
            geometry_type=kind,
            promote_to_multi=several,
            **options,
        )
        return file.read_bytes()


#: A driver may look at the ending of the name.
_ENDINGS = {"FlatGeobuf": "fgb", "PMTiles": "pmtiles"}
