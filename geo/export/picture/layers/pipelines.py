"""Pipelines in a picture."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.draw.style import PIPELINES, STYLE
from geo.export.picture.entry import Entry
from geo.export.picture.entry import stroke as sample
from geo.export.picture.ground import project, stroke
from geo.export.picture.marks import ARROW, MARGIN, dot
from geo.export.picture.painter import Painter
from geo.export.picture.plate import PX, Plate, dashed


def _paint(plate: Plate, rows: gpd.GeoDataFrame) -> None:
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


def _legend(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[Entry]:
    names = {"open": "Flow", "partial": "Partial", "shut": "Dashed", "unknown": "Unknown"}
    wide, dashes = PIPELINES["width"]["export"], PIPELINES["dash"]
    for state in [one for one in names if (rows["state"] == one).any()]:
        entry = sample(plate.t(f"legend.pipeline{names[state]}"), STYLE["oil"], wide, dashes[state])
        yield replace(entry, look=entry.look | {"arrow": state == "open"})


PAINTERS = {"pipelines": Painter(_paint, _legend)}
