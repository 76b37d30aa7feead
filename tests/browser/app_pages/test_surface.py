"""One surface: the map takes the window, its own panels carry what changes it, all else is a step away."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.app import Launch


@pytest.mark.quick(1)
@pytest.mark.parametrize(("size", "language"), [((1440, 900), "en"), ((390, 844), "ar")])
def test_the_map_takes_the_window_and_figures_are_a_step_away(
    app: Launch, size: tuple[int, int], language: str
) -> None:
    shown = app(f"?lang={language}", size=size)
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


@pytest.mark.thorough
@pytest.mark.parametrize(("language", "size"), [("en", (1440, 900)), ("ar", (390, 844))])
def test_all_that_changes_the_map_stands_on_it_for_keys_too(
    app: Launch, language: str, size: tuple[int, int]
) -> None:
    shown = app(f"?lang={language}&d=2017-09-27", size)

    def press(place: str, key: str, comes: str) -> None:
        element = shown.frame.locator(place).first
        expect(element).to_be_visible()
        element.press(key)
        shown.until(comes)

    shown.frame.locator("input[name=gl-perspective]:checked").press("ArrowDown")
    shown.until("view.perspective !== 'held'")
    press("#gl-layers", "Enter", "atlas.chromeBox.opened === 'layers'")
    press("#gl-layer-towns", "Space", "!view.layers.includes('towns')")
    press("#gl-type-law", "Space", "!view.eventTypes.includes('law')")
    press("#gl-window", "ArrowUp", "view.window === 90")
    press("#gl-slider", "ArrowUp", "Greenline.Dates.iso(view.date) === '2017-09-28'")
    shown.frame.locator("#gl-search").fill("Sinjar")
    press("#gl-search", "Enter", "view.selection !== null")
    press("#gl-compare", "Enter", "atlas.chromeBox.opened === 'compare'")
    press("#gl-compare-on", "Space", "view.compare !== null")
    press("#gl-compare-on", "Space", "view.compare === null")
    press("#gl-stories", "Enter", "atlas.chromeBox.opened === 'stories'")
    press(".gl-story-choice", "Enter", "view.story !== null")
    press(".gl-story-leave", "Enter", "view.story === null")
    shown.answers("lang" if language == "ar" else "d", "")
    assert shown.folded
    shown.frame.locator("#gl-side-bar").press("Enter")
    expect(shown.page.locator(".st-key-gl-language")).to_be_in_viewport()
    shown.page.wait_for_function(
        "() => Boolean(document.activeElement.closest('[data-testid=stSidebar]'))"
    )
    shown.page.keyboard.press("Enter")
    expect(shown.page.locator("[data-testid=stExpandSidebarButton]")).to_be_attached()
    assert shown.same


@pytest.mark.thorough
def test_a_window_of_events_that_no_list_has_is_named(app: Launch) -> None:
    shown = app("?w=45")
    chosen = shown.panel("layers").locator("#gl-window option:checked")
    expect(chosen).to_have_text("the last 45 days")
