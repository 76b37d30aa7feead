"""The address of the exported file is the view: it opens one and follows it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from geo import Atlas, View
from geo.export.html import page, write
from geo.model import Layer
from geo.profile import current
from tests.browser.conftest import Open


def test_the_address_opens_a_state(open_page: Open, exported: Path) -> None:
    opened = open_page(exported, query="d=2014-08-08&p=un&l=control.towns&s=control:IQG13Q04N06")
    view = opened.tell("view")
    assert opened.tell("Greenline.Dates.iso(view.date)") == "2014-08-08"
    assert (view["perspective"], view["layers"]) == ("un", ["control", "towns"])
    assert "8 August 2014" in opened.page.locator(".gl-sentence").inner_text()
    assert opened.page.locator("input[name=gl-perspective]:checked").get_attribute("value") == "un"
    assert "IQG13Q04N06" in opened.card
    opened.assert_calm()


@pytest.mark.thorough
def test_changes_write_the_address_and_it_leads_back(open_page: Open, exported: Path) -> None:
    opened = open_page(exported)
    opened.page.locator("input[name=gl-perspective][value=region]").check(force=True)
    opened.page.focus("#gl-slider")
    opened.page.keyboard.press("ArrowRight")
    opened.show("layers")
    opened.page.locator("#gl-layer-lines").check()
    opened.until("location.hash.includes('lines')")
    view = View.from_query(opened.query)
    assert view.date == date(2017, 9, 28)
    assert view.perspective == "region"
    assert Layer.LINES in view.layers
    picture = opened.picture()
    again = open_page(exported, query=opened.query)
    assert again.tell("Greenline.View.write(view)") == opened.tell("Greenline.View.write(view)")
    assert len(again.picture()) == len(picture)
    opened.assert_calm()


@pytest.mark.thorough
def test_a_bare_address_opens_on_the_latest_day_and_leads_to_the_story(
    open_page: Open, atlas: Atlas, tmp_path: Path
) -> None:
    target = tmp_path / "bare.html"
    write(target, page(atlas, None).encode())
    opened = open_page(target)
    assert View.from_query(opened.tell("Greenline.View.write(view)")) == View.opening()
    lead = opened.page.locator(".gl-lead").inner_text()
    assert "Kirkuk" in lead
    assert "% of the disputed areas" in lead
    described = opened.page.locator("#map_greenline").get_attribute("aria-describedby")
    # The words come once the view rests.
    expect(opened.page.locator(f"#{described}")).to_contain_text(lead.split(".")[0])
    opened.page.locator("#gl-group-oil").click()
    assert "fields" in opened.tell("view.layers")
    opened.page.locator("#gl-group-oil").click()
    assert "fields" not in opened.tell("view.layers")
    opened.page.locator("#gl-opening-story").click()
    opened.until(f"Greenline.Dates.iso(view.date) === '{current().days.opening}'")
    opened.page.keyboard.press("Escape")
    opened.page.evaluate("document.activeElement.blur()")
    opened.page.keyboard.press("t")
    opened.until(f"Greenline.Dates.iso(view.date) === '{current().days.last}'")
    opened.page.evaluate("location.hash = '#p=un'")
    opened.until(f"Greenline.Dates.iso(view.date) === '{current().days.opening}'")
    opened.assert_calm()
