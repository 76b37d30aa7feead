"""Disputed areas in a picture, and the line of control."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import shapely
from matplotlib.colors import to_rgba

from geo.draw.style import LINES, STYLE
from geo.export.picture.entry import Entry, line
from geo.export.picture.ground import BAND, draw, project, stroke
from geo.export.picture.names import Name
from geo.export.picture.painter import Painter, centres, lines
from geo.export.picture.plate import Plate, path


def _paint(plate: Plate, rows: gpd.GeoDataFrame) -> None:
    """Outline the areas called disputed by the day; those of the list are drawn full."""
    told = rows[rows["since"] <= plate.view.date]
    for full, name in ((False, "disputedOther"), (True, "disputed")):
        for outline in told[told["list_number"].notna() == full].geometry:
            # A path that clips replaces the frame, which then must be part of it.
            inside = plate.within(project(outline))
            if shapely.is_empty(inside):
                continue
            band = stroke(plate, outline, to_rgba(*BAND), LINES[name]["band"], 7)
            band.set_clip_path(path(inside), plate.axes.transData)
            draw(plate, outline, name, 7.1)


def _seen(plate: Plate, rows: gpd.GeoDataFrame) -> list[bool]:
    return (rows["since"] <= plate.view.date).tolist()


def _names(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[Name]:
    if not 7 <= plate.zoom <= 10:
        return
    told = rows[(rows["since"] <= plate.view.date) & rows["list_number"].notna()]
    for row, x, y in centres(plate, told):
        heavy = {"bold": True, "slanted": True}
        yield Name(plate.name(row), x, y, 450, 11, STYLE["disputed"], None, row.geometry, **heavy)


def _line_legend(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[Entry]:
    for row in rows.itertuples():
        text = f"{plate.name(row)} ({plate.t('position.approximate')})"
        yield line(text, "greenLine")


PAINTERS = {
    "disputed": Painter(_paint, names=_names, seen=_seen, steady=True),
    "lines": Painter(lines("greenLine", 7.5), _line_legend),
}
