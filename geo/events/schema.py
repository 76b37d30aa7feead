"""What a reader of events yields: a table in one schema, and a report of what was set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

import pandas as pd

from geo.api import Summarised, rename_field
from geo.ask.dated_frame import DatedFrame


class Reason(StrEnum):
    """Why a row was set aside."""

    NO_POSITION = "no_position"
    OUTSIDE_REGION = "outside_region"
    BAD_DATE = "bad_date"
    AMBIGUOUS_DATE = "ambiguous_date"
    DUPLICATE_ID = "duplicate_id"
    EMPTY_ROW = "empty_row"
    BAD_ROW = "bad_row"
    BAD_NUMBER = "bad_number"


class Note(StrEnum):
    """What was kept but is worth knowing; each comes with a count of rows."""

    BEST_OUTSIDE_RANGE = "best_outside_range"
    """The best figure of deaths lies outside low..high."""

    FIGURE_NOT_READ = "figure_not_read"
    """A figure of deaths is no whole number of 0 or more; the event has none."""

    REPEATED_POINTS = "repeated_points"
    """The event stands on the very point of an earlier one."""

    EXACT_DUPLICATES = "exact_duplicates"
    """The whole row repeats an earlier one; taken for a report of its own."""

    IDS_MADE = "ids_made"
    """The source gives no id; it was made from the row's content."""

    AREAS_AS_POINTS = "areas_as_points"
    """An area or a line stands at an inner point."""

    BAD_BYTES = "bad_bytes"
    """Undecodable bytes in the file's encoding (a count of bytes)."""

    LOOKS_SWAPPED = "looks_swapped"
    """Set aside: latitude and longitude look swapped."""

    COARSE_POSITION = "coarse_position"
    """The position stands for a governorate, a region or the country."""

    SOURCES_NOT_COUNTED = "sources_not_counted"
    """The publisher did not record how many sources the event has (-1)."""

    FIGURE_ROUNDED = "figure_rounded"
    """A figure of deaths was no whole number; it was rounded."""

    DUPLICATE_KEYS = "duplicate_keys"
    """A JSON object names a value more than once; the last one was taken (a count of objects)."""

    OTHER_LAYERS = "other_layers"
    """Features of the atlas's own layers in a file that it wrote, beside a reader's events."""

    ROWS_NOT_READ = "rows_not_read"
    """Set aside: rows that the file says it holds and that cannot be read, for it is damaged."""

    SWAPPED = "swapped"
    """Latitude and longitude were exchanged, as the reader asked."""

    DAY_GIVEN = "day_given"
    """The table has no date; the event has the day that the reader gave."""

    PLACED_BY_NAME = "placed_by_name"
    """The row gives no position; it stands where the reader said that its place lies."""

    DATE_FROM_NAME = "date_from_name"
    """The table has no date; the name of the sheet or file has one."""


#: Columns that a list of set-aside rows begins with; the row's own columns follow.
ASIDE: Final = ("row", "reason", "column", "value", "accepted")


#: Rows that are shown of each reason.
EXAMPLES: Final = 3


def nothing_aside() -> pd.DataFrame:
    """Return a list of set-aside rows that is empty."""
    return pd.DataFrame({name: pd.Series(dtype="str") for name in ASIDE}).astype({"row": "int64"})


@dataclass(frozen=True, repr=False)
class Report(Summarised):
    """What was read of one file, or of one piece of it."""

    file: str
    """Name of the file, without folders."""

    format: str
    """Id of the format, such as ``ucdp_ged``; ``table`` where columns were guessed."""

    title: str
    """Name of the format for a reader."""

    rows_read: int
    """Rows of data in the file, without header and HXL row."""

    rows_kept: int
    """Rows that became events."""

    set_aside: dict[str, int] = field(default_factory=dict)
    """How many rows were set aside, by :class:`Reason`; ``aside`` may list fewer."""

    aside: pd.DataFrame = field(default_factory=nothing_aside)
    """One row each that was set aside: :data:`ASIDE`, then the row's own columns as text.

    ``row`` is the number a spreadsheet shows (the header is 1).
    """

    notes: tuple[tuple[str, int], ...] = ()
    """Pairs of a :class:`Note` and how many rows it is about."""

    details: dict[str, str] = field(default_factory=dict)
    """What the file is made of (encoding, delimiter, sheet, ...), as far as known."""

    columns: dict[str, str] = field(default_factory=dict)
    """Column of the file that each field was read from."""

    used: tuple[str, ...] = ()
    """Columns of the file that anything was read from, in the order of the file."""

    unused: tuple[str, ...] = ()
    """All its other columns."""

    choices: tuple[str, ...] = ()
    """The sheets, layers or files that could be read from this file, where there are several."""

    date_order: dict[str, Any] = field(default_factory=dict)
    """What the dates of the whole file show (:meth:`geo.tabular.dates.DateOrder.to_dict`);
    empty where the order of day and month matters for none."""

    phrases: dict[str, Any] = field(default_factory=dict)
    """What ``aside`` gives as accepted, as phrases (:func:`geo.words.to_json`)."""

    kept = rename_field("kept", "rows_kept")

    def summary(self) -> dict[str, object]:
        """Return the counts of the report, for a console or a notebook."""
        aside = ", ".join(f"{reason} {count:,}" for reason, count in self.set_aside.items())
        notes = ", ".join(f"{note} {count:,}" for note, count in self.notes)
        return {
            "file": self.file,
            "format": self.title or self.format,
            "rows read": self.rows_read,
            "kept": self.rows_kept,
            "set aside": aside or "none",
            "notes": notes or "none",
        }

    def examples(self, count: int = EXAMPLES) -> list[dict[str, Any]]:
        """Return the first ``count`` rows that were set aside for each reason, in file order."""
        first = self.aside.groupby("reason", sort=False).head(count)
        listed: list[dict[Any, Any]] = first.loc[:, list(ASIDE)].to_dict("records")
        return [{**record, "row": int(record["row"])} for record in listed]

    def to_dict(self) -> dict[str, Any]:
        """Return the report with stable keys, for ``--json``."""
        return {
            "file": self.file,
            "format": self.format,
            "title": self.title,
            "rows_read": self.rows_read,
            "kept": self.rows_kept,
            "set_aside": self.set_aside,
            "examples": self.examples(),
            "notes": [{"note": str(key), "rows": count} for key, count in self.notes],
            "columns": [{"field": name, "column": column} for name, column in self.columns.items()],
            "used": list(self.used),
            "unused": list(self.unused),
            "choices": list(self.choices),
            "details": [{"detail": name, "value": detail} for name, detail in self.details.items()],
            "date_order": self.date_order,
        }


def counted(aside: pd.DataFrame, unlisted: int = 0) -> dict[str, int]:
    """Return how many rows are set aside, by reason, in the order of :class:`Reason`.

    Parameters
    ----------
    aside
        The list of rows set aside.
    unlisted
        Records that are no rows of their table, beside those of the list.
    """
    counts = Counter(aside["reason"].value_counts().to_dict())
    counts[Reason.BAD_ROW.value] += unlisted
    return {reason.value: int(counts[reason]) for reason in Reason if counts.get(reason)}


#: Rows that the list of a joined report holds at most; its counts are always whole.
LISTED: Final = 100_000


def joined(reports: Iterable[Report], listed: int = LISTED) -> Report:
    """Return one report of all pieces of a file, its list cut at a limit.

    Parameters
    ----------
    reports
        Reports of the pieces, in order.
    listed
        Rows that the list of the whole may hold.

    Raises
    ------
    ValueError
        Where there is no piece.
    """
    total: Report | None = None
    for piece in reports:
        if total is None:
            total = replace(piece, aside=piece.aside.head(listed))
            continue
        aside = piece.aside.head(max(0, listed - len(total.aside)))
        counts = Counter(total.set_aside) + Counter(piece.set_aside)
        used = tuple(dict.fromkeys((*total.used, *piece.used)))
        unused = dict.fromkeys((*total.unused, *piece.unused))
        total = replace(
            total,
            rows_read=total.rows_read + piece.rows_read,
            rows_kept=total.rows_kept + piece.rows_kept,
            set_aside={reason.value: counts[reason] for reason in Reason if counts[reason]},
            aside=pd.concat([total.aside, aside], ignore_index=True) if len(aside) else total.aside,
            notes=tuple((Counter(dict(total.notes)) + Counter(dict(piece.notes))).items()),
            date_order=piece.date_order or total.date_order,
            phrases=total.phrases | piece.phrases,
            used=used,
            unused=tuple(name for name in unused if name not in used),
        )
    if total is None:
        raise ValueError("a report has at least one piece")
    return total


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
