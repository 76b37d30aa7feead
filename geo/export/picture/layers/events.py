"""Events of the atlas in a picture."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import geopandas as gpd
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from geo.draw.style import EVENT_SHAPES, EVENTS, STYLE
from geo.export.picture.entry import Entry, mark
from geo.export.picture.marks import MARGIN, dot, placed
from geo.export.picture.painter import Painter
from geo.export.picture.plate import PX, Plate, dashed


def _polygon(corners: int, turn: float, reach: float) -> list[tuple[float, float]]:
    """Return corners around the middle, the first at an angle of so many degrees from the right."""
    angles = (math.radians(turn + 360 / corners * number) for number in range(corners))
    return [(reach * math.cos(angle), reach * math.sin(angle)) for angle in angles]


def _star(points: int, outer: float, inner: float) -> list[tuple[float, float]]:
    reaches = (outer, inner) * points
    corners = _polygon(2 * points, 90, 1)
    return [(x * reach, y * reach) for (x, y), reach in zip(corners, reaches, strict=True)]


def _plus(reach: float, half: float) -> list[tuple[float, float]]:
    arm = [(half, reach), (half, half), (reach, half)]
    first = [*arm, *((x, -y) for x, y in reversed(arm))]
    return [*first, *((-x, -y) for x, y in first)]


def _marker(corners: list[tuple[float, float]]) -> MarkerStyle:
    """Return a marker that reaches as far beyond the radius as its corners do."""
    reach = max(max(abs(x), abs(y)) for x, y in corners)
    path = Path([*corners, corners[0]], closed=True)
    return MarkerStyle(path, transform=Affine2D().scale(reach))


#: The shapes of the page's marks (client/map/symbols.js), in radii from the middle, y up.
MARKERS: dict[str, MarkerStyle] = {
    name: _marker(corners)
    for name, corners in {
        "square": _polygon(4, 45, 1.16),
        "diamond": _polygon(4, 0, 1.25),
        "triangle": _polygon(3, 90, 1.36),
        "wedge": _polygon(3, -90, 1.36),
        "pentagon": _polygon(5, 90, 1.14),
        "hexagon": _polygon(6, 0, 1.1),
        "octagon": _polygon(8, 22.5, 1.06),
        "star": _star(5, 1.4, 0.72),
        "plus": _plus(1.18, 0.62),
        "burst": _star(8, 1.3, 0.86),
    }.items()
}

#: Rows are drawn as exact where their place is known so well.
EXACT = ("exact", "place")


def _paint(plate: Plate, rows: gpd.GeoDataFrame) -> None:
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
        more["marker"] = MARKERS[EVENT_SHAPES[row.type]]
        if vague:
            more |= {"edgecolors": colour, "linewidths": 2 * PX, "linestyles": dashed((3, 2))}
        count = counts[row.Index]
        px = 7.5 if count > 1 else 5
        if not vague:  # as on the page the halo lies under the whole shape
            halo = {"facecolors": STYLE["paper"], "linewidths": 3 * PX}
            dot(plate, x, y, px, 10, marker=more["marker"], **halo)
            more["linewidths"] = 0
        dot(plate, x, y, px, 10, **more)
        if count > 1:
            text = plate.number(count)
            plate.axes.text(
                x, y, text, fontsize=9.5 * PX, ha="center", va="center_baseline", zorder=10.1,
                color=colour if vague else "white", parse_math=False, **plate.face(bold=True),
            )  # fmt: skip


def _legend(plate: Plate, _: gpd.GeoDataFrame) -> Iterator[Entry]:
    for kind in plate.view.event_types:
        shape = MARKERS[EVENT_SHAPES[kind]]
        yield mark(plate.t(f"event.{kind}"), 5, facecolors=EVENTS[kind], linewidths=0, marker=shape)
    vague = {"facecolors": STYLE["paper"], "edgecolors": STYLE["ink"], "linewidths": 2 * PX}
    yield mark(plate.t("legend.vague"), 5, linestyles=dashed((3, 2)), **vague)


PAINTERS = {"events": Painter(_paint, _legend)}
