"""What breaks the promises of versions: ids are for ever, and the version follows the data."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from geo import profile as profiles
from geo.data_file import PACKAGE
from geo.errors import Fault
from geo.filters import to_date
from geo.profile_parts import Scope
from geo.versions import changelog
from geo.versions.difference import Difference, diff, find_lost_ids
from geo.versions.release import (
    Release,
    Row,
    VersionError,
    list_released,
    number,
    of_folder,
    read,
)


def faults(data: Path) -> list[Fault]:
    """Return every fault of a data folder against its last release; none where it keeps none."""
    names = list_released(data)
    if not names:
        return []
    try:
        old, new = read(names[-1], data), of_folder(data, str(data))
        number(new.version)
    except VersionError as error:
        return [Fault(PACKAGE, None, "version", str(error), "a version such as 1.2.0")]
    paths = {resource["name"]: resource["path"] for resource in new.package["resources"]}
    lost = find_lost_ids(old, new)
    outside = _outside(
        data, old, new, {(table, id_) for table, id_, what in lost if what == "lost"}
    )
    lost += [each for name in names[:-1] for each in _given_again(read(name, data), old, new)]
    result = [
        Fault(
            paths.get(table, table), None, "id", text,
            f"a row: release {old.version} has it (or its id in retired.csv, with the reason)"
            if what == "lost" else "an id that was never given before",
        )
        for table, text, what in lost
        if what != "lost" or (table, text) not in outside
    ]  # fmt: skip
    accepted = find_stale(diff(old, new))
    if accepted:
        result.append(Fault(PACKAGE, None, "version", new.version, accepted))
    return result


def _given_again(older: Release, old: Release, new: Release) -> list[tuple[str, str, str]]:
    """Return ids of an older release that the last one had no more and the data has again."""
    return [
        (name, id_, "reused")
        for name, rows in older.tables.items()
        if name in new.tables and "id" in new.columns(name)
        for id_ in sorted(
            ({row.get("id", "") for row in rows} - {row["id"] for row in old.tables.get(name, ())})
            & {row["id"] for row in new.tables[name]}
        )
    ]


def _outside(
    data: Path, old: Release, new: Release, lost: AbstractSet[tuple[str, str]]
) -> AbstractSet[tuple[str, str]]:
    """Return which lost ids are retired by the scope: their rows lie outside it.

    A source lies outside where nothing cites it any more, else it would be missing.
    """
    scope = profiles.load(data).scope
    if not lost or scope is None or number(old.version) >= number(scope.since):
        return frozenset()
    wanted: dict[str, list[Row]] = {}
    for name, rows in old.tables.items():
        wanted[name] = [row for row in rows if (name, row.get("id", "")) in lost]
    outside = {
        "sources": wanted.get("sources", []),
        "spells": [row for row in wanted.get("spells", ()) if not _touches(scope, row)],
        "parts": [row for row in wanted.get("parts", ()) if not scope.spans(row["pcode"])],
        "events": _events_outside(data, scope, new, wanted.get("events", [])),
    }
    return {(name, row["id"]) for name, rows in outside.items() for row in rows}


def _touches(scope: Scope, row: Row) -> bool:
    return scope.touches(row["unit"], to_date(row["start"]), to_date(row["end"] or dt.date.max))


def _events_outside(data: Path, scope: Scope, new: Release, rows: list[Row]) -> list[Row]:
    if not rows:
        return []
    import pandas as pd  # noqa: PLC0415 -- frames, where an event went

    from geo.atlas import outlines, scope_rules  # noqa: PLC0415

    paths: Mapping[str, str] = {each["name"]: each["path"] for each in new.package["resources"]}
    path = paths["subdistricts_shape"]
    frame = pd.DataFrame(rows)
    frame["start"] = frame["start"].map(to_date)
    places = scope_rules.find_outside(scope, frame, outlines.read(data / path, path))
    return [rows[at] for at in places]


def find_stale(difference: Difference) -> str:
    """Return the version that is required, in words; empty where it is that."""
    least = difference.least
    now = number(difference.new.version)
    if now >= number(least) and (difference.changes or now == number(least)):
        return ""
    return f"{least}, by what differs from {difference.old.version} (make data writes it)"


def find_unready(data: Path) -> list[str]:
    """Return what prevents a release, in sentences."""
    names, new = list_released(data), of_folder(data, str(data))
    lacking = [f"{changelog.FILE}: no section of {text}" for text in changelog.find_missing(data)]
    if not names:
        try:
            number(new.version)
        except VersionError as error:
            return [f"{PACKAGE}: {error}"]
        return lacking
    old = read(names[-1], data)
    difference = diff(old, new)
    result = [str(fault) for fault in faults(data)]
    if not difference.changes:
        result.append(f"nothing differs from {old.version}")
    for fact in difference.facts:
        if str(fact.kind) != "added" and "id" in fact.row and not fact.reason:
            table = "corrections" if str(fact.kind) == "corrected" else "retired"
            result.append(f"{fact.table} {fact.id}: {fact.kind}, and {table}.csv does not say why")
    return result + lacking


def write_version(data: Path) -> None:
    """Write version and changelog of a data folder that keeps releases."""
    names = list_released(data)
    if not names:
        return
    difference = diff(read(names[-1], data), of_folder(data, str(data)))
    if find_stale(difference):
        text = (data / PACKAGE).read_text(encoding="utf-8")
        fresh = re.sub(r'"version": "[^"]*"', f'"version": "{difference.least}"', text, count=1)
        (data / PACKAGE).write_text(fresh, encoding="utf-8")
    changelog.write(data)
