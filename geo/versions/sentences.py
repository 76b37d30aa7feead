"""Changes in sentences that a reader understands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from geo.model import Language
from geo.versions.difference import Change, Difference, Kind, Weight, weigh
from geo.versions.ids import SUBJECTS
from geo.versions.release import Release, Row
from geo.words import language, name_holder_over, say, side_word

#: Alike corrections, and rows added to one table, that are told together from this many on.
_MANY_ALIKE, _MANY_ADDED = 7, 60

#: Columns that name a holder: on a day, or while their row stood.
_OF_A_DAY = {"from_holder", "to_holder", "side"}
_HOLDERS = {"holder", "run_by", "claimant", *_OF_A_DAY}

#: Tables with names, and the column that a row is named by elsewhere.
_NAMED = {
    "governorates": "pcode", "districts": "pcode", "subdistricts": "pcode", "parts": "id",
    "fields": "id", "pipelines": "id", "crossings": "id", "areas": "id", "refineries": "id",
    "places": "id", "perspectives": "id", "actors": "id", "instruments": "id",
}  # fmt: skip

#: The column of a table that says what its rows are about.
_SUBJECT = SUBJECTS | {"seeds": "place", "groups": "group"}


@dataclass(frozen=True)
class Sentence:
    """One sentence, and the changes that it reports."""

    text: str  #: The sentence, without its full stop.
    changes: tuple[Change, ...]  #: The changes, all of one table and kind.

    @property
    def kind(self) -> Kind:
        """What happened to the rows."""
        return self.changes[0].kind

    @property
    def table(self) -> str:
        return self.changes[0].table


class SentenceWriter:
    """Tells changes with the names that two versions have for things."""

    def __init__(self, *releases: Release) -> None:
        self._names: dict[str, str] = {}
        for release in releases:
            for table, key in _NAMED.items():
                for row in release.tables.get(table, []):
                    self._names[row[key]] = row.get("name_en") or row[key]
        self._words = language(Language.EN)

    def name(self, key: str) -> str:
        """Return what a unit, field, crossing or another thing is called."""
        if key in self._names:
            return self._names[key]
        return key.partition(":")[2].replace("_", " ") if ":" in key else key

    def subject(self, change: Change) -> str:
        """Return what a row is about, with its span."""
        row, table = change.row, change.table
        about = row.get(_SUBJECT.get(table, ""), "")
        if table == "events":
            return f"{row['place']}, {row['start']}" if row["place"] else row["start"]
        called = self.name(about) if about else row.get("name_en") or row.get("name") or change.id
        if table == "views":
            called = self._words.get(f"perspective.{about}", called)
        if "start" in row:
            return f"{called}, {row['start']} to {row.get('end') or 'today'}"
        day = row.get("since") or row.get("date")
        return f"{called}, {day}" if day and table != "sources" else called

    def change(self, change: Change) -> str:
        text = f"{self.subject(change)}: {self._describe_change(change)}"
        if change.replaced_by:
            text += f"; see {', '.join(change.replaced_by)}"
        return f"{text}, because: {_shorten(change.reason)}" if change.reason else text

    def _describe_change(self, change: Change) -> str:
        if change.kind is Kind.CORRECTED:
            return self.cells(change, Weight.FACT) or self.cells(change)
        cells = self._describe_row(change.row)
        return f"{change.kind} ({cells})" if cells else str(change.kind)

    def _describe_row(self, row: Row) -> str:
        """Return what a row says in short: its holder, its state, its figure or its text."""
        cells = [self._cell(item, row[item], row) for item in ("holder", "run_by", "state", "class")
                 if row.get(item)]  # fmt: skip
        if row.get("value"):
            cells.append(f"{row['value']} {row.get('unit', '')}".strip())
        return "; ".join(dict.fromkeys(cells)) or _shorten(
            row.get("text", "") or row.get("title", "")
        )

    def cells(self, change: Change, weight: Weight | None = None) -> str:
        """Return each cell that differs, before and after."""
        cells = []
        for item in change.columns:
            if weight is None or weigh(item) is weight:
                before, after = change.before.get(item, ""), change.after.get(item, "")
                named = "" if item == "holder" else f"{item.replace('_', ' ')} "
                first = self._cell(item, before, change.before)
                cells.append(f"{named}{first} → {self._cell(item, after, change.after)}")
        return "; ".join(cells)

    def _cell(self, column: str, cell: str, row: Row) -> str:
        if column == "class":
            return self._words.get(f"class.{cell}", cell) or "none"
        if column in _HOLDERS and f"holder.{cell}" in self._words:
            return _name_holder(column, cell, row)
        if column == "end":
            return cell or "open"
        return (cell if len(cell) <= 200 else f"{cell[:199]}…") or "none"


def _name_holder(column: str, holder: str, row: Row) -> str:
    """Return the name of a holder for most of its row's days, or on the day of an event."""
    if column in _OF_A_DAY:
        return say(side_word(holder, day=row.get("start") or row.get("date")), Language.EN)
    return name_holder_over(holder, Language.EN, row.get("start") or row["since"], row.get("end"))


def _shorten(text: str) -> str:
    short = text if len(text) <= 300 else f"{text[:299]}…"
    return short.rstrip(".")


def sentences(difference: Difference, changes: Iterable[Change]) -> list[Sentence]:
    """Write changes as sentences; many of a kind are summed up."""
    teller = SentenceWriter(difference.old, difference.new)
    groups: dict[tuple[str, ...], list[Change]] = {}
    for change in changes:
        groups.setdefault(_group_key(teller, change), []).append(change)
    result: list[Sentence] = []
    for key, members in groups.items():
        first = members[0]
        if first.kind is Kind.ADDED and len(members) >= _MANY_ADDED:
            result.append(Sentence(f"{len(members)} rows added", tuple(members)))
        elif first.kind is Kind.CORRECTED and len(members) >= _MANY_ALIKE:
            why = f", because: {_shorten(first.reason)}" if first.reason else ""
            result.append(Sentence(f"{len(members)} rows: {key[-2]}{why}", tuple(members)))
        else:
            result += [Sentence(teller.change(member), (member,)) for member in members]
    order = {name: at for at, name in enumerate(difference.new.tables)}
    return sorted(
        result, key=lambda sentence: (order.get(sentence.table, 0), list(Kind).index(sentence.kind))
    )


def _group_key(teller: SentenceWriter, change: Change) -> tuple[str, ...]:
    if change.kind is not Kind.CORRECTED:
        return (change.table, str(change.kind))
    cells = teller.cells(change, Weight.FACT) or teller.cells(change, Weight.EVIDENCE)
    return (change.table, str(change.kind), cells, change.reason)


def to_dict(difference: Difference) -> dict[str, object]:
    """Return a difference with stable keys, as JSON takes it."""
    teller = SentenceWriter(difference.old, difference.new)
    return {
        "old": _describe_release(difference.old),
        "new": _describe_release(difference.new),
        "least_version": _least_version(difference),
        "breaks": list(difference.breaks),
        "facts": len(difference.facts),
        "changes": [_record(teller, change) for change in difference.changes],
    }


def _least_version(difference: Difference) -> str | None:
    try:
        return difference.least
    except ValueError:
        return None


def _describe_release(release: Release) -> dict[str, str]:
    return {"name": release.name, "version": release.version, "date": release.date}


def _record(teller: SentenceWriter, change: Change) -> dict[str, object]:
    cells: Mapping[str, object] = {
        column: [change.before.get(column) or None, change.after.get(column) or None]
        for column in change.columns
    }
    return {
        "table": change.table,
        "id": change.id,
        "kind": str(change.kind),
        "weight": str(change.weight),
        "sentence": teller.change(change),
        "reason": change.reason or None,
        "replaced_by": list(change.replaced_by),
        "cells": cells,
        "row": dict(change.row) if change.kind is not Kind.CORRECTED else None,
    }
