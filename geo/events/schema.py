"""One schema for events of any source: what a reader yields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from geo.ask.dated_frame import DatedFrame
from geo.events.report import Report
from geo.profile import current
from geo.summary import Summarised

#: How exactly a day is known, the finest first.
DATE_PRECISIONS: Final = ("day", "week", "month", "year", "unknown")

#: How exactly a position is known, the finest first.
POSITION_PRECISIONS: Final = (
    "exact", "near", "district", "governorate", "region", "country", "unknown",
)  # fmt: skip

#: Columns of an events table and their types, in order.
TYPES: Final[dict[str, Any]] = {
    "id": "str",
    "start": "datetime64[s]",
    "end": "datetime64[s]",
    "date_precision": pd.CategoricalDtype(list(DATE_PRECISIONS), ordered=True),
    "place": "str",
    "lon": "float64",
    "lat": "float64",
    "position_precision": pd.CategoricalDtype(list(POSITION_PRECISIONS), ordered=True),
    "type": "category",
    "actor_a": "category",
    "actor_b": "category",
    "best": "Int32",
    "low": "Int32",
    "high": "Int32",
    "source": "str",
    "text": "str",
}

COLUMNS: Final = tuple(TYPES)

#: Columns that a table has only where its source gives such figures: people that it counts.
OPTIONAL: Final[dict[str, Any]] = {"people": "Int32"}


@dataclass(frozen=True, repr=False)
class Events(Summarised):
    """Events of one file, or of one piece of it."""

    rows: pd.DataFrame
    """One row an event in :data:`COLUMNS` and those :data:`OPTIONAL` that its source has, with a
    RangeIndex; lon and lat in degrees, EPSG:4326.

    ``end`` is the last day, inclusive; deaths are missing where the source gives none.
    """

    origin: pd.DataFrame
    """All columns of the source as text, with the same index as ``rows``."""

    report: Report
    """What was read, kept and set aside, and why."""

    def summary(self) -> dict[str, object]:
        """Return what was read, for a console or a notebook."""
        first, last = self.rows["start"].min(), self.rows["end"].max()
        days = "none" if pd.isna(first) else f"{first:%Y-%m-%d} to {last:%Y-%m-%d}"
        return {"events": len(self.rows), "days": days, **self.report.summary()}

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        """The events as points of a GeoJSON FeatureCollection (EPSG:4326)."""
        points = DatedFrame.from_points(self.rows)
        result: dict[str, Any] = points.__geo_interface__
        return result


def typed(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with all of :data:`COLUMNS`, in their order and types, with a RangeIndex.

    What is :data:`OPTIONAL` is kept where it is there.
    """
    more = [name for name in OPTIONAL if name in rows.columns]
    remaining = rows.loc[:, [*COLUMNS, *more]].reset_index(drop=True)
    return remaining.astype(TYPES | {name: OPTIONAL[name] for name in more}).copy()


def empty() -> pd.DataFrame:
    """Return an events table without rows.

    Examples
    --------
    >>> len(empty()), list(empty().columns)[:3]
    (0, ['id', 'start', 'end'])
    """
    return typed(pd.DataFrame({name: [] for name in COLUMNS}))


def validate(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the same rows where they follow the schema.

    Raises
    ------
    ValueError
        Where columns, types or values are not those of the schema; it names the first fault.

    Examples
    --------
    >>> validate(empty()).empty
    True
    """
    for fault in (_shape(rows), _values(rows)):
        if fault:
            raise ValueError(f"events table: {fault}")
    return rows


def _shape(rows: pd.DataFrame) -> str:
    if tuple(name for name in rows.columns if name not in OPTIONAL) != COLUMNS:
        return f"columns {', '.join(map(str, rows.columns))}; expected {', '.join(COLUMNS)}"
    if not isinstance(rows.index, pd.RangeIndex) or (len(rows) and rows.index[0] != 0):
        return "an index other than 0, 1, 2, ..."
    for name, kind in TYPES.items():
        dtype = rows[name].dtype
        fits = isinstance(dtype, pd.CategoricalDtype) if kind == "category" else dtype == kind
        if not fits:
            return f"column {name!r} has type {dtype}; expected {kind}"
    return ""


def _values(rows: pd.DataFrame) -> str:
    if _shape(rows):
        return ""
    west, south, east, north = current().region
    wrong = {
        "id": rows["id"].duplicated() | (rows["id"] == ""),
        "start": rows["start"].isna(),
        "end": ~(rows["end"] >= rows["start"]),
        "lon": ~rows["lon"].between(west, east),
        "lat": ~rows["lat"].between(south, north),
        "date_precision": rows["date_precision"].isna(),
        "position_precision": rows["position_precision"].isna(),
    }
    for name, bad in wrong.items():
        if bad.any():
            at = int(bad.argmax())
            return f"row {at}, column {name!r}: {rows[name].iloc[at]!r} is not accepted"
    return ""
