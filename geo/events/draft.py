"""Events as the reader of a format understood them, before anything is set aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.events.report import Note
from geo.events.schema import COLUMNS, OPTIONAL
from geo.tabular.grid import Sheet
from geo.tabular.source import read_error
from geo.tabular.values import empty

Bools = npt.NDArray[np.bool_]

#: Positions by the names that a file writes: longitude, latitude (degrees, EPSG:4326), precision.
Positions = Mapping[str, tuple[float, float, str]]


@dataclass(frozen=True, eq=False)
class Draft:
    """One row for each row of the sheet, in its order."""

    #: :data:`geo.events.schema.COLUMNS`, and what its source has of ``OPTIONAL``.  A day not read
    #: is NaT, a position NaN, an id ``""``. Figures may be any float, NaN where none is given.
    rows: pd.DataFrame
    #: Column of the file that each field was read from; fields without one are left out.
    columns: dict[str, str]
    #: Shape (n,): rows that say nothing, beside those whose cells are all empty.
    blank: Bools | None = None
    #: Notes (:class:`geo.events.report.Note`) and the rows that each is about, shape (n,).
    notes: dict[str, Bools] = field(default_factory=dict)
    used: frozenset[str] = frozenset()  #: All columns of the file that anything was read from.
    #: Shape (n,): rows whose date can be read in two ways in a file that shows both.
    ambiguous: Bools | None = None


def make_rows(index: pd.Index, fields: dict[str, Any]) -> pd.DataFrame:
    """Return the rows of a draft; fields that a format does not give stay empty.

    >>> make_rows(pd.RangeIndex(1), {"lon": 44.0, "lat": 36.0})["type"].tolist()
    ['']
    """
    given = {"end": fields.get("start", pd.NaT), **fields}
    rows = pd.DataFrame(index=index)
    for name in (*COLUMNS, *(name for name in OPTIONAL if name in given)):
        cells = given.get(name, _NOTHING.get(name, ""))
        rows[name] = _fill_column(cells, len(index)) if isinstance(cells, str) else cells
    return rows.astype(dict.fromkeys(("start", "end"), "datetime64[s]"))


def _fill_column(value: str, count: int) -> pd.Categorical[Any]:
    """Return a column of one value, at the cost of a byte a row."""
    return pd.Categorical.from_codes(np.zeros(count, np.int8), pd.Index([value]))


_NOTHING: dict[str, Any] = {
    "start": pd.NaT,
    "lon": np.nan,
    "lat": np.nan,
    "best": np.nan,
    "low": np.nan,
    "high": np.nan,
    "date_precision": "unknown",
    "position_precision": "unknown",
}


def place_rows(sheet: Sheet, draft: Draft, positions: Positions) -> Draft:
    """Give positions by their names to rows that have none; what is written in a cell stays."""
    if not positions:
        return draft
    rows = draft.rows
    named = rows["place"].astype(object).map(lambda item: positions.get(str(item).strip()))
    without = (rows["lon"].isna() & rows["lat"].isna()).to_numpy(copy=True)
    for name in ("lon", "lat"):
        if draft.columns.get(name, "") in sheet.frame.columns:
            without &= empty(sheet.frame[draft.columns[name]])
    some = without & named.notna().to_numpy()
    placed = pd.DataFrame(named[some].tolist(), columns=["lon", "lat", "position_precision"])
    given = rows[list(placed)].astype({"position_precision": object})
    given.loc[some] = placed.to_numpy()
    notes = draft.notes | {Note.PLACED_BY_NAME: some}
    return replace(
        draft, rows=rows.assign(**given.astype({"lon": float, "lat": float})), notes=notes
    )


def with_day(sheet: Sheet, draft: Draft, day: date) -> Draft:
    """Give the reader's day to the events of a table without dates."""
    column = draft.columns.get("start")
    if column:
        value = day.isoformat()
        raise read_error(sheet.name, "dated", "undated", column=column, value=value)
    without = draft.rows["start"].isna()
    given = np.datetime64(day, "s")
    rows = draft.rows.assign(
        **{name: draft.rows[name].mask(without, given) for name in ("start", "end")},
        date_precision=draft.rows["date_precision"].astype(object).mask(without, "day"),
    )
    return replace(draft, rows=rows, notes=draft.notes | {Note.DAY_GIVEN: without.to_numpy()})
