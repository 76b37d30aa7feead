"""One file a layer, CSV or GeoParquet, and the zip that holds several.

CSV has a heading, a row of HXL hashtags, then the rows, in UTF-8 with a mark for spreadsheets;
GeoParquet has sources and licences in the file's metadata. Bytes depend on content alone.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq

from geo.cell_output import csv, plain_rows
from geo.export.tables.credits import Credits
from geo.export.tables.hxl import tag
from geo.export.tables.rows import convert_types, flatten

_DAY = (1980, 1, 1, 0, 0, 0)


def pack(members: Mapping[str, bytes]) -> bytes:
    """Return a zip file of some members, in their order, without the clock's time.

    Examples
    --------
    >>> pack({"a.txt": b"1"}) == pack({"a.txt": b"1"})
    True
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def unpack(content: bytes) -> dict[str, bytes]:
    """Return the members of a zip file of our own making."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def csv_file(name: str, rows: gpd.GeoDataFrame, *, hxl: bool = True) -> bytes:
    """Return one layer as CSV; outlines are a point within each (lon, lat in degrees)."""
    return encode_csv(add_tags(name, flatten(rows)) if hxl else flatten(rows))


def add_tags(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Return a table with the row of hashtags at its head."""
    tags = pd.DataFrame([[tag(name, column) for column in rows.columns]], columns=rows.columns)
    return pd.concat([tags.astype(object), rows.astype(object)], ignore_index=True)


def csv_zip(layers: dict[str, gpd.GeoDataFrame], credits_: Credits, *, hxl: bool = True) -> bytes:
    """Return layers, sources and licences as one zip of CSV files."""
    members = {f"{name}.csv": csv_file(name, rows, hxl=hxl) for name, rows in layers.items()}
    members |= {f"{name}.csv": encode_csv(rows) for name, rows in credits_.tables().items()}
    return pack({"README.txt": credits_.text().encode(), **members})


def encode_csv(rows: pd.DataFrame) -> bytes:
    """Return a table as the bytes of a CSV file."""
    return csv(rows).encode("utf-8-sig")


#: Key of the metadata that holds what the file is of.
KEY = b"greenline"


def parquet_file(rows: gpd.GeoDataFrame, credits_: Credits) -> bytes:
    """Return one layer as GeoParquet 1.1, with the box of each shape for readers that skip."""
    first = io.BytesIO()
    frame = gpd.GeoDataFrame(convert_types(rows), geometry="geometry", crs=4326)
    frame.to_parquet(first, index=False, write_covering_bbox=True, schema_version="1.1.0")
    table = pq.read_table(io.BytesIO(first.getvalue()))
    notes = {name: plain_rows(part) for name, part in credits_.tables().items()}
    more = {KEY: json.dumps(notes, ensure_ascii=False).encode()}
    table = table.replace_schema_metadata({**(table.schema.metadata or {}), **more})
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()


def parquet_zip(layers: dict[str, gpd.GeoDataFrame], credits_: Credits) -> bytes:
    """Return layers as one zip of GeoParquet files."""
    members = {f"{name}.parquet": parquet_file(rows, credits_) for name, rows in layers.items()}
    return pack({"README.txt": credits_.text().encode(), **members})
