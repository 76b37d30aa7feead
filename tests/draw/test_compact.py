"""A coverage comes out of its topology as it went in, each border once and with both its sides."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo import Atlas
from geo.files.compact import SCALE, encode, encode_shapes

Ring = list[tuple[int, int]]
Code = dict[str, Any]


def points(flat: list[int]) -> Ring:
    """Undo the differences of one arc."""
    steps = np.array(flat).reshape(-1, 2).cumsum(axis=0)
    return [(int(x), int(y)) for x, y in steps]


def rebuild_rings(code: Code) -> list[list[Ring]]:
    """Return the closed rings of every outline on the grid, as the page joins them."""
    arcs = [points(arc) for arc in code["arcs"]]
    outlines = []
    for rings in code["rings"]:
        subset = []
        for references in rings:
            ring: Ring = []
            for reference in references:
                arc = arcs[reference] if reference >= 0 else arcs[~reference][::-1]
                assert not ring or ring[-1] == arc[0], "arcs of a ring must meet"
                ring += arc[1:] if ring else arc
            subset.append(ring)
        outlines.append(subset)
    return outlines


def on_grid(outline: shapely.Geometry) -> list[Ring]:
    """Return the rings of an outline on the grid, without points that fall together."""
    rings = []
    for polygon in shapely.get_parts(outline):
        polygon = shapely.geometry.polygon.orient(polygon)
        for ring in (polygon.exterior, *polygon.interiors):
            grid = np.rint(np.array(ring.coords)[:, :2] / SCALE).astype(int)
            selected: Ring = []
            for x, y in grid:
                if not selected or selected[-1] != (x, y):
                    selected.append((int(x), int(y)))
            rings.append(selected)
    return rings


def rotate_ring(ring: Ring) -> Ring:
    """Return a closed ring as it starts at its least point."""
    assert ring[0] == ring[-1]
    at = ring.index(min(ring))
    return ring[at:-1] + ring[: at + 1]


def edges(ring: Ring) -> list[tuple[Any, Any]]:
    return list(zip(ring, ring[1:], strict=False))


def judge(outlines: list[shapely.Geometry], code: Code) -> None:
    """Assert everything that holds for any topology of these outlines."""
    back = rebuild_rings(code)
    for outline, rings in zip(outlines, back, strict=True):
        assert [rotate_ring(ring) for ring in rings] == [
            rotate_ring(ring) for ring in on_grid(outline)
        ]
    owner = {
        edge: unit for unit, rings in enumerate(back) for ring in rings for edge in edges(ring)
    }
    used = Counter(
        (reference if reference >= 0 else ~reference)
        for rings in code["rings"]
        for ring in rings
        for reference in ring
    )
    for index, arc in enumerate(code["arcs"]):
        left, right = code["left"][index], code["right"][index]
        assert used[index] == (1 if right < 0 else 2)
        for a, b in edges(points(arc)):
            assert owner[a, b] == left
            assert owner.get((b, a), -1) == right


@pytest.fixture(scope="module")
def ground(atlas: Atlas) -> tuple[list[shapely.Geometry], list[list[str]], Code]:
    """Return the outlines, keys and topology of the units."""
    units = atlas.units
    keys = units[["governorate", "district", "pcode"]].to_numpy().tolist()
    outlines = list(units.geometry)
    return outlines, keys, encode(outlines, keys)


def test_units_come_back_on_the_grid(ground: tuple[list[Any], list[list[str]], Code]) -> None:
    outlines, _, code = ground
    judge(outlines, code)


def test_levels_are_those_of_the_first_key_that_differs(
    ground: tuple[list[Any], list[list[str]], Code],
) -> None:
    _, keys, code = ground
    seen = set()
    for left, right, level in zip(code["left"], code["right"], code["level"], strict=True):
        seen.add(level)
        if right < 0:
            assert level == 0
            continue
        same = [a == b for a, b in zip(keys[left], keys[right], strict=True)]
        assert level == (same.index(False) + 1 if False in same else 4)
    assert seen == {0, 1, 2, 3, 4}


def box(x: float, y: float, width: float = 1, height: float = 1) -> shapely.Polygon:
    return shapely.box(x, y, x + width, y + height)


@given(
    st.integers(1, 5).flatmap(
        lambda size: st.lists(st.integers(0, 3), min_size=size * size, max_size=size * size).map(
            lambda cells: (size, cells)
        )
    )
)
def test_any_colouring_of_a_chessboard_comes_back(board: tuple[int, list[int]]) -> None:
    size, cells = board
    colours = sorted(set(cells))
    outlines = [
        shapely.union_all(
            [box(i % size, i // size) for i, cell in enumerate(cells) if cell == colour]
        )
        for colour in colours
    ]
    # A union drops corners that its neighbours still need: give every outline all grid points.
    outlines = [shapely.segmentize(outline, 1) for outline in outlines]
    judge(outlines, encode(outlines, [[colour // 2, colour] for colour in colours]))


def test_shapes_keep_their_parts_and_holes() -> None:
    shapes = [
        shapely.MultiLineString([[(0, 0), (1, 1)], [(2, 2), (3, 3)]]),
        shapely.LineString([(0, 0), (0, 1)]),
    ]
    assert [len(parts) for parts in encode_shapes(shapes, closed=False)["parts"]] == [2, 1]
    ring = box(0, 0, 3, 3).difference(box(1, 1))
    assert [len(parts) for parts in encode_shapes([ring], closed=True)["parts"]] == [2]
