"""What a window of the app does besides Streamlit: presses, the side bar, texts to copy, the connection."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from geo.model import Language
from geo.words import say
from tests.browser.app import App, Launch

#: Put a button into the app that is drawn anew between press and release, as Streamlit does.
BUTTON = """() => {
  window.pressed = 0;
  const box = document.createElement('div');
  box.className = 'st-key-gl-test';
  box.style.cssText = 'position: fixed; z-index: 9e6; inset: 200px auto auto 300px';
  const draw = () => {
    const button = Object.assign(document.createElement('button'), {textContent: 'Find'});
    button.addEventListener('click', () => (window.pressed += 1));
    box.replaceChildren(button);
  };
  draw();
  document.querySelector('.stApp').append(box);
  window.redraw = draw;
}"""


@pytest.fixture
def shown(app: Launch) -> App:
    return app()


@pytest.mark.thorough
def test_a_press_counts_once_whether_or_not_the_button_is_drawn_anew_under_it(shown: App) -> None:
    page = shown.page
    page.evaluate(BUTTON)
    box = page.locator(".st-key-gl-test button").bounding_box()
    assert box
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    for number, redraws in enumerate((True, False, True), start=1):
        page.mouse.down()
        if redraws:
            page.evaluate("redraw()")
        page.mouse.up()
        page.wait_for_function("(number) => window.pressed === number", arg=number)
    page.mouse.down()
    page.evaluate("redraw()")
    page.mouse.move(box["x"] + 90, box["y"] + 90)
    page.mouse.up()
    page.wait_for_timeout(200)
    assert page.evaluate("pressed") == 3, "who draws away from a button does not press it"


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
