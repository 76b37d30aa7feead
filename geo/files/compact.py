"""Tables as columns and shapes as steps on a grid, as the page reads them; of a coverage once."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import shapely

#: The day from which days are counted.
EPOCH = date(1970, 1, 1).toordinal()

#: Degrees of one step of the grid that coordinates are sent on (about 11 m).
SCALE = 1e-4

Point = tuple[int, int]
Edge = tuple[Point, Point]


def columns(rows: pd.DataFrame, names: Iterable[str]) -> dict[str, list[Any]]:
    """Return columns of a table for the page: dates as days since 1970-01-01, gaps as None."""
    return {name: [cell(value) for value in rows[name]] for name in names}


def cell(value: Any) -> Any:
    """Return one value as JSON can hold it."""
    if isinstance(value, date):
        return value.toordinal() - EPOCH
    if isinstance(value, list | tuple):
        return [cell(element) for element in value]
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return int(value) if value.is_integer() else round(value, 5)
    return value


def encode(outlines: Sequence[shapely.Geometry], levels: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """Encode a valid coverage as arcs and rings: every border once, shared by its neighbours."""
    rings = [
        [_steps(shapely.get_coordinates(ring), SCALE) for ring in _rings(outline)]
        for outline in outlines
    ]
    owners = _owners(rings)
    nodes = _nodes(rings, owners)
    arcs: list[list[Point]] = []
    indexes: dict[tuple[Point, ...], int] = {}
    left: list[int] = []
    right: list[int] = []
    references = []
    for unit, unit_rings in enumerate(rings):
        result = []
        for ring in unit_rings:
            reference = []
            for arc in _split(ring, nodes):
                reverse = tuple(reversed(arc))
                if reverse in indexes:
                    index = indexes[reverse]
                    right[index] = unit
                    reference.append(~index)
                    continue
                indexes[tuple(arc)] = len(arcs)
                reference.append(len(arcs))
                arcs.append(arc)
                left.append(unit)
                right.append(-1)
            result.append(reference)
        references.append(result)
    return {
        "scale": SCALE,
        "x0": 0,
        "y0": 0,
        "arcs": [deltas(arc) for arc in arcs],
        "left": left,
        "right": right,
        "level": [_level(a, b, levels) for a, b in zip(left, right, strict=True)],
        "rings": references,
    }


def encode_shapes(
    shapes: Iterable[shapely.Geometry], closed: bool, scale: float = 1e-3
) -> dict[str, Any]:
    """Encode lines or polygons that share nothing, each as delta-coded parts (degrees / scale)."""
    parts = []
    for shape in shapes:
        pieces = _rings(shape) if closed else list(shapely.get_parts(shape))
        parts.append([deltas(_steps(shapely.get_coordinates(piece), scale)) for piece in pieces])
    return {"scale": scale, "x0": 0, "y0": 0, "closed": closed, "parts": parts}


def deltas(points: Sequence[Point]) -> list[int]:
    """Return the first point and then the differences, as one flat list."""
    steps = np.diff(np.asarray(points, dtype=np.int64), axis=0, prepend=[[0, 0]])
    return [int(step) for step in steps.ravel()]


def _rings(outline: shapely.Geometry) -> list[shapely.Geometry]:
    """Return the rings of an outline, shells counter-clockwise and holes clockwise."""
    rings = []
    for polygon in shapely.get_parts(outline):
        turned = shapely.geometry.polygon.orient(polygon)
        rings += [turned.exterior, *turned.interiors]
    return rings


def _steps(coordinates: np.ndarray, scale: float) -> list[Point]:
    grid = np.rint(coordinates[:, :2] / scale).astype(np.int64)
    differs = np.ones(len(grid), dtype=bool)
    differs[1:] = np.any(np.diff(grid, axis=0) != 0, axis=1)
    return [(int(x), int(y)) for x, y in grid[differs]]


def _owners(rings: Sequence[Sequence[Sequence[Point]]]) -> dict[Edge, int]:
    return {
        edge: unit
        for unit, unit_rings in enumerate(rings)
        for ring in unit_rings
        for edge in pairwise(ring)
    }


def _nodes(rings: Sequence[Sequence[Sequence[Point]]], owners: dict[Edge, int]) -> set[Point]:
    """Return the points where the neighbour across a ring changes, or more than two edges meet."""
    across: dict[Point, set[tuple[int, int]]] = defaultdict(set)
    beside: dict[Point, set[Point]] = defaultdict(set)
    for unit, unit_rings in enumerate(rings):
        for ring in unit_rings:
            for a, b in pairwise(ring):
                other = owners.get((b, a), -1)
                pair = (min(unit, other), max(unit, other))
                across[a].add(pair)
                across[b].add(pair)
                beside[a].add(b)
                beside[b].add(a)
    return {point for point in across if len(across[point]) > 1 or len(beside[point]) > 2}


def _split(ring: list[Point], nodes: set[Point]) -> list[list[Point]]:
    """Cut a closed ring at its nodes; a ring without nodes is one arc from its least point."""
    open_ring = ring[:-1]
    starts = [i for i, point in enumerate(open_ring) if point in nodes]
    first = starts[0] if starts else open_ring.index(min(open_ring))
    turned = open_ring[first:] + open_ring[: first + 1]
    cuts = [i for i, point in enumerate(turned) if point in nodes] if starts else []
    if not cuts:
        return [turned]
    return [turned[a : b + 1] for a, b in pairwise(cuts)]


def _level(a: int, b: int, levels: Sequence[Sequence[Any]]) -> int:
    if b < 0:
        return 0
    for depth, (level, other) in enumerate(zip(levels[a], levels[b], strict=True), start=1):
        if level != other:
            return depth
    return len(levels[a]) + 1
