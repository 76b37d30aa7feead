"""``greenline history`` and ``series``: who held a place over time, and how much each held when."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING

from geo.ask.sentences import say_sources
from geo.cell_output import split_ids, value
from geo.cli.output import (
    Answer,
    Record,
    as_json,
    as_lines,
    band,
    dicts,
    grid,
    holder_name,
    km2,
    number,
    pick,
    unit_names,
)
from geo.cli.parser import (
    PLACE,
    Commands,
    command,
    days_arguments,
    file_name,
    json_option,
    perspective_option,
)
from geo.errors import ViewError
from geo.model import Language
from geo.words import name_holder_over

if TYPE_CHECKING:
    import pandas as pd

    from geo.ask.holdings import Located
    from geo.atlas import Atlas

#: What is told of a source.
_OF_SOURCE = ("id", "title", "publisher", "url", "date", "archived", "dead")

#: What is told of a spell.
_OF_SPELL = (
    *("id", "start", "end", "precision", "earliest", "latest", "edtf", "holder", "forces"),
    *("source", "evidence", "publishers", "newest", "note"),
)

_ABOUT = (
    "Show who held a place over time, with sources. For a P-code that takes in several units, "
    "the history of each."
)


def add(commands: Commands) -> None:
    examples = "history $place\nhistory $point --json\nhistory $code"
    parser = command(commands, "history", run, _ABOUT, examples)
    parser.add_argument("where", metavar="WHERE", help=PLACE)
    json_option(parser)
    _add_series(commands)


def _add_series(commands: Commands) -> None:
    from geo.ask.frequencies import DIVISIONS, FREQUENCIES

    about = (
        "Show how much ground each holder held on each of a series of days. With --by unit and -o, "
        "a panel: a row for each unit and day, with its spell, evidence and sources."
    )
    examples = """\
series $first $opening --freq year
series $earlier $later --freq change --place $place
series $earlier $later --by unit -o panel.csv"""
    parser = command(commands, "series", run_series, about, examples)
    days_arguments(parser, "first", "last")
    parser.add_argument(
        "--freq",
        choices=[*FREQUENCIES, "change"],
        default="month",
        help="the first day of each, or each day on which ground changed (default: month)",
    )
    parser.add_argument(
        "--by", choices=DIVISIONS, default="holder", help="what else the ground is divided by"
    )
    parser.add_argument(
        "--place",
        metavar="NAME",
        action="append",
        help=f"{PLACE}; may be repeated",
    )
    perspective_option(parser)
    parser.add_argument(
        "--bands",
        action="store_true",
        help="with the band of each km²: nine of ten samples of who held what lie in it",
    )
    parser.add_argument(
        "-o",
        "--out",
        metavar="OUT.csv|.parquet",
        type=file_name(".csv", ".parquet"),
        help="write a table",
    )
    json_option(parser)


def run_series(args: argparse.Namespace) -> Answer:
    from geo.ask import time_series
    from geo.atlas import Atlas

    atlas = Atlas.load(args.data)
    ground = _find_ground(atlas, args.place or ())
    given = (atlas, args.first, args.last, args.freq, list(ground.values()))
    if args.by == "unit":
        if args.bands:
            raise ViewError("--bands: expected another --by than unit")
        rows = time_series.panel(*given, perspective=args.perspective)
    else:
        more = {"perspective": args.perspective, "bands": args.bands}
        rows = time_series.series(*given, args.by, **more)
    if args.out:
        from geo.export.tables.plain import write_over_time

        write_over_time(atlas, rows, args.out, args.perspective)
        answer = {"path": str(args.out), "count": len(rows)}
        written = f"{args.out}: {len(rows):,} rows"
        return as_json(answer, atlas=atlas) if args.json else as_lines([written])
    rows["day"] = rows["day"].dt.strftime("%Y-%m-%d")
    if args.json:
        if "since" in rows:
            rows["since"] = rows["since"].dt.strftime("%Y-%m-%d")
        listed = [{name: value(cell) for name, cell in row.items()} for row in dicts(rows)]
        query = {"first": args.first.isoformat(), "freq": args.freq, "by": args.by}
        return as_json({**query, "ground": list(ground), "rows": listed}, atlas=atlas)
    return as_lines([*ground, *_series_lines(args, rows)])


def _find_ground(atlas: Atlas, places: Iterable[str]) -> dict[str, str]:
    """Return what each place is and takes in, in words, with its units as `series` takes them.

    A name means what it does for `at`: of a town, the unit that it lies in.
    """
    from geo.ask import holdings
    from geo.gazetteer.entries import Kind

    names = {row["unit"]: row["name_en"] for row in atlas.unit_records}
    result = {}
    for text in places:
        location = holdings.locate(atlas, text)
        entry, units = location.place.entry, location.units
        kind = f" ({entry.kind})" if entry and entry.kind is not Kind.PLACE else ""
        inside = f"in {names[units[0]]}, {units[0]}" if len(units) == 1 else f"{len(units)} units"
        result[f"{location.place.name}{kind}: {inside}"] = f"units:{'.'.join(units)}"
    return result


def _series_lines(args: argparse.Namespace, rows: pd.DataFrame) -> list[str]:
    keys = ["day"] if args.by == "holder" else ["day", args.by]
    table = rows.pivot_table("km2", keys, "holder", aggfunc="sum", sort=True).reset_index()
    holders = list(table.columns[len(keys) :])
    heads = [holder_name(holder, args.last, args.perspective) for holder in holders]
    cells = [
        [*(str(row[key]) for key in keys), *(number(row[holder]) for holder in holders)]
        for row in table.to_dict("records")
    ]
    if args.bands:
        bands = {(*(row[key] for key in keys), row["holder"]): band(row) for row in dicts(rows)}
        for row, line in zip(table.to_dict("records"), cells, strict=True):
            for at, holder in enumerate(holders, len(keys)):
                if text := bands.get((*(row[key] for key in keys), holder)):
                    line[at] += f" ({text})"
    head = ["Day", *(key.capitalize() for key in keys[1:]), *heads]
    return ["km²", "", *grid(head, cells, right="|".join(heads))]


def run(args: argparse.Namespace) -> Answer:
    from geo.ask import holdings
    from geo.atlas import Atlas

    atlas = Atlas.load(args.data)
    answer = record(atlas, holdings.locate(atlas, args.where))
    return as_json(answer, atlas=atlas) if args.json else as_lines(_lines(atlas, answer))


def record(atlas: Atlas, location: Located) -> Record:
    """Return the spells of a place's units and their sources, with stable keys."""
    from geo.ask.uncertainty.dating import date_spells, dating_in, write_edtf

    dated = date_spells(atlas)
    rows = [
        {
            **row,
            "earliest": dating.earliest,
            "latest": dating.latest,
            "edtf": write_edtf(dating, row["precision"]),
        }
        for row in atlas.spells
        if row["unit"] in location.units
        for dating in [dating_in(dated, row)]
    ]
    rows.sort(key=lambda row: (row["unit"], row["start"]))
    units = {row["unit"]: row for row in atlas.unit_records}
    return {
        "place": location.place.name,
        "lon": location.place.lon,
        "lat": location.place.lat,
        "units": [
            {
                **unit_names(unit),
                "km2": km2(unit["km2"]),
                "spells": [pick(row, *_OF_SPELL) for row in rows if row["unit"] == unit["unit"]],
            }
            for unit in (units[name] for name in location.units)
        ],
        "sources": sources_of(atlas, (row["source"] for row in rows)),
    }


def sources_of(atlas: Atlas, cited: Iterable[str]) -> list[Record]:
    """Return what is known of sources, whose ids may be joined by ``;``."""
    wanted = {*split_ids(*cited)}
    rows = (row for row in atlas.records("sources") if row["id"] in wanted)
    return [{key: value(row.get(key)) for key in _OF_SOURCE} for row in rows]


def _lines(atlas: Atlas, answer: Record) -> list[str]:
    lines = []
    cited = {row["id"]: row for row in atlas.spells}
    head = ["From", "To", "Precision", "Held by", "Evidence", "Sources"]
    for unit in answer["units"]:
        rows = [
            [
                spell["start"],
                spell["end"] or "open",
                spell["precision"],
                name_holder_over(spell["holder"], Language.EN, spell["start"], spell["end"])
                + (f" ({spell['forces']})" if spell["forces"] else ""),
                spell["evidence"] or "",
                ", ".join(say_sources(cited[spell["id"]], Language.EN)),
            ]
            for spell in unit["spells"]
        ]
        prefix = "" if unit["name"] == answer["place"] else f"{answer['place']}: "
        lines += [f"{prefix}{unit['name']} ({unit['unit']})", *grid(head, rows), ""]
    return [*lines, "Sources", *source_lines(answer["sources"])]


def source_lines(sources: Iterable[Record]) -> list[str]:
    """Return a line for each source: its id, what it is, and where."""
    lines = []
    for source in sources:
        said_by = ", ".join(source[key] for key in ("title", "publisher", "date") if source[key])
        address = source["archived"] if source["dead"] else source["url"]
        dead = " (dead link)" if source["dead"] else ""
        lines.append(f"{source['id']}: {said_by}{dead}" + (f" {address}" if address else ""))
    return lines
