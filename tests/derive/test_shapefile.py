"""Shapefiles come out the same, byte for byte, and keep what was put in."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pyogrio
import shapely

from geo.derive import shapefile


def sample(*rings: list[tuple[float, float]]) -> gpd.GeoDataFrame:
    names = [f"هەولێر {number}" for number in range(len(rings))]
    shapes = [shapely.Polygon(ring) for ring in rings]
    return gpd.GeoDataFrame({"name": names}, geometry=shapes, crs="EPSG:4326")


LEFT = [(44.0, 35.0), (44.0, 36.0), (45.0, 36.0), (45.0, 35.5), (45.0, 35.0)]
RIGHT = [(45.0, 35.0), (45.0, 35.5), (45.0, 36.0), (46.0, 36.0), (46.0, 35.0)]


def content(path: Path) -> dict[str, bytes]:
    return {suffix: path.with_suffix(suffix).read_bytes() for suffix in shapefile.SUFFIXES}


def test_same_table_same_bytes_whatever_the_ring_starts_with(tmp_path: Path) -> None:
    turned = [*LEFT[2:], *LEFT[:2]]
    shapefile.write(sample(LEFT, RIGHT), tmp_path / "one.shp")
    shapefile.write(sample(turned, RIGHT[::-1]), tmp_path / "two.shp")
    assert content(tmp_path / "one.shp") == content(tmp_path / "two.shp")


def test_header_has_the_fixed_date(tmp_path: Path) -> None:
    shapefile.write(sample(LEFT), tmp_path / "one.shp")
    assert (tmp_path / "one.dbf").read_bytes()[1:4] == shapefile.DBF_DATE


def test_text_crs_and_coverage_survive(tmp_path: Path) -> None:
    frame = sample(LEFT, RIGHT)
    shapefile.write(frame, tmp_path / "one.shp")
    back = pyogrio.read_dataframe(tmp_path / "one.shp")
    assert back["name"].tolist() == frame["name"].tolist()
    assert back.crs == "EPSG:4326"
    assert (tmp_path / "one.cpg").read_text() == "UTF-8"
    assert shapely.coverage_is_valid(back.geometry.to_numpy())
    assert shapely.get_num_coordinates(back.geometry.to_numpy()).tolist() == [6, 6]


def test_overwrites_what_was_there(tmp_path: Path) -> None:
    shapefile.write(sample(LEFT, RIGHT), tmp_path / "one.shp")
    shapefile.write(sample(LEFT), tmp_path / "one.shp")
    assert len(pyogrio.read_dataframe(tmp_path / "one.shp")) == 1
