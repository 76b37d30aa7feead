"""The document opens the map before Streamlit starts; the app takes it to its place as it stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from geo.profile import current
from tests.browser.app import SEEN, App

#: Notes the frame that the document makes, and how often a page says that its map stands.
WATCH = """window.ready = 0;
addEventListener('message', ({data}) => { if (data?.greenline === 'ready') ready += 1; });
new MutationObserver(() => { window.first ??= document.querySelector('body > .gl-frame'); })
  .observe(document, {childList: true, subtree: true});"""


def test_the_map_is_seen_at_once_since_its_page_opens_with_the_view_of_the_address(
    browser: Browser, address: str
) -> None:
    page = browser.new_page()
    page.add_init_script("if (window === top) window.requestAnimationFrame = () => 0;")
    page.goto(f"{address}/?d=2014-08-08&lang=ckb&p=un")
    page.wait_for_function(SEEN, polling=50)
    page.close()


@pytest.mark.thorough
def test_a_page_that_does_not_come_is_asked_for_again(browser: Browser, address: str) -> None:
    page = browser.new_page()
    requests: list[Route] = []

    def refuse(route: Route) -> None:
        requests.append(route)
        if len(requests) > 2:
            route.continue_()
        elif len(requests) == 1:
            route.abort()
        else:
            route.fulfill(status=503, body="not now", content_type="text/plain")

    page.route("**/greenline-page/*", refuse)
    page.goto(f"{address}/")
    entries = page.evaluate("history.length")
    page.wait_for_function(SEEN)
    assert len(requests) == 3
    assert page.evaluate("history.length") == entries
    page.close()


def hold_streamlit(page: Page) -> Callable[[], None]:
    """Let Streamlit wait for its server; return what lets it go on."""
    held: list[Route] = []
    going: list[bool] = []

    def hold(route: Route) -> None:
        if going:
            route.continue_()
        else:
            held.append(route)

    def release() -> None:
        going.append(True)
        for route in held:
            route.continue_()

    page.route("**/_stcore/**", hold)
    return release


@pytest.mark.thorough
def test_the_map_takes_acts_before_the_app_is_there_which_then_hears_of_them(
    browser: Browser, address: str
) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script(WATCH)
    release = hold_streamlit(page)
    page.goto(f"{address}/?d=2014-08-08")
    page.wait_for_function(SEEN)
    shown = App(page)
    assert page.evaluate("greenlineKeeper.say === null && greenlineKeeper.frame === first")
    shown.perspective("un")
    shown.answers("p", "un")
    shown.frame.locator("#gl-side-bar").click()
    entries = page.evaluate("history.length")
    release()
    shown.stands()
    expect(page.locator("[data-testid=stSidebarCollapseButton] button")).to_be_visible()
    shown.below()  # what shows nothing of the view need not hear of it
    page.wait_for_function("() => greenlineKeeper.state.query.includes('p=un')")
    assert page.evaluate("[ready, greenlineKeeper.frame === first]") == [1, True]
    assert shown.view("perspective") == "un"
    assert page.evaluate("history.length") == entries
    assert not shown.errors
    page.close()


@pytest.mark.thorough
@pytest.mark.parametrize("query", ["?embed=true", "?v=0.1.0"])
def test_the_map_opens_in_the_reader_s_language_where_the_address_names_no_view(
    browser: Browser, address: str, query: str
) -> None:
    code = current().languages[1].value
    page = browser.new_page(locale=code, viewport={"width": 800, "height": 600})
    release = hold_streamlit(page)
    page.goto(f"{address}/{query}")
    page.wait_for_function(SEEN)
    shown = App(page)
    first = shown.view("language"), page.locator(".gl-frame").bounding_box()
    release()
    shown.stands(drawer="embed" not in query)
    shown.rests()
    page.wait_for_function(
        "() => new URLSearchParams(greenlineKeeper.state.query).toString() === greenlineKeeper.opened"
    )
    assert (shown.view("language"), page.locator(".gl-frame").bounding_box()) == first
    assert first[0] == ("en" if "v=" in query else code)
    page.close()
