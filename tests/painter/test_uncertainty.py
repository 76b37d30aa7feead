"""What is not certain is drawn: stripes of ground that changes hands, a soft band along approximate lines."""

from __future__ import annotations

from datetime import date

import pytest

from geo import Atlas, View, painter
from geo.ask.uncertainty.states import find_states

from .test_drawing import FRAME, layers_of


def draw_layers(atlas: Atlas, view: View) -> set[str]:
    picture = painter.draw(atlas, view, FRAME, layers=("control",))
    return {name.partition("/")[2] for name in layers_of(picture)}


@pytest.mark.parametrize("day", [date(2014, 6, 12), date(2017, 10, 16)])
def test_ground_that_changes_hands_is_striped_with_its_other_holders(
    atlas: Atlas, day: date
) -> None:
    states = find_states(atlas, day).values()
    others = {state.alternatives[0] for state in states if state.kind == "changing"}
    names = draw_layers(atlas, View(date=day))
    assert others
    assert {name.removeprefix("changing-") for name in names if "changing-" in name} == others
    assert {"doubt", "moving-fronts"} <= names


def test_the_switch_leaves_sharp_fronts_alone(atlas: Atlas) -> None:
    names = draw_layers(atlas, View(date="2017-10-16", uncertainty=False))
    assert {"fronts", "approximate-fronts"} <= names
    assert not {name for name in names if name.startswith(("changing-", "doubt", "moving"))}


def test_on_a_settled_day_nothing_is_striped(atlas: Atlas) -> None:
    day = next(
        day
        for day in (date(year, 2, 1) for year in range(2018, 2026))
        if all(state.is_settled for state in find_states(atlas, day).values())
    )
    names = draw_layers(atlas, View(date=day))
    assert "doubt" in names
    assert not {name for name in names if name.startswith(("changing-", "moving"))}
