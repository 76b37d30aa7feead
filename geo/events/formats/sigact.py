"""Significant activity reports (SIGACT) of the coalition with positions.

Two kinds: research tables of date, longitude, latitude and type, which have no id, and tables with
the columns of the reports themselves (category, casualties by side, grid reference).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from geo.events.draft import Draft, draft_columns
from geo.tabular.columns import Columns
from geo.tabular.grid import Sheet
from geo.tabular.values import Floats, numbers

ID: Final = "sigact"
TITLE: Final = "Significant activity reports (SIGACT)"

#: Kinds in words; any other stays as the table has it.
_WORDS: Final = {
    "ied": "IED", "saf": "small arms fire", "sof": "show of force", "idf": "indirect fire",
    "df": "direct fire", "vbied": "car bomb", "svbied": "suicide car bomb",
    "airstrike": "airstrike", "other": "other", "suicide": "suicide attack",
}  # fmt: skip

_DATE: Final = ("date", "date_occurred", "event_date", "datetime", "date_time")
_LON: Final = ("longitude", "lon", "long")
_LAT: Final = ("latitude", "lat")
_TYPE: Final = ("category", "event_category", "type", "event_type", "sigact_type")
_DEATHS: Final = ("civilian_kia", "enemy_kia", "friendly_kia", "host_nation_kia")
_FIELDS: Final = {
    "id": ("report_key", "tracking_number"), "start": _DATE, "place": ("region",),
    "lon": _LON, "lat": _LAT, "type": _TYPE, "text": ("summary", "title"),
}  # fmt: skip


def knows(columns: Columns) -> bool:
    """Tell whether a table is of this format.

    The tables of the reports have columns of their own. A research table has four columns and no
    other, and none but the abbreviations of the reports for kinds.
    """
    if not all(any(name in columns for name in names) for names in (_DATE, _LON, _LAT, _TYPE)):
        return False
    if columns.count(*_FIELDS["id"]) and columns.count(*_DEATHS, "mgrs", "sigact"):
        return True
    kinds = columns.share(_WORDS.keys(), *_TYPE), columns.share({"other", ""}, *_TYPE)
    return columns.frame.shape[1] == 4 and kinds[0] > 0.9 and kinds[1] < 1


def draft(sheet: Sheet) -> Draft:
    """Read a table of this format."""
    columns = Columns(sheet.frame)
    return draft_columns(
        columns, sheet.date_order, _FIELDS, {},
        id=columns.text(*_FIELDS["id"]),
        position_precision="near" if "mgrs" in columns else "exact",
        type=columns.reword(_WORDS, *_TYPE),
        best=_deaths(columns),
        source="SIGACT",
        text=columns.first("summary", "title"),
    )  # fmt: skip


def _deaths(columns: Columns) -> Floats:
    """Add up the killed of all sides; not given where no side is."""
    sides = [numbers(columns.text(name)) for name in _DEATHS if name in columns]
    if not sides:
        return np.full(len(columns.frame), np.nan)
    known = ~np.all(np.isnan(sides), axis=0)
    return np.where(known, np.nansum(sides, axis=0), np.nan)
