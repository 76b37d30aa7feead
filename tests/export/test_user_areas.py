"""A reader's areas in graphics, beside one another, in films and in tables: the figures of a comparison."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest

from geo import Atlas, View
from geo.export import tables
from geo.pictures import GraphicSettings, UserData, render, typeset
from geo.pictures.composition import Composition
from geo.pictures.film import Step, draw_frames, list_days
from geo.user_areas.areas import UserAreas, features
from geo.user_areas.reading import load
from tests.user_areas.files import EAST, KML, WEST, placemark

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
    settings = GraphicSettings(format="180mm")
    made = Composition.of(atlas, VIEW, settings, UserData(areas=(rival,))).compose()
    legend = [entry["text"] for entry in made.data["legend"]]
    expected = numbers(sums(atlas, rival, "2017-10-20"))
    assert numbers(next(text for text in legend if text.startswith("Your map:"))) == pytest.approx(
        expected, abs=2
    )
    assert any(text.endswith("by your map") for text in legend)
    assert 'inkscape:label="user_control"' in made.maps[0].svg
    alone = render(atlas, VIEW, ".svg", settings)
    assert b"user_control" not in alone


def test_several_days_of_a_rival_map_play_in_a_film(
    atlas: Atlas, rival: UserAreas, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[dict[str, Any]] = []
    monkeypatch.setattr(typeset, "compile_picture", lambda data, *_: given.append(data))
    span = (date(2017, 10, 9), date(2017, 10, 20))
    days = list_days(atlas, VIEW, span, Step.CHANGE, rival.days)
    assert date(2017, 10, 18) in days, "a day on which only the reader's map changes"
    settings = GraphicSettings(format="480x320", dates=days)
    list(draw_frames(atlas, VIEW, settings, UserData(areas=(rival,))))
    texts = [" ".join(entry["text"] for entry in data["legend"]) for data in given]
    assert "Your map:" in texts[-1], "what is on screen stands in the legend"
    assert texts[0] != texts[-1]


@pytest.mark.thorough
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
