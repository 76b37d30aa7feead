"""Readers without a mouse, without sight, by night, and within another page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest

from tests.browser.conftest import Open

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
CARD = "s=control:IQG13Q04N06"


def faults(page: Any, part: str | None = None) -> list[str]:
    """Return what axe-core finds wrong in a page or frame, or in what a selector names there."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE)
    value = page.evaluate(
        "([tags, part]) => axe.run(part ?? document,"
        " {runOnly: {type: 'tag', values: tags}, iframes: false})",
        [RULES, part],
    )
    assert value["passes"]
    return [
        f"{rule['id']}: {node['html'][:160]}"
        for rule in value["violations"]
        for node in rule["nodes"]
    ]


def find_unmeasured(page: Any) -> list[str]:
    """Return the texts whose contrast axe-core could not tell for an ornament of the style."""
    incomplete = page.evaluate("axe.run(document, {runOnly: ['color-contrast']})")["incomplete"]
    return [
        node["html"]
        for rule in incomplete
        for node in rule["nodes"]
        if any((check["data"] or {}).get("messageKey") == "pseudoContent" for check in node["any"])
    ]


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("en", 1200, "light"), ("ar", 390, "dark")]
)
def test_axe_finds_nothing_in_the_file(
    open_page: Open, exported: Path, language: str, width: int, scheme: Any
) -> None:
    opened = open_page(exported, (width, 900), f"lang={language}&{CARD}&c=2017-10-15")
    opened.page.emulate_media(color_scheme=scheme)
    assert faults(opened.page) == [], "card"
    for name in ("legend", "layers", "compare", "oil", "ask", "table", "about", "stories"):
        opened.show(name)
        opened.page.locator(f"#gl-panel-{name} details").evaluate_all(
            "(all) => all.forEach((one) => { one.open = true; })"
        )
        opened.settle()
        assert faults(opened.page, f"#gl-panel-{name}") == [], name
    opened.page.keyboard.press("Escape")
    opened.page.locator("#gl-search").fill("Kerkuk")
    assert faults(opened.page, ".gl-tools") == [], "search"
    opened.assert_calm()


@pytest.mark.thorough
def test_axe_finds_nothing_in_a_story(open_page: Open, exported: Path) -> None:
    opened = open_page(exported, query="lang=ar&st=2017-09-27")
    opened.page.emulate_media(color_scheme="dark")
    opened.page.locator(".gl-claim summary").first.click()
    assert faults(opened.page) == []
    assert find_unmeasured(opened.page) == []


@pytest.mark.thorough
def test_axe_finds_nothing_where_the_system_sets_colours(open_page: Open, exported: Path) -> None:
    opened = open_page(exported, query=CARD)
    opened.page.emulate_media(color_scheme="dark", forced_colors="active")
    for name in ("legend", "oil"):
        opened.show(name)
        assert faults(opened.page, f"#gl-panel-{name}") == [], name
    assert faults(opened.page) == []


def test_keys_reach_the_map_as_a_table_first(open_page: Open, exported: Path) -> None:
    opened = open_page(exported)
    keys = opened.page.keyboard
    keys.press("Tab")
    keys.press("Enter")
    table = opened.page.locator("#gl-panel-table table").first
    assert table.is_visible()
    count = table.locator("tbody tr").count()
    assert count > 50
    keys.press("Tab")
    keys.press("Enter")
    name = table.locator("tbody th").first.inner_text()
    opened.settle()
    assert opened.card.startswith(name)
    assert 0 < table.locator("tbody tr").count() < count
    keys.press("Escape")
    keys.press("Escape")
    assert not table.is_visible()
    opened.assert_calm()
