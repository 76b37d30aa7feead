"""What breaks the promises of versions: ids are for ever, and the version follows the data."""

from __future__ import annotations

import re
from pathlib import Path

from geo.data_file import PACKAGE
from geo.errors import Fault
from geo.versions import changelog
from geo.versions.difference import Difference, diff, find_lost_ids
from geo.versions.release import VersionError, list_released, number, of_folder, read


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
    result = [
        Fault(
            paths.get(table, table), None, "id", text,
            f"a row: release {old.version} has it (or its id in retired.csv, with the reason)"
            if what == "lost" else "an id that was never given before",
        )
        for table, text, what in find_lost_ids(old, new)
    ]  # fmt: skip
    accepted = find_stale(diff(old, new))
    if accepted:
        result.append(Fault(PACKAGE, None, "version", new.version, accepted))
    return result


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
