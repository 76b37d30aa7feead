"""The app's address and history: an act of the reader is one entry, and no two days stand together."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.draw.stories import atlas_stories
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
def test_a_drag_of_the_slider_and_a_turn_of_the_wheel_are_one_entry_each(
    app: Launch,
) -> None:
    shown = app()
    before = entries(shown)
    box = shown.frame.locator("#gl-slider").bounding_box()
    assert box
    y = box["y"] + box["height"] - 6
    shown.page.mouse.move(box["x"] + 0.3 * box["width"], y)
    shown.page.mouse.down()
    for part in range(1, 6):
        shown.page.mouse.move(box["x"] + (0.3 + part / 40) * box["width"], y)
        shown.page.wait_for_timeout(300)
    shown.page.mouse.up()
    agrees(shown)
    assert entries(shown) == before + 1
    day = shown.read_address()["d"]
    shown.page.mouse.move(700, 350)
    for _ in range(5):
        shown.page.mouse.wheel(0, -120)
        shown.page.wait_for_timeout(260)
    shown.answers("b", "")
    agrees(shown)
    assert entries(shown) == before + 2
    shown.page.go_back()
    shown.page.wait_for_function("() => !location.search.includes('b=')")
    assert shown.read_address()["d"] == day
    shown.page.go_back()
    shown.until("Greenline.Dates.iso(view.date) === '2017-09-27'")
    agrees(shown)
    assert shown.same


@pytest.mark.thorough
@pytest.mark.parametrize("drawer", [False, True], ids=["map alone", "tables below"])
def test_fast_steps_of_a_story_go_back_and_forward_one_by_one(
    app: Launch, atlas: Atlas, drawer: bool
) -> None:
    atlas_story = atlas_stories(atlas)[0]
    shown = app(f"?st={atlas_story.id}")
    steps = [item.id for item in atlas_story.steps][:4]
    agrees(shown)
    if drawer:
        shown.below()
        agrees(shown)
    before = entries(shown)
    for _ in steps[1:]:
        shown.frame.locator("#gl-story-next").click()
    shown.until("view.step === argument", steps[-1])
    agrees(shown)
    assert entries(shown) == before + len(steps) - 1
    for step in reversed(steps[:-1]):
        shown.page.go_back()
        shown.until("view.step === argument", step)
        agrees(shown)
        assert shown.read_address()["sp"] == [step]
    for step in steps[1:]:
        shown.page.go_forward()
        shown.until("view.step === argument", step)
        agrees(shown)
    assert shown.same


@pytest.mark.thorough
def test_widgets_and_the_map_by_turns_make_an_entry_each(
    app: Launch,
) -> None:
    shown = app("?d=2014-08-08")
    before = entries(shown)
    shown.section("export")
    shown.perspective("un")
    shown.rests()
    shown.frame.locator("#gl-date").fill("2016-01-01")
    shown.frame.locator("#gl-date").press("Enter")
    shown.answers("d", "2016-01-01")
    agrees(shown)
    shown.page.locator(".st-key-gl-language button").last.click()
    shown.until("view.language === 'ckb'")
    agrees(shown)
    shown.layer("towns")
    agrees(shown)
    assert entries(shown) == before + 4
    shown.page.go_back()
    shown.until("view.layers.includes('towns') && view.language === 'ckb'")
    shown.page.go_back()
    shown.until("view.language === 'en'")
    shown.page.go_back()
    shown.until("Greenline.Dates.iso(view.date) === '2014-08-08' && view.perspective === 'un'")
    shown.page.go_back()
    shown.until("view.perspective === 'held'")
    agrees(shown)


@pytest.mark.thorough
def test_an_act_is_in_the_address_at_once(app: Launch) -> None:
    shown = app("?d=2014-08-08")
    before = entries(shown)
    shown.frame.evaluate("() => { window.setTimeout = () => 1; }")  # no act comes to rest
    shown.perspective("un")
    shown.answers("p", "un")
    shown.page.reload()
    shown.stands()
    shown.until("view.perspective === 'un'")
    agrees(shown)
    assert entries(shown) == before + 1


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
