"""What surrounds each unit, and the ground that changes sides where a line may lie elsewhere."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from geo.ask.uncertainty.near_line import Move, list_moves
from geo.atlas import Atlas
from geo.cache import load_derived


class Surroundings(NamedTuple):
    """What the samples need of the ground."""

    neighbours: dict[str, list[str]]  #: Units beside each unit, the longest common border first.
    #: By cut sub-district, for each step of ``NEAR_LINE``, the ground that a line may move.
    cuts: dict[str, list[list[Move]]]


@lru_cache(maxsize=8)
def load_surroundings(atlas: Atlas) -> Surroundings:
    """Return neighbours and cuts; computed once for each version of the data."""
    known = load_derived(
        atlas, "surroundings", lambda: {"beside": _beside(atlas), "cuts": _write_moves(atlas)}
    )
    cuts = {
        pcode: [[Move(*move) for move in moves] for moves in steps]
        for pcode, steps in known["cuts"].items()
    }
    return Surroundings(known["beside"], cuts)


def _write_moves(atlas: Atlas) -> dict[str, list[list[tuple[str, str, float]]]]:
    return {
        pcode: [[(move.source, move.target, move.share) for move in moves] for moves in steps]
        for pcode, steps in list_moves(atlas).items()
    }


def _beside(atlas: Atlas) -> dict[str, list[str]]:
    import numpy as np  # noqa: PLC0415 -- only where nothing is cached
    import shapely  # noqa: PLC0415 -- only where nothing is cached

    shapes, units = atlas.unit_shapes, [row["unit"] for row in atlas.unit_records]
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = np.column_stack([first, second])[first < second]
    borders = shapely.length(
        shapely.intersection(
            shapely.boundary(shapes[pairs[:, 0]]), shapely.boundary(shapes[pairs[:, 1]])
        )
    )
    result: dict[str, list[tuple[float, str]]] = {unit: [] for unit in units}
    for (item, other), length in zip(pairs, borders, strict=True):
        if length > 0:
            result[units[item]].append((-float(length), units[other]))
            result[units[other]].append((-float(length), units[item]))
    return {unit: [other for _, other in sorted(beside)] for unit, beside in result.items()}
