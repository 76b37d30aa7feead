"""The same view as a page, a picture and a GeoPackage: the same areas, the same legend."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest

from geo import Atlas, View, export
from geo.ask.content import content
from geo.export.picture import draw, legend
from geo.export.picture.furniture import sentence
from geo.export.picture.plate import Plate
from geo.export.tables import tables
from geo.model import Layer

VIEWS = [
    View(date="2017-09-27", layers=tuple(Layer)),
    View(date="2017-10-20", compare="2017-10-15", language="ar"),
    View(date="2014-08-08", perspective="un", language="ckb"),
]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.to_query()[:40])
def test_page_and_picture_have_one_legend_and_one_title(
    view: View, atlas: Atlas, tmp_path: Path, open_page: Callable[..., Any]
) -> None:
    opened = open_page(export.html(atlas, view, tmp_path / "map.html"))
    told = opened.tell(
        "atlas.data.groups.flatMap(([group, names]) => names.filter((name) =>"
        " atlas.layers.has(name) && atlas.shows(name)).flatMap((name) =>"
        " (atlas.layers.get(name).legend?.() || []).map((entry) => entry.text)))"
    )
    figure = draw(atlas, view)
    plate = Plate(atlas, view, content(atlas, view), figure, figure.axes[0])
    drawn = [line.text for _, lines in legend.entries(plate) for line in lines]
    assert drawn == told
    title = opened.page.locator(".gl-sentence").inner_text()
    assert sentence(plate) == title


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
