"""CSV: a heading, a row of HXL hashtags, then the rows; UTF-8 with a mark for spreadsheets."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from geo.export.tables.archive import pack
from geo.export.tables.credits import Credits
from geo.export.tables.hxl import tag
from geo.export.tables.rows import flat
from geo.formula_guard import csv


def one(name: str, rows: gpd.GeoDataFrame) -> bytes:
    """Return one layer as CSV; outlines are a point within each (lon, lat in degrees).

    Parameters
    ----------
    name
        Name of the layer.
    rows
        The layer (EPSG:4326).
    """
    return encoded(tagged(name, flat(rows)))


def tagged(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Return a table with the row of hashtags at its head.

    Parameters
    ----------
    name
        Name of the layer.
    rows
        The table.
    """
    tags = pd.DataFrame([[tag(name, column) for column in rows.columns]], columns=rows.columns)
    return pd.concat([tags.astype(object), rows.astype(object)], ignore_index=True)


def several(layers: dict[str, gpd.GeoDataFrame], credits_: Credits) -> bytes:
    """Return layers, sources and licences as one zip of CSV files.

    Parameters
    ----------
    layers
        Layers by name (EPSG:4326).
    credits_
        Sources and licences, two files of the zip.
    """
    members = {f"{name}.csv": one(name, rows) for name, rows in layers.items()}
    members |= {f"{name}.csv": encoded(rows) for name, rows in credits_.tables().items()}
    return pack({"README.txt": credits_.text().encode(), **members})


def encoded(rows: pd.DataFrame) -> bytes:
    """Return a table as the bytes of a CSV file."""
    return csv(rows).encode("utf-8-sig")
