"""Time in the page: days are written, played and slid over without asking anybody."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo import Atlas
from geo.ask import control, perspective
from geo.gazetteer.resolver import resolve
from tests.browser.conftest import Open

ISO = "Greenline.Dates.iso(view.date)"


@pytest.mark.thorough
def test_the_slider_repaints_and_asks_for_nothing(open_page: Open, exported: Path) -> None:
    opened = open_page(exported, query="d=2014-06-09&l=control")
    opened.page.focus("#gl-slider")
    pictures = [opened.picture()]
    for _ in range(3):
        opened.page.keyboard.press("ArrowRight")
        pictures.append(opened.picture())
    assert opened.tell(ISO) == "2014-06-12"
    assert len({tuple(picture) for picture in pictures}) >= 3
    for _ in range(3):
        opened.page.keyboard.press("ArrowLeft")
    assert opened.picture() == pictures[0]
    assert opened.requests == []
    opened.assert_calm()


def test_a_day_can_be_written(open_page: Open, exported: Path) -> None:
    opened = open_page(exported)
    field = opened.page.locator("#gl-date")
    field.fill("2014-08-08")
    field.press("Enter")
    field.blur()
    assert opened.tell(ISO) == "2014-08-08"
    opened.assert_calm()


@pytest.mark.thorough
def test_history_has_a_stretch_for_each_spell(
    atlas: Atlas, open_page: Open, exported: Path
) -> None:
    opened = open_page(exported)
    for where in ("Kirkuk", "Sinjar", "Hawija", "Basra"):
        unit = perspective.unit_at(atlas, *resolve(atlas, where).point)
        opened.tell("atlas.set({selection: argument})", f"control:{unit}")
        rows = control.history(atlas, unit)
        assert opened.page.locator(".gl-band .gl-stretch").count() == len(rows)
        assert opened.page.locator(".gl-details ol.gl-spells > li").count() == len(rows)
    opened.assert_calm()


@pytest.mark.thorough
def test_play_moves_the_date_and_stops(open_page: Open, exported: Path) -> None:
    opened = open_page(exported, query="d=2014-06-01")
    play = opened.page.locator("#gl-time-play")
    label = play.get_attribute("aria-label")
    start = opened.tell("view.date")
    play.click()
    opened.until("view.date > argument + 3", start)
    assert play.get_attribute("aria-label") != label
    play.click()
    remainder = opened.tell("view.date")
    opened.page.wait_for_timeout(150)
    assert opened.tell("view.date") == remainder
    assert play.get_attribute("aria-label") == label
    assert opened.requests == []
    opened.assert_calm()
