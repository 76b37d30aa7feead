"""Any table as events: columns are guessed by name and value, confirmed or corrected, rows accounted for."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pandas as pd
import pytest

from geo.errors import ReadError
from geo.events.column_mapping import FIELDS, How, Mapping
from geo.events.formats.any_table import Doubt, Guess, draft, guess
from geo.events.reading import Reader
from geo.events.schema import validate
from geo.tabular.sheet import Sheet, open_sheet

ROWS = [
    ("E1", "2014-06-10", "Kirkuk", "35.47", "44.39", "clash", "3", "first words here"),
    ("E2", "2014-06-11", "Mosul", "36.34", "43.13", "attack", "12", "other words there"),
    ("E3", "2014-06-19", "Tuz", "34.89", "44.63", "clash", "0", "third words here"),
]
ENGLISH = ("id", "date", "place", "lat", "lon", "type", "deaths", "notes")


def apply(sheet: Sheet, mapping: Mapping) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the events of a table, and the rows that were set aside."""
    events = Reader(How(mapping)).events(sheet)
    return events.rows, events.report.aside


def table(names=ENGLISH, rows=ROWS, mark: str = ",") -> Sheet:
    lines = [mark.join(line) for line in (names, *rows)]
    return open_sheet(("\n".join(lines) + "\n").encode(), "t.csv")


def guess_columns(sheet: Sheet) -> dict[str, str]:
    return guess(sheet).mapping.columns()


@pytest.mark.parametrize(
    "names",
    [
        ENGLISH,
        (
            "Event ID",
            "Event_Date",
            "LOCATION",
            "LATITUDE",
            "LONGITUDE",
            "EventType",
            "Killed",
            "Description",
        ),
        ("ref", "DATE OF INCIDENT", "town", "y", "x", "category", "Fatalities", "summary"),
        (
            "identifiant",
            "Date de début",
            "Localité",
            "Latitude",
            "Longitude",
            "Catégorie",
            "Morts",
            "Remarques",
        ),
        ("المعرف", "التاريخ", "الموقع", "خط العرض", "خط الطول", "النوع", "عدد القتلى", "الوصف"),
        (
            "رقم الحدث",
            "تاريخ الحدث",
            "المكان",
            "خطّ العرض",
            "خطّ الطول",
            "نوع الحدث",
            "القتلى",
            "ملاحظات",
        ),
        ("ناسنامە", "بەروار", "شوێن", "هێڵی پانی", "هێڵی درێژی", "جۆر", "کوژراو", "تێبینی"),
        (
            "uid",
            "When",
            "site name",
            "GPS latitude",
            "GPS longitude",
            "incident type",
            "number of deaths",
            "Comments",
        ),
    ],
)
def test_names_in_four_languages(names: tuple[str, ...]) -> None:
    sheet = table(names)
    made = guess(sheet)
    wanted = ("id", "start", "place", "lat", "lon", "type", "best", "text")
    assert made.mapping.columns() == dict(zip(wanted, names, strict=True))
    assert made.sure, made.doubts
    rows, aside = apply(sheet, made.mapping)
    validate(rows)
    assert (rows["lon"].tolist(), rows["best"].tolist(), len(aside)) == (
        [44.39, 43.13, 44.63],
        [3, 12, 0],
        0,
    )


def test_values_tell_where_names_do_not() -> None:
    sheet = table(("a", "b", "c", "d", "e", "f", "g", "h"))
    made = guess(sheet)
    assert (made.mapping.lat, made.mapping.lon, made.mapping.start) == ("d", "e", "b")
    assert not made.sure
    assert Doubt.POSITION_UNSURE in made.doubts
    assert apply(sheet, made.mapping)[0]["lat"].tolist() == [35.47, 36.34, 34.89]


def test_a_table_without_names() -> None:
    sheet = open_sheet("\n".join(",".join(row) for row in ROWS).encode())
    assert (
        guess_columns(sheet)["lat"],
        guess_columns(sheet)["lon"],
        guess_columns(sheet)["start"],
    ) == ("c4", "c5", "c2")


def test_hxl_tags_tell() -> None:
    text = "a,b,c,d\n#event+id,#date+occurred,#geo+lat,#geo+lon\nE1,2014-06-10,35.47,44.39\n"
    made = guess(open_sheet(text.encode()))
    assert made.mapping.columns() == {"id": "a", "start": "b", "lat": "c", "lon": "d"}
    assert made.sure


def test_candidates_are_ranked_for_every_field() -> None:
    made = guess(table())
    assert set(made.candidates) == set(FIELDS)
    for ranked in made.candidates.values():
        scores = [candidate.score for candidate in ranked]
        assert scores == sorted(scores, reverse=True)
    assert made.candidates["lat"][0].column == "lat"


def test_places_without_coordinates_are_not_put_on_the_map() -> None:
    sheet = table(
        ("id", "date", "place", "governorate"),
        [("1", "2014-06-10", "Kirkuk", "Kirkuk"), ("2", "2014-06-11", "Mosul", "Ninewa")],
    )
    made = guess(sheet)
    assert (made.sure, made.doubts) == (False, (Doubt.NO_POSITION,))
    rows, aside = apply(sheet, made.mapping)
    assert (len(rows), aside["reason"].tolist()) == (0, ["no_position"] * 2)


def test_a_table_without_days() -> None:
    sheet = table(("id", "lat", "lon"), [("1", "35.47", "44.39"), ("2", "36.3", "43.1")])
    made = guess(sheet)
    assert made.doubts == (Doubt.NO_DATE,)
    assert apply(sheet, made.mapping)[1]["reason"].tolist() == ["bad_date"] * 2


def test_swapped_columns_are_set_aside_not_turned() -> None:
    sheet = table(("id", "date", "place", "lon", "lat", "type", "deaths", "notes"))
    made = guess(sheet)
    assert Doubt.POSITION_SWAPPED in made.doubts
    rows, aside = apply(sheet, made.mapping)
    assert (len(rows), aside["reason"].tolist()) == (0, ["outside_region"] * 3)
    corrected = dataclasses.replace(made.mapping, lat="lon", lon="lat")
    assert len(apply(sheet, corrected)[0]) == 3


def test_where_most_rows_are_swapped_none_is_believed() -> None:
    rows = [
        ("1", "2014-06-10", "44.39", "35.47"),
        ("2", "2014-06-10", "43.13", "36.34"),
        ("3", "2014-06-10", "38.2", "38.4"),
    ]
    selected, aside = apply(
        table(("id", "date", "lat", "lon"), rows),
        Mapping(lat="lat", lon="lon", start="date", id="id"),
    )
    assert (len(selected), len(aside)) == (0, 3)


def test_metres_are_refused_with_what_is_accepted() -> None:
    rows = [("1", "2014-06-10", "444000", "3925000"), ("2", "2014-06-10", "445000", "3926000")]
    sheet = table(("id", "date", "x", "y"), rows)
    with pytest.raises(ReadError, match="cannot be degrees") as caught:
        apply(sheet, guess(sheet).mapping)
    assert (caught.value.row, caught.value.column) == (2, "x, y")
    assert "EPSG:4326" in caught.value.accepted


def test_each_row_is_accounted_for() -> None:
    rows = [
        ("1", "2014-06-10", "35.47", "44.39", "1"),
        ("1", "2014-06-10", "35.47", "44.39", "1"),
        ("2", "soon", "35.47", "44.39", "1"),
        ("3", "2014-06-10", "", "44.39", "1"),
        ("4", "2014-06-10", "abc", "44.39", "1"),
        ("5", "2014-06-10", "52.1", "13.4", "1"),
        ("", "", "", "", ""),
        ("6", "2014-06-10", "35.47"),
        ("7", "2014-06-10", "35.47", "44.39", "many"),
    ]  # fmt: skip
    sheet = table(("id", "date", "lat", "lon", "deaths"), rows)
    selected, aside = apply(
        sheet, Mapping(id="id", start="date", lat="lat", lon="lon", best="deaths")
    )
    assert selected["id"].tolist() == ["1", "7"]
    assert selected["best"].tolist() == [1, pd.NA]
    assert dict(zip(aside["row"], aside["reason"], strict=True)) == {
        3: "duplicate_id", 4: "bad_date", 5: "no_position", 6: "bad_number", 7: "outside_region",
        8: "empty_row", 9: "bad_row",
    }  # fmt: skip
    assert aside.loc[aside["row"] == 6, ["column", "value"]].to_numpy().tolist() == [["lat", "abc"]]


def test_one_column_for_the_position() -> None:
    for name, cells in (
        ("coordinates", ("35.47, 44.39", "36.34, 43.13")),
        ("geom", ("POINT (44.39 35.47)", "POINT (43.13 36.34)")),
    ):
        sheet = table(
            ("id", "date", name),
            [("1", "2014-06-10", cells[0]), ("2", "2014-06-11", cells[1])],
            mark=";",
        )
        made = guess(sheet)
        assert (made.mapping.position, made.mapping.lat, made.sure) == (name, None, True)
        assert apply(sheet, made.mapping)[0]["lon"].tolist() == [44.39, 43.13]


def test_year_month_and_day_apart() -> None:
    sheet = table(
        ("id", "year", "month", "day", "lat", "lon"),
        [("1", "2014", "6", "10", "35.4", "44.3"), ("2", "2014", "7", "0", "35.4", "44.3")],
    )
    made = guess(sheet)
    assert (made.mapping.start, made.mapping.year, made.mapping.month, made.mapping.day) == (
        None,
        "year",
        "month",
        "day",
    )
    rows, _ = apply(sheet, made.mapping)
    assert rows["end"].astype(str).tolist() == ["2014-06-10", "2014-07-31"]
    assert rows["date_precision"].tolist() == ["day", "month"]


def test_days_of_either_order() -> None:
    silent = table(
        ("id", "date", "lat", "lon"),
        [("1", "03/04/2014", "35.4", "44.3"), ("2", "05/06/2014", "35.5", "44.4")],
    )
    made = guess(silent)
    assert (made.doubts, made.mapping.date_order) == ((Doubt.DATE_ORDER,), "dmy")
    rows, _ = apply(silent, dataclasses.replace(made.mapping, date_order="mdy"))
    assert rows["start"].astype(str).tolist() == ["2014-03-04", "2014-05-06"]


def test_an_end_before_the_start() -> None:
    sheet = table(
        ("id", "date start", "date end", "lat", "lon"),
        [
            ("1", "2014-06-10", "2014-06-12", "35.4", "44.3"),
            ("2", "2014-06-10", "2014-06-09", "35.4", "44.3"),
            ("3", "2014-06-10", "", "35.4", "44.3"),
        ],
    )
    rows, aside = apply(sheet, guess(sheet).mapping)
    assert rows["end"].astype(str).tolist() == ["2014-06-12", "2014-06-10"]
    assert aside["reason"].tolist() == ["bad_date"]


def test_decimal_commas() -> None:
    sheet = table(
        ("id", "date", "lat", "lon", "deaths"),
        [
            ("1", "2014-06-10", "35,47", "44,39", "1.200"),
            ("2", "2014-06-10", "36,34", "43,13", "3,0"),
        ],
        mark=";",
    )
    rows, _ = apply(sheet, guess(sheet).mapping)
    assert (rows["lat"].tolist(), rows["best"].tolist()) == ([35.47, 36.34], [1200, 3])


def test_precision_in_words() -> None:
    sheet = table(
        ("id", "date", "lat", "lon", "precision"),
        [
            ("1", "2014-06-10", "35.4", "44.3", "Exact"),
            ("2", "2014-06-10", "35.5", "44.3", "محافظة"),
            ("3", "2014-06-10", "35.6", "44.3", "?"),
        ],
    )
    rows, _ = apply(sheet, guess(sheet).mapping)
    assert rows["position_precision"].tolist() == ["exact", "governorate", "unknown"]


def test_shapes_need_no_columns() -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"name": f"E{n}", "date": "2014-06-10"},
            "geometry": shape,
        }
        for n, shape in enumerate(
            [
                {"type": "Point", "coordinates": [44.39, 35.47]},
                {"type": "LineString", "coordinates": [[44, 35], [44.2, 35]]},
                None,
            ]
        )
    ]
    sheet = open_sheet(json.dumps({"type": "FeatureCollection", "features": features}).encode())
    made = guess(sheet)
    assert (made.sure, made.mapping.lat, made.mapping.position) == (True, None, None)
    rows, aside = apply(sheet, made.mapping)
    assert rows["position_precision"].tolist() == ["unknown", "region"]
    assert aside["reason"].tolist() == ["no_position"]


def test_two_pairs_of_columns_are_a_doubt() -> None:
    sheet = table(
        ("id", "date", "lat", "lon", "latitude", "longitude"),
        [
            ("1", "2014-06-10", "35.4", "44.3", "36.4", "43.3"),
            ("2", "2014-06-10", "35.5", "44.4", "36.5", "43.4"),
        ],
    )
    assert Doubt.POSITION_UNSURE in guess(sheet).doubts


def test_a_column_that_only_looks_like_a_position_is_none() -> None:
    sheet = table(
        ("id", "date", "age", "weight"),
        [(str(n), "2014-06-10", str(30 + n % 8), str(40 + n % 9)) for n in range(20)],
    )
    assert guess(sheet).mapping.lat is None
    single = table(
        ("id", "date", "latitude"),
        [("1", "2014-06-10", "35,47"), ("2", "2014-06-10", "36,34")],
        mark=";",
    )
    assert (guess_columns(single).get("lat"), guess_columns(single).get("position")) == (None, None)


def test_a_mapping_goes_there_and_back() -> None:
    mapping = guess(table()).mapping
    assert Mapping.from_dict(json.loads(json.dumps(mapping.to_dict()))) == mapping
    assert set(mapping.columns()) <= set(FIELDS)


def test_a_mapping_to_columns_that_are_not_there() -> None:
    with pytest.raises(ReadError, match="column 'nope': has no such column; accepted: id, date"):
        apply(table(), Mapping(lat="nope", lon="lon"))


def test_an_empty_table() -> None:
    sheet = open_sheet(b"id,date,lat,lon\n")
    made = guess(sheet)
    assert isinstance(made, Guess)
    assert [len(item) for item in apply(sheet, made.mapping)] == [0, 0]


def test_a_draft_has_a_row_for_each_row() -> None:
    sheet = table()
    made = draft(sheet, Mapping())
    assert (len(made.rows), made.columns) == (3, {})
    assert np.isnan(made.rows["lon"]).all() and made.rows["start"].isna().all()
