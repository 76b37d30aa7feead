"""FlatGeobuf: one layer with a spatial index, for the web and for large files."""

from __future__ import annotations

import tempfile
from pathlib import Path

import geopandas as gpd
import pyogrio

from geo.export.tables.archive import pack
from geo.export.tables.credits import Credits
from geo.export.tables.rows import typed


def one(name: str, rows: gpd.GeoDataFrame, credits_: Credits) -> bytes:
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
    known = rows[rows.geometry.notna()]
    frame = gpd.GeoDataFrame(typed(known), geometry="geometry", crs=4326)
    kinds = set(frame.geom_type)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{name}.fgb"
        pyogrio.write_dataframe(
            frame,
            file,
            driver="FlatGeobuf",
            layer=name,
            geometry_type=kinds.pop() if len(kinds) == 1 else "Unknown",
            layer_options={"TITLE": name, "DESCRIPTION": credits_.text()},
        )
        return file.read_bytes()


def several(layers: dict[str, gpd.GeoDataFrame], credits_: Credits) -> bytes:
    """Return layers as one zip of FlatGeobuf files.

    Parameters
    ----------
    layers
        Layers by name (EPSG:4326).
    credits_
        Sources and licences.
    """
    members = {f"{name}.fgb": one(name, rows, credits_) for name, rows in layers.items()}
    return pack({"README.txt": credits_.text().encode(), **members})
