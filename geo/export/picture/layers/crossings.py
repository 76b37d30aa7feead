"""Border crossings and airports in a picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import geopandas as gpd
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path

from geo.draw.style import STYLE
from geo.export.picture.entry import Entry, mark
from geo.export.picture.marks import GATE, MARGIN, PLANE, MarkRoom, colour_of, dot, placed
from geo.export.picture.names import Name
from geo.export.picture.painter import Painter
from geo.export.picture.plate import PX, Plate
from geo.profile import current

#: The kind that is drawn as a plane.
AIRPORT = "airport"

#: What strikes through a mark that is shut.
SLASH = MarkerStyle(Path([(-1, -1), (1, 1)]), fillstyle="none")


def _paint(plate: Plate, rows: gpd.GeoDataFrame) -> None:
    """Draw crossings and airports, coloured by who runs them, struck through when shut."""
    for row, x, y in placed(plate, rows, MARGIN):
        plane = row.kind == AIRPORT
        shut = row.state == "shut"
        face = "#fbf9f4" if shut else colour_of(row.run_by)
        edge = STYLE["ink"] if shut else "#fbf9f4"
        glyph = PLANE if plane else GATE
        px = _radius(row.kind)
        rim = {"edgecolors": edge, "linewidths": 1.3 * PX}
        dot(plate, x, y, px, 9.4, marker=glyph, facecolors=face, **rim)
        if shut:
            dot(plate, x, y, 5, 9.5, marker=SLASH, facecolors=STYLE["ink"], edgecolors=None)


def _radius(kind: str) -> float:
    """Return the radius of a mark in pixels of the screen map."""
    return 8 if kind == AIRPORT else 4.6


def _rooms(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[MarkRoom]:
    for row, x, y in placed(plate, rows, MARGIN):
        yield MarkRoom(x, y, _radius(row.kind) + 1, small=True)


def _crossing_legend(plate: Plate, _: gpd.GeoDataFrame) -> Iterator[Entry]:
    yield mark(plate.t("legend.crossing"), 4.6, marker=GATE, facecolors=_side(), linewidths=0)


def _airport_legend(plate: Plate, _: gpd.GeoDataFrame) -> Iterator[Entry]:
    yield mark(plate.t("legend.airport"), 8, marker=PLANE, facecolors=_side(), linewidths=0)


def _side() -> str:
    """Return the colour that marks which belong to no side in particular are shown in."""
    return colour_of(current().mixed.of[1])


def _gates(from_zoom: float) -> Callable[[Plate, gpd.GeoDataFrame], Iterator[Name]]:
    def names(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[Name]:
        if plate.zoom >= from_zoom:
            for row, x, y in placed(plate, rows):
                yield Name(plate.name(row), x, y, 480, 10.5, gap=9)

    return names


PAINTERS = {
    "crossings": Painter(_paint, _crossing_legend, _gates(7.5), _rooms),
    "airports": Painter(_paint, _airport_legend, _gates(8.5), _rooms),
}
