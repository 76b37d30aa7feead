"""Rules of the scope: what is in detail has spells and events of its own, all else has not."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import geopandas as gpd
import shapely

from geo.atlas.spread import Span, spread, subtract
from geo.atlas.table import Record, Table
from geo.data_file import PROFILE
from geo.errors import Fault
from geo.profile import Profile
from geo.profile_parts import Scope

Tables = Mapping[str, Table]
Shapes = Mapping[str, gpd.GeoDataFrame]

#: Precisions of positions that stand for more than a sub-district.
_LARGE = ("governorate", "country")


def check_scope(tables: Tables, shapes: Shapes, profile: Profile) -> Iterator[Fault]:
    if any(name not in tables for name in ("subdistricts", "districts", "governorates", "spells")):
        return
    yield from _units(tables)
    if scope := profile.scope:
        yield from _codes(scope, tables)
        if "areas" in tables and "subdistricts_shape" in shapes:
            yield from _disputed(scope, tables, shapes["subdistricts_shape"])
        yield from _outside(scope, tables)
        yield from _uncovered(scope, tables, profile.days.first)
        if "events" in tables and "subdistricts_shape" in shapes:
            yield from _events(scope, tables["events"], shapes["subdistricts_shape"])


def units_of(tables: Tables) -> set[str]:
    """Return the codes of the units of control: uncut sub-districts, and parts of cut ones."""
    units = set(tables["subdistricts"].rows["pcode"])
    if "parts" in tables:
        parts = tables["parts"].rows
        units = (units - set(parts["pcode"])) | set(parts["id"])
    return units


def _units(tables: Tables) -> Iterator[Fault]:
    larger = {code for name in ("districts", "governorates") for code in tables[name].rows["pcode"]}
    accepted = (
        "an uncut sub-district, a part of control/parts.csv, or the P-code of a district or "
        "governorate that it holds for"
    )
    yield from tables["spells"].find_others("unit", units_of(tables) | larger, accepted)


def _codes(scope: Scope, tables: Tables) -> Iterator[Fault]:
    known = list(tables["subdistricts"].rows["pcode"])
    for code in (code for each in scope.detail for code in each.codes):
        if not any(pcode.startswith(code) for pcode in known):
            yield Fault(PROFILE, None, "scope.detail", code, "a P-code of data/boundaries")


def _disputed(scope: Scope, tables: Tables, outlines: gpd.GeoDataFrame) -> Iterator[Fault]:
    """Yield sub-districts of disputed areas, and those that border on one, that lack detail."""
    if not outlines.is_valid.all():
        return  # a fault of its own
    listed = tuple(code for codes in tables["areas"].rows["pcodes"] for code in codes.split(";"))
    inside = outlines["pcode"].str.startswith(listed)
    ground = shapely.union_all(outlines[inside].geometry.to_numpy())
    borders = shapely.length(shapely.intersection(outlines.geometry.to_numpy(), ground)) > 0
    for pcode, is_listed in (
        outlines[inside | borders]
        .assign(inside=inside)[["pcode", "inside"]]
        .itertuples(index=False)
    ):
        if scope.spans(pcode) != [(dt.date.min, dt.date.max)]:
            place = "lies in" if is_listed else "borders on"
            accepted = f"in detail on all days: it {place} an area of disputed/areas.csv"
            yield Fault(PROFILE, None, "scope.detail", pcode, accepted)


def _outside(scope: Scope, tables: Tables) -> Iterator[Fault]:
    table, units = tables["spells"], units_of(tables)
    accepted = (
        "a unit in detail on some day of the row (scope of profile.yaml); elsewhere a spell of the "
        "district or governorate"
    )
    cells = (table.rows[name].tolist() for name in ("unit", "start", "end"))
    for index, (unit, start, end) in enumerate(zip(*cells, strict=True)):
        if unit in units and not scope.touches(unit, start, end):
            yield table.fault(index, "unit", f"{unit} from {start} to {end or 'today'}", accepted)


def _uncovered(scope: Scope, tables: Tables, first: dt.date) -> Iterator[Fault]:
    """Yield days of units that no spell answers; in detail only one of their own does.

    A gap behind a row is a fault of that row.
    """
    table, units = tables["spells"], sorted(units_of(tables))
    cells = (table.rows[name].tolist() for name in ("unit", "start", "end"))
    rows: list[Record] = [
        {"unit": unit, "start": start, "end": end} for unit, start, end in zip(*cells, strict=True)
    ]
    ends: dict[str, set[dt.date]] = defaultdict(set)
    spans: dict[tuple[str, bool], list[Span]] = defaultdict(list)
    for row in rows:
        ends[row["unit"]].add(row["end"])
    for row in spread(rows, units):
        spans[row["unit"], bool(row["context"])].append((row["start"], row["end"] or dt.date.max))
    missing: dict[tuple[Span, bool], list[str]] = defaultdict(list)
    for unit in units:
        answered, detail = spans[unit, False], scope.spans(unit)
        gaps = [
            (gap, True)
            for start, end in detail
            for gap in subtract((max(start, first), end), answered)
        ]
        known = [*detail, *answered, *spans[unit, True]]
        gaps += [(gap, False) for gap in subtract((first, dt.date.max), known)]
        behind = {day for code, days in ends.items() if unit.startswith(code) for day in days}
        for gap, is_detail in gaps:
            if gap[0] not in behind:
                missing[gap, is_detail].append(unit)
    for ((start, end), is_detail), lacking in missing.items():
        others = f" and {len(lacking) - 1} other units" if len(lacking) > 1 else ""
        which = "in detail then" if is_detail else "or one of the district or governorate"
        until = f" to {end}" if end < dt.date.max else " on"
        accepted = f"at least one spell of {lacking[0]}{others}, {which}"
        yield Fault(table.path, None, "unit", f"no spell from {start}{until}", accepted)


def _events(scope: Scope, table: Table, outlines: gpd.GeoDataFrame) -> Iterator[Fault]:
    kinds = ", ".join(scope.local_events)
    accepted = f"ground in detail on that day for {kinds} (scope of profile.yaml), or about"
    rows = table.rows
    for index in find_outside(scope, rows, outlines):
        yield table.fault(
            index, "place", f"{rows['place'][index]} on {rows['start'][index]}", accepted
        )


def find_outside(scope: Scope, rows: Any, outlines: gpd.GeoDataFrame) -> list[int]:
    """Return the places of events (a frame) that belong to ground in detail and lie elsewhere."""
    local = rows["type"].isin(scope.local_events) & (rows["about"] == "")
    local &= ~rows["position_precision"].isin(_LARGE)
    chosen = rows[local]
    points = shapely.points(chosen["lon"].to_numpy(float), chosen["lat"].to_numpy(float))
    where = gpd.GeoSeries(points, crs=4326).sindex.query(outlines.geometry.to_numpy(), "intersects")
    pcodes = {
        int(point): outlines["pcode"].iloc[shape] for shape, point in zip(*where, strict=True)
    }
    return [
        int(index)
        for at, (index, day) in enumerate(zip(chosen.index, chosen["start"], strict=True))
        if at not in pcodes or not scope.covers(pcodes[at], day)
    ]
