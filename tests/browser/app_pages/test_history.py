"""The app's address and history: an act of the reader is one entry, and no two days stand together."""

from __future__ import annotations

import pytest

from tests.browser.app import App, Launch

pytestmark = pytest.mark.thorough


def entries(shown: App) -> int:
    """Return how many entries the history of the window has, once all is at rest."""
    shown.rests()
    number: int = shown.page.evaluate("history.length")
    return number


def agrees(shown: App) -> None:
    """Assert that address, map and app show one view, once the app is told it."""
    shown.rests()
    shown.page.evaluate("greenlineKeeper.pay()")
    shown.page.wait_for_function(
        "() => { const found = new URLSearchParams(location.search); found.delete('v');"
        " return found.toString() === new URLSearchParams(greenlineKeeper.state.query).toString(); }"
    )
    assert shown.frame.evaluate(
        "(query) => { const {view} = Greenline.on(map_greenline);"
        " const {write, read, initial} = Greenline.View;"
        " return write({...view, bounds: null}) === write({...read(query, initial()), bounds: null}); }",
        shown.page.evaluate("greenlineKeeper.state.query"),
    )


@pytest.mark.thorough
def test_back_in_the_moment_of_an_act_takes_it_back(app: Launch) -> None:
    shown = app("?d=2014-08-08")
    shown.perspective("un")
    agrees(shown)
    before = entries(shown)
    shown.frame.evaluate(
        "() => { const {setTimeout} = window;"  # the act rests two seconds later
        " window.setTimeout = (then, after) => setTimeout(then, after === 180 ? 2000 : after); }"
    )
    shown.perspective("held")
    shown.page.wait_for_function("() => !location.search.includes('p=')")
    shown.page.go_back()
    shown.until("view.perspective === 'un'")
    agrees(shown)
    shown.page.wait_for_timeout(2200)
    agrees(shown)
    assert shown.read_address()["p"] == ["un"]
    assert entries(shown) == before + 1
