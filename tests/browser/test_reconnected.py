"""The connection to the app breaks off: the server is started anew, or a session was too long asleep."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from geo.model import Language
from geo.words import say

from . import WAIT
from .app import App, Launch
from .serve import serve
from .test_upload import TABLE

#: What the keeper of the frame says to a session that knows nothing of the one before.
TOLD = """(given) => {
  const said = [];
  const keeper = {...greenlineKeeper, ...given, frame: null, say: (name, value) => said.push([name, value])};
  keeper.follow({...greenlineState[0], session: 'another', said: 0}, keeper.say);
  clearTimeout(keeper.unheard);
  return said;
}"""


def test_a_new_session_is_told_what_the_page_shows_in_a_message_unlike_any_before(
    app: Launch,
) -> None:
    shown = app("?d=2014-08-08")
    shown.perspective("un")
    shown.answers("p", "un")
    shown.rests()

    def send_given(given: dict[str, Any]) -> Any:
        return shown.page.evaluate(TOLD, given)

    [[name, value]] = send_given({})
    assert name == "said"
    assert "d=2014-08-08&p=un" in value["query"]
    assert (value["n"], value["session"], value["lost"]) == (1, "another", False)
    assert send_given({"userEvents": [1]})[0][1]["lost"] is True


@pytest.mark.thorough
def test_a_server_started_anew_hears_what_the_page_shows_and_says_that_events_are_gone(
    browser: Browser, tmp_path: Path
) -> None:
    file = tmp_path / "reports.csv"
    file.write_text(TABLE, encoding="utf-8")
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(WAIT)
    shown = App(context.new_page())
    with serve() as first:
        shown.open(f"{first.address}/?d=2008-06-01")
        shown.bring(file)
        shown.below()
        expect(shown.page.locator(".stDataFrame")).to_be_visible()
    shown.frame.locator(".gl-choice:has(input[value=un])").click()  # nobody hears of it
    with serve(port=urlsplit(first.address).port or 0):
        expect(shown.page.locator(".gl-say")).to_contain_text("UNAMI")
        expect(shown.page.get_by_text(say("web.lost", Language.EN))).to_be_visible()
        expect(shown.page.locator(".st-key-gl-user-events-forget")).to_have_count(0)
        expect(shown.page.locator(".stDataFrame")).to_be_visible()
        assert shown.view("perspective") == "un"
        shown.bring(file)
        expect(shown.page.locator(".gl-own")).to_be_visible()
        expect(shown.page.get_by_text(say("web.lost", Language.EN))).to_have_count(0)
    context.close()
