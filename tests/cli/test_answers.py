"""What the commands answer: info, areas, at, changes, history."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import shape

from geo import Atlas
from geo.ask import control
from geo.view import View

Said = tuple[int, str, str]


# info, areas


def test_info_counts_what_the_atlas_holds(answer: Callable[..., Any], atlas: Atlas) -> None:
    found = answer("info")
    assert found["version"] == atlas.version
    assert found["date"] == atlas.date.isoformat()
    assert found["sources"] == len(atlas.table("sources"))
    assert found["counts"]["subdistricts"] == 294
    assert found["counts"]["units"] == len(atlas.units)
    assert {one["name"]: one["rows"] for one in found["tables"]} == {
        name: len(atlas.table(name)) for name in atlas.names
    }
    used = {name for licence in found["licences"] for name in licence["used_by"]}
    assert used == {one["name"] for one in found["tables"] + found["outlines"] + found["stories"]}


def test_info_lists_the_layers_of_the_profile(answer: Callable[..., Any], atlas: Atlas) -> None:
    found = {one["name"]: one for one in answer("info")["layers"]}
    assert set(found) == set(atlas.profile.layers)
    assert found["fields"]["theme"] == "oil"
    assert (
        found["control"] | {"group": "Territory", "dated": True, "hidden": False}
        == found["control"]
    )


def test_info_for_people(greenline: Callable[..., Said], atlas: Atlas) -> None:
    code, out, _ = greenline("info")
    assert code == 0
    assert atlas.version in out
    assert "294 sub-districts" in out
    assert "ODbL-1.0: " in out


def test_areas_have_pcodes_and_bases(answer: Callable[..., Any], atlas: Atlas) -> None:
    found = answer("areas")["rows"]
    assert len(found) == len(atlas.areas)
    assert [one["list_number"] for one in found[:15]] == list(range(1, 16))
    assert all(one["list_number"] is None for one in found[15:])
    known = set(atlas.table("sources")["id"])
    for one in found:
        assert one["pcodes"]
        assert one["bases"], f"nobody says that {one['id']} is disputed"
        for basis in one["bases"]:
            assert basis["sources"]
            assert set(basis["sources"]) <= known
    kirkuk = next(one for one in found if one["id"] == "kirkuk")
    assert (kirkuk["name"], kirkuk["name_ar"], kirkuk["pcodes"]) == (
        "Kirkuk",
        "كركوك",
        ["IQG13Q04"],
    )
    assert {"tal_58", "unami_2009"} <= {basis["basis"] for basis in kirkuk["bases"]}


def test_areas_for_people(greenline: Callable[..., Said]) -> None:
    _, out, _ = greenline("areas")
    assert "IQG13Q04" in out
    assert "UNAMI reports of 2009" in out


# at


def test_at_answers_for_every_unit(answer: Callable[..., Any], atlas: Atlas) -> None:
    found = answer("at", "2017-09-27")["rows"]
    held = control.at(atlas, View().date).set_index("unit")
    assert [one["unit"] for one in found] == list(held.index)
    assert {one["pcode"] for one in found} == set(atlas.subdistricts["pcode"])
    known = set(atlas.table("sources")["id"])
    for one in found:
        assert one["holder"] == held.loc[one["unit"], "holder"]
        assert one["part"] is (one["unit"] != one["pcode"])
        assert set(one["sources"]) <= known
        assert one["sources"] or one["holder"] == "unknown"
        assert one["since"] <= "2017-09-27"
    assert sum(one["km2"] for one in found) == pytest.approx(held["km2"].sum(), abs=5)


@pytest.mark.parametrize(
    ("day", "place", "holder"),
    [
        ("2014-06-09", "Kirkuk", "federal"),
        ("2014-06-13", "كركوك", "region"),
        ("2017-10-15", "کەرکووک", "region"),
        ("2017-10-17", "44.3922,35.4681", "federal"),
        ("2014-08-04", "Sinjar", "is"),
        ("2015-11-14", "شنگال", "region"),
        ("2017-09-27", "Hawija", "is"),
        ("2017-10-17", "IQG13Q04N06", "federal"),
    ],
)
def test_at_answers_for_a_place(
    answer: Callable[..., Any], day: str, place: str, holder: str
) -> None:
    found = answer("at", day, "--place", place)
    assert found["holder"] == holder
    assert found["holders"] == {holder: found["km2"]}
    assert {"place", "lon", "lat", "pcode", "since", "sources"} <= found.keys()


def test_at_answers_for_a_part_and_says_that_it_is_one(
    answer: Callable[..., Any], atlas: Atlas
) -> None:
    units = atlas.units
    for unit in units[units["unit"] != units["pcode"]]["unit"]:
        found = answer("at", "2017-07-15", "--place", unit)
        assert (found["unit"], found["part"]) == (unit, True)
        break


def test_at_tells_how_a_district_is_divided(
    answer: Callable[..., Any], greenline: Callable[..., Said], atlas: Atlas
) -> None:
    found = answer("at", "2017-10-15", "--place", "IQG13Q02")
    assert found["place"] == "Daquq"
    assert set(found["holders"]) >= {"region", "federal"}
    districts = atlas.districts.set_index("pcode")
    assert sum(found["holders"].values()) == pytest.approx(districts.loc["IQG13Q02", "km2"], abs=1)
    _, out, _ = greenline("at", "2017-10-15", "--place", "IQG13Q02")
    assert "IQG13Q02N01" in out
    _, table, _ = greenline("at", "2017-10-15", "--place", "IQG13Q02", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert {row["district"] for row in rows} == {"IQG13Q02"}


def test_at_for_people_says_all_of_it(greenline: Callable[..., Said]) -> None:
    _, out, _ = greenline("at", "2017-10-17", "--place", "Kirkuk")
    assert out.startswith("Kirkuk on 17 October 2017, as held: federal government since 2017-10-16")
    assert "Sources: " in out
    _, out, _ = greenline("at", "2017-10-17", "--place", "Kirkuk", "--perspective", "un")
    assert "UNAMI 2009" in out
    assert "disputed" in out
    _, out, _ = greenline("at", "2017-10-17")
    assert "Kurdistan Region" in out
    assert "IQG13Q04N06" in out


@pytest.mark.parametrize("view", ["federal", "region", "un"])
def test_under_a_claim_ground_has_a_class(answer: Callable[..., Any], view: str) -> None:
    found = answer("at", "2017-09-27", "--perspective", view)["rows"]
    assert {one["holder"] for one in found} <= {"federal", "region", "disputed"}
    assert all(one["precision"] is None and one["sources"] == [] for one in found)


def test_geojson_is_as_the_rfc_wants_it(greenline: Callable[..., Said], atlas: Atlas) -> None:
    code, out, _ = greenline("at", "2017-10-16", "--format", "geojson")
    found = json.loads(out)
    assert code == 0
    assert (found["type"], found["date"]) == ("FeatureCollection", "2017-10-16")
    assert found["version"] == atlas.version
    assert "crs" not in found
    held = control.at(atlas, View(date="2017-10-16").date).set_index("unit")
    assert len(found["features"]) == len(held)
    for feature in found["features"]:
        assert feature["type"] == "Feature"
        assert feature["properties"]["holder"] == held.loc[feature["id"], "holder"]
        outline = shape(feature["geometry"])
        assert outline.is_valid
        assert outline.symmetric_difference(held.loc[feature["id"], "geometry"]).area < 1e-4
        for one in getattr(outline, "geoms", [outline]):
            assert shapely.is_ccw(one.exterior)
            assert not any(shapely.is_ccw(hole) for hole in one.interiors)


def test_csv_is_a_table(greenline: Callable[..., Said], atlas: Atlas) -> None:
    _, out, _ = greenline("at", "2017-10-16", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) == len(atlas.units)
    assert {row["part"] for row in rows} == {"true", "false"}
    assert "\r" not in out


# changes, history


def test_people_are_never_shown_without_the_year_of_their_census(
    greenline: Callable[..., Said], answer: Callable[..., Any], atlas: Atlas
) -> None:
    day = atlas.table("census")["date"].max()
    for words in (
        ("changes", "2017-10-15", "2017-10-18"),
        ("exposure", "--date", "2017-09-27", "--place", "Kirkuk"),
        ("at", "2017-11-01", "--against", "region"),
    ):
        out = greenline(*words)[1]
        assert f"People (census of {day.year})" in out, words
        assert "People (census)" not in out
    out = greenline("changes", "2017-10-15", "2017-10-18")[1]
    people = sum(
        row["residents_best"] or 0
        for row in answer("changes", "2017-10-15", "2017-10-18")["totals"]
    )
    assert f"where {people:,.0f} people lived in {day.year}" in out
    for words in (("changes", "2017-10-15", "2017-10-18"), ("exposure", "--place", "Kirkuk")):
        found = answer(*words)
        assert found["census"] == day.isoformat()
        assert str(day.year) in found["residents_note"]


def test_people_in_towns_say_how_many_towns_have_a_figure(
    greenline: Callable[..., Said], answer: Callable[..., Any]
) -> None:
    totals = answer("changes", "2017-10-15", "2017-10-18")["totals"]
    out = greenline("changes", "2017-10-15", "2017-10-18")[1]
    for row in totals:
        text = f"{row['people'] or 0:,.0f} ({row['towns']} town"
        assert (text in out) == bool(row["people"])


def test_a_claimant_calls_ground_claimed_and_the_list_calls_it_disputed(
    greenline: Callable[..., Said],
) -> None:
    claimed = "further ground that Erbil claims"
    for words in (
        ("at", "2017-11-01", "--perspective", "region"),
        ("at", "2017-11-01", "--perspective", "region", "--place", "Kirkuk"),
        ("at", "2017-11-01", "--against", "region"),
        ("changes", "2002-01-01", "2017-01-01", "--perspective", "region"),
        ("exposure", "--date", "2017-11-01", "--perspective", "region", "--by", "holder"),
    ):
        out = greenline(*words)[1]
        assert claimed in out and "disputed" not in out.lower(), words
    out = greenline("at", "2017-11-01", "--perspective", "un")[1]
    assert claimed not in out and "disputed" in out


def test_abroad_before_and_after_the_data_are_answers_of_their_own(
    greenline: Callable[..., Said],
) -> None:
    cases = {
        ("at", "2017-10-16", "--place", "51.4,35.7"): "lies outside the country",
        ("at", "1990-01-01", "--place", "44.39,35.47"): "lies before the first day of the data",
        ("at", "2050-01-01", "--place", "44.39,35.47"): "lies after the last day of the data",
    }
    for words, text in cases.items():
        code, out, err = greenline(*words)
        assert code and not out and text in err


def test_changes_of_october_2017(answer: Callable[..., Any]) -> None:
    found = answer("changes", "2017-10-15", "2017-10-20")
    lost = found["totals"][0]
    assert (lost["from"], lost["to"]) == ("region", "federal")
    assert found["km2"] == pytest.approx(sum(one["km2"] for one in found["totals"]), abs=0.1)
    assert found["km2"] == pytest.approx(sum(one["km2"] for one in found["units"]), abs=1)
    assert [one["id"] for one in found["field_changes"]] == found["fields"]
    assert [one["id"] for one in found["crossing_changes"]] == found["crossings"]
    assert [one["id"] for one in found["ground_changes"]] == found["fields_on_ground"]
    assert {"bai_hassan", "kirkuk_avanah", "naft_khana"} <= set(found["fields"])
    assert {"kirkuk_airport", "rabia"} <= set(found["crossings"])
    assert "undated" in found["people_note"]
    assert "census" in found["residents_note"]
    naft_khana = next(one for one in found["totals"] if one["from"] == "contested")
    assert (naft_khana["barrels_low"], naft_khana["people"]) == (None, None)
    assert found["units"][0]["from"] == "region"


def test_changes_for_people(greenline: Callable[..., Said]) -> None:
    code, out, _ = greenline("changes", "2017-10-15", "2017-10-20")
    assert code == 0
    assert out.startswith("What changed from 15 October 2017 to 20 October 2017, as held\n")
    assert "of 7 fields)" in out
    assert "bai_hassan" in out
    _, out, _ = greenline("changes", "2017-10-16", "2017-10-16")
    assert "Nothing changed between the two days." in out
    _, out, _ = greenline("changes", "2003-01-01", "2010-01-01", "--perspective", "un")
    assert "disputed" in out


def test_changes_write_a_map(greenline: Callable[..., Said], tmp_path: Path) -> None:
    file = tmp_path / "october.html"
    code, out, err = greenline("changes", "2017-10-15", "2017-11-01", "--map", file)
    assert (code, err) == (0, "")
    assert str(file) in out
    assert "c=2017-10-15" in file.read_text(encoding="utf-8").replace("\\u0026", "&")


def test_history_of_a_place(answer: Callable[..., Any], atlas: Atlas) -> None:
    found = answer("history", "Sinjar")
    [unit] = found["units"]
    rows = control.history(atlas, "Sinjar")
    assert [spell["holder"] for spell in unit["spells"]] == list(rows["holder"])
    assert unit["spells"][-1]["end"] is None
    cited = {one for spell in unit["spells"] for one in spell["sources"]}
    assert {one["id"] for one in found["sources"]} == cited
    assert all(one["title"] for one in found["sources"])


def test_history_of_a_cut_subdistrict_is_that_of_each_part(
    answer: Callable[..., Any], atlas: Atlas
) -> None:
    units = atlas.units
    code = units[units["unit"] != units["pcode"]]["pcode"].iloc[0]
    found = answer("history", code.lower())
    assert [one["unit"] for one in found["units"]] == list(units[units["pcode"] == code]["unit"])


def test_history_for_people(greenline: Callable[..., Said]) -> None:
    code, out, _ = greenline("history", "سنجار")
    assert code == 0
    assert "2014-08-03" in out
    assert "Islamic State" in out
    assert "http" in out
