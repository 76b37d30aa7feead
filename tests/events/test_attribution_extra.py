"""Extra columns of attribution, recomputed by other ways."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo import Atlas, QuestionError
from geo.ask import control
from geo.events.attribution import ATTRIBUTED, attribute
from geo.events.attribution_extra import EXTRA


@pytest.fixture(scope="module")
def points() -> gpd.GeoDataFrame:
    chance = np.random.default_rng(20171016)
    days = pd.Timestamp("2014-01-01") + pd.to_timedelta(chance.integers(0, 1800, 60), unit="D")
    places = gpd.points_from_xy(chance.uniform(42, 45.5, 60), chance.uniform(34, 37, 60))
    return gpd.GeoDataFrame({"start": days}, geometry=places, crs=4326)


def test_spell_and_evidence_are_those_of_the_unit_on_the_day(
    atlas: Atlas, points: gpd.GeoDataFrame
) -> None:
    table = attribute(atlas, points, extra=EXTRA)
    assert list(table.columns) == [*ATTRIBUTED, *EXTRA]
    inside = table[table["unit"] != ""]
    assert len(inside) > 30
    for at, row in inside.iterrows():
        held = control.at(atlas, points.at[at, "start"].date()).set_index("unit").loc[row["unit"]]
        for name in ("holder", "spell", "evidence", "precision"):
            assert row[name] == held[name], name
    assert (table.loc[table["unit"] == "", "spell"] == "").all()


def test_the_front_is_the_nearest_ground_of_another_holder(
    atlas: Atlas, points: gpd.GeoDataFrame
) -> None:
    table = attribute(atlas, points, extra=["front_km"])
    plane = atlas.profile.equidistant
    placed = points.to_crs(plane)
    for at, row in table[table["unit"] != ""].head(12).iterrows():
        held = control.at(atlas, points.at[at, "start"].date()).to_crs(plane)
        others = held[held["holder"] != row["holder"]].union_all()
        mine = held[held["holder"] == row["holder"]].union_all()
        front = shapely.intersection(shapely.boundary(mine), shapely.boundary(others))
        everywhere = [shapely.boundary(some.union_all()) for _, some in held.groupby("holder")]
        lines = shapely.union_all(
            [shapely.intersection(a, b) for i, a in enumerate(everywhere) for b in everywhere[:i]]
        )
        assert row["front_km"] <= placed.geometry[at].distance(front) / 1000 + 0.01
        assert row["front_km"] == pytest.approx(
            placed.geometry[at].distance(lines) / 1000, abs=0.05
        )


def test_points_of_any_projection_are_taken(atlas: Atlas, points: gpd.GeoDataFrame) -> None:
    plain = points.assign(lon=points.geometry.x, lat=points.geometry.y).drop(columns="geometry")
    expected = attribute(atlas, pd.DataFrame(plain))
    table = attribute(atlas, points.to_crs(32638))
    pd.testing.assert_frame_equal(table.drop(columns="field_km"), expected.drop(columns="field_km"))


def test_a_position_for_a_governorate_has_shares_and_no_single_spell(atlas: Atlas) -> None:
    rows = pd.DataFrame(
        {"lon": [44.39, 44.39, 30.0], "lat": [35.47, 35.47, 50.0], "start": ["2017-10-10"] * 3,
         "position_precision": ["governorate", "exact", "exact"]}
    )  # fmt: skip
    table = attribute(atlas, rows, extra=EXTRA)
    assert table["holder"].tolist()[::2] == ["vague", "abroad"]
    largest = max(int(part.rpartition(":")[2]) for part in table["holders"][0].split(";"))
    assert table["held_share"][0] == largest / 100 < table["held_share"][1] == 1
    assert table["spell"].astype(str).tolist()[::2] == ["", ""]
    assert table[["front_km"]].isna()["front_km"].tolist() == [True, False, True]
    assert np.isnan(table["held_share"][2])


def test_abroad_and_unknown_are_apart(atlas: Atlas) -> None:
    rows = pd.DataFrame(
        {"lon": [32.86, 44.39], "lat": [39.93, 35.47], "start": ["2017-10-10", "1950-01-01"]}
    )
    assert attribute(atlas, rows)["holder"].tolist() == ["abroad", "before"]


@pytest.mark.parametrize(
    ("rows", "extra", "says"),
    [
        (pd.DataFrame({"lon": [44.0], "lat": [35.0]}), (), "expected a column 'start'; there are lon, lat"),
        (gpd.GeoDataFrame({"start": ["2017-01-01"]}, geometry=[shapely.Point(44, 35)]), (), "coordinate reference system"),
        (gpd.GeoDataFrame({"start": ["2017-01-01"]}, geometry=[shapely.box(44, 35, 45, 36)], crs=4326), (), "expected points"),
        (pd.DataFrame({"lon": [44.0], "lat": [35.0], "start": ["2017-01-01"]}), ["front"], "extra 'front': expected some of spell"),
    ],
)  # fmt: skip
def test_what_is_lacking_is_said(
    atlas: Atlas, rows: pd.DataFrame, extra: list[str], says: str
) -> None:
    with pytest.raises(QuestionError, match=says):
        attribute(atlas, rows, extra=extra)
