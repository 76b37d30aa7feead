"""Draw and ask in the page: the same figures as Python's, by pointer, by keyboard and from the link."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import Open


def test_a_shape_is_drawn_with_the_pointer(open_page: Open, exported: Path) -> None:
    opened = open_page(exported, size=(1280, 800))
    before = opened.picture()
    opened.show("ask")
    opened.page.click("#gl-ask-draw")
    for lat, lon in ((36.2, 43.4), (36.1, 44.9), (36.1, 44.9)):
        opened.click(lat, lon)
    assert opened.tell("atlas.chromeBox.drawing.corners.length") == 2, "the same corner counts once"
    assert opened.page.locator("#gl-ask-finish").is_disabled()
    opened.page.keyboard.press("f")
    assert opened.tell("view.areaOfInterest") is None, "two corners ask nothing"
    opened.click(35.0, 44.8)
    assert opened.tell("view.selection") is None, "a corner chooses nothing"
    opened.click(34.9, 43.9)
    opened.page.click("#gl-ask-undo")
    opened.page.click("#gl-ask-finish")
    corners = [
        [float(part) for part in pair.split(",")]
        for pair in opened.tell("view.areaOfInterest").split(";")
    ]
    assert len(corners) == 3
    assert corners[0] == pytest.approx([43.4, 36.2], abs=0.02)
    assert opened.picture() != before
    panel = opened.page.locator("#gl-panel-ask")
    assert "Drawn shape" in panel.inner_text()
    assert "Kurdistan Region" in panel.locator("#gl-ask-ground").inner_text()
    opened.until("location.hash.includes('a=')")
    opened.assert_calm()


@pytest.mark.thorough
def test_a_shape_is_drawn_with_the_keyboard_alone(open_page: Open, exported: Path) -> None:
    opened = open_page(exported)
    opened.page.focus("#gl-ask")
    opened.page.keyboard.press("Enter")
    opened.page.focus("#gl-ask-draw")
    opened.page.keyboard.press("Enter")
    middle = opened.tell("atlas.map.getCenter().lng")
    opened.page.keyboard.press("ArrowRight")
    opened.until("atlas.map.getCenter().lng > argument", middle)
    for lat, lon in ((36.0, 43.6), (36.0, 44.8), (35.0, 44.4), (35.2, 44.0)):
        opened.tell("void atlas.map.setView(argument, undefined, {animate: false})", [lat, lon])
        opened.page.keyboard.press("Enter")
    assert opened.tell("atlas.chromeBox.drawing.corners.length") == 4
    opened.page.keyboard.press("Backspace")
    assert "3" in opened.page.locator(".gl-ask-box").inner_text()
    opened.page.keyboard.press("f")
    corners = [
        float(part)
        for pair in opened.tell("view.areaOfInterest").split(";")
        for part in pair.split(",")
    ]
    assert corners == pytest.approx([43.6, 36, 44.8, 36, 44.4, 35], abs=0.02)
    assert opened.page.locator("#gl-panel-ask").is_visible()
    opened.assert_calm()


@pytest.mark.thorough
def test_every_figure_opens_what_it_counts_and_its_sources(open_page: Open, exported: Path) -> None:
    opened = open_page(exported, query="a=areas:dibis&d=2017-10-30")
    opened.show("ask")
    line = opened.page.locator("#gl-panel-ask details[data-key=barrels]")
    line.locator("summary").click()
    avanah = line.locator(".gl-thing", has_text="Avanah")
    text = avanah.inner_text()
    assert "34,363 EITI" in text
    assert "90,000 Financial Tribune" in text
    assert avanah.locator("a").count() >= 2
    avanah.locator("button").click()
    assert opened.tell("view.selection") == "fields:kirkuk_avanah"
    for key in (
        "pipelines",
        "events",
        "deaths",
        "people",
        "residents",
        "reserves",
        "refineries",
        "crossings",
    ):
        assert opened.page.locator(f"#gl-panel-ask details[data-key={key}]").count() == 1
    opened.assert_calm()
