"""The document makes the map's frame beside Streamlit's scripts; the app takes it as it stands."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.app import App

#: Notes the frame that the document makes, and how often a page says that its map stands.
WATCH = """window.ready = 0;
addEventListener('message', ({data}) => { if (data?.greenline === 'ready') ready += 1; });
new MutationObserver(() => { window.first ??= document.querySelector('body > .gl-frame'); })
  .observe(document, {childList: true, subtree: true});"""

#: What a browser lacks that moves no frame as it stands.
OLDER = "delete Element.prototype.moveBefore;"


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_the_app_takes_the_frame_that_the_document_made(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.add_init_script(WATCH)
    shown = App(page).open(address)
    assert page.evaluate(
        "greenlineKeeper.frame === first && first.closest('.st-key-gl-page') !== null"
    )
    assert page.evaluate("ready") == 1
    assert not shown.errors
    page.close()


def test_a_browser_that_moves_no_frame_loads_the_page_in_its_place(
    browser: Browser, address: str
) -> None:
    page = browser.new_page()
    page.add_init_script(WATCH + OLDER)
    shown = App(page).open(f"{address}/?d=2014-08-08")
    assert page.locator(".gl-frame").count() == 1
    assert shown.view("date") == shown.frame.evaluate("Greenline.Dates.day('2014-08-08')")
    assert not shown.errors
    page.close()
