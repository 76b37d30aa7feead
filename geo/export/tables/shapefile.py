"""Zipped Shapefile: what the format cuts (names of ten letters, texts of 254 bytes) is listed.

Every layer lies beside its Shapefile as CSV too, uncut.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from geo.export.tables import layer_files
from geo.export.tables.credits import Credits
from geo.export.tables.layer_files import pack
from geo.export.tables.rows import convert_types, families

#: Bytes that a text of the format may hold, and letters of a column's name.
WIDEST, NAME = 254, 10


def zip_shapefiles(layers: dict[str, gpd.GeoDataFrame], credits_: Credits) -> bytes:
    """Return layers as one zip of Shapefiles, one for each kind of geometry."""
    members: dict[str, bytes] = {}
    cuts: list[str] = []
    for name, rows in layers.items():
        for part, some in families(name, rows).items():
            files, notes = _shapefile(part, some)
            members |= files
            cuts += notes
        members[f"{name}.csv"] = layer_files.csv_file(name, rows)
    cuts = cuts or ["nothing was cut"]
    note = "What the Shapefile format cut (whole in the CSV files):\n" + "\n".join(cuts)
    readme = f"{credits_.text()}\n{note}\n".encode()
    tables = {
        f"{name}.csv": layer_files.encode_csv(rows) for name, rows in credits_.tables().items()
    }
    return pack({"README.txt": readme, **members, **tables})


def _shapefile(name: str, rows: gpd.GeoDataFrame) -> tuple[dict[str, bytes], list[str]]:
    names = shorten_names(list(rows.columns.drop("geometry")))
    cuts = [f"- {name}: column {long} is {brief}" for long, brief in names.items() if long != brief]
    frame = convert_types(rows).rename(columns=names)
    for column in frame.columns.drop("geometry"):
        if pd.api.types.is_string_dtype(frame[column].dtype):
            fitted = frame[column].fillna("").map(fit)
            cut = int((fitted != frame[column].fillna("")).sum())
            cuts += [f"- {name}: {cut} texts of {column} are cut"] if cut else []
            frame[column] = fitted
    with tempfile.TemporaryDirectory() as folder:
        pyogrio.write_dataframe(
            gpd.GeoDataFrame(frame, geometry="geometry", crs=4326),
            Path(folder) / f"{name}.shp",
            driver="ESRI Shapefile",
            encoding="UTF-8",
        )
        files = {file.name: file.read_bytes() for file in sorted(Path(folder).iterdir())}
    return {path: _strip_date(path, content) for path, content in files.items()}, cuts


def _strip_date(name: str, content: bytes) -> bytes:
    """Take the day of writing out of a .dbf (bytes 1 to 3)."""
    return content[:1] + b"\x50\x01\x01" + content[4:] if name.endswith(".dbf") else content


def shorten_names(names: list[str]) -> dict[str, str]:
    """Return names of at most ten letters, each once.

    Examples
    --------
    >>> shorten_names(["position_confidence", "position_source", "id"])
    {'position_confidence': 'position_c', 'position_source': 'position_s', 'id': 'id'}
    """
    taken: set[str] = set()
    short_names: dict[str, str] = {}
    for name in names:
        brief, number = name[:NAME], 1
        while brief.lower() in taken:
            brief, number = f"{name[: NAME - len(str(number)) - 1]}_{number}", number + 1
        taken.add(brief.lower())
        short_names[name] = brief
    return short_names


def fit(text: str) -> str:
    """Cut a text to what a field holds, at a whole letter."""
    content = text.encode()
    return text if len(content) <= WIDEST else content[:WIDEST].decode(errors="ignore")
