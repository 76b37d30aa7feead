"""The sub-districts: one coverage, nested, and close to the boundaries they were made from."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
import shapely

from tools.derive.areas import country, select_covered, subdistricts

REPO = Path(__file__).resolve().parents[2]
DATA = REPO / "data"
COD = REPO.parent / "shared" / "data" / "boundaries" / "irq_admbnda_adm2_cso_20190603.geojson"

#: Cylindrical equal-area, metres.
EQUAL_AREA = "EPSG:6933"


@pytest.fixture(scope="module")
def units() -> gpd.GeoDataFrame:
    return subdistricts(DATA)


def test_fields_and_keys(units: gpd.GeoDataFrame) -> None:
    assert list(units.columns) == [
        "pcode", "name_en", "district", "source", "geometry",
    ]  # fmt: skip
    assert len(units) == 294
    assert units["pcode"].is_unique
    assert units["pcode"].is_monotonic_increasing
    assert (units["pcode"].str[:8] == units["district"]).all()
    assert units["district"].nunique() == 101
    assert set(units["source"]) == {"ocha-cod-ab-2019"}
    assert units.crs == "EPSG:4326"


def test_coverage_has_neither_gap_nor_overlap(units: gpd.GeoDataFrame) -> None:
    shapes = units.geometry.to_numpy()
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    iraq = country(DATA)
    assert iraq.geom_type == "Polygon"
    assert not iraq.interiors
    assert iraq.area == pytest.approx(shapely.area(shapes).sum(), abs=1e-9)


def test_districts_keep_their_area(units: gpd.GeoDataFrame) -> None:
    if not COD.is_file():
        pytest.skip(f"no {COD}: the original boundaries are not part of the repository")
    theirs = pyogrio.read_dataframe(COD).to_crs(EQUAL_AREA).set_index("ADM2_PCODE").area
    ours = units.to_crs(EQUAL_AREA).dissolve("district").area
    assert set(ours.index) == set(theirs.index)
    assert ((ours / theirs - 1).abs() < 0.03).all()


def test_covered_takes_districts_and_sub_districts(units: gpd.GeoDataFrame) -> None:
    assert select_covered(units, ["IQG10Q03N01"])["name_en"].tolist() == ["Mandali"]
    assert set(select_covered(units, ["IQG13Q04"])["district"]) == {"IQG13Q04"}


def test_covered_names_the_unknown_code(units: gpd.GeoDataFrame) -> None:
    with pytest.raises(KeyError, match="IQG99Q01"):
        select_covered(units, ["IQG13Q04", "IQG99Q01"])
