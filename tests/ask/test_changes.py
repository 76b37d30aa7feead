"""What changed between two days: known days, and laws that hold on any two."""

from __future__ import annotations

from datetime import date, timedelta

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import Atlas, QuestionError
from geo.ask import comparisons, perspective
from geo.ask.comparisons import PAIR, Changes, changes
from geo.gazetteer.resolver import resolve

DAYS = st.dates(date(1991, 1, 1), date(2025, 12, 31))

OCTOBER_17 = {"kirkuk_baba", "kirkuk_avanah", "bai_hassan", "jambur", "khabbaz"}


def find_moved(result: Changes, from_holder: str, to_holder: str) -> set[str]:
    rows = result.fields
    pair = (rows["from_holder"] == from_holder) & (rows["to_holder"] == to_holder)
    return set(rows[pair]["id"])


def test_the_fields_that_the_region_took_in_summer_2014(atlas: Atlas) -> None:
    result = changes(atlas, date(2014, 6, 1), date(2014, 8, 15))
    assert find_moved(result, "federal", "region") == OCTOBER_17
    assert {"ain_zalah", "butmah"} <= find_moved(result, "mixed", "is")


def test_crossings_and_airports_follow_who_runs_them(atlas: Atlas) -> None:
    rows = changes(atlas, date(2017, 10, 15), date(2017, 10, 20)).crossings.set_index("id")
    assert rows.loc["kirkuk_airport", PAIR].tolist() == ["region", "federal"]
    assert rows.loc["rabia", PAIR].tolist() == ["region", "federal"]
    assert rows.loc["rabia", "since"] == date(2017, 10, 17)
    assert not {"erbil_airport", "haji_omeran", "bashmaq"} & set(rows.index)


def test_fields_on_ground_are_those_whose_position_lies_in_a_unit_that_changed(
    atlas: Atlas,
) -> None:
    result = changes(atlas, date(2017, 10, 15), date(2017, 10, 20))
    units = result.units.set_index("unit")
    fields = atlas.table("fields").set_index("id")
    assert set(result.fields_on_ground["id"]) >= OCTOBER_17
    for row in result.fields_on_ground.to_dict("records"):
        point = shapely.Point(fields.loc[row["id"], ["lon", "lat"]])
        assert shapely.intersects(units.loc[row["unit"], "geometry"], point)
        assert [row[name] for name in PAIR] == units.loc[row["unit"], PAIR].tolist()


def test_the_later_day_first_is_refused(atlas: Atlas) -> None:
    with pytest.raises(QuestionError, match="2017-10-16 and 2017-10-15: expected the earlier"):
        changes(atlas, date(2017, 10, 16), date(2017, 10, 15))


@pytest.mark.thorough
def test_what_changed_and_changed_back_is_not_told(atlas: Atlas) -> None:
    """Makhmur was lost on 7-8 August 2014 and taken back by the 11th."""
    makhmur = perspective.unit_at(atlas, *resolve(atlas, "Makhmur").point)
    away = changes(atlas, date(2014, 8, 5), date(2014, 8, 8)).units
    back = changes(atlas, date(2014, 8, 5), date(2014, 8, 15)).units
    assert makhmur in set(away["unit"])
    assert makhmur not in set(back["unit"])


@settings(max_examples=2)
@given(DAYS, st.integers(1, 4000))
def test_every_list_names_two_holders_and_a_thing_once(
    atlas: Atlas, first: date, days: int
) -> None:
    last = min(first + timedelta(days=days), date(2025, 12, 31))
    result = changes(atlas, first, last)
    for rows, key in (
        (result.units, "unit"),
        (result.fields, "id"),
        (result.fields_on_ground, "id"),
        (result.crossings, "id"),
    ):
        assert rows[key].is_unique
        assert (rows["from_holder"] != rows["to_holder"]).all()
    counted = result.totals[["fields", "crossings"]].sum()
    assert counted.tolist() == [len(result.fields), len(result.crossings)]
    assert (result.totals["barrels_low"].fillna(0) <= result.totals["barrels_high"].fillna(0)).all()


@pytest.mark.quick(1)
@pytest.mark.parametrize("view", ["federal", "region", "un"])
def test_under_a_claim_only_the_class_of_ground_changes(atlas: Atlas, view: str) -> None:
    result = changes(atlas, date(2003, 1, 1), date(2017, 10, 31), view)
    assert result.fields.empty
    assert result.crossings.empty
    assert set(result.totals[PAIR].to_numpy().ravel()) <= {"federal", "region", "disputed"}
    assert result.totals["km2"].sum() > 3_000


def test_nothing_known_is_not_nought(atlas: Atlas) -> None:
    totals = changes(atlas, date(2017, 10, 15), date(2017, 11, 1)).totals.set_index(PAIR)
    lost, contested = totals.loc[("region", "federal")], totals.loc[("contested", "federal")]
    assert lost["fields_with_figure"] < lost["fields"]
    assert 0 < lost["barrels_low"] <= lost["barrels_high"]
    assert lost["towns"] > 0
    assert lost["people"] > 900_000, "Kirkuk is among the towns"
    assert contested["fields"] == 1
    assert pd.isna(contested["barrels_low"])
    assert pd.isna(contested["people"])
    assert contested["towns"] == 0


def test_a_point_on_a_shared_border_counts_once() -> None:
    units = gpd.GeoDataFrame(
        {"unit": ["a", "b"], "from_holder": "region", "to_holder": "federal"},
        geometry=[shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)],
        crs=4326,
    )
    points = pd.DataFrame({"id": ["edge", "in", "out"], "lon": [1.0, 1.5, 5.0], "lat": 0.5})
    table = comparisons._select_inside(points, units)
    assert table["id"].tolist() == ["edge", "in"]
    assert table["unit"].tolist()[1] == "b"
