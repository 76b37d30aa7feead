"""The exported file in a browser without network: layers, language, credits."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from geo import Atlas
from geo.draw.layers import LAYERS
from geo.view import default_layers
from tests.browser import Opened
from tests.browser.conftest import Open

pytestmark = pytest.mark.thorough


def test_about_tells_version_date_citation_and_licences(
    atlas: Atlas, open_page: Open, exported: Path
) -> None:
    opened = open_page(exported)
    opened.show("about")
    text = opened.page.locator("#gl-panel-about").inner_text()
    assert f"version {atlas.label}" in text and atlas.version in text
    assert f"{atlas.date.day} {atlas.date:%B %Y}" in text
    citation = opened.page.locator("#gl-panel-about cite").inner_text()
    assert "Greenline" in citation
    assert "27 September 2017" in citation
    assert atlas.release in citation
    assert "CC BY 3.0 IGO" in text or "Attribution 3.0 IGO" in text
    for row in atlas.table("perspectives").itertuples():
        assert row.text_en in text


@pytest.fixture
def toggled(open_page: Open, exported: Path) -> Opened:
    """Return a page of all events near the belt, with the panel of layers open."""
    opened = open_page(exported, query="d=2017-10-16&w=0&b=42.5,34,46,37.2")
    opened.show("layers")
    # The first picture is painted at once, later ones from kept parts: they may differ by rounding.
    opened.tell("(atlas.stage.easel.stale = true, atlas.stage.paint(), null)")
    return opened


def test_each_layer_changes_the_picture_and_the_legend_follows(toggled: Opened) -> None:
    dull = []
    for layer in LAYERS:
        box = toggled.page.locator(f"#gl-layer-{layer}")
        assert box.is_checked() == (layer in default_layers())
        before, entries = toggled.picture(), legend(toggled)
        box.click()
        if toggled.picture() == before:
            dull.append(layer)
        if layer.spec.group not in ("base", "admin"):
            assert legend(toggled) != entries, layer
        box.click()
        assert toggled.picture() == before, layer
        assert legend(toggled) == entries
    assert dull == []
    toggled.assert_calm()


def legend(opened: Opened) -> list[str]:
    """Return the legend's entries as they would stand in the panel."""
    entries: list[str] = opened.tell(
        "(atlas.chromeBox.panels.legend.update(), [...document.querySelectorAll("
        "'#gl-panel-legend li')].map((entry) => entry.textContent))"
    )
    return entries


def test_another_language_turns_the_page_around(open_page: Open, exported: Path) -> None:
    opened = open_page(exported)
    opened.show("about")
    before = opened.page.locator(".gl-title").bounding_box()
    opened.page.select_option("#gl-language", "ar")
    root = opened.page.locator(".gl-root")
    assert (root.get_attribute("dir"), root.get_attribute("lang")) == ("rtl", "ar")
    sentence = opened.page.locator(".gl-sentence").inner_text()
    assert re.search("[\u0600-\u06ff]", sentence)
    assert not re.search("[A-Za-z]", sentence)
    after = opened.page.locator(".gl-title").bounding_box()
    assert before
    assert after
    assert after["x"] > before["x"] + 300
    opened.page.fill("#gl-search", "Kirkuk")
    assert opened.page.locator("#gl-results strong").first.inner_text() == "كركوك"
    opened.page.press("#gl-search", "Escape")
    opened.page.select_option("#gl-language", "ckb")
    assert root.get_attribute("lang") == "ckb"
    opened.page.select_option("#gl-language", "en")
    assert root.get_attribute("dir") == "ltr"
    assert "27 September 2017" in opened.page.locator(".gl-sentence").inner_text()
    opened.assert_calm()


def test_the_map_names_the_rights_holders_of_what_it_shows(open_page: Open, exported: Path) -> None:
    opened = open_page(exported, query="l=control")
    corner = opened.page.locator(".gl-credit")
    assert "not endorsed by OCHA" in corner.inner_text()
    assert "OpenStreetMap" not in corner.inner_text()
    opened = open_page(exported, query="l=control.fields&lang=ar")
    assert "OpenStreetMap (ODbL 1.0)" in opened.page.locator(".gl-credit").inner_text()
    assert "بيانات" in opened.page.locator(".gl-credit").inner_text()
    opened.page.locator(".gl-credit").click()
    listed = opened.page.locator(".gl-credits")
    assert listed.locator("li", has_text="OpenStreetMap").count() == 1
    assert "CC BY-SA 3.0" in listed.locator("ul + p").inner_text()
    assert "؛" in listed.locator("ul + p").inner_text()
    assert ";" not in listed.locator("ul + p").inner_text()
    opened.assert_calm()
