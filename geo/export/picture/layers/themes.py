"""The optional themes in a picture: oil and gas, border crossings and airports."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path

from geo.draw.style import PIPELINES, STYLE
from geo.export.picture.entry import Entry, mark
from geo.export.picture.entry import stroke as sample
from geo.export.picture.ground import project, stroke
from geo.export.picture.marks import (
    ARROW,
    GATE,
    MARGIN,
    PLANE,
    MarkRoom,
    colour_of,
    dot,
    field,
    placed,
)
from geo.export.picture.names import Name
from geo.export.picture.painter import Painter
from geo.export.picture.plate import PX, Plate, dashed, missing
from geo.profile import current


def radius(barrels: Any, zoom: float) -> float:
    """Return how large a field is drawn, in pixels of the screen map.

    Parameters
    ----------
    barrels
        Barrels a day; missing for a field without a figure.
    zoom
        Zoom of the screen map, as web maps count it.
    """
    grow = min(1.25, max(0.55, (zoom - 3) / 5))
    return grow * (4.0 if missing(barrels) else max(4.5, min(24.0, math.sqrt(barrels) / 26)))


def _fields(plate: Plate, rows: gpd.GeoDataFrame) -> None:
    """Draw fields, sized by barrels a day: fill is who ran it, ring is who held it."""
    largest = rows.sort_values("best", ascending=False, na_position="last")
    for row, x, y in placed(plate, largest, MARGIN):
        px = radius(row.best, plate.zoom)
        opacity = {"measured": 0.95}.get(str(row.figure), 0.6)
        field(
            plate.axes, x, y, px, run=colour_of(row.run_by), held=colour_of(row.holder),
            alpha=0.3 if missing(row.best) else opacity,
            hollow=row.kind == "gas", sure=row.position_confidence != "low",
        )  # fmt: skip


def _field_rooms(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[MarkRoom]:
    for row, x, y in placed(plate, rows, MARGIN):
        yield MarkRoom(x, y, radius(row.best, plate.zoom) + 1, small=True)


def _refinery_rooms(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[MarkRoom]:
    for _, x, y in placed(plate, rows, MARGIN):
        yield MarkRoom(x, y, 4, small=True)


def _seen(plate: Plate, rows: gpd.GeoDataFrame) -> list[tuple[Any, ...]]:
    """Return how fields look; one that grows by less than a fifth of a pixel looks the same."""
    return [
        (row.id, row.run_by, row.holder, str(row.figure), round(radius(row.best, plate.zoom) * 5))
        for row in rows.itertuples()
    ]


def _field_names(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[Name]:
    if plate.zoom < 8:
        return
    for row, x, y in placed(plate, rows):
        size = radius(row.best, plate.zoom)
        yield Name(plate.name(row), x, y, 500 - size, 10.5, STYLE["oil"], size + 3)


def _field_legend(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[Entry]:
    one, other = map(colour_of, current().mixed.of)
    plain = {"run": other, "held": other, "alpha": 0.6, "hollow": False, "sure": True}
    first = plain | {"run": one, "alpha": 0.95}
    yield Entry(plate.t("legend.field"), "field", {"px": 7} | first)
    faint = plain | {"run": one, "held": one}
    yield Entry(plate.t("legend.oilFaint"), "field", {"px": 6} | faint)
    gas = plain | {"alpha": 0.95, "hollow": True}
    if (rows["kind"] == "gas").any():
        yield Entry(plate.t("legend.fieldGas"), "field", {"px": 5.5} | gas)
    if (rows["position_confidence"] == "low").any():
        yield Entry(plate.t("legend.inferred"), "field", {"px": 5} | plain | {"sure": False})


def _refineries(plate: Plate, rows: gpd.GeoDataFrame) -> None:
    """Draw refineries as squares."""
    for row, x, y in placed(plate, rows, MARGIN):
        sure = row.position_confidence != "low"
        edge = "#fbf9f4" if sure else STYLE["oil"]
        face = STYLE["oil"] if sure else "#fbf9f4bf"
        dash = dashed(() if sure else (2, 2))
        dot(plate, x, y, 4, 9.2, marker="s", facecolors=face, edgecolors=edge, linestyles=dash)


def _refinery_legend(plate: Plate, _: gpd.GeoDataFrame) -> Iterator[Entry]:
    yield mark(plate.t("layer.refineries"), 4, marker="s", facecolors=STYLE["oil"])


def _pipelines(plate: Plate, rows: gpd.GeoDataFrame) -> None:
    """Draw pipelines: whole when open, broken otherwise; arrows show the flow.

    Of several on the same ground the one that moves oil lies above and hides the others.
    """
    states, widths = PIPELINES["states"], PIPELINES["width"]
    standing = [row for row in rows.itertuples() if row.state in states]
    standing.sort(key=lambda row: (states.index(row.state), widths[row.kind]))
    for number, row in enumerate(standing):
        px, z = widths[row.kind], 8 + number * 1e-3
        colour = STYLE["gas"] if row.commodity == "gas" else STYLE["oil"]
        stroke(plate, row.geometry, STYLE["paper"], px + PIPELINES["halo"], z)
        dash = dashed(PIPELINES["dash"][row.state])
        stroke(plate, row.geometry, colour, px, z + 5e-4, linestyle=dash)
        if row.state in {"open", "partial"}:
            _arrows(plate, row, colour)


def _arrows(plate: Plate, row: Any, colour: str) -> None:
    """Draw heads of arrows along a line, one every 120 pixels of the screen map."""
    west, east = plate.axes.get_xlim()
    across = plate.axes.get_position().width * plate.figure.get_figwidth() * 72 / PX
    every = 120 * (east - west) / across
    px = 7 if row.kind == "export" else 5.5
    for line in shapely.get_parts(project(row.geometry)):
        for at in np.arange(every / 2, line.length, every):
            here, there = (line.interpolate(at + step) for step in (0, every / 200))
            if not plate.inside(here.x, here.y, MARGIN):
                continue
            turn = math.atan2(there.y - here.y, there.x - here.x)
            _arrow(plate, (here.x, here.y), turn, px, colour)
            if row.flow == "both":
                back = 1.3 * px * plate.pixel
                place = here.x - back * math.cos(turn), here.y - back * math.sin(turn)
                _arrow(plate, place, turn + math.pi, px, colour)


def _arrow(plate: Plate, at: tuple[float, float], turn: float, px: float, colour: str) -> None:
    """Draw one head of an arrow, turned by so many radians, with a rim of paper."""
    mark = ARROW.rotated(rad=turn)
    paper = STYLE["paper"]
    dot(plate, *at, px, 8.2, marker=mark, facecolors=paper, edgecolors=paper, linewidths=2 * PX)
    dot(plate, *at, px, 8.2, marker=mark, facecolors=colour, linewidths=0)


def _pipeline_legend(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[Entry]:
    names = {"open": "Flow", "partial": "Partial", "shut": "Dashed", "unknown": "Unknown"}
    wide, dashes = PIPELINES["width"]["export"], PIPELINES["dash"]
    for state in [one for one in names if (rows["state"] == one).any()]:
        entry = sample(plate.t(f"legend.pipeline{names[state]}"), STYLE["oil"], wide, dashes[state])
        yield replace(entry, look=entry.look | {"arrow": state == "open"})


#: The kind that is drawn as a plane.
AIRPORT = "airport"

#: What strikes through a mark that is shut.
SLASH = MarkerStyle(Path([(-1, -1), (1, 1)]), fillstyle="none")


def _crossings(plate: Plate, rows: gpd.GeoDataFrame) -> None:
    """Draw crossings and airports, coloured by who runs them, struck through when shut."""
    for row, x, y in placed(plate, rows, MARGIN):
        plane = row.kind == AIRPORT
        shut = row.state == "shut"
        face = "#fbf9f4" if shut else colour_of(row.run_by)
        edge = STYLE["ink"] if shut else "#fbf9f4"
        glyph = PLANE if plane else GATE
        px = _gate_radius(row.kind)
        rim = {"edgecolors": edge, "linewidths": 1.3 * PX}
        dot(plate, x, y, px, 9.4, marker=glyph, facecolors=face, **rim)
        if shut:
            dot(plate, x, y, 5, 9.5, marker=SLASH, facecolors=STYLE["ink"], edgecolors=None)


def _gate_radius(kind: str) -> float:
    """Return the radius of a mark in pixels of the screen map."""
    return 8 if kind == AIRPORT else 4.6


def _gate_rooms(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[MarkRoom]:
    for row, x, y in placed(plate, rows, MARGIN):
        yield MarkRoom(x, y, _gate_radius(row.kind) + 1, small=True)


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
    "fields": Painter(_fields, _field_legend, _field_names, _field_rooms, _seen),
    "refineries": Painter(_refineries, _refinery_legend, rooms=_refinery_rooms),
    "pipelines": Painter(_pipelines, _pipeline_legend),
    "crossings": Painter(_crossings, _crossing_legend, _gates(7.5), _gate_rooms),
    "airports": Painter(_crossings, _airport_legend, _gates(8.5), _gate_rooms),
}
