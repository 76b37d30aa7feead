"""A proposal applied to the rows of the tables: spells cut and moved, ids given, reasons noted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from geo.cell_output import guard_formula
from geo.proposals.proposal import Kind, Proposal, ProposalError
from geo.proposals.spans import (
    SPANS,
    Rows,
    digest,
    find_concerned,
    follow,
    hand_over,
    join_sources,
    put,
)
from geo.words import phrase

#: What may begin with the sign of a number.
_NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?")


@dataclass
class Edit:
    """The tables as a proposal leaves them."""

    #: Rows of every table, those changed with new rows; the caller's own rows stay as they were.
    tables: dict[str, Rows]
    #: What happened to each row by id: added, corrected or retired.
    touched: dict[str, str] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)  #: Names of the tables that changed.
    retired: set[str] = field(default_factory=set)  #: Ids that the table of the proposal had once.
    cited: str = ""  #: Ids of the sources of the fact, joined by ;.

    def rows(self, table: str) -> Rows:
        if table not in self.changed:
            self.tables[table] = [dict(row) for row in self.tables[table]]
            self.changed.add(table)
        return self.tables[table]


def apply(proposal: Proposal, tables: Mapping[str, Rows], *, day: str, retired: set[str]) -> Edit:
    table = proposal.table
    if table not in tables or not tables[table]:
        known = ", ".join(sorted(tables))
        raise ProposalError(f"table {table!r}: expected one of {known}")
    if table in ("retired", "corrections", "accepted"):
        raise ProposalError(f"table {table!r}: it is written when a proposal is accepted")
    if table == "translations":
        raise ProposalError(f"table {table!r}: tools.translations writes it")
    columns = tables[table][0].keys()
    strange = sorted(proposal.cells.keys() - columns)
    if strange:
        known = ", ".join(columns)
        raise ProposalError(f"column {strange[0]!r} of {table}: expected one of {known}")
    _refuse_formulas(proposal)
    _check_seen(proposal, tables)
    edit = Edit(dict(tables), retired=retired)
    edit.cited = _cite_sources(proposal, edit, day)
    act = {
        Kind.SPAN: _span,
        Kind.CORRECTION: _correct,
        Kind.EVENT: _event,
        Kind.RETIREMENT: _retire,
    }.get(proposal.kind)
    if act:
        act(proposal, edit)
    for row in edit.rows(table) if act else ():
        if row.get("id") in edit.touched and "checked" in row:
            row["checked"] = day
    return edit


def _refuse_formulas(proposal: Proposal) -> None:
    """Refuse text that a spreadsheet would run when it opens the table."""
    written = [*proposal.cells.items(), *(proposal.new_source or {}).items()]
    for column, cell in (*written, ("reason", proposal.reason)):
        if guard_formula(cell) != cell and not _NUMBER.fullmatch(cell):
            raise ProposalError(
                f"column {column!r}: {cell[:60]!r} would run as a formula; "
                "expected text that begins with a letter or a figure",
                "formula",
            )


def _check_seen(proposal: Proposal, tables: Mapping[str, Rows]) -> None:
    now = find_concerned(proposal, tables)
    for key, known in proposal.saw.items():
        if key not in now:
            about = {"table": proposal.table, "about": key}
            raise ProposalError(phrase("fault.proposal.went", **about))
        if digest(now[key]) != known:
            raise changed_since(proposal, key)


def changed_since(proposal: Proposal, about: str) -> ProposalError:
    """Return what to say where what a proposal is about is not what its author saw."""
    return ProposalError(phrase("fault.proposal.changed", table=proposal.table, about=about))


def _cite_sources(proposal: Proposal, edit: Edit, day: str) -> str:
    """Add the new source, and return the ids that the fact cites, joined by ;."""
    known = {row["id"] for row in edit.tables["sources"]}
    for source in proposal.sources:
        if source not in known:
            raise ProposalError(
                f"source {source!r}: expected an id of sources.csv, or a new_source"
            )
    if not proposal.new_source:
        return ";".join(proposal.sources)
    new = proposal.new_source
    same = [row["id"] for row in edit.tables["sources"] if row["url"] == new["url"]]
    if same and proposal.kind is Kind.SOURCE:
        raise ProposalError(f"source {new['url']}: the data have it as {same[0]}", "known")
    text = same[0] if same else _source_id(new, known)
    if not same:
        rows = edit.rows("sources")
        blank = dict.fromkeys(rows[0], "")
        wording = {key: cell for key, cell in new.items() if key in blank}
        rows.append(blank | wording | {"id": text} | ({"read": day} if "read" in blank else {}))
        edit.touched[text] = "added"
    return ";".join(dict.fromkeys([*proposal.sources, text]))


def _source_id(new: Mapping[str, str], known: set[str]) -> str:
    host = urlsplit(new["url"]).hostname or "source"
    publisher = slug(new.get("publisher", "")) or slug(host.removeprefix("www."))
    words = "-".join(slug(new["title"]).split("-")[:4])
    stem = "-".join(text for text in (publisher[:30], new.get("date", ""), words[:40]) if text)
    return free(stem.strip("-") or "source", known)


def slug(text: str) -> str:
    """Return text as small letters, digits and hyphens.

    >>> slug("Qara Tapa, café!")
    'qara-tapa-cafe'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def free(stem: str, taken: set[str]) -> str:
    """Return a name that is not taken: the stem, else with a number."""
    names = (stem if at == 1 else f"{stem}-{at}" for at in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _correct(proposal: Proposal, edit: Edit) -> None:
    """Set cells of a row; where its days move, its neighbours follow."""
    rows = edit.rows(proposal.table)
    row = _row(proposal, rows)
    before = dict(row)
    row.update(proposal.cells)
    if proposal.confidence:
        row["confidence"] = proposal.confidence
    if edit.cited:
        row["source"] = join_sources(row["source"], edit.cited)
    edit.touched[row["id"]] = "corrected"
    if row == before:
        raise ProposalError(f"{proposal.table} {row['id']}: it says so already", "same")
    if proposal.table in SPANS:
        follow(proposal.table, row, before, edit)


def _span(proposal: Proposal, edit: Edit) -> None:
    text = put(proposal, edit)
    for item in [key for key, what in edit.touched.items() if what == "retired"]:
        _note_retired(proposal, edit, item, text)


def _event(proposal: Proposal, edit: Edit) -> None:
    rows = edit.rows("events")
    taken = {row["id"] for row in rows} | edit.retired
    text = free(f"{proposal.cells['start']}-{slug(proposal.cells['place']) or 'event'}", taken)
    new = {**dict.fromkeys(rows[0], ""), **proposal.cells, "id": text, "source": edit.cited}
    new["confidence"] = proposal.confidence
    edit.touched[text] = "added"
    rows.append(new)
    rows.sort(key=lambda row: (row["start"], row["id"]))


def _retire(proposal: Proposal, edit: Edit) -> None:
    rows = edit.rows(proposal.table)
    row = _row(proposal, rows)
    heirs = proposal.fact.get("replaced_by", "")
    known = {item["id"] for item in rows} - {row["id"]}
    for part in filter(None, heirs.split(";")):
        if part not in known:
            raise ProposalError(f"replaced_by {part!r}: expected an id of {proposal.table}")
    if proposal.table in SPANS:
        hand_over(proposal.table, row, rows, heirs, edit)
    rows.remove(row)
    edit.touched[row["id"]] = "retired"
    _note_retired(proposal, edit, row["id"], heirs)


def _row(proposal: Proposal, rows: Rows) -> dict[str, str]:
    result = [row for row in rows if row.get("id") == proposal.fact["row"]]
    if not result:
        about = {"row": repr(proposal.fact["row"]), "table": proposal.table}
        raise ProposalError(phrase("fault.proposal.no_row", **about))
    return result[0]


def _note_retired(proposal: Proposal, edit: Edit, text: str, heirs: str) -> None:
    if "retired" in edit.tables:
        wording = {"table": proposal.table, "id": text, "replaced_by": heirs}
        edit.rows("retired").append({**wording, "reason": proposal.reason, "version": ""})
