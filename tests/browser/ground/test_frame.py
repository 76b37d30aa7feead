"""What the map is about stands clear of what lies over it, in another page too, and names lead to their own things."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser import Opened
from tests.browser.conftest import Open

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

#: What is wrong with names and badges: which overlap, are cut by the window's edge, lead to another thing.
STANDING = """argument.map((zoom) => { const { labels, map, stage } = atlas;
  map.setView([35.6, 44.2], zoom, { animate: false });
  stage.paint();
  const apart = (a, b) => a[0] >= b[2] || a[2] <= b[0] || a[1] >= b[3] || a[3] <= b[1];
  const boxes = labels.standing.map(({position}) => position.box);
  const overlapping = boxes.flatMap((one, i) => [...boxes.slice(0, i), ...labels.badges]
    .filter((other) => !apart(one, other)).map((other) => [one, other]));
  const corner = map.containerPointToLayerPoint([0, 0]).subtract(stage.corner), size = map.getSize();
  const window = [corner.x, corner.y, corner.x + size.x, corner.y + size.y];
  const cut = boxes.filter((box) => !apart(box, window) && !(box[0] >= window[0] && box[1] >= window[1]
    && box[2] <= window[2] && box[3] <= window[3]));
  const middle = (box) => [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  const other = (hit, owner) => hit.layer !== owner.layer || hit.id !== owner.id;
  const astray = labels.placed.filter(({ box, owner }) => other(labels.at(...middle(box)), owner)
    || (!apart(box, window) && other(atlas.at(map.layerPointToLatLng(stage.corner.add(middle(box))))[0], owner)));
  return { names: labels.placed.length, overlapping, cut, astray: astray.map(({ owner }) => owner) }; })"""


def hidden_by(opened: Opened) -> list[str]:
    """Return what covers a part of the home frame."""
    value = opened.tell(BOXES)
    left, top, right, bottom = value["home"]
    return [
        name
        for name, *box in value["over"]
        if box[0] < right - 1 and box[2] > left + 1 and box[1] < bottom - 1 and box[3] > top + 1
    ]


@pytest.mark.thorough
def test_nothing_covers_the_frame_that_opens(open_page: Open, exported: Path) -> None:
    for size, query in zip(SIZES[:3], ("lang=ckb", "lang=ar&p=un", "lang=en"), strict=True):
        opened = open_page(exported, size=size, query=query)
        assert hidden_by(opened) == [], (size, query)
        opened.page.close()


@pytest.mark.thorough
def test_what_is_gone_to_stands_clear_of_its_card(open_page: Open, exported: Path) -> None:
    opened = open_page(exported, size=(1440, 900))
    opened.tell("atlas.goTo('disputed', 'sinjar')")
    opened.settle()
    opened.tell("atlas.goTo('disputed', 'sinjar')")
    opened.settle()
    covers: Any = opened.tell(
        """(() => { const b = atlas.layers.get('disputed').locate('sinjar');
          const map = atlas.map.getContainer().getBoundingClientRect();
          const p = atlas.map.latLngToContainerPoint([(b[1] + b[3]) / 2, (b[0] + b[2]) / 2]), x = map.left + p.x, y = map.top + p.y;
          return [...document.querySelectorAll('.gl-over > .gl-box:not([hidden])')].map((one) => [one.className,
            one.getBoundingClientRect()]).filter(([, r]) => r.left < x && x < r.right && r.top < y && y < r.bottom)
            .map(([name]) => name); })()"""
    )
    assert covers == []


@pytest.mark.thorough
def test_names_and_badges_do_not_overlap_and_lead_to_their_own_things(
    open_page: Open, exported: Path
) -> None:
    opened = open_page(exported, size=(1440, 900))
    for (width, height), language in zip(SIZES, ("ar", "en", "ar", "en"), strict=True):
        opened.page.set_viewport_size({"width": width, "height": height})
        opened.tell("atlas.set({language: argument})", language)
        opened.settle()
        zooms = (7, 8, 9, 10.5)
        for zoom, result in zip(zooms, opened.tell(STANDING, list(zooms)), strict=True):
            assert result["names"] > 3, (width, zoom)
            assert result["overlapping"] == [], (width, zoom)
            assert result["cut"] == [], (width, zoom)
            assert result["astray"] == [], (width, zoom)


@pytest.mark.thorough
def test_a_badge_lists_all_events_that_it_counts(open_page: Open, exported: Path) -> None:
    opened = open_page(exported, size=(390, 844), query="d=2017-11-01&l=control.events")
    counted, listed = opened.tell(
        """(() => { const layer = atlas.layers.get('events'), { map } = atlas;
          const pixel = (row) => { const at = map.latLngToLayerPoint([row.lat, row.lon]); return [at.x, at.y]; };
          const most = layer.badges(pixel).sort((a, b) => b.rows.length - a.rows.length)[0];
          const hits = atlas.at(map.layerPointToLatLng([most.x, most.y])).filter((hit) => hit.layer === 'events');
          return [most.rows.map((row) => row.id).sort(), hits.map((hit) => hit.id).sort()]; })()"""
    )
    assert len(counted) > 5
    assert listed == counted


#: Buttons, links and fields in the window whose middle belongs to something else.
COVERED = """[...document.querySelectorAll('button, a, select, input')].filter((one) => {
  const box = one.getBoundingClientRect();
  if (box.width < 4 || box.height < 4 || getComputedStyle(one).visibility === 'hidden') return false;
  if (box.top < 0 || box.left < 0 || box.right > innerWidth || box.bottom > innerHeight) return false;
  if (getComputedStyle(one).opacity === '0') return false; // its label is what is pressed
  const top = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
  return top && !one.contains(top) && !top.contains(one);
}).map((one) => one.id || one.textContent)"""


@pytest.mark.thorough
def test_nothing_covers_a_button_of_an_embedded_map(open_page: Open, exported: Path) -> None:
    query = "d=2017-10-18&c=2017-10-15&lang=ar&embed=1&controls=1"
    opened = open_page(exported, (390, 600), query)
    assert opened.page.evaluate(COVERED) == []
    assert opened.page.locator(".gl-embed-links a").is_visible()
    if not opened.page.locator("#gl-panel-legend").is_visible():
        opened.page.locator("#gl-legend").click()
    assert opened.page.locator("#gl-panel-legend").is_visible()
    opened.assert_calm()
