"""ACLED: old and new exports, the API's JSON, HDX files with events."""

from __future__ import annotations

from typing import Final

from geo.events.draft import Draft, draft_columns
from geo.tabular.columns import Columns
from geo.tabular.grid import Sheet

ID: Final = "acled"
TITLE: Final = "Armed Conflict Location & Event Data (ACLED)"

#: The day, the week, the month.
_DATES: Final = {"1": "day", "2": "week", "3": "month"}

#: The place, a town near it, the capital of the governorate.
_PLACES: Final = {"1": "exact", "2": "near", "3": "governorate"}

#: Columns that no other source has, and some that others may have.
_OWN: Final = (
    *("event_id_cnty", "event_id_c", "event_id_no_cnty", "sub_event_type", "sub_event_"),
    *("interaction", "interactio", "inter1", "inter2", "assoc_actor_1", "disorder_type"),
)
_SHARED: Final = ("actor1", "actor2", "geo_precision", "geo_precis", "time_precision")
_FIELDS: Final = {
    "id": ("event_id_cnty", "event_id_c", "event_id", "data_id", "event_id_no_cnty"),
    "start": ("event_date", "date"),
    "date_precision": ("time_precision", "time_preci", "time_prec"),
    "place": ("location",),
    "lon": ("longitude", "lon"),
    "lat": ("latitude", "lat"),
    "position_precision": ("geo_precision", "geo_precis", "geo_prec"),
    "type": ("event_type",),
    "actor_a": ("actor1", "actor_1"),
    "actor_b": ("actor2", "actor_2"),
    "best": ("fatalities",),
    "source": ("source",),
    "text": ("notes",),
}


def knows(columns: Columns) -> bool:
    """Tell whether a table is of this format."""
    if not columns.all("event_date", "event_type"):
        return False
    return columns.count(*_OWN) >= 1 and columns.count(*_OWN, *_SHARED) >= 2


def draft(sheet: Sheet) -> Draft:
    """Read a table of this format."""
    columns = Columns(sheet.frame)
    codes = {"date_precision": _DATES, "position_precision": _PLACES}
    place = columns.first("location", "admin3", "admin2", "admin1")
    return draft_columns(columns, sheet.date_order, _FIELDS, codes, place=place)
