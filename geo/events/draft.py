"""Rows of a table as events, by the columns that a reader or a guess names."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.events.schema import DATE_PRECISIONS, POSITION_PRECISIONS
from geo.events.validation import CheckedRows
from geo.tabular.dates import Order, dates, of_parts
from geo.tabular.grid import Sheet
from geo.tabular.source import read_error
from geo.tabular.values import Floats, decimal_of, degrees, empty, numbers, pairs
from geo.view import day_of
from geo.words.cells import normalise

#: Positions by the names that a file writes: longitude, latitude (degrees, EPSG:4326), precision.
Positions = dict[str, tuple[float, float, str]]


@dataclass(frozen=True)
class Mapping:
    """Field -> column, None where the table has none.

    Where neither ``lon`` and ``lat`` nor ``position`` are given, the shapes of the file are taken.

    >>> Mapping(year="y", position="xy").event_columns()
    {'start': 'y', 'lon': 'xy', 'lat': 'xy'}
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

    def event_columns(self) -> dict[str, str]:
        """Return field -> column, in the fields of an event."""
        columns = self.columns()
        year, position = columns.pop("year", None), columns.pop("position", None)
        for name in ("month", "day"):
            columns.pop(name, None)
        if year is not None:
            columns.setdefault("start", year)
        if position is not None and "lon" not in columns:
            columns |= {"lon": position, "lat": position}
        return columns


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


#: How exactly something is known -> words for it, beside the schema's own.
_WORDS: Final[dict[str, list[str]]] = json.loads(
    Path(__file__).with_name("precisions.json").read_text(encoding="utf-8")
)


def draft(sheet: Sheet, mapping: Mapping) -> CheckedRows:
    """Return what the rows of a table mean, before any is set aside."""
    frame, columns = sheet.frame, mapping.columns()
    for column in columns.values():
        if column not in frame.columns:
            names = ", ".join(map(str, frame.columns[:30]))
            raise read_error(sheet.name, "no_column", "names", column=column, names=names)
    order = mapping.date_order or sheet.date_order
    if mapping.start is not None:
        days = dates(frame[mapping.start], order)
    elif mapping.year is not None:
        month, day = (frame[column] if column else None for column in (mapping.month, mapping.day))
        days = of_parts(frame[mapping.year], month, day)
    else:
        days = dates(pd.Series("", index=frame.index, dtype="str"))
    end = days.end
    if mapping.end is not None:
        end = np.where(empty(frame[mapping.end]), end, dates(frame[mapping.end], order).end)
    lon, lat = read_positions(sheet, mapping)
    precision = np.full(len(frame), "unknown", dtype=object)
    if mapping.lon is None and mapping.position is None and sheet.inner is not None:
        precision[sheet.inner] = "region"
    values: dict[str, Any] = {
        "start": days.start, "end": end, "lon": lon, "lat": lat,
        "date_precision": _grade(
            frame.get(mapping.date_precision), DATE_PRECISIONS, days.precision
        ),
        "position_precision": _grade(
            frame.get(mapping.position_precision), POSITION_PRECISIONS, precision
        ),
    }  # fmt: skip
    for name in columns.keys() & {"id", "place", "type", "actor_a", "actor_b", "source", "text"}:
        values[name] = frame[columns[name]].str.strip()
    for name in columns.keys() & {"best", "low", "high"}:
        cells = frame[columns[name]]
        values[name] = numbers(cells, mapping.decimal or decimal_of(cells))
    used = frozenset(columns.values())
    return CheckedRows(sheet, values, mapping.event_columns(), used)


def read_positions(sheet: Sheet, mapping: Mapping) -> tuple[Floats, Floats]:
    """Return longitudes and latitudes, NaN where there are none."""
    lon, lat = np.full((2, len(sheet.frame)), np.nan)
    if mapping.lon is not None and mapping.lat is not None:
        lon, lat = (
            degrees(sheet.frame[mapping.lon], "lon"),
            degrees(sheet.frame[mapping.lat], "lat"),
        )
        metres = (np.abs(lon) > 1000) & (np.abs(lat) > 1000)
        metres &= (np.abs(lon) < 2.1e7) & (np.abs(lat) < 2.1e7)
        if metres.sum() >= 2 and metres.sum() * 2 > np.isfinite(lon + lat).sum():
            at = int(metres.argmax())  # such as those of UTM
            columns = [mapping.lon, mapping.lat]
            raise read_error(
                sheet.name, "metres", "degrees_such",
                row=int(sheet.row[at]), column=", ".join(columns),
                value=", ".join(map(str, sheet.frame[columns].iloc[at])),
            )  # fmt: skip
    elif mapping.position is not None:
        lon, lat = pairs(sheet.frame[mapping.position])
    elif sheet.lon is not None and sheet.lat is not None:
        lon, lat = sheet.lon.copy(), sheet.lat.copy()
    return lon, lat


def _grade(
    cells: pd.Series | None, words: tuple[str, ...], default: npt.NDArray[Any]
) -> pd.Categorical:
    """Return how exactly something is known, by the words of a column."""
    if cells is not None:
        codes, texts = pd.factorize(cells)
        grades = [""] * max(1, len(texts))
        for at, text in enumerate(map(normalise, map(str, texts))):
            likely = (text, *(grade for grade, others in _WORDS.items() if text in others))
            grades[at] = next((grade for grade in likely if grade in words), "")
        graded = np.array(grades, dtype=object)[codes]
        default = np.where(graded != "", graded, default)
    return pd.Categorical(default, categories=list(words), ordered=True)
