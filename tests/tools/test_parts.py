"""Parts tile their sub-districts, hold their settlements, and agree with the marks of July 2017."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.atlas.outlines import POSTS, Pull, join_units
from geo.errors import DataError
from tools.derive import shapefile
from tools.derive.areas import subdistricts
from tools.derive.parts import cut, derive, draw, is_clean, smooth_line

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
MARKS = ROOT.parent / "shared/data/events/wikipedia_control_2017_07/settlement_control.csv"
SQUARE = shapely.box(44, 35, 44.4, 35.4)
NORTH = shapely.box(44, 35.4, 44.4, 35.8)


def pull(*rows: tuple[float, float, str, str]) -> Pull:
    return Pull.of(pd.DataFrame(rows, columns=["lon", "lat", "part", "kind"]))


def table(name: str) -> pd.DataFrame:
    return pd.read_csv(DATA / name, keep_default_na=False)


# The rule, on a square.


def test_the_line_runs_half_way_between_settlements() -> None:
    ground = cut(SQUARE, pull((44.1, 35.2, "west", "village"), (44.3, 35.2, "east", "village")))
    assert ground["west"].bounds == pytest.approx((44, 35, 44.2, 35.4), abs=2e-3)
    assert ground["west"].area == pytest.approx(SQUARE.area / 2, rel=0.01)


def test_ground_without_a_settlement_of_its_own_is_swept_up_when_small() -> None:
    inside = ((44.1, 35.2, "west", "village"), (44.3, 35.2, "east", "village"))
    ground = cut(SQUARE, pull(*inside, (44.0, 35.59, "east", "village")))
    assert ground["west"].covers(shapely.Point(44.001, 35.399))
    assert ground["west"].geom_type == ground["east"].geom_type == "Polygon"


def test_units_share_the_end_of_a_cut_with_the_neighbour() -> None:
    frame = gpd.GeoDataFrame({"pcode": ["n", "s"]}, geometry=[NORTH, SQUARE], crs=4326)
    ground = cut(SQUARE, pull((44.1, 35.2, "sa", "town"), (44.3, 35.21, "sb", "town")))
    parts = gpd.GeoDataFrame(
        {"id": list(ground), "pcode": "s"}, geometry=list(ground.values()), crs=4326
    )
    result = join_units(frame, parts)
    assert result["unit"].tolist() == ["n", "sa", "sb"]
    assert shapely.get_num_coordinates(result.geometry[0]) == 6
    assert shapely.coverage_is_valid(result.geometry.to_numpy())


def test_smoothing_keeps_the_ends_and_notices_a_crossing() -> None:
    line = shapely.LineString([(44, 35.1), (44.1, 35.2), (44.2, 35.1), (44.4, 35.3)])
    plain = smooth_line(line, 2)
    assert plain.coords[0] == line.coords[0]
    assert plain.coords[-1] == line.coords[-1]
    assert plain.length < line.length
    assert smooth_line(line, 0) is line
    assert is_clean(SQUARE, [line])
    assert not is_clean(SQUARE, [line, shapely.LineString([(44, 35.3), (44.4, 35.1)])])


def test_faults_name_the_row() -> None:
    frame = gpd.GeoDataFrame({"pcode": ["s"]}, geometry=[SQUARE], crs=4326)
    parts = pd.DataFrame({"id": ["sa", "sb"], "pcode": "s"})
    places = pd.DataFrame({"id": ["x"], "lon": [44.1], "lat": [35.1], "kind": ["town"]})
    seeds = pd.DataFrame({"place": ["x", "y"], "part": ["sa", "sb"]})
    with pytest.raises(DataError, match="row 3, column 'place': 'y'"):
        draw(parts, seeds, places, frame)
    with pytest.raises(DataError, match=r"parts.csv, row 3, column 'id': 'sb'"):
        draw(parts, seeds[:1], places, frame)


# The atlas's own parts.


@cache
def derive_parts() -> gpd.GeoDataFrame:
    return shapefile.normalise(derive(DATA)["control/parts.shp"])


@pytest.mark.thorough
def test_parts_tile_their_sub_districts() -> None:
    geometry = subdistricts(DATA).set_index("pcode").geometry
    for pcode, rows in derive_parts().groupby("pcode"):
        shapes = rows.geometry.to_numpy()
        assert shapely.is_valid(shapes).all(), pcode
        assert shapely.coverage_is_valid(shapes), pcode
        missed = shapely.symmetric_difference(shapely.coverage_union_all(shapes), geometry[pcode])
        assert missed.area < 1e-12, pcode
    assert sorted(derive_parts()["id"]) == sorted(table("control/parts.csv")["id"])


@pytest.mark.thorough
def test_units_are_a_valid_coverage() -> None:
    frame = subdistricts(DATA)
    result = join_units(frame, derive_parts())
    assert len(result) == len(frame) - derive_parts()["pcode"].nunique() + len(derive_parts())
    assert result["unit"].is_unique
    assert shapely.coverage_is_valid(result.geometry.to_numpy())
    assert shapely.area(result.geometry).sum() == pytest.approx(shapely.area(frame.geometry).sum())


def test_every_seed_lies_in_its_part() -> None:
    seeds = table("control/seeds.csv").merge(
        table("places/places.csv"), left_on="place", right_on="id"
    )
    shapes = derive_parts().set_index("id").geometry
    seed = seeds[seeds["pcode"] == seeds["part"].str[:-1]]
    astray = [
        (row.place, row.part)
        for row in seed.itertuples()
        if shapes[row.part].distance(shapely.Point(row.lon, row.lat)) > 1e-9
    ]
    assert not astray
    assert set(seed["part"]) == set(shapes.index)


# Against the marks of July 2017.

HOLDERS = {
    "kurdish": "region",
    "turkish_forces": "region",
    "federal_government": "federal",
    "islamic_state": "is",
    "mixed_government_kurdish": "mixed",
    "contested_government_islamic_state": "contested",
}


@cache
def marks() -> pd.DataFrame:
    if not MARKS.is_file():
        pytest.skip(f"the marks of July 2017 are not at {MARKS}")
    frame = pd.read_csv(MARKS).rename(columns={"long": "lon"})
    total = subdistricts(DATA)
    return frame.assign(
        geometry=shapely.points(frame["lon"], frame["lat"]),
        pcode=column_at(frame, total, "pcode"),
        part=frame["controller"].map(HOLDERS),
        kind=frame["feature"].map({"settlement": "village"}).fillna(POSTS[0]),
    )


def column_at(points: pd.DataFrame, ground: gpd.GeoDataFrame, column: str) -> list[str]:
    """Value of a column of the polygon at each point, or nearest to it."""
    tree = shapely.STRtree(ground.geometry.to_numpy())
    return list(ground[column].iloc[tree.nearest(shapely.points(points["lon"], points["lat"]))])
