"""Tables of events that are written piece by piece, so that none is held whole."""

from __future__ import annotations

from typing import IO, Any, Final, Protocol

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from geo.events.schema import TYPES
from geo.words.cell_output import csv

_ARROW: Final = {"datetime64[s]": pa.date32(), "float64": pa.float64(), "Int32": pa.int32()}

#: Columns of :data:`geo.events.schema.COLUMNS` as Parquet holds them; categories are text.
SCHEMA: Final = pa.schema(
    [(name, _ARROW.get(str(kind), pa.string())) for name, kind in TYPES.items()]
)


class Pieces(Protocol):
    """A table that grows at its end."""

    def add(self, rows: pd.DataFrame) -> None:
        """Write some rows more."""

    def close(self) -> None:
        """Write what closes the table."""


class Csv:
    """A CSV file in UTF-8 with a mark for spreadsheets; no cell runs as a formula.

    >>> import io
    >>> file = io.BytesIO()
    >>> table = Csv(file)
    >>> table.add(pd.DataFrame({"a": ["=1"]}))
    >>> table.add(pd.DataFrame({"a": ["2"]}))
    >>> file.getvalue().decode("utf-8-sig").split()
    ['a', "'=1", '2']
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._begun = False

    def add(self, rows: pd.DataFrame) -> None:
        """Write some rows more; the first rows name the columns."""
        text = csv(rows)
        if self._begun:
            text = text[len(csv(rows.head(0))) :]
        self._file.write(text.encode("utf-8" if self._begun else "utf-8-sig"))
        self._begun = True

    def close(self) -> None:
        """Do nothing: every row is written."""


class Parquet:
    """A Parquet file of events, one row group a piece."""

    def __init__(self, file: IO[bytes]) -> None:
        self._writer = pq.ParquetWriter(file, SCHEMA, compression="zstd")

    def add(self, rows: pd.DataFrame) -> None:
        """Write some events more."""
        arrays = [_array(rows[field.name], field.type) for field in SCHEMA]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=SCHEMA))

    def close(self) -> None:
        """Write the footer."""
        self._writer.close()


def _array(cells: pd.Series, kind: pa.DataType) -> Any:
    array = pa.Array.from_pandas(cells)
    return array.cast(kind)
