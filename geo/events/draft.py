"""Events as the columns of a table give them, before anything is set aside."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.events.schema import COLUMNS, DATE_PRECISIONS, OPTIONAL, POSITION_PRECISIONS, Note
from geo.tabular.dates import Dates, Order, dates, of_parts
from geo.tabular.grid import Sheet
from geo.tabular.source import read_error
from geo.tabular.values import decimal_of, degrees, empty, numbers, pairs
from geo.view import day_of
from geo.words.cells import normalise

Bools = npt.NDArray[np.bool_]

#: Positions by the names that a file writes: longitude, latitude (degrees, EPSG:4326), precision.
Positions = dict[str, tuple[float, float, str]]


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
    #: Notes (:class:`geo.events.schema.Note`) and the rows that each is about, shape (n,).
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


@dataclass(frozen=True)
class Mapping:
    """Field -> column, None where the table has none.

    Where neither ``lon`` and ``lat`` nor ``position`` are given, the shapes of the file are taken.

    >>> Mapping.from_dict(Mapping(lat="y", lon="x").to_dict()).lat
    'y'
    """

    id: str | None = None  #: An id that no two events share.
    start: str | None = None  #: The day, or the first of several.
    end: str | None = None  #: The last day, inclusive.
    date_precision: str | None = None  #: How exactly the day is known, in words.
    place: str | None = None  #: Name of the place.
    lon: str | None = None  #: Degrees east.
    lat: str | None = None  #: Degrees north.
    position: str | None = None  #: Latitude and longitude in one column.
    position_precision: str | None = None  #: How exactly the position is known, in words.
    type: str | None = None  #: Kind of event.
    actor_a: str | None = None  #: Who acted.
    actor_b: str | None = None  #: Upon whom.
    best: str | None = None  #: Deaths, best estimate.
    low: str | None = None  #: Deaths, low estimate.
    high: str | None = None  #: Deaths, high estimate.
    source: str | None = None  #: Who says so.
    text: str | None = None  #: What happened, in words.
    #: Year, where the day stands in several columns; taken where ``start`` is None.
    year: str | None = None
    month: str | None = None  #: Month, likewise.
    day: str | None = None  #: Day of the month, likewise.
    date_order: Order | None = None  #: What 03/04/2017 means; None lets the column decide.
    #: Decimal sign of figures, ``.`` or ``,``; None lets the column decide.
    decimal: str | None = None

    def columns(self) -> dict[str, str]:
        """Return field -> column, of the fields that have one."""
        pairs = ((name, getattr(self, name)) for name in FIELDS)
        return {name: column for name, column in pairs if column is not None}

    def to_dict(self) -> dict[str, str | None]:
        """Return the mapping with stable keys."""
        return asdict(self)

    @classmethod
    def from_dict(cls, result: dict[str, Any]) -> Mapping:
        """Return the mapping of such a dict; keys that are none are passed over."""
        return cls(
            **{name: result[name] for name in (*FIELDS, "date_order", "decimal") if name in result}
        )


#: Fields that a column may hold, in the order in which a reader is asked for them.
FIELDS = tuple(item.name for item in fields(Mapping) if item.name not in {"date_order", "decimal"})


@dataclass(frozen=True)
class How:
    """How a file is read, as :func:`geo.events.read` takes it."""

    #: Columns of the fields; None takes what was guessed.
    mapping: Mapping | dict[str, str] | None = None
    #: Positions of places by name, for rows that have none.
    positions: Positions = field(default_factory=dict)
    choice: str | None = None  #: Which of several sheets, layers or files.
    date_order: Order | None = None  #: What 03/04/2017 means; None lets the whole file decide.
    #: Whether latitude and longitude change places where only that lies in the region.
    swap: bool = False
    day: date | str | None = None  #: The day of all events, of a table without dates.

    def __post_init__(self) -> None:
        if self.day is not None:
            object.__setattr__(self, "day", day_of(self.day, covered=False))

    def to_dict(self) -> dict[str, Any]:
        """Return the same as JSON can say it."""
        return vars(self) | {
            "mapping": asdict(self.mapping) if isinstance(self.mapping, Mapping) else self.mapping,
            "is_complete": isinstance(self.mapping, Mapping),
            "positions": dict(self.positions or {}),
            "day": None if self.day is None else str(self.day),
        }

    @classmethod
    def from_dict(cls, given: dict[str, Any]) -> How:
        chosen = {name: value for name, value in given.items() if name != "is_complete"}
        how = cls(**chosen)
        return replace(how, mapping=Mapping(**given["mapping"])) if given["is_complete"] else how


Floats = npt.NDArray[np.float64]


#: How exactly something is known -> words for it, beside the schema's own.
_WORDS: Final[dict[str, list[str]]] = json.loads(
    Path(__file__).with_name("precisions.json").read_text(encoding="utf-8")
)


def draft(sheet: Sheet, mapping: Mapping) -> Draft:
    """Return what the rows of a table mean, before any is set aside."""
    _check(sheet, mapping)
    lon, lat = read_positions(sheet, mapping)
    order = mapping.date_order or sheet.date_order
    days = _days(sheet, mapping, order)
    end = dates(sheet.frame[mapping.end], order) if mapping.end else days
    fields: dict[str, Any] = {
        "start": days.start,
        "end": _ends(sheet, mapping, days, end),
        "lon": lon,
        "lat": lat,
        "date_precision": _grade_rows(
            sheet, mapping.date_precision, DATE_PRECISIONS, days.precision
        ),
        "position_precision": _grade_rows(
            sheet, mapping.position_precision, POSITION_PRECISIONS, _precision(sheet, mapping)
        ),
    }
    for name in ("id", "place", "type", "actor_a", "actor_b", "source", "text"):
        column = getattr(mapping, name)
        if column is not None:
            fields[name] = sheet.frame[column].str.strip()
    for name in ("best", "low", "high"):
        column = getattr(mapping, name)
        if column is not None:
            cells = sheet.frame[column]
            fields[name] = numbers(cells, mapping.decimal or decimal_of(cells))
    used = frozenset(mapping.columns().values())
    return Draft(make_rows(sheet.frame.index, fields), _map_fields(mapping), used=used)


def _check(sheet: Sheet, mapping: Mapping) -> None:
    """Refuse a mapping to columns that the table does not have."""
    for column in mapping.columns().values():
        if column not in sheet.frame.columns:
            names = ", ".join(map(str, sheet.frame.columns[:30]))
            raise read_error(sheet.name, "no_column", "names", column=column, names=names)


def _map_fields(mapping: Mapping) -> dict[str, str]:
    """Return field -> column, in the fields of an event."""
    fields = mapping.columns()
    year = next((fields.pop(name) for name in ("year",) if name in fields), None)
    for name in ("month", "day"):
        fields.pop(name, None)
    if year is not None:
        fields.setdefault("start", year)
    position = fields.pop("position", None)
    if position is not None and "lon" not in fields:
        fields |= {"lon": position, "lat": position}
    return fields


def read_positions(sheet: Sheet, mapping: Mapping) -> tuple[Floats, Floats]:
    """Return longitudes and latitudes, NaN where there are none."""
    if mapping.lon is not None and mapping.lat is not None:
        lon = degrees(sheet.frame[mapping.lon], "lon")
        lat = degrees(sheet.frame[mapping.lat], "lat")
        _check_degrees(sheet, mapping, lon, lat)
    elif mapping.position is not None:
        lon, lat = pairs(sheet.frame[mapping.position])
    elif sheet.lon is not None and sheet.lat is not None:
        lon, lat = sheet.lon.copy(), sheet.lat.copy()
    else:
        lon, lat = np.full((2, len(sheet.frame)), np.nan)
    return lon, lat


def _check_degrees(sheet: Sheet, mapping: Mapping, lon: Floats, lat: Floats) -> None:
    """Refuse columns of metres, such as those of UTM."""
    solid = np.isfinite(lon) & np.isfinite(lat)
    metres = solid & (np.abs(lon) > 1000) & (np.abs(lat) > 1000)
    metres &= (np.abs(lon) < 2.1e7) & (np.abs(lat) < 2.1e7)
    if metres.sum() < 2 or metres.sum() * 2 <= solid.sum():
        return
    at = int(metres.argmax())
    columns = [mapping.lon, mapping.lat]
    value = ", ".join(str(sheet.frame[column].iloc[at]) for column in columns)
    raise read_error(
        sheet.name, "metres", "degrees_such",
        row=int(sheet.row[at]), column=", ".join(map(str, columns)), value=value,
    )  # fmt: skip


def _days(sheet: Sheet, mapping: Mapping, order: Order | None) -> Dates:
    frame = sheet.frame
    if mapping.start is not None:
        return dates(frame[mapping.start], order)
    if mapping.year is not None:
        month, day = (frame[column] if column else None for column in (mapping.month, mapping.day))
        return of_parts(frame[mapping.year], month, day)
    return dates(pd.Series("", index=frame.index, dtype="str"))


def _ends(sheet: Sheet, mapping: Mapping, days: Dates, end: Dates) -> npt.NDArray[Any]:
    """Return the last days; where the table gives none, those of the start."""
    if mapping.end is None:
        return days.end
    none = empty(sheet.frame[mapping.end])
    return np.where(none, days.end, end.end)


def _precision(sheet: Sheet, mapping: Mapping) -> npt.NDArray[Any]:
    """Return how exactly positions are known where no column says so."""
    shaped = mapping.lon is None and mapping.position is None and sheet.inner is not None
    grades = np.full(len(sheet.frame), "unknown", dtype=object)
    if shaped and sheet.inner is not None:
        grades[sheet.inner] = "region"
    return grades


def _grade_rows(
    sheet: Sheet, column: str | None, words: tuple[str, ...], default: npt.NDArray[Any]
) -> pd.Categorical:
    """Return how exactly something is known, by the words of a column."""
    ndarray = default
    if column is not None:
        codes, cells = pd.factorize(sheet.frame[column])
        grades = [_grade(str(cell), words) for cell in cells] or [""]
        graded = np.array(grades, dtype=object)[codes]
        ndarray = np.where(graded != "", graded, default)
    return pd.Categorical(ndarray, categories=list(words), ordered=True)


def _grade(cell: str, words: tuple[str, ...]) -> str:
    text = normalise(cell)
    grades = (text, *(grade for grade, known in _WORDS.items() if text in known))
    return next((grade for grade in grades if grade in words), "")
