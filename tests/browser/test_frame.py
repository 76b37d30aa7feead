"""What the map is about stands clear of what lies over it, and names lead to their own things."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from . import Opened
from .conftest import Open

SIZES = [(390, 844), (768, 1024), (1440, 900), (1920, 1080)]

#: The home frame and what lies over the map, as boxes of the window: left, top, right, bottom.
BOXES = """(() => { const at = (lat, lng) => { const map = atlas.map.getContainer().getBoundingClientRect();
    const p = atlas.map.latLngToContainerPoint([lat, lng]); return [map.left + p.x, map.top + p.y]; };
  const [west, south, east, north] = atlas.data.home;
  const [left, top] = at(north, west), [right, bottom] = at(south, east);
  const over = [...document.querySelectorAll('.gl-title, .gl-time, .gl-tools > *, .gl-panel:not([hidden]), .gl-details:not([hidden])')]
    .map((one) => [one.className, one.getBoundingClientRect()]).filter(([, r]) => r.width && r.height)
    .map(([name, r]) => [name, r.left, r.top, r.right, r.bottom]);
  return {home: [left, top, right, bottom], over}; })()"""

#: Names that stand, each with its box in pixels of the stage.
LABELS = "atlas.labels.placed.map(({box, owner}) => ({box, layer: owner.layer, id: owner.id}))"


def hidden_by(opened: Opened) -> list[str]:
    """Return what covers a part of the home frame."""
    found = opened.tell(BOXES)
    left, top, right, bottom = found["home"]
    return [
        name
        for name, *box in found["over"]
        if box[0] < right - 1 and box[2] > left + 1 and box[1] < bottom - 1 and box[3] > top + 1
    ]


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_nothing_covers_the_frame_that_opens(
    open_page: Open, exported: Path, language: str
) -> None:
    for size in SIZES:
        for query in ("", "p=un"):
            opened = open_page(exported, size=size, query=f"lang={language}&{query}")
            assert hidden_by(opened) == [], (size, query)
            opened.page.close()


def test_a_frame_is_filled_while_leaflet_still_knows_an_older_size(
    open_page: Open, exported: Path
) -> None:
    opened = open_page(exported, size=(1440, 900))
    opened.tell("atlas.map._size = L.point(300, 150)")
    opened.tell("atlas.chromeBox.frame(atlas.data.home, false)")
    assert opened.tell("atlas.map.getSize()") == {"x": 1440, "y": 900}
    assert hidden_by(opened) == []


def test_what_is_gone_to_stands_clear_of_its_card(open_page: Open, exported: Path) -> None:
    opened = open_page(exported, size=(1440, 900))
    opened.tell("atlas.goTo('disputed', 'sinjar')")
    opened.settle()
    opened.tell("atlas.goTo('disputed', 'sinjar')")
    opened.settle()
    covers: Any = opened.tell(
        """(() => { const b = atlas.layers.get('disputed').locate('sinjar');
          const map = atlas.map.getContainer().getBoundingClientRect();
          const p = atlas.map.latLngToContainerPoint(b.getCenter()), x = map.left + p.x, y = map.top + p.y;
          return [...document.querySelectorAll('.gl-over > .gl-box:not([hidden])')].map((one) => [one.className,
            one.getBoundingClientRect()]).filter(([, r]) => r.left < x && x < r.right && r.top < y && y < r.bottom)
            .map(([name]) => name); })()"""
    )
    assert covers == []


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_names_do_not_overlap_and_lead_to_their_own_things(
    open_page: Open, exported: Path, language: str
) -> None:
    opened = open_page(exported, size=(1440, 900), query=f"lang={language}")
    for zoom in (7, 8, 9, 10.5):
        opened.tell("atlas.map.setView([35.6, 44.2], argument, {animate: false})", zoom)
        opened.settle()
        boxes = opened.tell("atlas.labels.boxes")
        for i, one in enumerate(boxes):
            for other in boxes[:i]:
                apart = (
                    one[0] >= other[2]
                    or one[2] <= other[0]
                    or one[1] >= other[3]
                    or one[3] <= other[1]
                )
                assert apart, (zoom, one, other)
        labels = opened.tell(LABELS)
        assert labels
        for label in labels:
            x, y = (label["box"][0] + label["box"][2]) / 2, (label["box"][1] + label["box"][3]) / 2
            hit = opened.tell(
                "((at) => { const hit = atlas.at(at)[0]; return [hit.layer, hit.id]; })(atlas.map.layerPointToLatLng("
                "atlas.stage.corner.add([argument[0], argument[1]])))",
                [x, y],
            )
            assert hit == [label["layer"], label["id"]], zoom
