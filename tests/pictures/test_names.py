"""Names on pictures: each stands at its own mark, in thirty frames and three languages."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from geo import Atlas, View
from geo.pictures import painter
from geo.pictures.painter import Frame, Picture

HOME = (41.5, 33.4, 46.5, 37.5)
BELT = (42.5, 34.6, 45.4, 36.4)
PLAIN = ("neighbours", "water", "control", "disputed", "governorates", "towns")
OIL = (*PLAIN, "fields", "pipelines", "refineries", "crossings", "airports")

#: Box, width and height in pixels of the map, day, layers.
FRAMES: tuple[tuple[Any, ...], ...] = (
    (HOME, 350, 390, "2017-09-27", PLAIN), (HOME, 700, 780, "2017-09-27", OIL),
    (HOME, 235, 260, "2014-08-08", PLAIN), (HOME, 480, 860, "2017-11-01", OIL),
    (BELT, 400, 330, "2017-10-16", OIL), (BELT, 350, 290, "2014-06-12", PLAIN),
    ((43.9, 35.1, 44.8, 35.8), 700, 640, "2017-09-27", OIL),
    ((41.6, 36.0, 43.2, 37.3), 500, 500, "2015-11-13", OIL),
    ((44.3, 33.9, 46.0, 35.2), 350, 330, "2016-04-27", PLAIN),
    ((38.8, 29.0, 48.6, 37.4), 480, 480, "2017-09-27", OIL), (HOME, 243, 221, "2017-09-27", PLAIN),
    (HOME, 368, 560, "2017-10-20", PLAIN), (HOME, 235, 260, "2003-03-01", PLAIN),
    (HOME, 235, 260, "2020-01-01", OIL), (HOME, 1100, 760, "2017-09-27", OIL),
    (HOME, 350, 390, "2017-10-20", OIL), (BELT, 235, 200, "2017-09-27", PLAIN),
    (BELT, 740, 610, "2017-09-27", OIL), ((43.0, 34.6, 45.4, 36.4), 368, 270, "2017-09-27", PLAIN),
    ((43.9, 35.1, 44.8, 35.8), 300, 270, "2017-10-16", OIL),
    ((42.4, 35.8, 44.4, 37.0), 350, 260, "2014-06-12", OIL),
    ((42.4, 35.8, 44.4, 37.0), 700, 520, "2017-10-20", PLAIN),
    ((44.8, 34.8, 46.4, 36.2), 300, 330, "2017-09-27", OIL),
    ((44.3, 33.9, 46.0, 35.2), 700, 660, "2017-09-27", OIL),
    ((38.8, 29.0, 48.6, 37.4), 300, 300, "2014-08-08", PLAIN),
    ((38.8, 29.0, 48.6, 37.4), 900, 900, "2017-09-27", PLAIN),
)  # fmt: skip


def _draw(atlas: Atlas, language: str) -> Iterator[Picture]:
    for box, width, height, day, layers in FRAMES:
        view = View(date=day, language=language, layers=layers)
        yield painter.draw(atlas, view, Frame(box, width, height))
    days = ("2014-06-01", "2014-08-08", "2017-09-27", "2017-11-01")
    views = [View(date=day, language=language, layers=OIL) for day in days]
    for view in views:
        yield painter.draw(atlas, view, Frame(HOME, 235, 260), film=language)
    # A film of events: a badge may lie on a town, or where its name stood the day before.
    view = View(language=language, layers=(*PLAIN, "events"), window=30)
    for days in range(20, 50, 3):
        shown = view.with_(date=date(2017, 9, 1) + timedelta(days))
        yield painter.draw(atlas, shown, Frame(HOME, 242, 195), film=f"events {language}")
    for day in ("2014-06-12", "2017-09-27", "2017-10-20"):  # of a year
        shown = view.with_(date=day, window=365)
        yield painter.draw(atlas, shown, Frame(HOME, 242, 195), film=f"year {language}")


def _apart(first: Any, second: Any) -> float:
    x = max(0, first[0] - second[2], second[0] - first[2])
    return math.hypot(x, max(0, first[1] - second[3], second[1] - first[3]))


def _is_over(mark: Any, x: float, y: float) -> bool:
    left, top, right, bottom = mark.box
    return mark.layer == "events" and left <= x <= right and top <= y <= bottom


def _faults(picture: Picture) -> Iterator[str]:
    named = {name.id for name in picture.names}
    for mark in picture.marks:
        if mark.layer == "towns" and mark.id not in named:
            yield f"{mark.id} is a dot without a name"
        if not (0 <= mark.at[0] <= picture.width and 0 <= mark.at[1] <= picture.height):
            yield f"{mark.layer}:{mark.id} is half a mark at the edge"
    for name in picture.names:
        x, y = name.at
        if not (0 <= x <= picture.width and 0 <= y <= picture.height):
            yield f"{name.text}: its mark lies outside the frame"
        marks = [mark.box for mark in picture.marks if mark.at == name.at or _is_over(mark, x, y)]
        if not marks:  # a line has no mark
            assert name.layer not in ("towns", "fields", "crossings")
            continue
        away = min(_apart(box, name.box) for box in marks)
        for mark in picture.marks:
            # What comes first gives up the room around the marks of other layers, never its own's;
            # badges only where they leave none, and by less than the width of a letter.
            badge = mark.layer == "events"
            weaker = name.first and mark.layer != name.layer and not badge
            near = _apart(mark.box, name.box) + 4 if badge else (_apart(mark.box, name.box) + 1) / 2
            if mark.box not in marks and not weaker and near <= away:
                yield f"{name.text}: {mark.layer} at {mark.at} lies nearly as near as its own"
        for other in picture.names:
            if other is not name and _apart(other.box, name.box) == 0:
                yield f"{name.text} and {other.text} overlap"


@pytest.mark.thorough
@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_each_name_stands_at_its_own_mark_and_the_largest_are_named(
    atlas: Atlas, language: str
) -> None:
    total, faults = 0, []
    for number, picture in enumerate(_draw(atlas, language)):
        total += len(picture.names)
        faults += [f"frame {number}: {fault}" for fault in _faults(picture)]
        left, bottom, right, top = picture.bounds
        towns = {name.id for name in picture.names if name.layer == "towns"}
        for row in atlas.records("places"):
            is_inside = left < row["lon"] < right and bottom < row["lat"] < top
            if row["rank"] == 1 and is_inside and row["id"] not in towns:
                faults.append(f"frame {number}: {row['id']} has no name")
        if not any(name.first for name in picture.names):
            faults.append(f"frame {number} names no subject")
    assert faults == []
    assert total > 600
