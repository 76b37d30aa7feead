"""Global Terrorism Database: the workbook of START and CSV copies of it."""

from __future__ import annotations

from typing import Final

import numpy as np

from geo.events.draft import Draft, draft_columns
from geo.tabular.columns import Columns
from geo.tabular.dates import Dates, Days, dates, of_parts
from geo.tabular.grid import Sheet

ID: Final = "gtd"
TITLE: Final = "Global Terrorism Database (GTD)"

#: 1 is the town; 2 and 3 the centre of the smallest area known; 4 that of the province; 5 is not
#: known, even where there are coordinates.
_PLACES: Final = {"1": "exact", "2": "district", "3": "district", "4": "governorate"}

_FIELDS: Final = {
    "id": ("eventid",),
    "start": ("iyear",),
    "place": ("city",),
    "lon": ("longitude",),
    "lat": ("latitude",),
    "position_precision": ("specificity",),
    "type": ("attacktype1_txt", "attacktype1"),
    "actor_a": ("gname",),
    "actor_b": ("targtype1_txt", "target1"),
    "best": ("nkill",),
    "source": ("scite1", "dbsource"),
    "text": ("summary",),
}


def knows(columns: Columns) -> bool:
    """Tell whether a table is of this format."""
    return columns.all("eventid", "iyear", "imonth", "iday")


def draft(sheet: Sheet) -> Draft:
    """Read a table of this format."""
    columns = Columns(sheet.frame)
    day = of_parts(*(columns.text(name) for name in ("iyear", "imonth", "iday")))
    return draft_columns(
        columns, None, _FIELDS, {"position_precision": _PLACES},
        start=day.start, end=_last_days(columns, day), date_precision=day.precision,
        place=columns.first("city", "provstate"), source=columns.first("scite1", "dbsource"),
    )  # fmt: skip


def _last_days(columns: Columns, day: Dates) -> Days:
    """Return the last day: that on which an event of several days was over, where one is given."""
    over = dates(columns.text("resolution")).end
    return np.where(~np.isnat(over) & (over > day.end), over, day.end)
