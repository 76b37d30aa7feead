"""Parquet and GeoParquet, read in pieces by pyarrow; and columns of Arrow's tables as text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from pyarrow import parquet

from geo.tabular.geometry import Points, locate_points, placement, points
from geo.tabular.grid import Sheet, pieces
from geo.tabular.header import make_unique
from geo.tabular.source import Source, error_text

#: Rows read at once.
PIECE = 250_000

_TROUBLE = (pa.ArrowException, OSError, ValueError, TypeError, KeyError, RuntimeError)


@dataclass(frozen=True)
class Shape:
    """Where a Parquet file keeps the shapes of its rows."""

    column: str  #: Name of the column of shapes.
    crs: Any  #: Anything that pyproj takes; None where it is not known.
    encoding: str  #: WKB, or the kind of a native shape.
    #: Columns with the box of each shape, which tell no more than the shapes.
    covering: tuple[str, ...] = ()


def tables(source: Source, rows: int | None) -> Iterator[Sheet]:
    """Yield a Parquet file as tables of at most ``rows`` rows."""
    try:
        with source.open() as stream:
            yield from _pieces(source, parquet.ParquetFile(stream), rows)
    except MemoryError:  # Arrow's is one of its exceptions too
        raise
    except _TROUBLE as error:
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
