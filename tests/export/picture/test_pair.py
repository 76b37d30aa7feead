"""Two maps on one sheet: each with its day or perspective, the same ground, one legend of both."""

from __future__ import annotations

import itertools

import pytest

from geo import Atlas, View
from geo.export.picture import _drawn, pair
from geo.model import Language, Paper
from tests.export.picture.test_sheet import texts

DAYS = View(date="2017-11-01", compare="2014-08-08", compare_mode="side", layers=("control",))
CLAIMS = View(
    perspective="federal",
    against="un",
    compare_mode="swipe",
    layers=("control",),
    language=Language.AR,
)


@pytest.mark.parametrize(("view", "paper"), [(DAYS, Paper.A4), (CLAIMS, Paper.A4_PORTRAIT)])
def test_two_maps_of_the_same_ground_say_what_each_is(
    atlas: Atlas, view: View, paper: Paper
) -> None:
    plate = _drawn(atlas, view, paper, None)
    maps = [axes for axes in plate.figure.axes if axes.axison][:2]  # then the locator
    assert maps[0].get_xlim() == maps[1].get_xlim()
    one, other = (axes.get_position() for axes in maps)
    assert not one.overlaps(other)
    assert (one.x0 > other.x0) == view.language.rtl
    told = texts(plate)
    both = pair.views(view)
    assert both
    if view.compare:
        assert told.count("8 August 2014") > 1
        assert [one.date.year for one in both] == [2014, 2017]
    else:
        for name in (view.perspective, view.against):
            assert plate.t(f"perspective.{name}") in told
    words = {plate.t(f"holder.{one}") for one in plate.layers["control"]["holder"].unique()}
    assert sum(word in told for word in words) > 2


def test_a_comparison_on_one_map_stays_one_map() -> None:
    for view in (View(), View(compare="2014-08-08"), View(against="un"), View(compare_mode="side")):
        assert pair.views(view) is None


def test_maps_keep_apart_in_every_shape_of_sheet() -> None:
    for wide, high in ((500, 300), (300, 500)):
        for rtl in (False, True):
            boxes = pair.boxes((20, 30, wide, high), rtl=rtl)
            for (left, bottom, across, up), (x, y, *_) in itertools.permutations(boxes):
                assert across > 0 < up
                assert left + across <= 20 + wide
                assert bottom + up <= 30 + high
                assert (x, y) != (left, bottom)
