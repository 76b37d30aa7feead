"""``greenline blame``: when a front at a place moved, by which spells, sources and corrections."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from geo.cell_output import value
from geo.cli.output import Answer, Record, as_json, as_lines, holder_name, names, pick
from geo.cli.parser import PLACE, Commands, command, json_option
from geo.cli.questions.history import source_lines, sources_of
from geo.filters import to_date
from geo.words.locale import stamp

if TYPE_CHECKING:
    from geo.ask.front_history import Move, Side
    from geo.ask.holdings import Located
    from geo.atlas import Atlas

_ABOUT = (
    "Show each day on which a front at a place moved: who held both sides before and after, since "
    "which spells, by which sources, and which release of the data added or corrected them."
)


def add(commands: Commands) -> None:
    examples = "blame $place\nblame $point --json"
    parser = command(commands, "blame", run, _ABOUT, examples)
    parser.add_argument("where", metavar="PLACE", help=PLACE)
    parser.add_argument(
        "--beside", metavar="PLACE", help="the other side of the front (default: all around)"
    )
    json_option(parser)


def run(args: argparse.Namespace) -> Answer:
    from geo.ask import holdings
    from geo.atlas import Atlas

    atlas = Atlas.load(args.data)
    place = holdings.locate(atlas, args.where)
    beside = holdings.locate(atlas, args.beside).units if args.beside is not None else ()
    result = record(atlas, place, beside)
    code = 0 if any(unit["moves"] for unit in result["units"]) else 1
    return as_json(result, code, atlas=atlas) if args.json else as_lines(_lines(result), code)


def record(atlas: Atlas, place: Located, beside: Sequence[str] = ()) -> Record:
    """Return the days on which the fronts of a place's units moved, with stable keys."""
    from geo.ask.front_history import trace_unit

    units = {row["unit"]: row for row in atlas.unit_records}
    cited: list[str] = []
    result = []
    for unit in place.units:
        days = []
        for moves in trace_unit(atlas, unit):
            chosen = [move for move in moves if not beside or move.beside.unit in beside]
            if chosen:
                days.append(_day(units, chosen))
                sides = [chosen[0].here, *(move.beside for move in chosen)]
                cited += [side.spell["source"] for side in sides]
        result.append({"unit": unit, **names(units[unit]), "moves": days})
    return {"place": place.place.name, "units": result, "sources": sources_of(atlas, cited)}


def _day(units: dict[str, Record], moves: Sequence[Move]) -> Record:
    return {
        "day": moves[0].day.isoformat(),
        **_side(moves[0].here),
        "beside": [
            {
                "unit": move.beside.unit,
                **names(units[move.beside.unit]),
                "front": move.kind,
                **_side(move.beside),
            }
            for move in moves
        ],
    }


def _side(side: Side) -> Record:
    return {
        "from": side.before,
        "to": side.holder,
        "spell": side.spell["id"],
        "since": value(side.spell["start"]),
        "earliest": value(side.dating.earliest),
        "latest": value(side.dating.latest),
        **pick(side.spell, "precision", "confidence", "source"),
        "corrections": [
            {name: value(cell) for name, cell in vars(correction).items()}
            | {"columns": list(correction.columns)}
            for correction in side.corrections
        ],
    }


def _lines(result: Record) -> list[str]:
    lines = []
    for unit in result["units"]:
        lines.append(f"{unit['name']} ({unit['unit']})")
        if not unit["moves"]:
            lines.append("  No front ran here.")
        for move in unit["moves"]:
            lines += ["", f"{move['day']}: {_change(move, move['day'])}", *_evidence(move, "  ")]
            for other in move["beside"]:
                name = f"{other['name']} ({other['unit']})"
                lines.append(f"  front with {name} {other['front']}: {_change(other, move['day'])}")
                lines += _evidence(other, "    ") if other["from"] != other["to"] else []
        lines.append("")
    return [*lines, "Sources", *source_lines(result["sources"])]


def _change(side: Record, day: str) -> str:
    to = holder_name(side["to"], day)
    if side["from"] == side["to"]:
        return f"{to} since {stamp(to_date(side['since']), side['precision'])}"
    return f"{holder_name(side['from'], to_date(day) - timedelta(days=1))} to {to}"


def _evidence(side: Record, indent: str) -> Iterator[str]:
    between = "" if side["earliest"] == side["latest"] else (
        f" between {side['earliest']} and {side['latest']}"
    )  # fmt: skip
    sure = f"{side['precision']} precision{between}, {side['confidence']} confidence"
    yield f"{indent}{side['spell']}: {sure}; {', '.join(side['sources'])}"
    yield from (f"{indent}{text}" for text in _corrections(side["corrections"]))


def _corrections(corrections: Iterable[Record]) -> Iterator[str]:
    for correction in corrections:
        columns = f" {', '.join(correction['columns'])}" if correction["columns"] else ""
        reason = f": {correction['reason']}" if correction["reason"] else ""
        yield (
            f"{correction['version']} ({correction['date']}) {correction['kind']}{columns}{reason}"
        )
