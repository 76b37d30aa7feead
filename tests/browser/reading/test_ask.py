"""Draw and ask in the page: the same figures as Python's, by pointer, by keyboard and from the link."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import Open
from tests.client import evaluate

SHAPES = (
    "43.2,34.8;45.1,34.9;44.9,36.2;43.4,36",
    "44.3,35.4;44.5,35.4;44.5,35.55;44.3,35.55",
    "44,35;45,36;45,35;44,36",
    "38.5,29;48.7,29;48.7,37.5;38.5,37.5",
    "42,36.9;42.9,36.6;43.1,37.3;42.2,37.4",
)
AREAS = ("areas:kirkuk.dibis", "districts:IQG13Q04", "governorates:IQ-NI,areas:kirkuk")
DAYS = ("2017-09-27", "2017-10-25", "2014-08-08")

ASKED = [
    *((text, "held") for text in (*SHAPES, *AREAS)),
    (SHAPES[0], "un"),
    (AREAS[2], "region"),
]


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
def test_escape_leaves_the_drawing_and_keeps_what_was_asked(
    open_page: Open, exported: Path
) -> None:
    opened = open_page(exported, query="a=areas:kirkuk&s=fields:jambur")
    opened.show("ask")
    opened.page.click("#gl-ask-draw")
    opened.click(35.5, 44.0)
    opened.page.keyboard.press("Escape")
    assert not opened.tell("atlas.asking")
    assert opened.page.locator(".gl-ask-box").count() == 0
    assert opened.tell("view.areaOfInterest") == "areas:kirkuk"
    assert opened.tell("view.selection") == "fields:jambur", "Escape did one thing"
    opened.assert_calm()


@pytest.mark.thorough
def test_the_link_asks_again_and_the_answer_follows_the_date(
    open_page: Open, exported: Path
) -> None:
    opened = open_page(exported, query="a=areas:kirkuk&d=2017-10-15")
    assert opened.page.locator("#gl-panel-ask").is_visible()
    ground = opened.page.locator("#gl-ask-ground")
    assert "Kurdistan Region" in ground.inner_text()
    opened.tell("atlas.set({date: Greenline.Dates.day('2017-10-18')})")
    first = ground.locator("tr").first.inner_text()
    assert "federal government" in first
    opened.assert_calm()


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


def test_no_cell_of_the_table_runs_as_a_formula() -> None:
    cells = ["=1+1", " +2", "-3", "@x", "\t=1", "|a", "%b", 'say "x", y', "plain", -4, None]
    value = evaluate("page/area_of_interest/files.js", "argument.map(module.cell)", cells)
    assert value[:7] == ["'=1+1", "' +2", "'-3", "'@x", "'\t'=1", "'|a", "'%b"]
    assert value[7:] == ['"say ""x"", y"', "plain", "-4", ""]
