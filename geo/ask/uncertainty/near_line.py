"""How near ground is to a line that was drawn between settlements of different holders.

Such a line runs half-way between settlements whose holder is known. Ground that is hardly nearer to
those of its own side than to those of another may lie beyond it: witnesses say how often.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from geo.atlas import Atlas
from geo.files.cache import load_derived

if TYPE_CHECKING:
    import numpy as np
    import shapely


#: Near a line: the distance to the nearest settlement of another side, divided by that to the
#: nearest of the recorded one, and the share of marks of July 2017 that agree from there on.
NEAR_LINE: tuple[tuple[float, float], ...] = ((3.0, 0.994), (2.0, 0.965), (1.5, 0.80), (0.0, 0.62))


#: The first step of ``NEAR_LINE`` that is in doubt.
DOUBTFUL = 2


class Settlements(NamedTuple):
    """Settlements by which ground is placed between holders."""

    unit: tuple[str, ...]  #: The unit whose holder each stands for.
    lon: np.ndarray  #: In degrees.
    lat: np.ndarray


@lru_cache(maxsize=4)
def settlements(atlas: Atlas) -> Settlements:
    """Return the settlements that draw parts and, of units that none draws, their places."""
    import numpy as np  # noqa: PLC0415 -- most questions need none

    from geo.ask.area_of_interest import units_of  # noqa: PLC0415 -- the same

    places = atlas.table("places")
    rows = {row["id"]: row for row in atlas.records("places")}
    drawn = [(row["part"], rows[row["place"]]) for row in atlas.records("seeds")]
    parts = {part for part, _ in drawn}
    within = zip(units_of(atlas, places), atlas.records("places"), strict=True)
    drawn += [(unit, row) for unit, row in within if unit and unit not in parts]
    return Settlements(
        tuple(unit for unit, _ in drawn),
        np.array([row["lon"] for _, row in drawn], dtype=float),
        np.array([row["lat"] for _, row in drawn], dtype=float),
    )


def measure_ratios(
    atlas: Atlas,
    positions: np.ndarray,
    recorded: Sequence[str],
    holders: Mapping[str, str],
    *,
    without: float = -1.0,
) -> np.ndarray:
    """Return how much farther another side's settlements are than those of the recorded side.

    Parameters
    ----------
    positions
        Shape (n, 2): lon, lat in degrees.
    recorded
        The recorded holder at each position.
    holders
        The holder of each unit.
    without
        Settlements within so many degrees of a position do not count (to leave out a witness's
        own).

    Returns
    -------
    numpy.ndarray
        Shape (n,), float64: the distance to the nearest settlement of another holder, divided by
        that to the nearest of the recorded one; below 1 beyond the middle between them.
    """
    import numpy as np  # noqa: PLC0415 -- most questions need none

    settled = settlements(atlas)
    sides = np.array([holders.get(unit, "") for unit in settled.unit])
    east = settled.lon - positions[:, :1]
    north = settled.lat - positions[:, 1:]
    far = np.hypot(east * np.cos(np.radians(positions[:, 1:])), north)
    far[np.hypot(east, north) <= without] = np.inf
    same = sides == np.array(recorded)[:, None]
    nearest = np.where(same, far, np.inf).min(axis=1)
    other = np.where(same, np.inf, far).min(axis=1)
    ratios: np.ndarray = other / np.maximum(nearest, 1e-9)
    return ratios


class Cut(NamedTuple):
    """A sub-district that is cut into parts, as cells of some square kilometre."""

    parts: tuple[str, ...]
    #: Which part each cell lies in, by its place in ``parts``.
    part: np.ndarray
    #: Units with a settlement that may matter, and the distance of each cell (rows) to the
    #: nearest settlement of each (columns), in degrees of latitude.
    units: tuple[str, ...]
    far: np.ndarray


@lru_cache(maxsize=4)
def cut_subdistricts(atlas: Atlas) -> Mapping[str, Cut]:
    """Return the cells of each sub-district that is cut, by its P-code."""
    import numpy as np  # noqa: PLC0415 -- most questions need none

    shapes = dict(zip((row["unit"] for row in atlas.unit_records), atlas.unit_shapes, strict=True))
    by_pcode: dict[str, list[str]] = defaultdict(list)
    for row in atlas.records("parts"):
        by_pcode[row["pcode"]].append(row["id"])
    settled = settlements(atlas)
    places = np.column_stack([settled.lon, settled.lat])
    cuts = {}
    for pcode, parts in by_pcode.items():
        cells = [spread_cells(shapes[part]) for part in parts]
        spots = np.concatenate(cells)
        centre = spots.mean(axis=0)
        around = np.hypot(*(places - centre).T) < REACH + np.hypot(*(spots - centre).T).max()
        near = np.flatnonzero(around)
        scale = [math.cos(math.radians(centre[1])), 1.0]
        steps = (spots[:, None] - places[near][None]) * scale
        units = tuple(dict.fromkeys(settled.unit[at] for at in near))
        distances, owners = np.hypot(*steps.T).T, np.array(settled.unit)[near]
        far = np.column_stack([distances[:, owners == unit].min(axis=1) for unit in units])
        numbers = np.repeat(np.arange(len(parts)), [len(spots) for spots in cells])
        columns = np.array([units.index(part) for part in parts])
        nearest = far[np.arange(len(far)), columns[numbers]]
        # A unit matters where it may be near enough to doubt a cell, or is one of the parts.
        matters = (far < NEAR_LINE[0][0] * nearest[:, None]).any(axis=0)
        matters[columns] = True
        near_units = tuple(unit for unit, is_near in zip(units, matters, strict=True) if is_near)
        cuts[pcode] = Cut(tuple(parts), numbers, near_units, far[:, matters])
    return cuts


#: Settlements within so many degrees of a cut sub-district count (about 55 km).
REACH = 0.5

#: Distance between the cells of a cut sub-district, in degrees (about 1.1 km); at least so many.
STEP, LEAST = 0.01, 60


def spread_cells(outline: shapely.Geometry) -> np.ndarray:
    """Return the centres of the cells of an outline, shape (n, 2): lon and lat in degrees."""
    import numpy as np  # noqa: PLC0415 -- most questions need none
    import shapely  # noqa: PLC0415 -- the same

    west, south, east, north = shapely.bounds(outline)
    step = min(STEP, (shapely.area(outline) / LEAST) ** 0.5)
    lon, lat = np.meshgrid(
        np.arange(west + step / 2, east, step), np.arange(south + step / 2, north, step)
    )
    inside = shapely.contains_xy(outline, lon.ravel(), lat.ravel())
    return np.column_stack([lon.ravel()[inside], lat.ravel()[inside]])


class Move(NamedTuple):
    """Ground of a part that may as well be another's, as the line between them is approximate."""

    source: str  #: The part that it belongs to.
    target: str  #: The part with the nearest other settlement.
    share: float  #: Its share of the first part's area.


def list_moves(atlas: Atlas) -> dict[str, list[list[Move]]]:
    """Return the ground that moves in each cut sub-district, by step of ``NEAR_LINE``."""
    import numpy as np  # noqa: PLC0415 -- only where nothing is cached

    result = {}
    bounds = [np.inf, *(least for least, _ in NEAR_LINE)]
    for pcode, cut in cut_subdistricts(atlas).items():
        columns = [cut.units.index(part) for part in cut.parts]
        far = cut.far[:, columns]
        steps: list[list[Move]] = [[] for _ in NEAR_LINE]
        for number, part in enumerate(cut.parts):
            cells = far[cut.part == number]
            nearest = np.maximum(cells[:, number], 1e-9)
            cells = np.where(np.arange(len(columns)) == number, np.inf, cells)
            ratios, targets = cells.min(axis=1) / nearest, cells.argmin(axis=1)
            for step, (above, least) in enumerate(pairwise(bounds)):
                inside = targets[(ratios >= least) & (ratios < above)]
                for target, count in zip(*np.unique(inside, return_counts=True), strict=True):
                    share = round(int(count) / len(cells), 4)
                    steps[step].append(Move(part, cut.parts[target], share))
        result[pcode] = steps
    return result


#: Shares of a part's ground by how near the line is: one for each step of ``NEAR_LINE``.
Shares = tuple[float, ...]


@lru_cache(maxsize=2048)
def _share_ground(atlas: Atlas, pcode: str, holders: tuple[str, ...]) -> Mapping[str, Shares]:
    """Return the shares of each part of a cut sub-district, by the holders of ``Cut.units``."""
    import numpy as np  # noqa: PLC0415 -- most questions need none

    cut = cut_subdistricts(atlas)[pcode]
    sides = np.array(holders)
    holder_of = dict(zip(cut.units, holders, strict=True))
    result = {}
    for number, part in enumerate(cut.parts):
        far = cut.far[cut.part == number]
        same = sides == holder_of[part]
        if same.all() or not len(far):
            continue
        ratios = far[:, ~same].min(axis=1) / np.maximum(far[:, same].min(axis=1), 1e-9)
        steps = [(ratios >= least).mean() for least, _ in NEAR_LINE]
        result[part] = tuple(np.diff([0.0, *steps]).round(4).tolist())
    return result


class NearLine(NamedTuple):
    """How near a line most of a part's ground is, from a day on."""

    unit: str
    start: date  #: The first day.
    step: int  #: Of ``NEAR_LINE``, for most of its ground; -1 while no line cuts its sub-district.
    doubt: int  #: Per cent of its ground on the steps from ``DOUBTFUL`` on.


@lru_cache(maxsize=4)
def load_lines(atlas: Atlas) -> Mapping[str, Sequence[NearLine]]:
    """Return how near a line each part was, day by day; computed once for each version."""
    rows = load_derived(atlas, "near_lines", lambda: [[*row] for row in _trace_lines(atlas)])
    result: dict[str, list[NearLine]] = defaultdict(list)
    for unit, start, step, doubt in rows:
        result[unit].append(NearLine(unit, date.fromisoformat(str(start)), step, doubt))
    return result


def find_line(atlas: Atlas, unit: str, day: date) -> NearLine | None:
    """Return how near a line a unit is on a day; None where no line cuts its sub-district."""
    rows = load_lines(atlas).get(unit, ())
    at = bisect_right(rows, day, key=lambda row: row.start) - 1
    return rows[at] if at >= 0 and rows[at].step >= 0 else None


def _trace_lines(atlas: Atlas) -> Iterator[tuple[str, str, int, int]]:
    spells: dict[str, list[tuple[date, str]]] = defaultdict(list)
    for row in atlas.spells:
        spells[row["unit"]].append((row["start"], row["holder"]))
    for pcode, cut in cut_subdistricts(atlas).items():
        days = sorted({start for unit in cut.units for start, _ in spells[unit]})
        last: dict[str, tuple[int, int]] = dict.fromkeys(cut.parts, (-1, 0))
        for day in days:
            holders = tuple(
                next((holder for start, holder in reversed(spells[unit]) if start <= day), "")
                for unit in cut.units
            )
            holder_of = dict(zip(cut.units, holders, strict=True))
            is_cut = len({holder_of[part] for part in cut.parts}) > 1
            shares = _share_ground(atlas, pcode, holders) if is_cut else {}
            for part in cut.parts:
                state = _summarise_shares(shares.get(part))
                if state != last[part]:
                    yield (part, day.isoformat(), *state)
                    last[part] = state


def _summarise_shares(shares: Shares | None) -> tuple[int, int]:
    if shares is None:
        return -1, 0
    passed = list(accumulate(shares))
    # Half of the ground, the farthest from the line first; the shares are rounded.
    return sum(share < 0.4999 for share in passed), round(100 * sum(shares[DOUBTFUL:]))


class Surroundings(NamedTuple):
    """What the samples need of the ground."""

    neighbours: dict[str, list[str]]  #: Units beside each unit, the longest common border first.
    #: By cut sub-district, for each step of ``NEAR_LINE``, the ground that a line may move.
    cuts: dict[str, list[list[Move]]]


@lru_cache(maxsize=8)
def load_surroundings(atlas: Atlas) -> Surroundings:
    """Return neighbours and cuts; computed once for each version of the data."""
    stored = load_derived(
        atlas,
        "surroundings",
        lambda: {"beside": _find_neighbours(atlas), "cuts": list_moves(atlas)},
    )
    cuts = {
        pcode: [[Move(*move) for move in moves] for moves in steps]
        for pcode, steps in stored["cuts"].items()
    }
    return Surroundings(stored["beside"], cuts)


def _find_neighbours(atlas: Atlas) -> dict[str, list[str]]:
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
