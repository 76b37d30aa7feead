"""What a saved file holds: counted by other means than those that wrote it."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pyogrio
import pypdfium2
import shapefile
from PIL import Image

Counts = dict[str, int]


def count_rows(path: Path) -> Counts:
    """Return how many rows a file of tables holds, by layer."""
    kind = next(item for item in COUNTED if path.name.endswith(item))
    return COUNTED[kind](path)


def picture(path: Path) -> str:
    """Return the words of a picture, after making sure that it is one."""
    if path.suffix == ".png":
        with Image.open(path) as result:
            result.load()
            assert min(result.size) > 500
        return ""
    if path.suffix == ".svg":
        text = path.read_text(encoding="utf-8")
        assert text.rstrip().endswith("</svg>")
        return " ".join(map("".join, re.findall(r"<title>(.*?)</title>|<desc>(.*?)</desc>", text)))
    page = pypdfium2.PdfDocument(path)[0]
    return str(page.get_textpage().get_text_range())


def _package(path: Path) -> Counts:
    with sqlite3.connect(path) as base:
        names = [
            name
            for (name,) in base.execute(
                "select table_name from gpkg_contents where data_type = 'features'"
            )
        ]
        return {
            name: base.execute(f'select count(*) from "{name}"').fetchone()[0] for name in names
        }


def _project(path: Path) -> Counts:
    with zipfile.ZipFile(path) as packed, tempfile.TemporaryDirectory() as folder:
        assert {Path(name).suffix for name in packed.namelist()} == {".qgz", ".gpkg"}
        name = next(item for item in packed.namelist() if item.endswith(".gpkg"))
        return _package(Path(packed.extract(name, folder)))


def _count_flat(path: Path) -> Counts:
    with zipfile.ZipFile(path) as packed:
        names = [name for name in packed.namelist() if name.endswith(".fgb")]
    return {
        Path(name).stem: pyogrio.read_info(f"/vsizip/{path}/{name}", force_feature_count=True)[
            "features"
        ]
        for name in names
    }


def _collection(path: Path) -> Counts:
    counts: Counts = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        layer = feature["properties"]["layer"]
        counts[layer] = counts.get(layer, 0) + 1
    return counts


def _shapes(path: Path) -> Counts:
    with zipfile.ZipFile(path) as packed:
        names = {name[:-4] for name in packed.namelist() if name.endswith(".dbf")}
        return {
            Path(name).name: len(shapefile.Reader(dbf=io.BytesIO(packed.read(f"{name}.dbf"))))
            for name in names
        }


def _count_separated(path: Path) -> Counts:
    with zipfile.ZipFile(path) as packed:
        return {
            Path(name).stem: _lines(packed.read(name).decode("utf-8-sig"))
            for name in packed.namelist()
            if name.endswith(".csv")
        }


def _lines(text: str) -> int:
    return _rows(csv.reader(io.StringIO(text)))


def _rows(lines: Iterable[Sequence[object]]) -> int:
    """Count lines below the head but for the line of HXL tags."""
    below = list(lines)[1:]
    return sum(1 for line in below if not any(str(cell).startswith("#") for cell in line[:3]))


def _workbook(path: Path) -> Counts:
    book = openpyxl.load_workbook(path)
    return {sheet.title: _rows(sheet.iter_rows(values_only=True)) for sheet in book}


def _columnar(path: Path) -> Counts:
    with zipfile.ZipFile(path) as packed:
        return {
            Path(name).stem: pq.read_metadata(io.BytesIO(packed.read(name))).num_rows
            for name in packed.namelist()
            if name.endswith(".parquet")
        }


#: How files of tables are counted, by what their names end with.
COUNTED = {
    ".gpkg": _package,
    ".geojson": _collection,
    ".shp.zip": _shapes,
    ".csv.zip": _count_separated,
    ".xlsx": _workbook,
    ".parquet.zip": _columnar,
    ".qgz.zip": _project,
    ".fgb.zip": _count_flat,
    ".csv": lambda path: {"": _lines(path.read_text(encoding="utf-8-sig"))},
}
