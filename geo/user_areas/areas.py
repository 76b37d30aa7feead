"""A reader's areas, however they came: their classes, what each is and when, how they are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context
from enum import StrEnum
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.ask import rival_maps
from geo.ask.dated_control import DatedControl
from geo.atlas import Atlas
from geo.errors import QuestionError
from geo.events.user_events import named_apart
from geo.files.compact import cell, columns, encode_shapes
from geo.model import Layer
from geo.tabular.dates import Order
from geo.tabular.grid import BadRow, Sheet
from geo.tabular.values import decimal_of, empty, numbers
from geo.user_areas.row_choices import RowChoice
from geo.view import day_of
from geo.words import phrase
from geo.words.cells import value

#: From few to many: lightness falls evenly, so that a copy in greys keeps the order.
RAMP: Final = ("#eef3d0", "#c5dfa6", "#8dc4a0", "#4f9fa5", "#2f7397", "#2b4a7f", "#26235c")

#: Kinds that have no order; readers of any colour vision tell them apart.
KINDS: Final = (
    "#b0559a", "#3f8f8b", "#c98a2b", "#5b6fb5", "#8c5a3c", "#7a9a3a", "#c65b5b", "#4f4f5e",
)  # fmt: skip

#: What is of no class or of the kinds beyond those with a colour.
OTHER: Final = "#b8b2a6"

#: Classes at most.
MOST: Final = len(RAMP)


class Breaks(StrEnum):
    """How numbers are put into classes."""

    QUANTILES = "quantiles"
    EQUAL = "equal"


@dataclass(frozen=True)
class AreaClass:
    """A class of numbers, or a kind."""

    key: str
    colour: str
    text: str = ""  #: The kind as the file writes it; empty for numbers.
    low: float | None = None  #: The least number of the class.
    #: The number below which it ends; that of the last class belongs to it.
    high: float | None = None


def of_numbers(
    values: npt.NDArray[np.float64],
    breaks: Breaks | Sequence[float] = Breaks.QUANTILES,
    count: int = 5,
) -> tuple[list[AreaClass], list[str]]:
    """Return classes of numbers, and the key of each number; empty where it is none.

    >>> classes, keys = of_numbers(np.array([1.0, 2.0, 3.0, 40.0, np.nan]), Breaks.EQUAL, 3)
    >>> [(class_name.low, class_name.high) for class_name in classes], keys
    ([(1.0, 14.0), (14.0, 27.0), (27.0, 40.0)], ['0', '0', '0', '2', ''])
    """
    finite = values[np.isfinite(values)]
    if not len(finite):
        raise QuestionError(phrase("fault.no_numbers"))
    edges = _find_edges(finite, breaks, count)
    colours = [
        RAMP[round(at * (MOST - 1) / max(1, len(edges) - 2))] for at in range(len(edges) - 1)
    ]
    classes = [
        AreaClass(str(at), colour, low=float(low), high=float(high))
        for at, (colour, low, high) in enumerate(zip(colours, edges[:-1], edges[1:], strict=True))
    ]
    places = np.clip(np.searchsorted(edges[1:-1], values, side="right"), 0, len(classes) - 1)
    return classes, [
        str(at) if np.isfinite(value) else "" for at, value in zip(places, values, strict=True)
    ]


def _find_edges(
    values: npt.NDArray[np.float64], breaks: Breaks | Sequence[float], count: int
) -> npt.NDArray[np.float64]:
    if not 1 <= count <= MOST:
        raise QuestionError(f"{count} classes: expected 1 to {MOST}")
    low, high = values.min(), values.max()
    if breaks == Breaks.QUANTILES:
        edges = _round(np.quantile(values, np.linspace(0, 1, count + 1)))
    elif breaks == Breaks.EQUAL:
        edges = _round(np.linspace(low, high, count + 1))
    else:
        subset = np.asarray(breaks, dtype=np.float64)
        if (
            not len(subset)
            or (np.diff(subset) <= 0).any()
            or not np.isfinite(subset).all()
            or len(subset) >= MOST
        ):
            listed = ", ".join(f"{item:g}" for item in subset)
            raise QuestionError(
                f"breaks {listed}: expected 1 to {MOST - 1} numbers that rise, such as 10,50,100"
            )
        edges = np.array([min(low, subset[0]), *subset, max(high, subset[-1])])
    unique = np.unique(edges)
    return unique if len(unique) > 1 else np.array([low, high])


def _round(edges: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Round edges to as few digits as keep them apart, at least two; the ends outwards.

    >>> _round(np.array([1234.0, 5678.0, 98765.0])).tolist()
    [1200.0, 5700.0, 99000.0]
    """
    edges = np.unique(edges)
    inner = [ROUND_HALF_EVEN] * (len(edges) - 2)
    for digits in range(2, 15):
        rounded = np.array([
            float(Context(digits, way).create_decimal(repr(float(edge))))
            for edge, way in zip(edges, (ROUND_FLOOR, *inner, ROUND_CEILING), strict=False)
        ])  # fmt: skip
        if (np.diff(rounded) > 0).all():
            return rounded
    return edges


def of_kinds(texts: Sequence[str]) -> tuple[list[AreaClass], list[str]]:
    """Return kinds, the most frequent first, and the key of each text.

    >>> classes, keys = of_kinds(["b", "a", "b", ""])
    >>> [class_name.text for class_name in classes], keys
    (['b', 'a'], ['0', '1', '0', ''])
    """
    counts = Counter(filter(None, texts))
    order = sorted(counts, key=lambda count: (-counts[count], count))
    places = {text: str(min(at, len(KINDS))) for at, text in enumerate(order)}
    classes = [
        AreaClass(str(at), colour, text)
        for at, (text, colour) in enumerate(zip(order, KINDS, strict=False))
    ]
    if len(order) > len(KINDS):
        classes.append(AreaClass(str(len(KINDS)), OTHER, "…"))
    return classes, [places.get(text, "") for text in texts]


#: Degrees of one step of the grid that outlines are sent on (about 11 m).
_SCALE: Final = 1e-4

#: Corners from which on outlines are drawn simpler, and by how many degrees (about 50 m).
MOST_CORNERS: Final = 200_000
_SIMPLER: Final = 5e-4

#: Rows set aside, and codes without an area, that a report lists.
LISTED: Final = 200


class AreaStyle(StrEnum):
    """What areas say."""

    CONTROL = "control"  #: Who holds the ground: a rival map.
    VALUES = "values"  #: A number or a class: a choropleth.
    PLAIN = "plain"  #: That they are there.


@dataclass(frozen=True)
class Unmatched:
    """A code or name of a table that names no area of the atlas."""

    text: str
    rows: int
    suggestions: tuple[str, ...]


@dataclass(frozen=True)
class Overlap:
    """Ground that two rows give to different holders at once."""

    above: int  #: Row of the file that counts.
    below: int  #: The row that it hides there.
    km2: float
    finer: bool  #: Whether the upper one names a finer level; else it is the later row.
    start: date | None  #: First day; None where open.
    end: date | None  #: The first day after.


@dataclass(frozen=True, eq=False)
class AreaReport:
    """What was read of a file of areas, and what was not."""

    files: tuple[str, ...]
    kind: str  #: Kind of the file.
    rows_read: int
    rows_kept: int
    set_aside: tuple[BadRow, ...] = ()  #: Rows that are no areas.
    #: What was repaired or is notable, with counts.
    notes: Mapping[str, int] = field(default_factory=dict)
    #: Rows that were repaired, by note, the first of them.
    rows: Mapping[str, str] = field(default_factory=dict)
    #: Columns that were read, by what they hold.
    columns: Mapping[str, str] = field(default_factory=dict)
    numbers: tuple[str, ...] = ()  #: Columns of numbers, which are summed by area.
    unmatched: tuple[Unmatched, ...] = ()  #: Codes and names that name no area of the atlas.
    #: Holder of the atlas by the map's own name.
    holders: Mapping[str, str | None] = field(default_factory=dict)
    #: Unit that was taken for a town or village, by its name.
    taken: Mapping[str, str] = field(default_factory=dict)
    overlaps: tuple[Overlap, ...] = ()  #: Rows that give ground to different holders.
    choices: tuple[str, ...] = ()  #: Sheets, layers or files that could be read.
    where: tuple[RowChoice, ...] = ()  #: Columns by which rows of one area differ.

    def to_dict(self) -> dict[str, Any]:
        """Return the report with stable keys."""
        missed = self.unmatched[:LISTED]
        overlaps = [vars(item).items() for item in self.overlaps[:LISTED]]
        return {
            "files": list(self.files), "kind": self.kind,
            "rows_read": self.rows_read, "kept": self.rows_kept,
            "set_aside": [vars(bad_row) for bad_row in self.set_aside[:LISTED]],
            "set_aside_rows": len(self.set_aside),
            "notes": dict(self.notes), "repaired_rows": dict(self.rows),
            "columns": dict(self.columns), "numbers": list(self.numbers),
            "unmatched": [
                {"text": item.text, "rows": item.rows, "may_be": list(item.suggestions)}
                for item in missed
            ],
            "unmatched_rows": sum(item.rows for item in self.unmatched),
            "holders": dict(self.holders), "taken": dict(self.taken),
            "overlaps": [{name: value(cell) for name, cell in item} for item in overlaps],
            "choices": list(self.choices),
            "where": [vars(item) | {"options": list(item.options)} for item in self.where],
        }  # fmt: skip


@dataclass(frozen=True, eq=False)
class UserAreas:
    """Areas of a reader."""

    name: str  #: What they are called: the name of the file.
    style: AreaStyle
    #: title, key (of :attr:`classes`, or a holder), value (NaN where none), shown (the number that
    #: classes are of), km2, start, end (the first day after; None where open), units (places in the
    #: atlas; of a rival map the one that a piece lies in).
    rows: pd.DataFrame
    #: Outline of each row (EPSG:4326); None where it is the ground of its units.
    shapes: npt.NDArray[np.object_]
    cells: pd.DataFrame  #: What the file says of each row, as text, with the index of ``rows``.
    report: AreaReport
    #: Classes or kinds; none of a rival map, whose keys are holders.
    classes: tuple[AreaClass, ...] = ()
    value: str = ""  #: What the numbers are: the name of their column, and which rows count.
    several: int = 0  #: Most rows of an area whose numbers are summed; 0 where each has one.
    #: Where different texts are counted: those of each row, folded. One may stand in several.
    texts: tuple[frozenset[str], ...] = ()
    #: Columns of ``cells`` that count the texts of each kind.
    kinds: tuple[str, ...] = ()
    #: Of a rival map: its rows, cut by the units of the atlas.
    control: DatedControl | None = None

    def compare(
        self, atlas: Atlas, day: date | str | rival_maps.Period | None
    ) -> rival_maps.Comparison:
        """Return where a rival map agrees with the atlas, as :func:`geo.ask.rival`."""
        control = self.rival
        if isinstance(day, date | str):
            self.check_day(day_of(day))
        return rival_maps.compare(atlas, control, day)

    @property
    def title(self) -> str:
        """What a legend calls them: the file, and what its numbers are."""
        return f"{self.name}: {self.value}" if self.value else self.name

    @property
    def rival(self) -> DatedControl:
        """The rows of a rival map."""
        if self.control is None:
            raise QuestionError(
                f"{self.name}: expected polygons or places with a column of holders (--holder)"
            )
        return self.control

    def page_data(self) -> dict[str, Any]:
        """Return the areas as ``client/paint/user_areas/layer.ts`` reads them."""
        drawn = [at for at, shape in enumerate(self.shapes) if shape is not None]
        shapes = self.shapes[drawn]
        if drawn and int(shapely.get_num_coordinates(shapes).sum()) > MOST_CORNERS:
            shapes = shapely.simplify(shapes, _SIMPLER)
        places = np.full(len(self.rows), -1)
        places[drawn] = range(len(drawn))
        rows = self.rows.assign(shape=places, value=self.rows["shown"])
        names = ("title", "key", "value", "km2", "start", "end", "units", "shape")
        return {
            "layer": str(self.layer),
            "name": self.name,
            "style": str(self.style),
            "value": self.value,
            "title": self.title,
            "several": self.several,
            "rows": columns(rows, names),
            "shapes": encode_shapes(shapes, closed=True, scale=_SCALE),
            "cells": [
                [str(name), [cell(item) for item in self.cells[name]]] for name in self.cells
            ],
            "classes": [asdict(area_class) for area_class in self.classes],
        }

    def check_day(self, day: date) -> None:
        """Refuse a day on which no row of a rival map holds."""
        rows = self.rival.rows
        if not rival_maps.holds_on(rows, day).any():
            first = min(start for start in rows["start"] if start is not None)
            raise QuestionError(phrase("fault.no_map", file=self.name, day=day, first=first))

    def on(self, day: date) -> UserAreas:
        """Return the areas that hold on a day."""
        holds = rival_maps.holds_on(self.rows, day)
        if holds.all():
            return self
        rows, cells = (table[holds].reset_index(drop=True) for table in (self.rows, self.cells))
        return replace(self, rows=rows, shapes=self.shapes[holds], cells=cells)

    @property
    def layer(self) -> Layer:
        """The layer of the map that they are."""
        return Layer.USER_CONTROL if self.style is AreaStyle.CONTROL else Layer.USER_AREAS

    @property
    def days(self) -> tuple[date, ...]:
        """Days on which the areas change, in order; none where they are of all days."""
        days = pd.concat([self.rows["start"], self.rows["end"]]).dropna()
        return tuple(sorted(set(days)))


Floats = npt.NDArray[np.float64]

#: Part of a column that must be names of holders, or numbers, for it to be taken for such a column.
ENOUGH: Final = 0.6

#: People by whom a rate is counted.
PER: Final = 1_000


class EndDays(StrEnum):
    """What the day in the column of ends means."""

    LAST_DAY = "last_day"  #: It still belongs to the row.
    DAY_AFTER = "day_after"  #: It is the first that no longer does.
    NEXT_ROW = "next_row"  #: There is no such column: a row holds until the next of its place.


@dataclass(frozen=True)
class AreaOptions:
    """How areas are read; a column that is not named is guessed where that is safe."""

    choice: str | None = None  #: Which of several sheets, layers or files.
    outlines: bool = False  #: Whether polygons are outlines alone, whatever their columns hold.
    holder: str | None = None  #: Column of holders: the areas are a rival map.
    #: Holder by the map's own name, None to leave its ground out.
    names: Mapping[str, str | None] = field(default_factory=dict)
    value: str | None = None  #: Column of numbers or kinds.
    #: Column whose different texts are counted by area, such as organisations.
    count: str | None = None
    by: str | None = None  #: Column by whose kinds they are counted too, such as sectors.
    #: Which rows count where those of one area differ: text by column, ``*`` to sum those of all.
    where: Mapping[str, str] = field(default_factory=dict)
    area: tuple[str, ...] = ()  #: Columns of codes or names of areas.
    date: str | None = None  #: Column of days: of control by day the first of each row.
    until: str | None = None  #: Column of the days on which rows of control by day end.
    ends: EndDays | None = None  #: What those days mean; None lets the rows show it.
    order: Order | None = None  #: What 03/04/2017 means; None lets the column show it.
    breaks: Breaks | tuple[float, ...] = Breaks.QUANTILES  #: How numbers are put into classes.
    classes: int = 5  #: Number of classes.
    rate: bool = False  #: Whether classes are of the number by 1,000 people of the census.


def read_numbers(text: pd.Series) -> Floats:
    return numbers(text, decimal_of(text))


def is_numeric(text: pd.Series, amounts: Floats) -> bool:
    filled = ~empty(text)
    return bool(filled.any()) and bool(np.isfinite(amounts[filled]).mean() > ENOUGH)


def classify(texts: pd.Series, options: AreaOptions) -> tuple[list[AreaClass], list[str], Floats]:
    """Return classes of numbers or kinds, the key of each text, and numbers (NaN of kinds)."""
    amounts = read_numbers(texts)
    if is_numeric(texts, amounts):
        return *of_numbers(amounts, options.breaks, options.classes), amounts
    return *of_kinds(texts.tolist()), np.full(len(texts), np.nan)


def build_report(
    sheet: Sheet, number: int, columns: Mapping[str, str], notes: Mapping[str, int]
) -> AreaReport:
    """Return the report of a sheet of which a number of rows counts; notes of nothing go."""
    rows = {name: str(sheet.details[name]) for name, _ in sheet.notes if name in sheet.details}
    return AreaReport(
        tuple(sheet.name.split(", ")),
        sheet.kind,
        len(sheet.frame) + len(sheet.bad) + sheet.unlisted,
        number,
        sheet.bad,
        {name: count for name, count in (dict(sheet.notes) | {**notes}).items() if count},
        rows, {name: column for name, column in columns.items() if column}, choices=sheet.choices,
    )  # fmt: skip


#: Columns of areas that are no control map.
_COLUMNS: Final = ("title", "class", "value", "shown", "km2", "start", "end")

#: Columns that tables of the atlas have, which no column of a file may be taken for.
_TAKEN: Final = (*_COLUMNS, "source", "sources", "confidence", "note", "id", "fid")


def features(atlas: Atlas, areas: UserAreas, day: date) -> gpd.GeoDataFrame:
    """Return the areas that hold on a day (EPSG:4326).

    Of a control map each row is a unit and a holder: ``ours`` and ``theirs``, km2, and our spell.
    """
    if areas.style is AreaStyle.CONTROL:
        areas.check_day(day)
        pieces = rival_maps.pieces_on(atlas, areas.rival, day).rename(columns={"holder": "theirs"})
        rows = areas.compare(atlas, day).units
        placed = rows.merge(pieces[["unit", "theirs", "geometry"]], on=["unit", "theirs"])
        return gpd.GeoDataFrame(placed, geometry="geometry", crs=4326)
    areas = areas.on(day)
    rows = areas.rows
    texts = {item.key: item.text or f"{item.low:,.10g}–{item.high:,.10g}" for item in areas.classes}
    table = rows.assign(**{"class": rows["key"].map(texts).fillna("")})[list(_COLUMNS)]
    cells = named_apart(areas.cells.astype("str"), _TAKEN)
    shapes = [
        shapely.union_all(atlas.unit_shapes[list(units)]) if shape is None else shape
        for shape, units in zip(areas.shapes, rows["units"], strict=True)
    ]
    joined = pd.concat([table, cells], axis=1)
    return gpd.GeoDataFrame(joined, geometry=shapes, crs=4326).reset_index(drop=True)
