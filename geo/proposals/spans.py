"""Spans of a proposal: [start, end) rows that follow one another, cut, moved and handed over."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from geo.cell_output import split_ids
from geo.proposals.proposal import Kind, Proposal, ProposalError
from geo.versions.difference import Weight, weigh
from geo.versions.ids import SUBJECTS, next_id
from geo.words import phrase

if TYPE_CHECKING:
    from geo.proposals.edit import Edit

Rows = list[dict[str, str]]

#: Tables of [start, end) rows that follow one another without gap or overlap.
SPANS = ("spells", "field_periods", "pipeline_states", "crossing_periods")

#: The end of what lasts, to compare by.
OPEN = "9999-12-31"


def put(proposal: Proposal, edit: Edit) -> str:
    """Put a span among those of its subject: what it covers goes, what it cuts is cut."""
    if proposal.table not in SPANS:
        raise ProposalError(f"table {proposal.table!r}: expected one of {', '.join(SPANS)}")
    rows, subject = edit.rows(proposal.table), SUBJECTS[proposal.table]
    about, cells = proposal.fact["about"], {"end": "", **proposal.cells}
    own_rows = [row for row in rows if row[subject] == about]
    if not own_rows:
        known = {"column": subject, "about": repr(about), "table": proposal.table}
        raise ProposalError(phrase("fault.proposal.no_subject", **known))
    start, end = cells["start"], cells["end"] or OPEN
    if end <= start:
        raise ProposalError(f"span {start} to {end}: expected the end after the start", "end")
    taken = {row["id"] for row in rows} | edit.retired
    alike = _find_alike(cells, own_rows)
    exact = [row for row in own_rows if row["start"] == start and (row["end"] or OPEN) == end]
    if exact:
        _repeat_row(proposal, exact[0], cells, edit, known=exact == alike)
        return exact[0]["id"]
    if alike:
        raise ProposalError(
            f"{proposal.table} {alike[0]['id']}: it says so already, from {alike[0]['start']} to "
            f"{alike[0]['end'] or 'today'}; to add a source, correct that row",
            "same",
        )
    cells |= {"source": edit.cited, "confidence": proposal.confidence}
    new = {**dict.fromkeys(own_rows[0], ""), **cells, "id": next_id(about, taken), subject: about}
    taken.add(new["id"])
    result: Rows = []
    for row in sorted(own_rows, key=lambda item: item["start"]):
        result += _cut(row, new, taken, edit)
    edit.touched[new["id"]] = "added"
    result = sorted([*result, new], key=lambda item: item["start"])
    at = rows.index(own_rows[0])
    remainder = [row for row in rows if row[subject] != about]
    before = len([row for row in rows[:at] if row[subject] != about])
    rows[:] = [*remainder[:before], *result, *remainder[before:]]
    return str(new["id"])


def _find_alike(cells: Mapping[str, str], rows: Rows) -> Rows:
    """Return the row that says the same of all days of a span, if any."""
    start, end = cells["start"], cells["end"] or OPEN
    text = {key: cell for key, cell in cells.items() if key not in ("start", "end", "precision")}
    return [
        row
        for row in rows
        if text
        and row["start"] <= start
        and end <= (row["end"] or OPEN)
        and all(row[key] == cell for key, cell in text.items())
    ]


def _repeat_row(
    proposal: Proposal, row: dict[str, str], cells: Mapping[str, str], edit: Edit, *, known: bool
) -> None:
    """Update a row of the same days; a known one gains a source."""
    before = dict(row)
    row.update(cells)
    row["source"] = join_sources(row["source"], edit.cited) if known else edit.cited
    row["confidence"] = proposal.confidence
    if row == before:
        raise ProposalError(f"{proposal.table} {row['id']}: it says so already", "same")
    edit.touched[row["id"]] = "corrected"


def join_sources(*sources: str) -> str:
    """Return ids of sources joined by ``;``, each once."""
    return ";".join(split_ids(*sources))


def _cut(row: dict[str, str], new: dict[str, str], taken: set[str], edit: Edit) -> Rows:
    """Return what is left of a row beside a span: the row, two pieces of it, or nothing."""
    first, last = row["start"], row["end"] or OPEN
    start, end = new["start"], new["end"] or OPEN
    if last <= start or first >= end:
        return [row]
    left = {**row, "end": start} if first < start else None
    right = {**row, "start": end, "precision": new["precision"]} if last > end else None
    if left and right:
        right["id"] = next_id(new["id"].rpartition("-")[0], taken)
        taken.add(right["id"])
        edit.touched[right["id"]] = "added"
    if left or right:
        edit.touched[row["id"]] = "corrected"
    else:
        edit.touched[row["id"]] = "retired"
    return [item for item in (left, right) if item]


def follow(table: str, row: Mapping[str, str], before: Mapping[str, str], edit: Edit) -> None:
    """Move the neighbours of a span with its days."""
    for item in edit.rows(table):
        if item[SUBJECTS[table]] == row[SUBJECTS[table]] and item is not row:
            if item["end"] == before["start"] != row["start"]:
                item["end"] = row["start"]
                edit.touched[item["id"]] = "corrected"
            if item["start"] == before["end"] != row["end"]:
                item["start"] = row["end"]
                edit.touched[item["id"]] = "corrected"


def hand_over(table: str, row: Mapping[str, str], rows: Rows, heirs: str, edit: Edit) -> None:
    """Give the days of a span that goes to the one before or after it, so that no day is lost."""
    subject = SUBJECTS[table]
    subset = sorted(
        (item for item in rows if item[subject] == row[subject]), key=lambda x: x["start"]
    )
    before = [item for item in subset if item["end"] == row["start"]]
    after = [item for item in subset if item["start"] == row["end"]]
    for heir in before:
        if heir["id"] == heirs:
            heir["end"] = row["end"]
            edit.touched[heirs] = "corrected"
            return
    for heir in after:
        if heir["id"] == heirs:
            heir |= {"start": row["start"], "precision": row["precision"]}
            edit.touched[heirs] = "corrected"
            return
    beside = " or ".join(item["id"] for item in (*before, *after))
    raise ProposalError(
        f"replaced_by {heirs!r}: expected {beside}, which takes over its days"
        if beside
        else f"{table} {row['id']}: it is the only row of {subject} {row[subject]}; propose a span"
    )


def ground(proposal: Proposal, tables: Mapping[str, Rows]) -> tuple[str, str, str, str]:
    """Return what a proposal is about: table, subject or row, and the days that it covers."""
    if proposal.kind is Kind.SPAN:
        span = proposal.cells.get("start", ""), proposal.cells.get("end") or OPEN
        return proposal.table, proposal.fact["about"], *span
    if proposal.kind in (Kind.CORRECTION, Kind.RETIREMENT):
        rows = tables.get(proposal.table, ())
        row = next((item for item in rows if item.get("id") == proposal.fact["row"]), {})
        if proposal.table in SPANS and row:
            moved = row | proposal.cells
            start = min(row["start"], moved["start"])
            end = max(row["end"] or OPEN, moved["end"] or OPEN)
            return proposal.table, row[SUBJECTS[proposal.table]], start, end
        return proposal.table, proposal.fact["row"], "", OPEN
    if proposal.kind is Kind.EVENT:
        cells = proposal.cells
        about = f"{cells['place'].casefold()} {cells['start']} {cells.get('type', '')}".strip()
        return "events", about, "", OPEN
    return "sources", proposal.new_source["url"], "", OPEN


def find_concerned(proposal: Proposal, tables: Mapping[str, Rows]) -> dict[str, Rows]:
    """Return what a proposal would change, as it stands.

    That is the row, by its id, or the state on the days of a span, by its subject.
    """
    rows = tables.get(proposal.table, [])
    if proposal.kind in (Kind.CORRECTION, Kind.RETIREMENT):
        own_rows = [row for row in rows if row.get("id") == proposal.fact["row"]]
        return {proposal.fact["row"]: own_rows} if own_rows else {}
    if proposal.kind is not Kind.SPAN or proposal.table not in SPANS:
        return {}
    _, about, start, end = ground(proposal, tables)
    own_rows = [row for row in rows if row[SUBJECTS[proposal.table]] == about]
    apart = {"id", "precision", "checked"}
    clipped = [
        {key: cell for key, cell in row.items() if key not in apart}
        | {"start": max(row["start"], start), "end": min(row["end"] or OPEN, end)}
        for row in sorted(own_rows, key=lambda item: item["start"])
        if row["start"] < end and start < (row["end"] or OPEN)
    ]
    return {about: clipped} if clipped else {}


def digest(rows: Rows) -> str:
    """Return what rows are known by: twelve hex digits of a hash of their cells."""
    text = json.dumps([sorted(row.items()) for row in rows], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def facts_of(rows: Rows, proposal: Proposal) -> Rows:
    """Return rows without words and links that a proposal does not speak of."""
    return [
        {
            key: cell
            for key, cell in row.items()
            if key in proposal.cells or weigh(key) is not Weight.WORDS
        }
        for row in rows
    ]
