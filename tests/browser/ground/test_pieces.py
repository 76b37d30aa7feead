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


@pytest.mark.thorough
def test_a_day_that_changes_while_another_is_painted_is_not_mixed_into_it(
    open_page: Open, exported: Path
) -> None:
    opened = open_page(exported, query="d=2014-06-01")
    halves = """(() => {
      const {stage} = atlas, day = (text) => atlas.set({date: Greenline.Dates.day(text)});
      day('2017-09-27');
      // Names keep clear of the panels, which follow the day at once.
      atlas.coveredBoxes = () => [];
      stage.easel.renew();
      stage._begin();
      const work = stage._work;
      let pieces = 0;
      while (pieces < 6) { stage._piece(work); pieces += 1; }
      day('2014-08-08');
      while (!stage._piece(work).done) pieces += 1;
      stage._stand(work);
      const [canvas] = document.querySelectorAll('.leaflet-greenline-pane canvas');
      const sum = (data) => data.reduce((sum, value) => Math.imul(sum ^ value, 16777619), 2166136261);
      const mixed = sum(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data);
      return [mixed, pieces, stage.pending];
    })()"""
    mixed, pieces, pending = opened.tell(halves)
    assert pieces > 20, "painting can be interrupted"
    assert pending, "the day that came meanwhile is painted next"
    opened.until("!atlas.stage.pending")
    again = opened.tell(halves.replace("day('2014-08-08');", ""))
    assert mixed == again[0]
