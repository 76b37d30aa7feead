"""Time in the page: days are written, stepped through and slid over without asking anybody."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo import Atlas
from geo.ask import control, positions
from geo.gazetteer.resolver import resolve
from tests.browser import Opened
from tests.browser.conftest import Open

ISO = "Greenline.Dates.iso(view.date)"


def go(opened: Opened, day: str) -> None:
    opened.tell("atlas.set({date: Greenline.Dates.day(argument)})", day)
    opened.settle()


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
def test_steps_keep_to_the_calendar(open_page: Open, exported: Path) -> None:
    opened = open_page(exported)
    for step, forth, back in (
        ("day", "2017-02-01", "2017-01-30"),
        ("month", "2017-02-28", "2016-12-31"),
        ("year", "2018-01-31", "2016-01-31"),
    ):
        opened.page.select_option("#gl-step", step)
        go(opened, "2017-01-31")
        opened.page.click("#gl-time-next")
        assert opened.tell(ISO) == forth
        go(opened, "2017-01-31")
        opened.page.click("#gl-time-back")
        assert opened.tell(ISO) == back
    opened.assert_calm()


@pytest.mark.thorough
def test_history_has_a_stretch_for_each_spell(
    atlas: Atlas, open_page: Open, exported: Path
) -> None:
    opened = open_page(exported)
    for where in ("Kirkuk", "Sinjar", "Hawija", "Basra"):
        unit = positions.unit_at(atlas, *resolve(atlas, where).point)
        opened.tell("atlas.set({selection: argument})", f"control:{unit}")
        rows = control.history(atlas, unit)
        assert opened.page.locator(".gl-band .gl-stretch").count() == len(rows)
        assert opened.page.locator(".gl-details ol.gl-spells > li").count() == len(rows)
    opened.assert_calm()
