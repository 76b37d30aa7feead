"""Parquet, GeoPackage, FlatGeobuf and zipped Shapefiles, read by pyarrow and by GDAL.

GDAL is given a copy that lies alone in a folder, under the one ending that its first bytes
stand for.
"""

from __future__ import annotations

import json
import re
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyogrio
import shapely
from pyarrow import parquet
from pyogrio.errors import DataLayerError, DataSourceError, FieldError

from geo.tabular.columns import make_unique
from geo.tabular.geometry import place_shapes
from geo.tabular.grid import Sheet, group_batches, pieces
from geo.tabular.source import PREFERRED, Source, error_text

#: Rows read at once.
PIECE = 250_000

_ARROW_TROUBLE = (pa.ArrowException, OSError, ValueError, TypeError, KeyError, RuntimeError)


def read_parquet(source: Source, rows: int | None) -> Iterator[Sheet]:
    """Yield a Parquet file as tables of at most ``rows`` rows."""
    try:
        with source.open() as stream:
            file = parquet.ParquetFile(stream)
            shape = _find_shapes(source, file.schema_arrow)
            batches = file.iter_batches(batch_size=min(rows or PIECE, PIECE))
            first = 2
            for table, _ in group_batches(file.schema_arrow, batches, rows):
                yield _sheet(source, table, shape, first)
                first += len(table)
    except MemoryError:  # Arrow's is one of its exceptions too
        raise
    except _ARROW_TROUBLE as error:
        raise source.fail("damaged", "parquet", kind="Parquet", why=error_text(error)) from None


def _find_shapes(source: Source, schema: pa.Schema) -> tuple[str, dict[str, Any]] | None:
    """Return the column of shapes of GeoParquet and what is said of it; None for a plain table."""
    metadata = (schema.metadata or {}).get(b"geo")
    if metadata is None:
        return None
    try:
        meta = json.loads(metadata)
        column = str(meta["primary_column"])
        about = dict(meta["columns"][column])
        # Columns with the box of each shape tell no more than the shapes.
        boxes = about.get("covering", {}).values()
        about["boxes"] = {str(path[0]) for box in boxes for path in box.values()}
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        raise source.fail("shapes_lost", "parquet") from None
    if column not in schema.names:
        raise source.fail("shapes_lost", "parquet", column=column)
    return column, about


def _sheet(
    source: Source, table: pa.Table, shape: tuple[str, dict[str, Any]] | None, first: int
) -> Sheet:
    shapes: Any = None
    crs: Any = None
    if shape:
        name, about = shape
        column, encoding = table[name], str(about.get("encoding", "WKB"))
        if pa.types.is_struct(column.type) and encoding == "point":
            axes = (pc.struct_field(column, axis).cast(pa.float64()) for axis in ("x", "y"))
            x, y = (axis.to_numpy(zero_copy_only=False).astype(float) for axis in axes)
            shapes = np.asarray(shapely.points(x, y), dtype=object)
            shapes[np.isnan(x + y)] = None
        elif encoding == "WKB":
            shapes = _read_wkb(column)
        else:
            raise source.fail("encoding", "wkb", column=name, kind=encoding)
        # Without an entry the standard means longitude and latitude; null means that nobody knows.
        crs = about.get("crs", "OGC:CRS84")
        boxes = about["boxes"].intersection(table.column_names)
        table = table.drop_columns([name, *boxes])
    frame = texts(table)
    sheet = Sheet(
        frame=frame,
        row=np.arange(len(frame)) + first,
        kind="parquet",
        details={"header": True, "decimal": "."},
        choices=source.choices,
        name=source.name,
    )
    if shapes is not None:
        sheet = place_shapes(sheet, shapes, crs)
    return next(pieces(sheet, None))


def _read_wkb(column: pa.ChunkedArray) -> npt.NDArray[Any]:
    """Return shapes of well-known binary; None where they are damaged."""
    binary = column.cast(pa.large_binary()).to_numpy(zero_copy_only=False)
    return np.asarray(shapely.from_wkb(binary, on_invalid="ignore"), dtype=object)


def texts(table: pa.Table) -> pd.DataFrame:
    """Return a table as text, ``""`` where there is nothing; columns of bytes are left out."""
    # Names may stand twice: columns are taken by their place.
    columns = [
        (name, _write_column(column))
        for name, column in zip(table.column_names, table.columns, strict=True)
        if not str(column.type).startswith(("binary", "large_binary", "fixed_size_binary"))
    ]
    numbered = [str(number) for number in range(len(columns))]
    result = pa.table([column for _, column in columns], names=numbered)
    frame = result.to_pandas().astype("str")
    names = make_unique([name for name, _ in columns], len(columns))
    frame.columns = pd.Index(names, dtype="str")
    return frame if columns else pd.DataFrame(index=pd.RangeIndex(len(table)))


def _write_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column as text: timestamps in their own zone, without a time if all are midnights.

    U+FFFD stands for bytes that are not UTF-8; files may say so wrongly.
    """
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
    try:
        if pa.types.is_timestamp(kind):
            zoned = pc.local_timestamp(column) if kind.tz else column
            plain = zoned.cast(pa.timestamp("s"), safe=False)
            midnight = pc.all(pc.equal(plain, pc.floor_temporal(plain, unit="day"))).as_py()
            form = "%Y-%m-%d" if midnight in {True, None} else "%Y-%m-%d %H:%M:%S"
            column = pc.strftime(plain, format=form)
        written = column.cast(pa.large_string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        values = [
            None if item is None else json.dumps(item, ensure_ascii=False, default=str)
            for item in column.to_pylist()
        ]
        written = pa.chunked_array([values], type=pa.large_string())
    try:
        written.validate(full=True)
    except pa.ArrowInvalid:
        raw = written.cast(pa.large_binary()).to_pylist()
        values = [None if item is None else item.decode("utf-8", "replace") for item in raw]
        written = pa.chunked_array([values], type=pa.large_string())
    return pc.fill_null(written, "")


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


def read_shapefile(source: Source, files: dict[str, bytes], choice: str) -> Sheet:
    """Return a Shapefile as a table.

    One without rows in its table is refused: shapes would be left of which nothing is known.
    """
    if not files[".shp"].startswith(SHP):
        raise source.fail("no_shapefile", "shapefile", part=choice)
    crs = files.get(".prj", b"").decode("utf-8", "replace").strip() or None
    count = int.from_bytes(files[".dbf"][4:8], "little")
    shapes = max(0, len(files.get(".shx", b"")) - 100) // 8
    if count == 0 and shapes > 0:
        raise source.fail("empty_dbf", "full_dbf", n=shapes)
    files = {".shp": b""} | files
    count = min(count, shapes or count)
    return read_layer(source, "shapefile", files, crs=crs, count=count)


def read_geopackage(source: Source, choice: str | None) -> Sheet:
    """Return a layer of a GeoPackage as a table."""
    content = source.read()
    with tempfile.NamedTemporaryFile(prefix="greenline-") as file:
        file.write(content)
        file.flush()
        layers = _list_layers(source, file.name)
    if choice is not None and choice not in layers:
        raise source.fail("no_part", "names", part=choice, names=", ".join(layers))
    layer = choice or max(layers, key=lambda item: (item == PREFERRED, layers[item]))
    sheet = read_layer(source, "gpkg", {".gpkg": content}, layer=layer, count=layers[layer][1])
    return replace(sheet, choices=tuple(layers)) if len(layers) > 1 else sheet


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


def _library_error(source: Source, error: BaseException) -> str:
    """Return what a library says of a file, by its own name and not by that of a temporary copy."""
    return re.sub(r"\S*greenline-[^\s/]*(/t\.\w+)?", source.name, error_text(error))


def read_layer(
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
    has_shapes = geometry in table.column_names
    frame = texts(table.drop_columns([geometry]) if has_shapes else table)
    lost = max(0, count - len(frame))
    encoding = str(meta.get("encoding") or "")
    sheet = Sheet(
        frame=frame,
        row=np.arange(2, len(frame) + 2),
        kind=kind,
        details={"layer": layer or "", "header": True, "crs": "", "encoding": encoding},
        choices=source.choices,
        unlisted=lost,
        notes=(("rows_not_read", lost),) if lost else (),
        name=source.name,
    )
    if not has_shapes:
        return sheet
    return place_shapes(sheet, _read_wkb(table[geometry]), crs or meta["crs"])
