"""PMTiles: one layer as vector tiles in one file, which a map on the web reads piece by piece."""

from __future__ import annotations

import tempfile
from pathlib import Path

import geopandas as gpd
import pyogrio

from geo.export.tables.credits import Credits
from geo.export.tables.rows import typed

#: Zooms of the tiles: from the whole country to sub-districts; a map enlarges the last ones.
ZOOMS = (4, 10)


def one(name: str, rows: gpd.GeoDataFrame, credits_: Credits) -> bytes:
    """Return a layer as vector tiles (Web Mercator), with its credits in the file's metadata.

    Features without a geometry are left out: they lie in no tile.

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
        file = Path(folder) / f"{name}.pmtiles"
        pyogrio.write_dataframe(
            frame,
            file,
            driver="PMTiles",
            layer=name,
            geometry_type=kinds.pop() if len(kinds) == 1 else "Unknown",
            dataset_options={
                "NAME": name,
                "DESCRIPTION": credits_.text(),
                "TYPE": "overlay",
                "MINZOOM": str(ZOOMS[0]),
                "MAXZOOM": str(ZOOMS[1]),
            },
        )
        return file.read_bytes()
