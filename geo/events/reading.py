"""Read a file of events in this process, whatever its format, which is detected from its content.

Files that others made are read by :mod:`geo.events.isolation`, in a process of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from geo.events.draft import Bools, Draft, Positions, placed
from geo.events.formats import Format, gdelt, greenline_table, recognise
from geo.events.formats.any_table import Mapping, draft, guess
from geo.events.report import Note, Report, counted
from geo.events.schema import COLUMNS, OPTIONAL, Events, typed
from geo.events.validation import Known, validate_rows
from geo.tabular.columns import Columns
from geo.tabular.sheet import Sheet, open_sheet, sheets
from geo.tabular.source import LIMITS, Limits
from geo.tabular.values import Floats, empty

#: More than this no figure of deaths can be.
MOST: Final = np.iinfo(np.int32).max

FIGURES: Final = ("best", "low", "high")


@dataclass(frozen=True)
class FormatName:
    """What a report says of a file's format."""

    format: str
    title: str


def build_events(
    sheet: Sheet, draft: Draft, format_name: FormatName, known: Known | None = None
) -> Events:
    """Return the events of a draft, with a report of what was kept and what was set aside."""
    draft = _whole_figures(sheet, draft)
    names = [str(name) for name in sheet.frame.columns]
    valid = validate_rows(sheet, draft, known)
    rows = draft.rows.loc[valid.kept].assign(id=valid.ids)
    notes = [*valid.notes.items(), *sheet.notes]
    report = Report(
        sheet.name,
        format_name.format,
        format_name.title,
        rows_read=len(sheet.frame) + len(sheet.bad) + sheet.unlisted,
        kept=len(rows),
        set_aside=counted(valid.aside, sheet.unlisted),
        aside=valid.aside,
        notes=tuple((str(key), count) for key, count in notes if count),
        details={name: str(found) for name, found in sheet.details.items() if found != ""},
        columns=draft.columns,
        choices=sheet.choices,
        used=tuple(name for name in names if name in draft.used),
        unused=tuple(name for name in names if name not in draft.used),
    )
    origin = sheet.frame.loc[valid.kept].reset_index(drop=True)
    return Events(typed(rows), origin, report)


def _whole_figures(sheet: Sheet, draft: Draft) -> Draft:
    """Make figures of deaths and people whole numbers of 0 or more; note what is none."""
    nothing = np.zeros(len(draft.rows), bool)
    unread, rounded = nothing.copy(), nothing.copy()
    found: dict[str, Floats] = {}
    for name in (*FIGURES, *(name for name in OPTIONAL if name in draft.rows)):
        values = draft.rows[name].to_numpy(np.float64, na_value=np.nan)
        wrong = (values < 0) | (values > MOST)
        unread |= wrong | _garbled(sheet, draft.columns.get(name, ""), np.isnan(values))
        figures = np.where(wrong, np.nan, np.round(values))
        rounded |= ~wrong & (figures != values) & ~np.isnan(values)
        found[name] = figures
    notes = draft.notes | {Note.FIGURE_NOT_READ: unread, Note.FIGURE_ROUNDED: rounded}
    return replace(draft, rows=draft.rows.assign(**found), notes=notes)


def _garbled(sheet: Sheet, column: str, missing: Bools) -> Bools:
    """Return the rows whose figure is missing though its cell says something."""
    if not column or not missing.any():
        return np.zeros(len(missing), bool)
    garbled = missing.copy()
    garbled[missing] = ~empty(sheet.frame.loc[missing, column])
    return garbled


#: What a table is called whose columns were guessed or given.
TABLE: Final = FormatName("table", "Table of events")


def read_here(
    source: Path | bytes,
    name: str = "",
    *,
    mapping: Mapping | dict[str, str] | None = None,
    positions: Positions | None = None,
    choice: str | None = None,
    limits: Limits = LIMITS,
) -> Events:
    """Read a file of events at once, in this process; takes what :func:`geo.events.read` takes."""
    sheet = open_sheet(source, name, limits=limits, choice=choice)
    return Reader(mapping, positions or {}).events(sheet)


def chunks_here(
    source: Path | bytes,
    name: str,
    rows: int | None,
    *,
    mapping: Mapping | dict[str, str] | None = None,
    positions: Positions | None = None,
    choice: str | None = None,
    limits: Limits = LIMITS,
) -> Iterator[Events]:
    """Read a file of events in pieces, in this process; takes what :func:`geo.events.chunks` takes.

    ``rows`` may be None, which gives all at once.
    """
    if rows is None:
        yield read_here(
            source, name, mapping=mapping, positions=positions, choice=choice, limits=limits
        )
        return
    reader = Reader(mapping, positions or {})
    for sheet in sheets(source, name, rows, limits=limits, choice=choice):
        yield reader.events(sheet)


@dataclass
class Reader:
    """Reads the pieces of one file, whose format is detected from the first."""

    mapping: Mapping | dict[str, str] | None = None
    """Columns of the fields, as :func:`read` takes them."""

    positions: Positions = field(default_factory=dict)
    """Positions of places by name, for rows that have none."""

    known: Known = field(default_factory=Known)
    """What earlier pieces held."""

    _form: Format | None = None
    _full_mapping: Mapping | None = None

    def events(self, sheet: Sheet) -> Events:
        """Return the events of the next piece."""
        sheet = greenline_table.unguarded(gdelt.headed(sheet))
        if self._form is None and self._full_mapping is None:
            self._look(sheet)
        if self._form is None:
            made, form = draft(sheet, self._full_mapping or Mapping()), TABLE
        else:
            made, form = self._form.draft(sheet), FormatName(self._form.id, self._form.title)
            if self._full_mapping:
                made = _corrected(made, draft(sheet, self._full_mapping))
        return build_events(sheet, placed(sheet, made, self.positions), form, self.known)

    def _look(self, sheet: Sheet) -> None:
        """Tell from the first piece what the file is."""
        if isinstance(self.mapping, Mapping):
            self._full_mapping = self.mapping
            return
        given = {name: _column(sheet, column) for name, column in (self.mapping or {}).items()}
        self._form = recognise(sheet)
        if self._form:
            self._full_mapping = Mapping.from_dict(given) if given else None
        else:
            self._full_mapping = replace(guess(sheet).mapping, **_given(given))


def _given(given: dict[str, str]) -> dict[str, Any]:
    """Return corrections of a guess; a given day or position takes the place of the other form."""
    parts = {"start": ("year", "month", "day"), "year": ("start",), "lon": ("position",)}
    parts |= {"lat": ("position",), "position": ("lon", "lat")}
    dropped = {other: None for name in given for other in parts.get(name, ())}
    return {**dropped, **given}


def _column(sheet: Sheet, column: str) -> str:
    """Return the column that is meant, however its case and separators are written."""
    return column if column in sheet.frame.columns else Columns(sheet.frame).name(column) or column


def _corrected(made: Draft, given: Draft) -> Draft:
    """Put given columns in the place of those that the format detects."""
    names = [name for name in given.columns if name in COLUMNS]
    names += ["end"] if "start" in names and "end" not in names else []
    rows = made.rows.assign(**{name: given.rows[name] for name in names})
    columns = made.columns | given.columns
    return replace(made, rows=rows, columns=columns, used=made.used | given.used)
