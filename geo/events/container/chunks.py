"""Texts of rows in squeezed chunks, each read only when one of its rows is needed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

#: Rows of a chunk: large enough to squeeze well, small enough to open within a frame.
ROWS = 4096
#: Signs between rows and between columns, and what stands for them where a text holds one.
ROW, COLUMN, ESCAPE = "\x1e", "\x1d", "\x1b"
_SIGNS = ((ESCAPE, ESCAPE + "0"), (ROW, ESCAPE + "1"), (COLUMN, ESCAPE + "2"))
#: The next level takes nearly twice as long and makes real texts two in a hundred shorter.
_LEVEL = 5


def write(columns: Mapping[str, pa.Array], order: pa.Array | None = None) -> list[bytes]:
    """Squeeze columns of text into chunks of :data:`ROWS` rows, column after column.

    >>> columns = {"a": pa.array(["x", "two lines"]), "b": pa.array(["", "y"])}
    >>> read(write(columns), ["a", "b"])["a"].tolist()
    ['x', 'two lines']
    """
    values = [column.cast(pa.large_string()) for column in columns.values()]
    count = len(values[0]) if values else 0

    def squeeze(start: int) -> bytes:
        if order is None:
            return zlib.compress(
                _join_columns([column.slice(start, ROWS) for column in values]), _LEVEL
            )
        rows = order.slice(start, ROWS)
        return zlib.compress(_join_columns([column.take(rows) for column in values]), _LEVEL)

    with ThreadPoolExecutor() as pool:
        return list(pool.map(squeeze, range(0, count, ROWS)))


def read(chunks: Iterable[bytes], names: Sequence[str]) -> pd.DataFrame:
    """Return the columns of what :func:`write` made."""
    result: dict[str, list[str]] = {name: [] for name in names}
    for chunk in chunks:
        columns = zlib.decompress(chunk).decode().split(COLUMN)
        for name, column in zip(names, columns, strict=True):
            result[name] += [_unescape(value) for value in column.split(ROW)]
    return pd.DataFrame(result, dtype="str")


def text(values: pd.Series) -> pa.Array:
    """Return a column as text without gaps."""
    column = pa.array(values, pa.large_string(), from_pandas=True)
    return (column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column).fill_null(
        ""
    )


def _escape(values: pa.Array) -> pa.Array:
    for sign, instead in _SIGNS:
        values = pc.replace_substring(values, sign, instead)
    return values


def _unescape(value: str) -> str:
    if ESCAPE in value:
        for sign, instead in reversed(_SIGNS):
            value = value.replace(instead, sign)
    return value


def _join_columns(columns: Sequence[pa.Array]) -> bytes:
    """Return columns one after the other; signs are sought in the whole, which is quicker."""
    joined = COLUMN.encode().join(map(_column, columns))
    rows = len(columns[0]) - 1
    signs = ((ESCAPE, 0), (ROW, rows * len(columns)), (COLUMN, len(columns) - 1))
    if all(joined.count(sign.encode()) == count for sign, count in signs):
        return joined
    return COLUMN.encode().join(_column(_escape(column)) for column in columns)


def _column(values: pa.Array) -> pa.Buffer:
    rows = pa.ListArray.from_arrays(pa.array([0, len(values)], pa.int32()), values)
    return pc.binary_join(rows, pa.scalar(ROW, pa.large_string()))[0].as_buffer()
