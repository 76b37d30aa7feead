"""The formats of publishers of events, declared as tables: that of a file is told by its columns.

DTM lists count the displaced, or those who returned, at a place on a day: no deaths. Both counts
stand in the text, and individuals in ``people``, by which the map can size its circles. SIGACT are
significant activity reports of the coalition: research tables of date, longitude, latitude and
type, which have no id, and tables with the columns of the reports themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.events.schema import (
    ASIDE,
    COLUMNS,
    DATE_PRECISIONS,
    POSITION_PRECISIONS,
    Note,
    Reason,
)
from geo.events.validation import CheckedRows
from geo.tabular.columns import Columns, fold_name
from geo.tabular.dates import dates, day_in, of_parts
from geo.tabular.grid import Sheet
from geo.tabular.values import degrees, empty, numbers
from geo.words.cells import strip_guard

Names = tuple[str, ...]


@dataclass(frozen=True)
class Format:
    """A format of events that has a reader of its own."""

    id: str  #: Short name, such as ``ucdp_ged``.
    title: str  #: Name for a reader.
    needs: tuple[Names, ...]  #: Groups of columns: a table of this format has one of each.
    fields: Mapping[str, Names]  #: Columns of a field; of text the first that says something.
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  #: What cells mean.
    is_like: Callable[[Columns], bool] = lambda _: True  #: What else speaks for the format.
    #: Fields that no single column gives; ``blank`` rows say nothing, ``notes`` are of some rows.
    more: Callable[[Columns, Sheet], dict[str, Any]] = lambda _, __: {}

    def draft(self, sheet: Sheet) -> CheckedRows:
        """Read a table of this format."""
        columns, names = Columns(sheet.frame), self.fields
        values = self.more(columns, sheet)
        blank, notes = values.pop("blank", None), values.pop("notes", {})
        if "start" not in values:
            days = dates(columns.text(*names["start"]), sheet.date_order)
            values = {"start": days.start, "end": days.end} | values
            if "end" in names:
                values["end"] = dates(columns.first(*names["end"]), days.order).end
            if "date_precision" not in self.codes:
                values["date_precision"] = days.precision
        for name in names.keys() - values.keys():
            if name in self.codes:
                values[name] = columns.decode(self.codes[name], "unknown", *names[name])
            elif name in {"lon", "lat"}:
                values[name] = degrees(columns.text(*names[name]), name)
            elif name in {"best", "low", "high"}:
                values[name] = numbers(columns.text(*names[name]))
            elif name == "id":
                values[name] = columns.text(*names[name]).str.removesuffix(".0")
            else:
                values[name] = columns.first(*names[name])
        named, used = columns.name_fields(names), frozenset(columns.used)
        checked = CheckedRows(sheet, values, named, used, notes)
        if blank is not None:
            checked.set_aside(blank, Reason.EMPTY_ROW, "row")
        return checked


#: Columns that UCDP's tables have and those of other sources do not; the shorter of two names is
#: that of a Shapefile, which cuts names to ten letters.
_OF_UCDP: Final = (
    "best", "best_est", "side_a", "side_b", "dyad_name", "dyad_id", "dyad_new_id", "where_prec",
    "conflict_id", "conflict_name", "conflict_new_id", "date_prec", "event_clarity", "event_clar",
    "priogrid_gid", "priogrid_g", "where_coordinates", "where_coor", "deaths_civilians",
)  # fmt: skip
_VIOLENCE: Final = {
    "1": "state_based", "2": "non_state", "3": "one_sided",
    "state-based": "state_based", "state-based conflict": "state_based",
    "state-based violence": "state_based", "non-state": "non_state",
    "non-state conflict": "non_state", "non-state violence": "non_state",
    "one-sided": "one_sided", "one-sided violence": "one_sided",
}  # fmt: skip
_KIND_OF_UCDP: Final = ("type_of_violence", "type_of_vi")
_START_OF_UCDP: Final = ("date_start", "start_date", "date")
_BEST_OF_UCDP: Final = ("best", "best_est", "best_estimate")

#: Columns of ACLED's that no other source has, and some that others may have.
_OF_ACLED: Final = (
    "event_id_cnty", "event_id_c", "event_id_no_cnty", "sub_event_type", "sub_event_",
    "interaction", "interactio", "inter1", "inter2", "assoc_actor_1", "disorder_type",
)  # fmt: skip
_SHARED: Final = ("actor1", "actor2", "geo_precision", "geo_precis", "time_precision")

_ACTOR: Final = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code",
    "Religion2Code", "Type1Code", "Type2Code", "Type3Code",
)  # fmt: skip
_GEO: Final = (
    "Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID",
)  # fmt: skip

#: The 61 columns of version 2.0 of GDELT, in order.
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

_PLACE: Final = ("place_id", "location_id", "site_id", "ssid")
_NAME: Final = (
    "location_name", "location_name_in_english", "location", "place_name", "site_name",
    "arabic_name", "location_name_in_arabic", "location_arabic",
)  # fmt: skip
_FAMILIES: Final = ("families", "households", "idp_families", "number_of_families", "hh")
_PEOPLE: Final = ("individuals", "idp_individuals", "number_of_individuals", "persons", "ind")
_BACK: Final = ("returnee_families", "returnee_households", "returnees_families")
_BACK_PEOPLE: Final = ("returnee_individuals", "returnees_individuals")
_DATE: Final = ("date", "report_date", "reporting_date", "date_of_assessment", "survey_date")
_LON: Final = ("longitude", "lon", "long", "x")
_LAT: Final = ("latitude", "lat", "y")

#: Kinds of SIGACT in words; any other stays as the table has it.
_WORDS: Final = {
    "ied": "IED", "saf": "small arms fire", "sof": "show of force", "idf": "indirect fire",
    "df": "direct fire", "vbied": "car bomb", "svbied": "suicide car bomb",
    "airstrike": "airstrike", "other": "other", "suicide": "suicide attack",
}  # fmt: skip
_KIND: Final = ("category", "event_category", "type", "event_type", "sigact_type")
_DEATHS: Final = ("civilian_kia", "enemy_kia", "friendly_kia", "host_nation_kia")
_REPORT: Final = ("report_key", "tracking_number")


def _read_ucdp(columns: Columns, _: Sheet) -> dict[str, Any]:
    unknown = numbers(columns.text("number_of_sources")) == -1
    return {"notes": {Note.SOURCES_NOT_COUNTED: unknown}}


def _read_gtd(columns: Columns, _: Sheet) -> dict[str, Any]:
    """Read days in three columns, and the last day of an event of several."""
    day = of_parts(*(columns.text(name) for name in ("iyear", "imonth", "iday")))
    over = dates(columns.text("resolution")).end
    end = np.where(~np.isnat(over) & (over > day.end), over, day.end)
    return {"start": day.start, "end": end, "date_precision": day.precision}


def _read_dtm(columns: Columns, sheet: Sheet) -> dict[str, Any]:
    """Read a count of people at places; some workbooks have its day in their name alone."""
    folded = map(fold_name, columns.frame.columns)
    back = any("returnee" in name or "habitual" in name for name in folded)
    if columns.name(*_DATE):
        start, from_name = dates(columns.text(*_DATE), sheet.date_order).start, False
    else:
        day = day_in(str(sheet.details.get("sheet", ""))) or day_in(sheet.name)
        start, from_name = np.full(len(sheet.frame), day, "datetime64[s]"), day is not None
    families, people = (
        columns.text(*(names if back else ()), *others).str.removesuffix(".0")
        for names, others in ((_BACK, _FAMILIES), (_BACK_PEOPLE, _PEOPLE))
    )
    place = columns.text(*_PLACE).str.removesuffix(".0")
    written = pd.Series(start, index=place.index).dt.strftime("%Y%m%d").fillna("")
    # The count of one place on one day, apart from other days and lists.
    ids = (("returnee-" if back else "idp-") + place + "-" + written).where(place != "", "")
    counted = families + " families" + (", " + people + " individuals").where(people != "", "")
    where = columns.text("district") + ", " + columns.text("governorate")
    lon, lat = degrees(columns.text(*_LON), "lon"), degrees(columns.text(*_LAT), "lat")
    blank = (place == "").to_numpy() & np.isnan(lon) & np.isnan(lat)
    return {
        "id": ids, "start": start, "date_precision": "day", "position_precision": "exact",
        "lon": lon, "lat": lat, "type": "return" if back else "displacement", "source": "IOM DTM",
        "text": (counted + "; " + where).where(families != "", where),
        "people": numbers(people, "."),
        "blank": blank & empty(columns.text(*_BACK, *_FAMILIES)),
        "notes": {Note.DATE_FROM_NAME: np.full(len(sheet.frame), from_name)},
    }  # fmt: skip


def _is_sigact(columns: Columns) -> bool:
    """Tell reports by columns of their own; research tables have four, and kinds in short."""
    if columns.count(*_REPORT) and columns.count(*_DEATHS, "mgrs", "sigact"):
        return True
    kinds = columns.share(_WORDS.keys(), *_KIND), columns.share({"other", ""}, *_KIND)
    return columns.frame.shape[1] == 4 and kinds[0] > 0.9 and kinds[1] < 1


def _read_sigact(columns: Columns, _: Sheet) -> dict[str, Any]:
    """Read kinds in words, and add up the killed of all sides; NaN where no side has a number."""
    sides = [numbers(columns.text(name)) for name in _DEATHS if name in columns]
    sides = sides or [np.full(len(columns.frame), np.nan)]
    return {
        "id": columns.text(*_REPORT),
        "position_precision": "near" if "mgrs" in columns else "exact",
        "type": columns.map_cells(lambda cell: _WORDS.get(cell.casefold(), cell), *_KIND),
        "best": np.where(np.all(np.isnan(sides), axis=0), np.nan, np.nansum(sides, axis=0)),
        "source": "SIGACT",
    }


#: Formats in the order in which a table is tried; the more peculiar columns come first.
FORMATS: Final = (
    Format(
        "greenline", "Greenline events",
        needs=tuple((name,) for name in COLUMNS),
        fields={name: (name,) for name in COLUMNS},
        codes={
            "date_precision": {word: word for word in DATE_PRECISIONS},
            "position_precision": {word: word for word in POSITION_PRECISIONS},
        },
        more=lambda columns, _: {"id": columns.text("id")},
    ),
    Format(
        "ucdp_ged", "UCDP Georeferenced Event Dataset (GED)",
        needs=(_KIND_OF_UCDP, ("latitude",), ("longitude",), (*_START_OF_UCDP, *_BEST_OF_UCDP)),
        is_like=lambda columns: (
            columns.count(*_OF_UCDP) >= 1 and columns.share(_VIOLENCE, *_KIND_OF_UCDP) > 0.5
        ),
        fields={
            "id": ("id", "event_id"),
            "start": _START_OF_UCDP,
            "end": ("date_end", "end_date", *_START_OF_UCDP),
            "date_precision": ("date_prec",),
            "place": ("where_coordinates", "where_coor", "adm_2", "adm_1"),
            "lon": ("longitude", "lon"),
            "lat": ("latitude", "lat"),
            "position_precision": ("where_prec",),
            "type": _KIND_OF_UCDP,
            "actor_a": ("side_a",),
            "actor_b": ("side_b",),
            "best": _BEST_OF_UCDP,
            "low": ("low", "low_est", "low_estimate"),
            "high": ("high", "high_est", "high_estimate"),
            "source": ("source_article", "source_art", "source_office", "source_original"),
            "text": ("source_headline", "source_hea", "where_description"),
        },
        codes={
            # The day; 2 to 6 days; the week; the month; up to a year.
            "date_precision": {"1": "day", "2": "week", "3": "week", "4": "month", "5": "year"},
            # Centroids of a governorate, an area or line, the country; 7 is outside countries.
            "position_precision": {
                "1": "exact", "2": "near", "3": "district", "4": "governorate", "5": "region",
                "6": "country",
            },
            "type": _VIOLENCE,
        },
        more=_read_ucdp,
    ),
    Format(
        "acled", "Armed Conflict Location & Event Data (ACLED)",
        needs=(("event_date",), ("event_type",)),
        is_like=lambda columns: (
            columns.count(*_OF_ACLED) >= 1 and columns.count(*_OF_ACLED, *_SHARED) >= 2
        ),
        fields={
            "id": ("event_id_cnty", "event_id_c", "event_id", "data_id", "event_id_no_cnty"),
            "start": ("event_date", "date"),
            "date_precision": ("time_precision", "time_preci", "time_prec"),
            "place": ("location", "admin3", "admin2", "admin1"),
            "lon": ("longitude", "lon"),
            "lat": ("latitude", "lat"),
            "position_precision": ("geo_precision", "geo_precis", "geo_prec"),
            "type": ("event_type",),
            "actor_a": ("actor1", "actor_1"),
            "actor_b": ("actor2", "actor_2"),
            "best": ("fatalities",),
            "source": ("source",),
            "text": ("notes",),
        },
        codes={
            "date_precision": {"1": "day", "2": "week", "3": "month"},
            # The place, a town near it, the capital of the governorate.
            "position_precision": {"1": "exact", "2": "near", "3": "governorate"},
        },
    ),
    Format(
        "gdelt", "GDELT event database",
        needs=(("GLOBALEVENTID",), ("SQLDATE", "ActionGeo_Lat")),
        fields={
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
        },
        codes={
            # 2 and 3 are a state and a town in the USA, 4 and 5 a town and a province elsewhere.
            "position_precision": {
                "1": "country", "2": "governorate", "3": "near", "4": "near", "5": "governorate",
            },
            # Root categories of CAMEO, the code book that GDELT sorts events by.
            "type": {str(code): word for code, word in enumerate((
                "public statement", "appeal", "intent to cooperate", "consultation",
                "diplomatic cooperation", "material cooperation", "aid", "yielding",
                "investigation", "demand", "disapproval", "rejection", "threat", "protest",
                "show of force", "reduced relations", "coercion", "assault", "fight",
                "mass violence",
            ), start=1)},
        },
    ),
    Format(
        "gtd", "Global Terrorism Database (GTD)",
        needs=(("eventid",), ("iyear",), ("imonth",), ("iday",)),
        fields={
            "id": ("eventid",),
            "start": ("iyear",),
            "place": ("city", "provstate"),
            "lon": ("longitude",),
            "lat": ("latitude",),
            "position_precision": ("specificity",),
            "type": ("attacktype1_txt", "attacktype1"),
            "actor_a": ("gname",),
            "actor_b": ("targtype1_txt", "target1"),
            "best": ("nkill",),
            "source": ("scite1", "dbsource"),
            "text": ("summary",),
        },
        # The town; the centre of the smallest area known; that of the province. 5 is not known,
        # even where there are coordinates.
        codes={"position_precision": {
            "1": "exact", "2": "district", "3": "district", "4": "governorate",
        }},
        more=_read_gtd,
    ),
    Format(
        "iom_dtm", "IOM Displacement Tracking Matrix, master list",
        needs=(
            (*_FAMILIES, *_BACK), (*_PEOPLE, *_BACK_PEOPLE), _LAT, _LON, _PLACE, _NAME[:5],
            ("governorate",), ("district",),
        ),
        fields={
            "id": _PLACE, "start": _DATE, "place": _NAME, "lon": _LON, "lat": _LAT,
            "text": (*_BACK, *_FAMILIES),
        },
        more=_read_dtm,
    ),
    Format(
        "sigact", "Significant activity reports (SIGACT)",
        needs=(
            ("date", "date_occurred", "event_date", "datetime", "date_time"), _LON[:3], _LAT[:2],
            _KIND,
        ),
        is_like=_is_sigact,
        fields={
            "id": _REPORT,
            "start": ("date", "date_occurred", "event_date", "datetime", "date_time"),
            "place": ("region",), "lon": _LON[:3], "lat": _LAT[:2], "type": _KIND,
            "text": ("summary", "title"),
        },
        more=_read_sigact,
    ),
)  # fmt: skip


def recognise(sheet: Sheet) -> Format | None:
    """Return the format of a table, or None where no reader of its own knows it.

    >>> names = ["Type_of_Violence", "LATITUDE", "Longitude", "date_start", "best"]
    >>> frame = pd.DataFrame([["1", "36.3", "43.1", "2017-01-01", "2"]], columns=names)
    >>> recognise(Sheet(frame, np.array([2]), "csv")).id
    'ucdp_ged'
    """
    columns = Columns(sheet.frame)
    for form in FORMATS:
        if all(columns.count(*names) for names in form.needs) and form.is_like(columns):
            return form
    return None


def normalise_sheet(sheet: Sheet) -> Sheet:
    """Return a piece with the names and cells that its publisher means.

    Files of GDELT may name no columns; in a CSV that Greenline wrote, of events or of rows that
    were set aside, apostrophes keep formulas from running.
    """
    names = HEADERS.get(sheet.frame.shape[1])
    if names and sheet.details.get("header") is False and not sheet.frame.empty:
        first = [str(cell).strip() for cell in sheet.frame.iloc[0, :2]]
        if re.fullmatch(r"\d{1,12}", first[0]) and re.fullmatch(r"(19|20)\d{6}", first[1]):
            sheet = replace(sheet, frame=sheet.frame.set_axis(list(names), axis=1))
    columns = set(sheet.frame.columns)
    if sheet.kind != "csv" or not (columns.issuperset(COLUMNS) or columns.issuperset(ASIDE)):
        return sheet
    return replace(sheet, frame=sheet.frame.map(strip_guard).rename(columns=strip_guard))
