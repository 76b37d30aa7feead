"""GDELT events 1.0 and 2.0: with a header (BigQuery) or without (the daily and 15-minute files)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from geo.events.draft import Draft, draft_columns
from geo.tabular.columns import Columns
from geo.tabular.grid import Sheet

ID: Final = "gdelt"
TITLE: Final = "GDELT event database"

_ACTOR: Final = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code",
    "Religion2Code", "Type1Code", "Type2Code", "Type3Code",
)  # fmt: skip
_GEO: Final = (
    "Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID",
)  # fmt: skip

#: The 61 columns of version 2.0, in order.
HEADER: Final = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor1{name}" for name in _ACTOR),
    *(f"Actor2{name}" for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles", "AvgTone",
    *(f"{part}Geo_{name}" for part in ("Actor1", "Actor2", "Action") for name in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip

#: Version 1.0 lacks the second level; before 2013 also the address.
_FIRST: Final = tuple(name for name in HEADER if not name.endswith("ADM2Code"))
HEADERS: Final = {len(names): names for names in (HEADER, _FIRST, _FIRST[:-1])}

#: Root categories of CAMEO, the code book that GDELT sorts events by.
_TYPES: Final = {
    "1": "public statement", "2": "appeal", "3": "intent to cooperate", "4": "consultation",
    "5": "diplomatic cooperation", "6": "material cooperation", "7": "aid", "8": "yielding",
    "9": "investigation", "10": "demand", "11": "disapproval", "12": "rejection", "13": "threat",
    "14": "protest", "15": "show of force", "16": "reduced relations", "17": "coercion",
    "18": "assault", "19": "fight", "20": "mass violence",
}  # fmt: skip

#: 2 and 3 are a state and a town in the USA, 4 and 5 a town and a province elsewhere.
_PLACES: Final = {
    "1": "country", "2": "governorate", "3": "near", "4": "near", "5": "governorate",
}  # fmt: skip

_FIELDS: Final = {
    "id": ("GLOBALEVENTID",),
    "start": ("SQLDATE", "Day"),
    "place": ("ActionGeo_FullName",),
    "lon": ("ActionGeo_Long",),
    "lat": ("ActionGeo_Lat",),
    "position_precision": ("ActionGeo_Type",),
    "type": ("EventRootCode",),
    "actor_a": ("Actor1Name",),
    "actor_b": ("Actor2Name",),
    "source": ("SOURCEURL",),
}


def knows(columns: Columns) -> bool:
    """Tell whether a table is of this format."""
    return columns.all("GLOBALEVENTID", "SQLDATE") or columns.all(
        "GLOBALEVENTID", "ActionGeo_Lat", "ActionGeo_Long"
    )


def add_header(sheet: Sheet) -> Sheet:
    """Return a sheet whose columns are named as in the code book, where the file names none."""
    names = HEADERS.get(sheet.frame.shape[1])
    if names is None or sheet.details.get("header") is not False or sheet.frame.empty:
        return sheet
    first = [str(cell).strip() for cell in sheet.frame.iloc[0, :2]]
    if not re.fullmatch(r"\d{1,12}", first[0]) or not re.fullmatch(r"(19|20)\d{6}", first[1]):
        return sheet
    return replace(sheet, frame=sheet.frame.set_axis(list(names), axis=1))


def draft(sheet: Sheet) -> Draft:
    """Read a table of this format."""
    codes = {"position_precision": _PLACES, "type": _TYPES}
    return draft_columns(Columns(sheet.frame), sheet.date_order, _FIELDS, codes)
