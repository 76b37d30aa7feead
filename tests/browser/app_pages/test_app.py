"""The app in a real browser: served on loopback, clicked through as a reader would."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.app import Launch


def test_a_change_in_the_page_reaches_tables_and_address_and_does_not_come_back(
    app: Launch,
) -> None:
    shown = app()
    shown.frame.evaluate(
        "() => { window.orders = []; addEventListener('message', ({data}) => orders.push(data.greenline)); }"
    )
    shown.below()
    shown.frame.locator("#gl-date").fill("2014-08-08")
    shown.frame.locator("#gl-date").press("Enter")
    expect(shown.page.locator(".gl-say")).to_contain_text("8 August 2014")
    shown.answers("d", "2014-08-08")
    shown.rests()
    assert shown.frame.evaluate("() => orders") == []
    assert shown.same


@pytest.mark.thorough
def test_a_row_of_a_table_leads_the_map_to_its_place(app: Launch) -> None:
    shown = app()
    shown.tab("Oil and gas")
    before = shown.frame.evaluate("() => JSON.stringify(Greenline.on(map_greenline).view.bounds)")
    shown.choose_row(2)
    shown.until("view.selection?.startsWith('fields:')")
    shown.until("JSON.stringify(view.bounds) !== argument", before)
    shown.until(
        "atlas.map.getBounds().contains(atlas.layers.get('fields').locate(view.selection.slice(7)))"
    )
    shown.rests()
    assert shown.same
    shown.answers("s", "fields:")
