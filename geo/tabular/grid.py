"""A table as it was found: cells as text, numbered rows, and their points where it has shapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import chain
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from geo.errors import ReadError
from geo.tabular.columns import make_unique
from geo.tabular.dates import Order
from geo.tabular.source import Source, read_error
from geo.words import phrase

#: Records that could not be made rows, of which no more are listed than these; all are counted.
LISTED: Final = 100_000


@dataclass(frozen=True)
class BadRow:
    """One record that is not a row of its table, for instance with a cell too many."""

    row: int
    """Row as a spreadsheet numbers it."""

    value: str
    """What was found: the text of the record, at most 500 characters of it."""

    accepted: str
    """What would be accepted, in words."""

    column: str = ""
    """Name of the column; empty where the fault is the row's."""


def sort_bad(*lists: Iterable[BadRow]) -> tuple[BadRow, ...]:
    """Return bad records of several lists in the order of the file."""
    return tuple(sorted(chain(*lists), key=lambda bad_row: bad_row.row))


#: Reasons that the refusal of a file names.
REASONS: Final = 3


def refuse_rows(file: str, what: str, reasons: Iterable[tuple[BadRow, int]]) -> ReadError:
    """Return the error of a file of which no row can be read, with the commonest reasons.

    ``what`` is as for :func:`geo.tabular.source.read_error`; each reason is an example and how many
    rows have it.
    """
    commonest = sorted(reasons, key=lambda item: -item[1])[:REASONS]
    texts = [
        phrase("fault.reason", n=n, **vars(bad) | {"value": bad.value[:60]}) for bad, n in commonest
    ]
    listed = reduce(lambda first, more: phrase("fault.several", first=first, more=more), texts)
    return read_error(file, what, "names", names=listed)


@dataclass(frozen=True, eq=False)
class Sheet:
    """One table of a file, nothing interpreted yet.

    The rows of the file are those of ``frame``, those of ``bad`` and ``unlisted`` others.
    """

    frame: pd.DataFrame
    """Cells as text, ``""`` where there is nothing; the columns as found, made unique."""

    row: npt.NDArray[np.int64]
    """Shape (n,): the row of each record as a spreadsheet numbers it; a header is row 1."""

    kind: str
    """csv, xlsx, parquet, geojson, gpkg, shapefile or json."""

    details: dict[str, Any] = field(default_factory=dict)
    """How it was read: ``encoding``, ``delimiter``, ``header``, ``decimal``, ``sheet``, ``crs``."""

    hxl: dict[str, str] = field(default_factory=dict)
    """Column -> HXL tag, where the file has a row of tags (which is not in ``frame``)."""

    choices: tuple[str, ...] = ()
    """The sheets, layers or files that could be read from this file; one alone is no choice."""

    lon: npt.NDArray[np.float64] | None = None
    """Shape (n,), degrees east in EPSG:4326, where the format has geometries; NaN where none."""

    lat: npt.NDArray[np.float64] | None = None
    """Shape (n,), degrees north, likewise."""

    inner: npt.NDArray[np.bool_] | None = None
    """Shape (n,): rows whose shape is a line or an area; the point is one within it."""

    shapes: npt.NDArray[np.object_] | None = None
    """Shape (n,): the shapes themselves, in the system of the file; None where one is missing."""

    system: Any = None
    """The system of the shapes (:class:`pyproj.CRS`); None for degrees (EPSG:4326)."""

    bad: tuple[BadRow, ...] = ()
    """Records that could not be made rows, at most :data:`LISTED` of them."""

    unlisted: int = 0
    """How many more records could not be made rows."""

    notes: tuple[tuple[str, int], ...] = ()
    """What was kept but is notable, with counts: ``bad_bytes``, ``duplicate_keys``, ..."""

    name: str = ""
    """Name of the file, for messages only."""

    date_order: Order | None = None
    """What 03/04/2017 means in the file; None lets each column decide."""


def list_notes(counts: dict[str, int]) -> tuple[tuple[str, int], ...]:
    """Return the notes of a sheet that count something."""
    return tuple((note, count) for note, count in counts.items() if count)


def text_frame(source: Source, records: list[dict[str, str]]) -> pd.DataFrame:
    """Return records as a table of text, their names in the order in which they first come.

    >>> text_frame(Source(b"", "a.json"), [{"a": "1"}, {"b": "2"}]).values.tolist()
    [['1', ''], ['', '2']]
    """
    names = list(dict.fromkeys(name for record in records for name in record))
    if len(names) > source.limits.columns:
        most = source.limits.columns
        raise source.fail("columns", "columns", n=len(names), most=most)
    cells = {at: [record.get(name, "") for record in records] for at, name in enumerate(names)}
    frame = pd.DataFrame(cells, index=pd.RangeIndex(len(records)), dtype="str")
    frame.columns = pd.Index(make_unique(names, len(names)), dtype="str")
    return frame


def group_batches(
    schema: pa.Schema, batches: Iterable[pa.RecordBatch], rows: int | None
) -> Iterator[tuple[pa.Table, bool]]:
    """Yield batches as tables of at most ``rows`` rows, and whether each is the last."""
    table = schema.empty_table()
    for batch in batches:
        table = pa.concat_tables([table, pa.Table.from_batches([batch])])
        while rows and len(table) > rows:
            yield table.slice(0, rows), False
            table = table.slice(rows)
    yield table, True


def pieces(sheet: Sheet, rows: int | None) -> Iterator[Sheet]:
    """Return a table in pieces of at most ``rows`` rows; bad records and notes go with the last.

    Parameters
    ----------
    sheet
        A table.
    rows
        Rows of a piece; None for all in one.

    Examples
    --------
    >>> sheet = Sheet(pd.DataFrame({"a": ["1", "2", "3"]}), np.arange(2, 5), "csv")
    >>> [piece.row.tolist() for piece in pieces(sheet, 2)]
    [[2, 3], [4]]
    """
    count = len(sheet.frame)
    step = rows or max(count, 1)
    for first in range(0, max(count, 1), step):
        here = slice(first, first + step)
        last = first + step >= count
        areas = 0 if sheet.inner is None else int(sheet.inner[here].sum())
        notes = (("areas_as_points", areas),) if areas else ()
        yield replace(
            sheet,
            **rows_at(sheet, here),
            bad=sheet.bad if last else (),
            unlisted=sheet.unlisted if last else 0,
            notes=(*notes, *sheet.notes) if last else notes,
        )


def rows_at(sheet: Sheet, which: Any) -> dict[str, Any]:
    """Return what a sheet holds row by row, of some rows.

    Parameters
    ----------
    sheet
        A table.
    which
        The rows: a slice, places, or a mask.
    """
    arrays = {name: getattr(sheet, name) for name in ("lon", "lat", "inner", "shapes")}
    return {
        "frame": sheet.frame.iloc[which].reset_index(drop=True),
        "row": sheet.row[which],
        **{name: None if rows is None else rows[which] for name, rows in arrays.items()},
    }
