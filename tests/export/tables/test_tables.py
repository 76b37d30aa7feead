"""A view as tables: nothing lost on the way out and back, sources and licences with it."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely

from geo import Atlas, ExportError, View
from geo.ask import layer_content
from geo.export.tables import SINGLE, WHOLE, render, tables
from geo.model import Layer
from geo.tabular.sheet import open_sheet
from geo.words.cells import strip_guard

EVERY = View(layers=("control", "fields", "water", "disputed"), date="2017-10-16")
FEW = EVERY.with_(layers=("control", "fields"))
HOSTILE = ["=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(A1)", "\t=1", '=HYPERLINK("x")', "ordinary"]


@pytest.fixture(scope="module")
def shown(atlas: Atlas) -> dict[Layer, gpd.GeoDataFrame]:
    return layer_content.content(atlas, EVERY)


def save_tables(folder: Path, atlas: Atlas, kind: str, view: View = EVERY, **more: object) -> Path:
    return tables(atlas, view, folder / f"out{kind}", **more)


@pytest.fixture(scope="module")
def geopackage(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tables(tmp_path_factory.mktemp("geopackage"), atlas, ".gpkg")


@pytest.mark.quick(1)
@pytest.mark.parametrize("kind", [*WHOLE, *SINGLE])
def test_the_same_view_gives_the_same_bytes(atlas: Atlas, kind: str) -> None:
    view = View(layers=("lines", "crossings"))
    layer = "crossings" if kind in SINGLE else None
    assert render(atlas, view, kind, layer=layer) == render(atlas, view, kind, layer=layer)


def test_geopackage_comes_back_whole(
    geopackage: Path, shown: dict[Layer, gpd.GeoDataFrame]
) -> None:
    layers = {name for name, _ in pyogrio.list_layers(geopackage)}
    assert {"control", "fields", "water_lines", "water_areas", "sources", "licences"} <= layers
    back = pyogrio.read_dataframe(geopackage, layer="control")
    ours = shown[Layer.CONTROL]
    assert back["holder"].tolist() == ours["holder"].tolist()
    assert back["name_ar"].tolist() == ours["name_ar"].tolist()
    same = shapely.equals(
        shapely.normalize(back.geometry.to_numpy()), shapely.normalize(ours.geometry.to_numpy())
    )
    assert same.all()
    types = dict(
        zip(
            *(pyogrio.read_info(geopackage, layer="control")[k] for k in ("fields", "ogr_types")),
            strict=True,
        )
    )
    assert types["since"] == "OFTDate"


def test_geopackage_brings_styles_that_name_every_holder(geopackage: Path) -> None:
    from xml.etree import ElementTree as ET

    from geo.draw.style import holder_colours

    with sqlite3.connect(geopackage) as base:
        rows = base.execute(
            "SELECT f_table_name, styleQML, useAsDefault FROM layer_styles"
        ).fetchall()
    styles = {name: ET.fromstring(text.split("\n", 1)[1]) for name, text, _ in rows}
    drawn = {name for name, kind in pyogrio.list_layers(geopackage) if kind is not None}
    assert set(styles) == drawn
    assert all(default for *_, default in rows)
    classes = styles["control"].findall(".//category")
    assert {class_name.get("value") for class_name in classes} == set(holder_colours())


def test_geojson_says_which_layer_each_feature_is_of(
    atlas: Atlas, shown: dict[Layer, gpd.GeoDataFrame], tmp_path: Path
) -> None:
    file = save_tables(tmp_path, atlas, ".geojson", FEW)
    content = json.loads(file.read_text(encoding="utf-8"))
    counts = pd.Series(
        [feature["properties"]["layer"] for feature in content["features"]]
    ).value_counts()
    assert counts.to_dict() == {name: len(shown[Layer(name)]) for name in FEW.layers}
    assert content["greenline"]["about"]["data version"] == atlas.version
    assert content["greenline"]["sources"]
    back = gpd.read_file(file)
    control = back[back["layer"] == "control"]
    ours = shown[Layer.CONTROL]
    gap = shapely.hausdorff_distance(control.geometry.to_numpy(), ours.geometry.to_numpy())
    assert gap.max() < 2e-5


def test_shapefile_comes_back_and_tells_what_it_cut(
    atlas: Atlas, shown: dict[Layer, gpd.GeoDataFrame], tmp_path: Path
) -> None:
    file = save_tables(tmp_path, atlas, ".shp.zip", FEW)
    back = gpd.read_file(f"zip://{file}!control.shp")
    assert back["holder"].tolist() == shown[Layer.CONTROL]["holder"].tolist()
    assert back["name_ckb"].tolist() == shown[Layer.CONTROL]["name_ckb"].tolist()
    with zipfile.ZipFile(file) as archive:
        readme = archive.read("README.txt").decode()
        table = pd.read_csv(io.BytesIO(archive.read("fields.csv")), skiprows=[1])
    assert re.search(r"fields: \d+ texts of note are cut", readme)
    assert table["note"].str.len().max() > 254


def test_csv_has_hashtags_and_codes(atlas: Atlas, tmp_path: Path) -> None:
    file = save_tables(tmp_path, atlas, ".csv", layer="control")
    rows = pd.read_csv(file, encoding="utf-8-sig")
    tags = rows.iloc[0]
    assert tags["pcode"] == "#adm3+code"
    assert tags["governorate"] == "#adm1+code"
    pattern = r"#[a-z][a-z0-9]*(\+[a-z][a-z0-9_]*)*"
    assert all(re.fullmatch(pattern, cell) for cell in tags)
    assert rows["pcode"][1:].str.fullmatch(r"IQG\d\dQ\d\dN\d\d").all()
    text = (tmp_path / "out.credits.txt").read_text(encoding="utf-8")
    assert "Licences" in text
    known = atlas.table("sources").set_index("id")
    for line in (item[2:] for item in text.partition("Sources\n")[2].splitlines()):
        source = known.loc[line.partition(":")[0]]
        assert ("(dead link)" in line) == pd.notna(source["dead"])
        assert ("archived copy" in line) == bool(source["archived"])


def test_workbook_comes_back(
    atlas: Atlas, shown: dict[Layer, gpd.GeoDataFrame], tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(save_tables(tmp_path, atlas, ".xlsx", FEW))
    assert {"control", "fields", "about", "sources", "licences"} <= set(book.sheetnames)
    rows = list(book["control"].values)
    assert len(rows) == len(shown[Layer.CONTROL]) + 2
    holders = [row[rows[0].index("holder")] for row in rows[2:]]
    assert holders == shown[Layer.CONTROL]["holder"].tolist()


@pytest.mark.thorough
def test_geoparquet_carries_its_sources(
    atlas: Atlas, shown: dict[Layer, gpd.GeoDataFrame], tmp_path: Path
) -> None:
    file = save_tables(tmp_path, atlas, ".parquet", layer="control")
    back = gpd.read_parquet(file)
    assert back.crs.to_epsg() == 4326
    assert back.geometry.geom_equals(shown[Layer.CONTROL].geometry).all()
    content = json.loads(pq.read_schema(file).metadata[b"greenline"])
    assert {row["licence"] for row in content["licences"]} >= {"CC-BY-SA-3.0"}


@pytest.mark.parametrize("kind", [".csv", ".csv.zip", ".shp.zip", ".xlsx", ".gpkg"])
def test_no_cell_runs_as_a_formula(atlas: Atlas, kind: str, tmp_path: Path) -> None:
    points = gpd.points_from_xy([44.0] * len(HOSTILE), [35.0] * len(HOSTILE), crs=4326)
    frame = gpd.GeoDataFrame({"id": HOSTILE, "text": HOSTILE}, geometry=points)
    content_ = render(
        atlas, View(layers=()), kind, layer="user_events", more={"user_events": frame}
    )
    if kind in {".csv", ".csv.zip", ".shp.zip"}:
        text = _csv(content_, kind)
        cells = pd.read_csv(io.StringIO(text), skiprows=[1], dtype=str)["text"]
        assert not cells.str.startswith(("=", "+", "-", "@", "\t")).any()
        assert cells.map(strip_guard).tolist() == HOSTILE
    elif kind == ".xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(content_))["user_events"]
        cells_ = [cell for row in sheet.iter_rows(min_row=3) for cell in row]
        assert all(cell.data_type != "f" for cell in cells_)
        assert [row[1].value for row in sheet.iter_rows(min_row=3)] == HOSTILE
    else:  # formats without formulas keep the text as it is
        file = tmp_path / f"own{kind}"
        file.write_bytes(content_)
        assert HOSTILE[0].encode() in content_ or b"calc" in content_ or kind.endswith(".zip")


def _csv(content_: bytes, kind: str) -> str:
    if kind == ".csv":
        return content_.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(content_)) as archive:
        return archive.read("user_events.csv").decode("utf-8-sig")


def test_a_file_of_an_unknown_kind_is_refused_with_what_is_accepted(
    atlas: Atlas, tmp_path: Path
) -> None:
    with pytest.raises(ExportError, match=r"out\.doc.*\.gpkg.*\.parquet"):
        tables(atlas, View(), tmp_path / "out.doc")
    with pytest.raises(ExportError, match="'mars': expected a layer shown, of control"):
        tables(atlas, View(layers=("control",)), tmp_path / "out.csv", layer="mars")
    with pytest.raises(ExportError, match=r"name it by --table, of .*control, .*disputed"):
        tables(atlas, View(), tmp_path / "out.csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.thorough
def test_geoparquet_has_the_box_of_each_shape(atlas: Atlas, tmp_path: Path) -> None:
    file = save_tables(tmp_path, atlas, ".parquet", layer="disputed")
    meta = json.loads(pq.read_schema(file).metadata[b"geo"])
    covering = meta["columns"]["geometry"]["covering"]["bbox"]
    assert (meta["version"], covering["xmin"]) == ("1.1.0", ["bbox", "xmin"])
    rows = gpd.read_parquet(file)
    west, _, _, north = rows.total_bounds
    boxes = [row["bbox"] for row in pq.read_table(file, columns=["bbox"]).to_pylist()]
    assert min(box["xmin"] for box in boxes) == pytest.approx(west)
    assert max(box["ymax"] for box in boxes) == pytest.approx(north)
    near = gpd.read_parquet(file, bbox=(west - 0.01, north - 0.01, west + 0.01, north + 0.01))
    assert len(near) < len(rows)
    assert "bbox" not in open_sheet(file.read_bytes(), "disputed.parquet").frame.columns
