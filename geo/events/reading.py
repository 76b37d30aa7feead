"""Read a file of events, whatever its format: its content tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from geo.events.accepted import Told, kept
from geo.events.draft import Draft
from geo.events.formats import gdelt
from geo.events.formats.any_table import Mapping, draft, guess
from geo.events.formats.detection import Format, recognise
from geo.events.schema import COLUMNS, Events
from geo.events.validation import Known
from geo.tabular.columns import Columns
from geo.tabular.limits import LIMITS, Limits
from geo.tabular.sheet import Sheet, open_sheet, sheets

#: What a table is called whose columns were guessed or given.
TABLE: Final = Told("table", "Table of events")

#: Rows of one piece.
ROWS: Final = 250_000


def read(
    source: Path | bytes,
    name: str = "",
    *,
    mapping: Mapping | dict[str, str] | None = None,
    choice: str | None = None,
    limits: Limits = LIMITS,
) -> Events:
    r"""Read a file of events at once.

    Parameters
    ----------
    source
        A file, or its content.
    name
        Name for messages; the name of the file where it is empty.
    mapping
        Columns of all fields; or, as a dict, of some fields, which corrects what the format tells
        or what was guessed.
    choice
        Which of several sheets, layers or files to read; None takes the one with most rows.
    limits
        What the file may ask for.

    Returns
    -------
    Events
        What was kept, and a report of what was not.

    Raises
    ------
    geo.errors.ReadError
        If the file is no table, is damaged, or goes beyond the limits.

    Examples
    --------
    >>> table = b"id;lat;lon;date\nA1;35,5;44,4;1.3.2017\n"
    >>> read(table).rows[["id", "lon", "lat"]].values.tolist()
    [['A1', 44.4, 35.5]]
    """
    return Reader(mapping).events(open_sheet(source, name, limits=limits, choice=choice))


def chunks(
    source: Path | bytes,
    name: str = "",
    rows: int = ROWS,
    *,
    mapping: Mapping | dict[str, str] | None = None,
    choice: str | None = None,
    limits: Limits = LIMITS,
) -> Iterator[Events]:
    """Read a file of events in pieces of at most ``rows`` rows; one is held at a time.

    Takes what :func:`read` takes. Ids are told apart over the whole file, by 64-bit hashes.

    Yields
    ------
    Events
        At least one piece, each with its own report (:func:`geo.events.report.joined`).
    """
    reader = Reader(mapping)
    for sheet in sheets(source, name, rows, limits=limits, choice=choice):
        yield reader.events(sheet)


@dataclass
class Reader:
    """Reads the pieces of one file, the first of which tells what it is."""

    mapping: Mapping | dict[str, str] | None = None
    """Columns of the fields, as :func:`read` takes them."""

    known: Known = field(default_factory=Known)
    """What earlier pieces held."""

    _form: Format | None = None
    _whole: Mapping | None = None

    def events(self, sheet: Sheet) -> Events:
        """Return the events of the next piece."""
        sheet = gdelt.headed(sheet)
        if self._form is None and self._whole is None:
            self._look(sheet)
        if self._form is None:
            return kept(sheet, draft(sheet, self._whole or Mapping()), TABLE, self.known)
        made = self._form.draft(sheet)
        if self._whole:
            made = _corrected(made, draft(sheet, self._whole))
        return kept(sheet, made, Told(self._form.id, self._form.title), self.known)

    def _look(self, sheet: Sheet) -> None:
        """Tell from the first piece what the file is."""
        if isinstance(self.mapping, Mapping):
            self._whole = self.mapping
            return
        given = {name: _column(sheet, column) for name, column in (self.mapping or {}).items()}
        self._form = recognise(sheet)
        if self._form:
            self._whole = Mapping.from_dict(given) if given else None
        else:
            self._whole = replace(guess(sheet).mapping, **_given(given))


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
    """Put given columns in the place of those that the format tells."""
    names = [name for name in given.columns if name in COLUMNS]
    names += ["end"] if "start" in names and "end" not in names else []
    rows = made.rows.assign(**{name: given.rows[name] for name in names})
    return Draft(rows, made.columns | given.columns, made.blank, made.notes)
