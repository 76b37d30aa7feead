"""The app on paper: the map, its legend and sources, and all of a story's text."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser

from tests.browser.app import App, Launch
from tests.browser.conftest import Open

#: Which ground the map shows.
MAP_FRAME = (
    "() => { const {map} = Greenline.on(map_greenline); return [map.getCenter(), map.getZoom()]; }"
)

#: Words without what parts them.
WORDS = "(text) => text.replace(/\\s+/g, '')"

#: Paragraphs of a story as the column beside the map has them.
PARAGRAPHS = f"() => [...document.querySelectorAll('.gl-step > p:not(:has(button)), .gl-step a')].map((one) => ({WORDS})(one.textContent))"

#: What the sheet has, as paper shows it.
PRINTED = f"(part) => ({WORDS})(document.querySelector(`.gl-paper-${{part}}`)?.innerText || '')"


def lay_paper(shown: App) -> None:
    """Lay the app out for paper once it knows what its page prints."""
    shown.page.wait_for_function("() => greenlineKeeper.paper")
    shown.rests()
    shown.page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    shown.page.emulate_media(media="print")


def read_sheets(shown: App) -> list[str]:
    """Return the text of each sheet that the app prints."""
    shown.page.wait_for_function("() => greenlineKeeper.paper")
    sheets = pypdfium2.PdfDocument(shown.page.pdf(prefer_css_page_size=True))
    return [sheet.get_textpage().get_text_range() for sheet in sheets]


@pytest.mark.thorough
@pytest.mark.parametrize("language", ["en", "ar"])
def test_paper_takes_the_map_as_the_screen_shows_it_and_no_blank_page(
    app: Launch, language: str
) -> None:
    shown = app(f"?lang={language}")
    shown.rests()
    seen = shown.frame.evaluate(MAP_FRAME)
    alone = pypdfium2.PdfDocument(shown.page.pdf(prefer_css_page_size=True))
    assert len(alone) == 1
    assert alone[0].get_width() > alone[0].get_height()
    assert shown.frame.evaluate(MAP_FRAME) == seen
    shown.below()
    shown.rests()
    both = pypdfium2.PdfDocument(shown.page.pdf(prefer_css_page_size=True))
    assert len(both) > 1
    assert all(page.get_textpage().count_chars() > 100 for page in both)


@pytest.mark.thorough
@pytest.mark.parametrize("language", ["en", "ar"])
def test_paper_stands_where_the_map_of_a_phone_does(app: Launch, language: str) -> None:
    shown = app(f"?lang={language}", size=(390, 844))
    shown.rests()
    sheets = pypdfium2.PdfDocument(shown.page.pdf(prefer_css_page_size=True))
    assert len(sheets) == 1
    width, height = sheets[0].get_size()
    assert height > width
    shown.page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    shown.page.emulate_media(media="print")
    printed = shown.page.locator("iframe.gl-frame").bounding_box()
    assert printed
    assert printed["height"] * 0.75 > 0.6 * height  # pixels of CSS in points
    assert not shown.frame.locator(".gl-groups").is_visible()
    shown.page.emulate_media(media="screen")
    shown.page.set_viewport_size({"width": 1280, "height": 800})
    shown.page.wait_for_function("() => greenlineKeeper.paper.width > greenlineKeeper.paper.height")
    lies = pypdfium2.PdfDocument(shown.page.pdf(prefer_css_page_size=True))[0]
    assert lies.get_width() > lies.get_height()


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("language", "size"), [("ar", (390, 844)), ("en", (1440, 900)), ("ckb", (1440, 900))]
)
def test_paper_has_all_of_a_story(app: Launch, language: str, size: tuple[int, int]) -> None:
    shown = app(f"?st=2014-advance&lang={language}", size=size)
    shown.page.wait_for_function("() => greenlineKeeper.paper?.text")
    paragraphs = shown.frame.evaluate(PARAGRAPHS)
    assert len(paragraphs) > 20
    sheets = read_sheets(shown)
    assert len(sheets) > 2
    # The last one may have a line alone: letters and data say where it breaks.
    assert all(len(text) > 100 for text in sheets[:-1])
    assert sheets[-1].strip()
    lay_paper(shown)
    printed = shown.page.evaluate(PRINTED, "text")
    assert [text for text in paragraphs if text not in printed] == []
    shown.page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert shown.page.locator(".gl-paper").count() == 0


@pytest.mark.thorough
@pytest.mark.parametrize(("language", "size"), [("en", (1440, 900)), ("ar", (390, 844))])
def test_paper_has_the_legend_where_its_panel_is_closed(
    app: Launch, language: str, size: tuple[int, int]
) -> None:
    shown = app(f"?d=2014-08-08&lang={language}", size=size)
    opened = "() => Greenline.on(map_greenline).chromeBox.open('legend')"
    shown.frame.evaluate("() => Greenline.on(map_greenline).chromeBox.open(null)")
    assert len(read_sheets(shown)) == 1
    lay_paper(shown)
    closed = shown.page.evaluate(PRINTED, "legend")
    assert shown.page.locator(".gl-paper-legend img").count() > 15
    assert "GeoNames" in shown.page.evaluate(PRINTED, "foot")
    legend, foot, frame = (
        shown.page.locator(name).bounding_box()
        for name in (".gl-paper-legend", ".gl-paper-foot", "iframe.gl-frame")
    )
    assert legend and foot and frame
    assert frame["y"] + frame["height"] <= foot["y"] + 1
    assert (
        frame["y"] + frame["height"] <= legend["y"] + 1
        or frame["x"] + frame["width"] <= legend["x"] + 1
        or legend["x"] + legend["width"] <= frame["x"] + 1
    )
    shown.page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    shown.page.emulate_media(media="screen")
    shown.frame.evaluate(opened)
    lay_paper(shown)
    assert shown.page.evaluate(PRINTED, "legend") == closed
    assert not shown.frame.locator("#gl-panel-legend").is_visible()


@pytest.mark.thorough
@pytest.mark.parametrize("language", ["en", "ar"])
def test_paper_has_the_card_whole_that_the_screen_scrolls(app: Launch, language: str) -> None:
    shown = app(f"?d=2014-08-08&s=fields:jambur&lang={language}")
    shown.page.wait_for_function("() => greenlineKeeper.paper?.card.includes('gl-rows')")
    rows = shown.frame.evaluate(
        f"() => [...document.querySelectorAll('.gl-details :is(dt, dd, .gl-sources li)')].map((one) => ({WORDS})(one.textContent))"
    )
    assert len(rows) > 20
    lay_paper(shown)
    printed = shown.page.evaluate(PRINTED, "text")
    assert [text for text in rows if text not in printed] == []
    assert "BibTeX" not in printed
    assert not shown.frame.locator(".gl-details").is_visible()


@pytest.mark.thorough
def test_paper_has_the_colours_of_day(browser: Browser, address: str) -> None:
    dark = "() => Greenline.on(map_greenline).dark"
    legends = []
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
        shown = App(context.new_page()).open(f"{address}/?d=2014-08-08", summary=False)
        shown.page.wait_for_function("() => greenlineKeeper.paper")
        legends.append(shown.page.evaluate("() => greenlineKeeper.paper.legend"))
        assert shown.frame.evaluate(dark) == (scheme == "dark")
        shown.frame.evaluate("() => dispatchEvent(new Event('beforeprint'))")
        assert not shown.frame.evaluate(dark)
        shown.frame.evaluate("() => dispatchEvent(new Event('afterprint'))")
        assert shown.frame.evaluate(dark) == (scheme == "dark")
        context.close()
    assert legends[0] == legends[1]


def test_what_the_page_prints_becomes_text_and_plain_elements(app: Launch) -> None:
    shown = app()
    shown.page.wait_for_function("() => greenlineKeeper.paper")
    shown.frame.evaluate(
        """() => {
          const text = `<div><script>window.ran = true</script><a href="javascript:ran=1">a</a>
            <img src="http://127.0.0.1:9/x.png" onerror="window.ran = true" class="x"><svg onload="ran=1"></svg>
            <p style="position: fixed" class="gl-frame">&lt;b&gt;words&lt;/b&gt;</p></div>`.replace(/\\n */g, '');
          const paper = {width: 800, height: 600, dir: 'ltr', text, legend: '<div></div>', foot: ''};
          parent.postMessage({greenline: 'paper', paper}, '*');
        }"""
    )
    shown.page.wait_for_function("() => greenlineKeeper.paper.width === 800")
    shown.page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert shown.page.evaluate("() => document.querySelector('.gl-paper-text').innerHTML") == (
        '<a>a</a><img><p class="paper-frame">&lt;b&gt;words&lt;/b&gt;</p>'
    )
    assert shown.page.evaluate("() => window.ran") is None


@pytest.mark.thorough
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_file_unfolds_a_story_for_paper(open_page: Open, exported: Path, language: str) -> None:
    opened = open_page(exported, query=f"st=2014-advance&lang={language}")
    sheets = pypdfium2.PdfDocument(opened.page.pdf(prefer_css_page_size=True))
    assert len(sheets) > 2
    if language == "en":
        texts = [sheet.get_textpage().get_text_range() for sheet in sheets]
        assert "Who says so" in "".join(texts)
        assert all(len(text) > 500 for text in texts)


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("language", "size"), [("en", (1440, 900)), ("ar", (390, 844)), ("ckb", (1440, 900))]
)
def test_paper_has_the_rows_of_the_table_in_the_colours_of_day(
    browser: Browser, address: str, language: str, size: tuple[int, int]
) -> None:
    width, height = size
    context = browser.new_context(
        color_scheme="dark", reduced_motion="reduce", viewport={"width": width, "height": height}
    )
    shown = App(context.new_page()).open(f"{address}/?d=2014-08-08&lang={language}")
    shown.below()
    shown.page.wait_for_selector(".gl-on-paper", state="attached")
    shown.rests()
    rows = shown.page.locator(".gl-on-paper tbody tr")
    assert rows.count() > 100
    assert not rows.first.is_visible(), "the screen has a table of its own"
    wanted = rows.last.locator("td").first.inner_text()
    shown.page.wait_for_function("() => greenlineKeeper.paper")
    document = pypdfium2.PdfDocument(
        shown.page.pdf(prefer_css_page_size=True, print_background=True)
    )
    text = "".join(page.get_textpage().get_text_range() for page in document)
    assert len(document) > 3
    if language == "en":
        assert wanted in text
    for page in (document[1], document[len(document) - 1]):
        picture = page.render(scale=0.5).to_pil().convert("L")
        dark = sum(picture.histogram()[:100]) / (picture.width * picture.height)
        assert dark < 0.2, "paper is dark"
    lay_paper(shown)
    assert rows.last.is_visible()
    assert not shown.page.locator(".st-key-gl-below .stDataFrame").first.is_visible()
    context.close()
