"""Files of events read, whatever their format, each in a worker with limits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from geo.events.column_guess import guess
from geo.events.draft import FIELDS, How, Mapping, Positions, draft
from geo.events.publishers import Format, normalise_sheet, recognise
from geo.events.schema import COLUMNS, Events, Note, Report, typed
from geo.events.validation import CheckedRows, Seen, SeenHashes, build_events, fits_swapped
from geo.tabular.columns import Columns
from geo.tabular.dates import DateOrder, Order, count_orders
from geo.tabular.geometry import drop_unshaped, read_outlines, select_outlines
from geo.tabular.grid import BadRow, Sheet
from geo.tabular.sheet import open_sheet, sheets
from geo.tabular.source import LIMITS, STREAMED, Limits, Source, read_error, sourced
from geo.tabular.values import Bools, empty
from geo.view import day_of
from geo.worker.limited import call, go_on, stream

#: What a table is called whose columns were guessed or given.
TABLE: Final = ("table", "Table of events")


@dataclass
class Reader:
    """Reads the pieces of one file, whose format is detected from the first."""

    how: How = field(default_factory=How)  #: What the reader of the file chose.
    #: What earlier pieces held.
    seen: Seen = field(default_factory=lambda: defaultdict(SeenHashes))
    #: Opens all pieces of the file once more, where it has several.
    all_pieces: Callable[[], Iterator[Sheet]] | None = None

    _form: Format | None = None
    _mapping: Mapping | None = None
    _order: DateOrder | None = None  #: What the dates of the whole file show of their order.

    def events(self, sheet: Sheet) -> Events:
        """Return the events of the next piece."""
        sheet = normalise_sheet(sheet)
        if self._form is None and self._mapping is None:
            self._find_columns(sheet)
        form, mapping = self._form, self._mapping
        columns = Columns(sheet.frame).name_fields(form.fields) if form else {}
        columns |= mapping.event_columns() if mapping else {}
        chosen = self.how.mapping.date_order if isinstance(self.how.mapping, Mapping) else None
        chosen = self.how.date_order or chosen
        ambiguous = self._find_ambiguous(sheet, columns, chosen)
        sheet = replace(sheet, date_order=chosen or (self._order.order if self._order else None))
        checked = form.draft(sheet) if form else draft(sheet, mapping or Mapping())
        if form and mapping:
            corrected = draft(sheet, mapping)
            names = [name for name in corrected.columns if name in COLUMNS]
            names += ["end"] if "start" in names and "end" not in names else []
            checked.rows[names] = corrected.rows[names]
            checked.columns, checked.used = columns, checked.used | corrected.used
        self._apply_choices(checked)
        events = build_events(
            checked, (form.id, form.title) if form else TABLE, self.seen, ambiguous
        )
        if not self._order:
            return events
        return replace(
            events, report=replace(events.report, date_order=self._order.to_dict(chosen))
        )

    def _find_columns(self, sheet: Sheet) -> None:
        """Tell from the first piece what the file is, and which columns are read otherwise."""
        if isinstance(self.how.mapping, Mapping):
            self._mapping = self.how.mapping
            return
        columns, names = Columns(sheet.frame), sheet.frame.columns
        chosen: dict[str, Any] = {
            name: column if column in names else columns.name(column) or column
            for name, column in (self.how.mapping or {}).items()
            if name in FIELDS
        }
        self._form = recognise(sheet)
        if self._form:
            self._mapping = Mapping(**chosen) if chosen else None
            return
        # A chosen day or position takes the place of the other form.
        other = {"start": ("year", "month", "day"), "year": ("start",), "lon": ("position",)}
        other |= {"lat": ("position",), "position": ("lon", "lat")}
        dropped = {name: None for field in chosen for name in other.get(field, ())}
        # What the first rows show of the order of dates is no choice of the reader's.
        self._mapping = replace(guess(sheet).mapping, **{"date_order": None, **dropped, **chosen})

    def _find_ambiguous(
        self, sheet: Sheet, columns: dict[str, str], chosen: Order | None
    ) -> Bools | None:
        """Find out what the dates of the whole file show of their order.

        Where rows show both orders, return those that can be read both ways: they are left to the
        reader.
        """
        named = {columns.get(name, "") for name in ("start", "end")}
        names = sorted(named & set(map(str, sheet.frame.columns)))
        counts = [count_orders(sheet.frame[name]) for name in names]
        if not any(order for order, _ in counts):
            return None
        if self._order is None:
            pieces = map(normalise_sheet, self.all_pieces()) if self.all_pieces else [sheet]
            cells = (piece.frame[name] for piece in pieces for name in names)
            self._order = sum((count_orders(cell)[0] for cell in cells), DateOrder())
        if not self._order.is_contradicted or chosen is not None:
            return None
        result: Bools = np.logical_or.reduce([either for _, either in counts])
        return result

    def _apply_choices(self, checked: CheckedRows) -> None:
        """Exchange axes, place rows by name and give them a day, as the reader chose."""
        sheet, rows = checked.sheet, checked.rows
        if self.how.swap:
            lon, lat = rows["lon"].to_numpy(), rows["lat"].to_numpy()
            turned = checked.notes[Note.SWAPPED] = fits_swapped(lon, lat)
            rows["lon"], rows["lat"] = np.where(turned, lat, lon), np.where(turned, lon, lat)
        if self.how.positions:
            places = (
                rows["place"]
                .astype(object)
                .map(lambda item: self.how.positions.get(str(item).strip()))
            )
            without = (rows["lon"].isna() & rows["lat"].isna() & places.notna()).to_numpy(copy=True)
            for name in ("lon", "lat"):  # what is written in a cell stays
                if checked.columns.get(name, "") in sheet.frame.columns:
                    without &= empty(sheet.frame[checked.columns[name]])
            names = ["lon", "lat", "position_precision"]
            placed = pd.DataFrame(places[without].tolist(), columns=names)
            rows["position_precision"] = rows["position_precision"].astype(object)
            rows.loc[without, names] = placed.to_numpy()
            checked.notes[Note.PLACED_BY_NAME] = without
        if (day := self.how.day) is not None:
            if column := checked.columns.get("start"):
                raise read_error(sheet.name, "dated", "undated", column=column, value=str(day))
            undated = checked.notes[Note.DAY_GIVEN] = rows["start"].isna().to_numpy()
            rows.loc[undated, ["start", "end"]] = np.datetime64(day_of(day, covered=False), "s")
            precision = rows["date_precision"].astype(object)
            rows["date_precision"] = precision.mask(undated, "day")


Origin = bool | Literal["unused"]

#: Rows of one piece.
ROWS: Final = 250_000


def read(
    source: Path | str | bytes,
    name: str = "",
    *,
    mapping: Mapping | dict[str, str] | None = None,
    positions: Positions | None = None,
    choice: str | None = None,
    limits: Limits = LIMITS,
    origin: Origin = True,
    date_order: Order | None = None,
    swap: bool = False,
    day: date | str | None = None,
) -> Events:
    r"""Read a file of events at once.

    Parameters
    ----------
    source
        A file, or its content.
    name
        Name for messages; the name of the file where it is empty.
    mapping
        Columns of all fields; or, as a dict, of some fields, which corrects what the format detects
        or what was guessed.
    positions
        Longitude, latitude and position precision of places by name, for rows that name one and
        have no position (:mod:`geo.events.user_events`).
    choice
        Which of several sheets, layers or files to read; None takes the one with most rows.
    limits
        Bounds of size, time and memory.
    origin
        Whether to keep the columns of the source as well, which takes longer; ``"unused"`` keeps
        those that no field was read from.
    date_order
        What 03/04/2017 means, ``dmy`` or ``mdy``; None lets the dates of the whole file decide.
        Where they show both orders, those that can be read both ways are then set aside.
    swap
        Whether latitude and longitude change places in rows that lie in the region only so.
    day
        The day of all events, for a table without dates.

    Returns
    -------
    Events
        What was kept, and a report of what was not.

    Raises
    ------
    geo.errors.ReadError
        If the file is not a table, is damaged, or goes beyond the limits, those of memory and time
        included.

    Examples
    --------
    >>> table = b"id;lat;lon;date\nA1;35,5;44,4;1.3.2017\n"
    >>> read(table).rows[["id", "lon", "lat"]].values.tolist()
    [['A1', 44.4, 35.5]]
    """
    how = How(mapping, positions or {}, choice, date_order, swap, day)
    return next(_pieces(sourced(source, name, limits), None, how, origin))


def chunks(
    source: Path | str | bytes,
    name: str = "",
    rows: int = ROWS,
    *,
    limits: Limits = STREAMED,
    origin: Origin = True,
    **choices: Any,
) -> Iterator[Events]:
    """Read a file of events in pieces of at most ``rows`` rows; few are held at a time.

    Ids are distinguished over the whole file, by 64-bit hashes.

    Parameters
    ----------
    source, name, origin, **choices
        As for :func:`read`.
    limits
        What the file may ask for; by default of any size, for few rows are held at a time.
    rows
        Rows of one piece.

    Yields
    ------
    Events
        At least one piece, each with its own report (:func:`geo.events.schema.joined`).
    """
    return _pieces(sourced(source, name, limits), rows, How(**choices), origin)


def table(
    source: Path | str | bytes,
    name: str = "",
    *,
    choice: str | None = None,
    limits: Limits = LIMITS,
) -> Sheet:
    """Read a file at once as a table, nothing interpreted but its areas: those are made valid.

    Takes and raises what :func:`read` does; the sheet has ``shapes`` in degrees (EPSG:4326) where
    the file has areas.
    """
    file = sourced(source, name, limits)
    task = (file.name, choice, limits)
    bounds: dict[str, Any] = {"name": file.name, "limits": limits, "classes": (Sheet, BadRow)}
    result: Sheet = call(table_here, *task, content=file.content, **bounds)
    return drop_unshaped(result)


def _pieces(file: Source, rows: int | None, how: How, origin: Origin) -> Iterator[Events]:
    task = (file.name, rows, how, file.limits, origin)
    bounds: dict[str, Any] = {"name": file.name, "limits": file.limits, "classes": (Events, Report)}
    for piece in stream(events_here, *task, content=file.content, streamed=True, **bounds):
        yield replace(piece, rows=typed(piece.rows))


def events_here(  # noqa: PLR0917 -- what a worker is given goes by place
    content: Path | bytes,
    name: str = "",
    rows: int | None = None,
    how: How | None = None,
    limits: Limits = LIMITS,
    origin: Origin = True,
) -> Iterator[Events]:
    """Yield the events of a file in this process, with those of its columns that are wanted.

    ``rows`` are those of a piece; None gives all at once.
    """
    how = how or How()

    def open_sheets() -> Iterator[Sheet]:
        return sheets(content, name, rows, limits=limits, choice=how.choice)

    def pass_sheets() -> Iterator[Sheet]:
        for sheet in open_sheets():
            yield sheet
            go_on()

    reader = Reader(how)
    for number, sheet in enumerate(open_sheets()):
        if number == 0 and rows is not None:
            reader.all_pieces = pass_sheets
        piece = reader.events(sheet)
        names = {False: [], "unused": list(piece.report.unused)}.get(origin)
        yield piece if names is None else replace(piece, origin=piece.origin[names])


def table_here(content: Path | bytes, name: str, choice: str | None, limits: Limits) -> Sheet:
    """Read a file at once in this process, and make its areas valid; rows may have none."""
    sheet = read_outlines(normalise_sheet(open_sheet(content, name, limits=limits, choice=choice)))
    return select_outlines(sheet, limits.corners)
