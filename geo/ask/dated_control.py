"""Control by day that somebody else records, laid over the units of the atlas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.ask.holdings import find_units
from geo.atlas import Atlas
from geo.atlas.outlines import areas_km2
from geo.errors import AmbiguousError, QuestionError
from geo.gazetteer.entries import Kind
from geo.gazetteer.resolver import SOMEWHERE, Place, candidates, resolve
from geo.words import phrase

#: Degrees between corners at most: edges are straight in degrees and bend where areas are measured.
_STEP: Final = 0.05

#: Pieces smaller than this, in km², are what is left between two drawings of one line.
SLIVER: Final = 0.05

#: Share of a unit from which on a piece is all of it.
FULL: Final = 0.9999

#: Kinds of places that a column of each kind names.
KINDS: Final = {
    "unit": SOMEWHERE,
    "place": (Kind.PLACE, Kind.SUBDISTRICT, Kind.DISTRICT, Kind.GOVERNORATE, Kind.AREA),
    "subdistrict": (Kind.SUBDISTRICT,),
    "district": (Kind.DISTRICT,),
    "governorate": (Kind.GOVERNORATE,),
}

#: How fine the ground of a row is: where rows overlap the finer one holds.
_FINENESS: Final = {Kind.GOVERNORATE: 0, Kind.AREA: 1, Kind.DISTRICT: 2, Kind.SUBDISTRICT: 3}
PART: Final = 4

#: Place in the units of what lies beyond all of them.
BEYOND: Final = -1

#: Numbers of the days that stand for an open start and an open end.
FIRST, AFTER = date.min.toordinal(), date.max.toordinal()


@dataclass(frozen=True)
class Ground:
    """What a row of a table names."""

    units: tuple[int, ...]  #: Places of its units in the atlas.
    fineness: int
    name: str  #: Name of what was taken.
    kind: str  #: What that is: a :class:`Kind`, or ``unit`` for a part of a sub-district.
    #: What the text names where that is a point: a town, whose unit is taken; else empty.
    point: str = ""


@lru_cache(maxsize=20_000)
def find_named(atlas: Atlas, named: tuple[tuple[str, str], ...]) -> Ground | None:
    """Return the ground that the cells of a row name, the finest first; None where they do not.

    Coarser cells say which of several places of one name is meant, and must not contradict.

    >>> from geo import Atlas
    >>> atlas = Atlas.load()
    >>> find_named(atlas, (("district", "سنجار"),)).kind
    'district'
    >>> find_named(atlas, (("place", "Sinjar"),)).name
    'Sinjar (north-east)'
    """
    (role, text), *context = named
    around: set[int] | None = None
    for wider, cell in reversed(context):
        ground = find_named(atlas, ((wider, cell),))
        if ground is None:
            continue
        around = set(ground.units) if around is None else around & set(ground.units)
    for place in _find_candidates(atlas, text, KINDS[role]):
        ground = _find_ground(atlas, place)
        if ground and (around is None or set(ground.units) <= around):
            return ground
    return None


def _find_candidates(atlas: Atlas, text: str, kinds: Sequence[Kind]) -> Iterator[Place]:
    try:
        yield resolve(atlas, text, kinds)
    except AmbiguousError:
        pass
    except QuestionError:
        return
    yield from candidates(atlas, text, kinds)[0]


def _find_ground(atlas: Atlas, place: Place) -> Ground | None:
    try:
        units = find_units(atlas, place)
    except QuestionError:  # a place abroad
        return None
    places = tuple(_number_units(atlas)[unit] for unit in units)
    if not places:
        return None
    if place.entry and place.codes:
        return Ground(places, _FINENESS[place.entry.kind], place.name, str(place.entry.kind))
    row = atlas.unit_records[places[0]]
    is_uncut = row["unit"] == row["pcode"]
    kind = str(Kind.SUBDISTRICT) if is_uncut else "unit"
    point = "" if place.codes else place.name
    return Ground(places, 3 if is_uncut else PART, row["name_en"], kind, point)


@lru_cache(maxsize=4)
def _number_units(atlas: Atlas) -> dict[str, int]:
    return {row["unit"]: at for at, row in enumerate(atlas.unit_records)}


@dataclass(frozen=True, eq=False)
class DatedControl:
    """Who holds which ground from a day to another, as somebody else records it."""

    #: One row a row of theirs: row (its number in the file), place, ground (what was taken for it),
    #: holder, start, end (the first day after; None where open), source, note.
    rows: pd.DataFrame
    #: row (place in ``rows``), unit (place in the units of the atlas, :data:`BEYOND` for ground
    #: beyond), holder, km2, share (of the unit), start, end, geometry (EPSG:4326; None where it is
    #: the unit's).
    pieces: pd.DataFrame
    #: Ground that two rows give to different holders: above and below (places in ``rows``), start,
    #: end, km2, finer (whether the upper one is of a finer level, or only a later row).
    overlaps: pd.DataFrame

    @property
    def days(self) -> tuple[date, ...]:
        """Days on which anything changes, in order."""
        return tuple(sorted({day for name in ("start", "end") for day in self.rows[name] if day}))


#: Hears how far laying rows over the units is: the share, and how many corners there are.
Report = Callable[[tuple[float, int]], None]


def cut_rows(
    atlas: Atlas,
    rows: pd.DataFrame,
    ground: Sequence[Ground | None],
    shapes: Any,
    report: Report = lambda _: None,
) -> DatedControl:
    """Lay rows over the units: of those that overlap the finer one holds, then the later one.

    Parameters
    ----------
    rows
        As :class:`DatedControl` has them, without ``ground``. Where ``holder`` is None the ground
        of a row is left out.
    ground
        What each row names; None where it has an outline.
    shapes
        Outlines (EPSG:4326), or None.
    report
        Called with the share that is done and the corners of all outlines, time and again.
    """
    rows = rows.reset_index(drop=True)
    spans = [
        (start.toordinal() if start else FIRST, end.toordinal() if end else AFTER)
        for start, end in zip(rows["start"], rows["end"], strict=True)
    ]
    fineness = [PART if item is None else item.fineness for item in ground]
    fragments: dict[int, list[tuple[int, Any]]] = {}
    for at, item in enumerate(ground):
        if rows["holder"][at] is not None and item is not None:
            for unit in item.units:
                fragments.setdefault(unit, []).append((at, None))
    count = 0
    if shapes is not None:
        outlined = [
            at for at, item in enumerate(ground) if item is None and rows["holder"][at] is not None
        ]
        count = int(shapely.get_num_coordinates(shapes[outlined]).sum())
        for unit, at, shape in _cut(atlas, shapes, outlined, count, report):
            fragments.setdefault(unit, []).append((at, shape))
    pieces, overlaps = [], []
    corners = {
        unit: 1 + int(sum(shapely.get_num_coordinates(shape) for _, shape in members if shape))
        for unit, members in fragments.items()
    }
    laid, total = 0, 2 * sum(corners.values())  # cutting is about half of the work
    for unit, members in fragments.items():
        order = sorted(members, key=lambda item: (fineness[item[0]], item[0]), reverse=True)
        outline = atlas.unit_shapes[unit]
        laid_pieces, hidden = lay_rows(unit, order, spans, rows["holder"].tolist(), outline)
        pieces += laid_pieces
        overlaps += hidden
        laid += corners[unit]
        report((0.5 + laid / total, count))
    table = pd.DataFrame(pieces, columns=list(_PIECE))
    table["geometry"] = table["geometry"].astype(object).where(table["geometry"].notna(), None)
    table["km2"] = _measure(atlas, table["unit"], table["geometry"].tolist())
    table = table[table["km2"] > SLIVER].copy()
    if not (table["unit"] != BEYOND).any():
        raise QuestionError(phrase("fault.elsewhere"))
    full = np.append(atlas.units["km2"].to_numpy(float), np.inf)[table["unit"]]
    table["share"] = np.minimum(table["km2"] / full, 1.0)
    table.loc[table["share"] > FULL, "geometry"] = None
    table = _read_days(table)
    named = [item.name if item else "" for item in ground]
    return DatedControl(
        rows.assign(ground=named),
        table.sort_values(["unit", "row"], ignore_index=True),
        _list_overlaps(atlas, overlaps, fineness),
    )


#: Columns of a piece before it is measured.
_PIECE: Final = ("row", "unit", "holder", "start", "end", "geometry")


def _cut(
    atlas: Atlas, shapes: Any, rows: Sequence[int], corners: int, report: Report
) -> Iterator[tuple[int, int, Any]]:
    """Yield unit, row and the ground that an outline has there, and what lies near beyond them."""
    west, south, east, north = atlas.units.total_bounds
    near = shapely.box(west - 3, south - 3, east + 3, north + 3)
    units = atlas.units.geometry.to_numpy()
    tree = shapely.STRtree(units)
    for number, row in enumerate(rows):
        shape = shapely.segmentize(shapely.intersection(shapes[row], near), _STEP)
        cut = np.sort(tree.query(shape, predicate="intersects")).tolist()
        for place, unit in enumerate(cut):
            report(((number + place / len(cut)) / len(rows) / 2, corners))
            piece = _keep_areas(shapely.intersection(units[unit], shape))
            if not piece.is_empty:
                yield unit, row, piece
        if not shapely.covers(atlas.country, shape):
            piece = _keep_areas(shapely.difference(shape, atlas.country))
            if not piece.is_empty:
                yield BEYOND, row, piece


def _keep_areas(piece: Any) -> Any:
    """Return the areas of a cut, which has points and lines where borders only touch."""
    if isinstance(piece, shapely.Polygon | shapely.MultiPolygon):
        return piece
    return shapely.union_all([part for part in shapely.get_parts(piece) if part.area > 0])


#: A row, and its ground in a unit; None is all of the unit.
Sheet = tuple[int, Any]


def lay_rows(
    unit: int,
    rows: Sequence[Sheet],
    spans: Sequence[tuple[int, int]],
    holders: Sequence[str],
    outline: Any = None,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return what of a unit each row holds over time, the uppermost first, and what it hides.

    ``outline`` is the unit's, where some rows have outlines of their own.
    """
    pieces: list[dict[str, Any]] = []
    overlaps: list[dict[str, Any]] = []
    stacks: dict[tuple[int, ...], tuple[list[Sheet], list[dict[str, Any]]]] = {}
    before: dict[int, dict[str, Any]] = {}
    for start, end in pairwise(sorted({edge for row, _ in rows for edge in spans[row]})):
        active = [(row, shape) for row, shape in rows if spans[row][0] <= start < spans[row][1]]
        key = tuple(row for row, _ in active)
        if key not in stacks:
            stacks[key] = _stack(unit, active, holders, outline)
        tops, hidden = stacks[key]
        days = {"start": start, "end": end}
        overlaps += [{**item, **days} for item in hidden]
        current = {}
        for row, shape in tops:
            piece = before.get(row)
            if piece is not None and _is_same(piece["geometry"], shape):
                piece["end"] = end
            else:
                piece = {"row": row, "unit": unit, "holder": holders[row]}
                piece |= {**days, "geometry": shape}
                pieces.append(piece)
            current[row] = piece
        before = current
    return pieces, overlaps


def _stack(
    unit: int, active: Sequence[Sheet], holders: Sequence[str], outline: Any
) -> tuple[list[Sheet], list[dict[str, Any]]]:
    """Return what each row has of the ground, and what it hides of others' rows."""
    tops: list[Sheet] = []
    hidden = []
    for row, shape in active:
        visible = shape
        for upper, above in tops:
            common = above if shape is None else shape
            if shape is not None and above is not None:
                common = _keep_areas(shapely.intersection(shape, above))
            if common is not None and common.is_empty:
                continue
            if holders[upper] != holders[row]:
                hidden.append({"above": upper, "below": row, "unit": unit, "geometry": common})
            if above is None:
                visible = _EMPTY
                break
            visible = outline if visible is None else visible
            visible = _keep_areas(shapely.difference(visible, above))
            if visible.is_empty:
                break
        if visible is None or not visible.is_empty:
            tops.append((row, visible))
    return tops, hidden


_EMPTY: Final = shapely.Polygon()


def _is_same(first: Any, second: Any) -> bool:
    return first is second or (
        first is not None and second is not None and bool(shapely.equals_exact(first, second))
    )


def _measure(atlas: Atlas, units: Iterable[int], shapes: Sequence[Any]) -> np.ndarray:
    """Return the km² of pieces, shape (n,); those without an outline are all of their unit."""
    km2 = np.append(atlas.units["km2"].to_numpy(float), np.nan)[list(units)]
    outlined = [at for at, shape in enumerate(shapes) if shape is not None]
    if outlined:
        series = gpd.GeoSeries([shapes[at] for at in outlined], crs=4326)
        km2[outlined] = areas_km2(series, atlas.profile.equal_area)
    return km2


def _list_overlaps(
    atlas: Atlas, overlaps: Sequence[dict[str, Any]], fineness: Sequence[int]
) -> pd.DataFrame:
    columns = ("above", "below", "start", "end", "km2", "finer")
    if not overlaps:
        return pd.DataFrame(columns=columns)
    table = pd.DataFrame(overlaps)
    table["km2"] = _measure(atlas, table["unit"], table["geometry"].tolist())
    table = table[table["km2"] > SLIVER]
    units = table.groupby(["above", "below", "unit"], as_index=False).agg(
        start=("start", "min"), end=("end", "max"), km2=("km2", "max")
    )
    rows = units.groupby(["above", "below"], as_index=False).agg(
        start=("start", "min"), end=("end", "max"), km2=("km2", "sum")
    )
    rows["finer"] = [
        fineness[above] > fineness[below]
        for above, below in zip(rows["above"], rows["below"], strict=True)
    ]
    return _read_days(rows).sort_values("km2", ascending=False, ignore_index=True)[list(columns)]


def _read_days(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose numbers of days are days, None where open."""
    for name, edge in (("start", FIRST), ("end", AFTER)):
        days = [None if day == edge else date.fromordinal(day) for day in table[name]]
        table[name] = pd.Series(days, table.index, object)
    return table
