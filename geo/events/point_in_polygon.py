"""Which outline a position lies in: exact, for millions of positions.

A square grid is laid over the outlines. In most cells there is one answer; in cells that a border
runs through, rays are cast eastward, with the few borders of the cell's row. A position is left or
right of a border by the sign of a determinant that is worked out in twice the precision where the
plain one is in doubt, as GEOS does it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geo.events.numba_kernels import Kernel, inner, spread

#: Cells of the grid along one side.
SIDE = 512

#: Cells are widened by this share of a cell, far more than what rounding can do.
_MARGIN = 1e-6


@dataclass(frozen=True, eq=False)
class Locator:
    """Outlines made ready for the question which of them a position lies in.

    A position on a border that two outlines share belongs to one of them: to the eastern one, and
    where the border runs due east to the northern one. A position on the outer rim belongs to the
    outline that it touches. Where outlines overlap, the first of them in the order given answers.

    Examples
    --------
    >>> import shapely
    >>> two = Locator.of([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)])
    >>> two.locate([0.5, 1.0, 2.0, 3.0], [0.5, 0.5, 0.5, 0.5]).tolist()
    [0, 1, 1, -1]
    """

    frame: np.ndarray
    """West and south edge of the grid (degrees), cells a degree along longitude and latitude."""

    cells: np.ndarray
    """int64, SIDE² + 1: where the outlines of each cell begin in ``found``, row by row."""

    found: np.ndarray
    """int32: twice the number of an outline, and one more where it covers the whole cell."""

    bands: np.ndarray
    """int64, outlines by SIDE + 1: where the edges of an outline in a row begin in ``edges``."""

    edges: np.ndarray
    """float64, n by 4: lower end and upper end (lon, lat) of every edge of every band."""

    @classmethod
    def of(cls, outlines: Sequence[shapely.Geometry] | np.ndarray) -> Locator:
        """Make outlines (polygons or multipolygons, valid, EPSG:4326) ready."""
        shapes = np.asarray(outlines, dtype=object)
        owner, ends = _edges(shapes)
        frame = _frame(ends)
        bands, order = _bands(owner, ends, frame, len(shapes))
        edges = np.ascontiguousarray(ends[order])
        boxes = _boxes(owner, ends, frame, len(shapes))
        counts = np.zeros(SIDE * SIDE + 1, dtype=np.int64)
        _fill(frame, bands, edges, boxes, counts, np.empty(0, dtype=np.int32))
        cells = np.cumsum(counts)
        found = np.empty(cells[-1], dtype=np.int32)
        _fill(frame, bands, edges, boxes, cells.copy(), found)
        return cls(frame, cells, found, bands, edges)

    def locate(
        self, lon: Sequence[float] | np.ndarray, lat: Sequence[float] | np.ndarray
    ) -> np.ndarray:
        """Return the number of the outline of each position (degrees), -1 outside all of them.

        Returns
        -------
        numpy.ndarray
            int32, as long as ``lon``. A position that is not a number lies outside.
        """
        x, y = np.ascontiguousarray(lon, dtype=float), np.ascontiguousarray(lat, dtype=float)
        out = np.empty(len(x), dtype=np.int32)
        parts = (self.frame, self.cells, self.found, self.bands, self.edges)
        spread(lambda block: _locate(x[block], y[block], *parts, out[block]), len(x))
        return out


def _edges(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the edges of outlines, the lower end first so that neighbours see the same edge."""
    parts, shape = shapely.get_parts(shapes, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    within = ring[1:] == ring[:-1]
    first, last = points[:-1][within], points[1:][within]
    downward = (first[:, 1] > last[:, 1]) | (
        (first[:, 1] == last[:, 1]) & (first[:, 0] > last[:, 0])
    )
    first[downward], last[downward] = last[downward], first[downward].copy()
    return shape[part[ring[:-1][within]]], np.hstack([first, last])


def _frame(ends: np.ndarray) -> np.ndarray:
    if not len(ends):
        return np.array([0.0, 0.0, 1.0, 1.0])
    low = ends[:, :2].min(axis=0)
    low[0] = min(low[0], ends[:, 2].min())
    high = ends[:, 2:].max(axis=0)
    high[0] = max(high[0], ends[:, 0].max())
    return np.concatenate([low, SIDE / (high - low)])


def _row(values: np.ndarray, start: float, scale: float) -> np.ndarray:
    """Return the row or column of values; never falls where values grow, as the kernel's."""
    return np.clip(((values - start) * scale).astype(np.int64), 0, SIDE - 1)


def _bands(
    owner: np.ndarray, ends: np.ndarray, frame: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Sort edges by outline and row; an edge stands in every row that it runs through."""
    first, last = _row(ends[:, 1], frame[1], frame[3]), _row(ends[:, 3], frame[1], frame[3])
    spans = last - first + 1
    edge = np.repeat(np.arange(len(ends)), spans)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(spans) - spans, spans)
    band = owner[edge] * SIDE + first[edge] + step
    order = np.argsort(band, kind="stable")
    starts = np.searchsorted(band[order], np.arange(count * SIDE + 1))
    return starts.astype(np.int64), edge[order]


def _boxes(owner: np.ndarray, ends: np.ndarray, frame: np.ndarray, count: int) -> np.ndarray:
    """Return first and last column, first and last row of each outline; none where it is empty."""
    boxes = np.tile(np.array([SIDE, -1, SIDE, -1]), (count, 1))
    west = _row(np.minimum(ends[:, 0], ends[:, 2]), frame[0], frame[2])
    east = _row(np.maximum(ends[:, 0], ends[:, 2]), frame[0], frame[2])
    np.minimum.at(boxes[:, 0], owner, np.maximum(west - 1, 0))
    np.maximum.at(boxes[:, 1], owner, np.minimum(east + 1, SIDE - 1))
    np.minimum.at(boxes[:, 2], owner, _row(ends[:, 1], frame[1], frame[3]))
    np.maximum.at(boxes[:, 3], owner, _row(ends[:, 3], frame[1], frame[3]))
    return boxes


@inner
def _sum(a: float, b: float) -> tuple[float, float]:
    """Return a sum and what rounding lost of it."""
    whole = a + b
    part = whole - a
    return whole, (a - (whole - part)) + (b - part)


@inner
def _product(a: float, b: float) -> tuple[float, float]:
    """Return a product and what rounding lost of it."""
    whole = a * b
    split = 134217729.0
    high_a = split * a - (split * a - a)
    high_b = split * b - (split * b - b)
    low_a, low_b = a - high_a, b - high_b
    return whole, ((high_a * high_b - whole) + high_a * low_b + low_a * high_b) + low_a * low_b


@inner
def _side(  # noqa: PLR0917 -- three points
    ax: float, ay: float, bx: float, by: float, x: float, y: float
) -> float:
    """Return a value above 0 left of the line from a to b, below 0 right of it, 0 on it."""
    left, right = (bx - ax) * (y - ay), (by - ay) * (x - ax)
    plain = left - right
    if abs(plain) > 4e-16 * (abs(left) + abs(right)):
        return plain
    dx, dx_low = _sum(bx, -ax)
    dy, dy_low = _sum(by, -ay)
    px, px_low = _sum(x, -ax)
    py, py_low = _sum(y, -ay)
    left, left_low = _product(dx, py)
    right, right_low = _product(dy, px)
    whole, low = _sum(left, -right)
    more = (dx * py_low + dx_low * py) - (dy * px_low + dy_low * px)
    return whole + (low + (left_low - right_low) + more)


@inner
def _within(edges: np.ndarray, first: int, last: int, x: float, y: float) -> int:
    """Return 1 inside, 0 outside, and -1 outside but on the border."""
    inside, touches = False, False
    for i in range(first, last):
        ax, ay, bx, by = edges[i, 0], edges[i, 1], edges[i, 2], edges[i, 3]
        if y < ay or y > by:
            continue
        if ay == by:
            touches = touches or ax <= x <= bx
            continue
        if x > max(ax, bx):
            continue
        side = _side(ax, ay, bx, by, x, y)
        if side == 0.0:
            touches = True
        elif side > 0.0 and y < by:
            inside = not inside
    return 1 if inside else (-1 if touches else 0)


@Kernel
def _locate(  # noqa: PLR0917 -- kernels take arrays by position
    lon: np.ndarray,
    lat: np.ndarray,
    frame: np.ndarray,
    cells: np.ndarray,
    found: np.ndarray,
    bands: np.ndarray,
    edges: np.ndarray,
    out: np.ndarray,
) -> None:
    """Write the number of the outline of each position."""
    for i in range(len(lon)):
        out[i] = -1
        column, row = (lon[i] - frame[0]) * frame[2], (lat[i] - frame[1]) * frame[3]
        if not (-1e-3 <= column <= SIDE + 1e-3 and -1e-3 <= row <= SIDE + 1e-3):
            continue
        at = min(max(int(row), 0), SIDE - 1)
        cell = at * SIDE + min(max(int(column), 0), SIDE - 1)
        touched = -1
        for j in range(cells[cell], cells[cell + 1]):
            outline = found[j] >> 1
            if found[j] & 1:
                out[i] = outline
                break
            band = outline * SIDE + at
            answer = _within(edges, bands[band], bands[band + 1], lon[i], lat[i])
            if answer > 0:
                out[i] = outline
                break
            if answer < 0 and touched < 0:
                touched = outline
        if out[i] < 0:
            out[i] = touched


@inner
def _mark(  # noqa: PLR0917 -- as above
    marks: np.ndarray, edges: np.ndarray, first: int, last: int, frame: np.ndarray, row: int
) -> None:
    """Mark the cells of a row that edges run through."""
    south = frame[1] + (row - _MARGIN) / frame[3]
    north = frame[1] + (row + 1 + _MARGIN) / frame[3]
    for i in range(first, last):
        ax, ay, bx, by = edges[i, 0], edges[i, 1], edges[i, 2], edges[i, 3]
        west, east = ax, bx
        if by > ay:
            west = ax + (bx - ax) * max(0.0, (south - ay) / (by - ay))
            east = ax + (bx - ax) * min(1.0, (north - ay) / (by - ay))
        begin = int((min(west, east) - frame[0]) * frame[2] - _MARGIN)
        end = int((max(west, east) - frame[0]) * frame[2] + _MARGIN)
        for column in range(max(begin, 0), min(end, SIDE - 1) + 1):
            marks[column] = True


@Kernel
def _fill(  # noqa: PLR0917 -- as above
    frame: np.ndarray,
    bands: np.ndarray,
    edges: np.ndarray,
    boxes: np.ndarray,
    cursor: np.ndarray,
    found: np.ndarray,
) -> None:
    """Write the outlines of each cell; without room for them, count them into the next cell."""
    marks = np.zeros(SIDE, dtype=np.bool_)
    counting = len(found) == 0
    for outline in range(len(boxes)):
        for row in range(boxes[outline, 2], boxes[outline, 3] + 1):
            first, last = bands[outline * SIDE + row], bands[outline * SIDE + row + 1]
            marks[:] = False
            _mark(marks, edges, first, last, frame, row)
            y = frame[1] + (row + 0.5) / frame[3]
            known, inside = False, False
            for column in range(boxes[outline, 0], boxes[outline, 1] + 1):
                if marks[column]:
                    known = False
                elif not known:
                    x = frame[0] + (column + 0.5) / frame[2]
                    inside, known = _within(edges, first, last, x, y) == 1, True
                if not (marks[column] or inside):
                    continue
                cell = row * SIDE + column
                if counting:
                    cursor[cell + 1] += 1
                else:
                    found[cursor[cell]] = 2 * outline + (not marks[column])
                    cursor[cell] += 1
