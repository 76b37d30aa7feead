"""What a window of the app does besides Streamlit: presses, the side bar, texts to copy, the connection."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from geo.model import Language
from geo.words import say
from tests.browser.app import App, Launch


@pytest.fixture
def shown(app: Launch) -> App:
    return app()


@pytest.mark.thorough
def test_a_page_whose_server_is_gone_says_so_in_the_language_of_the_reader(app: Launch) -> None:
    shown = app("?lang=ar")
    notice = shown.page.locator(".gl-disconnected")
    expect(notice).to_be_hidden()
    state = "(state) => document.querySelector('.stApp').setAttribute('data-test-connection-state', state)"
    shown.page.evaluate(state, "PINGING_SERVER")
    expect(notice).to_have_text(say("web.disconnected", Language.AR))
    shown.page.evaluate("greenlineKeeper.userEvents = new Uint8Array(3)")
    shown.page.evaluate(state, "CONNECTING")
    expect(notice).to_contain_text(say("web.disconnected.events", Language.AR))
    shown.page.evaluate(state, "CONNECTED")
    expect(notice).to_be_hidden()
