"""Events are attributed to units, holders, areas and fields; each answer is recomputed by another way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from bench.events import make_events
from geo import Atlas
from geo.ask import control
from geo.errors import QuestionError
from geo.events import attribution as module
from geo.events.attribution import ATTRIBUTED, EXTRA, attribute
from geo.profile import current

COARSE = ["district", "governorate", "region", "country"]
KIRKUK, BAGHDAD, ANKARA = (
    {"lon": lon, "lat": lat} for lon, lat in ((44.39, 35.47), (44.39, 33.31), (32.86, 39.93))
)


def event(place: dict[str, float], day: Any, **more: Any) -> pd.DataFrame:
    """Return events at a place, one for each value of a list."""
    return pd.DataFrame(
        place | {"start": pd.to_datetime(day)} | more,
        index=None if isinstance(day, list) or more else [0],
    )


@pytest.fixture(scope="module")
def events() -> pd.DataFrame:
    return make_events(20_000, seed=7)


@pytest.fixture(scope="module")
def exact(events: pd.DataFrame) -> pd.DataFrame:
    """Return events whose positions are all exact."""
    return events.drop(columns="position_precision")


@pytest.fixture(scope="module")
def points() -> gpd.GeoDataFrame:
    chance = np.random.default_rng(20171016)
    days = pd.Timestamp("2014-01-01") + pd.to_timedelta(chance.integers(0, 1800, 60), unit="D")
    places = gpd.points_from_xy(chance.uniform(42, 45.5, 60), chance.uniform(34, 37, 60))
    return gpd.GeoDataFrame({"start": days}, geometry=places, crs=4326)


def test_columns_types_and_index(atlas: Atlas, events: pd.DataFrame) -> None:
    rows = events.iloc[::3]
    table = attribute(atlas, rows)
    assert tuple(table.columns) == ATTRIBUTED
    assert table.index.equals(rows.index)
    assert str(table["field_km"].dtype) == "float32"
    names = [name for name in ATTRIBUTED if name not in ("holders", "field_km")]
    assert {str(table[name].dtype) for name in names} == {"category"}
    assert (table["field_km"].isna() == (table["field"] == "")).all()
    assert not table.drop(columns="field_km").isna().to_numpy().any()
    first, second = attribute(atlas, events.head(3)), attribute(atlas, events.tail(3))
    assert (first.dtypes == second.dtypes).all(), "pieces have the same categories"
    assert (pd.concat([first, second]).dtypes == first.dtypes).all()


@pytest.mark.parametrize("day", [date(2014, 8, 8), date(2017, 10, 15), date(2017, 10, 16)])
def test_holder_is_that_of_control(atlas: Atlas, exact: pd.DataFrame, day: date) -> None:
    result = attribute(atlas, exact.assign(start=pd.Timestamp(day))).astype("str")
    ground = control.at(atlas, day).set_index("unit")["holder"]
    inside = result["unit"] != ""
    assert (result["unit"].map(ground) == result["holder"])[inside].all()
    assert (result["holder"] == "abroad")[~inside].all()


def test_abroad_other_days_and_nothing_recorded_are_different_answers(atlas: Atlas) -> None:
    last = current().days.last
    rows = event(KIRKUK, ["1990-12-31", "1991-01-01", last, last + timedelta(1), None])
    result = attribute(atlas, rows)["holder"].tolist()
    assert result[0] == "before" and result[3:] == ["after", "unknown"]
    assert set(result[1:3]) <= set(current().actors)
    assert set(attribute(atlas, rows.assign(lon=51.4, lat=35.7))["holder"]) == {"abroad"}
    assert attribute(atlas, event(ANKARA, "2017-10-10"))["holder"].tolist() == ["abroad"]
    for day, answer in (("1990-06-01", "before"), ("2050-06-01", "after")):
        coarse = event(BAGHDAD, [day] * 4, position_precision=COARSE)
        assert set(attribute(atlas, coarse)["holder"]) == {answer}
        assert set(attribute(atlas, coarse.assign(lon=51.4))["holder"]) <= {answer, "abroad"}


def test_a_position_that_stands_for_a_governorate_has_shares_and_no_holder(atlas: Atlas) -> None:
    """All units of Kirkuk province on 15 October 2017, between the Region and the government."""
    rows = event(KIRKUK, ["2017-10-15"] * 4, position_precision=COARSE)
    result = attribute(atlas, rows, extra=EXTRA).set_index(pd.Index(COARSE))
    ground = control.at(atlas, "2017-10-15").query("governorate == 'IQ-KI'")
    assert ground["holder"].nunique() > 1
    assert result.loc[["governorate", "region", "country"], "holder"].tolist() == ["vague"] * 3
    shares = {
        name: int(share)
        for name, share in (
            part.split(":") for part in result.loc["governorate", "holders"].split(";")
        )
    }
    assert sum(shares.values()) == 100
    km2 = ground.groupby("holder")["km2"].sum()
    assert set(shares) == set(km2.index)
    assert all(abs(shares[name] - 100 * km2[name] / km2.sum()) < 1 for name in shares)
    assert result.loc["governorate", "held_share"] == max(shares.values()) / 100
    assert (str(result.loc["governorate", "spell"]), result.loc["region", "holders"]) == ("", "")
    assert np.isnan(result.loc["governorate", "front_km"])
    assert result.loc["country", "holders"].startswith("federal:")
    silent = attribute(atlas, rows.assign(position_precision="unknown"), extra=EXTRA)
    assert set(silent["holder"]) == {"region"}, (
        "a position of which nothing is said is taken as it stands"
    )
    assert set(silent["held_share"]) == {1}
    abroad = attribute(atlas, event({"lon": 30.0, "lat": 50.0}, "2017-10-10"), extra=EXTRA).iloc[0]
    assert abroad[["front_km", "held_share"]].isna().all() and abroad["spell"] == ""
    held_by_one = attribute(atlas, event(BAGHDAD, ["2022-06-01"] * 4, position_precision=COARSE))
    assert held_by_one["holder"].tolist()[:2] == ["federal", "federal"]


def test_nothing_finer_than_the_position_is_named(
    atlas: Atlas, events: pd.DataFrame, exact: pd.DataFrame
) -> None:
    result = attribute(atlas, events).astype({"field": "str"})
    precision = events["position_precision"].astype("str")
    district, wider = precision == "district", precision.isin(COARSE[1:])
    for column in ("subdistrict", "unit", "area", "field"):
        assert (result.loc[district | wider, column] == "").all(), column
    assert (result.loc[wider, "district"] == "").all()
    assert (result.loc[precision.isin(COARSE[2:]), "governorate"] == "").all()
    assert (result.loc[district, "district"] != "").any()
    fine = ~(district | wider)
    firm = attribute(atlas, exact).loc[fine, "unit"]
    assert result.loc[fine, "unit"].astype("str").equals(firm.astype("str"))


def test_the_smallest_of_overlapping_areas(atlas: Atlas, exact: pd.DataFrame) -> None:
    area = attribute(atlas, exact)["area"]
    areas = atlas.areas.set_index("id")
    spots = gpd.GeoDataFrame(geometry=gpd.points_from_xy(exact["lon"], exact["lat"]), crs=4326)
    pairs = gpd.sjoin(spots, areas[["km2", "geometry"]], predicate="within")
    smallest = pairs.sort_values("km2", kind="stable").groupby(level=0).first()
    inside = area[area != ""]
    assert set(smallest.index) <= set(inside.index)
    assert (inside.loc[smallest.index].astype("str") == smallest["id"]).all()
    for at, name in inside.drop(smallest.index).items():
        assert areas.geometry[name].distance(spots.geometry[at]) == 0, "on a border"


def test_other_boundaries_take_the_place_of_the_atlas_s(atlas: Atlas, exact: pd.DataFrame) -> None:
    west = atlas.subdistricts[["pcode", "geometry"]]
    west = west.assign(geometry=west.geometry.translate(xoff=0.02)).to_crs(3857)
    moved = exact.assign(lon=exact["lon"] + 0.02)
    table, ours = attribute(atlas, moved, boundaries=west), attribute(atlas, exact)
    levels = ["governorate", "district", "subdistrict"]
    assert (table[levels].astype("str") == ours[levels].astype("str")).all(axis=1).mean() > 0.999
    assert table["unit"].equals(attribute(atlas, moved)["unit"])
    names = {"pcode": ["X1"], "district": ["D"], "governorate": ["G"]}
    square = gpd.GeoDataFrame(names, geometry=[shapely.box(0, 0, 1, 1)], crs=4326)
    rows = event({"lon": 0.5, "lat": 0.5}, "2014-06-10")
    result = attribute(atlas, rows, boundaries=square).iloc[0]
    assert result[levels].tolist() == ["G", "D", "X1"]
    for columns, says in ((["pcode", "geometry"], "X1"), (["geometry"], "pcode")):
        with pytest.raises(QuestionError, match=says):
            attribute(atlas, rows, boundaries=square[columns])


@pytest.mark.thorough
def test_spell_and_evidence_are_those_of_the_unit_on_the_day(
    atlas: Atlas, points: gpd.GeoDataFrame
) -> None:
    table = attribute(atlas, points, extra=EXTRA)
    assert list(table.columns) == [*ATTRIBUTED, *EXTRA]
    inside = table[table["unit"] != ""]
    assert len(inside) > 30
    for at, row in inside.iterrows():
        ground = control.at(atlas, points.at[at, "start"].date()).set_index("unit").loc[row["unit"]]
        for name in ("holder", "spell", "evidence", "precision"):
            assert row[name] == ground[name], name
    assert (table.loc[table["unit"] == "", "spell"] == "").all()


def test_the_front_is_the_nearest_ground_of_another_holder(
    atlas: Atlas, points: gpd.GeoDataFrame
) -> None:
    table = attribute(atlas, points, extra=["front_km"])
    plane = atlas.profile.equidistant
    placed = points.to_crs(plane)
    for at, row in table[table["unit"] != ""].head(4).iterrows():
        ground = (
            control.at(atlas, points.at[at, "start"].date())
            .to_crs(plane)
            .dissolve("holder")
            .boundary
        )
        fronts = [shapely.intersection(a, b) for i, a in enumerate(ground) for b in ground.iloc[:i]]
        mine = [
            shapely.intersection(ground[row["holder"]], b)
            for name, b in ground.items()
            if name != row["holder"]
        ]
        here = placed.geometry[at]
        assert row["front_km"] <= here.distance(shapely.union_all(mine)) / 1000 + 0.01
        assert row["front_km"] == pytest.approx(
            here.distance(shapely.union_all(fronts)) / 1000, abs=0.05
        )


def test_points_of_any_projection_are_taken(atlas: Atlas, points: gpd.GeoDataFrame) -> None:
    plain = points.assign(lon=points.geometry.x, lat=points.geometry.y).drop(columns="geometry")
    expected, table = (
        attribute(atlas, rows).drop(columns="field_km")
        for rows in (pd.DataFrame(plain), points.to_crs(32638))
    )
    pd.testing.assert_frame_equal(table, expected)


DAY = {"start": ["2017-01-01"]}
LACKING = {
    "expected a column 'start'; there are lon, lat": (
        pd.DataFrame({"lon": [44.0], "lat": [35.0]}),
        (),
    ),
    "coordinate reference system": (gpd.GeoDataFrame(DAY, geometry=[shapely.Point(44, 35)]), ()),
    "expected points": (
        gpd.GeoDataFrame(DAY, geometry=[shapely.box(44, 35, 45, 36)], crs=4326),
        (),
    ),
    "extra 'front': expected some of spell": (event(KIRKUK, "2017-01-01"), ["front"]),
}


def test_what_is_lacking_or_spoilt_is_said(atlas: Atlas) -> None:
    for says, (rows, extra) in LACKING.items():
        with pytest.raises(QuestionError, match=says):
            attribute(atlas, rows, extra=extra)
    spells = atlas.table("spells")
    spells.loc[spells.index[3], "holder"] = "mars"
    spoilt = replace(atlas, _tables={**atlas._tables, "spells": spells})
    with pytest.raises(QuestionError, match="holder 'mars': expected one of federal"):
        module.Holdings.of(spoilt, pd.Index(atlas.units["unit"]))
