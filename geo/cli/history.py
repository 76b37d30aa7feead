"""``greenline history``: who held a place, from first to last, and who says so."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING

from geo.cell_output import value
from geo.cli.output import (
    Answer,
    Record,
    as_json,
    as_lines,
    grid,
    holder_name,
    ids,
    km2,
    names,
)
from geo.cli.parser import Commands, command, json_option

if TYPE_CHECKING:
    from geo.ask.holdings import Located
    from geo.atlas import Atlas

#: What is told of a source.
_OF_SOURCE = ("id", "title", "publisher", "url", "date", "archived", "dead")

_ABOUT = (
    "Show who held a place over time, with sources. For a P-code that takes in several units, "
    "the history of each."
)


def add(commands: Commands) -> None:
    examples = "history $place\nhistory $point --json\nhistory $code"
    one = command(commands, "history", run, _ABOUT, examples)
    one.add_argument(
        "where",
        metavar="WHERE",
        help="a name in any language of the atlas, a position LON,LAT in degrees, an admin code "
        "(P-code), or the id of a unit",
    )
    json_option(one)


def run(args: argparse.Namespace) -> Answer:
    """Return who held a place over time."""
    from geo.ask import holdings
    from geo.atlas import Atlas

    atlas = Atlas.load(args.data)
    found = record(atlas, holdings.locate(atlas, args.where))
    return as_json(found) if args.json else as_lines(_lines(found))


def record(atlas: Atlas, found: Located) -> Record:
    """Return the spells of a place's units and their sources, with stable keys."""
    from geo.ask import confirmation
    from geo.ask.uncertainty.dating import date_spells, write_edtf

    last, dated = atlas.profile.days.last, date_spells(atlas)
    rows = [
        {
            **row,
            "confidence": confirmation.confidence_on(atlas, row, last),
            "earliest": dated[row["id"]].earliest,
            "latest": dated[row["id"]].latest,
            "edtf": write_edtf(dated[row["id"]], row["precision"]),
        }
        for row in atlas.records("spells")
        if row["unit"] in found.units
    ]
    rows.sort(key=lambda row: (row["unit"], row["start"]))
    units = {row["unit"]: row for row in atlas.unit_records}
    return {
        "place": found.place.name,
        "lon": found.place.lon,
        "lat": found.place.lat,
        "units": [
            {
                "unit": unit["unit"],
                "pcode": unit["pcode"],
                "part": unit["unit"] != unit["pcode"],
                **names(unit),
                "km2": km2(unit["km2"]),
                "spells": _spells(row for row in rows if row["unit"] == unit["unit"]),
            }
            for unit in (units[name] for name in found.units)
        ],
        "sources": list_sources(atlas, (row["source"] for row in rows)),
    }


def _spells(rows: Iterable[Record]) -> list[Record]:
    return [
        {
            "id": row["id"],
            "start": value(row["start"]),
            "end": value(row["end"]),
            "precision": row["precision"],
            "earliest": value(row["earliest"]),
            "latest": value(row["latest"]),
            "edtf": row["edtf"],
            "holder": row["holder"],
            "forces": value(row["forces"]),
            "sources": ids(row["source"]),
            "confidence": row["confidence"],
            "note": value(row["note"]),
        }
        for row in rows
    ]


def list_sources(atlas: Atlas, cited: Iterable[str]) -> list[Record]:
    """Return the sources that some cells cite, with stable keys."""
    wanted = {one for cell in cited for one in ids(cell)}
    rows = (row for row in atlas.records("sources") if row["id"] in wanted)
    return [{key: value(row.get(key)) for key in _OF_SOURCE} for row in rows]


def _lines(found: Record) -> list[str]:

    lines = []
    head = ["From", "To", "Precision", "Held by", "Confidence", "Sources"]
    for unit in found["units"]:
        rows = [
            [
                spell["start"],
                spell["end"] or "open",
                spell["precision"],
                holder_name(spell["holder"]) + (f" ({spell['forces']})" if spell["forces"] else ""),
                spell["confidence"],
                ", ".join(spell["sources"]),
            ]
            for spell in unit["spells"]
        ]
        prefix = "" if unit["name"] == found["place"] else f"{found['place']}: "
        lines += [f"{prefix}{unit['name']} ({unit['unit']})", *grid(head, rows), ""]
    return [*lines, "Sources", *source_lines(found["sources"])]


def source_lines(sources: Iterable[Record]) -> list[str]:
    """Return a line for each source: its id, what it is, and where."""
    lines = []
    for source in sources:
        said_by = ", ".join(source[key] for key in ("title", "publisher", "date") if source[key])
        address = source["archived"] if source["dead"] else source["url"]
        dead = " (dead link)" if source["dead"] else ""
        lines.append(f"{source['id']}: {said_by}{dead}" + (f" {address}" if address else ""))
    return lines
