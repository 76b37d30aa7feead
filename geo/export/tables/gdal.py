"""Files of one layer that GDAL writes: FlatGeobuf with a spatial index, PMTiles as vector tiles."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio

from geo.export.tables.credits import Credits
from geo.export.tables.layer_files import pack
from geo.export.tables.markup import left_out
from geo.export.tables.rows import convert_types
from geo.model import Language

#: Zooms of the tiles: from the whole country to sub-districts; a map enlarges the last ones.
ZOOMS = (4, 10)


def flatgeobuf(name: str, rows: gpd.GeoDataFrame, credits_: Credits) -> bytes:
    """Return a layer as FlatGeobuf (EPSG:4326); its credits stand in its metadata.

    The format's index knows no place for a feature without a geometry: a layer that has some, of
    some twenty points, goes without an index rather than without them.
    """
    options = {
        "TITLE": name,
        "DESCRIPTION": credits_.text(),
        "SPATIAL_INDEX": "NO" if rows.geometry.isna().any() else "YES",
    }
    return _write_layer(name, rows, "FlatGeobuf", layer_options=options)


def flatgeobufs(layers: dict[str, gpd.GeoDataFrame], credits_: Credits) -> bytes:
    """Return layers as one zip of FlatGeobuf files."""
    members = {f"{name}.fgb": flatgeobuf(name, rows, credits_) for name, rows in layers.items()}
    return pack({"README.txt": credits_.text().encode(), **members})


def pmtiles(name: str, rows: gpd.GeoDataFrame, credits_: Credits) -> bytes:
    """Return a layer as vector tiles (Web Mercator), with its credits in the file's metadata.

    A map on the web reads them piece by piece. Features without a geometry lie in no tile; the
    metadata counts and lists them.
    """
    known = rows.geometry.notna()
    left = left_out(rows, known, "without a position", Language.EN)
    options = {
        "NAME": name,
        "DESCRIPTION": "\n\n".join([credits_.text(), *filter(None, [left])]),
        "TYPE": "overlay",
        "MINZOOM": str(ZOOMS[0]),
        "MAXZOOM": str(ZOOMS[1]),
    }
    return _write_layer(name, rows[known], "PMTiles", dataset_options=options)


def _write_layer(name: str, rows: gpd.GeoDataFrame, driver: str, **options: Any) -> bytes:
    """Return the features of a layer as a driver of GDAL writes them."""
    frame = gpd.GeoDataFrame(convert_types(rows), geometry="geometry", crs=4326)
    # A layer of outlines in one part and in several is one of several: QGIS would show it twice.
    kinds = set(frame.geom_type.dropna())
    several = len(kinds) > 1 and len({item.removeprefix("Multi") for item in kinds}) == 1
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
