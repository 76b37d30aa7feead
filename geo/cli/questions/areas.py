"""``greenline areas``: the disputed areas, and who says that they are disputed."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from geo.cell_output import split_ids
from geo.cli.output import (
    Answer,
    Record,
    as_json,
    as_lines,
    dicts,
    grid,
    km2,
    names,
    number,
    pick,
)
from geo.cli.parser import Commands, command, json_option

if TYPE_CHECKING:
    from geo.atlas import Atlas


def add(commands: Commands) -> None:
    about = "List all areas that anyone disputes: P-codes, and who says so since when."
    json_option(command(commands, "areas", run, about, "areas\nareas --json"), rows=True)


def run(args: argparse.Namespace) -> Answer:
    from geo.atlas import Atlas

    areas = records(Atlas.load(args.data))
    return as_json(areas) if args.json else as_lines(_lines(areas))


def records(atlas: Atlas) -> list[Record]:
    """Return the disputed areas, those of the list first."""
    bases: dict[str, list[Record]] = {}
    for row in dicts(atlas.table("bases").sort_values(["area", "since"])):
        columns = ("claimant", "since", "precision", "text", "source")
        basis = pick(row, "id", "basis", "said_by", *columns)
        bases.setdefault(row["area"], []).append(basis)
    rows = atlas.areas.sort_values(["list_number", "id"], na_position="last")
    return [
        {
            "id": row["id"],
            **names(row),
            "level": row["level"],
            "pcodes": list(split_ids(row["pcodes"])),
            **pick(row, "list_number"),
            "km2": km2(row["km2"]),
            "bases": bases.get(row["id"], []),
            **pick(row, "source", "note"),
        }
        for row in dicts(rows)
    ]


def _lines(areas: list[Record]) -> list[str]:
    from geo.model import Language
    from geo.words import say

    rows = [
        [
            number(area["list_number"]),
            area["name"],
            ", ".join(area["pcodes"]),
            number(area["km2"]),
            "; ".join(
                dict.fromkeys(say(f"basis.{base['basis']}", Language.EN) for base in area["bases"])
            ),
        ]
        for area in areas
    ]
    number_of = say("web.col.list", Language.EN)
    head = [number_of, "Area", "P-codes", "km²", "Disputed by"]
    return [
        *grid(head, rows, right=f"{number_of}|km²"),
        "",
        f"{len(areas)} areas; areas may overlap.",
    ]
