"""A phone: controls that a thumb hits, one sheet, sharing, the reader's own place; and the map by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser import Opened
from tests.browser.conftest import Open

#: Controls that stand over the map, with their sizes where they are smaller than a thumb needs.
SMALL = """[...document.querySelectorAll('.gl-tools > :is(button, .gl-search), .gl-choice span, .gl-time button, .gl-time select,'
  + '.gl-close')].filter((one) => one.checkVisibility()).map((one) => [one.id || one.className, one.getBoundingClientRect()])
  .filter(([, box]) => box.height < 43.5 || (box.width < 43.5)).map(([name, box]) => [name, box.width, box.height])"""


def test_controls_are_as_large_as_a_thumb_and_nothing_lies_aside(
    open_page: Open, exported: Path
) -> None:
    opened = open_page(exported, (360, 640), "lang=ar&s=disputed:sinjar", touch=True)
    assert opened.tell(SMALL) == []
    outside = opened.tell(
        "[...document.querySelectorAll('.gl-tools > *, .gl-time, .gl-title, .gl-details')]"
        ".filter((one) => one.checkVisibility()).map((one) => [one.id || one.className, one.getBoundingClientRect()])"
        ".filter(([, box]) => box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight)"
        ".map(([name]) => name)"
    )
    assert outside == []
    opened.assert_calm()


@pytest.mark.thorough
def test_the_place_of_a_card_is_seen_above_it_at_the_scale_that_the_map_opens_with(
    open_page: Open, exported: Path
) -> None:
    """A link made in a wide window, opened on a phone, whose sheet covers the middle of the map."""
    frame = "b=44,35,45,36&"
    plain = open_page(exported, (390, 664), frame, touch=True)
    opened = open_page(exported, (390, 664), f"{frame}s=fields:jambur", touch=True)
    assert opened.tell("atlas.map.getZoom()") >= plain.tell("atlas.map.getZoom()")
    title, place, card = opened.tell(
        "[document.querySelector('.gl-title').getBoundingClientRect().bottom,"
        " atlas.map.latLngToContainerPoint(atlas.layers.get('fields').locate('jambur')).y,"
        " document.querySelector('.gl-details').getBoundingClientRect().top]"
    )
    assert title < place < card
    opened.tell("atlas.goTo('fields', 'bai_hassan')")
    opened.settle()
    place = opened.tell(
        "atlas.map.latLngToContainerPoint(atlas.layers.get('fields').locate('bai_hassan')).y"
    )
    assert title < place < card
    opened.assert_calm()


@pytest.mark.thorough
def test_a_sheet_grows_by_its_grip_and_is_pulled_away(open_page: Open, exported: Path) -> None:
    opened = open_page(exported, (390, 844), "s=disputed:sinjar", touch=True, is_mobile=True)
    low = height(opened)
    opened.page.locator(".gl-details .gl-grip").click()
    assert height(opened) > low + 60
    opened.page.locator(".gl-details .gl-grip").click()
    assert height(opened) == pytest.approx(low, abs=2)
    grip = opened.page.locator(".gl-details .gl-grip").bounding_box()
    assert grip
    opened.page.mouse.move(grip["x"] + 40, grip["y"] + 10)
    opened.page.mouse.down()
    opened.page.mouse.move(grip["x"] + 40, grip["y"] + 90)
    opened.page.mouse.up()
    assert opened.card == ""
    opened.page.touchscreen.tap(150, 420)
    opened.page.locator(".gl-details h2").wait_for()
    opened.settle()
    assert not opened.page.locator(".gl-tip").is_visible(), "a finger does not hover"
    opened.assert_calm()


def height(opened: Opened) -> float:
    """Return the height of the card."""
    box = opened.page.locator(".gl-details").bounding_box()
    assert box
    return box["height"]


@pytest.mark.thorough
def test_picture_and_link_are_shared_by_the_device(open_page: Open, exported: Path) -> None:
    opened = open_page(exported, (390, 844), "d=2017-11-01", touch=True)
    assert opened.page.locator("#gl-share").count() == 0, "a browser without a sheet offers none"
    opened.tell(
        "(navigator.canShare = () => true, navigator.share = (what) => { window.shared = what; return Promise.resolve(); },"
        " atlas.options.address = 'https://a.example/map?', atlas.chromeBox.build())"
    )
    opened.page.locator("#gl-share").click()
    opened.page.evaluate(
        "new Promise((done) => { const wait = () => (window.shared ? done() : setTimeout(wait, 20)); wait(); })"
    )
    shared = opened.page.evaluate(
        "(async () => ({url: shared.url, title: shared.title, sizes: shared.files.map((one) => one.size),"
        " wide: (await createImageBitmap(shared.files[0])).width}))()"
    )
    assert shared["url"].startswith("https://a.example/map?d=2017-11-01")
    assert "1 November 2017" in shared["title"]
    assert shared["sizes"][0] > 10_000
    assert shared["wide"] >= 390
    opened.assert_calm()


@pytest.mark.thorough
def test_the_readers_own_place_is_asked_for_only_when_chosen(
    open_page: Open, exported: Path
) -> None:
    opened = open_page(exported, (390, 844), touch=True)
    opened.tell(
        "(window.asked = 0, navigator.geolocation.getCurrentPosition = (done) => { window.asked += 1;"
        " done({coords: {latitude: 35.1, longitude: 43.75}}); })"
    )
    opened.page.locator("#gl-search").focus()
    here = opened.page.locator("#gl-results li", has_text="Near me")
    here.wait_for()
    assert opened.page.evaluate("asked") == 0
    opened.page.press("#gl-search", "Enter")
    assert opened.page.evaluate("asked") == 1
    assert opened.tell("view.selection").startswith("control:IQG13Q")
    opened.assert_calm()


@pytest.mark.thorough
def test_an_open_sheet_leaves_one_line_of_title_and_no_tool(
    open_page: Open, exported: Path
) -> None:
    opened = open_page(exported, (390, 844), "d=2017-09-27&s=disputed:sinjar", touch=True)
    lines = (
        "((title) => title.offsetHeight / parseFloat(getComputedStyle(title).fontSize))"
        "(document.querySelector('.gl-sentence'))"
    )
    assert opened.tell(lines) < 2
    assert not opened.page.locator(".gl-tools, .gl-choices").locator("visible=true").count()
    opened.page.locator(".gl-details .gl-close").click()
    assert opened.tell(lines) > 2
    assert opened.page.locator(".gl-tools").is_visible()
    opened.assert_calm()
