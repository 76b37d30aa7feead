"""Lines that cut a polygon in pieces: they end on its border and are smoothed between nodes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import shapely
from shapely import LineString, MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry

from geo.derive.units import insert_vertices

#: Spacing of the points on a border where a cut line may end, in degrees (at most 220 m).
STEP = 0.002
#: Into how many steps an edge may be divided. Outlines lie on a grid of 0.002 degrees, so each of
#: these gives points that are exact in `DIGITS` digits: ends stay on the border when written.
STEPS = (1, 2, 4, 5, 8, 10, 16, 20, 25, 40, 50, 80, 100, 125, 200, 250, 400, 500, 1000)
#: Digits kept of a coordinate, as in the files.
DIGITS = 6
#: Digits kept of the vertices of a smoothed line (0.001 degree, about 100 m).
SMOOTH_DIGITS = 3
#: How far a line may move when it is made plainer, in degrees, from the smoothest level down.
PLAIN = (0.0, 0.003, 0.006)
#: What counts as on the border, in degrees (0.1 mm).
TOUCH = 1e-9


def open_strings(edges: BaseGeometry, unit: Polygon) -> list[LineString]:
    """Return the lines of `edges` inside `whole`, one between each two nodes, ends snapped."""
    inside = shapely.line_merge(shapely.union_all(shapely.intersection(edges, unit)))
    strings = [part for part in shapely.get_parts(inside) if part.geom_type == "LineString"]
    snapped = (_snap_ends(string, unit) for string in strings)
    return [string for string in snapped if string is not None]


def merge_strings(strings: list[LineString], unit: Polygon) -> list[LineString]:
    """Join strings that meet two by two inside `whole`; those that meet on its border stay."""
    merged = shapely.get_parts(shapely.line_merge(MultiLineString(strings)))
    out: list[LineString] = []
    for line in sorted(merged, key=lambda line: line.bounds):
        coords = shapely.get_coordinates(line)
        border = shapely.distance(shapely.points(coords), unit.boundary) < TOUCH
        stops = sorted({0, *np.flatnonzero(border), len(coords) - 1})
        out += [LineString(coords[a : b + 1]) for a, b in pairwise(stops)]
    return out


def pieces(unit: Polygon, strings: list[LineString]) -> list[Polygon]:
    """Return the polygons into which `strings` cut `whole`, in a fixed order.

    The border takes up the ends of the strings as vertices; no other vertex changes.
    """
    faces = shapely.get_parts(shapely.polygonize([*_border(unit, strings), *strings]))
    return sorted(faces, key=lambda face: face.bounds)


def is_clean(unit: Polygon, strings: list[LineString]) -> bool:
    """Whether the strings meet each other and the border at their ends only."""
    return bool(shapely.is_simple(MultiLineString([*_border(unit, strings), *strings])))


def smooth_line(string: LineString, level: int) -> LineString:
    """Make a line plainer and round its corners; its ends (a ring's first vertex) stay."""
    if level == 0:
        return string
    coords = shapely.get_coordinates(shapely.simplify(string, PLAIN[level]))
    closed = bool(string.is_ring)
    for _ in range(level):
        coords = _cut_corners(coords, closed)
    grid = np.round(coords, SMOOTH_DIGITS)
    if not closed:
        grid[[0, -1]] = coords[[0, -1]]
    fresh = np.r_[True, (np.diff(grid, axis=0) != 0).any(axis=1)]
    return LineString(grid[fresh]) if fresh.sum() > 1 else string


def _cut_corners(coords: np.ndarray, closed: bool) -> np.ndarray:
    """Replace each corner by the points at a quarter of both its sides (Chaikin)."""
    start, stop = coords[:-1], coords[1:]
    cut = np.stack([0.75 * start + 0.25 * stop, 0.25 * start + 0.75 * stop], axis=1).reshape(-1, 2)
    if closed:
        return np.concatenate([cut, cut[:1]])
    return np.concatenate([coords[:1], cut[1:-1], coords[-1:]]) if len(coords) > 2 else coords


def _snap_ends(string: LineString, unit: Polygon) -> LineString | None:
    """Move ends that lie on the border to the nearest point of its step, or drop a stub."""
    coords = shapely.get_coordinates(string)
    for end in () if string.is_ring else (0, -1):
        if unit.boundary.distance(shapely.Point(coords[end])) < TOUCH:
            coords[end] = _snap(coords[end], unit)
    coords = np.round(coords, DIGITS)
    return LineString(coords) if string.is_ring or (coords[0] != coords[-1]).any() else None


def _snap(point: np.ndarray, unit: Polygon) -> np.ndarray:
    """Return the stepped point of the border nearest to `point`.

    Steps are counted from the lesser end of an edge, so that both its sides find the same point.
    """
    low, high = _edges(unit)
    edges = shapely.linestrings(np.stack([low, high], axis=1))
    nearest = int(np.argmin(shapely.distance(shapely.Point(point), edges)))
    start, span = low[nearest], high[nearest] - low[nearest]
    steps = next((n for n in STEPS if n * STEP >= np.hypot(*span)), STEPS[-1])
    step = round(float(np.dot(point - start, span) / np.dot(span, span)) * steps)
    along = min(max(step, 0), steps) / steps
    return np.array(high[nearest] if along == 1 else start + span * along)


def _edges(unit: Polygon) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper ends of the border's edges."""
    rings = [shapely.get_coordinates(ring) for ring in (unit.exterior, *unit.interiors)]
    start = np.concatenate([ring[:-1] for ring in rings])
    stop = np.concatenate([ring[1:] for ring in rings])
    swap = (start[:, :1] > stop[:, :1]) | (
        (start[:, :1] == stop[:, :1]) & (start[:, 1:] > stop[:, 1:])
    )
    return np.where(swap, stop, start), np.where(swap, start, stop)


def _border(unit: Polygon, strings: list[LineString]) -> list[LineString]:
    """Edges of the border, split where a string ends."""
    ends = [string.coords[end] for string in strings if not string.is_ring for end in (0, -1)]
    split = insert_vertices(unit, np.array(ends).reshape(-1, 2))
    return [
        LineString(pair)
        for ring in (split.exterior, *split.interiors)
        for pair in pairwise(ring.coords)
    ]
