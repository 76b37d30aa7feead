"""Whom the words of somebody else's map mean, and that files of many styles are read at once."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from geo import Atlas
from geo.ask.holder_names import match_holders
from geo.gazetteer.lexicon import lexicon
from geo.user_areas.areas import AreaStyle
from geo.user_areas.reading import load
from tests.user_areas.files import CONTROL_MAPS, EAST, KML, TABLES, WEST, placemark

NAMES = {
    "region": ["Peshmerga control", "PUK", "Kurdish-held area", "پێشمەرگە", "سيطرة البيشمركة"],
    "federal": [
        "ISF",
        "controlled by the Iraqi Army (ISF)",
        "federal_government",
        "القوات العراقية",
    ],
    "is": ["ISIL", "Daesh", "ISIS zone", "داعش", "مناطق سيطرة داعش"],
    "": ["control", "Iraq", "", "Anti-ISIS forces", "Peshmerga / ISF", "Tribal units"],
}


def test_words_of_control_say_nothing_and_names_of_a_side_do(atlas: Atlas) -> None:
    for holder, texts in NAMES.items():
        assert {match.text: match.holder for match in match_holders(atlas, texts)} == dict.fromkeys(
            texts, holder
        )


def test_no_suggestion_pairs_a_name_with_another_side(atlas: Atlas) -> None:
    sides = {
        text: holder
        for holder in ("federal", "region", "is")
        for text in (
            *lexicon().holders.get(holder, ()),
            *(item for texts in lexicon().actors[holder].values() for item in texts),
        )
    }
    for text, holder in sides.items():
        variants = [text[:at] + text[at + 1 :] for at in range(len(text) if len(text) > 5 else 0)]
        variants += [f"{text} authorities", f"Anti-{text} front"]
        for match in match_holders(atlas, variants):
            assert match.holder == holder or set(match.options) <= {holder}, match
    negated = match_holders(atlas, ["Anti-ISIS front", "not recognized by central government"])
    assert not any(match.options for match in negated)


def test_names_of_placemarks_go_before_descriptions_of_them(atlas: Atlas) -> None:
    texts = {
        "Peshmerga control": (WEST, "Peshmerga"),
        "ISIS control": (EAST, "taken in June 2014"),
        "Iraqi Security Forces": (shapely.box(44, 33.5, 45, 34.5), "ISF"),
    }
    body = "".join(
        placemark(name, shape, f"<description>{text}</description>")
        for name, (shape, text) in texts.items()
    )
    areas = load(atlas, KML.format(body).encode(), "map.kml")
    assert areas.report.columns["holder"] == "name"
    assert list(areas.report.holders.values()) == ["region", "is", "federal"]


def test_remarks_on_some_of_the_ground_are_no_holders(atlas: Atlas) -> None:
    remark = "<description>Kurdistan Region</description>"
    body = placemark("Zone 1", WEST, remark) + placemark("Zone 2", EAST)
    areas = load(atlas, KML.format(body).encode(), "zones.kml")
    assert areas.style is AreaStyle.PLAIN
    assert areas.rows["title"].tolist() == ["Zone 1", "Zone 2"]


@pytest.mark.quick(2)
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


@pytest.mark.quick(1)
@pytest.mark.parametrize("style", TABLES)
def test_tables_are_read_at_the_first_try(atlas: Atlas, tmp_path: Path, style: str) -> None:
    areas = load(atlas, TABLES[style](tmp_path))
    assert areas.style is AreaStyle.VALUES and not areas.report.unmatched
    values = dict(zip(areas.cells["code"], areas.rows["value"], strict=True))
    assert values == {"IQG13Q04": 100, "IQG13Q02": 40, "IQG10Q05": 60}
