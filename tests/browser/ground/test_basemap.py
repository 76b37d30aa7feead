"""A base map from a file of the reader's own: vector tiles or pictures, and no request to anywhere."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from PIL import Image

from geo import Atlas, View
from geo.export.tables import render
from tests.browser import Opened
from tests.browser.conftest import Open

pytestmark = pytest.mark.thorough

#: How many pixels of all tiles are drawn on.
DRAWN = """[...document.querySelectorAll('.leaflet-tile-pane canvas')].reduce((sum, canvas) => {
  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  for (let i = 3; i < data.length; i += 4) sum += data[i] > 0;
  return sum;
}, 0)"""


def picture_archive(colour: str) -> bytes:
    """Return PMTiles of one picture, the whole world in one tile."""
    out = io.BytesIO()
    Image.new("RGB", (256, 256), colour).save(out, "PNG")
    tile = out.getvalue()
    low, high = len(tile) & 127 | 128, len(tile) >> 7
    root = bytes([1, 0, 1, low, high, 1])  # one entry: tile 0, once, its length, offset 0
    assert high < 128
    places = (127, len(root), 0, 0, 0, 0, 127 + len(root), len(tile), 1, 1, 1)
    head = b"PMTiles\x03" + struct.pack("<11Q", *places) + bytes([1, 1, 1, 2, 0, 0])
    return head.ljust(127, b"\0") + root + tile


@pytest.fixture(scope="module")
def opened(keep_page: Open, exported: Path) -> Opened:
    page = keep_page(exported, (800, 600))
    page.tell("atlas.chromeBox.open('layers')")
    return page


@pytest.mark.thorough
@pytest.mark.parametrize("kind", ["vector", "picture"])
def test_tiles_of_a_file_lie_below_the_map(
    atlas: Atlas, opened: Opened, tmp_path: Path, kind: str
) -> None:
    view = View(layers=("districts",))
    content = render(atlas, view, ".pmtiles") if kind == "vector" else picture_archive("teal")
    file = tmp_path / f"{kind}.pmtiles"
    file.write_bytes(content)
    opened.page.locator("#gl-basemap").set_input_files(file)
    opened.until(f"{DRAWN} > 1000")
    assert opened.tell("atlas.tiled")
    assert not opened.tell("view.tiles")
    assert f"{kind}.pmtiles" in opened.page.locator(".gl-basemap").inner_text()
    opened.page.locator(".gl-basemap button").click()
    assert not opened.tell("atlas.tiled")
    assert opened.page.locator(".leaflet-tile-pane canvas").count() == 0
    opened.assert_calm()


@pytest.mark.thorough
@pytest.mark.parametrize("content", [b"", b"GIF89a" * 50, picture_archive("red")[:90]])
def test_a_file_that_is_none_is_refused(opened: Opened, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "<b>.pmtiles"
    file.write_bytes(content)
    opened.page.locator("#gl-basemap").set_input_files(file)
    opened.page.wait_for_function(
        "() => document.querySelector('.gl-basemap').innerText.includes('<b>')"
    )
    assert not opened.tell("atlas.tiled")
    opened.assert_calm()


@pytest.mark.thorough
def test_a_file_whose_directory_lies_breaks_nothing(opened: Opened, tmp_path: Path) -> None:
    content = bytearray(picture_archive("red"))
    content[127] = 120  # so many entries as there are no bytes of
    file = tmp_path / "lies.pmtiles"
    file.write_bytes(content)
    opened.page.locator("#gl-basemap").set_input_files(file)
    opened.until("atlas.tiled")
    assert opened.tell(DRAWN) == 0
    opened.page.locator(".gl-basemap button").click()
    opened.assert_calm()


@pytest.mark.thorough
def test_a_file_whose_first_zoom_is_far_below_the_map_holds_nothing_up(
    opened: Opened, tmp_path: Path
) -> None:
    # Leaflet would make a tile for each of the millions that are smaller than a pixel there.
    content = bytearray(picture_archive("red"))
    content[100:102] = bytes([24, 24])
    file = tmp_path / "far.pmtiles"
    file.write_bytes(content)
    zoom = opened.tell("atlas.map.getZoom()")
    opened.page.locator("#gl-basemap").set_input_files(file)
    opened.until("atlas.tiled")
    assert opened.page.locator(".leaflet-tile-pane canvas").count() == 0
    assert opened.tell("atlas.map.getZoom()") == zoom
    opened.page.locator(".gl-basemap button").click()
    opened.assert_calm()
