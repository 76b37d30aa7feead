"""Layers that come as the map is drawn closer: shown as such, gone with the zoom, the same in an address and on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo import Atlas, View, painter
from geo.words import say
from tests.browser.conftest import Open

SHOWN = "atlas.data.order.filter((name) => atlas.shows(name))"
NEAR = (44.1, 35.1, 44.9, 35.7)


@pytest.mark.thorough
def test_layers_come_and_go_with_the_zoom_and_a_shared_address_shows_the_same(
    open_page: Open, exported: Path, atlas: Atlas
) -> None:
    opened = open_page(exported, (1300, 850), View.opening().to_query())
    first = opened.tell(SHOWN)
    assert set(first) == set(View.opening().layers)
    far = opened.tell("atlas.map.getZoom()")
    west, south, east, north = NEAR
    opened.tell(
        f"atlas.map.fitBounds([[{south}, {west}], [{north}, {east}]], {{animate: false}}) && 0"
    )
    opened.settle()
    near = opened.tell(SHOWN)
    assert {"fields", "crossings", "events", "districts"} <= set(near)
    key = say("legend.pipelines", View().language)
    opened.show("legend")
    assert key in opened.page.locator("#gl-panel-legend").inner_text()
    assert opened.page.locator("#gl-group-oil").get_attribute("aria-pressed") == "true"
    opened.until("location.hash.includes('lz=1') && location.hash.includes('b=')")
    view = View.from_query(opened.query)
    assert set(view.layers) == set(first), "what the reader switched on is what it was"
    assert set(view.shown_layers) == set(near)
    shared = open_page(exported, (700, 900), opened.query)
    assert shared.tell(SHOWN) == near
    picture = painter.draw(atlas, view, painter.Frame(view.bounds, 500, 400))
    assert key in [entry.text for group in picture.legend for entry in group.entries]
    opened.tell(f"atlas.map.setZoom({far}, {{animate: false}}) && 0")
    opened.settle()
    assert opened.tell(SHOWN) == first
    assert key not in opened.page.locator("#gl-panel-legend").inner_text()
    opened.assert_calm()
