"""The map is painted in pieces: a picture holds its place until the next is whole, and shows one day."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import Open

#: How far, in pixels of the window, the picture shows a place from where the map has it.
ASTRAY = """(() => {
  const {map, frame} = atlas, canvas = document.querySelector('.leaflet-greenline-pane canvas');
  const box = canvas.getBoundingClientRect(), at = map.getContainer().getBoundingClientRect();
  const [lat, lng] = [35.47, 44.39], [x, y] = frame.spot({lat, lng}), point = map.latLngToContainerPoint([lat, lng]);
  const scale = box.width / frame.width;
  return Math.hypot(box.left + x * scale - at.left - point.x, box.top + y * scale - at.top - point.y) / Math.max(1, scale);
})()"""


@pytest.mark.thorough
def test_a_picture_holds_its_place_until_the_next_stands(open_page: Open, exported: Path) -> None:
    opened = open_page(exported, query="b=43.4,34.6,45.4,36.2")
    zoom = opened.tell("atlas.frame.zoom")
    for change in (
        "map.setZoom(map.getZoom() + 1, {animate: false})",
        "map.panBy([130, -70], {animate: false})",
        "map.setView([35.5, 44.2], map.getZoom() - 2, {animate: false})",
    ):
        before, astray, pending = opened.tell(
            f"(() => {{ const {{map}} = atlas, {{zoom}} = atlas.frame; {change};"
            f" return [zoom, {ASTRAY}, atlas.stage.pending]; }})()"
        )
        assert before == zoom
        assert astray < 2, change
        assert pending, "it is painted later"
        opened.until("!atlas.stage.pending")
        zoom = opened.tell("map.getZoom()".replace("map", "atlas.map"))
        assert opened.tell("atlas.frame.zoom") == zoom
        assert opened.tell(ASTRAY) < 2, change
    opened.assert_calm()
