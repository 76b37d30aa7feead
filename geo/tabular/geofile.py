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
from dataclasses import dataclass, replace
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
from geo.tabular.geometry import Points, locate_points, placement, points
from geo.tabular.grid import Sheet, pieces
from geo.tabular.source import PREFERRED, Source, error_text

#: Rows read at once.
PIECE = 250_000

_ARROW_TROUBLE = (pa.ArrowException, OSError, ValueError, TypeError, KeyError, RuntimeError)


@dataclass(frozen=True)
class Shape:
    """Where a Parquet file keeps the shapes of its rows."""

    column: str  #: Name of the column of shapes.
    crs: Any  #: Anything that pyproj takes; None where it is not known.
    encoding: str  #: WKB, or the kind of a native shape.
    #: Columns with the box of each shape, which tell no more than the shapes.
    covering: tuple[str, ...] = ()


def read_parquet(source: Source, rows: int | None) -> Iterator[Sheet]:
    """Yield a Parquet file as tables of at most ``rows`` rows."""
    try:
        with source.open() as stream:
            yield from _pieces(source, parquet.ParquetFile(stream), rows)
    except MemoryError:  # Arrow's is one of its exceptions too
        raise
    except _ARROW_TROUBLE as error:
        raise source.fail("damaged", "parquet", kind="Parquet", why=error_text(error)) from None


def _pieces(source: Source, file: parquet.ParquetFile, rows: int | None) -> Iterator[Sheet]:
    shape = _shape(source, file.schema_arrow)
    size = rows or max(file.metadata.num_rows, 1)
    given, held = 0, []
    for batch in file.iter_batches(batch_size=min(size, PIECE)):
        held.append(batch)
        while sum(map(len, held)) > size:
            table = pa.Table.from_batches(held)
            yield _sheet(source, table.slice(0, size), shape, given)
            given, held = given + size, table.slice(size).to_batches()
    schema = held[0].schema if held else file.schema_arrow
    yield _sheet(source, pa.Table.from_batches(held, schema), shape, given)


def _sheet(source: Source, table: pa.Table, shape: Shape | None, before: int) -> Sheet:
    placed = _read_points(source, table, shape) if shape else None
    left = [shape.column, *shape.covering] if shape else []
    frame = texts(table.drop_columns(left))
    sheet = Sheet(
        frame=frame,
        row=np.arange(len(frame)) + before + 2,
        kind="parquet",
        details={"header": True, "decimal": "."} | ({"crs": placed.crs} if placed else {}),
        choices=source.choices,
        **placement(placed),
        name=source.name,
    )
    return next(pieces(sheet, None))


def _shape(source: Source, schema: pa.Schema) -> Shape | None:
    """Return where a GeoParquet file keeps its shapes, or None for a plain table."""
    metadata = (schema.metadata or {}).get(b"geo")
    if metadata is None:
        return None
    try:
        meta = json.loads(metadata)
        column = str(meta["primary_column"])
        about = meta["columns"][column]
        encoding = str(about.get("encoding", "WKB"))
        boxes = {
            str(path[0]) for box in about.get("covering", {}).values() for path in box.values()
        }
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        raise source.fail("shapes_lost", "parquet") from None
    if column not in schema.names:
        raise source.fail("shapes_lost", "parquet", column=column)
    # Without an entry the standard means longitude and latitude; null means that nobody knows.
    covering = tuple(name for name in schema.names if name in boxes)
    return Shape(column, about.get("crs", "OGC:CRS84"), encoding, covering)


def _read_points(source: Source, table: pa.Table, shape: Shape) -> Points:
    column = table[shape.column]
    if pa.types.is_struct(column.type) and shape.encoding == "point":
        x, y = (_numbers(column, axis) for axis in ("x", "y"))
        return locate_points(source, x, y, shape.crs)
    if shape.encoding != "WKB":
        raise source.fail("encoding", "wkb", column=shape.column, kind=shape.encoding)
    return points(source, shapes(column), shape.crs)


def _numbers(column: pa.ChunkedArray, axis: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    result = pc.struct_field(column, axis).cast(pa.float64())
    return result.to_numpy(zero_copy_only=False).astype(np.float64)


def shapes(column: pa.ChunkedArray) -> npt.NDArray[Any]:
    """Return shapes of well-known binary; None where they are damaged."""
    binary = column.cast(pa.large_binary()).to_numpy(zero_copy_only=False)
    return np.asarray(shapely.from_wkb(binary, on_invalid="ignore"), dtype=object)


def texts(table: pa.Table) -> pd.DataFrame:
    """Return a table as text, ``""`` where there is nothing; columns of bytes are left out."""
    # Names may stand twice: columns are taken by their place.
    columns = [
        (name, _text(column))
        for name, column in zip(table.column_names, table.columns, strict=True)
        if not _is_binary(column.type)
    ]
    numbered = [str(number) for number in range(len(columns))]
    result = pa.table([column for _, column in columns], names=numbered)
    frame = result.to_pandas().astype("str")
    names = make_unique([name for name, _ in columns], len(columns))
    frame.columns = pd.Index(names, dtype="str")
    return frame if columns else pd.DataFrame(index=pd.RangeIndex(len(table)))


def _is_binary(kind: pa.DataType) -> bool:
    return (
        pa.types.is_binary(kind)
        or pa.types.is_large_binary(kind)
        or (pa.types.is_fixed_size_binary(kind) or pa.types.is_binary_view(kind))
    )


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
    try:
        if pa.types.is_timestamp(kind):
            column = pa.chunked_array([_day_time(column)])
        written = column.cast(pa.large_string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        written = pa.chunked_array(
            [[_write_value(item) for item in column]], type=pa.large_string()
        )
    return pc.fill_null(_repair_text(written), "")


def _repair_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return text in which U+FFFD stands for bytes that are not UTF-8; files may say so wrongly."""
    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        raw = column.cast(pa.large_binary()).to_pylist()
        texts = [None if item is None else item.decode("utf-8", "replace") for item in raw]
        return pa.chunked_array([texts], type=pa.large_string())
    return column


def _day_time(column: pa.ChunkedArray) -> pa.Array:
    """Return timestamps as text, in their own zone, without a time where all are midnights."""
    zoned = pc.local_timestamp(column) if column.type.tz else column
    plain = zoned.cast(pa.timestamp("s"), safe=False)
    midnight = pc.all(pc.equal(plain, pc.floor_temporal(plain, unit="day"))).as_py()
    form = "%Y-%m-%d" if midnight in {True, None} else "%Y-%m-%d %H:%M:%S"
    return pa.concat_arrays(
        [pc.strftime(chunk, format=form) for chunk in plain.chunks] or [pa.array([], pa.string())]
    )


def _write_value(value: pa.Scalar) -> str | None:
    result: Any = value.as_py()
    return None if result is None else json.dumps(result, ensure_ascii=False, default=str)


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
        placed = points(source, shapes(table[geometry]), crs or meta["crs"])
    frame = texts(table.drop_columns([geometry] if placed else []))
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
