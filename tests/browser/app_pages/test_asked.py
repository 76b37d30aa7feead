"""The app is asked only when it has something to answer, and then of the view on the screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import WebSocket, expect

from tests.browser.app import App, Launch

DAYS = ("2014-06-10", "2014-08-08", "2017-10-16", "2016-10-16")


def set_day(shown: App, day: str) -> None:
    """Change the day as the time bar does."""
    shown.frame.evaluate(
        "(day) => Greenline.on(map_greenline).set({date: Greenline.Dates.day(day)})", day
    )


@pytest.mark.thorough
def test_with_drawer_and_side_bar_shut_no_change_goes_to_the_app(app: Launch) -> None:
    sent: list[object] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda data: sent.append(data))  # noqa: PLW0108 -- Playwright marks it

    shown = app("?d=2014-08-03")
    shown.page.on("websocket", listen)
    shown.page.reload()
    shown.stands()
    shown.rests()
    assert sent
    sent.clear()
    for day in DAYS:
        set_day(shown, day)
        shown.answers("d", day)
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
    for day in DAYS[:2]:
        with shown.page.expect_download() as coming:
            set_day(shown, day)
            shown.page.locator(".st-key-gl-export button").evaluate("(button) => button.click()")
        assert day in coming.value.suggested_filename
        assert day in coming.value.path().read_text(encoding="utf-8")
