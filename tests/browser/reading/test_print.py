"""A file on paper: one sheet of A4, lying or standing, that has all a map must say."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest

from tests.browser.conftest import Open


@pytest.mark.thorough
@pytest.mark.parametrize("query", ["st=2014-advance", "d=2017-11-01&c=2014-08-08&cm=side&lang=ar"])
def test_a_file_prints_on_one_sheet(open_page: Open, exported: Path, query: str) -> None:
    opened = open_page(exported, (1440, 900), query=query)
    opened.until("Object.keys(atlas.sources).length")  # they come once the map stands
    before = opened.tell("[atlas.map.getCenter(), atlas.map.getZoom(), view.bounds]")
    texts = {}
    for lying in (True, False):
        printed = opened.page.pdf(format="A4", landscape=lying, prefer_css_page_size=True)
        assert max(int(match) for match in re.findall(rb"/Width (\d+)", printed)) > 1200
        [sheet] = pypdfium2.PdfDocument(printed)
        assert (sheet.get_width() > sheet.get_height()) == lying
        texts[lying] = sheet.get_textpage().get_text_range()
        opened.until("!atlas.printing")
    assert sorted(texts[True].split()) == sorted(texts[False].split()), "no column is cut"
    opened.settle()
    assert opened.tell("[atlas.map.getCenter(), atlas.map.getZoom(), view.bounds]") == before
    opened.page.emulate_media(media="print")
    sheet_of = opened.page.locator(".gl-sheet")
    assert opened.tell("Greenline.Dates.words(view.date, view.language)") in sheet_of.inner_text()
    legend = sheet_of.locator(".gl-sheet-legend li")
    assert legend.count() > 3
    assert legend.evaluate_all("(all) => all.every((one) => one.getBoundingClientRect().width)")
    assert sheet_of.locator("footer bdi").count() > 0, "sources"
    assert opened.page.locator(".leaflet-control-scale").first.is_visible()
    assert not opened.page.locator(".gl-tools").is_visible()
    opened.page.emulate_media(media="screen")
    opened.until("!atlas.printing")
    assert opened.page.locator(".gl-tools").is_visible()
    opened.assert_calm()
