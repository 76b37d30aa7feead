"""Neighbours, rivers and lakes lie where they are and fit Iraq's outline."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
import shapely

from tools.derive import neighbours, water
from tools.derive.areas import country

DATA = Path(__file__).resolve().parents[2] / "data"

#: Azimuthal equidistant around Kirkuk, metres: distances near it are good to 0.1 %.
NEAR_KIRKUK = "+proj=aeqd +lat_0=35.47 +lon_0=44.39"


def read(path: str) -> gpd.GeoDataFrame:
    return pyogrio.read_dataframe(DATA / path)


def kilometres(shape: shapely.Geometry, lon: float, lat: float) -> float:
    pair = gpd.GeoSeries([shape, shapely.Point(lon, lat)], crs=4326).to_crs(NEAR_KIRKUK)
    return float(shapely.distance(pair.iloc[0], pair.iloc[1])) / 1000


@pytest.fixture(scope="module")
def lands() -> gpd.GeoDataFrame:
    return read(neighbours.NEIGHBOURS)


@pytest.fixture(scope="module")
def rivers() -> gpd.GeoDataFrame:
    return read(water.RIVERS).set_index("id")


@pytest.fixture(scope="module")
def lakes() -> gpd.GeoDataFrame:
    return read("context/lakes.shp").set_index("id")


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [
        (44.8, 38.0, "IRN"), (45.5, 35.0, "IRQ"), (41.2, 37.0, "SYR"), (42.46, 37.32, "TUR"),
        (38.5, 32.5, "JOR"), (44.0, 29.0, "SAU"), (47.6, 29.4, "KWT"), (48.9, 29.5, ""),
    ],
)  # fmt: skip
def test_points_fall_in_their_country(
    lands: gpd.GeoDataFrame, lon: float, lat: float, code: str
) -> None:
    shapes = dict(zip(lands["iso3"], lands.geometry, strict=True)) | {"IRQ": country(DATA)}
    point = shapely.Point(lon, lat)
    assert [key for key, shape in shapes.items() if shape.contains(point)] == [code] * bool(code)


@pytest.mark.parametrize(
    ("river", "lon", "lat", "most"),
    [
        ("lesser_zab", 44.15, 35.75, 3),  # Altun Kupri
        ("diyala", 45.16, 34.27, 5),  # Jalawla
        ("diyala", 45.706, 35.113, 3),  # Darbandikhan dam
        ("greater_zab", 43.65, 36.27, 3),  # Kalak
        ("tigris", 43.13, 36.34, 3),  # Mosul
        ("tigris", 44.40, 33.33, 3),  # Baghdad
        ("euphrates", 42.38, 34.14, 3),  # Haditha
        ("shatt_al_arab", 47.83, 30.51, 3),  # Basra
        ("aq_su", 44.63, 34.88, 3),  # Tuz Khurmatu
        ("khasa", 44.39, 35.47, 3),  # Kirkuk
        ("adhaim", 44.52, 34.56, 5),  # Adhaim dam
        ("khabur", 40.74, 36.50, 5),  # Hasaka
    ],
)
def test_rivers_pass_their_towns(
    rivers: gpd.GeoDataFrame, river: str, lon: float, lat: float, most: float
) -> None:
    assert kilometres(rivers.geometry[river], lon, lat) < most
