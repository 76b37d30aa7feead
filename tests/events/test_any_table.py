"""Any table as events: columns are guessed by name and value, doubts are said, and the guess may be corrected."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pandas as pd
import pytest

from geo.errors import ReadError
from geo.events.column_guess import Doubt, guess
from geo.events.draft import FIELDS, How, Mapping, draft
from geo.events.reading import Reader
from geo.tabular.sheet import Sheet, open_sheet
from tests.events.made import validate
from tests.tabular.makers import case, collection, point, read_here

# fmt: off
ROWS = [
    ("E1", "2014-06-10", "Kirkuk", "35.47", "44.39", "clash", "3", "first words here"),
    ("E2", "2014-06-11", "Mosul", "36.34", "43.13", "attack", "12", "other words there"),
    ("E3", "2014-06-19", "Tuz", "34.89", "44.63", "clash", "0", "third words here"),
]
WANTED = ("id", "start", "place", "lat", "lon", "type", "best", "text")
ENGLISH = ("id", "date", "place", "lat", "lon", "type", "deaths", "notes")
NAMES = (
    ENGLISH,
    ("Event ID", "Event_Date", "LOCATION", "LATITUDE", "LONGITUDE", "EventType", "Killed", "Description"),
    ("ref", "DATE OF INCIDENT", "town", "y", "x", "category", "Fatalities", "summary"),
    ("identifiant", "Date de début", "Localité", "Latitude", "Longitude", "Catégorie", "Morts", "Remarques"),
    ("المعرف", "التاريخ", "الموقع", "خط العرض", "خط الطول", "النوع", "عدد القتلى", "الوصف"),
    ("رقم الحدث", "تاريخ الحدث", "المكان", "خطّ العرض", "خطّ الطول", "نوع الحدث", "القتلى", "ملاحظات"),
    ("ناسنامە", "بەروار", "شوێن", "هێڵی پانی", "هێڵی درێژی", "جۆر", "کوژراو", "تێبینی"),
    ("uid", "When", "site name", "GPS latitude", "GPS longitude", "incident type", "number of deaths", "Comments"),
)


def table(names: Any = ENGLISH, rows: Any = ROWS, mark: str = ",") -> bytes:
    """Return a table; names and rows as text are divided by blanks."""
    lines = [line.split() if isinstance(line, str) else line for line in (names, *rows)]
    return ("\n".join(mark.join(line) for line in lines) + "\n").encode()


LINE = {"type": "LineString", "coordinates": [[44, 35], [44.2, 35]]}
AGES = [f"{n} 2014-06-10 {30 + n % 8} {40 + n % 9}" for n in range(20)]
HXL = b"a,b,c,d\n#event+id,#date+occurred,#geo+lat,#geo+lon\nE1,2014-06-10,35.47,44.39\n"
AS_GUESSED = {"lat": [35.47, 36.34, 34.89], "lon": [44.39, 43.13, 44.63]}

#: Table, what corrects the guess; what is guessed (``is_`` before a field), doubted, read and set aside.
GUESSES = [
    *(case(f"names as {names[1]}", table(names), mapping=dict(zip(WANTED, names, strict=True)), sure=True, aside=[], best=[3, 12, 0], **AS_GUESSED)
      for names in NAMES),
    case("names that say nothing", table("a b c d e f g h"), is_lat="d", is_lon="e", is_start="b", sure=False, doubt=Doubt.POSITION_UNSURE, **AS_GUESSED),
    case("no names", table(ROWS[0], ROWS[1:]), is_lat="c4", is_lon="c5", is_start="c2", **AS_GUESSED),
    case("HXL tags", HXL, mapping={"id": "a", "start": "b", "lat": "c", "lon": "d"}, sure=True, lat=[35.47]),
    case("places without coordinates", table("id date place governorate", ["1 2014-06-10 Kirkuk Kirkuk", "2 2014-06-11 Mosul Ninewa"]),
         sure=False, doubts=(Doubt.NO_POSITION,), aside=["no_position"] * 2),
    case("no days", table("id lat lon", ["1 35.47 44.39", "2 36.3 43.1"]), doubts=(Doubt.NO_DATE,), aside=["bad_date"] * 2),
    case("swapped columns", table("id date place lon lat type deaths notes"), doubt=Doubt.POSITION_SWAPPED, aside=["outside_region"] * 3, lat=[]),
    case("swapped columns, corrected", table("id date place lon lat type deaths notes"), {"lat": "lon", "lon": "lat"}, aside=[], **AS_GUESSED),
    case("most rows swapped: none is believed", table("id date lat lon", ["1 2014-06-10 44.39 35.47", "2 2014-06-10 43.13 36.34", "3 2014-06-10 38.2 38.4"]),
         {"lat": "lat", "lon": "lon"}, aside=["outside_region"] * 3),
    case("metres", table("id date x y", ["1 2014-06-10 444000 3925000", "2 2014-06-10 445000 3926000"]), says="row 2, column 'x, y'.*cannot be degrees.*EPSG:4326"),
    *(case(f"one column: {name}", table(("id", "date", name), [("1", "2014-06-10", a), ("2", "2014-06-11", b)], ";"), sure=True, is_position=name, is_lat=None,
           lon=[44.39, 43.13]) for name, a, b in (("coordinates", "35.47, 44.39", "36.34, 43.13"), ("geom", "POINT (44.39 35.47)", "POINT (43.13 36.34)"))),
    case("year, month and day apart", table("id year month day lat lon", ["1 2014 6 10 35.4 44.3", "2 2014 7 0 35.4 44.3"]), is_start=None, is_year="year",
         is_month="month", is_day="day", end=["2014-06-10", "2014-07-31"], date_precision=["day", "month"]),
    case("days of either order", table("id date lat lon", ["1 03/04/2014 35.4 44.3", "2 05/06/2014 35.5 44.4"]), {"date_order": "mdy"}, is_date_order="dmy",
         doubts=(Doubt.DATE_ORDER,), start=["2014-03-04", "2014-05-06"]),
    case("an end before the start", table(("id", "date start", "date end", "lat", "lon"), ["1 2014-06-10 2014-06-12 35.4 44.3", "2 2014-06-10 2014-06-09 35.4 44.3",
         ("3", "2014-06-10", "", "35.4", "44.3")]), end=["2014-06-12", "2014-06-10"], aside=["bad_date"]),
    case("decimal commas", table("id date lat lon deaths", ["1 2014-06-10 35,47 44,39 1.200", "2 2014-06-10 36,34 43,13 3,0"], ";"), lat=[35.47, 36.34], best=[1200, 3]),
    case("precision in words", table("id date lat lon precision", ["1 2014-06-10 35.4 44.3 Exact", "2 2014-06-10 35.5 44.3 محافظة", "3 2014-06-10 35.6 44.3 ?"]),
         position_precision=["exact", "governorate", "unknown"]),
    case("shapes need no columns", collection(point(44.39, 35.47), LINE, None, properties={"date": "2014-06-10"}), sure=True, is_lat=None, is_position=None,
         position_precision=["unknown", "region"], aside=["no_position"]),
    case("two pairs of columns", table("id date lat lon latitude longitude", ["1 2014-06-10 35.4 44.3 36.4 43.3", "2 2014-06-10 35.5 44.4 36.5 43.4"]), doubt=Doubt.POSITION_UNSURE),
    case("ages and weights", table("id date age weight", AGES), is_lat=None),
    case("a latitude alone", table("id date latitude", ["1 2014-06-10 35,47", "2 2014-06-10 36,34"], ";"), is_lat=None, is_position=None),
    case("a column that is not there", table(), {"lat": "nope"}, says="column 'nope': has no such column; accepted: id, date"),
    case("names alone", b"id,date,lat,lon\n", aside=[], lat=[]),
    case("repeated ids and a figure that is none", table("id date lat lon deaths", ["1 2014-06-10 35.47 44.39 1"] * 2 + ["7 2014-06-10 35.47 44.39 many"]), {"id": "id"},
         id=["1", "7"], best=[1, None], aside=["duplicate_id"]),
]
# fmt: on


def apply(sheet: Sheet, mapping: Mapping) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the events of a table, and the rows that were set aside."""
    events = Reader(How(mapping)).events(sheet)
    validate(events.rows)
    return events.rows, events.report.aside


@pytest.mark.parametrize(("content", "corrections", "expected"), GUESSES)
def test_columns_are_guessed_and_the_guess_is_read(content, corrections, expected) -> None:
    sheet, expected = open_sheet(content, "t.csv"), dict(expected)
    guessed = guess(sheet)
    assert set(guessed.candidates) == set(FIELDS)
    for ranked in guessed.candidates.values():
        scores = [candidate.score for candidate in ranked]
        assert scores == sorted(scores, reverse=True)
    mapping = dataclasses.replace(guessed.mapping, **corrections)
    if "says" in expected:
        with pytest.raises(ReadError, match=expected["says"]):
            apply(sheet, mapping)
        return
    rows, aside = apply(sheet, mapping)
    assert len(rows) + len(aside) == len(sheet.frame) + len(sheet.bad)
    result = {f"is_{name}": value for name, value in dataclasses.asdict(guessed.mapping).items()} | {
        "mapping": guessed.mapping.columns(), "sure": guessed.sure, "doubts": guessed.doubts, "aside": aside["reason"].tolist(),
    }  # fmt: skip
    assert "doubt" not in expected or expected.pop("doubt") in guessed.doubts
    for name in rows:
        days = name in {"start", "end"}
        result[name] = rows[name].astype("str" if days else object).where(rows[name].notna(), None)
        result[name] = [str(x)[:10] if days else x for x in result[name]]
    assert {name: result[name] for name in expected} == expected


def test_a_draft_has_a_row_for_each_row() -> None:
    drafted = draft(open_sheet(table()), Mapping())
    assert (len(drafted.rows), drafted.columns) == (3, {})
    assert np.isnan(drafted.rows["lon"]).all() and drafted.rows["start"].isna().all()


def test_columns_called_positions_and_days_list_the_cells_that_are_none() -> None:
    table = read_here(b"date,lat,lon\nsoon,north,east\n2017-10-16,35.4,44.3x\n", "bad.csv")
    assert (table.report.columns["lat"], table.report.rows_kept) == ("lat", 0)
    assert {row["value"] for row in table.report.examples(2)} == {"east", "44.3x"}
