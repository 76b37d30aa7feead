"""Pulled boundaries replace the generalised ones, or are refused in a sentence."""

from __future__ import annotations

import os
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo import Atlas
from geo.atlas.atlas import current_folder, forget_pulled
from geo.cache import VARIABLE
from geo.draw.versions import of_page
from geo.errors import PullError
from geo.pull import outlines
from geo.pull.cache import Pulled
from geo.versions.package import home_of

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
SHARED = Path(os.environ.get("GREENLINE_SHARED", ROOT.parent / "shared" / "data"))
COD = SHARED / "boundaries" / "irq_admbnda_adm3_cso_20190603.geojson"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


def make_pulled(path: Path, name: str = "cod-ab") -> Pulled:
    return Pulled(name, str(path), "1", "https://example.org", "0" * 64, 1, "2026-01-01", "x", "y")


def save_rows(rows: gpd.GeoDataFrame, path: Path) -> Path:
    rows.to_file(path, driver="GeoJSON")
    return path


@pytest.mark.thorough
def test_finer_outlines_take_the_place_of_the_generalised_ones(atlas: Atlas) -> None:
    if not COD.is_file():
        pytest.skip(f"{COD.name} is not here")
    target = outlines.replace(make_pulled(COD), DATA)
    assert current_folder(DATA) == target
    finer = Atlas.load(target)
    assert finer.units["unit"].tolist() == atlas.units["unit"].tolist()
    before, after = (
        len(shapely.get_coordinates(item.subdistricts.geometry.to_numpy()))
        for item in (atlas, finer)
    )
    assert after > 3 * before
    assert abs(finer.units["km2"].sum() / atlas.units["km2"].sum() - 1) < 0.001
    assert finer.version != atlas.version
    assert home_of(target) == DATA  # where releases and proposals are kept
    values = [(item["version"], item["facts"]) for item in of_page(finer)]
    assert values == [(item["version"], item["facts"]) for item in of_page(atlas)] != []
    assert forget_pulled()
    assert current_folder(DATA) == DATA


def test_outlines_without_codes_are_matched_by_the_ground_they_share(
    atlas: Atlas, tmp_path: Path
) -> None:
    rows = atlas.subdistricts[["name_en", "geometry"]].sample(frac=1, random_state=1)
    file = save_rows(rows.rename(columns={"name_en": "shapeName"}), tmp_path / "gb.geojson")
    ours = atlas.subdistricts
    values = outlines._match_outlines(ours, outlines.outlines(file, len(ours)))
    assert shapely.equals_exact(values, ours.geometry.to_numpy(), 1e-6, normalize=True).all()


def test_another_edition_is_refused_and_nothing_changes(atlas: Atlas, tmp_path: Path) -> None:
    rows = atlas.subdistricts[["pcode", "geometry"]].rename(columns={"pcode": "ADM3_PCODE"})
    rows.loc[5, "ADM3_PCODE"] = "IQG99Q99N99"
    file = save_rows(rows, tmp_path / "other.geojson")
    with pytest.raises(PullError, match=r"lack 1 of 294 sub-districts \(first IQG"):
        outlines.replace(make_pulled(file), DATA)
    assert current_folder(DATA) == DATA


def test_what_holds_no_sub_districts_is_refused(atlas: Atlas, tmp_path: Path) -> None:
    file = save_rows(atlas.governorates[["iso", "geometry"]], tmp_path / "adm1.geojson")
    with pytest.raises(PullError, match=r"expected outlines of sub-districts \(admin level 3\)"):
        outlines.outlines(file, len(atlas.subdistricts))


def test_a_folder_made_of_other_data_is_passed_over(folder: Path) -> None:
    (folder / "atlas" / "cod-ab").mkdir(parents=True)
    made = '{"folder": "cod-ab", "base": "000000000000"}'
    (folder / "atlas" / "made.json").write_text(made, encoding="utf-8")
    assert current_folder(DATA) == DATA


def test_a_note_cut_short_is_passed_over(folder: Path) -> None:
    (folder / "atlas").mkdir(parents=True)
    (folder / "atlas" / "made.json").write_text('{"folder": "cod', encoding="utf-8")
    assert current_folder(DATA) == DATA
