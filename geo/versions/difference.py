"""What changed between two versions of the data, fact by fact, and the ground that it concerns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from geo.cell_output import split_ids
from geo.versions.ids import SUBJECTS
from geo.versions.release import Release, Row, number

#: Tables about the data, not about the ground.
_ABOUT_DATA = {"retired", "corrections", "accepted", "reviews", "translations"}

#: What names a row of a version whose rows had no ids yet.
_NATURAL = {
    "spells": ("unit", "start"),
    "field_periods": ("field", "start"),
    "pipeline_states": ("pipeline", "start"),
    "crossing_periods": ("crossing", "start"),
    "production": ("subject", "start", "end", "unit", "qualifier", "source"),
    "bases": ("area", "basis", "said_by", "since"),
    "views": ("perspective", "start", "pcodes"),
    "administration": ("pcode", "part", "date"),
    "seeds": ("place", "part"),
    "groups": ("group", "field"),
    "governorates": ("iso",),
    "districts": ("pcode",),
    "subdistricts": ("pcode",),
    "census": ("code",),
    "census_totals": ("code",),
}

#: Columns that say who says so and how sure it is.
_EVIDENCE = ("source", "confidence", "position_source", "position_confidence")

#: Columns that hold words about a fact, or links: their change is no change of a fact.
_WORDS = (
    "note", "checked", "text", "read", "archived", "licence", "alt_names", "publisher", "title",
    "url", "dead", "list_number", "sha256", "captured",
)  # fmt: skip


class Kind(StrEnum):
    """What happened to a row."""

    ADDED = "added"
    CORRECTED = "corrected"
    RETIRED = "retired"


class Weight(StrEnum):
    """What a change is about, the heaviest of its columns."""

    FACT = "fact"
    EVIDENCE = "evidence"
    WORDS = "words"


@dataclass(frozen=True)
class Change:
    """One row that differs between two versions."""

    kind: Kind  #: What happened to it.
    table: str
    id: str  #: Its id; what names it where the table has no ids.
    before: Row  #: The row of the old version; empty where it was added.
    after: Row  #: The row of the new version; empty where it was retired.
    #: The columns that differ in a corrected row, in the order of the table.
    columns: tuple[str, ...]
    reason: str  #: Why, where that is known.
    replaced_by: tuple[str, ...] = ()  #: Ids that tell a retired fact now.

    @property
    def row(self) -> Row:
        """The row in its newer version, or in the older one if it was removed."""
        return self.after or self.before

    @property
    def weight(self) -> Weight:
        """Whether it is a change of fact, of evidence, or of words and links."""
        if self.table == "sources":
            return Weight.WORDS if self.kind is Kind.CORRECTED else Weight.EVIDENCE
        if self.kind is not Kind.CORRECTED:
            return Weight.FACT
        return min((weigh(column) for column in self.columns), key=list(Weight).index)


def weigh(column: str) -> Weight:
    """Return what a column is about.

    >>> [str(weigh(text)) for text in ("holder", "source", "position_note")]
    ['fact', 'evidence', 'words']
    """
    if column in _EVIDENCE:
        return Weight.EVIDENCE
    if column in _WORDS or column.endswith("_note") or column.startswith(("name_", "text_")):
        return Weight.WORDS
    return Weight.FACT


@dataclass(frozen=True)
class Difference:
    """Everything that differs between two versions."""

    old: Release
    new: Release
    #: Every row that differs, by table in the order of the descriptor, then by id.
    changes: tuple[Change, ...]
    #: Tables and columns that the new version has no more: what reads them breaks.
    breaks: tuple[str, ...]

    @property
    def facts(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.weight is Weight.FACT)

    @property
    def least(self) -> str:
        """The least version that the new data may have after the old one."""
        major, minor, patch = number(self.old.version)
        if self.breaks:
            return f"{major + 1}.0.0"
        if any(change.weight is not Weight.WORDS for change in self.changes):
            return f"{major}.{minor + 1}.0"
        return f"{major}.{minor}.{patch + bool(self.changes)}"


def diff(old: Release, new: Release) -> Difference:
    """Return what changed from one version to another.

    Rows are the same fact where their ids are; where the old version had none in a table, where
    the columns that name a row are.
    """
    names = dict.fromkeys([*_names(new), *_names(old)])
    changes = [change for name in names for change in _table(old, new, name)]
    return Difference(old, new, tuple(changes), tuple(_breaks(old, new)))


def _names(release: Release) -> list[str]:
    return [name for name in release.tables if name not in _ABOUT_DATA]


def key_columns(table: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns that name a row of a table."""
    return ("id",) if "id" in columns else _NATURAL.get(table, columns)


def _table(old: Release, new: Release, name: str) -> Iterator[Change]:
    had, has = old.columns(name), new.columns(name)
    if had == has and old.tables.get(name) == new.tables.get(name):
        return
    shared = tuple(text for text in (has or had) if text in (had or has)) if had else has
    keys = key_columns(name, shared)
    before, after = (_by_key(release.tables.get(name, []), keys) for release in (old, new))
    columns = [text for text in shared if text not in keys and text != "id"]
    retired = {row["id"]: row for row in new.tables.get("retired", []) if row["table"] == name}
    reasons = Reasons(old, new)
    for key, row in sorted(after.items()):
        called = row.get("id") or " ".join(key)
        if key not in before:
            yield Change(Kind.ADDED, name, called, {}, row, (), reasons.of(name, called))
        elif differ := tuple(
            column for column in columns if row[column] != before[key].get(column)
        ):
            why = reasons.of(name, called, differ)
            yield Change(Kind.CORRECTED, name, called, before[key], row, differ, why)
    for key, row in sorted(before.items()):
        if key not in after:
            called = row.get("id") or " ".join(key)
            gone = retired.get(called, {})
            heirs = split_ids(gone.get("replaced_by", ""))
            yield Change(Kind.RETIRED, name, called, row, {}, (), gone.get("reason", ""), heirs)


def _by_key(
    rows: list[dict[str, str]], keys: tuple[str, ...]
) -> dict[tuple[str, ...], dict[str, str]]:
    """Return rows by what names them; one that occurs twice is distinguished by its position."""
    result: dict[tuple[str, ...], dict[str, str]] = {}
    for row in rows:
        key = tuple(row.get(item, "") for item in keys)
        while key in result:
            key = (*key, "again")
        result[key] = row
    return result


class Reasons:
    """Why rows were corrected between two versions, from the table ``corrections``.

    The narrowest row that fits says so: that of a row and column, of a row, of a column, of a
    table.
    """

    def __init__(self, old: Release, new: Release) -> None:
        first, last = _version_key(old.version), _version_key(new.version)
        self._rows: dict[tuple[str, str, str], str] = {
            (row["table"], row["id"], row["column"]): row["reason"]
            for row in new.tables.get("corrections", [])
            if first < _version_key(row["version"]) <= last or first >= last
        }

    def of(self, table: str, row: str, columns: tuple[str, ...] = ()) -> str:
        """Return the reason of a row's change; empty where none is known."""
        for key in (*((table, row, column) for column in columns), (table, row, "")):
            if key in self._rows:
                return self._rows[key]
        rows = [
            self._rows.get((table, "", column))
            for column in columns
            if weigh(column) is Weight.FACT
        ]
        if rows and all(rows):
            return " ".join(dict.fromkeys(text for text in rows if text))
        return self._rows.get((table, "", ""), "") if columns else ""


def _version_key(version: str) -> tuple[int, ...]:
    """Return a version to compare by; what is none stands before all."""
    parts = version.split(".")
    known = len(parts) == 3 and all(part.isdigit() for part in parts) and int(parts[0]) < 1000
    return tuple(map(int, parts)) if known else (0,)


def _breaks(old: Release, new: Release) -> Iterator[str]:
    for name in _names(old):
        if name not in new.tables:
            yield name
            continue
        has = new.columns(name)
        yield from (f"{name}.{column}" for column in old.columns(name) if column not in has)


def find_lost_ids(old: Release, new: Release) -> list[tuple[str, str, str]]:
    """Return what breaks the rule that an id is for ever: table, id, and what is wrong."""
    result = []
    for name in SUBJECTS | dict.fromkeys(old.tables, ""):
        if name in _ABOUT_DATA or "id" not in old.columns(name) or "id" not in new.columns(name):
            continue
        had, has = (
            {row["id"]: row for row in release.tables.get(name, [])} for release in (old, new)
        )
        gone, was_gone = (
            {row["id"] for row in release.tables.get("retired", []) if row["table"] == name}
            for release in (new, old)
        )
        result += [(name, key, "lost") for key in sorted(had.keys() - has.keys() - gone)]
        result += [(name, key, "reused") for key in sorted(has.keys() & (gone | was_gone))]
        subject = SUBJECTS.get(name)
        result += [
            (name, key, "reused")
            for key in sorted(had.keys() & has.keys())
            if subject and had[key][subject] != has[key][subject]
        ]
    return result


#: The column that holds codes of the ground itself, by table.
_CODES = {
    "spells": "unit", "parts": "id", "claims": "pcodes", "views": "pcodes", "areas": "pcodes",
    "administration": "pcode", "census": "pcode", "subdistricts": "pcode", "districts": "pcode",
    "governorates": "pcode",
}  # fmt: skip

#: The column that names a thing with ground or a position, and the table of these things.
_THINGS = {
    "bases": ("area", "areas"),
    "field_periods": ("field", "fields"),
    "production": ("subject", "fields"),
    "groups": ("field", "fields"),
    "crossing_periods": ("crossing", "crossings"),
    "seeds": ("place", "places"),
}


@dataclass(frozen=True)
class Ground:
    """Where a change lies; empty where it concerns no ground of its own, such as a pipeline."""

    codes: tuple[str, ...] = ()  #: Units and P-codes.
    point: tuple[float, float] | None = None  #: Longitude and latitude in degrees (EPSG:4326).


class Locator:
    """Finds the ground of changes."""

    def __init__(self, *releases: Release) -> None:
        self._things: dict[tuple[str, str], Row] = {
            (table, row["id"]): row
            for release in releases
            for table in {table for _, table in _THINGS.values()}
            for row in release.tables.get(table, [])
        }

    def of(self, change: Change) -> Ground:
        row, table = change.row, change.table
        if table in _THINGS:
            column, table = _THINGS[table]
            row = self._things.get((table, row[column]), {})
        codes = split_ids(row.get(_CODES.get(table, ""), ""))
        return Ground(codes, _point(row))


def _point(row: Mapping[str, str]) -> tuple[float, float] | None:
    try:
        return float(row["lon"]), float(row["lat"])
    except (KeyError, ValueError):
        return None
