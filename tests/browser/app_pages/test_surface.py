"""One surface: the map takes the window, its own panels carry what changes it, all else is a step away."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.app import Launch


@pytest.mark.thorough
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
