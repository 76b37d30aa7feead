"""The connection to the app breaks off: the server is started anew, or a session was too long asleep."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from geo.model import Language
from geo.words import say
from tests.browser import WAIT
from tests.browser.app import App, Launch
from tests.browser.serve import serve

TABLE = "date,longitude,latitude,type\n" + "2008-05-30,44.4,35.5,IED\n" * 40


@pytest.mark.thorough
def test_what_the_page_did_without_the_server_is_reported_as_it_comes_back(app: Launch) -> None:
    shown = app("?d=2014-08-08")
    say_ = shown.page.locator(".gl-say")
    shown.below()
    shown.rests()
    shown.page.evaluate(
        "() => { window.report = greenlineKeeper.say; greenlineKeeper.say = () => {}; }"
    )
    shown.frame.locator("#gl-date").fill("2016-01-01")
    shown.frame.locator("#gl-date").press("Enter")
    shown.answers("d", "2016-01-01")
    shown.rests()
    expect(say_).not_to_contain_text("1 January 2016")
    state = "(state) => document.querySelector('.stApp').setAttribute('data-test-connection-state', state)"
    shown.page.evaluate(state, "PINGING_SERVER")
    expect(shown.page.locator(".gl-disconnected")).not_to_be_empty()
    shown.page.evaluate("() => { greenlineKeeper.say = window.report; }")
    shown.page.evaluate(state, "CONNECTED")
    expect(say_).to_contain_text("1 January 2016")


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
        expect(shown.page.locator(".st-key-gl-tables .stDataFrame")).to_be_visible()
    shown.frame.locator(".gl-choice:has(input[value=un])").click()  # nobody hears of it
    with serve(port=urlsplit(first.address).port or 0):
        expect(shown.page.locator(".gl-say")).to_contain_text(say("sentence.un", Language.EN))
        expect(shown.page.get_by_text(say("web.lost", Language.EN))).to_be_visible()
        expect(shown.page.locator(".st-key-gl-user-events-forget")).to_have_count(0)
        expect(shown.page.locator(".st-key-gl-tables .stDataFrame")).to_be_visible()
        assert shown.view("perspective") == "un"
        shown.bring(file)
        expect(shown.page.locator(".gl-own")).to_be_visible()
        expect(shown.page.get_by_text(say("web.lost", Language.EN))).to_have_count(0)
    context.close()
