"""The ground of the map: painted where it differs from the day before, it shows what it would anew."""

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
    "2014-06-20",
    "2014-08-04",
    "2014-08-08",
    "2014-10-25",
    "2017-10-16",
    "2017-10-17",
    "2017-10-20",
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
