"""The oil view: fields by who ran and who held them, pipelines by state, figures of a day."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser import Opened
from tests.browser.conftest import Open

pytestmark = pytest.mark.thorough


def go(opened: Opened, day: str) -> None:
    opened.tell("atlas.set({date: Greenline.Dates.day(argument)})", day)
    opened.settle()


def test_every_figure_opens_its_sources_and_both_sides_of_a_range(
    open_page: Open, exported: Path
) -> None:
    opened = open_page(exported, query="d=2017-10-30")
    opened.show("oil")
    panel = opened.page.locator("#gl-panel-oil")
    panel.locator("details[data-key='side:federal'] > summary").click()
    field = panel.locator("details[data-key='field:kirkuk_avanah']")
    field.locator("summary").click()
    text = field.inner_text()
    assert "34,363 EITI" in text
    assert "90,000 Financial Tribune" in text
    assert field.locator("a").count() >= 2
    go(opened, "2017-10-31")
    assert field.locator("a").first.is_visible(), "what is open stays open while the day moves"
    group = panel.locator("details[data-key^='said:']").first
    group.locator("summary").click()
    assert group.locator("a").count() >= 1
    go(opened, "2024-03-15")
    panel.locator("details[data-key='side:region'] > summary").click()
    shaikan = panel.locator("details[data-key='field:shaikan']")
    shaikan.locator("summary").click()
    assert "43,000" in shaikan.locator("summary").inner_text()
    assert "210,600" in shaikan.inner_text(), "doubted figures are told and not counted"
    opened.assert_calm()
