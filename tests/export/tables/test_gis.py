"""What leaves for other programs: the QGIS project, KML, GPX and FlatGeobuf."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import geopandas as gpd
import pyogrio
import pytest

from geo import Atlas, View
from geo.ask import control
from geo.ask.layer_content import content
from geo.export.tables import qgis, render, tables
from geo.export.tables.job import Job
from geo.export.tables.qgis import VARIABLE, write_project
from geo.layers.spec import Shape
from geo.model import Language, Layer
from geo.words import say, side_word

VIEW = View(
    date="2014-08-08", layers=("control", "disputed", "pipelines", "crossings", "events", "towns")
)
KML = "{http://www.opengis.net/kml/2.2}"
GPX = "{http://www.topografix.com/GPX/1/1}"


@pytest.fixture(scope="module")
def made(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tables(atlas, VIEW.with_(language="ar"), tmp_path_factory.mktemp("gis") / "held.qgz")


@pytest.fixture(scope="module")
def project(made: Path) -> Element:
    with zipfile.ZipFile(made) as archive:
        (name,) = archive.namelist()
        assert name.endswith(".qgs")
        return fromstring(archive.read(name).decode().partition("\n")[2])


@pytest.mark.parametrize("perspective", ["held", "un"])
@pytest.mark.parametrize("language", [Language.EN, Language.CKB])
def test_classes_of_qgis_are_called_as_on_the_map(perspective: str, language: Language) -> None:
    """On the view's day and in its language; over time a holder has all of its names."""
    view = View(date="1999-05-05", perspective=perspective, language=language)

    def label(name: str, shape: Shape, value: str, *, over: bool = False) -> str:
        classes = qgis.describe_symbols(name, shape, view, over=over)["classes"]
        return next(str(each["label"]) for each in classes if each["value"] == value)

    held = [say(side_word("federal", day=day), language) for day in (view.date, "2020-01-01")]
    ground = say(side_word("federal", perspective, view.date), language)
    assert label("control", Shape.AREAS, "federal") == ground
    assert label("fields", Shape.POINTS, "federal") == held[0]
    over_time = label("control", Shape.AREAS, "federal", over=True)
    assert over_time == say("sentence.comma", language).join(held)


def test_every_layer_of_the_project_is_in_the_geopackage(made: Path, project: Element) -> None:
    known = {name for name, _ in pyogrio.list_layers(made.with_suffix(".gpkg"))}
    sources = [character.findtext("datasource", "") for character in project.iter("maplayer")]
    assert all(source.startswith("./held.gpkg|layername=") for source in sources)
    assert {source.split("|")[1].removeprefix("layername=") for source in sources} <= known
    ids = [character.findtext("id") for character in project.iter("maplayer")]
    assert len(set(ids)) == len(ids)
    assert {character.get("id") for character in project.iter("layer-tree-layer")} == set(ids)
    groups = [
        character.get("name")
        for character in project.iter("layer-tree-group")
        if character.get("name")
    ]
    assert say("group.territory", Language.AR) in groups


def test_the_project_has_styles_labels_and_time(project: Element) -> None:
    by_id = {character.findtext("id"): character for character in project.iter("maplayer")}
    assert all(item.find("renderer-v2") is not None for item in by_id.values())
    over = by_id["control_over_time_greenline"].find("temporal")
    assert over is not None
    assert (over.get("mode"), over.get("startField"), over.get("endField")) == ("2", "start", "end")
    assert by_id["events_greenline"].find("temporal").get("mode") == "1"
    text = by_id["towns_greenline"].find("labeling/settings/text-style")
    assert VARIABLE in text.get("fieldName")
    assert project.findtext("properties/Variables/variableValues/value") == "ar"
    span = project.find("ProjectTimeSettings/TemporalRange")
    assert span.findtext("start").startswith("1991-01-01")


def test_the_name_of_a_file_does_not_break_the_project(atlas: Atlas) -> None:
    layers = {"fields": content(atlas, View(layers=(Layer.FIELDS,)))[Layer.FIELDS]}
    packed = write_project(Job(atlas, View(), layers), 'a & "b"\x1b.gpkg')
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        root = fromstring(archive.read("greenline.qgs").decode().partition("\n")[2])
    assert root.findtext(".//datasource") == './a & "b"?.gpkg|layername=fields'


def test_all_spells_lie_on_the_ground_of_their_units(atlas: Atlas, made: Path) -> None:
    rows = pyogrio.read_dataframe(made.with_suffix(".gpkg"), layer="control_over_time")
    spells = control.spells(atlas)
    assert set(rows["unit"]) == set(spells["unit"])
    assert len(rows) >= len(spells)
    assert rows.geometry.notna().all()
    day = date(2017, 10, 16)
    standing = control.valid_on(spells, day).set_index("unit")["holder"]
    start = rows["start"].astype("datetime64[ns]").dt.date
    end = rows["end"].astype("datetime64[ns]").dt.date.fillna(date.max)
    shown = rows[(start <= day) & (day < end)].set_index("unit")["holder"]
    assert shown.sort_index().to_dict() == standing.sort_index().to_dict()


def test_kml_has_a_folder_a_layer_and_colours_that_exist(atlas: Atlas) -> None:
    view = VIEW.with_(layers=("control", "disputed", "crossings"))
    content = render(atlas, view, ".kml")
    root = fromstring(content)
    assert b"<Placemark><name>" in content  # many programs know no prefixes
    folders = [item.findtext(f"{KML}name") for item in root.iter(f"{KML}Folder")]
    assert folders == [say(f"layer.{layer}", Language.EN) for layer in view.layers]
    known = {f"#{item.get('id')}" for item in root.iter(f"{KML}Style")}
    marks = list(root.iter(f"{KML}Placemark"))
    assert {mark.findtext(f"{KML}styleUrl") for mark in marks} <= known
    assert len(marks) > len(atlas.units)
    assert "Licences" in root.findtext(f"{KML}Document/{KML}description")


@pytest.mark.thorough
def test_rows_without_a_position_are_counted_and_named(atlas: Atlas) -> None:
    view = VIEW.with_(layers=("crossings", "towns"))
    root = fromstring(render(atlas, view, ".kml"))
    folders = {item.findtext(f"{KML}name"): item for item in root.iter(f"{KML}Folder")}
    crossings = folders[say("layer.crossings", Language.EN)]
    text = crossings.findtext(f"{KML}description") or ""
    left, of = map(int, text.split(": ")[1].split(" of "))
    assert left, "a crossing whose position is not known"
    assert len(crossings.findall(f"{KML}Placemark")) == of - left
    assert "Kele" in text
    gpx = render(atlas, view, ".gpx").decode("utf-8")
    assert f"not a point or without a position: {left} of {of}: " in gpx


def test_text_of_data_is_no_markup_in_kml(atlas: Atlas) -> None:
    rows = gpd.GeoDataFrame(
        {"name_en": ["<b>x</b>&\x01"], "text": ["]]><script>"]},
        geometry=gpd.points_from_xy([44], [35]), crs=4326,
    )  # fmt: skip
    made = render(atlas, View(layers=()), ".kml", more={"mine": rows})
    mark = next(fromstring(made).iter(f"{KML}Placemark"))
    assert mark.findtext(f"{KML}name") == "<b>x</b>&?"
    assert len(mark.findall(f".//{KML}script")) == 0


@pytest.mark.parametrize("layer", ["refineries", "crossings"])
def test_rows_without_a_position_are_kept_or_listed(
    atlas: Atlas, tmp_path: Path, layer: str
) -> None:
    view = VIEW.with_(layers=(layer,))
    rows = content(atlas, view)[Layer(layer)]
    lost = rows[rows.geometry.isna()]
    assert len(lost)
    file = tables(atlas, view, tmp_path / f"{layer}.fgb", layer=layer)
    assert sorted(pyogrio.read_dataframe(file)["id"]) == sorted(rows["id"])
