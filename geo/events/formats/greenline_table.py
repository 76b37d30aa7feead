"""Greenline's own tables of events, as ``greenline read --out`` writes them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from geo.cell_output import strip_guard
from geo.events.draft import Draft, draft_columns
from geo.events.report import ASIDE
from geo.events.schema import COLUMNS, DATE_PRECISIONS, POSITION_PRECISIONS
from geo.tabular.columns import Columns
from geo.tabular.dates import dates
from geo.tabular.grid import Sheet

ID: Final = "greenline"
TITLE: Final = "Greenline events"

_CODES: Final = {
    "date_precision": {word: word for word in DATE_PRECISIONS},
    "position_precision": {word: word for word in POSITION_PRECISIONS},
}


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
    return draft_columns(
        columns, None, {name: (name,) for name in COLUMNS}, _CODES,
        id=columns.text("id"),
        start=dates(columns.text("start")).start,
        end=dates(columns.text("end")).start,
    )  # fmt: skip
