"""Columns of Arrow tables as text, never more of it than the limits allow."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.tabular.header import make_unique
from geo.tabular.source import Source, megabytes


def texts(source: Source, table: pa.Table) -> pd.DataFrame:
    """Return a table as text, ``""`` where there is nothing."""
    # Names may stand twice: columns are taken by their place.
    all_of_them = zip(table.column_names, table.columns, strict=True)
    text_columns = [(name, column) for name, column in all_of_them if not _binary(column.type)]
    names = [name for name, _ in text_columns]
    columns = [_text(source, name, column) for name, column in text_columns]
    result = pa.table(columns, names=[str(number) for number in range(len(names))])
    frame = result.to_pandas().astype("str")
    frame.columns = pd.Index(make_unique(names, len(names)), dtype="str")
    return frame if names else pd.DataFrame(index=pd.RangeIndex(len(table)))


def _binary(kind: pa.DataType) -> bool:
    return (
        pa.types.is_binary(kind)
        or pa.types.is_large_binary(kind)
        or (pa.types.is_fixed_size_binary(kind) or pa.types.is_binary_view(kind))
    )


def _text(source: Source, name: str, column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_dictionary(kind):
        _check_size(source, name, column)
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


def _check_size(source: Source, name: str, column: pa.ChunkedArray) -> None:
    """Refuse a column whose few long texts stand in many rows."""
    limit, total = source.limits.text, 0
    for chunk in column.chunks:
        lengths = pc.binary_length(chunk.dictionary.cast(pa.large_string()))
        total += pc.sum(lengths.take(chunk.indices)).as_py() or 0
    if total > limit:
        raise source.fail("long_column", "size", column=name, most=megabytes(limit))


def _write_value(value: pa.Scalar) -> str | None:
    result: Any = value.as_py()
    return None if result is None else json.dumps(result, ensure_ascii=False, default=str)
