"""Rules of single tables: people, conflict, rights; and of the scope, in which all is in detail."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain, pairwise
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geo.atlas.descriptor import Descriptor
from geo.atlas.table import Record, Span, Table, spread, subtract
from geo.errors import Fault
from geo.files.data_file import PACKAGE, PROFILE
from geo.profile import Profile
from geo.profile.parts import Scope

Tables = Mapping[str, Table]

#: The figures that add up, of a census and of the totals that its publisher prints.
FIGURES = ["urban_male", "urban_female", "rural_male", "rural_female"]

#: How long the code of each level is: the country's districts hold the first four digits of
#: their sub-districts' codes, its governorates the first two.
LEVELS = {"country": 0, "governorate": 2, "district": 4}


def check_people(tables: Mapping[str, Table], profile: Profile) -> Iterator[Fault]:
    """Yield every fault of the census and its totals."""
    if "census" in tables:
        yield from _check_levels(tables["census"], profile)
    if "census" in tables and "census_totals" in tables:
        yield from _check_sums(tables["census"], tables["census_totals"])


def _check_levels(table: Table, profile: Profile) -> Iterator[Fault]:
    """Hold what a P-code stands for against how its row says that it was matched."""
    lengths = profile.admin
    lengths_of_match = {
        "own": lengths.subdistrict,
        "within": lengths.subdistrict,
        "district": lengths.district,
        "governorate": lengths.governorate,
    }
    for index, pcode, match in zip(
        table.rows.index, table.rows["pcode"], table.rows["match"], strict=True
    ):
        if len(pcode) != lengths_of_match[match]:
            accepted = (
                f"a P-code of {lengths_of_match[match]} characters where the match is {match}"
            )
            yield table.fault(index, "pcode", pcode, accepted)
    exact = table.rows[table.rows["match"] == "own"]
    for index, pcode in exact.loc[exact["pcode"].duplicated(), "pcode"].items():
        accepted = "a P-code that is the own one of no other sub-district"
        yield table.fault(index, "pcode", pcode, accepted)


def _check_sums(census: Table, totals: Table) -> Iterator[Fault]:
    """Hold printed totals against their parts: governorates' against districts', the country's."""
    printed = totals.rows.set_index("code")
    levels = list(LEVELS.items())
    for (level, length), (below, more) in pairwise(levels):
        parts = printed[printed["level"] == below]
        yield from _find_unequal_sums(totals, level, parts, length, more)
    country = printed.loc[printed["level"] == "country", FIGURES].sum()
    sums = census.rows[FIGURES].sum()
    for column in (name for name in FIGURES if sums[name] != country[name]):
        accepted = f"{country[column]:.0f}, the country's total in {totals.path}"
        yield Fault(census.path, None, column, f"a sum of {sums[column]:.0f}", accepted)


def _find_unequal_sums(
    totals: Table, level: str, parts: pd.DataFrame, length: int, below: int
) -> Iterator[Fault]:
    sums = parts[FIGURES].groupby(parts.index.str[:length]).sum()
    rows = totals.rows[totals.rows["level"] == level]
    for index, row in rows.iterrows():
        key = str(row["code"]) if length else ""
        for column in FIGURES:
            result = float(sums[column].get(key, 0))
            if result != row[column]:
                accepted = f"{result:.0f}, the sum of the rows whose codes have {below} digits"
                yield totals.fault(index, column, f"{row[column]:.0f}", accepted)


#: Precisions of positions that are places, which belong by where they lie.
PLACED = ("exact", "near")


def check_conflict(
    tables: Mapping[str, Table], shapes: Mapping[str, gpd.GeoDataFrame], profile: Profile
) -> Iterator[Fault]:
    if any(name not in tables for name in ("conflict", "districts", "places", "subdistricts")):
        return
    table = tables["conflict"]
    rows = table.rows
    for index in rows.index[(rows["end"] < rows["start"]).fillna(value=False)]:
        accepted = f"{rows['start'][index]} or later"
        yield table.fault(index, "end", rows["end"][index], accepted)
    if "events" in tables:
        yield from tables["events"].find_others(
            "same_as", rows["id"], "ids of conflict.csv", joined=True
        )
    scope, size = profile.scope, profile.admin.district
    subdistricts = tables["subdistricts"].rows["pcode"]
    districts = set(tables["districts"].rows["pcode"])
    inside = {code for code in subdistricts if not scope or scope.has_conflict(code)}
    governorates = {code[: profile.admin.governorate] for code in subdistricts}
    if scope:
        governorates &= set(scope.conflict.governorates)
    accepted_places = {
        "exact": ({*tables["places"].rows["id"], *inside}, "an id of places.csv or a sub-district"),
        "district": ({code[:size] for code in inside} & districts, "a district"),
        "governorate": (governorates, "a governorate"),
    }
    accepted_places["near"] = accepted_places["exact"]
    cells = (rows[name].tolist() for name in ("place", "position_precision"))
    for index, place, precision in zip(rows.index, *cells, strict=True):
        places, what = accepted_places[precision]
        if place not in places:
            accepted = f"{what} with ground in the scope of armed conflict (profile.yaml)"
            yield table.fault(index, "place", place, accepted)
    outlines = shapes.get("subdistricts_shape")
    if outlines is None or not outlines.is_valid.all():
        return
    placed = rows[rows["position_precision"].isin(PLACED)]
    points = shapely.points(placed["lon"].to_numpy(float), placed["lat"].to_numpy(float))
    ground = outlines[outlines["pcode"].isin(inside)].geometry.to_numpy()
    within = gpd.GeoSeries(points, crs=4326).sindex.query(ground, "intersects")[1]
    for index in placed.index[~placed.reset_index(drop=True).index.isin(within)]:
        position = f"{rows['lon'][index]}, {rows['lat'][index]}"
        accepted = "ground in the scope of armed conflict (profile.yaml)"
        yield table.fault(index, "lon", position, accepted)


def check_rights(package: Descriptor, tables: Tables) -> Iterator[Fault]:
    """Yield the faults of ``rights.csv`` and ``publishers.csv``, where a folder has them."""
    if "rights" in tables:
        yield from chain(_check_resources(package, tables), _check_holders(package, tables))
    if "publishers" in tables and "sources" in tables:
        cited = tables["sources"].rows["publisher"]
        yield from tables["publishers"].find_others(
            "publisher", cited, "a publisher of sources.csv"
        )


def _check_resources(package: Descriptor, tables: Tables) -> Iterator[Fault]:
    """Yield the resources that a rights holder's row names and the package does not have."""
    names = {resource["name"] for resource in package["resources"]}
    for index, cell in tables["rights"].rows["tables"].items():
        for name in sorted(set(cell.split(";")) - names):
            accepted = f"names of resources of {PACKAGE}, joined by ;"
            yield tables["rights"].fault(index, "tables", name, accepted)


def _check_holders(package: Descriptor, tables: Tables) -> Iterator[Fault]:
    """Yield the resources under licences of others for which no rights holder is named."""
    named = set(";".join(tables["rights"].rows["tables"]).split(";"))
    ours = {licence["name"] for licence in package["licenses"]}
    for resource in package["resources"]:
        licences = {licence["name"] for licence in resource["licenses"]}
        if licences - ours and resource["name"] not in named:
            accepted = "a resource that a row of rights.csv names, for its licence asks for that"
            yield Fault(PACKAGE, None, "name", resource["name"], accepted)


Shapes = Mapping[str, gpd.GeoDataFrame]

#: Precisions of positions that stand for more than a sub-district.
_LARGE = ("governorate", "country")


def check_scope(tables: Tables, shapes: Shapes, profile: Profile) -> Iterator[Fault]:
    if any(name not in tables for name in ("subdistricts", "districts", "governorates", "spells")):
        return
    yield from _check_units(tables)
    if scope := profile.scope:
        yield from _check_codes(scope, tables)
        if "areas" in tables and "subdistricts_shape" in shapes:
            yield from _check_disputed(scope, tables, shapes["subdistricts_shape"])
        yield from _check_detail(scope, tables)
        yield from _check_covered(scope, tables, profile.days.first)
        if "events" in tables and "subdistricts_shape" in shapes:
            yield from _check_events(scope, tables["events"], shapes["subdistricts_shape"])


def units_of(tables: Tables) -> set[str]:
    """Return the codes of the units of control: uncut sub-districts, and parts of cut ones."""
    units = set(tables["subdistricts"].rows["pcode"])
    if "parts" in tables:
        parts = tables["parts"].rows
        units = (units - set(parts["pcode"])) | set(parts["id"])
    return units


def _check_units(tables: Tables) -> Iterator[Fault]:
    larger = {code for name in ("districts", "governorates") for code in tables[name].rows["pcode"]}
    accepted = (
        "an uncut sub-district, a part of control/parts.csv, or the P-code of a district or "
        "governorate that it holds for"
    )
    yield from tables["spells"].find_others("unit", units_of(tables) | larger, accepted)


def _check_codes(scope: Scope, tables: Tables) -> Iterator[Fault]:
    codes = list(tables["subdistricts"].rows["pcode"])
    for code in (code for each in scope.detail for code in each.codes):
        if not any(pcode.startswith(code) for pcode in codes):
            yield Fault(PROFILE, None, "scope.detail", code, "a P-code of data/boundaries")


def _check_disputed(scope: Scope, tables: Tables, outlines: gpd.GeoDataFrame) -> Iterator[Fault]:
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


def _check_detail(scope: Scope, tables: Tables) -> Iterator[Fault]:
    table, units = tables["spells"], units_of(tables)
    accepted = (
        "a unit in detail on some day of the row (scope of profile.yaml); elsewhere a spell of the "
        "district or governorate"
    )
    cells = (table.rows[name].tolist() for name in ("unit", "start", "end"))
    for index, (unit, start, end) in enumerate(zip(*cells, strict=True)):
        if unit in units and not scope.touches(unit, start, end):
            yield table.fault(index, "unit", f"{unit} from {start} to {end or 'today'}", accepted)


def _check_covered(scope: Scope, tables: Tables, first: dt.date) -> Iterator[Fault]:
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
        covered = [*detail, *answered, *spans[unit, True]]
        gaps += [(gap, False) for gap in subtract((first, dt.date.max), covered)]
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


def _check_events(scope: Scope, table: Table, outlines: gpd.GeoDataFrame) -> Iterator[Fault]:
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
