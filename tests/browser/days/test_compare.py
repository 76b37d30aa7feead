"""Two days at once: both are shown, and two maps move as one."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from geo import Atlas, View
from geo.model import Language
from geo.pictures import GraphicSettings
from geo.pictures.composition import Composition
from geo.words import say
from tests.browser import Opened
from tests.browser.conftest import Open


@pytest.fixture
def side(open_page: Open, exported: Path) -> Opened:
    """Return a page with two days side by side."""
    opened = open_page(exported, query="c=2014-06-09")
    opened.page.click("#gl-compare")
    opened.page.check("#gl-mode-side")
    opened.until("atlas.chromeBox.compare.side")
    opened.page.locator(".gl-second canvas").first.wait_for()
    return opened


@pytest.mark.thorough
def test_side_by_side_shows_both_days(side: Opened) -> None:
    assert side.page.locator(".gl-map").count() == 2
    assert side.page.locator(".gl-day").all_inner_texts() == ["27 September 2017", "9 June 2014"]
    boxes = [
        box for element in side.page.locator(".gl-map").all() if (box := element.bounding_box())
    ]
    left, right = sorted(boxes, key=lambda box: box["x"])
    assert abs(left["width"] - right["width"]) <= 2
    assert left["x"] + left["width"] <= right["x"]
    picture = side.picture()
    assert len(picture) == 2
    assert picture[0] != picture[1]
    side.assert_calm()


@pytest.mark.thorough
def test_the_legend_of_two_maps_is_that_of_the_sheet(
    atlas: Atlas, open_page: Open, exported: Path
) -> None:
    query = "d=2017-11-01&pc=region&cm=swipe&l=control.disputed"
    claimed = "also claimed by Erbil"
    opened = open_page(exported, query=query)
    lines = opened.page.locator("#gl-panel-legend li")
    lines.get_by_text(claimed).wait_for()
    listed = lines.all_inner_texts()
    on_screen = set(listed)
    # A class of both stands below what the colours of each mean; nothing else stands twice.
    repeated = [text for text in on_screen if listed.count(text) > 1]
    assert repeated == [say("class.region", Language.EN)]
    paper = Composition.of(atlas, View.from_query(query), GraphicSettings(format="a4")).compose()
    # On paper stands only what lies within its frame.
    texts = [entry["text"] for entry in paper.data["legend"] if not entry["head"]]
    assert {*texts} <= on_screen
    assert [text for text in {*texts} if texts.count(text) > 1] == repeated
    opened.tell("atlas.set({against: null})")
    expect(lines.get_by_text(claimed)).to_have_count(0)
    opened.assert_calm()


@pytest.mark.thorough
def test_one_map_over_the_other_up_to_a_line(open_page: Open, exported: Path) -> None:
    opened = open_page(exported, query="d=2017-11-01&c=2014-08-08&cm=swipe")
    page = opened.page
    line = page.get_by_role("slider", name="Where the second map begins")
    start = int(line.input_value())
    middle = opened.tell(
        "(({paddingTopLeft: [left], paddingBottomRight: [right]}, maps) => 50 + 50 * (left - right) / maps.clientWidth)"
        "(atlas.chromeBox.room({card: false}), document.querySelector('.gl-maps'))"
    )
    assert start == pytest.approx(middle, abs=1)
    assert start != 50, "the legend covers one side"
    line.focus()
    before = page.locator(".gl-maps").get_attribute("style")
    page.keyboard.press("ArrowRight")
    assert page.locator(".gl-maps").get_attribute("style") != before
    boxes = [element.bounding_box() for element in page.locator(".gl-maps .gl-map").all()]
    assert boxes[0] == boxes[1]
    opened.until(f"location.hash.includes('sw={start + 1}')")
    opened.page.evaluate(f"location.hash = location.hash.replace('sw={start + 1}', 'sw=20')")
    opened.until(
        "getComputedStyle(document.querySelector('.gl-maps')).getPropertyValue('--gl-at') === '0.2'"
    )
    assert "cm=swipe" in page.url
    # The earlier day comes first in the direction of reading.
    left = "document.querySelector('.gl-root').classList.contains('gl-second-left')"
    assert opened.tell(left) is True
    opened.tell("atlas.set({language: 'ar'})")
    opened.until(f"!{left}")
    opened.tell("atlas.set({language: 'en'})")
    opened.until(left)
    opened.tell("atlas.set({compareMode: 'side'})")
    assert page.locator(".gl-swipe-line").count() == 0
    assert page.locator(".leaflet-bottom.leaflet-right .gl-credit").count() == 1
    opened.tell("atlas.set({compare: null})")
    assert page.locator(".gl-second").count() == 0
    opened.assert_calm()
