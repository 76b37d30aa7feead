"""What breaks the promises of versions: ids are for ever, and the version follows the data."""

from __future__ import annotations

import re
from pathlib import Path

from geo.errors import Fault
from geo.profile import PACKAGE
from geo.versions import changelog
from geo.versions.difference import Difference, diff, lost
from geo.versions.release import VersionError, number, of_folder, read, released


def faults(data: Path) -> list[Fault]:
    """Return every fault of a data folder against its last release; none where it keeps none."""
    names = released(data)
    if not names:
        return []
    try:
        old, new = read(names[-1], data), of_folder(data, str(data))
        number(new.version)
    except VersionError as error:
        return [Fault(PACKAGE, None, "version", str(error), "a version such as 1.2.0")]
    paths = {one["name"]: one["path"] for one in new.package["resources"]}
    found = [
        Fault(
            paths.get(table, table), None, "id", one,
            f"a row: release {old.version} has it (or its id in retired.csv, with the reason)"
            if what == "lost" else "an id that was never given before",
        )
        for table, one, what in lost(old, new)
    ]  # fmt: skip
    accepted = stale(diff(old, new))
    if accepted:
        found.append(Fault(PACKAGE, None, "version", new.version, accepted))
    return found


def stale(difference: Difference) -> str:
    """Return what the version should be, in words; empty where it is that."""
    least = difference.least
    now = number(difference.new.version)
    if now >= number(least) and (difference.changes or now == number(least)):
        return ""
    return f"{least}, by what differs from {difference.old.version} (make data writes it)"


def unready(data: Path) -> list[str]:
    """Return what keeps the data from being released, in sentences; empty where nothing does."""
    names, new = released(data), of_folder(data, str(data))
    lacking = [f"{changelog.FILE}: no section of {one}" for one in changelog.missing(data)]
    if not names:
        try:
            number(new.version)
        except VersionError as error:
            return [f"{PACKAGE}: {error}"]
        return lacking
    old = read(names[-1], data)
    difference = diff(old, new)
    found = [str(one) for one in faults(data)]
    if not difference.changes:
        found.append(f"nothing differs from {old.version}")
    for one in difference.facts:
        if str(one.kind) != "added" and "id" in one.row and not one.reason:
            table = "corrections" if str(one.kind) == "corrected" else "retired"
            found.append(f"{one.table} {one.id}: {one.kind}, and {table}.csv does not say why")
    return found + lacking


def write_version(data: Path) -> None:
    """Write version and changelog of a data folder that keeps releases."""
    names = released(data)
    if not names:
        return
    difference = diff(read(names[-1], data), of_folder(data, str(data)))
    if stale(difference):
        text = (data / PACKAGE).read_text(encoding="utf-8")
        fresh = re.sub(r'"version": "[^"]*"', f'"version": "{difference.least}"', text, count=1)
        (data / PACKAGE).write_text(fresh, encoding="utf-8")
    changelog.write(data)
