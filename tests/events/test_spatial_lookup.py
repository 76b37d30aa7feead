"""Positions find their outline and their nearest point, as GEOS finds them."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import strategies as st
from pyproj import Geod

from geo import Atlas
from geo.events.lookup import Locator, Nearest
from geo.profile import current

#: Coordinates that often meet vertices and borders of a grid of quarters.
quarters = st.integers(0, 24).map(lambda number: number / 4)


def coverage(seed: int) -> np.ndarray:
    """Return a coverage of slanted, shared borders: triangles between jittered grid points."""
    rng = np.random.default_rng(seed)
    x, y = np.meshgrid(np.arange(7.0), np.arange(7.0))
    points = np.column_stack([x.ravel(), y.ravel()]) + rng.integers(-1, 2, (49, 2)) / 4
    triangles = shapely.delaunay_triangles(shapely.multipoints(points))
    return np.array(triangles.geoms, dtype=object)


def test_every_border_of_the_atlas_belongs_to_one_unit(atlas: Atlas) -> None:
    """Vertices, and points put on borders: what shapely says touches, and one answer each."""
    shapes = atlas.units.geometry.to_numpy()
    vertices = shapely.get_coordinates(shapes)
    shares = np.random.default_rng(2).random(len(vertices) - 1)[:, np.newaxis]
    lon, lat = np.vstack([vertices, vertices[:-1] + shares * np.diff(vertices, axis=0)]).T
    values = Locator.of(shapes).locate(lon, lat)
    touches = shapely.STRtree(shapes).query(shapely.points(lon, lat), predicate="intersects")
    pairs = set(zip(*touches.tolist(), strict=True))
    answered = np.isin(np.arange(len(lon)), touches[0])
    assert ((values >= 0) == answered).all()
    assert all((point, int(values[point])) in pairs for point in np.flatnonzero(answered))
    assert (values[: len(vertices)] >= 0).all()


BOX = shapely.box(0, 0, 1, 1)
BOXES = [shapely.box(x, y, x + 1, y + 1) for y in (0, 1) for x in (0, 1)]
BORDER = [1.0, 0.5, 1.0], [0.5, 1.0, 1.0]
RING = shapely.box(0, 0, 4, 4).difference(shapely.box(1, 1, 3, 3))
ISLAND = shapely.MultiPolygon([shapely.box(6, 0, 7, 1), shapely.box(8, 0, 9, 1)])
BAD = [float("nan"), float("inf"), -float("inf"), 1e300]


@pytest.mark.parametrize(
    ("outlines", "lon", "lat", "answer"),
    [
        pytest.param(BOXES, *BORDER, [0, 0, 0], id="a shared border is that of the first"),
        pytest.param(BOXES[::-1], *BORDER, [2, 1, 0], id="a shared border, turned"),
        pytest.param([BOX], [0, 1, 1, 0, 0.5, 1, 1.0000001], [0, 0, 1, 1, 1, 0.5, 0.5], [0] * 6 + [-1], id="the outer rim"),
        pytest.param([ISLAND, RING, shapely.box(0, 0, 10, 10)], [0.5, 2.0, 6.5, 8.5, 7.5, 11.0],
                     [0.5, 2.0, 0.5, 0.5, 0.5, 0.5], [1, 2, 0, 0, 2, -1], id="holes, parts and overlaps"),
        pytest.param([BOX], BAD, [0.5] * 4, [-1] * 4, id="no longitude"),
        pytest.param([BOX], [0.5] * 4, BAD, [-1] * 4, id="no latitude"),
        pytest.param([BOX], [], [], [], id="no position"),
        pytest.param([], [44.0], [35.0], [-1], id="no outline"),
        pytest.param([shapely.Polygon()], [44.0], [35.0], [-1], id="an empty outline"),
    ],
)  # fmt: skip
def test_each_position_has_its_outline(outlines, lon, lat, answer) -> None:
    assert Locator.of(outlines).locate(lon, lat).tolist() == answer


def test_the_side_of_a_border_is_exact_where_plain_sums_fail() -> None:
    """Positions a rounding error off a long slanted border; exact by whole numbers."""
    lower, upper = (0.1, 0.1), (11.3, 7.7)
    left = shapely.Polygon([lower, upper, (0.1, 7.7)])
    right = shapely.Polygon([lower, (11.3, 0.1), upper])
    shares = np.linspace(0.01, 0.99, 997)
    lon = lower[0] + shares * (upper[0] - lower[0])
    lat = lower[1] + shares * (upper[1] - lower[1])
    values = Locator.of([left, right]).locate(lon, lat)
    (ax, ay), (bx, by) = (map(scale_up, end) for end in (lower, upper))
    for x, y, outline in zip(map(scale_up, lon), map(scale_up, lat), values, strict=True):
        side = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
        assert outline == (0 if side >= 0 else 1)


def scale_up(value: float) -> int:
    """Return a number of moderate size times 2^100, which is whole."""
    over, under = float(value).as_integer_ratio()
    return over * (2**100 // under)


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
    values, km = Nearest.of(fields["lon"], fields["lat"]).find_nearest(lon, lat)
    assert (values == joined["index_right"].to_numpy()).all()
    assert np.allclose(km, joined["m"] / 1000, rtol=1e-6, atol=1e-6)


def test_distances_keep_to_the_ellipsoid(fields: gpd.GeoDataFrame) -> None:
    rng = np.random.default_rng(4)
    lon, lat = rng.uniform(39, 48, 2_000), rng.uniform(29.5, 37, 2_000)
    values, km = Nearest.of(fields["lon"], fields["lat"]).find_nearest(lon, lat)
    near = fields.iloc[values]
    _, _, metres = Geod(ellps="WGS84").inv(lon, lat, near["lon"], near["lat"])
    assert np.allclose(km, metres / 1000, rtol=0.0017)


def test_no_points_no_number_and_equal_distances() -> None:
    values, km = Nearest.of([], []).find_nearest([44.0], [33.0])
    assert values.tolist() == [-1] and np.isnan(km).all()
    values, km = Nearest.of([44.0], [33.0]).find_nearest([np.nan, 44.0], [33.0, np.nan])
    assert values.tolist() == [-1, -1] and np.isnan(km).all()
    values, _ = Nearest.of([44.0, 44.0], [33.0, 33.0]).find_nearest([45.0], [33.0])
    assert values.tolist() == [0]
