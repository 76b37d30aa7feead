"""Time in the page: the same answers as Python's for every day, without asking anybody."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo import Atlas
from geo.ask import control, positions
from geo.gazetteer.resolver import resolve
from geo.profile import current
from tests.browser import Opened
from tests.browser.conftest import Open

LAST = current().days.last.isoformat()

DAYS = (
    "1991-01-01",
    "1991-03-25",
    "1996-09-01",
    "2003-03-19",
    "2003-04-10",
    "2006-06-15",
    "2014-06-11",
    "2014-08-08",
    "2015-11-14",
    "2017-09-27",
    "2017-10-16",
    LAST,
)

ISO = "Greenline.Dates.iso(view.date)"


def go(opened: Opened, day: str) -> None:
    opened.tell("atlas.set({date: Greenline.Dates.day(argument)})", day)
    opened.settle()


@pytest.mark.thorough
def test_the_page_and_python_find_the_same_unit(
    atlas: Atlas, open_page: Open, exported: Path
) -> None:
    opened = open_page(exported)
    places = atlas.table("places")[["lon", "lat"]].to_numpy().tolist()
    result = opened.tell(
        """argument.map(([lon, lat]) => { const control = atlas.layers.get('control');
          const i = control.topology.unitAt(L.latLng(lat, lon)); return i < 0 ? null : control.units[i].unit; })""",
        places,
    )
    expected = [
        positions.unit_at(atlas, *place) if unit else None
        for place, unit in zip(places, result, strict=True)
    ]
    differing = [pair for pair in zip(places, result, expected, strict=True) if pair[1] != pair[2]]
    # Places on a border may fall to either side by the grid's eleven metres.
    assert len(differing) <= 2, differing
    assert result.count(None) <= 30


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
def test_a_day_is_taken_as_people_type_it(open_page: Open, exported: Path) -> None:
    opened = open_page(exported, query="lang=ar")
    field, search = opened.page.locator("#gl-date"), opened.page.locator(".gl-search input")
    for text, iso in (
        ("16/10/2017", "2017-10-16"),
        ("١٦ تشرين الأول ٢٠١٤", "2014-10-16"),
        ("اليوم", LAST),
    ):
        field.fill(text)
        field.press("Enter")
        assert opened.tell(ISO) == iso
        assert field.input_value() == opened.tell("Greenline.Dates.digits(argument, 'ar')", iso)
    search.fill("16 October 2017")
    opened.page.locator(".gl-results li").first.click()
    assert opened.tell(ISO) == "2017-10-16"
    search.fill("")
    opened.page.locator(".gl-map").focus()
    opened.page.keyboard.press("t")
    assert opened.tell(ISO) == LAST


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
