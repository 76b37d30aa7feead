"""Parquet and GeoParquet, read in pieces by pyarrow."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from geo.tabular import arrows
from geo.tabular.geofile import shapes
from geo.tabular.geometry import Points, locate_points, placement, points
from geo.tabular.grid import Sheet, pieces
from geo.tabular.source import Source, error_text, megabytes

#: Rows read at once.
PIECE = 250_000

_TEXTS = (pa.string(), pa.large_string())

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
            file = _open_file(source, stream, complete=rows is None)
            yield from _pieces(source, file, rows)
    except MemoryError:  # Arrow's is one of its exceptions too
        raise
    except _TROUBLE as error:
        raise source.fail("damaged", "parquet", kind="Parquet", why=error_text(error)) from None


def _open_file(source: Source, stream: Any, *, complete: bool) -> parquet.ParquetFile:
    limits, plain = source.limits, parquet.ParquetFile(stream)
    meta = plain.metadata
    if meta.num_rows > limits.rows:
        raise source.fail("many_rows", "rows", most=limits.rows)
    if meta.num_columns > limits.columns:
        raise source.fail("columns", "columns", n=meta.num_columns, most=limits.columns)
    _check_values(source, meta, complete=complete)
    size = sum(meta.row_group(i).total_byte_size for i in range(meta.num_row_groups))
    if size > limits.unpacked:
        raise source.fail("grows", "size", part=source.name, most=megabytes(limits.unpacked))
    # Texts stay in dictionaries until it is known how much of them there is.
    long = [item.name for item in plain.schema_arrow if item.type in _TEXTS]
    return parquet.ParquetFile(stream, read_dictionary=long)


def _check_values(source: Source, meta: parquet.FileMetaData, *, complete: bool) -> None:
    """Refuse more values than may be held at once, those in lists within a row included."""
    limits, total = source.limits, 0
    for number in range(meta.num_row_groups):
        group = meta.row_group(number)
        held = sum(group.column(at).num_values for at in range(group.num_columns))
        total += max(held, group.num_rows * group.num_columns)
        within = held - group.num_rows * group.num_columns
        if within > limits.loose:
            raise source.fail("listed_values", "values", n=within, most=limits.loose)
    if complete and max(total, meta.num_rows * meta.num_columns) > limits.cells:
        raise source.fail("many_cells", "cells", most=limits.cells)


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
    frame = arrows.texts(source, table.drop_columns(left))
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
