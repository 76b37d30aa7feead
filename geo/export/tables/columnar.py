"""GeoParquet: one layer a file, with sources and licences in the file's metadata."""

from __future__ import annotations

import io
import json

import geopandas as gpd
import pyarrow.parquet as pq

from geo import json_value
from geo.export.tables.archive import pack
from geo.export.tables.credits import Credits
from geo.export.tables.rows import typed

#: Key of the metadata that holds what the file is of.
KEY = b"greenline"


def one(rows: gpd.GeoDataFrame, credits_: Credits) -> bytes:
    """Return one layer as GeoParquet 1.0.

    Parameters
    ----------
    rows
        The layer (EPSG:4326).
    credits_
        Sources and licences, for the metadata of the file.
    """
    first = io.BytesIO()
    gpd.GeoDataFrame(typed(rows), geometry="geometry", crs=4326).to_parquet(first, index=False)
    table = pq.read_table(io.BytesIO(first.getvalue()))
    told = {
        name: [
            {key: json_value.value(cell) for key, cell in row.items()}
            for row in part.to_dict("records")
        ]
        for name, part in credits_.tables().items()
    }
    more = {KEY: json.dumps(told, ensure_ascii=False).encode()}
    table = table.replace_schema_metadata({**(table.schema.metadata or {}), **more})
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()


def several(layers: dict[str, gpd.GeoDataFrame], credits_: Credits) -> bytes:
    """Return layers as one zip of GeoParquet files.

    Parameters
    ----------
    layers
        Layers by name (EPSG:4326).
    credits_
        Sources and licences.
    """
    members = {f"{name}.parquet": one(rows, credits_) for name, rows in layers.items()}
    return pack({"README.txt": credits_.text().encode(), **members})
