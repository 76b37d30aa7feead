"""A data folder read and checked: every cell and outline, and the rules between tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo import profile as profiles
from geo.atlas import outlines, table_rules, translations
from geo.atlas.descriptor import Descriptor, is_left_out, paths_of, read_package
from geo.atlas.evidence import COLUMNS, derive_evidence, name_witnesses
from geo.atlas.table import Table, read_table
from geo.errors import DataError, Fault
from geo.files.data_file import PACKAGE
from geo.layers import tables_of
from geo.profile import Profile
from geo.profile.parts import Scope

Tables = Mapping[str, Table]
Shapes = Mapping[str, gpd.GeoDataFrame]

#: Tables of [start, end) rows that must follow one another without gap or overlap, with their key.
SPELL_TABLES = {
    "spells": "unit",
    "field_periods": "field",
    "pipeline_states": "pipeline",
    "crossing_periods": "crossing",
}


def find_broken(
    package: Descriptor, tables: Tables, shapes: Shapes, profile: Profile
) -> list[Fault]:
    faults = [
        *_check_foreign_keys(package, tables),
        *_check_values(tables, profile),
        *_check_themes(package, profile),
        *_check_focus(tables, profile),
        *_check_sources(tables),
        *_check_pcodes(tables),
        *_check_abouts(package, tables),
        *_check_reviews(package, tables),
        *_check_spells(tables, profile),
        *_check_intervals(tables),
        *_check_coverage(tables, profile),
        *table_rules.check_scope(tables, shapes, profile),
        *table_rules.check_conflict(tables, shapes, profile),
        *_check_order(tables),
        *_check_outlines(tables, shapes),
        *table_rules.check_people(tables, profile),
        *translations.find_broken(package, tables, profile),
        *_check_last_day(package, tables),
        *table_rules.check_rights(package, tables),
    ]
    # What is derived of rows that have a fault is no fault of its own.
    return faults or [*_check_evidence(tables)]


#: Columns that name a holder, by table.
_HOLDERS = {
    "spells": ("holder",),
    "field_periods": ("run_by", "holder"),
    "crossing_periods": ("run_by",),
    "events": ("from_holder", "to_holder"),
    "administration": ("side",),
}


def _check_values(tables: Tables, profile: Profile) -> Iterator[Fault]:
    """Yield what names a holder, class or perspective that the profile does not know."""
    columns = {
        (table, name): profile.holders for table, names in _HOLDERS.items() for name in names
    }
    columns["views", "class"] = (*profile.claims.classes, "disputed")
    columns["views", "perspective"] = profile.views
    columns["perspectives", "id"] = profile.perspectives
    columns["assertions", "perspective"] = profile.perspectives
    columns["assertions", "expected"] = (*profile.holders, *profile.claims.classes, "disputed")
    for (name, column), values in columns.items():
        if name in tables:
            accepted = f"one of {', '.join(values)} (profile.yaml)"
            yield from tables[name].find_others(column, values, accepted)


def _check_focus(tables: Tables, profile: Profile) -> Iterator[Fault]:
    """Yield the fault of a profile that marks disputed ground by a column that is not there."""
    column = profile.admin.focus
    if column and "subdistricts" in tables:
        flags = [
            field["name"] for field in tables["subdistricts"].fields if field["type"] == "boolean"
        ]
        if column not in flags:
            accepted = f"a column of subdistricts that is true or false: {', '.join(flags)}"
            yield Fault("profile.yaml", None, "admin.focus", column, accepted)


def _check_themes(package: Descriptor, profile: Profile) -> Iterator[Fault]:
    """Yield what a theme of the profile needs and the package does not have."""
    resources = {resource["name"] for resource in package["resources"]}
    for theme in profile.themes:
        for name in tables_of(theme):
            if name not in resources:
                accepted = f"a resource named {name} in datapackage.json"
                yield Fault("profile.yaml", None, "themes", theme, accepted)


def _row(index: Hashable) -> int:
    """Return the row as a spreadsheet numbers it."""
    return int(cast("int", index)) + 2


def _walk(rows: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Yield the index and the cells of each row; a column that is not there holds nothing.

    A frame's own rows are made anew one by one, which costs more than all that is asked of them.
    """
    cells = [rows[name].tolist() if name in rows else [None] * len(rows) for name in columns]
    yield from zip(rows.index, *cells, strict=True)


def _check_foreign_keys(package: Descriptor, tables: Tables) -> Iterator[Fault]:
    for resource in package["resources"]:
        for link in resource.get("schema", {}).get("foreignKeys", []):
            column, target = link["fields"][0], link["reference"]
            if resource["name"] not in tables or target["resource"] not in tables:
                continue
            key, other = target["fields"][0], tables[target["resource"]]
            accepted = f"a {key} of {other.path}"
            yield from tables[resource["name"]].find_others(column, other.rows[key], accepted)


def _check_sources(tables: Tables) -> Iterator[Fault]:
    if "sources" not in tables:
        return
    ids = set(tables["sources"].rows["id"])
    for table in tables.values():
        for column in ("source", "position_source"):
            if column in table.rows:
                yield from table.find_others(column, ids, "ids of sources.csv", joined=True)


def _check_pcodes(tables: Tables) -> Iterator[Fault]:
    needed = ("governorates", "districts", "subdistricts")
    if any(name not in tables for name in needed):
        return
    codes = set(tables["governorates"].rows["pcode"]) | set(tables["districts"].rows["pcode"])
    codes |= set(tables["subdistricts"].rows["pcode"])
    columns = {"areas": "pcodes", "claims": "pcodes", "views": "pcodes", "census": "pcode"}
    for name, column in columns.items():
        if name in tables:
            accepted = "P-codes of data/boundaries"
            yield from tables[name].find_others(column, codes, accepted, joined=True)


def _check_abouts(package: Descriptor, tables: Tables) -> Iterator[Fault]:
    named = {resource["name"] for resource in package["resources"]}
    subjects = named & {"fields", "pipelines", "refineries", "crossings"}
    if "events" not in tables or any(name not in tables for name in subjects):
        return
    ids = {name for subject in subjects for name in tables[subject].rows["id"]}
    accepted = "ids of fields, pipelines, refineries or crossings"
    yield from tables["events"].find_others("about", ids, accepted, joined=True)


def _check_reviews(package: Descriptor, tables: Tables) -> Iterator[Fault]:
    """Yield reviews of rows that no table has, nor had before they were retired."""
    named = {resource["name"] for resource in package["resources"]}
    if "reviews" not in tables or ("retired" in named and "retired" not in tables):
        return
    reviews = tables["reviews"]
    ids = {name: set(table.rows["id"]) for name, table in tables.items() if "id" in table.rows}
    if "retired" in tables:
        for name, rows in tables["retired"].rows.groupby("table"):
            if name in ids:  # a table with faults of its own is not here, nor its reviews judged
                ids[str(name)] |= set(rows["id"])
    for index, table, id_ in _walk(reviews.rows, "table", "id"):
        if table not in named:
            yield reviews.fault(index, "table", table, "a table of datapackage.json")
        elif id_ not in ids.get(table, {id_}):
            accepted = f"an id of the table {table}, or one that was retired from it"
            yield reviews.fault(index, "id", id_, accepted)
    again = reviews.rows.duplicated(["table", "id", "source"])
    for index, source in reviews.rows.loc[again, "source"].items():
        yield reviews.fault(index, "source", source, "one review of a row by a source")


def _check_evidence(tables: Tables) -> Iterator[Fault]:
    """Yield rows that say something else of their sources than the reviews do, where these are."""
    if any(name not in tables for name in ("reviews", "sources", "publishers")):
        return
    reviews, sources, publishers = (
        cast("list[dict[str, Any]]", tables[name].rows.to_dict("records"))
        for name in ("reviews", "sources", "publishers")
    )
    witnesses = name_witnesses(sources, publishers)
    for name, table in tables.items():
        if "says" not in table.rows:
            continue
        rows = cast("list[dict[str, Any]]", table.rows.to_dict("records"))
        judged = [review for review in reviews if review["table"] == name]
        derived = derive_evidence(rows, judged, witnesses)
        for index, (row, expected) in enumerate(zip(rows, derived, strict=True)):
            for column in (name for name in COLUMNS if name in row):
                if row[column] != (value := getattr(expected, column)):
                    cell = f"{row[column]:g}" if column == "publishers" else str(row[column])
                    yield table.fault(index, column, cell, f"{value} by the reviews (make data)")


def _check_spells(tables: Tables, profile: Profile) -> Iterator[Fault]:
    units = table_rules.units_of(tables) if "subdistricts" in tables else set()
    for name, key in SPELL_TABLES.items():
        if name not in tables:
            continue
        table = tables[name]
        ordered = table.rows.sort_values("start", kind="stable")
        spells: dict[str, list[tuple[Any, ...]]] = {}
        for index, unit, start, end in _walk(ordered, key, "start", "end"):
            spells.setdefault(str(unit), []).append((index, start, end))
        for unit, rows in spells.items():
            scope = profile.scope if name == "spells" and unit in units else None
            yield from _check_contiguous(table.path, key, unit, rows, scope)


def _check_contiguous(
    path: str, key: str, unit: str, rows: Sequence[tuple[Any, ...]], scope: Scope | None
) -> Iterator[Fault]:
    following = [*(start for _, start, _ in rows[1:]), None]
    for (index, start, end), after in zip(rows, following, strict=True):
        if end is not None and end <= start:
            yield Fault(path, _row(index), "end", str(end), f"a day after {start}")
        elif scope and end and (not after or end <= after) and not scope.touches(unit, end, after):
            continue  # context answers there
        elif end != after:
            accepted = (
                "an open end" if after is None else f"{after}, the next start of {key} {unit}"
            )
            yield Fault(path, _row(index), "end", str(end or ""), accepted)


def _check_intervals(tables: Tables) -> Iterator[Fault]:
    """Yield days between which a change is said to have happened, and cannot have."""
    for name, key in SPELL_TABLES.items():
        if name not in tables:
            continue
        table = tables[name]
        if not {"earliest", "latest"} & set(table.rows):
            continue
        rows = table.rows.sort_values("start", kind="stable")
        begun: dict[object, Any] = {}
        columns = (key, "start", "end", "earliest", "latest")
        for index, unit, start, end, earliest, latest in _walk(rows, *columns):
            since, begun[unit] = begun.get(unit), start
            if earliest and (earliest > start or (since and earliest <= since)):
                after = f" and after {since}, where the row before begins" if since else ""
                accepted = f"{start} or earlier{after}"
                yield table.fault(index, "earliest", str(earliest), accepted)
            if latest and (latest < start or (end and latest >= end)):
                until = f" and before {end}, where the row ends" if end else ""
                yield table.fault(index, "latest", str(latest), f"{start} or later{until}")


def _check_coverage(tables: Tables, profile: Profile) -> Iterator[Fault]:
    """Every sub-district, or every part of one that is cut, has spells."""
    if profile.scope or any(name not in tables for name in ("subdistricts", "spells")):
        return
    spells = tables["spells"]
    codes = tuple(set(spells.rows["unit"]))
    for unit in sorted(table_rules.units_of(tables)):
        if not unit.startswith(codes):
            yield Fault(spells.path, None, "unit", "no spell", f"at least one spell of {unit}")


def _check_order(tables: Tables) -> Iterator[Fault]:
    if "events" in tables:
        table = tables["events"]
        columns = ("start", "end", "deaths_low", "deaths_best", "deaths_high")
        for index, start, end, *deaths in _walk(table.rows, *columns):
            if end is not None and end < start:
                yield table.fault(index, "end", str(end), f"{start} or later")
            filled = [count for count in deaths if not pd.isna(count)]
            if filled != sorted(filled):
                order = "/".join(f"{count:g}" for count in deaths)
                yield table.fault(index, "deaths_best", order, "low <= best <= high")


#: Columns that say when somebody looked, not when something was so.
_LOOKED = {"checked", "read", "dead", "captured"}


def last_day(package: Descriptor, tables: Tables) -> dt.date | None:
    """Return the newest day in a row of a table; None where no row has a day."""
    days = [
        tables[resource["name"]].rows[field["name"]].dropna()
        for resource in package["resources"]
        if resource["name"] in tables
        for field in resource["schema"]["fields"]
        if field["type"] == "date" and field["name"] not in _LOOKED
    ]
    return max((column.max() for column in days if len(column)), default=None)


def _check_last_day(package: Descriptor, tables: Tables) -> Iterator[Fault]:
    last, newest = str(package.get("last_day", "nothing")), last_day(package, tables)
    complete = all(
        resource["name"] in tables
        for resource in package["resources"]
        if resource["format"] == "csv"
    )
    if complete and newest and last != newest.isoformat():
        accepted = f"{newest}, the newest day of the tables (python -m tools.derive writes it)"
        yield Fault(PACKAGE, None, "last_day", last, accepted)


def _check_outlines(tables: Tables, shapes: Shapes) -> Iterator[Fault]:
    keys = {
        "subdistricts_shape": ("pcode", "subdistricts", "pcode"),
        "areas_shape": ("id", "areas", "id"),
        "parts_shape": ("id", "parts", "id"),
    }
    for name, frame in shapes.items():
        path = frame.attrs["path"]
        for index in frame.index[~frame.is_valid | frame.is_empty | frame.geometry.isna()]:
            reason = shapely.is_valid_reason(frame.geometry[index])
            yield Fault(path, _row(index), "geometry", str(reason), "a valid outline")
        if name not in keys:
            continue
        column, other, key = keys[name]
        if column not in frame:
            yield Fault(path, None, column, "no such column", f"a column of {other}'s keys")
        elif other in tables:
            yield from _check_keys(path, frame[column], tables[other], key)
    if "subdistricts_shape" in shapes:
        frame = shapes["subdistricts_shape"]
        if not _is_coverage(frame.geometry.to_numpy()):
            yield Fault(
                frame.attrs["path"],
                None,
                "geometry",
                "gaps or overlaps",
                "one coverage",
            )


def _is_coverage(outlines: np.ndarray) -> bool:
    """Whether outlines neither overlap nor tear nor leave holes between them."""
    if not shapely.coverage_is_valid(outlines, gap_width=1e-3):
        return False
    dissolved = shapely.get_parts(shapely.coverage_union_all(outlines))
    return not shapely.get_num_interior_rings(dissolved).any()


def _check_keys(path: str, cells: pd.Series, table: Table, key: str) -> Iterator[Fault]:
    keys, present = set(table.rows[key]), set(cells)
    for name in sorted(keys - present):
        yield Fault(path, None, key, "no outline", f"an outline of {name} ({table.path})")
    for index, name in cells[~cells.isin(keys)].items():
        yield Fault(path, _row(index), key, str(name), f"a {key} of {table.path}")
    for index, name in cells[cells.duplicated()].items():
        yield Fault(path, _row(index), key, str(name), "one outline a key")


def find_faults(folder: Path) -> list[Fault]:
    """Return every fault of a data folder."""
    package, faults = read_package(folder)
    try:
        profile = profiles.load(folder)
    except DataError as error:
        faults.extend(error.faults)
    if faults:
        return faults
    tables: dict[str, Table] = {}
    shapes: dict[str, gpd.GeoDataFrame] = {}
    for resource in package["resources"]:
        if is_left_out(folder, resource):
            continue
        if resource["format"] == "csv":
            table = read_table(folder, resource)
            faults.extend(table.faults)
            if not table.faults:
                tables[resource["name"]] = table
        elif resource["format"] != "shp":  # others read what is in it
            absent = [path for path in paths_of(resource) if not (folder / path).is_file()]
            accepted = "a file that datapackage.json names"
            faults += [Fault(path, None, "", "no file", accepted) for path in absent]
        else:
            shape = _read_shape(folder, resource)
            if isinstance(shape, Fault):
                faults.append(shape)
            else:
                shapes[resource["name"]] = shape
    return [*faults, *find_broken(package, tables, shapes, profile)]


def _read_shape(folder: Path, resource: dict[str, Any]) -> gpd.GeoDataFrame | Fault:
    path, *companions = paths_of(resource)
    for extra in companions:
        if not (folder / extra).is_file():
            return Fault(extra, None, "", "no file", f"the companion of {path}")
        if extra.endswith(".cpg"):
            encoding = (folder / extra).read_text(errors="replace").strip()
            if encoding.upper() != "UTF-8":
                return Fault(extra, None, "", encoding, "UTF-8")
    try:
        frame = outlines.read(folder / path, path)
    except Exception as error:  # noqa: BLE001 -- GDAL raises many kinds; each is one fault
        return Fault(path, None, "", str(error), "a Shapefile with .shx, .dbf and .prj")
    # GDAL is silent where the table beside the outlines has not a row for each.
    count = (folder / path).with_suffix(".shx").stat().st_size // 8 - 12  # a head
    for extra in (extra for extra in companions if extra.endswith(".dbf")):
        with (folder / extra).open("rb") as file:
            head = file.read(8)
        counted = int.from_bytes(head[4:8], "little") if len(head) == 8 else 0
        if counted != count or len(frame) != count:
            return Fault(extra, None, "", f"{counted} rows", f"one for each of {count} outlines")
    if frame.crs is None or not frame.crs.equals(4326, ignore_axis_order=True):
        return Fault(path, None, "", str(frame.crs), "longitude and latitude, EPSG:4326")
    return frame.set_crs(4326, allow_override=True)
