from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from pyproj import Geod

from geo import Atlas
from geo.events.nearest import Nearest
from geo.profile import current


@pytest.fixture(scope="module")
def fields(atlas: Atlas) -> gpd.GeoDataFrame:
    rows = atlas.table("fields")
    return gpd.GeoDataFrame(rows, geometry=gpd.points_from_xy(rows["lon"], rows["lat"]), crs=4326)


def test_as_sjoin_nearest_finds_them(fields: gpd.GeoDataFrame) -> None:
    rng = np.random.default_rng(3)
    lon, lat = rng.uniform(38, 50, 20_000), rng.uniform(28.5, 38.5, 20_000)
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs=4326)
    joined = gpd.sjoin_nearest(
        points.to_crs(current().equidistant),
        fields.to_crs(current().equidistant)[["geometry"]],
        distance_col="m",
    )
    found, km = Nearest.of(fields["lon"], fields["lat"]).nearest(lon, lat)
    assert (found == joined["index_right"].to_numpy()).all()
    assert np.allclose(km, joined["m"] / 1000, rtol=1e-6, atol=1e-6)


def test_distances_keep_to_the_ellipsoid(fields: gpd.GeoDataFrame) -> None:
    rng = np.random.default_rng(4)
    lon, lat = rng.uniform(39, 48, 2_000), rng.uniform(29.5, 37, 2_000)
    found, km = Nearest.of(fields["lon"], fields["lat"]).nearest(lon, lat)
    near = fields.iloc[found]
    _, _, metres = Geod(ellps="WGS84").inv(lon, lat, near["lon"], near["lat"])
    assert np.allclose(km, metres / 1000, rtol=0.0017)


def test_far_from_the_country_as_within() -> None:
    _, km = Nearest.of([44.0], [33.0]).nearest([10.0, 44.0], [50.0, 27.5])
    _, _, metres = Geod(ellps="WGS84").inv([44, 44], [33, 33], [10, 44], [50, 27.5])
    assert np.allclose(km, np.array(metres) / 1000, rtol=1e-6)


def test_no_points_no_number_and_equal_distances() -> None:
    found, km = Nearest.of([], []).nearest([44.0], [33.0])
    assert found.tolist() == [-1] and np.isnan(km).all()
    found, km = Nearest.of([44.0], [33.0]).nearest([np.nan, 44.0], [33.0, np.nan])
    assert found.tolist() == [-1, -1] and np.isnan(km).all()
    found, _ = Nearest.of([44.0, 44.0], [33.0, 33.0]).nearest([45.0], [33.0])
    assert found.tolist() == [0]
