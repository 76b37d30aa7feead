"""The fields of a form of a proposal: by what it is about, and by what it says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from geo.model import Layer
from geo.profile import Profile
from geo.proposals.proposal import KEPT
from geo.proposals.spans import SPANS
from geo.versions.ids import SUBJECTS


class Ask(StrEnum):
    """What a form may ask for."""

    HELD = "held"  #: Who held a place, in a spell that stands.
    SPELL = "spell"  #: A new spell of a place.
    PERIOD = "period"  #: How a field, a crossing or a pipeline was run, from one day to another.
    ROW = "row"  #: A cell of a row that the card shows.
    EVENT = "event"
    SOURCE = "source"  #: A source, for the row that the card shows where it shows one.


#: The table of spans about the things of a table.
SPANS_OF = {
    "units": "spells",
    "fields": "field_periods",
    "pipelines": "pipeline_states",
    "crossings": "crossing_periods",
}

#: Columns whose cells are holders.
_HOLDERS = {"holder", "run_by", "from_holder", "to_holder"}

#: Columns that no form asks for: when it was, and what nobody can type.
_APART = {*KEPT, "start", "end", "precision", "note", "wkt", "pcodes", "units"}

#: Columns of an event that the form asks for.
_EVENT = ("type", "place", "text", "actor_a", "actor_b", "from_holder", "to_holder")


@dataclass(frozen=True)
class Cell:
    """One cell that a form asks for."""

    name: str  #: Its column.
    options: tuple[str, ...] = ()  #: What is accepted; any text where empty.
    needed: bool = False  #: Whether it must not be empty.


def cells(package: Mapping[str, Any], profile: Profile, table: str) -> tuple[Cell, ...]:
    """Return the cells of a table that a form may set, in the order of the table."""
    resources = [
        resource
        for resource in package["resources"]
        if resource["name"] == table and "schema" in resource
    ]
    fields = resources[0]["schema"]["fields"] if resources else []
    apart = _APART | {SUBJECTS.get(table, "") if table in SPANS else ""}
    wanted = _EVENT if table == "events" else ()
    made = [_cell(field, profile) for field in fields if field["name"] not in apart]
    return tuple(
        cell
        for cell in sorted(
            made, key=lambda cell: wanted.index(cell.name) if cell.name in wanted else 0
        )
        if not wanted or cell.name in wanted
    )


def _cell(field: Mapping[str, Any], profile: Profile) -> Cell:
    rules = field.get("constraints", {})
    options = profile.holders if field["name"] in _HOLDERS else tuple(rules.get("enum", ()))
    return Cell(field["name"], tuple(map(str, options)), bool(rules.get("required")))


def of_page(package: Mapping[str, Any], profile: Profile) -> dict[str, Any]:
    tables = {
        str(layer): layer.spec.ids for layer in Layer if layer.spec.ids and layer.spec.key == "id"
    }
    known = {resource["name"] for resource in package["resources"]}
    spans = {table: span for table, span in SPANS_OF.items() if span in known}
    names = dict.fromkeys([*tables.values(), *spans.values(), "events"])
    query = {name: cells(package, profile, name) for name in names}
    return {
        "tables": tables,
        "spans": spans,
        "cells": {
            name: [[item.name, list(item.options), item.needed] for item in result]
            for name, result in query.items()
            if result
        },
        "takers": [list(taker) for taker in takers(package)],
        "home": str(package.get("homepage", "")),
    }


def takers(package: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return who takes proposals, by name and address: the contributors that can be written to."""
    return [
        (
            str(contributor["title"]),
            f"mailto:{contributor['email']}"
            if contributor.get("email")
            else str(contributor["path"]),
        )
        for contributor in package.get("contributors", [])
        if contributor.get("email") or contributor.get("path")
    ]
