"""FlatGeobuf of one layer, with a spatial index, as GDAL writes it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import geopandas as gpd
import pyogrio

from geo.export.tables.credits import Credits
from geo.export.tables.layer_files import pack
from geo.export.tables.rows import convert_types


def flatgeobuf(name: str, rows: gpd.GeoDataFrame, credits_: Credits) -> bytes:
    """Return a layer as FlatGeobuf (EPSG:4326); its credits stand in its metadata.

    The format's index knows no place for a feature without a geometry: a layer that has some, of
    some twenty points, goes without an index rather than without them.
    """
    frame = gpd.GeoDataFrame(convert_types(rows), geometry="geometry", crs=4326)
    # A layer of outlines in one part and in several is one of several: QGIS would show it twice.
    kinds = set(frame.geom_type.dropna())
    several = len(kinds) > 1 and len({item.removeprefix("Multi") for item in kinds}) == 1
    kind = max(kinds, key=len) if several or len(kinds) == 1 else "Unknown"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{name}.fgb"
        pyogrio.write_dataframe(
            frame,
            file,
            driver="FlatGeobuf",
            layer=name,
            geometry_type=kind,
            promote_to_multi=several,
            layer_options={
                "TITLE": name,
                "DESCRIPTION": credits_.text(),
                "SPATIAL_INDEX": "NO" if rows.geometry.isna().any() else "YES",
            },
        )
        return file.read_bytes()


def flatgeobufs(layers: dict[str, gpd.GeoDataFrame], credits_: Credits) -> bytes:
    """Return layers as one zip of FlatGeobuf files."""
    members = {f"{name}.fgb": flatgeobuf(name, rows, credits_) for name, rows in layers.items()}
    return pack({"README.txt": credits_.text().encode(), **members})
