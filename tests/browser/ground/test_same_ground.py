"""The same view as a page and a GeoPackage: the same ground."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd

from geo import Atlas, View, export
from geo.export.tables import tables


def test_page_and_geopackage_have_the_same_ground(
    atlas: Atlas, tmp_path: Path, open_page: Callable[..., Any]
) -> None:
    view = View(date="2017-10-20", layers=("control",))
    opened = open_page(export.html(atlas, view, tmp_path / "map.html"))
    answer = opened.tell(
        "(() => { const c = atlas.layers.get('control'); const {classes} = c.picture();"
        " return Object.fromEntries(c.units.map((unit, i) => [unit.unit, [classes[i], unit.km2]]));"
        " })()"
    )
    rows = gpd.read_file(tables(atlas, view, tmp_path / "map.gpkg"), layer="control")
    ours = {row.unit: row for row in rows.itertuples()}
    assert set(answer) == set(ours)
    assert all(answer[unit][0] == row.holder for unit, row in ours.items())
    assert all(abs(answer[unit][1] - row.km2) < 0.01 for unit, row in ours.items())
