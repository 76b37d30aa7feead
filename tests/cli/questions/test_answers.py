"""What the commands answer: info, areas, at, changes, history, series."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import shapely
from shapely.geometry import shape

from geo import Atlas
from geo.ask import control
from geo.model import Language
from geo.view import View
from geo.words import say, side_heading, side_word

Said = tuple[int, str, str]


# info, areas


def test_info_counts_what_the_atlas_holds(answer: Callable[..., Any], atlas: Atlas) -> None:
    result = answer("info")
    assert result["version"] == atlas.version
    assert result["date"] == atlas.date.isoformat()
    assert result["sources"] == len(atlas.table("sources"))
    assert result["counts"]["subdistricts"] == 294
    assert result["counts"]["units"] == len(atlas.units)
    assert {table["name"]: table["rows"] for table in result["tables"]} == {
        name: len(atlas.table(name)) for name in atlas.names
    }
    used = {name for licence in result["licences"] for name in licence["used_by"]}
    assert used == {
        table["name"] for table in result["tables"] + result["outlines"] + result["stories"]
    }


def test_areas_have_pcodes_and_bases(answer: Callable[..., Any], atlas: Atlas) -> None:
    rows = answer("areas")["rows"]
    assert len(rows) == len(atlas.areas)
    assert [entry["list_number"] for entry in rows[:15]] == list(range(1, 16))
    assert all(entry["list_number"] is None for entry in rows[15:])
    known = set(atlas.table("sources")["id"])
    for item in rows:
        assert item["pcodes"]
        assert item["bases"], f"nobody says that {item['id']} is disputed"
        for basis in item["bases"]:
            assert basis["sources"]
            assert set(basis["sources"]) <= known
    kirkuk = next(entry for entry in rows if entry["id"] == "kirkuk")
    assert (kirkuk["name"], kirkuk["name_ar"], kirkuk["pcodes"]) == (
        "Kirkuk",
        "كركوك",
        ["IQG13Q04"],
    )
    assert {"tal_58", "unami_2009"} <= {basis["basis"] for basis in kirkuk["bases"]}


# at


def test_at_answers_for_every_unit(answer: Callable[..., Any], atlas: Atlas) -> None:
    rows = answer("at", "2017-09-27")["rows"]
    held = control.at(atlas, View().date).set_index("unit")
    assert [entry["unit"] for entry in rows] == list(held.index)
    assert {entry["pcode"] for entry in rows} == set(atlas.subdistricts["pcode"])
    known = set(atlas.table("sources")["id"])
    for item in rows:
        assert item["holder"] == held.loc[item["unit"], "holder"]
        assert item["part"] is (item["unit"] != item["pcode"])
        assert set(item["sources"]) <= known
        assert item["sources"] or item["holder"] == "unknown"
        assert len(item["says"]) == len(item["sources"])
        assert item["since"] <= "2017-09-27"
    assert sum(entry["km2"] for entry in rows) == pytest.approx(held["km2"].sum(), abs=5)


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
    result = answer("at", day, "--place", place)
    assert result["holder"] == holder
    assert result["holders"] == {holder: result["km2"]}
    assert {"place", "lon", "lat", "pcode", "since", "sources"} <= result.keys()


@pytest.mark.parametrize(("place", "governorate"), [("areas:un", None), ("IQ-KI", "IQ-KI")])
def test_at_says_of_several_units_only_what_all_of_them_say(
    answer: Callable[..., Any], place: str, governorate: str | None
) -> None:
    result = answer("at", "2017-10-15", "--place", place)
    assert result["holder"] is None and len(result["holders"]) > 1
    assert (result["governorate"], result["place_confidence"]) == (governorate, None)
    assert sum(unit["km2"] for unit in result["units"]) == pytest.approx(
        sum(result["holders"].values()), abs=1
    )


@pytest.mark.parametrize(
    ("day", "place", "expected"),
    [
        ("2017-10-16", "Bai Hassan", ("region", "settled", "filled", "bai_hassan-6")),
        ("2017-10-17", "Bai Hassan", ("federal", "settled", "stated", "bai_hassan-3")),
        # The operator of 2026 is of another row; how the holder came is not.
        ("2026-07-01", "field:bai_hassan", ("federal", "settled", "stated", "bai_hassan-3")),
        ("2014-06-14", "باي حسن", ("region", "in_doubt", "filled", "bai_hassan-6")),
    ],
)
def test_a_field_answers_for_itself_with_the_evidence_of_the_change(
    answer: Callable[..., Any], atlas: Atlas, day: str, place: str, expected: tuple[str, ...]
) -> None:
    result = answer("at", day, "--place", place)
    holder, certainty, evidence, change = expected
    row = next(row for row in atlas.records("field_periods") if row["id"] == change)
    assert (result["kind"], result["holder"]) == ("field", holder)
    assert (result["certainty"], result["evidence"]) == (certainty, evidence)
    assert result["sources"] == row["source"].split(";")
    assert result["held_since"] == row["start"].isoformat()
    assert (result["alternatives"] == []) == (certainty == "settled")


def test_what_has_a_state_says_it_and_a_town_names_things_of_its_name(
    answer: Callable[..., Any], greenline: Callable[..., Said]
) -> None:
    crossing = answer("at", "2017-10-17", "--place", "crossing:ibrahim_khalil")
    assert (crossing["run_by"], crossing["state"]) == ("region", "open")
    pipeline = answer("at", "2017-10-17", "--place", "Kirkuk-Ceyhan")
    assert (pipeline["state"], pipeline["unit"]) == ("partial", None)
    refinery = answer("at", "2017-10-17", "--place", "Baiji refinery")
    assert (refinery["ground"], refinery["operator"]) == ("federal", "North Refineries Co.")
    lines = greenline("at", "2017-10-17", "--place", "Taq Taq")[1].splitlines()
    assert lines[-1] == "Of the same name: field:taq_taq"


def test_at_tells_how_a_district_is_divided(
    answer: Callable[..., Any], greenline: Callable[..., Said], atlas: Atlas
) -> None:
    result = answer("at", "2017-10-15", "--place", "IQG13Q02")
    assert result["place"] == "Daquq"
    assert set(result["holders"]) >= {"region", "federal"}
    districts = atlas.districts.set_index("pcode")
    assert sum(result["holders"].values()) == pytest.approx(districts.loc["IQG13Q02", "km2"], abs=1)
    _, out, _ = greenline("at", "2017-10-15", "--place", "IQG13Q02")
    assert "IQG13Q02N01" in out
    _, table, _ = greenline("at", "2017-10-15", "--place", "IQG13Q02", "--csv")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert {row["district"] for row in rows} == {"IQG13Q02"}


@pytest.mark.quick(2)
@pytest.mark.parametrize(
    "command",
    [
        ("at", "1999-01-01", "--place", "Basra"),
        ("at", "1999-01-01"),
        ("history", "Basra"),
        ("changes", "1991-01-01", "1991-03-20"),
        ("exposure", "--date", "1999-01-01", "--by", "holder"),
    ],
    ids=lambda words: words[0],
)
def test_a_holder_is_called_as_on_the_page_of_that_day(
    greenline: Callable[..., Said], command: tuple[str, ...]
) -> None:
    _, out, _ = greenline(*command)
    assert say(side_word("federal", day=date(1999, 1, 1)), Language.EN) in out


def test_geojson_is_as_the_rfc_wants_it(greenline: Callable[..., Said], atlas: Atlas) -> None:
    code, out, _ = greenline("at", "2017-10-16", "--geojson")
    content = json.loads(out)
    assert code == 0
    assert (content["type"], content["date"]) == ("FeatureCollection", "2017-10-16")
    assert content["version"] == atlas.version
    assert "crs" not in content
    held = control.at(atlas, View(date="2017-10-16").date).set_index("unit")
    assert len(content["features"]) == len(held)
    for feature in content["features"]:
        assert feature["type"] == "Feature"
        assert feature["properties"]["holder"] == held.loc[feature["id"], "holder"]
        outline = shape(feature["geometry"])
        assert outline.is_valid
        assert outline.symmetric_difference(held.loc[feature["id"], "geometry"]).area < 1e-4
        for item in getattr(outline, "geoms", [outline]):
            assert shapely.is_ccw(item.exterior)
            assert not any(shapely.is_ccw(hole) for hole in item.interiors)


# changes, history


def test_people_are_never_shown_without_the_year_of_their_census(
    greenline: Callable[..., Said], answer: Callable[..., Any], atlas: Atlas
) -> None:
    day = atlas.table("census")["date"].max()
    for words in (("changes", "2017-10-15", "2017-10-18"), ("exposure", "--place", "Kirkuk")):
        out, result = greenline(*words)[1], answer(*words)
        assert f"People (census of {day.year})" in out, words
        assert "People (census)" not in out
        assert result["census"] == day.isoformat()
        assert str(day.year) in result["residents_note"]


def test_a_claimant_calls_ground_claimed_and_the_list_calls_it_disputed(
    greenline: Callable[..., Said],
) -> None:
    claimed = "also claimed by Erbil"
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


def test_under_a_claim_no_ground_is_called_held(greenline: Callable[..., Said]) -> None:
    """A column of classes is headed by whose they are, as the page's table is."""
    heads = {key: say(side_heading(key), Language.EN) for key in ("held", "un", "region")}
    for perspective, head in heads.items():
        _, out, _ = greenline("at", "2017-10-16", "--perspective", perspective)
        assert len([line for line in out.splitlines() if head in line and "km²" in line]) == 2
        assert ("eld by" in out) == (perspective == "held")
    _, out, _ = greenline("at", "2017-10-16", "--perspective", "un", "--against", "region")
    assert [head for head in heads.values() if head in out.splitlines()[2]] == [*heads.values()][1:]


def test_a_day_is_given_as_exactly_as_it_is_known(
    greenline: Callable[..., Said], answer: Callable[..., Any]
) -> None:
    """As on cards: of a change known by its month, the month."""
    days = ("2014-06-01", "2014-12-01")
    _, out, _ = greenline("changes", *days)
    result = answer("changes", *days)
    seen = set()
    for row in result["field_changes"] + result["crossing_changes"]:
        letters = {"day": 10, "inferred": 7, "month": 7, "year": 4}[row["precision"]]
        [line] = [line for line in out.splitlines() if line.startswith(f"{row['id']} ")][:1]
        assert line.endswith(f"  {row['since'][:letters]}")
        seen.add(letters)
    assert len(seen) > 1


def test_history_of_a_place(answer: Callable[..., Any], atlas: Atlas) -> None:
    result = answer("history", "Sinjar")
    [unit] = result["units"]
    rows = control.history(atlas, "Sinjar")
    assert [spell["holder"] for spell in unit["spells"]] == list(rows["holder"])
    assert unit["spells"][-1]["end"] is None
    cited = {source for spell in unit["spells"] for source in spell["sources"]}
    assert {source["id"] for source in result["sources"]} == cited
    assert all(source["title"] for source in result["sources"])


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("2017-10-16", "--place", "51.4,35.7"), "lies outside the country"),
        (("1990-01-01", "--place", "44.39,35.47"), "lies before the first day of the data"),
        (("2050-01-01", "--place", "44.39,35.47"), "lies after the last day of the data"),
    ],
)
def test_abroad_before_and_after_the_data_are_answers_of_their_own(
    greenline: Callable[..., Said], words: tuple[str, ...], text: str
) -> None:
    code, out, err = greenline("at", *words)
    assert code and not out and text in err


DAY = "2017-10-15"


@pytest.mark.parametrize("place", ["Kirkuk", "IQG13Q04", "44.39,35.47", "areas:un"])
def test_series_means_by_a_place_what_at_does(answer: Callable[..., Any], place: str) -> None:
    at = answer("at", DAY, "--place", place)
    series = answer("series", DAY, DAY, "--freq", "day", "--place", place, "--bands")
    held = {row["holder"]: row for row in series["rows"]}
    assert {holder: round(row["km2"], 1) for holder, row in held.items()} == pytest.approx(
        at["holders"], abs=0.11
    )
    for holder, band in at["ranges"].items():
        for end in ("km2_low", "km2_high"):
            assert held[holder][end] == pytest.approx(band[end], abs=0.11)
    (ground,) = series["ground"]
    assert ground.startswith(at["place"])
