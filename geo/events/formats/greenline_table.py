"""Greenline's own tables of events, as ``greenline read --out`` writes them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from geo.cell_output import bare
from geo.events.draft import Draft, drafted
from geo.events.report import ASIDE
from geo.events.schema import COLUMNS, DATE_PRECISIONS, POSITION_PRECISIONS
from geo.tabular.columns import Columns
from geo.tabular.dates import dates
from geo.tabular.grid import Sheet
from geo.tabular.values import degrees, numbers

ID: Final = "greenline"
TITLE: Final = "Greenline events"

_DAYS: Final = ("start", "end")
_PLACE: Final = ("lon", "lat")
_FIGURES: Final = ("best", "low", "high")
_CODES: Final = {"date_precision": DATE_PRECISIONS, "position_precision": POSITION_PRECISIONS}


def knows(columns: Columns) -> bool:
    """Tell whether a table is of this format."""
    return columns.all(*COLUMNS)


def unguarded(sheet: Sheet) -> Sheet:
    """Return a CSV that Greenline wrote without the apostrophes that keep formulas from running.

    Such files are tables of events, and lists of rows that were set aside; other sheets are
    returned as they are.
    """
    names = set(sheet.frame.columns)
    if sheet.kind != "csv" or not (names.issuperset(COLUMNS) or names.issuperset(ASIDE)):
        return sheet
    return replace(sheet, frame=sheet.frame.map(bare).rename(columns=bare))


def draft(sheet: Sheet) -> Draft:
    """Read a table of this format."""
    columns = Columns(sheet.frame)
    fields = {
        **{name: columns.text(name) for name in COLUMNS},
        **{name: dates(columns.text(name)).start for name in _DAYS},
        **{name: degrees(columns.text(name), name) for name in _PLACE},
        **{name: numbers(columns.text(name)) for name in _FIGURES},
        **{
            name: columns.decoded({one: one for one in known}, "unknown", name)
            for name, known in _CODES.items()
        },
    }
    named = columns.named({name: (name,) for name in COLUMNS})
    return Draft(drafted(sheet.frame.index, fields), named, used=frozenset(columns.used))
