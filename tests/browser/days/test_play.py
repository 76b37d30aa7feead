"""The days play: they move, stop, and map and words show the same one."""

from __future__ import annotations

from pathlib import Path

from tests.browser.conftest import Open


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
