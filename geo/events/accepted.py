"""Events and their report, of a draft that was sifted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from geo.events.draft import Bools, Draft
from geo.events.report import Note, Report, counted
from geo.events.schema import Events, typed
from geo.events.validation import Known, sift
from geo.tabular.grid import Sheet
from geo.tabular.values import Floats, empty

#: More than this no figure of deaths can be.
MOST: Final = np.iinfo(np.int32).max

FIGURES: Final = ("best", "low", "high")


@dataclass(frozen=True)
class Told:
    """What a report says of a file's format."""

    format: str
    title: str


def kept(sheet: Sheet, draft: Draft, told: Told, known: Known | None = None) -> Events:
    """Return the events of a draft, and what became of every row.

    Parameters
    ----------
    sheet
        The table.
    draft
        What its rows mean.
    told
        The format.
    known
        What earlier pieces of the file held; it is added to.
    """
    draft = _whole(sheet, draft)
    names = [str(name) for name in sheet.frame.columns]
    sifted = sift(sheet, draft, known)
    rows = draft.rows.loc[sifted.kept].assign(id=sifted.ids)
    notes = [*sifted.notes.items(), *sheet.notes]
    report = Report(
        sheet.name,
        told.format,
        told.title,
        rows_read=len(sheet.frame) + len(sheet.bad) + sheet.unlisted,
        kept=len(rows),
        set_aside=counted(sifted.aside, sheet.unlisted),
        aside=sifted.aside,
        notes=tuple((str(key), count) for key, count in notes if count),
        details={name: str(found) for name, found in sheet.details.items() if found != ""},
        columns=draft.columns,
        choices=sheet.choices,
        used=tuple(name for name in names if name in draft.used),
        unused=tuple(name for name in names if name not in draft.used),
    )
    origin = sheet.frame.loc[sifted.kept].reset_index(drop=True)
    return Events(typed(rows), origin, report)


def _whole(sheet: Sheet, draft: Draft) -> Draft:
    """Make figures of deaths whole numbers of 0 or more; note what is none."""
    nothing = np.zeros(len(draft.rows), bool)
    unread, rounded = nothing.copy(), nothing.copy()
    found: dict[str, Floats] = {}
    for name in FIGURES:
        values = draft.rows[name].to_numpy(np.float64, na_value=np.nan)
        wrong = (values < 0) | (values > MOST)
        unread |= wrong | _garbled(sheet, draft.columns.get(name, ""), np.isnan(values))
        whole = np.where(wrong, np.nan, np.round(values))
        rounded |= ~wrong & (whole != values) & ~np.isnan(values)
        found[name] = whole
    notes = draft.notes | {Note.FIGURE_NOT_READ: unread, Note.FIGURE_ROUNDED: rounded}
    return replace(draft, rows=draft.rows.assign(**found), notes=notes)


def _garbled(sheet: Sheet, column: str, missing: Bools) -> Bools:
    """Return the rows whose figure is missing though its cell says something."""
    if not column or not missing.any():
        return np.zeros(len(missing), bool)
    garbled = missing.copy()
    garbled[missing] = ~empty(sheet.frame.loc[missing, column])
    return garbled
