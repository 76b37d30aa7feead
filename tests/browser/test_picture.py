"""The same view as a page, a picture and a GeoPackage: the same areas, the same legend."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest

from geo import Atlas, View, export
from geo.ask.layer_content import content
from geo.events.container import encode
from geo.events.selection import shown
from geo.export.picture import UserEvents, draw, legend
from geo.export.picture.plate import Plate
from geo.export.picture.title import sentence
from geo.export.picture.user_events import counted, dots, key
from geo.export.picture.user_events.data import VisibleEvents
from geo.export.picture.user_events.screen import Screen
from geo.export.tables import tables
from geo.model import DrawnAs, Layer

from .test_user_events import SHOWN, made

VIEWS = [
    View(date="2017-09-27", layers=tuple(Layer)),
    View(date="2017-10-20", compare="2017-10-15", language="ar"),
    View(date="2014-08-08", perspective="un", language="ckb"),
]


@pytest.mark.thorough
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.to_query()[:40])
def test_page_and_picture_have_one_legend_and_one_title(
    view: View, atlas: Atlas, tmp_path: Path, open_page: Callable[..., Any]
) -> None:
    opened = open_page(export.html(atlas, view, tmp_path / "map.html"))
    told = opened.tell(
        "atlas.data.groups.flatMap(([group, names]) => names.filter((name) =>"
        " atlas.layers.has(name) && atlas.shows(name)).flatMap((name) =>"
        " (atlas.layers.get(name).legend?.() || []).filter((entry) => !atlas.covered(name) || entry.swatch?.line)"
        ".map((entry) => entry.text)))"
    )
    figure = draw(atlas, view)
    plate = Plate(atlas, view, content(atlas, view), figure, figure.axes[0])
    drawn = [line.text for _, lines in legend.entries(plate) for line in lines]
    # Paper leaves out what is nowhere in its frame; what it says, it says in the page's words and order.
    assert drawn == [text for text in told if text in drawn]
    assert len(drawn) > len(told) / 2
    title = opened.page.locator(".gl-sentence").inner_text()
    assert sentence(plate) == title


#: What the page's legend says of the events, the colours of its samples, and how many are shown.
KEY = """(() => { const {userEvents} = atlas; const hex = (colour) => colour && colour.slice(0, 7);
  return {count: userEvents.filter.count(), texts: userEvents.legend().map((one) => one.text),
    inks: userEvents.legend().map(({swatch}) => swatch && hex(swatch.dot || swatch.square || ''))}; })()"""


@pytest.mark.thorough
@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_page_and_picture_say_the_same_of_the_readers_events(
    language: str, atlas: Atlas, tmp_path: Path, open_page: Callable[..., Any]
) -> None:
    rows = made(1500)
    data = UserEvents(rows, "Our list", "Table")
    view = View(layers=("control", "user_events"), window=700, language=language)
    file = export.html(atlas, view, tmp_path / "m.html", user_events=encode(rows, name="Our list"))
    opened = open_page(file, drawn=SHOWN)
    figure = draw(atlas, view, user_events=data)
    for drawn in DrawnAs:
        here = view.with_(drawn_as=drawn)
        opened.tell(f"atlas.set({{drawnAs: '{drawn}'}})")
        told = opened.tell(KEY)
        plate = Plate(atlas, here, content(atlas, here), figure, figure.axes[0], data)
        lines = list(key.entries(plate))
        assert [line.text for line in lines] == told["texts"]
        inks = [line.look.get("facecolors", "") if line.look else None for line in lines]
        assert inks == told["inks"]
        assert told["count"] == len(shown(rows, here)) == len(data.shown(here))


#: How many events each mark of the page stands for, and where its frame lies.
MARKS = """(() => { const {userEvents: {frame, style, areas}} = atlas;
  const counts = style.above ? style.drawn.map((one) => one.sum ?? one.count) : style.cells || style.counts ? [...(style.cells || style.counts)].map((cell) => cell & 0xffffff)
    : style.drawn.map((one) => one.sum);
  return {frame: [frame.tx, frame.ty, frame.zoom, frame.width, frame.height, frame.ratio],
    areas: areas.drawn.map((one) => one.count), counts: counts.filter(Boolean)}; })()"""


@pytest.mark.quick(1)
@pytest.mark.parametrize("drawn", [DrawnAs.DOTS, DrawnAs.CLUSTERS, DrawnAs.HEXAGONS, DrawnAs.SIZED])
def test_page_and_picture_count_the_same_marks(
    drawn: DrawnAs, atlas: Atlas, tmp_path: Path, open_page: Callable[..., Any]
) -> None:
    rows = made(1500)
    data = UserEvents(rows)
    view = View(layers=("control", "user_events"), window=0, drawn_as=drawn)
    file = export.html(atlas, view, tmp_path / "m.html", user_events=encode(rows))
    told = open_page(file, drawn=SHOWN, device_scale_factor=1).tell(MARKS)
    across, down, zoom, width, height, ratio = told["frame"]
    assert ratio == 1
    metre = 2 * math.pi * 6378137 / 256 / 2**zoom
    origin = Screen(0, 0, 1, width, height, zoom).origin
    screen = Screen(
        origin[0] - across * metre, -origin[1] + down * metre, metre, width, height, zoom
    )
    order = data.shown(view)
    x, y = screen.pixels(*(rows[name].to_numpy()[order] for name in ("lon", "lat")))
    # The page leaves room for the dots at its edges.
    edge = math.ceil(dots.radius(zoom, len(rows))) + 3 if drawn is DrawnAs.DOTS else 0
    kept = (x >= edge) & (y >= edge) & (x < width - edge) & (y < height - edge)
    own = [of_each[order][kept] for of_each in (data.colour, data.precision, data.figure)]
    seen = VisibleEvents(screen, x[kept], y[kept], *own, len(rows), data.most).points
    ours = {
        DrawnAs.DOTS: list(dots.stacks(seen).count),
        DrawnAs.CLUSTERS: [one.count for one in counted.clusters(seen)],
        DrawnAs.HEXAGONS: list(counted.hexagons(seen)[1]),
        DrawnAs.SIZED: [int(one) for one in counted.circles(seen).sums if one],
    }[drawn]
    assert len(ours) > 10
    assert sorted(ours) == sorted(told["counts"])
    inside = screen.inside(x, y)
    vague = ~np.isin(data.precision[order], [0, 1, 6])
    assert sum(told["areas"]) == int((inside & vague).sum())


def test_page_and_geopackage_have_the_same_ground(
    atlas: Atlas, tmp_path: Path, open_page: Callable[..., Any]
) -> None:
    view = View(date="2017-10-20", layers=("control",))
    opened = open_page(export.html(atlas, view, tmp_path / "map.html"))
    told = opened.tell(
        "(() => { const c = atlas.layers.get('control'); const {classes} = c.picture();"
        " return Object.fromEntries(c.units.map((unit, i) => [unit.unit, [classes[i], unit.km2]]));"
        " })()"
    )
    rows = gpd.read_file(tables(atlas, view, tmp_path / "map.gpkg"), layer="control")
    ours = {row.unit: row for row in rows.itertuples()}
    assert set(told) == set(ours)
    assert all(told[unit][0] == row.holder for unit, row in ours.items())
    assert all(abs(told[unit][1] - row.km2) < 0.01 for unit, row in ours.items())
