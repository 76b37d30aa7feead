"""What surrounds each unit, and the ground that changes sides when a settlement is left out."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from geo.atlas import Atlas
from geo.cache import load_derived

if TYPE_CHECKING:
    import numpy as np
    import shapely

    from geo.atlas.units import Pull

#: Distance between the cells of a cut sub-district, in degrees (about 1.1 km).
STEP = 0.01

#: Cells of one sub-district at least, however small it is.
LEAST = 100


class Move(NamedTuple):
    """Ground that falls to another part when a settlement is left out."""

    source: str  #: The part that it belongs to.
    target: str  #: The part that it would fall to.
    share: float  #: Its share of the first part's area.


class Surroundings(NamedTuple):
    """What the samples need of the ground."""

    neighbours: dict[str, list[str]]  #: Units beside each unit, the longest common border first.
    #: By cut sub-district, for each of its settlements, the ground that moves without it.
    cuts: dict[str, list[list[Move]]]


@lru_cache(maxsize=8)
def load_surroundings(atlas: Atlas) -> Surroundings:
    """Return neighbours and cuts; computed once for each version of the data."""
    known = load_derived(
        atlas, "surroundings", lambda: {"beside": _beside(atlas), "cuts": _cuts(atlas)}
    )
    cuts = {
        pcode: [[Move(*move) for move in moves] for moves in settlements]
        for pcode, settlements in known["cuts"].items()
    }
    return Surroundings(known["beside"], cuts)


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


def _cuts(atlas: Atlas) -> dict[str, list[list[Move]]]:
    """Return what moves when each settlement of each cut sub-district is left out in turn."""
    from geo.atlas.units import Pull  # noqa: PLC0415 -- only where nothing is cached

    if not atlas.size("seeds"):
        return {}
    places = atlas.table("places")[["id", "lon", "lat", "kind"]].rename(columns={"id": "place"})
    seeds = atlas.table("seeds")[["place", "part"]].merge(places, on="place")
    parts = atlas.table("parts")
    outlines = atlas.subdistricts.set_index("pcode").geometry
    return {
        str(pcode): _moves(
            Pull.of(seeds[seeds["part"].isin(rows["id"])]), spread_cells(outlines[str(pcode)])
        )
        for pcode, rows in parts.groupby("pcode")
    }


def spread_cells(outline: shapely.Geometry) -> np.ndarray:
    """Return the centres of the cells of an outline, lon and lat."""
    import numpy as np  # noqa: PLC0415 -- only where nothing is cached
    import shapely  # noqa: PLC0415 -- only where nothing is cached

    west, south, east, north = shapely.bounds(outline)
    step = min(STEP, ((east - west) * (north - south) / LEAST) ** 0.5)
    lon, lat = np.meshgrid(
        np.arange(west + step / 2, east, step), np.arange(south + step / 2, north, step)
    )
    inside = shapely.contains_xy(outline, lon.ravel(), lat.ravel())
    return np.column_stack([lon.ravel()[inside], lat.ravel()[inside]])


def _moves(pull: Pull, cells: np.ndarray) -> list[list[Move]]:
    import numpy as np  # noqa: PLC0415 -- only where nothing is cached

    nearest, second = rank_settlements(pull, cells)
    names = pull.names
    moved = names[nearest] != names[second]
    sizes = {name: int((names[nearest] == name).sum()) for name in set(names)}
    moves: list[list[Move]] = []
    for seed, part in enumerate(names):
        targets = names[second][(nearest == seed) & moved]
        counts = zip(*np.unique(targets, return_counts=True), strict=True)
        moves.append(
            [
                Move(str(part), str(target), round(int(count) / sizes[part], 4))
                for target, count in counts
            ]
        )
    return moves


def rank_settlements(pull: Pull, cells: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return for each cell the settlement that pulls it, and the one that would without that."""
    import numpy as np  # noqa: PLC0415 -- only where nothing is cached

    from geo.atlas.units import ASPECT  # noqa: PLC0415 -- only where nothing is cached

    far = np.linalg.norm((cells * [ASPECT, 1.0])[:, None] - pull.flat[None], axis=2)
    far = np.where(far <= pull.reach, far, np.inf)
    order = np.argsort(far, axis=1, kind="stable")
    return order[:, 0], order[:, min(1, order.shape[1] - 1)]
