"""Files of events read, whatever their format, each in a worker with limits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np

from geo.events.column_guess import guess
from geo.events.draft import Draft, How, Mapping, Positions, draft, place_rows, with_day
from geo.events.publishers import Format, normalise_sheet, recognise
from geo.events.schema import COLUMNS, Events, Note, Report, typed
from geo.events.validation import Known, SeenHashes, build_events, fits_swapped
from geo.tabular.columns import Columns
from geo.tabular.dates import DateOrder, Order, count_orders
from geo.tabular.geometry import drop_unshaped, read_outlines, select_outlines
from geo.tabular.grid import BadRow, Sheet
from geo.tabular.sheet import open_sheet, sheets
from geo.tabular.source import LIMITS, STREAMED, Limits, Source, sourced
from geo.view import day_of
from geo.worker.limited import call, go_on, stream

#: What a table is called whose columns were guessed or given.
TABLE: Final = ("table", "Table of events")


def read_here(
    source: Path | bytes, name: str = "", how: How | None = None, limits: Limits = LIMITS
) -> Events:
    """Read a file of events at once, in this process."""
    how = how or How()
    return Reader(how).events(open_sheet(source, name, limits=limits, choice=how.choice))


def chunks_here(
    source: Path | bytes,
    name: str,
    rows: int | None,
    how: How | None = None,
    *,
    limits: Limits = LIMITS,
    looked: Callable[[], None] = lambda: None,
) -> Iterator[Events]:
    """Read a file of events in pieces, in this process.

    ``rows`` may be None, which gives all at once; ``looked`` is called for each piece that is only
    looked through, where the whole file must be before any of it is understood.
    """
    how = how or How()
    if rows is None:
        yield read_here(source, name, how, limits)
        return

    def open_sheets() -> Iterator[Sheet]:
        return sheets(source, name, rows, limits=limits, choice=how.choice)

    def pass_sheets() -> Iterator[Sheet]:
        for sheet in open_sheets():
            yield sheet
            looked()

    reader = Reader(how)
    for number, sheet in enumerate(open_sheets()):
        if number == 0 and len(sheet.frame) == rows:
            reader.all_pieces = pass_sheets
        yield reader.events(sheet)


@dataclass
class Reader:
    """Reads the pieces of one file, whose format is detected from the first."""

    how: How = field(default_factory=How)  #: What the reader of the file chose.
    #: What earlier pieces held.
    known: Known = field(default_factory=lambda: defaultdict(SeenHashes))
    #: Opens all pieces of the file once more, where it has several.
    all_pieces: Callable[[], Iterator[Sheet]] | None = None

    _form: Format | None = None
    _full_mapping: Mapping | None = None
    _shown: DateOrder | None = None

    def events(self, sheet: Sheet) -> Events:
        """Return the events of the next piece."""
        sheet = replace(normalise_sheet(sheet), date_order=self._order())
        if self._form is None and self._full_mapping is None:
            self._look(sheet)
        made = self._read_dates(sheet, self._draft(sheet))
        made = place_rows(
            sheet, _swap_positions(made) if self.how.swap else made, self.how.positions
        )
        if self.how.day is not None:
            made = with_day(sheet, made, day_of(self.how.day, covered=False))
        form = (self._form.id, self._form.title) if self._form else TABLE
        events = build_events(sheet, made, form, self.known)
        if not self._shown:
            return events
        text = self._shown.to_dict(self._chosen_order())
        return replace(events, report=replace(events.report, date_order=text))

    def _look(self, sheet: Sheet) -> None:
        """Tell from the first piece what the file is."""
        mapping = self.how.mapping
        if isinstance(mapping, Mapping):
            self._full_mapping = mapping
            return
        given = {name: _column(sheet, column) for name, column in (mapping or {}).items()}
        self._form = recognise(sheet)
        if self._form:
            self._full_mapping = Mapping.from_dict(given) if given else None
        else:
            # What the first rows show of the order of dates is no choice of the reader's.
            guessed = replace(guess(sheet).mapping, date_order=None)
            self._full_mapping = replace(guessed, **_given_fields(given))

    def _draft(self, sheet: Sheet) -> Draft:
        """Return what the rows of a piece mean."""
        if self._form is None:
            return draft(sheet, self._full_mapping or Mapping())
        made = self._form.draft(sheet)
        return (
            _correct_draft(made, draft(sheet, self._full_mapping)) if self._full_mapping else made
        )

    def _chosen_order(self) -> Order | None:
        """Return the order of day and month that the reader chose, if he did."""
        mapping = self.how.mapping
        return self.how.date_order or (mapping.date_order if isinstance(mapping, Mapping) else None)

    def _order(self) -> Order | None:
        """Return the order by which dates are read, once it is known."""
        return self._chosen_order() or (self._shown.order if self._shown else None)

    def _read_dates(self, sheet: Sheet, made: Draft) -> Draft:
        """Read the dates of a piece by the order that the whole file shows.

        Where rows show both orders, those that can be read both ways are left to the reader.
        """
        names = {made.columns.get(name, "") for name in ("start", "end")}
        columns = sorted(names & set(map(str, sheet.frame.columns)))
        counts = [count_orders(sheet.frame[name]) for name in columns]
        if not any(shown for shown, _ in counts):
            return made
        if self._shown is None:
            pieces = map(normalise_sheet, self.all_pieces()) if self.all_pieces else [sheet]
            cells = (piece.frame[name] for piece in pieces for name in columns)
            self._shown = sum((count_orders(cell)[0] for cell in cells), DateOrder())
        if sheet.date_order is None:
            made = self._draft(replace(sheet, date_order=self._order()))
        if self._shown.is_contradicted and self._chosen_order() is None:
            either = np.logical_or.reduce([either for _, either in counts])
            made = replace(made, ambiguous=either)
        return made


def _swap_positions(made: Draft) -> Draft:
    """Exchange latitude and longitude of rows that lie in the region only so."""
    lon, lat = made.rows["lon"].to_numpy(), made.rows["lat"].to_numpy()
    turned = fits_swapped(lon, lat)
    rows = made.rows.assign(lon=np.where(turned, lat, lon), lat=np.where(turned, lon, lat))
    return replace(made, rows=rows, notes=made.notes | {Note.SWAPPED: turned})


def _given_fields(given: dict[str, str]) -> dict[str, Any]:
    """Return corrections of a guess; a given day or position takes the place of the other form."""
    parts = {"start": ("year", "month", "day"), "year": ("start",), "lon": ("position",)}
    parts |= {"lat": ("position",), "position": ("lon", "lat")}
    dropped = {other: None for name in given for other in parts.get(name, ())}
    return {**dropped, **given}


def _column(sheet: Sheet, column: str) -> str:
    """Find a column, whatever the case and separators of its name."""
    return column if column in sheet.frame.columns else Columns(sheet.frame).name(column) or column


def _correct_draft(made: Draft, given: Draft) -> Draft:
    """Put given columns in the place of those that the format detects."""
    names = [name for name in given.columns if name in COLUMNS]
    names += ["end"] if "start" in names and "end" not in names else []
    rows = made.rows.assign(**{name: given.rows[name] for name in names})
    columns = made.columns | given.columns
    return replace(made, rows=rows, columns=columns, used=made.used | given.used)


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
    mapping: Mapping | dict[str, str] | None = None,
    positions: Positions | None = None,
    choice: str | None = None,
    limits: Limits = STREAMED,
    origin: Origin = True,
    date_order: Order | None = None,
    swap: bool = False,
    day: date | str | None = None,
) -> Iterator[Events]:
    """Read a file of events in pieces of at most ``rows`` rows; few are held at a time.

    Takes what :func:`read` takes. Ids are distinguished over the whole file, by 64-bit hashes.

    Parameters
    ----------
    source, name, mapping, positions, choice, origin, date_order, swap, day
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
    how = How(mapping, positions or {}, choice, date_order, swap, day)
    return _pieces(sourced(source, name, limits), rows, how, origin)


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
    given = (file.name, choice, limits)
    bounds: dict[str, Any] = {"name": file.name, "limits": limits, "classes": (Sheet, BadRow)}
    result: Sheet = call(table_here, *given, content=file.content, **bounds)
    return drop_unshaped(result)


def _pieces(file: Source, rows: int | None, how: How, origin: Origin) -> Iterator[Events]:
    given = (file.name, rows, how, file.limits, origin)
    bounds: dict[str, Any] = {"name": file.name, "limits": file.limits, "classes": (Events, Report)}
    for piece in stream(events_here, *given, content=file.content, streamed=True, **bounds):
        yield replace(piece, rows=typed(piece.rows))


def events_here(  # noqa: PLR0917 -- what a worker is given goes by place
    content: Path | bytes, name: str, rows: int | None, how: How, limits: Limits, origin: Origin
) -> Iterator[Events]:
    """Yield the events of a file, with those of its columns that are wanted."""
    for piece in chunks_here(content, name, rows, how, limits=limits, looked=go_on):
        names = {False: [], "unused": list(piece.report.unused)}.get(origin)
        yield piece if names is None else replace(piece, origin=piece.origin[names])


def table_here(content: Path | bytes, name: str, choice: str | None, limits: Limits) -> Sheet:
    """Read a file at once in this process, and make its areas valid; rows may have none."""
    sheet = read_outlines(normalise_sheet(open_sheet(content, name, limits=limits, choice=choice)))
    return select_outlines(sheet, limits.corners)
