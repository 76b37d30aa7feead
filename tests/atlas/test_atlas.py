"""The atlas loads whole or not at all, stays as it was loaded, and is what its folder says."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from pyproj import Geod

from geo import Atlas, DataError, QuestionError
from geo.atlas import check
from geo.atlas.atlas import version
from geo.atlas.outlines import areas_km2

GEOD = Geod(ellps="WGS84")

Spoil = Callable[[str, int, str, str], str]


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
    with pytest.raises(QuestionError, match="rivers"):
        atlas.outlines("rumours")


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
    for name in atlas.names:
        rows = pd.DataFrame(atlas.records(name), columns=list(atlas.table(name).columns))
        pd.testing.assert_frame_equal(rows, atlas.table(name), check_dtype=False)
        assert len(rows) == atlas.size(name)


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


def test_areas_agree_with_the_ellipsoid(atlas: Atlas) -> None:
    rows = atlas.districts
    geodesic = [abs(GEOD.geometry_area_perimeter(shape)[0]) / 1e6 for shape in rows.geometry]
    assert rows["km2"].tolist() == pytest.approx(geodesic, rel=1e-3)


def test_the_version_is_of_the_data_alone(atlas: Atlas, folder: Path, spoil: Spoil) -> None:
    assert len(atlas.version) == 12
    assert version(folder) == atlas.version
    (folder / "context" / "rivers.cpg").write_text("utf-8", encoding="ascii")
    changed = version(folder)
    assert changed != atlas.version
    spoil("places/places.csv", 2, "note", "looked at again")
    assert version(folder) not in (changed, atlas.version)
    assert atlas.package["created"].startswith(atlas.date.isoformat())


def test_all_faults_are_listed_and_the_first_is_told(folder: Path, spoil: Spoil) -> None:
    spoil("oil/fields.csv", 3, "lat", "north")
    spoil("events/events.csv", 5, "type", "parade")
    spoil("disputed/areas.csv", 2, "pcodes", "IQG99")
    spoil("places/places.csv", 2, "source", "hearsay")
    with pytest.raises(DataError, match=r"\(and 3 more; `greenline check` lists all\)$") as error:
        Atlas.load(folder)
    texts = [(fault.file, fault.row, fault.column) for fault in error.value.faults]
    assert sorted(texts) == [
        ("disputed/areas.csv", 2, "pcodes"),
        ("events/events.csv", 5, "type"),
        ("oil/fields.csv", 3, "lat"),
        ("places/places.csv", 2, "source"),
    ]
    assert (
        "oil/fields.csv, row 3, column 'lat': 'north' is not accepted; "
        "expected a finite number with a decimal point"
    ) in [str(fault) for fault in error.value.faults]


def test_what_is_wrong_with_files_of_outlines_is_named(folder: Path) -> None:
    context = folder / "context"
    (context / "rivers.shp").write_text("not a shape", encoding="ascii")
    (folder / "claims" / "lines.cpg").write_bytes(b"\xea\x00\xff")
    (folder / "boundaries" / "subdistricts.cpg").write_bytes(b"KLINGON-9")
    (context / "neighbours.prj").unlink()
    pyogrio.write_dataframe(
        pyogrio.read_dataframe(context / "lakes.shp").to_crs(32638), context / "lakes.shp"
    )
    areas = pyogrio.read_dataframe(folder / "disputed" / "areas.shp")
    pyogrio.write_dataframe(pd.concat([areas, areas.head(1)]), folder / "disputed" / "areas.shp")
    parts = pyogrio.read_dataframe(folder / "control" / "parts.shp").rename(columns={"id": "key"})
    pyogrio.write_dataframe(parts, folder / "control" / "parts.shp")
    (folder / "oil" / "fields.csv").unlink()
    faults = "\n".join(map(str, check(folder)))
    for text in (
        r"context/rivers\.shp: .* expected a Shapefile",
        r"claims/lines\.cpg: .* expected UTF-8",
        r"boundaries/subdistricts\.cpg: .* expected UTF-8",
        r"context/neighbours",
        r"context/lakes\.shp: .* EPSG:4326",
        r"disputed/areas\.shp, row 35, column 'id'",
        r"control/parts\.shp, column 'id'",
        r"oil/fields\.csv: 'no file'",
    ):
        assert re.search(text, faults), text
