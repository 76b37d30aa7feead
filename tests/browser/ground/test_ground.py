"""The ground of the map: painted in part, in pieces, and on a map of the user's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.profile import current
from tests.browser.conftest import Open

#: From before the first change to after the last, back, and by single days.
DAYS = (
    "2003-04-10",
    "2014-06-09",
    "2014-06-10",
    "2014-06-11",
    "2014-08-08",
    "2017-10-16",
    "2017-10-17",
    "2014-08-07",
    current().days.last.isoformat(),
)

#: Counts the paintings that know where they differ.
COUNTED = """{
  const {easel} = atlas.stage;
  const {differenceBoxes} = easel;
  window.known = 0;
  easel.differenceBoxes = (runs) => {
    const boxes = differenceBoxes.call(easel, runs);
    if (boxes) window.known += 1;
    return boxes;
  };
}"""

#: Paints all of the ground anew and counts the pixels that were others before. On the edges of outlines some differ
#: a little, since the whole of a long outline rounds otherwise than a part of it.
OTHERS = """((stage) => {
  const {easel} = stage, {ground: ctx, differenceBoxes} = easel, {width, height} = ctx.canvas;
  const before = ctx.getImageData(0, 0, width, height).data;
  Object.assign(easel, {differenceBoxes: () => null, stale: true});
  stage.paint();
  easel.differenceBoxes = differenceBoxes;
  return ctx.getImageData(0, 0, width, height).data.filter((value, i) => Math.abs(value - before[i]) > 90).length;
})(atlas.stage)"""


@pytest.mark.thorough
def test_ground_that_is_painted_in_part_shows_its_day(open_page: Open, exported: Path) -> None:
    opened = open_page(exported)
    opened.page.evaluate(f"(() => {{ const atlas = Greenline.on(map_greenline); {COUNTED} }})()")
    # All days in one go: once a day has rested, which on a busy machine is at once, it is painted whole.
    others = opened.tell(
        "argument.map((day) => { atlas.set({date: Greenline.Dates.day(day)}); atlas.stage.paint();"
        f" return [day, {OTHERS}]; }})",
        list(DAYS),
    )
    wrong = [day for day, count in others if count >= 20]
    assert not wrong, f"ground stands as it was on the day before: {wrong}"
    assert opened.page.evaluate("known") >= len(DAYS) // 2, "all was painted anew on most days"


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
