"""What axe-core finds in the app around the map: the side bar, a file that is offered, the drawer, its tables."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from geo.model import Language
from geo.words import say
from tests.browser.app import App, Launch
from tests.browser.app_pages.test_access import faults

#: A reader's file.
SHEET = (
    "date,latitude,longitude,type\n"
    "2017-08-16,35.47,44.39,raid\n2017-08-17,36.32,41.87,raid\n2017-09-20,35.76,44.14,clash\n"
)
FILE = {"name": "mine.csv", "mimeType": "text/csv", "buffer": SHEET.encode()}

#: What is Streamlit's own, by a piece of its markup: the area that takes a dropped file has a name
#: and no role. Its button, which is what keys reach, has both.
STREAMLIT = (
    'presentation-role-conflict: <section role="presentation" tabindex="-1" data-testid="stFileUploaderDropzone"',
)


def find_our_faults(shown: App, part: str | None = None) -> list[str]:
    """Return the faults around the map, or in a part of it, that are not Streamlit's own."""
    shown.rests()
    return [text for text in faults(shown.page, part) if not text.startswith(STREAMLIT)]


def walk(shown: App) -> dict[str, list[str]]:
    """Return the faults of each state of what stands around the map."""
    result = {}
    for name in ("article", "export", "about", "data"):
        shown.section(name)
    result["side bar"] = find_our_faults(shown)
    shown.page.locator("input[type=file]").first.set_input_files(FILE)
    expect(shown.page.locator(".st-key-gl-user-events-forget")).to_be_attached()
    result["a file on the map"] = find_our_faults(shown)
    shown.page.emulate_media(color_scheme="light")
    shown.page.locator("[data-testid=stSidebarCollapseButton] button").click()
    shown.below()
    shown.rests()
    for tab in shown.page.get_by_role("tab").all()[::3]:
        tab.click()
        result[tab.inner_text()] = find_our_faults(shown, ".st-key-gl-tables")
    shown.tab(say("web.tab.user_events", Language.AR))
    shown.page.locator(".st-key-gl-section-cross summary").click()
    result["cross-table"] = find_our_faults(shown)
    return {state: wrong for state, wrong in result.items() if wrong}


@pytest.mark.thorough
def test_axe_finds_nothing_of_ours_around_the_map(app: Launch) -> None:
    """The side bar by night, the drawer by day."""
    shown = app("?lang=ar&s=disputed:sinjar", (390, 844))
    shown.page.emulate_media(color_scheme="dark")
    assert faults(shown.frame) == []
    assert walk(shown) == {}
