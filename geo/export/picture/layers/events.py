"""Events of the atlas in a picture."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from geo.draw.style import EVENT_SHAPES, EVENTS, STYLE
from geo.export.picture.entry import Entry, mark
from geo.export.picture.marks import MARGIN, MarkRoom, dot, placed
from geo.export.picture.painter import Painter
from geo.export.picture.plate import PX, Plate, dashed, mercator


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


#: The shapes of the page's marks (client/paint/map/symbols.js), in radii from the middle, y up.
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


#: Radii of the mark of one event and of a badge of several, in pixels of the screen map; badges
#: stand so far apart at least (client/paint/layers/events.js).
SMALL, LARGE = 5.5, 8.0
_APART = 2 * LARGE + 3


#: Pixels between a badge and a reader's mark; how much farther a badge steps aside, and how often;
#: directions tried (client/paint/layers/events.js).
_CLEAR, _STEP, _STEPS, _TURNS = 3.0, 8.0, 10, 16


@dataclass
class _Badge:
    """Events that are one mark: where it stands (metres of Web Mercator), its radius in pixels."""

    x: float
    y: float
    px: float
    rows: list[Any]
    spot: tuple[float, float] | None = None
    """Where the line begins that leads to it, if it stepped aside."""


def _badges(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[tuple[_Badge, gpd.GeoDataFrame]]:
    """Yield badges as the page has them, with their events.

    Events of one spot are one badge, which takes in those that it would cover, and steps aside for
    the marks of a reader's events.
    """
    known = rows[rows.geometry.notna()].sort_values("start", kind="stable")
    at = mercator(known).geometry
    spots = known.groupby([known.geometry.x.round(3), known.geometry.y.round(3)], sort=False)
    found: list[_Badge] = []
    for group in sorted((group.index for _, group in spots), key=len, reverse=True):
        x, y = at[group[0]].x, at[group[0]].y
        reach = _APART * plate.pixel
        near = next((one for one in found if max(abs(one.x - x), abs(one.y - y)) < reach), None)
        if near:
            near.rows.extend(group)
        else:
            found.append(_Badge(x, y, LARGE, list(group)))
    for one in found:
        one.px = LARGE if len(one.rows) > 1 else SMALL
    for one in found:
        _step_aside(plate, one, found)
        yield one, known.loc[one.rows].sort_values("start", kind="stable")


def _step_aside(plate: Plate, badge: _Badge, badges: list[_Badge]) -> None:
    """Move a badge off a reader's mark, to the nearest free place around it and in the frame."""

    def apart(x: float, y: float, other: _Badge | MarkRoom) -> bool:
        clear = (badge.px + other.px + _CLEAR) * plate.pixel
        return max(abs(x - other.x), abs(y - other.y)) >= clear

    mark = next((one for one in plate.numbered if not apart(badge.x, badge.y, one)), None)
    if mark is None:
        return
    start = math.atan2(mark.y - badge.y, badge.x - mark.x)
    others: list[_Badge | MarkRoom] = [*plate.numbered]
    others += [one for one in badges if one is not badge]
    seen = plate.inside(badge.x, badge.y)
    for step in range(_STEPS * _TURNS):
        ring, turn = divmod(step, _TURNS)
        away = (mark.px + badge.px + _CLEAR + _STEP * ring) * plate.pixel
        angle = start + (-1 if turn % 2 else 1) * math.ceil(turn / 2) * (2 * math.pi / _TURNS)
        across, up = math.cos(angle), -math.sin(angle)
        x, y = mark.x + away * across, mark.y + away * up
        if seen and not plate.inside(x, y, -badge.px):
            continue
        if all(apart(x, y, other) for other in others):
            rim = mark.px * plate.pixel
            badge.spot = (mark.x + rim * across, mark.y + rim * up)
            badge.x, badge.y = x, y
            return


def _paint(plate: Plate, rows: gpd.GeoDataFrame) -> None:
    """Draw events, those at one spot and those too near to stand apart as one with their number."""
    for badge, events in _badges(plate, rows):
        if plate.inside(badge.x, badge.y, MARGIN):
            if badge.spot:
                _leader(plate, badge.spot, (badge.x, badge.y))
            _mark(plate, badge.x, badge.y, events)


def _leader(plate: Plate, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw the thin line that leads to a badge that stepped aside."""
    across, up = zip(start, end, strict=True)
    for colour, width in ((STYLE["paper"], 2.6), (STYLE["ink"], 0.9)):
        plate.axes.plot(across, up, color=colour, linewidth=width * PX, zorder=9.95)


def _mark(plate: Plate, x: float, y: float, events: gpd.GeoDataFrame) -> None:
    kind = events["type"].iloc[-1]
    colour = EVENTS[kind]
    vague = not events["position_precision"].isin(EXACT).any()
    more: dict[str, Any] = {"facecolors": STYLE["paper"] if vague else colour}
    more["marker"] = MARKERS[EVENT_SHAPES[kind]]
    px = LARGE if len(events) > 1 else SMALL
    # As on the page the halo lies under the whole shape.
    halo = {"facecolors": STYLE["paper"], "linewidths": (4.5 if vague else 3) * PX}
    dot(plate, x, y, px, 10, marker=more["marker"], **halo)
    more["linewidths"] = 0
    if vague:
        more |= {"edgecolors": colour, "linewidths": 2 * PX, "linestyles": dashed((3, 2))}
    dot(plate, x, y, px, 10, **more)
    if len(events) > 1:
        plate.axes.text(
            x, y, plate.number(len(events)), fontsize=9.5 * PX, ha="center",
            va="center_baseline", zorder=10.1, color=colour if vague else "white",
            parse_math=False, clip_on=True, **plate.face(bold=True),
        )  # fmt: skip


def _rooms(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[MarkRoom]:
    """Yield the room of badges, and of each event: a film draws some of them on each day."""
    for badge, _ in _badges(plate, rows):
        yield MarkRoom(badge.x, badge.y, LARGE + 1)
    for _, x, y in placed(plate, rows):
        yield MarkRoom(x, y, SMALL + 1)


def _legend(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[Entry]:
    seen = set(rows["type"])
    for kind in [one for one in plate.view.event_types if one in seen]:
        shape = MARKERS[EVENT_SHAPES[kind]]
        yield mark(plate.t(f"event.{kind}"), 5, facecolors=EVENTS[kind], linewidths=0, marker=shape)
    if any(len(some) > 1 for _, some in _badges(plate, rows)):
        yield Entry(plate.t("legend.badge"))
    if rows["position_precision"].isin(EXACT).all():
        return
    vague = {"facecolors": STYLE["paper"], "edgecolors": STYLE["ink"], "linewidths": 2 * PX}
    yield mark(plate.t("legend.vague"), 5, linestyles=dashed((3, 2)), **vague)


PAINTERS = {"events": Painter(_paint, _legend, rooms=_rooms)}
