"""Twenty files in different styles are read at the first try, with nothing said of their columns."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from geo import Atlas, View, painter
from geo.draw.layers.user_areas import page_data
from geo.user_areas.areas import AreaStyle
from geo.user_areas.options import AreaOptions
from geo.user_areas.reading import load
from tests.user_areas.files import CONTROL_MAPS, EAST, KML, TABLES, WEST, placemark


@pytest.mark.quick(4)
@pytest.mark.parametrize("style", CONTROL_MAPS)
def test_control_maps_are_read_at_the_first_try(atlas: Atlas, tmp_path: Path, style: str) -> None:
    areas = load(atlas, CONTROL_MAPS[style](tmp_path))
    assert areas.style is AreaStyle.CONTROL
    assert areas.report.rows_kept == 2 and not areas.report.set_aside
    theirs = areas.compare(atlas, "2017-10-20").holders.set_index("holder")["theirs_km2"]
    assert sorted(theirs[theirs > 0].index) == ["federal", "region"]
    for holder, box in (("federal", WEST), ("region", EAST)):
        inside = sum(areas.rows.loc[areas.rows["key"] == holder, "km2"])
        everything = box.area * 111.19 * 90.7  # km² of a square degree at 35.3° N, to a hundredth
        assert inside == pytest.approx(everything, rel=0.02)


@pytest.mark.quick(3)
@pytest.mark.parametrize("style", TABLES)
def test_tables_are_read_at_the_first_try(atlas: Atlas, tmp_path: Path, style: str) -> None:
    areas = load(atlas, TABLES[style](tmp_path))
    assert areas.style is AreaStyle.VALUES and not areas.report.unmatched
    values = dict(zip(areas.cells["code"], areas.rows["value"], strict=True))
    assert values == {"IQG13Q04": 100, "IQG13Q02": 40, "IQG10Q05": 60}


def colour_placemark(name: str, shape: shapely.Polygon, colour: str) -> str:
    style = f"<Style><PolyStyle><color>{colour}</color></PolyStyle></Style>"
    return placemark(
        name, shape, style + "<description>&lt;b&gt;seen&lt;/b&gt; twice</description>"
    )


def test_areas_without_holders_keep_the_colours_of_the_file(atlas: Atlas) -> None:
    body = colour_placemark("Zone \u202eA", WEST, "7f0000ff") + colour_placemark(
        "Zone B", EAST, "ffff0000"
    )
    areas = load(atlas, KML.format(body).encode(), "zones.kml")
    assert areas.style is AreaStyle.PLAIN
    assert {item.text: item.colour for item in areas.classes} == {
        "Zone A": "#ff0000",
        "Zone B": "#0000ff",
    }
    assert areas.rows["title"].tolist() == ["Zone A", "Zone B"]
    assert areas.cells["description"].tolist() == ["seen twice"] * 2
    picture = painter.draw(
        atlas,
        areas.open_view(View(layers=("control",))),
        painter.Frame((43.4, 34.8, 45.2, 35.8), 600, 400),
        areas=page_data(areas),
    )
    assert "#ff0000" in picture.svg and "#0000ff" in picture.svg
    assert "Zone A" in [entry.text for group in picture.legend for entry in group.entries]


def test_colours_may_stand_for_holders(atlas: Atlas) -> None:
    body = colour_placemark("1", WEST, "ff0000ff") + colour_placemark("2", EAST, "ffff0000")
    options = AreaOptions(holder="fill", names={"#ff0000": "federal", "#0000ff": "region"})
    areas = load(atlas, KML.format(body).encode(), "war.kml", options)
    assert areas.style is AreaStyle.CONTROL
    assert set(areas.rows["key"]) == {"federal", "region"}
