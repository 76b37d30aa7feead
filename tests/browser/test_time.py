"""Time in the page: the same answers as Python's for every day, without asking anybody."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from geo import Atlas
from geo.ask import control
from geo.model import Perspective

from . import Opened
from .conftest import Open

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
    "2025-12-31",
)

ISO = "Greenline.Dates.iso(view.date)"


def go(opened: Opened, day: str) -> None:
    opened.tell("atlas.set({date: Greenline.Dates.day(argument)})", day)
    opened.settle()


@pytest.mark.parametrize("view", Perspective)
def test_the_page_and_python_name_the_same_holders(
    atlas: Atlas, open_page: Open, exported: Path, view: Perspective
) -> None:
    opened = open_page(exported)
    for day in DAYS:
        expected = control.at(atlas, date.fromisoformat(day), view)
        found = opened.tell(
            """((control, day) => control.units.map((unit, i) => [unit.unit,
              control.classOf(i, day, argument[1]), control.row(i, day, argument[1])?.start ?? null]))
              (atlas.layers.get('control'), Greenline.Dates.day(argument[0]))""",
            [day, view],
        )
        assert [row[0] for row in found] == expected["unit"].tolist()
        assert [row[1] for row in found] == expected["holder"].tolist(), day
        since = [(start - date(1970, 1, 1)).days for start in expected["since"]]
        assert [row[2] for row in found] == since
    opened.calm()


def test_the_page_and_python_find_the_same_unit(
    atlas: Atlas, open_page: Open, exported: Path
) -> None:
    opened = open_page(exported)
    places = atlas.table("places")[["lon", "lat"]].to_numpy().tolist()
    found = opened.tell(
        """argument.map(([lon, lat]) => { const control = atlas.layers.get('control');
          const i = control.topology.unitAt(L.latLng(lat, lon)); return i < 0 ? null : control.units[i].unit; })""",
        places,
    )
    expected = [
        control.unit_at(atlas, *place) if unit else None
        for place, unit in zip(places, found, strict=True)
    ]
    differing = [one for one in zip(places, found, expected, strict=True) if one[1] != one[2]]
    # Places on a border may fall to either side by the grid's eleven metres.
    assert len(differing) <= 2, differing
    assert found.count(None) <= 30


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
    opened.calm()


def test_the_slider_follows_the_mouse(open_page: Open, exported: Path) -> None:
    opened = open_page(exported)
    box = opened.page.locator("#gl-slider").bounding_box()
    assert box
    years = []
    for share in (0.1, 0.5, 0.9):
        opened.page.mouse.click(box["x"] + box["width"] * share, box["y"] + 12)
        opened.settle()
        years.append(int(opened.tell(ISO)[:4]))
    assert years == sorted(years)
    assert years[0] < 1997
    assert years[-1] > 2019
    assert opened.tell("document.getElementById('gl-slider').value") == str(
        opened.tell("view.date")
    )
    opened.calm()


def test_a_day_with_no_change_is_the_same_ground(
    atlas: Atlas, open_page: Open, exported: Path
) -> None:
    opened = open_page(exported, query="l=control&d=2017-05-10")
    starts = set(atlas.table("spells")["start"])
    assert not starts & {date(2017, 5, day) for day in (11, 12)}
    before = opened.picture()
    go(opened, "2017-05-12")
    assert opened.picture() == before


def test_every_control_of_the_day_says_the_same(open_page: Open, exported: Path) -> None:
    opened = open_page(exported)
    for day in ("2014-08-08", "1991-01-01", "2025-12-31"):
        go(opened, day)
        words = opened.tell("Greenline.Dates.words(view.date, 'en')")
        assert words in opened.page.locator(".gl-sentence").inner_text()
        assert opened.page.locator("#gl-date").input_value() == day
        slider = opened.page.locator("#gl-slider")
        assert slider.input_value() == str(opened.tell("view.date"))
        assert slider.get_attribute("aria-valuetext") == words


def test_a_day_can_be_written(open_page: Open, exported: Path) -> None:
    opened = open_page(exported)
    field = opened.page.locator("#gl-date")
    field.fill("2014-08-08")
    field.press("Enter")
    field.blur()
    assert opened.tell(ISO) == "2014-08-08"
    opened.calm()


@pytest.mark.parametrize(
    ("step", "forth", "back"),
    [
        ("day", "2017-02-01", "2017-01-30"),
        ("month", "2017-02-28", "2016-12-31"),
        ("year", "2018-01-31", "2016-01-31"),
    ],
)
def test_steps_keep_to_the_calendar(
    open_page: Open, exported: Path, step: str, forth: str, back: str
) -> None:
    opened = open_page(exported, query="d=2017-01-31")
    opened.page.select_option("#gl-step", step)
    opened.page.click("#gl-time-next")
    assert opened.tell(ISO) == forth
    go(opened, "2017-01-31")
    opened.page.click("#gl-time-back")
    assert opened.tell(ISO) == back
    opened.calm()


def test_steps_by_change_stop_on_each_day_that_ground_changed_hands(
    atlas: Atlas, open_page: Open, exported: Path
) -> None:
    opened = open_page(exported, query="d=2017-10-10")
    opened.page.select_option("#gl-step", "change")
    starts = sorted({day for day in atlas.table("spells")["start"] if day > date(2017, 10, 10)})
    for expected in starts[:4]:
        opened.page.click("#gl-time-next")
        assert opened.tell(ISO) == expected.isoformat()
    opened.page.click("#gl-time-before")
    assert opened.tell(ISO) == starts[2].isoformat()
    opened.page.click("#gl-time-after")
    assert opened.tell(ISO) == starts[3].isoformat()


def test_the_ends_of_time_hold(open_page: Open, exported: Path) -> None:
    opened = open_page(exported, query="d=1991-01-01")
    opened.page.click("#gl-time-back")
    assert opened.tell(ISO) == "1991-01-01"
    go(opened, "2025-12-31")
    opened.page.click("#gl-time-next")
    opened.page.click("#gl-time-after")
    assert opened.tell(ISO) == "2025-12-31"
    opened.calm()


def test_play_moves_the_date_and_stops(open_page: Open, exported: Path) -> None:
    opened = open_page(exported, query="d=2014-06-01")
    play = opened.page.locator("#gl-time-play")
    label = play.get_attribute("aria-label")
    start = opened.tell("view.date")
    play.click()
    opened.until("view.date > argument + 3", start)
    assert play.get_attribute("aria-label") != label
    play.click()
    rest = opened.tell("view.date")
    opened.page.wait_for_timeout(150)
    assert opened.tell("view.date") == rest
    assert play.get_attribute("aria-label") == label
    assert opened.requests == []
    opened.calm()


def test_play_stops_at_the_last_day(open_page: Open, exported: Path) -> None:
    opened = open_page(exported, query="d=2025-12-28")
    opened.page.click("#gl-time-play")
    opened.until("Greenline.Dates.iso(view.date) === '2025-12-31'")
    opened.settle()
    assert not opened.tell("atlas.chromeBox.timebar.timer")
    opened.calm()


def test_history_has_a_stretch_for_each_spell(
    atlas: Atlas, open_page: Open, exported: Path
) -> None:
    opened = open_page(exported)
    for where in ("Kirkuk", "Sinjar", "Hawija", "Basra"):
        unit = control.unit_at(atlas, *control.place(atlas, where)[1:])
        opened.tell("atlas.set({selection: argument})", f"control:{unit}")
        rows = control.history(atlas, unit)
        assert opened.page.locator(".gl-band .gl-stretch").count() == len(rows)
        assert opened.page.locator(".gl-details ol.gl-spells > li").count() == len(rows)
    opened.calm()


@pytest.mark.xfail(reason="mixed ground has the colour of federal ground where there is no hatch")
def test_stretches_of_other_holders_do_not_look_alike(
    atlas: Atlas, open_page: Open, exported: Path
) -> None:
    unit = control.unit_at(atlas, *control.place(atlas, "Sinjar")[1:])
    holders = control.history(atlas, unit)["holder"]
    assert {"mixed", "federal"} <= set(holders)
    opened = open_page(exported, query=f"s=control:{unit}")
    looks = opened.tell(
        "[...document.querySelectorAll('.gl-stretch')].map((one) => one.getAttribute('style')"
        ".replace(/(width|inset)[^;]*;/g, '') + one.className)"
    )
    assert len(set(looks)) == holders.nunique()


def test_a_stretch_leads_to_its_day_and_the_card_follows(
    atlas: Atlas, open_page: Open, exported: Path
) -> None:
    opened = open_page(exported, query="s=control:IQG13Q04N06")
    rows = control.history(atlas, "IQG13Q04N06")
    for index in (len(rows) - 1, len(rows) - 2):
        opened.page.locator(".gl-stretch").nth(index).click()
        assert opened.tell(ISO) == rows["start"][index].isoformat()
        current = opened.page.locator(".gl-spells .gl-current")
        assert current.count() == 1
    assert "Kurdistan Region" in opened.page.locator(".gl-headline").first.inner_text()


def changes(
    atlas: Atlas, first: str, last: str, view: Perspective
) -> dict[tuple[str, str], list[float]]:
    """Return km² and units for each pair of holders that differ between two days."""
    before, after = (
        control.at(atlas, date.fromisoformat(day), view).set_index("unit") for day in (first, last)
    )
    rows = pd.DataFrame(
        {"from": before["holder"], "to": after["holder"], "km2": before["km2"], "units": 1}
    )
    rows = rows[rows["from"] != rows["to"]]
    sums = rows.groupby(["from", "to"])[["km2", "units"]].sum()
    return {
        (str(a), str(b)): [row.km2, row.units]
        for (a, b), row in zip(sums.index, sums.itertuples(), strict=True)
    }


@pytest.mark.parametrize(
    ("first", "last", "view"),
    [
        ("2014-06-01", "2014-08-15", Perspective.HELD),
        ("2017-10-15", "2017-11-01", Perspective.HELD),
        ("1991-01-01", "2025-12-31", Perspective.HELD),
        ("2005-01-01", "2017-09-27", Perspective.UN),
        ("2014-06-01", "2014-06-01", Perspective.HELD),
    ],
)
def test_what_changed_is_what_python_sums(
    atlas: Atlas, open_page: Open, exported: Path, first: str, last: str, view: Perspective
) -> None:
    opened = open_page(exported, query=f"d={last}&c={first}&p={view}")
    opened.page.click("#gl-compare")
    expected = changes(atlas, first, last, view)
    found = opened.tell(
        "atlas.layers.get('control').changes(Greenline.Dates.day(argument[0]), Greenline.Dates.day(argument[1]))",
        [first, last],
    )
    assert {(row["from"], row["to"]) for row in found} == set(expected)
    for row in found:
        km2, units = expected[row["from"], row["to"]]
        assert row["units"] == units
        assert row["km2"] == pytest.approx(km2, rel=1e-4)
    shown = opened.page.locator("#gl-panel-compare tbody tr")
    assert shown.count() == len(expected)
    figures = [number(cell) for cell in shown.locator("td:nth-child(3)").all_inner_texts()]
    assert sorted(figures) == pytest.approx(sorted(km2 for km2, _ in expected.values()), abs=1)
    opened.calm()


def number(text: str) -> float:
    return float(re.sub(r"[^\d.]", "", text))


def test_the_order_of_the_two_days_does_not_matter(open_page: Open, exported: Path) -> None:
    opened = open_page(exported, query="d=2017-11-01&c=2017-10-15&l=control")
    picture, sentence = opened.picture(), opened.page.locator(".gl-sentence").inner_text()
    opened.tell("atlas.set({date: view.compare, compare: view.date})")
    assert opened.picture() == picture
    assert opened.page.locator(".gl-sentence").inner_text() == sentence


def test_comparing_is_switched_on_and_off_in_the_panel(open_page: Open, exported: Path) -> None:
    opened = open_page(exported)
    before = opened.picture()
    opened.page.click("#gl-compare")
    assert opened.page.locator("#gl-compare-date").is_disabled()
    opened.page.check("#gl-compare-on")
    assert opened.tell("Greenline.Dates.iso(view.compare)") == "2014-06-09"
    assert opened.picture() != before
    sentence = opened.page.locator(".gl-sentence").inner_text()
    assert "9 June 2014" in sentence
    assert "27 September 2017" in sentence
    field = opened.page.locator("#gl-compare-date")
    field.fill("2017-10-31")
    field.press("Enter")
    field.blur()
    assert opened.tell("Greenline.Dates.iso(view.compare)") == "2017-10-31"
    opened.page.uncheck("#gl-compare-on")
    assert opened.tell("view.compare") is None
    assert opened.picture() == before
    opened.calm()


@pytest.fixture
def side(open_page: Open, exported: Path) -> Opened:
    """Return a page with two days side by side."""
    opened = open_page(exported, query="c=2014-06-09")
    opened.page.click("#gl-compare")
    opened.page.check("#gl-mode-side")
    opened.until("atlas.chromeBox.compare.side")
    opened.page.locator(".gl-second canvas").first.wait_for()
    return opened


BOTH = """[atlas, atlas.chromeBox.compare.side].map(({map}) =>
  [map.getCenter().lat, map.getCenter().lng, map.getZoom()])"""


def linked(opened: Opened) -> bool:
    opened.settle()
    one, other = opened.tell(BOTH)
    # Leaflet pans by whole pixels, and a pixel is less than a hundredth of a degree here.
    return bool(one == pytest.approx(other, abs=0.015) and one[2] == other[2])


def test_side_by_side_shows_both_days(side: Opened) -> None:
    assert side.page.locator(".gl-map").count() == 2
    assert side.page.locator(".gl-day").all_inner_texts() == ["27 September 2017", "9 June 2014"]
    boxes = [box for one in side.page.locator(".gl-map").all() if (box := one.bounding_box())]
    left, right = sorted(boxes, key=lambda box: box["x"])
    assert abs(left["width"] - right["width"]) <= 2
    assert left["x"] + left["width"] <= right["x"]
    picture = side.picture()
    assert len(picture) == 2
    assert picture[0] != picture[1]
    side.calm()


def test_two_maps_move_as_one(side: Opened) -> None:
    assert linked(side)
    for i in (0, 1):
        box = side.page.locator(".gl-map").nth(i).bounding_box()
        assert box
        before = side.tell(BOTH)[0]
        x, y = box["x"] + 200, box["y"] + 350
        side.page.mouse.move(x, y)
        side.page.mouse.down()
        side.page.mouse.move(x + 60, y + 40, steps=4)
        side.page.mouse.up()
        side.page.wait_for_timeout(100)
        assert linked(side)
        assert side.tell(BOTH)[0] != before
    side.page.click("#gl-plus")
    side.page.wait_for_timeout(400)
    assert linked(side)
    side.calm()


def test_both_maps_follow_date_layers_and_selection(side: Opened) -> None:
    day: Any = "atlas.chromeBox.compare.side.view"
    before = side.picture()
    side.tell("atlas.set({date: Greenline.Dates.day('2017-10-20'), layers: ['control']})")
    side.settle()
    assert side.tell(f"{day}.layers") == ["control"]
    after = side.picture()
    assert after[0] != before[0]
    assert after[1] != before[1]
    assert side.page.locator(".gl-day").first.inner_text() == "20 October 2017"
    side.tell("atlas.chromeBox.compare.side.choose(L.latLng(35.33, 43.77))")
    assert side.tell("view.selection").startswith("control:IQG13")
    assert side.card
    side.calm()


def test_side_by_side_ends_as_it_began(side: Opened) -> None:
    if not side.page.locator("#gl-panel-compare").is_visible():
        side.page.click("#gl-compare")
    side.page.uncheck("#gl-compare-on")
    assert side.page.locator(".gl-map").count() == 1
    assert side.page.locator(".gl-day").count() == 0
    side.page.check("#gl-compare-on")
    side.until("atlas.chromeBox.compare.side")
    assert side.page.locator(".gl-map").count() == 2
    if not side.page.locator("#gl-panel-compare").is_visible():
        side.page.click("#gl-compare")
    side.page.check("#gl-mode-change")
    assert side.page.locator(".gl-map").count() == 1
    side.settle()
    side.calm()


@pytest.mark.parametrize(
    ("layer", "one", "other"),
    [
        ("crossings", "2017-09-01", "2017-11-15"),
        ("pipelines", "2013-06-01", "2014-12-01"),
        ("fields", "2012-01-01", "2019-01-01"),
        ("events", "2014-06-15", "2017-10-20"),
        ("disputed", "2003-01-01", "2017-01-01"),
        ("airports", "2002-01-01", "2017-09-01"),
    ],
)
def test_layers_that_depend_on_the_day_follow_it(
    open_page: Open, exported: Path, layer: str, one: str, other: str
) -> None:
    opened = open_page(exported, query=f"d={one}&l={layer}")
    before = opened.picture()
    go(opened, other)
    assert opened.picture() != before
    go(opened, one)
    assert opened.picture() == before
    opened.calm()
