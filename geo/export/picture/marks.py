"""The marks of a picture: pipelines, fields, refineries, crossings, airports, events, towns."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path

from geo.draw.style import EVENTS, PIPELINES, STYLE, strong_colours
from geo.export.picture.ground import project, stroke
from geo.export.picture.plate import PX, Plate, dashed, mercator, missing
from geo.model import Layer

_PLANE = [(0, 8), (1.5, 6), (1.5, 2), (7.5, -2), (7.5, -4), (1.5, -2), (1.5, -5), (3.5, -6.5)]
_PLANE += [(3.5, -8), (0, -7)]
_PLANE += [(-x, y) for x, y in reversed(_PLANE[:-1])]

#: Marks of crossings and airports, as the page draws them.
GATE, PLANE = MarkerStyle("D"), MarkerStyle(Path([*_PLANE, _PLANE[0]], closed=True))

#: The head of an arrow that points to the right.
ARROW = MarkerStyle(Path([(1, 0), (-0.5, 0.7), (-0.5, -0.7), (1, 0)], closed=True))

#: What strikes through a mark that is shut.
SLASH = MarkerStyle(Path([(-1, -1), (1, 1)]), fillstyle="none")

#: Zoom from which towns of a rank are shown.
FROM_ZOOM = {1: 0.0, 2: 6.5, 3: 8.0, 4: 9.0, 5: 10.5}

#: Marks are drawn whose middle lies so many pixels of the screen map outside of the frame.
MARGIN = 20

#: Rows are drawn as exact where their place is known so well.
EXACT = ("exact", "place")


def dot(plate: Plate, x: float, y: float, px: float, z: float, **more: Any) -> None:
    """Draw one mark with a radius of so many pixels of the screen map."""
    size = (2 * px * PX) ** 2
    look: dict[str, Any] = {"marker": "o", "linewidths": 1.2 * PX, "edgecolors": "#fbf9f4"}
    plate.axes.scatter([x], [y], s=size, zorder=z, **look | more)


def placed(
    plate: Plate, rows: gpd.GeoDataFrame, margin: float = 0
) -> Iterator[tuple[Any, float, float]]:
    """Yield the rows that lie in the frame with their place (metres of Web Mercator)."""
    known = rows[rows.geometry.notna()]
    for row, point in zip(known.itertuples(), mercator(known).geometry, strict=True):
        if plate.inside(point.x, point.y, margin):
            yield row, point.x, point.y


def pipelines(plate: Plate, rows: gpd.GeoDataFrame) -> None:
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


def radius(barrels: Any, zoom: float) -> float:
    """Return how large a field is drawn, in pixels of the screen map."""
    grow = min(1.25, max(0.55, (zoom - 3) / 5))
    return grow * (4.0 if missing(barrels) else max(4.5, min(24.0, math.sqrt(barrels) / 26)))


def fields(plate: Plate, rows: gpd.GeoDataFrame) -> None:
    """Draw fields, sized by barrels a day: fill is who ran it, ring is who held it."""
    largest = rows.sort_values("best", ascending=False, na_position="last")
    for row, x, y in placed(plate, largest, MARGIN):
        px = radius(row.best, plate.zoom)
        told = {"measured": 0.95}.get(str(row.figure), 0.6)
        field(
            plate.axes, x, y, px, run=colour_of(row.run_by), held=colour_of(row.holder),
            alpha=0.3 if missing(row.best) else told,
            hollow=row.kind == "gas", sure=row.position_confidence != "low",
        )  # fmt: skip


def colour_of(side: Any) -> str:
    """Return the strong colour of a side."""
    colours = strong_colours()
    return colours.get(str(side), colours["unknown"])


def field(axes: Any, x: float, y: float, px: float, **look: Any) -> None:
    """Draw one field: its disc in the colour of who ran it, its ring of who held it.

    ``look`` has ``run``, ``held`` (colours), ``alpha``, ``hollow`` and ``sure``.
    """

    def disc(part: float, z: float, **more: Any) -> None:
        axes.scatter([x], [y], s=(2 * part * PX) ** 2, zorder=z, **{"linewidths": 0} | more)

    paper = STYLE["paper"]
    disc(px + 1.5, 9, facecolors="#fbf9f4")
    disc(px + 0.7, 9.01, facecolors="none", edgecolors=STYLE["oil"], linewidths=0.9 * PX)
    disc(px, 9.02, facecolors=paper)
    disc(px, 9.03, facecolors=look["run"], alpha=look["alpha"])
    if look["hollow"]:
        disc(px * 0.45, 9.04, facecolors=paper)
    ring = dashed(() if look["sure"] else (2.5, 2.5))
    disc(px - 2.6, 9.045, facecolors="none", edgecolors=paper, linewidths=1.2 * PX)
    disc(
        px - 0.6, 9.05, facecolors="none", edgecolors=look["held"], linewidths=2.6 * PX,
        linestyles=ring,
    )  # fmt: skip


def refineries(plate: Plate, rows: gpd.GeoDataFrame) -> None:
    """Draw refineries as squares."""
    for row, x, y in placed(plate, rows, MARGIN):
        sure = row.position_confidence != "low"
        edge = "#fbf9f4" if sure else STYLE["oil"]
        face = STYLE["oil"] if sure else "#fbf9f4bf"
        dash = dashed(() if sure else (2, 2))
        dot(plate, x, y, 4, 9.2, marker="s", facecolors=face, edgecolors=edge, linestyles=dash)


def crossings(plate: Plate, rows: gpd.GeoDataFrame) -> None:
    """Draw crossings and airports, coloured by who runs them, struck through when shut."""
    for row, x, y in placed(plate, rows, MARGIN):
        plane = row.kind == "airport"
        shut = row.state == "shut"
        face = "#fbf9f4" if shut else colour_of(row.run_by)
        edge = STYLE["ink"] if shut else "#fbf9f4"
        mark = PLANE if plane else GATE
        px = 8 if plane else 4.6
        rim = {"edgecolors": edge, "linewidths": 1.3 * PX}
        dot(plate, x, y, px, 9.4, marker=mark, facecolors=face, **rim)
        if shut:
            dot(plate, x, y, 5, 9.5, marker=SLASH, facecolors=STYLE["ink"], edgecolors=None)


def events(plate: Plate, rows: gpd.GeoDataFrame) -> None:
    """Draw events, those at one spot as one mark with their number."""
    known = rows[rows.geometry.notna()].sort_values("start", kind="stable")
    # As on the page: a spot stands where its first event puts it, later spots lie above.
    spots = known.groupby([known.geometry.x.round(3), known.geometry.y.round(3)], sort=False)
    last = known.loc[[group.index[-1] for _, group in spots]]
    counts = {group.index[-1]: len(group) for _, group in spots}
    for row, x, y in placed(plate, last, MARGIN):
        colour = EVENTS[row.type]
        vague = row.position_precision not in EXACT
        more: dict[str, Any] = {"facecolors": "#fbf9f4" if vague else colour}
        if vague:
            more |= {"edgecolors": colour, "linewidths": 2 * PX, "linestyles": dashed((3, 2))}
        count = counts[row.Index]
        dot(plate, x, y, 7.5 if count > 1 else 5, 10, **more)
        if count > 1:
            text = plate.number(count)
            plate.axes.text(
                x, y, text, fontsize=9.5 * PX, ha="center", va="center_baseline", zorder=10.1,
                color=colour if vague else "white", parse_math=False, **plate.face(bold=True),
            )  # fmt: skip


def towns(plate: Plate, rows: gpd.GeoDataFrame) -> None:
    """Draw towns that are large enough for the scale."""
    some = rows[[plate.zoom >= FROM_ZOOM[int(rank)] for rank in rows["rank"]]]
    # As on the page the reader's events lie above: no town stands on the count of a cluster.
    z = 9.1 if plate.user_events is None else 8.2
    for row, x, y in placed(plate, some, MARGIN):
        px = 3.4 if row.rank == 1 else 2.4 if row.rank < 4 else 1.7
        colour = STYLE["ink"] if row.rank < 4 else STYLE["faint"]
        dot(plate, x, y, px, z, facecolors=colour, linewidths=0.7)


MARKS = {
    Layer.PIPELINES: pipelines,
    Layer.FIELDS: fields,
    Layer.REFINERIES: refineries,
    Layer.CROSSINGS: crossings,
    Layer.AIRPORTS: crossings,
    Layer.EVENTS: events,
    Layer.TOWNS: towns,
}
