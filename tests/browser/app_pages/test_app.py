"""The app in a real browser: served on loopback, clicked through as a reader would."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import quote

import pytest
from playwright.sync_api import WebSocket, expect

from tests.browser.app import App, Launch


def test_a_change_in_the_page_reaches_tables_and_address_and_does_not_come_back(
    app: Launch,
) -> None:
    shown = app()
    shown.frame.evaluate(
        "() => { window.orders = []; addEventListener('message', ({data}) => orders.push(data.greenline)); }"
    )
    shown.below()
    shown.frame.locator("#gl-date").fill("2014-08-08")
    shown.frame.locator("#gl-date").press("Enter")
    expect(shown.page.locator(".gl-say")).to_contain_text("8 August 2014")
    shown.answers("d", "2014-08-08")
    shown.rests()
    assert shown.frame.evaluate("() => orders") == []
    assert shown.same


@pytest.mark.thorough
def test_a_row_of_a_table_leads_the_map_to_its_place(app: Launch) -> None:
    shown = app()
    shown.tab("Oil and gas")
    before = shown.frame.evaluate("() => JSON.stringify(Greenline.on(map_greenline).view.bounds)")
    shown.choose_row(2)
    shown.until("view.selection?.startsWith('fields:')")
    shown.until("JSON.stringify(view.bounds) !== argument", before)
    shown.until(
        "atlas.map.getBounds().contains(atlas.layers.get('fields').locate(view.selection.slice(7)))"
    )
    shown.rests()
    assert shown.same
    shown.answers("s", "fields:")


@pytest.mark.thorough
def test_the_map_takes_the_window_and_figures_are_a_step_away(app: Launch) -> None:
    size = (390, 844)
    shown = app("?lang=ar", size=size)
    frame, bar = shown.page.locator("iframe.gl-frame"), shown.page.locator(".gl-drawer-bar")
    box, handle = frame.bounding_box(), bar.bounding_box()
    assert box and handle
    assert box["height"] + handle["height"] > 0.94 * size[1]
    assert handle["y"] + handle["height"] == pytest.approx(size[1], abs=1)
    expect(shown.page.locator(".gl-say")).to_be_hidden()
    bar.press("Enter")
    expect(shown.page.locator(".gl-say")).to_be_in_viewport()
    part = frame.bounding_box()
    assert part and part["y"] == box["y"]
    assert 0.4 * size[1] < part["height"] < 0.65 * size[1]
    assert shown.page.evaluate("() => document.documentElement.scrollWidth") <= size[0]
    bar.press("ArrowDown")
    expect(shown.page.locator(".gl-say")).to_be_hidden()
    shown.frame.locator("#gl-side-bar").press("Enter")
    fold = shown.page.locator("[data-testid=stSidebarCollapseButton] button")
    expect(fold).to_be_focused()
    fold.press("Enter")
    expect(frame).to_be_focused()


DAYS = ("2014-06-10", "2014-08-08", "2017-10-16", "2016-10-16")


def set_day(shown: App, day: str) -> None:
    """Change the day as the time bar does."""
    shown.frame.evaluate(
        "(day) => Greenline.on(map_greenline).set({date: Greenline.Dates.day(day)})", day
    )


@pytest.mark.thorough
def test_with_a_drawer_that_is_shut_no_change_goes_to_the_app(app: Launch) -> None:
    sent: list[object] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda data: sent.append(data))  # noqa: PLW0108 -- Playwright marks it

    shown = app("?d=2014-08-03")
    shown.page.on("websocket", listen)
    shown.page.reload()
    shown.stands()
    shown.rests()
    assert sent
    for unfolds in (False, True):  # also where its files and sections say nothing of the view
        if unfolds:
            shown.section("export")
        sent.clear()
        for day in DAYS:
            set_day(shown, day)
            shown.answers("d", day)
        assert sent == []
    shown.perspective("federal")
    shown.answers("p", "federal")
    shown.page.wait_for_timeout(500)
    assert sent == []
    assert shown.page.title().endswith("16 October 2016")
    shown.below()
    expect(shown.page.locator(".gl-say")).to_contain_text("16 October 2016")
    shown.page.go_back()
    shown.answers("d", DAYS[-1])
    shown.page.wait_for_function("() => !location.search.includes('p=federal')")


@pytest.mark.thorough
def test_a_download_pressed_at_once_is_of_the_view_on_the_screen(app: Launch) -> None:
    shown = app("?d=2014-08-03")
    shown.section("export")
    frame = shown.page.locator(".gl-copy + code")
    for day in DAYS[:2]:
        with shown.page.expect_download() as coming:
            set_day(shown, day)
            shown.page.locator(".st-key-gl-export button").evaluate("(button) => button.click()")
        assert day in coming.value.suggested_filename
        assert day in coming.value.path().read_text(encoding="utf-8")
        shown.page.evaluate("history.replaceState({}, '', `${location.href}#own=abc`)")
        shown.page.locator(".gl-copy").click()
        text = frame.inner_text()
        assert f"?d={day}&amp;v=" in text and "embed=1" in text and "#" not in text
    set_day(shown, DAYS[2])
    expect(frame).to_contain_text(f"?d={DAYS[2]}&amp;v=")
    expect(frame).to_contain_text("16 October 2017")
    assert (
        frame.evaluate(
            "(code) => (getSelection().selectAllChildren(code),"
            " dispatchEvent(new Event('greenline-named')), String(getSelection()))"
        )
        == frame.inner_text()
    )  # what the reader selects stays selected while the view does
    shown.page.go_back()
    expect(frame).to_contain_text("?d=2014-08-03&amp;")
    day = shown.view("date")
    shown.frame.evaluate("() => Greenline.on(map_greenline).chromeBox.timebar.play.click()")
    shown.until("view.date > argument", day)
    with shown.page.expect_download() as coming:  # a day that runs stands from the press on
        shown.page.locator(".st-key-gl-export button").evaluate("(button) => button.click()")
    stands = date(1970, 1, 1) + timedelta(days=shown.view("date"))
    assert str(stands) in coming.value.suggested_filename


TEXT = (
    "Sign in at https://example.org/a or www.example.org, mail a@example.org "
    ":material/home: :smile: :red[x] **b** `c` $d$ # e"
)


@pytest.mark.thorough
def test_a_link_in_the_address_does_not_become_a_link_of_ours(app: Launch) -> None:
    shown = app(f"?p={quote(TEXT[:75])}&lang={quote(TEXT[-60:])}")
    alerts = shown.page.locator("[data-testid=stAlert] [data-testid=stMarkdownContainer]")
    expect(alerts).to_have_count(1)
    expect(alerts.locator("li")).to_have_count(2)
    expect(alerts.locator("li").first).to_contain_text("https:\u2060//example.org/a")
    expect(alerts.locator("li").last).to_contain_text("smile")
    expect(
        alerts.locator("a, strong, code, .katex, h1, [data-testid=stIconMaterial]")
    ).to_have_count(0)
