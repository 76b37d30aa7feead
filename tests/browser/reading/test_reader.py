"""What a reader does with the exported file: search, click, point, measure, by mouse, keys and thumb."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import Opened
from tests.browser.conftest import Open

KIRKUK = (35.4681, 44.3922)


def test_search_finds_kirkuk_in_any_script(open_page: Open, exported: Path) -> None:
    opened = open_page(exported)
    search = opened.page.locator("#gl-search")
    results = opened.page.locator("#gl-results li")
    for text in ("كركوك", "کەرکووک", "  KERKÛK "):
        search.fill(text)
        assert results.first.locator("strong").inner_text() == "Kirkuk", text
        search.press("Enter")
        opened.page.locator(".gl-details").wait_for()
        assert opened.page.locator(".gl-details h2").inner_text() == "Kirkuk"
        links = opened.page.locator(".gl-details .gl-sources a")
        assert links.count() > 0
        for link in links.all():
            assert re.match(r"https?://[\w.-]+/", link.get_attribute("href") or "")
            assert "noopener" in (link.get_attribute("rel") or "")
        lat, lon = opened.tell("(({lat, lng}) => [lat, lng])(atlas.map.getCenter())")
        assert (lat, lon) == pytest.approx(KIRKUK, abs=0.8), "in the middle of what no panel covers"
        opened.tell("atlas.set({selection: null})")
        opened.tell("void atlas.map.setView([33, 42], undefined, {animate: false})")
        assert opened.card == ""
        expect(results).to_have_count(0)
    opened.assert_calm()


def test_a_click_opens_the_card_of_what_lies_there(open_page: Open, exported: Path) -> None:
    opened = open_page(exported)
    opened.click(35.1, 43.75)
    assert opened.tell("view.selection").startswith("control:IQG13Q")
    assert "Held by: Islamic State" in opened.card
    assert re.search(r"Certainty\s+(settled|likely|in doubt)", opened.card)
    assert opened.page.locator(".gl-details .gl-sources a").count() > 0
    opened.page.locator(".gl-details .gl-close").click()
    assert opened.card == ""
    opened.assert_calm()


@pytest.mark.thorough
def test_every_feature_has_a_card_with_sources(open_page: Open, exported: Path) -> None:
    # Sources come into a page after its map: a card that is open has them then.
    opened = open_page(exported, query="s=districts:IQG01Q01")
    opened.until("document.querySelector('.gl-details .gl-sources li') !== null")
    plain = opened.tell(
        """[...atlas.layers].flatMap(([name, layer]) => {
          if (!layer.describe) return [];
          const ids = [...(layer.items?.() || []).map((item) => item.id), ...(layer.byId?.keys() || [])];
          // Of the thousands of armed conflict events each two hundredth, of other long lists each tenth.
          return ids.filter((id, i) => {
            if (ids.length > 100 && i % (ids.length > 1000 ? 200 : 10)) return false;
            atlas.set({selection: name + ':' + id});
            const card = document.querySelector('.gl-details');
            return card.hidden || !card.querySelector('h2').textContent || !card.querySelector('.gl-sources li');
          }).map((id) => name + ':' + id);
        })"""
    )
    assert plain == []
    opened.assert_calm()


@pytest.mark.thorough
def test_keys_alone_lead_through_the_page(open_page: Open, exported: Path) -> None:
    opened = open_page(exported)
    keys = opened.page.keyboard
    for _ in range(12):
        keys.press("Tab")
        if opened.tell("document.activeElement.id") == "gl-search":
            break
    assert opened.tell("document.activeElement.id") == "gl-search"
    keys.type("kirkuk")
    keys.press("Enter")
    assert opened.card.startswith("Kirkuk")
    keys.press("Escape")
    assert opened.card == ""
    keys.press("/")
    assert opened.tell("document.activeElement.id") == "gl-search"
    keys.press("Escape")
    day = opened.tell("view.date")
    opened.page.focus("#gl-slider")
    keys.press("ArrowRight")
    assert opened.tell("view.date") == day + 1
    keys.press("ArrowLeft")
    keys.press("ArrowLeft")
    assert opened.tell("view.date") == day - 1
    keys.press("Shift+ArrowRight")
    assert opened.tell("view.date") == day - 1 + 30
    keys.press("PageDown")
    assert opened.tell("view.date") == day - 1 + 30 - 365
    event = opened.tell("'events:' + atlas.layers.get('events').all[0].id")
    opened.tell("void atlas.set({layers: ['events'], window: 0, selection: argument})", event)
    opened.page.focus(".gl-map")
    keys.press("ArrowLeft")
    keys.press("ArrowUp")
    selected = opened.tell("view.selection")
    assert selected.startswith("events:")
    assert selected != event, "arrows lead from one event to the next"
    opened.assert_calm()


PHONE = (390, 844)


def is_inside(opened: Opened) -> bool:
    """Whether nothing reaches over the sides of the window, but for a strip that scrolls."""
    wide: list[Any] = opened.tell(
        """[document.documentElement.scrollWidth > innerWidth && 'page',
          ...[...document.querySelectorAll('.gl-box, .gl-box button, .gl-box input, .gl-box select, .gl-panel')]
          .filter((element) => element.checkVisibility() && element.offsetWidth > 1 && !element.closest('.gl-groups'))
          .filter((element) => { const box = element.getBoundingClientRect();
            return box.left < -1 || box.right > innerWidth + 1; })
          .map((element) => element.id || element.className)].filter(Boolean)"""
    )
    assert wide == []
    return not wide


@pytest.mark.thorough
def test_a_card_has_its_sources_though_the_page_never_rested(
    browser: Browser, exported: Path
) -> None:
    page = browser.new_page()
    page.add_init_script("window.requestIdleCallback = () => 0;")
    page.goto(exported.as_uri())
    page.locator("#gl-search").fill("Kirkuk")
    page.locator("#gl-search").press("Enter")
    link = page.locator(".gl-details .gl-sources a").first
    expect(link).to_have_attribute("href", re.compile(r"https?://[\w.-]+/"))
    page.close()
