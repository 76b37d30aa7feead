"""Layers of GeoPackages, FlatGeobuf and zipped Shapefiles, read by GDAL from a private folder.

GDAL is given a copy that lies there alone, under the one ending that its first bytes stand for.
"""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FieldError

from geo.tabular import parquet
from geo.tabular.geometry import placement, points
from geo.tabular.grid import Sheet, pieces
from geo.tabular.source import PREFERRED, Source, error_text

#: First bytes of the files that GDAL may see, so that it can take no other driver for them.
SHP = b"\x00\x00\x27\x0a"
SQLITE = b"SQLite format 3\x00"
FLATGEOBUF = b"fgb\x03fgb"

#: What files of each kind are called.
_TITLES = {"fgb": "FlatGeobuf", "gpkg": "GeoPackage", "shapefile": "Shapefile"}

#: The layers of a GeoPackage: views beside the tables, as in the atlas's own files, are not run.
_LAYERS = """
SELECT table_name, data_type = 'features' FROM gpkg_contents JOIN sqlite_master
  ON name = table_name AND type = 'table' WHERE data_type IN ('features', 'attributes')
"""

_TROUBLE = (
    DataSourceError, DataLayerError, FieldError, ValueError, RuntimeError, IndexError,
    pa.ArrowException,
)  # fmt: skip


def shapefile(
    source: Source, files: dict[str, bytes], rows: int | None, choice: str
) -> Iterator[Sheet]:
    """Yield a Shapefile as tables of at most ``rows`` rows."""
    if not files[".shp"].startswith(SHP):
        raise source.fail("no_shapefile", "shapefile", part=choice)
    crs = files.get(".prj", b"").decode("utf-8", "replace").strip() or None
    yield from pieces(
        _read_layer(
            source, "shapefile", {".shp": b""} | files, crs=crs, count=_count_rows(source, files)
        ),
        rows,
    )


def _count_rows(source: Source, files: Mapping[str, bytes]) -> int:
    """Return how many rows the table of a Shapefile says that it has; refuse one without.

    An emptied table would leave shapes of which nothing is known.
    """
    rows = int.from_bytes(files[".dbf"][4:8], "little")
    shapes_there = max(0, len(files.get(".shx", b"")) - 100) // 8
    if rows == 0 and shapes_there > 0:
        raise source.fail("empty_dbf", "full_dbf", n=shapes_there)
    return min(rows, shapes_there or rows)


def geopackage(source: Source, choice: str | None, rows: int | None) -> Iterator[Sheet]:
    """Yield a layer of a GeoPackage as tables of at most ``rows`` rows."""
    content = source.read()
    with tempfile.NamedTemporaryFile(prefix="greenline-") as file:
        file.write(content)
        file.flush()
        layers = _list_layers(source, file.name)
    if choice is not None and choice not in layers:
        raise source.fail("no_part", "names", part=choice, names=", ".join(layers))
    layer = choice or max(layers, key=lambda item: (item == PREFERRED, layers[item]))
    sheet = _read_layer(source, "gpkg", {".gpkg": content}, layer=layer, count=layers[layer][1])
    yield from pieces(replace(sheet, choices=tuple(layers)) if len(layers) > 1 else sheet, rows)


def _list_layers(source: Source, path: str) -> dict[str, tuple[bool, int]]:
    """Return the layers, whether each has shapes, and how many rows it says that it has."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as base:
            layers = {}
            for name, is_shaped in base.execute(_LAYERS).fetchall():
                quoted = str(name).replace('"', '""')
                count = base.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0]  # noqa: S608
                layers[str(name)] = (bool(is_shaped), int(count))
    except (sqlite3.Error, sqlite3.Warning, UnicodeError, OverflowError) as error:
        why = _library_error(source, error)
        raise source.fail("damaged", "gpkg", kind="GeoPackage", why=why) from None
    if not layers:
        raise source.fail("no_layer", "gpkg")
    return layers


def flatgeobuf(source: Source, rows: int | None) -> Iterator[Sheet]:
    """Yield a FlatGeobuf file as tables of at most ``rows`` rows."""
    yield from pieces(_read_layer(source, "fgb", {".fgb": source.read()}), rows)


def _library_error(source: Source, error: BaseException) -> str:
    """Return what a library says of a file, by its own name and not by that of a temporary copy."""
    return re.sub(r"\S*greenline-[^\s/]*(/t\.\w+)?", source.name, error_text(error))


def _read_layer(
    source: Source,
    kind: str,
    files: Mapping[str, bytes],
    *,
    layer: str | None = None,
    crs: str | None = None,
    count: int = 0,
) -> Sheet:
    """Return one layer of a file, given by the endings of its parts, as a table with points.

    ``count`` is the number of rows that it says that it has: how many were not read is noted.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="greenline-") as folder:
            for end, content in files.items():
                (Path(folder) / f"t{end}").write_bytes(content)
            path = f"{folder}/t{next(iter(files))}"
            meta, table = pyogrio.read_arrow(
                f"GPKG:{path}" if kind == "gpkg" else path,
                layer=layer,
                max_features=source.limits.rows + 1,
                datetime_as_string=True,
            )
    except MemoryError:
        raise
    except _TROUBLE as error:
        no_layer = isinstance(error, IndexError)  # what pyogrio raises where GDAL finds none
        accepted, why = "fgb" if kind == "fgb" else "gpkg", _library_error(source, error)
        what = "no_layer" if no_layer else "damaged"
        raise source.fail(what, accepted, kind=_TITLES[kind], why=why) from None
    geometry = meta["geometry_name"] or "wkb_geometry"
    placed = None
    if geometry in table.column_names:
        placed = points(source, parquet.shapes(table[geometry]), crs or meta["crs"])
    frame = parquet.texts(table.drop_columns([geometry] if placed else []))
    lost = max(0, count - len(frame))
    return Sheet(
        frame=frame,
        row=np.arange(2, len(frame) + 2),
        kind=kind,
        details={
            "layer": layer or "",
            "header": True,
            "crs": placed.crs if placed else "",
            "encoding": str(meta.get("encoding") or ""),
        },
        choices=source.choices,
        **placement(placed),
        unlisted=lost,
        notes=(("rows_not_read", lost),) if lost else (),
        name=source.name,
    )
