"""GeoPackages and Shapefiles: points in degrees whatever their system, nothing of the file is run."""

from __future__ import annotations

import io
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from shapely import LineString, Point, box

from geo.errors import ReadError
from geo.events import read
from geo.tabular.sheet import open_sheet, sheets
from geo.tabular.source import Limits

POINTS = [Point(44.39, 35.47), Point(43.13, 36.34), None]


def frame(shapes=POINTS, crs: str | None = "EPSG:4326") -> gpd.GeoDataFrame:
    names = ["كركوك", "Mosul", ""][: len(shapes)]
    return gpd.GeoDataFrame({"id": range(len(shapes)), "name": names}, geometry=shapes, crs=crs)


def package(path: Path, made: gpd.GeoDataFrame, *statements: str) -> Path:
    made.to_file(path, layer="events", driver="GPKG")
    with closing(sqlite3.connect(path)) as base, base:
        for statement in statements:
            base.execute(statement)
    return path


def shapefile(folder: Path, made: gpd.GeoDataFrame, *without: str) -> bytes:
    made.to_file(folder / "ev.shp", encoding="utf-8")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path in sorted(folder.glob("ev.*")):
            if path.suffix not in without:
                archive.write(path, f"in/{path.name}")
    return out.getvalue()


def test_a_geopackage(tmp_path: Path) -> None:
    sheet = open_sheet(package(tmp_path / "t.gpkg", frame()))
    assert sheet.frame.to_dict("list") == {"id": ["0", "1", "2"], "name": ["كركوك", "Mosul", ""]}
    np.testing.assert_allclose(sheet.lon, [44.39, 43.13, np.nan])
    assert (sheet.kind, sheet.details["layer"], sheet.details["crs"]) == (
        "gpkg",
        "events",
        "EPSG:4326",
    )


@pytest.mark.parametrize("crs", ["EPSG:32638", "EPSG:3857", "ESRI:102022"])
def test_other_systems_become_degrees(tmp_path: Path, crs: str) -> None:
    made = frame(POINTS[:2]).to_crs(crs)
    for sheet in (
        open_sheet(package(tmp_path / "t.gpkg", made)),
        open_sheet(shapefile(tmp_path, made)),
    ):
        np.testing.assert_allclose(sheet.lon, [44.39, 43.13], atol=1e-6)
        np.testing.assert_allclose(sheet.lat, [35.47, 36.34], atol=1e-6)


def test_layers_are_choices(tmp_path: Path) -> None:
    path = package(tmp_path / "t.gpkg", frame())
    frame(POINTS[:1]).to_file(path, layer="few", driver="GPKG")
    assert (len(open_sheet(path).frame), set(open_sheet(path).choices)) == (3, {"events", "few"})
    assert len(open_sheet(path, choice="few").frame) == 1
    with pytest.raises(ReadError, match="holds no 'none'"):
        open_sheet(path, choice="none")


def test_a_zipped_shapefile(tmp_path: Path) -> None:
    sheet = open_sheet(shapefile(tmp_path, frame()))
    assert (sheet.kind, sheet.frame["name"].tolist()) == ("shapefile", ["كركوك", "Mosul", ""])
    np.testing.assert_allclose(sheet.lat, [35.47, 36.34, np.nan])


def test_lines_and_areas_stand_at_an_inner_point(tmp_path: Path) -> None:
    made = frame([box(44, 35, 45, 36), LineString([(44, 35), (45, 35)])])
    sheet = open_sheet(package(tmp_path / "t.gpkg", made))
    assert sheet.inner.tolist() == [True, True]
    assert dict(sheet.notes) == {"areas_as_points": 2}
    assert ((sheet.lon >= 44) & (sheet.lon <= 45)).all()


def test_a_shapefile_without_its_system(tmp_path: Path) -> None:
    sheet = open_sheet(shapefile(tmp_path, frame(), ".prj"))
    assert sheet.lon[0] == 44.39
    metres = frame(POINTS[:2]).to_crs("EPSG:32638")
    with pytest.raises(ReadError, match="names no CRS and has coordinates that cannot be degrees"):
        open_sheet(shapefile(tmp_path, metres, ".prj"))


def test_a_system_that_is_not_true(tmp_path: Path) -> None:
    metres = frame(POINTS[:2]).to_crs("EPSG:32638").set_crs("EPSG:4326", allow_override=True)
    with pytest.raises(
        ReadError, match="names EPSG:4326 but has coordinates that cannot be degrees"
    ):
        open_sheet(package(tmp_path / "t.gpkg", metres))
    degrees = frame(POINTS[:2]).set_crs("EPSG:32638", allow_override=True)
    assert not (open_sheet(package(tmp_path / "u.gpkg", degrees)).lat > 28.5).any()


def test_parts_that_are_missing(tmp_path: Path) -> None:
    with pytest.raises(
        ReadError, match=r"lacks in/ev\.dbf; accepted: a zip archive with the \.shp"
    ):
        open_sheet(shapefile(tmp_path, frame(), ".dbf"))


def test_a_shapefile_that_is_something_else() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.shp", "<OGRVRTDataSource><OGRVRTLayer/></OGRVRTDataSource>")
        archive.writestr("a.dbf", "")
    with pytest.raises(ReadError, match="is no Shapefile"):
        open_sheet(out.getvalue())


ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
LAYER = "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('{0}', 'features', '{0}', 4326)"


def test_views_and_virtual_tables_are_not_run(tmp_path: Path) -> None:
    path = package(
        tmp_path / "t.gpkg", frame(), f"CREATE VIEW evil AS {ENDLESS}", LAYER.format("evil")
    )
    assert len(open_sheet(path).frame) == len(frame())
    with pytest.raises(ReadError, match="holds no 'evil'"):
        open_sheet(path, choice="evil")
    path = package(
        tmp_path / "u.gpkg",
        frame(),
        "CREATE VIRTUAL TABLE evil USING fts4(body)",
        LAYER.format("evil"),
    )
    with pytest.raises(ReadError, match="'evil' in it is no plain table"):
        open_sheet(path)


def test_tables_about_layers_must_be_tables(tmp_path: Path) -> None:
    path = package(
        tmp_path / "t.gpkg",
        frame(),
        "ALTER TABLE gpkg_contents RENAME TO kept",
        f"CREATE VIEW gpkg_contents AS SELECT x AS table_name, 'features' AS data_type FROM ({ENDLESS})",
    )
    with pytest.raises(ReadError, match="'gpkg_contents' in it is no plain table"):
        open_sheet(path)


def test_a_table_without_shapes(tmp_path: Path) -> None:
    path = package(
        tmp_path / "t.gpkg",
        frame(),
        "CREATE TABLE towns (fid INTEGER PRIMARY KEY, lat REAL, lon REAL)",
        "INSERT INTO towns VALUES (1, 35.47, 44.39), (2, 36.34, 43.13)",
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('towns', 'attributes', 'towns')",
    )
    assert open_sheet(path).details["layer"] == "events"
    sheet = open_sheet(path, choice="towns")
    assert (sheet.lon, sheet.frame["lat"].tolist()) == (None, ["35.47", "36.34"])


def test_columns_that_are_computed_are_refused(tmp_path: Path) -> None:
    path = package(
        tmp_path / "t.gpkg",
        frame(),
        "ALTER TABLE events ADD COLUMN big TEXT AS (printf('%.*c', 100000000, 'x'))",
    )
    with pytest.raises(ReadError, match="columns that are computed"):
        open_sheet(path)
    path = package(
        tmp_path / "u.gpkg",
        frame(),
        f"ALTER TABLE events ADD COLUMN big TEXT DEFAULT '{'x' * 9000}'",
    )
    with pytest.raises(ReadError, match="repeats long texts"):
        open_sheet(path, limits=Limits(unpacked=20_000))


def test_limits(tmp_path: Path) -> None:
    path = package(tmp_path / "t.gpkg", frame())
    with pytest.raises(ReadError, match="too many rows; accepted: at most 2 rows"):
        open_sheet(path, limits=Limits(rows=2))
    with pytest.raises(ReadError, match="at most 3 columns"):
        open_sheet(path, limits=Limits(columns=3))
    with pytest.raises(ReadError, match="at most 2 rows"):
        open_sheet(shapefile(tmp_path, frame()), limits=Limits(rows=2))


def test_nothing_is_left_behind_and_the_file_is_not_changed(tmp_path: Path, monkeypatch) -> None:
    path = package(tmp_path / "t.gpkg", frame())
    before, folder = path.read_bytes(), tmp_path / "private"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    open_sheet(path)
    open_sheet(shapefile(tmp_path, frame()))
    assert (list(folder.iterdir()), path.read_bytes()) == ([], before)


def test_pieces(tmp_path: Path) -> None:
    pieces = list(sheets(package(tmp_path / "t.gpkg", frame()), rows=2))
    assert [piece.row.tolist() for piece in pieces] == [[2, 3], [4]]
    assert [len(piece.lon) for piece in pieces] == [2, 1]


def test_rows_that_a_damaged_package_loses_are_counted(tmp_path: Path) -> None:
    names = [f"row-{at:05d}" for at in range(200)]
    points = [Point(44 + at / 1000, 35) for at in range(200)]
    made = gpd.GeoDataFrame({"name": names}, geometry=points, crs="EPSG:4326")
    content = bytearray(package(tmp_path / "t.gpkg", made).read_bytes())
    at = content.index(b"row-00042")
    content[at - 75 : at - 71] = b"\xff" * 4
    sheet = open_sheet(bytes(content), "t.gpkg")
    assert len(sheet.frame) < 200
    assert sheet.unlisted == 200 - len(sheet.frame)
    assert dict(sheet.notes)["rows_not_read"] == sheet.unlisted
    report = read(bytes(content), "t.gpkg").report
    assert report.rows_read == 200
    assert report.set_aside["bad_row"] == sheet.unlisted


@pytest.mark.parametrize("table", [b"", b"\x03" + b"\0" * 31])
def test_an_emptied_table_of_a_shapefile_is_refused(tmp_path: Path, table: bytes) -> None:
    shapefile(tmp_path, frame())
    (tmp_path / "ev.dbf").write_bytes(table)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path in tmp_path.glob("ev.*"):
            archive.write(path, path.name)
    with pytest.raises(ReadError, match=r"has 3 shapes, but its table \(\.dbf\) holds no rows"):
        open_sheet(out.getvalue())


def test_messages_name_the_file_and_not_its_copy(tmp_path: Path) -> None:
    path = package(tmp_path / "t.gpkg", frame(), "DROP TABLE gpkg_geometry_columns")
    with pytest.raises(ReadError) as raised:
        open_sheet(path.read_bytes(), "mine.gpkg")
    assert "greenline-" not in str(raised.value)
    assert str(raised.value).startswith("mine.gpkg: ")


@pytest.mark.parametrize("more", [b"\0", b"\0" * 40], ids=["head", "zeros"])
def test_a_flatgeobuf_that_is_cut_is_told_as_one(more: bytes) -> None:
    with pytest.raises(ReadError, match=r"(holds no layer|is damaged).*FlatGeobuf") as error:
        open_sheet(b"fgb\x03fgb" + more, "cut.fgb")
    assert "GeoPackage" not in str(error.value)
    assert "index" not in str(error.value)
