"""What a proposal would change, row by row, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from geo.atlas import Atlas
from geo.versions.difference import Change, Kind
from geo.versions.ids import SUBJECTS
from geo.web.proposal.labels import column_name, option_name
from geo.web.texts import language, t
from geo.words import name_of

#: Tables that name what a row may be about, with the column of its id.
_NAMED = {
    "subdistricts": "pcode", "parts": "id", "fields": "id", "pipelines": "id", "crossings": "id",
    "areas": "id", "refineries": "id", "places": "id", "districts": "pcode",
    "governorates": "pcode",
}  # fmt: skip

#: Columns that tell what a new row says.
_SAID = ("holder", "run_by", "state", "type", "value", "text", "url")

#: Signs of a cell that a sentence shows.
_LONGEST = 200


def describe_changes(atlas: Atlas, changes: Iterable[Change]) -> list[str]:
    """Return a sentence for each row that a proposal adds, corrects or retires."""
    return [
        t(f"web.propose.{change.kind}", what=_subject(atlas, change), said=_cells(change))
        for change in changes
    ]


def _subject(atlas: Atlas, change: Change) -> str:
    """Return what a row is about, with its days."""
    row = change.row
    about = row.get(SUBJECTS.get(change.table, ""), "")
    called = _name(atlas, about) if about else name_of(row, language(), "title", "place", "id")
    if not row.get("start"):
        return called
    if row.get("end"):
        return t("web.propose.span", what=called, start=row["start"], end=row["end"])
    return t("web.propose.open", what=called, start=row["start"])


def _name(atlas: Atlas, key: str) -> str:
    for table, column in _NAMED.items():
        rows = atlas.records(table) if table in atlas.names else []
        if row := next((item for item in rows if item[column] == key), None):
            return name_of(row, language(), column)
    return key


def _cells(change: Change) -> str:
    """Return what a new row says, or each cell that differs, before and after."""
    if change.kind is Kind.CORRECTED:
        return "; ".join(
            t(
                "web.propose.cell",
                column=column_name(column),
                before=_cell(column, change.before),
                after=_cell(column, change.after),
            )
            for column in change.columns
        )
    texts = [_cell(column, change.row) for column in _SAID if change.row.get(column)]
    return "; ".join(dict.fromkeys(texts))


def _cell(column: str, row: Mapping[str, str]) -> str:
    text = option_name(column, row.get(column, ""))
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
