"""A reader's areas in graphics, beside one another, in films and in tables: the figures of a comparison."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest

from geo import Atlas, View
from geo.export import tables
from geo.export.animation import FilmSettings, frames
from geo.export.animation.renderer import FilmRenderer
from geo.export.graphic import GraphicSettings, compose, render
from geo.export.sheets import sheet
from geo.export.user_events import UserData
from geo.user_areas.areas import UserAreas
from geo.user_areas.features import features
from geo.user_areas.reading import load
from tests.user_areas.files import EAST, KML, TABLES, WEST, placemark

BELT = (43.4, 34.8, 45.2, 35.8)
VIEW = View(date="2017-10-20", bounds=BELT, layers=("control", "disputed"))
DAYS = ("2017-10-10", "2017-10-18")


@pytest.fixture(scope="module")
def rival(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> UserAreas:
    """Return a control map of two days: the eastern box changes hands."""
    folder, files = tmp_path_factory.mktemp("rival"), []
    for day, east in zip(DAYS, ("Peshmerga", "ISF"), strict=True):
        path = folder / f"map_{day}.kml"
        path.write_text(KML.format(placemark("ISF", WEST) + placemark(east, EAST)), "utf-8")
        files.append(path)
    return load(atlas, files)


def sums(atlas: Atlas, areas: UserAreas, day: str) -> str:
    comparison = areas.compare(atlas, day)
    same, differ = comparison.shared_km2, comparison.different_km2
    return f"Your map: the same on {same:,.0f} km², not on {differ:,.0f} km²"


def numbers(text: str) -> list[int]:
    return [int(number.replace(",", "")) for number in re.findall(r"[\d,]+(?= km)", text)]


def test_a_graphic_draws_a_rival_map_and_says_where_it_differs(
    atlas: Atlas, rival: UserAreas
) -> None:
    settings = GraphicSettings(width="180mm")
    made = compose.build(atlas, VIEW, settings, kind=".svg", user_data=UserData(areas=rival))
    legend = [entry["text"] for entry in made.data["legend"]]
    expected = numbers(sums(atlas, rival, "2017-10-20"))
    assert numbers(next(text for text in legend if text.startswith("Your map:"))) == pytest.approx(
        expected, abs=2
    )
    assert any(text.endswith("by your map") for text in legend)
    assert 'inkscape:label="user_areas"' in made.maps[0].svg
    alone = render(atlas, VIEW, ".svg", settings)
    assert b"user_areas" not in alone


def test_days_beside_one_another_each_have_their_own_figures(
    atlas: Atlas, rival: UserAreas
) -> None:
    settings = GraphicSettings(width="180mm", dates=("2017-10-12", "2017-10-20"))
    made = compose.build(atlas, VIEW, settings, kind=".svg", user_data=UserData(areas=rival))
    for panel, day in zip(made.data["maps"], ("2017-10-12", "2017-10-20"), strict=True):
        assert numbers(panel["sums"]) == pytest.approx(numbers(sums(atlas, rival, day)), abs=2)
    assert not [text for text in made.data["legend"] if "Same on both" in text["text"]]
    side = VIEW.with_(compare="2017-10-12", compare_mode="side")
    drawn = sheet.build(atlas, side, user_data=UserData(areas=rival))
    lines = [line for line in drawn.data["below"] if "Your map:" in line]
    assert [line[:2] for line in lines] == ["12", "20"]
    texts = [entry["text"] for group in drawn.data["legend"] for entry in group["entries"]]
    assert not [text for text in texts if "Same on both" in text]


@pytest.mark.thorough
def test_several_days_of_a_rival_map_play_in_a_film(atlas: Atlas, rival: UserAreas) -> None:
    settings = FilmSettings("2017-10-09", "2017-10-20", step="change", size=(480, 320))
    with_map = {
        day: np.asarray(picture) for day, picture, _ in frames(atlas, VIEW, settings, None, rival)
    }
    assert date(2017, 10, 18) in with_map, "a day on which only the reader's map changes"
    alone = {day: np.asarray(picture) for day, picture, _ in frames(atlas, VIEW, settings)}
    left, top, wide, high = FilmRenderer(
        atlas, VIEW, [date(2017, 10, 9), date(2017, 10, 20)], (480, 320)
    ).layout.map
    inside = (slice(top, top + high), slice(left, left + wide))

    def share_changed(day: date) -> float:
        return float((with_map[day][inside] != alone[day][inside]).any(axis=2).mean())

    assert share_changed(date(2017, 10, 9)) == 0, "it has no map of that day yet"
    assert share_changed(date(2017, 10, 20)) > 0.02


def test_a_film_s_legend_has_no_figures_of_one_day(atlas: Atlas, rival: UserAreas) -> None:
    days = [date(2017, 10, 12), date(2017, 10, 20)]
    renderer = FilmRenderer(atlas, VIEW, days, (480, 320), user_data=UserData(areas=rival))
    texts = [renderer.texts_of(day) for day in days]
    assert all("Your map:" in text for text in texts) and texts[0] != texts[1]


def test_tables_hold_ours_beside_theirs(atlas: Atlas, rival: UserAreas, tmp_path: Path) -> None:
    rows = features(atlas, rival, date(2017, 10, 20))
    expected = rival.compare(atlas, "2017-10-20").pairs.set_index(["ours", "theirs"])["km2"]
    assert rows.groupby(["ours", "theirs"])["km2"].sum().to_dict() == pytest.approx(
        expected.to_dict()
    )
    assert rows.to_crs(atlas.profile.equal_area).area.sum() / 1e6 == pytest.approx(
        expected.sum(), rel=1e-3
    )
    written = tables.tables(atlas, VIEW, tmp_path / "both.gpkg", more={"user_areas": rows})
    again = gpd.read_file(written, layer="user_areas")
    assert set(again["theirs"]) == {"federal"} and len(again) == len(rows)


def test_a_table_of_numbers_keeps_its_columns_apart_from_ours(atlas: Atlas) -> None:
    table = b"pcode,value,source,KM2\nIQG13Q04,100,a,1\nIQG13Q02,40,b,2\n"
    areas = load(atlas, table, "own.csv")
    rows = features(atlas, areas, date(2017, 10, 20))
    assert {"source (file)", "KM2 (file)"} <= set(rows.columns)
    assert rows["value"].tolist() == [100, 40]
    content = tables.render(
        atlas, VIEW, ".csv", layer="user_areas", more={"user_areas": rows}, hxl=False
    )
    assert b"Kirkuk" in content


def test_a_choropleth_takes_the_place_of_names_on_the_ground(atlas: Atlas, tmp_path: Path) -> None:
    areas = load(atlas, TABLES["p-codes"](tmp_path))
    made: Any = compose.build(
        atlas, VIEW, GraphicSettings(width="120mm"), kind=".svg", user_data=UserData(areas=areas)
    )
    assert made.data["maps"][0]["labels"] == []
    legend = [entry["text"] for entry in made.data["legend"]]
    assert "codes.csv: value" in legend and any("100" in text for text in legend)
    assert io.BytesIO(render(atlas, VIEW, ".png", GraphicSettings(width="300px"), user_areas=areas))
