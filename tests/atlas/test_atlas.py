"""The atlas loads whole or not at all, stays as it was loaded, and is what its folder says."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from pyproj import Geod

from geo import Atlas, DataError, QuestionError
from geo.atlas import check
from geo.atlas.outlines import areas_km2
from geo.profile import current, default_folder

GEOD = Geod(ellps="WGS84")

Spoil = Callable[[str, int, str, str], str]


def test_the_default_folder_is_the_checkouts(atlas: Atlas) -> None:
    assert default_folder() == atlas.folder
    assert check() == []


def test_every_table_and_outline_of_the_package_is_there(atlas: Atlas) -> None:
    for resource in atlas.package["resources"]:
        name = resource["name"]
        if resource["format"] == "csv":
            columns = [field["name"] for field in resource["schema"]["fields"]]
            assert list(atlas.table(name).columns) == columns
        elif resource["format"] == "shp":
            rows = atlas.outlines(name.removesuffix("_shape"))
            assert rows.crs == 4326
            assert len(rows) > 0
        else:
            paths = (resource["path"], *resource["extrapaths"])
            assert all((atlas.folder / path).is_file() for path in paths)


def test_an_unknown_table_is_told_with_those_that_are_there(atlas: Atlas) -> None:
    with pytest.raises(QuestionError, match=r"table 'rumours': expected one of sources, "):
        atlas.table("rumours")


def test_unknown_outlines_are_told_with_those_that_are_there(atlas: Atlas) -> None:
    with pytest.raises(QuestionError, match="rivers"):
        atlas.outlines("rumours")


@pytest.mark.parametrize(
    "name",
    ["subdistricts", "districts", "governorates", "units", "areas"],
)
def test_a_changed_copy_changes_nothing(atlas: Atlas, name: str) -> None:
    before = getattr(atlas, name)
    mine = getattr(atlas, name)
    mine["name_en"] = "spoilt"
    mine.loc[0, "geometry"] = shapely.Point(0, 0)
    mine.drop(index=list(mine.index[1:]), inplace=True)
    pd.testing.assert_frame_equal(getattr(atlas, name), before)


def test_changed_tables_and_outlines_change_nothing(atlas: Atlas) -> None:
    for name in atlas.names:
        before, mine = atlas.table(name), atlas.table(name)
        mine.drop(index=list(mine.index[1:]), inplace=True)
        mine[mine.columns[0]] = "spoilt"
        pd.testing.assert_frame_equal(atlas.table(name), before)
    assert set(atlas.outlines("pipelines").geom_type) == {"LineString", "MultiLineString"}
    assert set(atlas.outlines("crossings").geom_type) == {"Point"}
    mine = atlas.outlines("rivers")
    mine.loc[0, "geometry"] = None
    assert atlas.outlines("rivers").geometry.notna().all()


def test_rows_without_a_frame_are_those_of_the_frame(atlas: Atlas) -> None:
    changed = replace(atlas, _tables={**atlas._tables})
    for name in atlas.names:
        rows = pd.DataFrame(atlas.records(name), columns=list(atlas.table(name).columns))
        pd.testing.assert_frame_equal(rows, atlas.table(name), check_dtype=False)
        assert len(rows) == atlas.size(name) == changed.size(name)
        assert str(changed.records(name)) == str(atlas.records(name))


def test_the_atlas_itself_cannot_be_changed(atlas: Atlas) -> None:
    with pytest.raises(AttributeError):
        atlas.version = "other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        atlas._tables["areas"] = pd.DataFrame()  # type: ignore[index]


def test_levels_nest_and_cover_the_same_ground(atlas: Atlas) -> None:
    total = atlas.subdistricts["km2"].sum()
    for rows in (atlas.units, atlas.districts, atlas.governorates):
        assert rows["km2"].sum() == pytest.approx(total, rel=1e-6)
        assert rows.geometry.is_valid.all()
        assert shapely.coverage_is_valid(rows.geometry.to_numpy())
    country = gpd.GeoSeries([atlas.country], crs=4326)
    assert areas_km2(country, atlas.profile.equal_area)[0] == pytest.approx(total, rel=1e-6)
    assert 430_000 < total < 445_000
    units = atlas.units
    assert all(
        unit.startswith(pcode) for unit, pcode in zip(units["unit"], units["pcode"], strict=True)
    )
    assert all(
        pcode.startswith(district)
        for pcode, district in zip(units["pcode"], units["district"], strict=True)
    )


def test_parts_make_up_the_subdistrict_they_cut(atlas: Atlas) -> None:
    units, everything = atlas.units, atlas.subdistricts.set_index("pcode")
    cut = units[units["unit"] != units["pcode"]]
    assert set(cut["unit"]) == set(atlas.table("parts")["id"])
    sums = cut.groupby("pcode")["km2"].sum()
    for pcode, km2 in sums.items():
        assert km2 == pytest.approx(everything["km2"][pcode], rel=1e-4)


def test_areas_are_measured_on_the_projection_that_is_named(atlas: Atlas) -> None:
    rows = atlas.subdistricts.head(20)
    by_hand = rows.to_crs(current().equal_area).area / 1e6
    assert rows["km2"].tolist() == pytest.approx(by_hand.tolist())


def test_areas_agree_with_the_ellipsoid(atlas: Atlas) -> None:
    rows = atlas.districts
    geodesic = [abs(GEOD.geometry_area_perimeter(shape)[0]) / 1e6 for shape in rows.geometry]
    assert rows["km2"].tolist() == pytest.approx(geodesic, rel=1e-3)


def test_the_version_is_of_the_data_alone(atlas: Atlas, folder: Path, spoil: Spoil) -> None:
    assert len(atlas.version) == 12
    assert Atlas.load(folder).version == atlas.version
    spoil("places/places.csv", 2, "note", "looked at again")
    changed = Atlas.load(folder)
    assert changed.version != atlas.version
    assert changed.table("places")["note"][0] == "looked at again"
    assert changed.date == atlas.date
    assert atlas.package["created"].startswith(atlas.date.isoformat())


def test_the_version_covers_every_file(folder: Path) -> None:
    file = folder / "context" / "rivers.cpg"
    before = Atlas.load(folder).version
    file.write_text("utf-8", encoding="ascii")
    assert Atlas.load(folder).version != before


def test_one_fault_stops_the_load_and_is_named(folder: Path, spoil: Spoil) -> None:
    spoil("oil/fields.csv", 3, "lat", "north")
    with pytest.raises(DataError) as error:
        Atlas.load(folder)
    assert str(error.value) == (
        "oil/fields.csv, row 3, column 'lat': 'north' is not accepted; "
        "expected a finite number with a decimal point"
    )


def test_all_faults_are_listed_and_the_first_is_told(folder: Path, spoil: Spoil) -> None:
    spoil("oil/fields.csv", 3, "lat", "north")
    spoil("events/events.csv", 5, "type", "parade")
    spoil("disputed/areas.csv", 2, "pcodes", "IQG99")
    spoil("places/places.csv", 2, "source", "hearsay")
    texts = [(fault.file, fault.row, fault.column) for fault in check(folder)]
    assert sorted(texts) == [
        ("disputed/areas.csv", 2, "pcodes"),
        ("events/events.csv", 5, "type"),
        ("oil/fields.csv", 3, "lat"),
        ("places/places.csv", 2, "source"),
    ]
    with pytest.raises(DataError, match=r"\(and 3 more; `greenline check` lists all\)$") as error:
        Atlas.load(folder)
    assert len(error.value.faults) == 4


@pytest.mark.quick(1)
@pytest.mark.parametrize("path", ["datapackage.json", "oil/fields.csv", "context/rivers.shp"])
def test_a_missing_file_is_told(folder: Path, path: str) -> None:
    (folder / path).unlink()
    faults = check(folder)
    assert faults[0].file == path
    with pytest.raises(DataError):
        Atlas.load(folder)


@pytest.mark.quick(1)
@pytest.mark.parametrize(
    "suffix",
    [".shx", ".prj", ".dbf", ".cpg"],
)
def test_a_missing_half_of_a_shapefile_is_told(folder: Path, suffix: str) -> None:
    (folder / "context" / f"rivers{suffix}").unlink()
    with pytest.raises(DataError, match=r"context/rivers"):
        Atlas.load(folder)


def test_a_shapefile_that_is_none_is_told(folder: Path) -> None:
    (folder / "context" / "rivers.shp").write_text("not a shape", encoding="ascii")
    with pytest.raises(DataError, match=r"context/rivers\.shp: .* expected a Shapefile"):
        Atlas.load(folder)


def test_another_projection_is_told(folder: Path) -> None:
    file = folder / "context" / "lakes.shp"
    pyogrio.write_dataframe(pyogrio.read_dataframe(file).to_crs(32638), file)
    with pytest.raises(DataError, match=r"context/lakes\.shp: .* EPSG:4326"):
        Atlas.load(folder)


def test_a_shapefile_without_its_key_is_told(folder: Path) -> None:
    file = folder / "disputed" / "areas.shp"
    pyogrio.write_dataframe(pyogrio.read_dataframe(file).rename(columns={"id": "key"}), file)
    with pytest.raises(DataError, match=r"disputed/areas\.shp, column 'id'"):
        Atlas.load(folder)


def test_a_key_that_stands_twice_is_told(folder: Path) -> None:
    file = folder / "disputed" / "areas.shp"
    rows = pyogrio.read_dataframe(file)
    pyogrio.write_dataframe(pd.concat([rows, rows.head(1)]), file)
    with pytest.raises(DataError, match=r"areas\.shp, row 35, column 'id'"):
        Atlas.load(folder)


@pytest.mark.parametrize("key", ["created", "licenses", "name", "path", "format", "schema"])
def test_a_descriptor_that_lacks_a_key_is_told(folder: Path, key: str) -> None:
    file = folder / "datapackage.json"
    package = json.loads(file.read_text(encoding="utf-8"))
    target = package if key == "created" else package["resources"][0]
    del target[key]
    file.write_text(json.dumps(package), encoding="utf-8")
    with pytest.raises(DataError, match=key):
        Atlas.load(folder)


def test_two_atlases_live_side_by_side(atlas: Atlas, folder: Path, spoil: Spoil) -> None:
    spoil("boundaries/subdistricts.csv", 2, "name_en", "Elsewhere")
    other = Atlas.load(folder)
    assert "Elsewhere" in set(other.units["name_en"])
    assert "Elsewhere" not in set(atlas.units["name_en"])
