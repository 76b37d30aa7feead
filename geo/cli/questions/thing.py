"""``greenline at`` of a field, crossing, airport, pipeline or refinery: who has it on a day."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from geo.ask.sentences import say_certainty, say_evidence, say_since, say_sources
from geo.ask.things import TABLES, Standing, stand_on
from geo.cell_output import value
from geo.cli.output import (
    Answer,
    Record,
    as_json,
    as_lines,
    day_in_words,
    dicts,
    holder_name,
    names,
    number,
    pick,
)
from geo.errors import QuestionError
from geo.evidence import newest_stating
from geo.gazetteer.entries import Entry, Kind
from geo.model import Language
from geo.words import say

if TYPE_CHECKING:
    from geo.atlas import Atlas

#: What is said of the thing itself, where its table has it.
_OF_THING = ("operator", "capacity_bpd", "control_note")

#: What is said of the period of the day, and of the change with which it came to be so.
_OF_PERIOD = ("operator", "run_by", "holder", "state")
_OF_CHANGE = ("text", "note", "source", "evidence", "publishers")


def answer_thing(atlas: Atlas, args: argparse.Namespace, entry: Entry) -> Answer:
    """Answer who has a thing on a day, since when, how certain that is, and who says so."""
    table, periods = TABLES[entry.kind]
    row = next(row for row in atlas.records(table) if row["id"] == entry.id)
    standing = stand_on(atlas, periods, args.day).get(entry.id) if periods else None
    record: Record = {
        "place": entry.english,
        "kind": str(entry.kind),
        "id": entry.id,
        **names(row),
        "lon": entry.lon,
        "lat": entry.lat,
        **_describe_ground(atlas, args.day, entry),
        **pick(row, *(name for name in _OF_THING if name in row)),
        **(_describe_standing(atlas, standing) if standing else pick(row, "note", "source")),
        **(_describe_output(atlas, args.day, entry) if entry.kind is Kind.FIELD else {}),
    }
    if args.json:
        return as_json(record, atlas=atlas)
    sources = say_sources(standing.change if standing else row, Language.EN)
    cited = [f"Sources: {', '.join(sources)}"] if sources else []
    says = periods.says if standing and periods else ()
    kind = f"kind.{entry.kind}" + (f".{row['kind']}" if entry.kind is Kind.FIELD else "")
    return as_lines([*_lines(record, say(kind, Language.EN), says, args.day), *cited])


def _describe_standing(atlas: Atlas, standing: Standing) -> Record:
    """Return what is recorded of the day, and what the sources of the change say."""
    period, change, state, certain = standing
    dates = {source["id"]: source["date"] for source in atlas.records("sources")}
    return {
        **pick(period, *(name for name in _OF_PERIOD if name in period)),
        "period": period["id"],
        "since": value(period["start"]),
        "held_since": value(change["start"])
        if change["start"] > atlas.profile.days.first
        else None,
        "held_precision": change["precision"],
        "certainty": str(certain.grade),
        "probability": certain.probability,
        "reason": str(certain.reason) or None,
        "earliest": value(state.earliest),
        "latest": value(state.latest),
        "alternatives": [item.split(";") for item in state.alternatives],
        "newest": newest_stating(change, dates) or None,
        **pick(change, *_OF_CHANGE),
    }


def _describe_ground(atlas: Atlas, day: date, entry: Entry) -> Record:
    """Return the unit of a thing and who holds it; nothing of a pipeline, which crosses several."""
    from geo.ask import holdings
    from geo.ask.positions import unit_at

    if entry.kind is Kind.PIPELINE:
        return {"unit": None, "ground": None}
    try:
        unit = unit_at(atlas, entry.lon, entry.lat)
    except QuestionError:  # a crossing may lie beyond the border as it is drawn
        return {"unit": None, "ground": None}
    rows = holdings.on(atlas, day)
    return {"unit": unit, "ground": next(row["holder"] for row in rows if row["unit"] == unit)}


def _describe_output(atlas: Atlas, day: date, entry: Entry) -> Record:
    from geo.ask import production

    figures = {row["field"]: row for row in dicts(production.on(atlas, day))}
    figure = figures.get(entry.id)
    return {"output": pick(figure, "low", "best", "high", "kind", "source") if figure else None}


def _lines(record: Record, kind: str, says: Sequence[str], day: date) -> list[str]:
    if says:
        how = f"{say_since(record, Language.EN)} ({say_certainty(record, Language.EN)})"
        stands = f"{_say_state(says, [record[name] for name in says], day)} {how}"
    else:
        stands = "not recorded who had it"
    ground = record["ground"] and holder_name(record["ground"], day)
    lines = [
        f"{record['place']} on {day_in_words(day)}: {stands}",
        f"{kind}, on ground of: {ground} ({record['unit']})" if ground else kind,
    ]
    if record.get("operator"):
        side = f", for: {holder_name(record['run_by'], day)}" if record.get("run_by") else ""
        lines.append(f"Run by: {record['operator']}{side}")
    if record.get("capacity_bpd"):
        lines.append(f"Capacity: {number(record['capacity_bpd'])} barrels a day")
    if figure := record.get("output"):
        lines.append(f"Output: {number(figure['best'])} barrels a day ({figure['kind']})")
    if record.get("alternatives"):
        others = "; ".join(_say_state(says, item, day) for item in record["alternatives"])
        between = f"between {record['earliest']} and {record['latest']}"
        lines.append(f"Changed {between}; may be: {others}")
    texts = (("What happened", "text"), ("Control", "control_note"), ("Note", "note"))
    lines += [f"{label}: {record[key]}" for label, key in texts if record.get(key)]
    if record.get("evidence"):
        lines.append(f"The change: {say_evidence(record, Language.EN)}")
    return lines


def _say_state(says: Sequence[str], cells: Iterable[str], day: date) -> str:
    """Say who has a thing and in which state it is."""
    return ", ".join(
        say(f"state.{cell}", Language.EN) if name == "state" else holder_name(cell, day)
        for name, cell in zip(says, cells, strict=True)
    )
