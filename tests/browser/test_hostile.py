"""Hostile text in every field of every table is shown as text, and nothing of it runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import folium
import pytest
from playwright.sync_api import expect

from geo import Atlas, View, client, export
from geo.draw import build
from geo.draw.layers import LAYERS
from geo.draw.page import Inline
from tools.derive.__main__ import write_evidence

from . import Opened
from .conftest import Open
from .hostile_data import HOSTILE, spoil_folder

pytestmark = pytest.mark.thorough

#: What would be there if text had become markup.
MARKUP = (
    ".gl-root img:not([src^='data:image/']), .gl-root script, .gl-root iframe, .gl-root style, .gl-root b, .gl-root object,"
    ".gl-root [onclick], .gl-root [onload], .gl-root [onerror], .gl-root [onmouseover],"
    ".gl-root [srcdoc], .gl-root a:not([href^='http://']):not([href^='https://']),"
    ".gl-root svg:not([viewBox='0 0 24 24'])"
)


@pytest.fixture(scope="module")
def hostile(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    """Return an atlas whose every text is hostile."""
    folder = tmp_path_factory.mktemp("hostile") / "data"
    assert spoil_folder(atlas.folder, folder) > 10_000
    write_evidence(folder)
    return Atlas.load(folder)


@pytest.fixture(scope="module")
def files(hostile: Atlas, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the export, and the same page without the policy that would stop what runs."""
    folder = tmp_path_factory.mktemp("pages")
    stripped = folder / "bare.html"
    text = build(hostile, View()).get_root().render()
    stripped.write_text(text, encoding="utf-8")
    return {"export": export.html(hostile, View(), folder / "export.html"), "bare": stripped}


def judge(opened: Opened) -> None:
    """Assert that nothing ran and that no text became markup."""
    assert opened.page.evaluate("window.__hit") is None
    assert opened.page.evaluate(f"document.querySelectorAll({MARKUP!r}).length") == 0
    opened.assert_calm()


@pytest.fixture(scope="module")
def hostile_page(keep_page: Open, files: dict[str, Path]) -> Opened:
    """Return the hostile page without its policy, which would hide what runs."""
    page: Opened = keep_page(files["bare"])
    return page


@pytest.fixture
def opened(hostile_page: Opened) -> Opened:
    """Return the hostile page as it opens: what a test did to the view is taken back."""
    hostile_page.tell("(atlas.chromeBox.open(null), atlas.set(Greenline.View.initial()), null)")
    hostile_page.settle()
    return hostile_page


def test_panels_show_text(opened: Opened) -> None:
    for name in ("layers", "legend", "compare", "about"):
        opened.tell("atlas.chromeBox.open(argument)", name)
        judge(opened)
    for view in (
        "{perspective: 'un'}",
        "{language: 'ar'}",
        "{compare: 16230}",
        "{compareMode: 'side'}",
    ):
        opened.tell(f"atlas.set({view})")
        opened.settle()
        judge(opened)


def test_every_card_shows_text(opened: Opened) -> None:
    bad = opened.tell(
        """[...atlas.layers].flatMap(([name, layer]) => {
          if (!layer.describe) return [];
          const ids = new Set([...(layer.items?.() || []).map((item) => item.id), ...(layer.byId?.keys() || [])]);
          return [...ids].filter((id, i) => {
            if (ids.size > 100 && i % (ids.size > 1000 ? 200 : 10)) return false;
            atlas.set({selection: name + ':' + id});
            const card = document.querySelector('.gl-details');
            return card.hidden || card.querySelector(argument);
          }).map((id) => name + ':' + id);
        })""",
        MARKUP.replace(".gl-root ", ""),
    )
    assert bad == []
    opened.page.wait_for_timeout(100)
    judge(opened)


def plain_text(text: str) -> str:
    """Return a text as the page shows it: without what turns it around, blanks as one."""
    shown = "".join(letter for letter in text if letter not in "\u202e\u2066\u200f\u2028\u0007")
    return " ".join(shown.split())


def test_a_card_shows_the_very_text(hostile: Atlas, opened: Opened) -> None:
    title = opened.page.locator(".gl-details h2")
    rows = hostile.table("places")
    for text in HOSTILE:
        row = rows[rows["name_en"].map(plain_text).str.startswith(plain_text(text))].iloc[0]
        opened.tell("atlas.set({selection: argument})", f"towns:{row['id']}")
        assert plain_text(title.text_content() or "") == plain_text(row["name_en"])
        assert title.locator("*").count() == 0
        judge(opened)


def test_results_show_text(opened: Opened) -> None:
    results = opened.page.locator("#gl-results li")
    for text in ("<img", "script", "${window", "javascript", "xxxx", "null", "proto", "svg onload"):
        opened.page.fill("#gl-search", text)
        results.first.wait_for()
        assert results.first.locator("strong, span").count() == 2, text
        assert results.locator("*:not(strong, span)").count() == 0
        opened.page.press("#gl-search", "Enter")
        judge(opened)
        # The list closes a moment after the field is left.
        expect(results).to_have_count(0)


def test_the_file_holds_no_hostile_text_outside_its_packed_data(files: dict[str, Path]) -> None:
    text = files["export"].read_text(encoding="utf-8")
    assert "__hit" not in text
    assert text.count("</script>") == text.count("<script")


ADDRESSES = (
    "javascript:window.__hit=1", "JaVaScRiPt:window.__hit=1", " javascript:window.__hit=1",
    "java\nscript:window.__hit=1", "data:text/html,<script>opener.__hit=1</script>", "vbscript:x",
    "//x.invalid", "file:///etc/passwd",
)  # fmt: skip


def test_an_address_that_slips_through_is_no_link(
    atlas: Atlas, open_page: Open, tmp_path: Path
) -> None:
    sources = atlas.table("sources")
    sources["url"] = [ADDRESSES[number % len(ADDRESSES)] for number in range(len(sources))]
    sources["archived"] = sources["url"]
    tables = {name: atlas.table(name) for name in atlas.names} | {"sources": sources}
    other = replace(atlas, _tables=MappingProxyType(tables))
    opened = open_page(export.html(other, View(), tmp_path / "slipped.html"))
    card = opened.page.locator(".gl-details")
    items = card.locator(".gl-sources li")
    seen = set()
    for place in atlas.table("places").query("rank <= 2")["id"][:20]:
        opened.tell("atlas.set({selection: argument})", f"towns:{place}")
        assert items.count() > 0
        assert card.locator("a").count() == 0
        seen |= set(items.all_text_contents())
    assert len(seen) > len(ADDRESSES)
    assert opened.card
    items.first.click()
    judge(opened)


def test_our_layers_are_as_safe_in_any_folium_map(
    hostile: Atlas, open_page: Open, tmp_path: Path
) -> None:
    plain_map = folium.Map(location=[35.3, 44.0], zoom_start=8, tiles=None)
    plain_map.default_js, plain_map.default_css = [], []
    header = plain_map.get_root().header
    header.add_child(Inline("style", client.leaflet_sheet()), name="leaflet_style")
    header.add_child(Inline("script", client.leaflet_script()), name="leaflet_script")
    for kind in LAYERS.values():
        kind(hostile).add_to(plain_map)
    file = tmp_path / "plain.html"
    file.write_text(plain_map.get_root().render(), encoding="utf-8")
    name = plain_map.get_name()
    opened = open_page(
        file,
        drawn=f"Greenline.on({name}).layers.size === {len(LAYERS)} && "
        "document.querySelector('.leaflet-pane canvas') !== null",
    )
    opened.settle()
    colours = opened.page.evaluate(
        "(() => { const canvas = document.querySelector('.leaflet-pane canvas');"
        " const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);"
        " return new Set(new Uint32Array(data.buffer)).size; })()"
    )
    assert colours > 100
    opened.page.mouse.click(600, 400)
    opened.settle()
    assert opened.page.evaluate("window.__hit") is None
    assert opened.page.evaluate("document.querySelectorAll('.folium-map img').length") == 0
    opened.assert_calm()


def test_a_view_cannot_carry_markup_into_the_page(
    atlas: Atlas, open_page: Open, tmp_path: Path
) -> None:
    view = View(selection="towns:</script><script>window.__hit=1</script>")
    opened = open_page(export.html(atlas, view, tmp_path / "view.html", layers=["towns"]))
    judge(opened)
