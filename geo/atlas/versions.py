"""What breaks the promises of versions: ids are for ever, and the version follows the data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from geo import profile as profiles
from geo.atlas.release import Release, Row, VersionError, list_released, number, of_folder, read
from geo.errors import Fault
from geo.files.data_file import PACKAGE
from geo.model import to_date
from geo.profile.parts import Scope

#: Tables whose ids are numbered, with the column that names the subject.
SUBJECTS = {
    "spells": "unit",
    "field_periods": "field",
    "pipeline_states": "pipeline",
    "crossing_periods": "crossing",
    "production": "subject",
    "bases": "area",
    "views": "perspective",
    "administration": "pcode",
}

#: Tables about the data, not about the ground.
_ABOUT_DATA = {"retired", "corrections", "accepted", "reviews", "translations"}

#: Columns that say who says so and how sure it is.
EVIDENCE = {
    "source", "confidence", "evidence", "publishers", "newest", "position_source",
    "position_confidence",
}  # fmt: skip

#: Columns that hold words about a fact, or links.
_WORDS = {
    "note", "checked", "text", "read", "archived", "licence", "alt_names", "publisher", "title",
    "url", "dead", "list_number", "sha256", "captured",
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One row that differs between two versions."""

    kind: str  #: ``added``, ``corrected`` or ``retired``.
    table: str
    id: str  #: Its id; what names it where the table has no ids.
    columns: tuple[str, ...] = ()  #: Those that differ in a corrected row.

    @property
    def is_of_words(self) -> bool:
        """Whether a corrected row differs in words and links alone."""
        return self.kind == "corrected" and (
            self.table == "sources" or all(map(holds_words, self.columns))
        )


def holds_words(column: str) -> bool:
    """Return whether a column holds words about a fact, or links.

    >>> holds_words("holder"), holds_words("position_note")
    (False, True)
    """
    return column in _WORDS or column.endswith("_note") or column.startswith(("name_", "text_"))


def compare(old: Release, new: Release) -> list[Change]:
    """Return every row that differs, by table and id.

    Rows are the same fact where their ids are, or what the table has as its key instead.
    """
    names = dict.fromkeys([*new.tables, *old.tables])
    return [change for name in names if name not in _ABOUT_DATA for change in _rows(old, new, name)]


def _rows(old: Release, new: Release, name: str) -> Iterator[Change]:
    before, after = old.columns(name), new.columns(name)
    both = [column for column in after if column in before]
    columns = both if before and after else before or after
    keys = new.key(name) or old.key(name) or tuple(columns)
    rows_before, rows_after = (
        _by_key(release.tables.get(name, []), keys) for release in (old, new)
    )
    for key, row in sorted(rows_after.items()):
        called = " ".join(key).strip()
        if key not in rows_before:
            yield Change("added", name, called)
        elif differ := tuple(item for item in columns if row[item] != rows_before[key].get(item)):
            yield Change("corrected", name, called, differ)
    for key in sorted(rows_before.keys() - rows_after.keys()):
        yield Change("retired", name, " ".join(key))


def _by_key(rows: list[dict[str, str]], keys: tuple[str, ...]) -> dict[tuple[str, ...], Row]:
    """Return rows by what names them; one that occurs twice is distinguished by its position."""
    result: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key = tuple(row.get(item, "") for item in keys)
        while key in result:
            key = (*key, "again")
        result[key] = row
    return result


def find_least(old: Release, new: Release, changes: list[Change]) -> str:
    """Return the least version that the new data may have after the old one."""
    major, minor, patch = number(old.version)
    gone = (
        set(old.columns(name)) - set(new.columns(name)) or name not in new.tables
        for name in old.tables
        if name not in _ABOUT_DATA
    )
    if any(gone):
        return f"{major + 1}.0.0"
    if not all(change.is_of_words for change in changes):
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + bool(changes)}"


def find_lost_ids(old: Release, new: Release) -> list[tuple[str, str, str]]:
    """Return what breaks the rule that an id is for ever: table, id, and what is wrong."""
    result = []
    for name in old.tables:
        if name in _ABOUT_DATA or "id" not in old.columns(name) or "id" not in new.columns(name):
            continue
        before, after = (
            {row["id"]: row for row in release.tables.get(name, [])} for release in (old, new)
        )
        gone, was_gone = (
            {row["id"] for row in release.tables.get("retired", []) if row["table"] == name}
            for release in (new, old)
        )
        result += [(name, key, "lost") for key in sorted(before.keys() - after.keys() - gone)]
        result += [(name, key, "reused") for key in sorted(after.keys() & (gone | was_gone))]
        if subject := SUBJECTS.get(name):
            both = sorted(before.keys() & after.keys())
            moved = [key for key in both if before[key][subject] != after[key][subject]]
            result += [(name, key, "reused") for key in moved]
    return result


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
    accepted = {
        "lost": f"a row: release {old.version} has it (or its id in retired.csv, with the reason)",
        "reused": "an id that was never given before",
    }
    lost = find_lost_ids(old, new)
    outside = _outside(
        data, old, new, {(table, id_) for table, id_, what in lost if what == "lost"}
    )
    lost += [each for name in names[:-1] for each in _given_again(read(name, data), old, new)]
    result = [
        Fault(paths.get(table, table), None, "id", text, accepted[what])
        for table, text, what in lost
        if what != "lost" or (table, text) not in outside
    ]
    if stale := find_stale(old, new):
        what = f"{stale}, by what differs from {old.version} (make data writes it)"
        result.append(Fault(PACKAGE, None, "version", new.version, what))
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
    lost_rows: dict[str, list[Row]] = {}
    for name, rows in old.tables.items():
        lost_rows[name] = [row for row in rows if (name, row.get("id", "")) in lost]
    outside = {
        "sources": lost_rows.get("sources", []),
        "spells": [row for row in lost_rows.get("spells", ()) if not _touches(scope, row)],
        "parts": [row for row in lost_rows.get("parts", ()) if not scope.spans(row["pcode"])],
        "events": _events_outside(data, scope, new, lost_rows.get("events", [])),
    }
    return {(name, row["id"]) for name, rows in outside.items() for row in rows}


def _touches(scope: Scope, row: Row) -> bool:
    return scope.touches(row["unit"], to_date(row["start"]), to_date(row["end"] or dt.date.max))


def _events_outside(data: Path, scope: Scope, new: Release, rows: list[Row]) -> list[Row]:
    if not rows:
        return []
    import pandas as pd  # noqa: PLC0415 -- frames, where an event went

    from geo.atlas import outlines, table_rules  # noqa: PLC0415

    paths: Mapping[str, str] = {each["name"]: each["path"] for each in new.package["resources"]}
    path = paths["subdistricts_shape"]
    frame = pd.DataFrame(rows)
    frame["start"] = frame["start"].map(to_date)
    places = table_rules.find_outside(scope, frame, outlines.read(data / path, path))
    return [rows[at] for at in places]


def find_stale(old: Release, new: Release) -> str:
    """Return the version that the data must have at least; empty where they have it."""
    changes = compare(old, new)
    least, now = find_least(old, new, changes), number(new.version)
    is_right = now >= number(least) and (changes or now == number(least))
    return "" if is_right else least
