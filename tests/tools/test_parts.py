"""Parts tile their sub-districts and hold their settlements."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.atlas.outlines import join_units
from geo.errors import DataError
from tools.derive import shapefile
from tools.derive.areas import subdistricts
from tools.derive.parts import derive, draw

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
SQUARE = shapely.box(44, 35, 44.4, 35.4)


def table(name: str) -> pd.DataFrame:
    return pd.read_csv(DATA / name, keep_default_na=False)


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
