"""Greenline's own tables of events, as ``greenline read --out`` writes them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from geo.cell_output import strip_guard
from geo.events.draft import Draft, make_rows
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
    return columns.all(*COLUMNS)


def strip_guards(sheet: Sheet) -> Sheet:
    """Return a CSV that Greenline wrote without the apostrophes that keep formulas from running.

    Such files are tables of events, and lists of rows that were set aside; other sheets are
    returned as they are.
    """
    names = set(sheet.frame.columns)
    if sheet.kind != "csv" or not (names.issuperset(COLUMNS) or names.issuperset(ASIDE)):
        return sheet
    return replace(sheet, frame=sheet.frame.map(strip_guard).rename(columns=strip_guard))


def draft(sheet: Sheet) -> Draft:
    columns = Columns(sheet.frame)
    fields = {
        **{name: columns.text(name) for name in COLUMNS},
        **{name: dates(columns.text(name)).start for name in _DAYS},
        **{name: degrees(columns.text(name), name) for name in _PLACE},
        **{name: numbers(columns.text(name)) for name in _FIGURES},
        **{
            name: columns.decode({word: word for word in known}, "unknown", name)
            for name, known in _CODES.items()
        },
    }
    named = columns.name_fields({name: (name,) for name in COLUMNS})
    return Draft(make_rows(sheet.frame.index, fields), named, used=frozenset(columns.used))
