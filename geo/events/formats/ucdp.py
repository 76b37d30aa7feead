"""UCDP Georeferenced Event Dataset: versions 17 to 25, HDX country files, the API's JSON."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from geo.events.draft import Draft, draft_columns
from geo.events.report import Note
from geo.tabular.columns import Columns
from geo.tabular.dates import dates
from geo.tabular.grid import Sheet
from geo.tabular.values import numbers

ID: Final = "ucdp_ged"
TITLE: Final = "UCDP Georeferenced Event Dataset (GED)"

_TYPES: Final = {
    "1": "state_based", "2": "non_state", "3": "one_sided",
    "state-based": "state_based", "state-based conflict": "state_based",
    "state-based violence": "state_based", "non-state": "non_state",
    "non-state conflict": "non_state", "non-state violence": "non_state",
    "one-sided": "one_sided", "one-sided violence": "one_sided",
}  # fmt: skip

#: 4 to 6 are centroids of a governorate, an area or line, the country; 7 is outside countries.
_PLACES: Final = {
    "1": "exact", "2": "near", "3": "district", "4": "governorate", "5": "region", "6": "country",
}  # fmt: skip

#: The day; 2 to 6 days; the week; the month; up to a year.
_DATES: Final = {"1": "day", "2": "week", "3": "week", "4": "month", "5": "year"}

#: The second names are those that Shapefiles cut to ten letters.
_TYPE: Final = ("type_of_violence", "type_of_vi")
_PLACE: Final = ("where_coordinates", "where_coor")
_ARTICLE: Final = ("source_article", "source_art")
_HEADLINE: Final = ("source_headline", "source_hea")

_START: Final = ("date_start", "start_date", "date")
_END: Final = ("date_end", "end_date", *_START)
_FIGURES: Final = {
    "best": ("best", "best_est", "best_estimate"),
    "low": ("low", "low_est", "low_estimate"),
    "high": ("high", "high_est", "high_estimate"),
}
#: Columns that other sources do not have; UCDP's tables have most of them.
_OWN: Final = (
    *("best", "best_est", "side_a", "side_b", "dyad_name", "dyad_id", "dyad_new_id", "where_prec"),
    *(
        "conflict_id",
        "conflict_name",
        "conflict_new_id",
        "date_prec",
        "event_clarity",
        "event_clar",
    ),
    *("priogrid_gid", "priogrid_g", "where_coordinates", "where_coor", "deaths_civilians"),
)
_FIELDS: Final = {
    "id": ("id", "event_id"),
    "start": _START,
    "end": _END,
    "date_precision": ("date_prec",),
    "place": _PLACE,
    "lon": ("longitude", "lon"),
    "lat": ("latitude", "lat"),
    "position_precision": ("where_prec",),
    "type": _TYPE,
    "actor_a": ("side_a",),
    "actor_b": ("side_b",),
    **_FIGURES,
    "source": (*_ARTICLE, "source_office"),
    "text": (*_HEADLINE, "where_description"),
}


def knows(columns: Columns) -> bool:
    """Tell whether a table is of this format.

    It has UCDP's kinds of violence, and another column that is like no other source's.
    """
    placed = any(name in columns for name in _TYPE) and columns.all("latitude", "longitude")
    dated = any(name in columns for name in (*_START, *_FIGURES["best"]))
    return placed and dated and columns.count(*_OWN) >= 1 and columns.share(_TYPES, *_TYPE) > 0.5


def draft(sheet: Sheet) -> Draft:
    """Read a table of this format."""
    columns = Columns(sheet.frame)
    start = dates(columns.text(*_START), sheet.date_order)
    end = dates(columns.first(*(name for name in _END if name in columns)), start.order)
    read = draft_columns(
        columns, start.order, _FIELDS,
        {"date_precision": _DATES, "position_precision": _PLACES, "type": _TYPES},
        start=start.start,
        end=end.end,
        place=columns.first(*_PLACE, "adm_2", "adm_1"),
        source=columns.first(*_ARTICLE, "source_office", "source_original"),
        text=columns.first(*_HEADLINE, "where_description"),
    )  # fmt: skip
    unknown = numbers(columns.text("number_of_sources")) == -1
    return replace(read, notes={Note.SOURCES_NOT_COUNTED: unknown}, used=frozenset(columns.used))
