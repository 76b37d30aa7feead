"""Numbers by area: sums, counts, classes, the census beside them, and who held the ground."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely

from geo import Atlas, QuestionError
from geo.ask import control, people
from geo.errors import ReadError
from geo.tabular.source import LIMITS
from geo.user_areas import named_ground
from geo.user_areas.areas import AreaOptions, Breaks
from geo.user_areas.reading import load, load_here
from geo.user_areas.tables import by_holder
from tests.user_areas.files import TABLES

WHO = (
    "Organisation,Sector,ADM1_EN,ADM2_PCODE\n"
    "A,WASH,Kirkuk,IQG13Q04\nB,WASH,Kirkuk,IQG13Q04\nA,Health,Kirkuk,IQG13Q04\n"
    "a ,WASH,Kirkuk,IQG13Q04\nC,Food,Kirkuk,IQG13Q02\nC,Food,Nowhere,IQX99Q99\n"
)


def test_columns_of_numbers_are_kept_and_summed(atlas: Atlas, tmp_path: Path) -> None:
    areas = load(atlas, TABLES["several rows"](tmp_path))
    table = areas.cells.set_index("code")
    assert areas.value == "IDP" and areas.report.numbers == ("IDP", "Returnees")
    assert table.loc["IQG13Q04", ["rows", "IDP", "Returnees"]].tolist() == [2, 100, 7]
    assert "Location ID" not in areas.report.numbers


YEARS = "district,year,killed\nSinjar,2014,10\nSinjar,2015,20\nKirkuk,2015,7\n"
MONTHS = "pcode,month,year,n\nIQG13Q04,1,2017,5\nIQG13Q04,2,2017,7\nIQG13Q02,1,2017,3\n"
SEXES = "district,sex,n\n" + "".join(
    f"{name},{sex},2\n" for name in ("Kirkuk", "Sinjar") for sex in "fm"
)
ARABIC = "القضاء,السنة,العدد\nسنجار,٢٠١٤,١٠\nسنجار,٢٠١٥,٢٠\nكركوك,٢٠١٥,٧\n"
PHASES = "district,phase\nSinjar,A\nSinjar,A\nSinjar,B\nKirkuk,B\n"


@pytest.mark.parametrize(
    ("table", "where", "value", "numbers", "several"),
    [
        (YEARS, {}, "killed · 2015", {"Sinjar": 20, "Kirkuk": 7}, 0),
        (YEARS, {"year": "2014"}, "killed · 2014", {"Sinjar": 10}, 0),
        (YEARS, {"year": "*"}, "killed · 2014–2015", {"Sinjar": 30, "Kirkuk": 7}, 2),
        (MONTHS, {}, "n · 2017-02", {"Kirkuk": 7}, 0),
        ("district,year,month,n\nSinjar,2017,1,5\nSinjar,2016,,1\nKirkuk,2017,3,7\n", {}, "n · 2017-01–2017-03", {"Sinjar": 5, "Kirkuk": 7}, 0),
        ("district,year,month,n\nSinjar,2016,1,5\nSinjar,2017,,1\n", {}, "n · 2017", {"Sinjar": 1}, 0),
        ("district,year,n\nKirkuk,2015,7\nSinjar,,2\n", {}, "n · 2015", {"Kirkuk": 7, "Sinjar": 2}, 0),
        (SEXES, {}, "n · f", {"Kirkuk": 2, "Sinjar": 2}, 0),
        (SEXES, {"sex": "*"}, "n", {"Kirkuk": 4, "Sinjar": 4}, 2),
        (ARABIC, {}, "العدد · 2015", {"Sinjar": 20, "Kirkuk": 7}, 0),
        ("district,camp,n\nSinjar,A,5\nSinjar,B,1\nKirkuk,C,3\n", {}, "n", {"Sinjar": 6, "Kirkuk": 3}, 2),
        ("district,date,n\nSinjar,3/8/2014,1\nSinjar,13/11/2015,2\n", {"date": "2014"}, "n · 2014", {"Sinjar": 1}, 0),
    ],
)  # fmt: skip
def test_rows_of_an_area_that_differ_by_time_or_kind_are_summed_where_that_is_said(
    atlas: Atlas,
    table: str,
    where: dict[str, str],
    value: str,
    numbers: dict[str, float],
    several: int,
) -> None:
    areas = load(atlas, table.encode(), "years.csv", AreaOptions(where=where))
    assert dict(zip(areas.rows["title"], areas.rows["value"], strict=True)) == numbers
    assert (areas.value, areas.several) == (value, several)
    assert bool(several) == ("rows_summed" in areas.report.notes)


def test_texts_of_an_area_that_differ_are_counted_and_a_year_that_is_not_there_is_refused(
    atlas: Atlas,
) -> None:
    phases = load(atlas, PHASES.encode(), "p.csv", AreaOptions(value="phase"))
    assert (phases.several, phases.report.notes) == (3, {"kinds_of_most": 2})
    later = "district,year,n\nSinjar,2016,1\nSinjar,2017,5\nTilkaif,2016,7\n"
    assert load(atlas, later.encode(), "y.csv").report.notes == {"areas_of_other_rows": 1}
    with pytest.raises(ReadError, match=r"^a\.json, column 'name': names areas, and says nothing"):
        load(atlas, b'[{"name": "Sinjar", "n": ""}, {"name": "Kirkuk"}]', "a.json")
    with pytest.raises(QuestionError, match=r"'year': '2013': expected one of 2015, 2014, or \*"):
        load(atlas, YEARS.encode(), "years.csv", AreaOptions(where={"year": "2013"}))


@pytest.mark.parametrize(
    ("table", "values", "unmatched"),
    [
        # Governorates kept their numbers, districts did not: no row may slip to its governorate.
        ("A1Code,A2Code,A2NameEn,families\nIQ-G13,IQ-X074,Kirkuk,10\nIQ-G13,IQ-X075,Daquq,4\nIQ-G10,IQ-X055,Khanaqin,6\n",
         {"IQG13Q04": 10, "IQG13Q02": 4, "IQG10Q05": 6}, {}),
        # IQ-G08 was Duhok in a list of 2014; in that of 2019 it is Baghdad.
        ("governorate,name,n\nIQ-G08,Duhok,8\nIQ-G13,Kirkuk,5\nIQ-G10,Diyala,1\n",
         {"IQ-KI": 5, "IQ-DI": 1}, {"IQ-G08 ≠ Duhok": "Duhok"}),
        ("code,District,n\nIQG13Q04,Kirkuk,1\nIQG13Q99,Daquk,2\nIQG10Q05,Khanaqin,3\n",
         {"IQG13Q04": 1, "IQG10Q05": 3}, {"IQG13Q99": "Daquq"}),
        ("District,n\nKirkuk,1\nHawija,2\nKhanakeen,3\nDaquq,5\nAtlantis,4\n",
         {"IQG13Q04": 1, "IQG13Q01": 2, "IQG10Q05": 3, "IQG13Q02": 5}, {"Atlantis": None}),
    ],
)  # fmt: skip
def test_codes_give_way_to_names_beside_them_and_unknown_ones_are_listed(
    atlas: Atlas, table: str, values: dict[str, float], unmatched: dict[str, str | None]
) -> None:
    areas = load(atlas, table.encode(), "codes.csv")
    assert dict(zip(areas.cells["code"], areas.rows["value"], strict=True)) == values
    suggested = {item.text: item.suggestions for item in areas.report.unmatched}
    assert suggested.keys() == unmatched.keys()
    assert all(not name or suggested[text][0] == name for text, name in unmatched.items())
    assert areas.report.rows_kept + len(unmatched) == table.count("\n") - 1


def test_a_3w_counts_organisations_by_sector(atlas: Atlas) -> None:
    options = AreaOptions(count="Organisation", by="Sector")
    areas = load(atlas, WHO.encode(), "3w.csv", options)
    table = areas.cells.set_index("code")
    assert dict(zip(areas.cells["code"], areas.rows["value"], strict=True)) == {
        "IQG13Q04": 2,
        "IQG13Q02": 1,
    }
    assert table.loc["IQG13Q04", ["Food", "Health", "WASH"]].tolist() == [0, 1, 2]
    assert [(item.text, item.rows) for item in areas.report.unmatched] == [("IQX99Q99", 1)]


def test_totals_by_holder_bound_areas_with_several(atlas: Atlas) -> None:
    day = "2016-06-01"
    ground = control.at(atlas, day)
    split = ground.groupby("district")["holder"].nunique().idxmax()
    alone = ground.groupby("district")["holder"].nunique().idxmin()
    table = f"pcode,n\n{split},100\n{alone},10\n"
    areas = load(atlas, table.encode(), "n.csv")
    totals = by_holder(atlas, areas, day)
    assert totals["best"].sum() == pytest.approx(110)
    assert totals["low"].sum() == 10 and (totals["low"] <= totals["best"]).all()
    km2 = ground[ground["district"] == split].groupby("holder")["km2"].sum()
    share = km2 / km2.sum()
    for holder, part in share.items():
        row = totals.set_index("holder").loc[holder]
        assert row["high"] >= 100 and row["best"] == pytest.approx(100 * part, abs=10.01)


def test_an_organisation_counts_once_for_a_holder(atlas: Atlas) -> None:
    day = "2017-09-27"
    rows = [("IQG13Q04", "UNHCR"), ("IQG13Q02", "NRC"), ("IQG13Q02", "unhcr "), ("IQG10Q05", "NRC"),
            ("IQG11Q01", "UNHCR")]  # fmt: skip
    table = "pcode,org,sector\n" + "".join(f"{code},{org},Health\n" for code, org in rows)
    areas = load(atlas, table.encode(), "3w.csv", AreaOptions(count="org", by="sector"))
    totals = by_holder(atlas, areas, day).set_index("holder")
    ground = control.at(atlas, day)
    ground = ground[ground["district"].isin({code for code, _ in rows})]
    share = ground.groupby(["district", "holder"])["km2"].sum()
    most = share.groupby("district").idxmax()
    for holder in totals.index:
        ends = {"low": set(), "best": set(), "high": set()}
        for code, org in rows:
            holders = set(ground.loc[ground["district"] == code, "holder"])
            name = org.strip().casefold()
            if holder in holders:
                ends["high"].add(name)
            if holders == {holder}:
                ends["low"].add(name)
            if most[code][1] == holder:
                ends["best"].add(name)
        expected = {end: len(names) for end, names in ends.items()}
        assert totals.loc[holder, ["low", "best", "high"]].to_dict() == expected
    assert totals["high"].max() == 2
    assert areas.kinds == ("Health",)


def test_the_census_stands_beside_and_makes_a_rate(atlas: Atlas) -> None:
    counted = people.count_people(atlas)
    kirkuk = counted.loc[counted["pcode"].str.startswith("IQG13Q04"), "people"].sum()
    table = b"pcode,n\nIQG13Q04,1000\nIQG13Q02,1000\n"
    areas = load(atlas, table, "n.csv", AreaOptions(rate=True, classes=2))
    assert areas.cells.set_index("code").loc["IQG13Q04", "people"] == pytest.approx(kirkuk)
    classes = dict(zip(areas.cells["code"], areas.rows["key"], strict=True))
    assert classes == {"IQG13Q04": "0", "IQG13Q02": "1"}, "the rate of the larger one is lower"


@pytest.mark.quick(1)
@pytest.mark.parametrize(
    ("breaks", "keys"),
    [
        (Breaks.EQUAL, ["0", "0", "1"]),
        (Breaks.QUANTILES, ["0", "1", "1"]),
        ((50.0,), ["0", "0", "1"]),
    ],
)
def test_classes_are_made_as_was_said(atlas: Atlas, breaks: Breaks, keys: list[str]) -> None:
    table = b"pcode,n\nIQG13Q01,1\nIQG13Q02,2\nIQG13Q04,100\n"
    areas = load(atlas, table, "n.csv", AreaOptions(breaks=breaks, classes=2))
    assert areas.rows["key"].tolist() == keys


def _outlines(atlas: Atlas, codes: dict[str, str]) -> bytes:
    """Return outlines with codes: those of districts of the atlas, by P-code."""
    ground = atlas.units.dissolve("district")
    rows = [
        {
            "type": "Feature",
            "properties": {"code": code, "A1Code": "OLD-G1", "name": f"Old {code}", "km2": 12},
            "geometry": shapely.geometry.mapping(ground.geometry[district]),
        }
        for code, district in codes.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": rows}).encode()


@pytest.mark.thorough
def test_codes_of_another_list_are_read_by_its_outlines(atlas: Atlas) -> None:
    """Kirkuk and Daquq changed codes: without the outlines each number goes to the other."""
    table = b"A2Code,n\nIQG13Q02,10\nIQG13Q04,4\nIQG13Q09,1\n"
    outlines = _outlines(atlas, {"IQG13Q02": "IQG13Q04", "IQG13Q04": "IQG13Q02"})
    for files, names in (
        ([table, outlines], ["old.csv", "old.geojson"]),
        ([outlines, table], ["old.geojson", "old.csv"]),
    ):
        areas = load(atlas, files, names)
        units = atlas.unit_records
        districts = [{units[at]["district"] for at in of} for of in areas.rows["units"]]
        assert districts == [{"IQG13Q04"}, {"IQG13Q02"}]
        assert areas.rows["value"].tolist() == [10, 4]
        assert areas.rows["title"].tolist() == ["Old IQG13Q02", "Old IQG13Q04"]
        assert [item.text for item in areas.report.unmatched] == ["IQG13Q09"]
        assert areas.report.files == ("old.csv", "old.geojson")
        assert areas.report.notes == {"outlined_codes": 2}


def test_only_outlines_that_hold_a_unit_are_looked_at(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of a hundred thousand outlines costs the server no more than the atlas's units do."""
    content = json.loads(_outlines(atlas, {"OLD-D1": "IQG13Q04"}))
    (feature,) = content["features"]
    away = shapely.geometry.mapping(shapely.box(10, 10, 11, 11))
    content["features"] += [
        feature | {"geometry": away, "properties": {"code": f"FAR-{n}"}} for n in range(50)
    ]
    looked: list[str] = []
    plain = named_ground.guess_title
    monkeypatch.setattr(
        named_ground, "guess_title", lambda sheet: looked.extend(sheet.frame.index) or plain(sheet)
    )
    files = [b"code,n\nOLD-D1,6\n", json.dumps(content).encode()]
    load_here(atlas, files, ["o.csv", "o.geojson"], AreaOptions(), LIMITS)
    assert looked == [0]
