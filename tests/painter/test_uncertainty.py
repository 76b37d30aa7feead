"""What is not certain is drawn: stripes of ground that changes hands, a soft band along approximate lines."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date

import pytest

from geo import Atlas, View
from geo.ask import holdings
from geo.ask.certainty import DIVIDED
from geo.ask.uncertainty.dating import find_states
from geo.draw.style import holder_colours
from geo.model import HELD
from geo.pictures import painter

from .test_drawing import FRAME, SVG, layers_of


def draw_layers(atlas: Atlas, view: View) -> set[str]:
    picture = painter.draw(atlas, view, FRAME, layers=("control",))
    return {name.partition("/")[2] for name in layers_of(picture)}


@pytest.mark.parametrize("day", [date(2014, 6, 12), date(2017, 10, 16)])
def test_ground_that_changes_hands_is_striped_until_doubt_is_switched_off(
    atlas: Atlas, day: date
) -> None:
    states = find_states(atlas, day, HELD)
    changing = {unit for unit, state in states.items() if state.alternatives}
    assert changing
    assert changing <= striped(atlas, View(date=day))
    plain = changing - divided(atlas, day)
    assert plain
    assert not plain & striped(atlas, View(date=day, uncertainty=False))


def divided(atlas: Atlas, day: date) -> set[str]:
    """Return the units that are held jointly or contested on a day."""
    return {row["unit"] for row in holdings.on(atlas, day) if row["holder"] in DIVIDED}


def striped(atlas: Atlas, view: View) -> set[str]:
    """Return the units that lie in stripes of their two sides."""
    picture = painter.draw(atlas, view, FRAME, layers=("control",))
    group = ET.fromstring(picture.svg).find(f".//{SVG}g[@id='control/divided']")
    paths = [] if group is None else group.iter(f"{SVG}path")
    return {unit for path in paths if (unit := path.get("id"))}


def test_stripes_are_those_of_a_change_not_of_long_ago(atlas: Atlas) -> None:
    # Federal until the day after, then contested: the holder of 2003 has no part in it.
    svg = painter.draw(atlas, View(date="2014-10-01"), FRAME, layers=("control",)).svg
    assert holder_colours()["is"] in svg
    assert holder_colours()["coalition"] not in svg


def test_the_switch_leaves_sharp_fronts_alone(atlas: Atlas) -> None:
    names = draw_layers(atlas, View(date="2017-10-16", uncertainty=False))
    assert {"fronts", "approximate-fronts"} <= names
    assert not {name for name in names if name.startswith(("doubt", "moving"))}


def test_on_a_settled_day_nothing_is_striped(atlas: Atlas) -> None:
    day = next(
        day
        for day in (date(year, 2, 1) for year in range(2018, 2026))
        if not any(state.alternatives for state in find_states(atlas, day, HELD).values())
    )
    assert "doubt" in draw_layers(atlas, View(date=day))
    assert striped(atlas, View(date=day)) == divided(atlas, day)
