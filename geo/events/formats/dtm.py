"""IOM DTM: master lists of the displaced and of those who returned, by location.

Families and individuals are a count on a day, not deaths: both stand in the text, and individuals
in ``people``, by which the map can size its circles. All columns of origin, shelter and period stay
in ``Events.origin``.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from geo.events.draft import Bools, Draft, make_rows
from geo.events.report import Note
from geo.tabular.columns import Columns, fold_name
from geo.tabular.dates import Days, dates, day_in
from geo.tabular.grid import Sheet
from geo.tabular.values import degrees, empty, numbers

ID: Final = "iom_dtm"
TITLE: Final = "IOM Displacement Tracking Matrix, master list"

_PLACE: Final = ("place_id", "location_id", "site_id", "ssid")
_NAME: Final = ("location_name", "location_name_in_english", "location", "place_name", "site_name")
_ARABIC: Final = ("arabic_name", "location_name_in_arabic", "location_arabic")
_FAMILIES: Final = ("families", "households", "idp_families", "number_of_families", "hh")
_PEOPLE: Final = ("individuals", "idp_individuals", "number_of_individuals", "persons", "ind")
_BACK: Final = ("returnee_families", "returnee_households", "returnees_families")
_BACK_PEOPLE: Final = ("returnee_individuals", "returnees_individuals")
_DATE: Final = ("date", "report_date", "reporting_date", "date_of_assessment", "survey_date")
_LON: Final = ("longitude", "lon", "long", "x")
_LAT: Final = ("latitude", "lat", "y")
_FIELDS: Final = {
    "id": _PLACE, "start": _DATE, "place": _NAME, "lon": _LON, "lat": _LAT,
    "text": (*_BACK, *_FAMILIES),
}  # fmt: skip


def knows(columns: Columns) -> bool:
    """Tell whether a table is of this format: families and individuals by numbered place."""
    needed = (
        (*_FAMILIES, *_BACK), (*_PEOPLE, *_BACK_PEOPLE), _LAT, _LON, _PLACE, _NAME,
        ("governorate",), ("district",),
    )  # fmt: skip
    return all(any(name in columns for name in names) for names in needed)


def draft(sheet: Sheet) -> Draft:
    """Read a table of this format."""
    columns = Columns(sheet.frame)
    back = _lists_returnees(columns)
    start, from_name = _days(sheet, columns)
    place = columns.text(*_PLACE).str.removesuffix(".0")
    lon, lat = degrees(columns.text(*_LON), "lon"), degrees(columns.text(*_LAT), "lat")
    rows = make_rows(
        sheet.frame.index,
        {
            "id": _ids("returnee" if back else "idp", place, start),
            "start": start,
            "date_precision": "day",
            "place": columns.first(*_NAME, *_ARABIC),
            "lon": lon,
            "lat": lat,
            "position_precision": "exact",
            "type": "return" if back else "displacement",
            "source": "IOM DTM",
            "text": _text(columns, back=back),
            "people": numbers(_read_count(columns, _PEOPLE, _BACK_PEOPLE, back=back), "."),
        },
    )
    blank = (
        (place == "").to_numpy()
        & np.isnan(lon)
        & np.isnan(lat)
        & empty(columns.text(*_BACK, *_FAMILIES))
    )
    notes: dict[str, Bools] = {Note.DATE_FROM_NAME: np.full(len(rows), from_name)}
    return Draft(rows, columns.name_fields(_FIELDS), blank, notes, frozenset(columns.used))


def _lists_returnees(columns: Columns) -> bool:
    """Tell a list of returnees: it says so, or where they live again."""
    names = map(fold_name, columns.frame.columns)
    return any("returnee" in name or "habitual" in name for name in names)


def _days(sheet: Sheet, columns: Columns) -> tuple[Days, bool]:
    """Return the day of each row; the publisher's own workbooks have it in their name only."""
    if columns.name(*_DATE):
        return dates(columns.text(*_DATE), sheet.date_order).start, False
    datetime64 = day_in(str(sheet.details.get("sheet", ""))) or day_in(sheet.name)
    return np.full(len(sheet.frame), datetime64, "datetime64[s]"), datetime64 is not None


def _ids(kind: str, place: pd.Series, start: Days) -> pd.Series:
    """Name the count of one place on one day, apart from other days and lists."""
    day = pd.Series(start, index=place.index).dt.strftime("%Y%m%d").fillna("")
    return (kind + "-" + place + "-" + day).where(place != "", "")


def _text(columns: Columns, *, back: bool) -> pd.Series:
    families = _read_count(columns, _FAMILIES, _BACK, back=back)
    people = _read_count(columns, _PEOPLE, _BACK_PEOPLE, back=back)
    counted = families + " families" + (", " + people + " individuals").where(people != "", "")
    where = columns.text("district") + ", " + columns.text("governorate")
    return (counted + "; " + where).where(families != "", where)


def _read_count(
    columns: Columns, names: tuple[str, ...], returned: tuple[str, ...], *, back: bool
) -> pd.Series:
    """Return a count as text; a list of returnees has names of its own for it."""
    return columns.text(*(returned if back else ()), *names).str.removesuffix(".0")
