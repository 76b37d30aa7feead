"""The panel of event data: its brush, its filters and its table say what pandas says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Locator

from bench.events import make_events
from geo import Atlas, View, export
from geo.events.container import encode
from geo.events.schema import typed
from geo.events.user_events import shown as select_shown
from geo.model import Language, Layer
from geo.words import locale
from tests.browser import Opened
from tests.browser.conftest import Open

SHOWN = "performance.getEntriesByName('user-events-drawn').length > 0"
Shown = Callable[..., Opened]


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    return typed(make_events(5000))


@pytest.fixture(scope="module")
def file(atlas: Atlas, rows: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an export with event data and little else."""
    target = tmp_path_factory.mktemp("panel") / "events.html"
    content = encode(rows, name="Made-up events")
    return export.html(atlas, View(), target, layers=[Layer.CONTROL], user_events=content)


@pytest.fixture
def shown(open_page: Open, file: Path) -> Shown:
    def open_events(query: str = "w=0", **more: object) -> Opened:
        page = open_page(file, query=query, drawn=SHOWN, **more)
        page.show("user_events")
        return page

    return open_events


def view(opened: Opened) -> View:
    """Return what the page shows, as Python reads it."""
    return View.from_query(opened.tell("Greenline.View.write(view)"))


def read_totals(opened: Opened) -> str:
    """Return the totals as they are written, once the page has followed."""
    opened.settle()
    return opened.page.locator("#gl-user-events-totals").inner_text()


def agrees(opened: Opened, rows: pd.DataFrame) -> pd.DataFrame:
    """Assert that the totals written are those of Python, and return the rows shown."""
    expected = select_shown(rows, view(opened))
    text = read_totals(opened)
    assert text.startswith(f"Events: {len(expected):,} of 5,000\n"), text
    known = expected[expected["best"].notna()]
    best, low, high = (known[name].sum() for name in ("best", "low", "high"))
    if len(known):
        assert (f"{best:,} ({low:,}–{high:,})" if low != high else f"{best:,}") in text
    assert text.endswith(f"{len(expected) - len(known):,}"), text
    return expected


def bar(opened: Opened, share: float) -> tuple[float, float]:
    """Return a position in the plot of the histogram, from its start to its end."""
    box = opened.page.locator(".gl-brush").bounding_box()
    assert box
    return box["x"] + 8 + share * (box["width"] - 16), box["y"] + 50


def drag(opened: Opened, start: float, end: float) -> None:
    opened.page.mouse.move(*bar(opened, start))
    opened.page.mouse.down()
    opened.page.mouse.move(*bar(opened, end), steps=5)
    opened.page.mouse.up()


def surface(opened: Opened) -> Locator:
    return opened.page.locator(".gl-brush-surface")


@pytest.mark.thorough
def test_dragging_chooses_days_and_a_click_takes_them_away(
    shown: Shown, rows: pd.DataFrame
) -> None:
    opened = shown("w=365&d=2017-09-27")
    agrees(opened, rows)
    drag(opened, 0.25, 0.5)
    interval = view(opened).interval
    assert interval
    days = (rows["start"].max() - rows["start"].min()).days
    for day, share in zip(interval, (0.25, 0.5), strict=True):
        away = (pd.Timestamp(day) - rows["start"].min()).days - share * days
        assert abs(away) < 110, "a bar is three months"
    assert 0 < len(agrees(opened, rows)) < 2500
    length = interval[1] - interval[0]
    drag(opened, 0.4, 0.6)
    moved = view(opened).interval
    assert moved
    assert moved[0] > interval[0]
    assert abs((moved[1] - moved[0] - length).days) < 5, "moved as a whole"
    agrees(opened, rows)
    handle = opened.page.locator(".gl-brush-edge").nth(1).bounding_box()
    assert handle
    opened.page.mouse.move(handle["x"] + 8, handle["y"] + 40)
    opened.page.mouse.down()
    opened.page.mouse.move(*bar(opened, 0.95), steps=5)
    opened.page.mouse.up()
    longer = view(opened).interval
    assert longer
    assert longer[0] == moved[0]
    assert longer[1] > moved[1]
    agrees(opened, rows)
    opened.page.mouse.click(*bar(opened, 0.1))
    assert view(opened).interval is None
    agrees(opened, rows)
    opened.assert_calm()


@pytest.mark.thorough
def test_the_keyboard_brushes_too(shown: Shown, rows: pd.DataFrame) -> None:
    opened = shown("w=0&d=2015-05-05&lang=ar")
    ahead, back = "Left", "Right"
    surface(opened).focus()
    opened.page.keyboard.press(f"Arrow{ahead}")
    first = view(opened).interval
    assert first
    assert first[0].isoformat() <= "2015-05-05" <= first[1].isoformat(), "begins at the date"
    opened.page.keyboard.press(f"Arrow{ahead}")
    second = view(opened).interval
    assert second
    assert (second[0] - first[1]).days == 1
    opened.page.keyboard.press(f"Shift+Arrow{ahead}")
    opened.page.keyboard.press(f"Shift+Arrow{ahead}")
    opened.page.keyboard.press(f"Shift+Arrow{back}")
    grown = view(opened).interval
    assert grown
    assert (grown[0], grown[1] > second[1]) == (second[0], True)
    opened.settle()
    opened.page.keyboard.press("Tab")
    opened.page.keyboard.press(f"Arrow{back}")
    edge = view(opened).interval
    assert edge == (first[0], grown[1])
    opened.settle()
    count = len(select_shown(rows, view(opened)))
    assert opened.tell("atlas.userEvents.filter.count()") == count
    value = surface(opened).get_attribute("aria-valuetext") or ""
    assert locale.day(edge[0], Language.AR) in value
    assert locale.number(count, Language.AR) in value
    opened.page.keyboard.press("Escape")
    assert view(opened).interval is None
    assert opened.page.locator("#gl-panel-user_events").is_visible(), "Escape closes no panel here"
    assert opened.tell("document.activeElement.className") == "gl-brush-surface"
    opened.assert_calm()


def list_ids(opened: Opened) -> list[str]:
    """Return the ids of the rows listed."""
    texts: list[str] = opened.tell(
        "atlas.userEvents.store.records([...document.querySelectorAll('#gl-user-events-rows tr')]"
        ".map((line) => Number(line.dataset.row))).then((all) => all.map(({id}) => id))"
    )
    return texts


@pytest.mark.thorough
def test_the_table_lists_the_latest_and_those_in_the_frame(
    shown: Shown, rows: pd.DataFrame
) -> None:
    opened = shown("w=0&ek=riots~protests")
    page = opened.page
    page.locator("#gl-user-events-list > summary").click()
    page.locator("#gl-user-events-rows tr").nth(199).wait_for(state="attached")
    expected = select_shown(rows, view(opened))
    day = rows.set_index("id")["start"]
    assert day[list_ids(opened)].tolist() == expected["start"].tolist()[:200]
    page.click("#gl-user-events-more")
    assert len(list_ids(opened)) == 400
    page.get_by_text("in the map’s frame").click()
    west, south, east, north = opened.tell(
        "((box) => [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()])(atlas.map.getBounds())"
    )
    within = expected["lon"].between(west, east) & expected["lat"].between(south, north)
    while page.locator("#gl-user-events-more").is_visible():
        page.click("#gl-user-events-more")
    assert 0 < within.sum() < len(expected)
    assert sorted(list_ids(opened)) == sorted(expected.loc[within, "id"])
    first = page.locator("#gl-user-events-rows tr").first
    opened.until("document.querySelector('#gl-user-events-rows .gl-user-events-text').textContent")
    text = rows.set_index("id")["text"][list_ids(opened)[0]]
    assert text in (first.locator(".gl-user-events-text").text_content() or "")
    first.locator("button").click()
    assert opened.tell("view.selection") == f"user_events:{first.get_attribute('data-row')}"
    page.locator(".gl-details").get_by_text(text).wait_for()
    opened.until("document.querySelector('#gl-user-events-rows tr[aria-current]')")
    opened.tell("atlas.map.setZoom(atlas.map.getZoom() + 4, {animate: false})")
    opened.until("document.querySelectorAll('#gl-user-events-rows tr').length < argument", 150)
    opened.assert_calm()
