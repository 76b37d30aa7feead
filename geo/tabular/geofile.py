"""Layers of GeoPackages, FlatGeobuf and zipped Shapefiles, read by GDAL from a private folder."""

from __future__ import annotations

import re
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FieldError

from geo.tabular import arrows
from geo.tabular.geometry import placement, points
from geo.tabular.grid import Sheet, pieces
from geo.tabular.source import PREFERRED, Source, error_text

#: First bytes of the files that GDAL may see, so that it can take no other driver for them.
SHP = b"\x00\x00\x27\x0a"
SQLITE = b"SQLite format 3\x00"
FLATGEOBUF = b"fgb\x03fgb"

#: What files of each kind are called.
_TITLES = {"fgb": "FlatGeobuf", "gpkg": "GeoPackage", "shapefile": "Shapefile"}

#: Seconds that looking over a GeoPackage may take.
PATIENCE = 10.0

_TROUBLE = (
    DataSourceError,
    DataLayerError,
    FieldError,
    ValueError,
    RuntimeError,
    pa.ArrowException,
)


def shapefile(
    source: Source, files: Mapping[str, bytes], rows: int | None, choice: str
) -> Iterator[Sheet]:
    """Yield a Shapefile as tables of at most ``rows`` rows."""
    if not files[".shp"].startswith(SHP):
        raise source.fail("no_shapefile", "shapefile", part=choice)
    with tempfile.TemporaryDirectory(prefix="greenline-") as folder:
        for end, content in files.items():
            (Path(folder) / f"t{end}").write_bytes(content)
        crs = files.get(".prj", b"").decode("utf-8", "replace").strip() or None
        count = _check_table(source, files)
        read = _layer(source, Path(folder) / "t.shp", None, "shapefile", crs)
        sheet = _with_lost(read, count)
    yield from pieces(sheet, rows)


def _check_table(source: Source, files: Mapping[str, bytes]) -> int:
    """Return how many rows the table of a Shapefile says that it has; refuse one without.

    An emptied table would leave shapes of which nothing is known.
    """
    table, index = files[".dbf"], files.get(".shx", b"")
    rows = int.from_bytes(table[4:8], "little")
    shapes_there = max(0, len(index) - 100) // 8
    if rows == 0 and shapes_there > 0:
        raise source.fail("empty_dbf", "full_dbf", n=shapes_there)
    return min(rows, shapes_there or rows)


def _with_lost(sheet: Sheet, count: int) -> Sheet:
    """Return a sheet with the number of rows that could not be read."""
    lost = count - len(sheet.frame)
    if lost <= 0:
        return sheet
    notes = (*sheet.notes, ("rows_not_read", lost))
    return replace(sheet, unlisted=sheet.unlisted + lost, notes=notes)


def geopackage(source: Source, choice: str | None, rows: int | None) -> Iterator[Sheet]:
    """Yield a layer of a GeoPackage as tables of at most ``rows`` rows."""
    with tempfile.TemporaryDirectory(prefix="greenline-") as folder:
        path = Path(folder) / "t.gpkg"
        path.write_bytes(source.read())
        layers = _layers(source, path)
        if choice is not None and choice not in layers:
            raise source.fail("no_part", "names", part=choice, names=", ".join(layers))
        layer = choice or max(layers, key=lambda item: (item == PREFERRED, layers[item]))
        more = tuple(layers) if len(layers) > 1 else source.choices
        read = replace(_layer(source, f"GPKG:{path}", layer, "gpkg", None), choices=more)
        sheet = _with_lost(read, layers[layer][1])
    yield from pieces(sheet, rows)


def flatgeobuf(source: Source, rows: int | None) -> Iterator[Sheet]:
    """Yield a FlatGeobuf file as tables of at most ``rows`` rows."""
    with tempfile.TemporaryDirectory(prefix="greenline-") as folder:
        path = Path(folder) / "t.fgb"
        path.write_bytes(source.read())
        sheet = _layer(source, path, None, "fgb", None)
    yield from pieces(sheet, rows)


def _layers(source: Source, path: Path) -> dict[str, tuple[bool, int]]:
    """Return the layers, whether each has shapes, and its rows; nothing of the file is run."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as base:
            end = time.monotonic() + PATIENCE
            base.set_progress_handler(lambda: int(time.monotonic() > end), 10_000)
            base.execute("PRAGMA trusted_schema = OFF")
            _check_own(source, base)
            views = {
                name
                for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'view'")
            }
            rows = base.execute(
                "SELECT table_name, data_type = 'features' FROM gpkg_contents"
                " WHERE data_type IN ('features', 'attributes')"
            ).fetchall()
            # A view beside the tables, as in the atlas's own files, is neither run nor offered.
            rows = [item for item in rows if item[0] not in views] or rows
            layers = {str(name): (bool(shaped), _rows(source, base, name)) for name, shaped in rows}
            if not layers:
                raise source.fail("no_layer", "gpkg")
            return layers
    except (sqlite3.Error, sqlite3.Warning, UnicodeError, OverflowError) as error:
        why = _library_error(source, error)
        raise source.fail("damaged", "gpkg", kind="GeoPackage", why=why) from None


def _check_own(source: Source, base: sqlite3.Connection) -> None:
    """Refuse a file whose tables about its layers are not tables: they would be run."""
    query = "SELECT name, type, sql FROM sqlite_master WHERE name LIKE 'gpkg%'"
    for name, kind, sql in base.execute(query).fetchall():
        made = str(sql or "").upper()
        if kind == "view" or "CREATE VIRTUAL" in made or _is_computed(base, str(name)):
            raise source.fail("no_plain_table", "gpkg", part=name)


def _is_computed(base: sqlite3.Connection, name: str) -> bool:
    """Return whether a table has columns that are computed, however its definition says so."""
    quoted = name.replace('"', '""')
    return any(column[6] for column in base.execute(f'PRAGMA table_xinfo("{quoted}")').fetchall())


def _rows(source: Source, base: sqlite3.Connection, name: str) -> int:
    """Return how many rows a layer has, after a look at what it is."""
    kinds = base.execute("SELECT type, sql FROM sqlite_master WHERE name = ?", (name,)).fetchall()
    sql = str(kinds[0][1]).upper() if kinds else ""
    if [kind for kind, _ in kinds] != ["table"] or sql.startswith("CREATE VIRTUAL"):
        raise source.fail("no_plain_table", "gpkg", part=name)
    quoted = name.replace('"', '""')
    columns = base.execute(f'PRAGMA table_xinfo("{quoted}")').fetchall()
    if _is_computed(base, name):
        raise source.fail("computed", "gpkg", part=name)
    limits = source.limits
    if len(columns) > limits.columns:
        raise source.fail("columns", "columns", n=len(columns), most=limits.columns)
    query = f'SELECT count(*) FROM (SELECT 1 FROM "{quoted}" LIMIT {limits.rows + 1})'  # noqa: S608
    (count,) = base.execute(query).fetchone()
    if count > limits.rows:
        raise source.fail("many_rows", "rows", most=limits.rows)
    if count * len(columns) > limits.cells:
        raise source.fail("many_cells", "cells", most=limits.cells)
    defaults = sum(len(str(column[4] or "")) for column in columns)
    if defaults * count > limits.text:
        raise source.fail("long_texts", "short_texts")
    return int(count)


def _library_error(source: Source, error: BaseException) -> str:
    """Return what a library says of a file, by its own name and not by that of a temporary copy."""
    return re.sub(r"\S*greenline-\S*/t\.\w+", source.name, error_text(error))


def _layer(source: Source, path: Path | str, layer: str | None, kind: str, crs: Any) -> Sheet:
    """Return one layer as a table with points."""
    limits = source.limits
    try:
        meta, table = pyogrio.read_arrow(
            path, layer=layer, max_features=limits.rows + 1, datetime_as_string=True
        )
    except MemoryError:
        raise
    except (IndexError, *_TROUBLE) as error:
        no_layer = isinstance(error, IndexError)  # what pyogrio raises where GDAL finds none
        accepted, why = "fgb" if kind == "fgb" else "gpkg", _library_error(source, error)
        what = "no_layer" if no_layer else "damaged"
        raise source.fail(what, accepted, kind=_TITLES[kind], why=why) from None
    if len(table) > limits.rows or len(table.column_names) > limits.columns:
        raise source.fail("spans", "spans", rows=len(table), columns=len(table.column_names),
            most_rows=limits.rows, most=limits.columns)  # fmt: skip
    geometry = meta["geometry_name"] or "wkb_geometry"
    placed = None
    if geometry in table.column_names:
        placed = points(source, shapes(table[geometry]), crs or meta["crs"])
    frame = arrows.texts(source, table.drop_columns([geometry] if placed else []))
    details = {"layer": layer or "", "header": True, "crs": placed.crs if placed else ""}
    details["encoding"] = str(meta.get("encoding") or "")
    return Sheet(
        frame=frame,
        row=np.arange(2, len(frame) + 2),
        kind=kind,
        details=details,
        choices=source.choices,
        **placement(placed),
        name=source.name,
    )


def shapes(column: pa.ChunkedArray) -> npt.NDArray[Any]:
    """Return shapes of well-known binary; None where they are damaged."""
    binary = column.cast(pa.large_binary()).to_numpy(zero_copy_only=False)
    return np.asarray(shapely.from_wkb(binary, on_invalid="ignore"), dtype=object)
