"""``greenline at`` of a field, crossing, airport, pipeline or refinery: who has it on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from geo.ask.columns import (
    SOURCES,
    Record,
    make_record,
    make_records,
    say_certainty,
    say_evidence,
    say_since,
    write_cell,
)
from geo.ask.holdings import PERIODS, Standing, stand_on
from geo.atlas.evidence import newest_stating
from geo.cli.output import Answer, Table
from geo.errors import QuestionError
from geo.gazetteer.entries import Entry
from geo.gazetteer.entries import Kind as PlaceKind
from geo.layers.spec import Column, Kind, On
from geo.view import View
from geo.words import locale, say

if TYPE_CHECKING:
    from geo.atlas import Atlas

#: What is said of the thing itself besides what cards say, where its table has it.
_OF_THING = ("operator", "capacity_bpd")

#: What is said of the period of the day, and of the change with which it came to be so.
_OF_PERIOD = ("operator", "run_by", "holder", "state")
_OF_CHANGE = ("text", "note", "source", "evidence", "publishers")


def answer_thing(atlas: Atlas, view: View, entry: Entry) -> Answer:
    """Answer who has a thing on a day, since when, how certain that is, and who says so."""
    periods, layer = PERIODS[entry.kind], entry.kind.layer.spec
    row = next(row for row in atlas.records(layer.ids) if row["id"] == entry.id)
    standing = stand_on(atlas, periods, view.date).get(entry.id) if periods else None
    on_card = [column for column in layer.columns if On.CARD in column.on]
    of_thing = [*(name for name in _OF_THING if name in row), *(column.name for column in on_card)]
    record: Record = {
        "place": entry.english,
        "kind": str(entry.kind),
        **make_record(row, ("id", "names")),
        "lon": entry.lon if any(entry.box) else None,
        "lat": entry.lat if any(entry.box) else None,
        **_describe_ground(atlas, view, entry),
        **make_record(row, of_thing),
        **(
            _describe_standing(atlas, standing)
            if standing
            else make_record(row, ("note", "source"))
        ),
    }
    if entry.kind is PlaceKind.FIELD:
        record["output"] = _describe_output(atlas, view, entry)
    says = periods.says if standing and periods else ()
    code = view.language
    stands = "not recorded who had it"
    if says:
        stands = _say_state(says, [record[name] for name in says], view)
        stands += f" {say_since(record, code)} ({say_certainty(record, code)})"
    title = f"{record['place']} on {locale.day(view.date, code)}: {stands}"

    def write_alternatives(row: Mapping[str, Any], view: View) -> str:
        others = "; ".join(_say_state(says, item, view) for item in row.get("alternatives") or ())
        return others and f"{others} (changed between {row['earliest']} and {row['latest']})"

    kind = f"kind.{entry.kind}" + (f".{row['kind']}" if entry.kind is PlaceKind.FIELD else "")
    of_card = {column.name: column for column in on_card}
    columns = (
        Column("kind", "web.col.kind", write=lambda *_: say(kind, code)),
        Column("ground", "On ground held by", Kind.RUN_BY),
        Column("unit", "Unit"),
        *(Column("operator", "details.operator"), Column("run_by", "oil.runFor", Kind.RUN_BY)),
        Column("capacity_bpd", "Capacity, barrels a day", Kind.NUMBER),
        Column("output", "ask.barrels", write=_write_output),
        Column("alternatives", "unsure.perhaps", write=write_alternatives),
        Column("text", "details.what"),
        Column("note", "details.note"),
        Column("evidence", "details.evidence", write=_write_evidence),
        SOURCES,
    )
    others = [column for column in columns if column.name not in of_card]
    leads = [of_card.pop(column.name) for column in on_card if On.LEAD in column.on]
    listed = [*others[:3], *leads, *others[3:-2], *of_card.values(), *others[-2:]]
    return Answer(record, [Table([record], listed, upright=True)], title, view)


def _write_output(row: Mapping[str, Any], view: View) -> str:
    figure = row.get("output")
    return f"{locale.number(figure['best'], view.language)} ({figure['kind']})" if figure else ""


def _write_evidence(row: Mapping[str, Any], view: View) -> str:
    return say_evidence(row, view.language) if row.get("evidence") else ""


def _describe_standing(atlas: Atlas, standing: Standing) -> Record:
    """Return what is recorded of the day, and what the sources of the change say."""
    period, change, state, certain = standing
    dates = {source["id"]: source["date"] for source in atlas.records("sources")}
    is_first = change["start"] <= atlas.profile.days.first
    days = {"since": period["start"], "held_since": None if is_first else change["start"]}
    certainty = {
        **days,
        "held_precision": change["precision"],
        "certainty": str(certain.grade),
        "probability": certain.probability,
        "reason": str(certain.reason),
        "earliest": state.earliest,
        "latest": state.latest,
    }
    return {
        **make_record(period, (name for name in _OF_PERIOD if name in period)),
        "period": period["id"],
        **make_record(certainty, certainty),
        "alternatives": [item.split(";") for item in state.alternatives],
        "newest": newest_stating(change, dates) or None,
        **make_record(change, _OF_CHANGE),
    }


def _describe_ground(atlas: Atlas, view: View, entry: Entry) -> Record:
    """Return the unit of a thing and who holds it; nothing of a pipeline, which crosses several."""
    from geo.ask import holdings
    from geo.ask.perspective import unit_at

    if entry.kind is PlaceKind.PIPELINE:
        return {"unit": None, "ground": None}
    try:
        unit = unit_at(atlas, entry.lon, entry.lat)
    except QuestionError:  # a crossing may lie beyond the border as it is drawn
        return {"unit": None, "ground": None}
    rows = holdings.on(atlas, view.date)
    return {"unit": unit, "ground": next(row["holder"] for row in rows if row["unit"] == unit)}


def _describe_output(atlas: Atlas, view: View, entry: Entry) -> Record | None:
    from geo.ask import production

    rows = production.on(atlas, view.date)
    figures = make_records(rows[rows["field"] == entry.id], "low", "best", "high", "kind", "source")
    return figures[0] if figures else None


def _say_state(says: Sequence[str], cells: Sequence[str], view: View) -> str:
    """Say who has a thing and in which state it is."""
    return ", ".join(
        say(f"state.{cell}", view.language)
        if name == "state"
        else write_cell(Column(name, "", Kind.RUN_BY), {name: cell}, view)
        for name, cell in zip(says, cells, strict=True)
    )
