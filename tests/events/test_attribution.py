from __future__ import annotations

import gc
import pickle
import weakref
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

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
from geo.events.attribution import ATTRIBUTED, attribute, prepared
from geo.profile import current


@pytest.fixture(scope="module")
def events() -> pd.DataFrame:
    return make_events(20_000, seed=7)


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


def test_levels_nest(atlas: Atlas, events: pd.DataFrame) -> None:
    result = attribute(atlas, pin_events(events)).astype("str").query("unit != ''")
    units = atlas.units.set_index("unit")
    for column, level in (("subdistrict", "pcode"), ("district", "district")):
        assert (result["unit"].map(units[level]) == result[column]).all()
    assert (result["unit"].map(units["governorate"]) == result["governorate"]).all()
    assert result["district"].eq(result["subdistrict"].str[:8]).all()


def test_pieces_have_the_same_categories(atlas: Atlas, events: pd.DataFrame) -> None:
    first, second = attribute(atlas, events.head(3)), attribute(atlas, events.tail(3))
    assert (first.dtypes == second.dtypes).all()
    assert (pd.concat([first, second]).dtypes == first.dtypes).all()


def pin_events(events: pd.DataFrame) -> pd.DataFrame:
    """Return events whose positions are all exact."""
    return events.drop(columns="position_precision")


@pytest.mark.parametrize("day", [date(2014, 8, 8), date(2017, 10, 15), date(2017, 10, 16)])
def test_holder_is_that_of_control(atlas: Atlas, events: pd.DataFrame, day: date) -> None:
    rows = pin_events(events).assign(start=pd.Timestamp(day))
    result = attribute(atlas, rows).astype("str")
    held = control.at(atlas, day).set_index("unit")["holder"]
    inside = result["unit"] != ""
    assert (result["unit"].map(held) == result["holder"])[inside].all()
    assert (result["holder"] == "abroad")[~inside].all()


def test_a_spell_begins_on_its_first_day(atlas: Atlas) -> None:
    spells = control.spells(atlas).query("unit == 'IQG13Q04N01a'").iloc[1]
    point = atlas.units.set_index("unit").geometry["IQG13Q04N01a"].representative_point()
    before = control.spells(atlas).query("unit == 'IQG13Q04N01a'").iloc[0]["holder"]
    start = pd.Timestamp(spells["start"])
    days = [start - pd.Timedelta(days=1), start, start + pd.Timedelta(hours=23)]
    rows = pd.DataFrame({"lon": point.x, "lat": point.y, "start": days})
    assert attribute(atlas, rows)["holder"].tolist() == [before, spells["holder"], spells["holder"]]


def test_abroad_other_days_and_nothing_recorded_are_different_answers(atlas: Atlas) -> None:
    last = current().days.last
    days = pd.to_datetime(["1990-12-31", "1991-01-01", last, last + timedelta(1), None])
    rows = pd.DataFrame({"lon": 44.39, "lat": 35.47, "start": days})
    result = attribute(atlas, rows)["holder"].tolist()
    assert result[0] == "before" and result[3:] == ["after", "unknown"]
    assert set(result[1:3]) <= set(current().actors)
    abroad = rows.assign(lon=51.4, lat=35.7)
    assert set(attribute(atlas, abroad)["holder"]) == {"abroad"}


COARSE = ["district", "governorate", "region", "country"]


def test_a_position_that_stands_for_a_governorate_has_shares_and_no_holder(atlas: Atlas) -> None:
    """All units of Kirkuk province on 15 October 2017, between the Region and the government."""
    rows = pd.DataFrame(
        {
            "lon": 44.39,
            "lat": 35.47,
            "start": pd.Timestamp("2017-10-15"),
            "position_precision": COARSE,
        }
    )
    result = attribute(atlas, rows).set_index(pd.Index(COARSE))
    held = control.at(atlas, "2017-10-15").query("governorate == 'IQ-KI'")
    assert held["holder"].nunique() > 1
    assert result.loc["governorate", "holder"] == "vague"
    shares = dict(part.split(":") for part in result.loc["governorate", "holders"].split(";"))
    assert sum(map(int, shares.values())) == 100
    km2 = held.groupby("holder")["km2"].sum()
    assert set(shares) == set(km2.index)
    assert all(abs(int(shares[share]) - 100 * km2[share] / km2.sum()) < 1 for share in shares)
    assert result.loc["region", "holders"] == ""
    assert result.loc[["region", "country"], "holder"].tolist() == ["vague"] * 2
    silent = attribute(atlas, rows.assign(position_precision="unknown"))["holder"]
    assert set(silent) == {"region"}, "a position of which nothing is said is taken as it stands"
    assert result.loc["country", "holders"].startswith("federal:")


def test_ground_of_one_holder_gives_a_coarse_position_that_holder(atlas: Atlas) -> None:
    rows = pd.DataFrame(
        {
            "lon": 44.39,
            "lat": 33.31,
            "start": pd.Timestamp("2022-06-01"),
            "position_precision": COARSE,
        }
    )
    assert attribute(atlas, rows)["holder"].tolist()[:2] == ["federal", "federal"]


@pytest.mark.parametrize("day", ["1990-06-01", "2050-06-01"])
def test_a_coarse_position_of_another_day_says_so(atlas: Atlas, day: str) -> None:
    rows = pd.DataFrame(
        {"lon": 44.39, "lat": 33.31, "start": pd.Timestamp(day), "position_precision": COARSE}
    )
    assert attribute(atlas, rows)["holder"].isin(["before", "after"]).all()
    assert set(attribute(atlas, rows.assign(lon=51.4))["holder"]) <= {"before", "after", "abroad"}


def test_nothing_finer_than_the_position_is_named(atlas: Atlas, events: pd.DataFrame) -> None:
    result = attribute(atlas, events).astype({"field": "str"})
    precision = events["position_precision"].astype("str")
    district, wider = precision == "district", precision.isin(COARSE[1:])
    for column in ("subdistrict", "unit", "area", "field"):
        assert (result.loc[district | wider, column] == "").all(), column
    assert (result.loc[wider, "district"] == "").all()
    assert (result.loc[precision.isin(COARSE[2:]), "governorate"] == "").all()
    assert (result.loc[district, "district"] != "").any()
    firm = attribute(atlas, pin_events(events))
    fine = ~(district | wider)
    assert result.loc[fine, "unit"].astype("str").equals(firm.loc[fine, "unit"].astype("str"))


def test_the_smallest_of_overlapping_areas(atlas: Atlas, events: pd.DataFrame) -> None:
    area = attribute(atlas, pin_events(events))["area"]
    areas = atlas.areas.set_index("id")
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(events["lon"], events["lat"]), crs=4326)
    pairs = gpd.sjoin(points, areas[["km2", "geometry"]], predicate="within")
    smallest = pairs.sort_values("km2", kind="stable").groupby(level=0).first()
    inside = area[area != ""]
    assert set(smallest.index) <= set(inside.index)
    same = inside.loc[smallest.index].astype("str") == smallest["id"]
    assert same.all()
    on_border = inside.drop(smallest.index)
    for at, name in on_border.items():
        assert areas.geometry[name].distance(points.geometry[at]) == 0


def test_far_away_and_no_position(atlas: Atlas) -> None:
    rows = pd.DataFrame(
        {"lon": [2.35, np.nan], "lat": [48.85, 35.0], "start": pd.Timestamp("2014-06-10")}
    )
    table = attribute(atlas, rows)
    assert table["unit"].tolist() == ["", ""] and table["holder"].tolist() == ["abroad"] * 2
    assert table["field"].tolist()[1] == "" and np.isnan(table["field_km"][1])
    assert table["field_km"][0] > 3000
    assert len(attribute(atlas, rows.head(0))) == 0


def test_other_boundaries_take_the_place_of_the_atlas_s(atlas: Atlas, events: pd.DataFrame) -> None:
    events = pin_events(events)
    ours = attribute(atlas, events)
    west = atlas.subdistricts[["pcode", "geometry"]]
    west = west.assign(geometry=west.geometry.translate(xoff=0.02)).to_crs(3857)
    moved = events.assign(lon=events["lon"] + 0.02)
    table = attribute(atlas, moved, boundaries=west)
    levels = ["governorate", "district", "subdistrict"]
    same = (table[levels].astype("str") == ours[levels].astype("str")).all(axis=1)
    assert same.mean() > 0.999
    assert table["unit"].equals(attribute(atlas, moved)["unit"])


def test_boundaries_of_another_country_name_their_levels(atlas: Atlas) -> None:
    square = gpd.GeoDataFrame(
        {"pcode": ["X1"], "district": ["D"], "governorate": ["G"]},
        geometry=[shapely.box(0, 0, 1, 1)],
        crs=4326,
    )
    rows = pd.DataFrame({"lon": [0.5], "lat": [0.5], "start": [pd.Timestamp("2014-06-10")]})
    result = attribute(atlas, rows, boundaries=square).iloc[0]
    assert (result["governorate"], result["district"], result["subdistrict"]) == ("G", "D", "X1")
    with pytest.raises(QuestionError, match="X1"):
        attribute(atlas, rows, boundaries=square[["pcode", "geometry"]])
    with pytest.raises(QuestionError, match="pcode"):
        attribute(atlas, rows, boundaries=square[["geometry"]])


def test_made_ready_once_for_as_long_as_the_atlas_lives(folder: Path) -> None:
    atlas = Atlas.load(folder)
    attributor = prepared(atlas)
    assert prepared(atlas) is attributor
    gone = weakref.ref(atlas)
    before = len(module._prepared)
    del atlas
    gc.collect()
    assert gone() is None
    assert len(module._prepared) < before


def test_travels_to_other_processes(atlas: Atlas, events: pd.DataFrame) -> None:
    sent = pickle.loads(pickle.dumps(prepared(atlas)))
    assert sent.attribute(events).equals(attribute(atlas, events))


def test_a_holder_that_is_none_is_named(atlas: Atlas) -> None:
    spells = atlas.table("spells")
    spells.loc[spells.index[3], "holder"] = "mars"
    spoilt = replace(atlas, _tables={**atlas._tables, "spells": spells})
    with pytest.raises(QuestionError, match="holder 'mars': expected one of federal"):
        module.Held.of(spoilt, pd.Index(atlas.units["unit"]))
