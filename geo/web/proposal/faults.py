"""What speaks against a proposal, in the reader's words: what to fill in, and how it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from geo.atlas import Atlas
from geo.atlas.cells import day
from geo.errors import Fault, GreenlineError
from geo.proposals.proposal import ProposalError
from geo.web.proposal.labels import column_name
from geo.web.texts import speak, t
from geo.words import sentence


def lines(atlas: Atlas, faults: Iterable[Fault]) -> list[str]:
    return [_sentence(atlas, fault) for fault in faults]


def line(error: GreenlineError) -> str:
    """Return the sentence of an error of the whole proposal."""
    word = error.word if isinstance(error, ProposalError) else ""
    return t(f"web.propose.{word}") if word else speak(sentence(error))


def _sentence(atlas: Atlas, fault: Fault) -> str:
    column = fault.column.rpartition(".")[2]
    what, field = column_name(column), _field(atlas, fault.file, column)
    rules: Mapping[str, Any] = field.get("constraints", {})
    if fault.value in ("", "nothing"):
        return t("propose.fault.needed", what=what)
    if fault.column == "new_source.url" or column == "url":
        return t("propose.fault.url")
    if column in {"start", "end", "since", "date"} or field.get("type") == "date":
        return t(f"propose.fault.{'late' if _is_day(fault.value) else 'day'}")
    if field.get("type") in {"number", "integer"}:
        return t("web.propose.number", what=what, value=fault.value)
    if "pattern" in rules and (example := _example(atlas, fault, column)):
        return t("web.propose.form", what=what, value=fault.value, example=example)
    return t("web.propose.other", what=what, value=fault.value)


def _field(atlas: Atlas, file: str, column: str) -> Mapping[str, Any]:
    """Return the description of a column of a file; empty where it is of no table."""
    for table in atlas.package["resources"]:
        if table["path"] == file and "schema" in table:
            return next(
                (field for field in table["schema"]["fields"] if field["name"] == column), {}
            )
    return {}


def _example(atlas: Atlas, fault: Fault, column: str) -> str:
    """Return what a row of the table has in a column."""
    table = next(
        resource["name"]
        for resource in atlas.package["resources"]
        if resource["path"] == fault.file
    )
    cells = (str(row[column]) for row in atlas.records(table))
    return next((cell for cell in cells if cell not in {"", fault.value}), "")


def _is_day(text: str) -> bool:
    try:
        return bool(day(text))
    except ValueError:
        return False
