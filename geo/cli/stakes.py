"""``greenline changes`` and ``exposure``: what changed hands, and what is at stake on ground."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.ask.columns import (
    KM2,
    RESIDENTS,
    Record,
    make_record,
    make_records,
    select_columns,
    with_year,
)
from geo.cli.output import Answer, Table, headline, say_picture
from geo.cli.questions import name_unit
from geo.errors import QuestionError, ViewError
from geo.layers.spec import Column, Kind
from geo.view import View
from geo.words import locale, say
from geo.words.cells import is_missing

if TYPE_CHECKING:
    import shapely

    from geo.ask.comparisons import Changes
    from geo.atlas import Atlas
    from geo.cli.parser import Request


#: Why ``people`` is no count of all who live on the ground.
PEOPLE = (
    "Sums the towns on the ground that have a population in the atlas, undated; empty where there "
    "is no such town."
)

#: What the barrels are.
BARRELS = (
    "A day, produced on the first day by the fields that changed hands and have a figure of that "
    "day (fields_with_figure), low and high of the sources, widened by what is not certain of who "
    "held the fields. Empty where no field has one."
)

#: Keys of a changed unit, and of a thing that changed hands.
_ENDS = ("from_holder:from", "to_holder:to")
_UNIT = (
    *("district", "governorate", *_ENDS, "km2", "since", "held_since", "precision"),
    *("certainty", "probability", "reason", "evidence", "publishers", "newest"),
    *("confidence", "source"),
)
_BEGUN = ("since", "precision")
_PROVEN = ("evidence", "publishers", "newest", "source")

#: From whom to whom, and the columns of what changed hands.
_PAIR = (
    Column("from", "compare.from", Kind.BEFORE),
    Column("to", "compare.to", Kind.HOLDER),
)
_THINGS = (
    Column("id", "Id"),
    Column("name", "web.col.place", Kind.NAME),
    *_PAIR,
    Column("since", "details.since", Kind.DAY, of="precision"),
)


def run_changes(args: Request) -> Answer:
    if args.last < args.first:
        raise ViewError(f"days {args.first} {args.last}: expected the earlier day first")
    from geo.ask.comparisons import changes

    atlas = args.atlas
    view = View(date=args.last, compare=args.first, perspective=args.perspective)
    if args.map:
        from geo.cli import export
        from geo.export import html

        return export.answer_written(atlas, view, html(atlas, view, args.map))
    record = _record_changes(atlas, changes(atlas, args.first, args.last, args.perspective))
    days = {
        name: locale.day(day, view.language)
        for name, day in (("from", args.first), ("to", args.last))
    }
    km2 = say("web.km2", view.language, n=locale.number(record["km2"], view.language))
    result = km2 if record["totals"] else say("compare.none", view.language)
    title = f"{say('compare.caption', view.language, **days)}, {say_picture(view)}: {result}"
    return Answer(record, _tables_of_changes(atlas, record), title, view)


def _record_changes(atlas: Atlas, changes: Changes) -> Record:
    """Return what changed, with stable keys."""
    from geo.ask.comparisons import PAIR
    from geo.export.exposure import notes

    about = notes(atlas)
    order = changes.totals[PAIR].reset_index(names="pair")
    units = changes.units.drop(columns="geometry").merge(order, on=PAIR)
    units = units.sort_values(["pair", "km2", "unit"], ascending=[True, False, True])
    pairs = (*_ENDS, *changes.totals.columns[2:])
    lists = {
        "field_changes": (changes.fields, (*_BEGUN, "low", "best", "high", "measured", *_PROVEN)),
        "ground_changes": (changes.fields_on_ground, ("unit", "position_confidence")),
        "crossing_changes": (changes.crossings, ("kind", *_BEGUN, *_PROVEN)),
    }
    return {
        "first": changes.first.isoformat(),
        "last": changes.last.isoformat(),
        "km2": round(float(changes.totals["km2"].sum()), 2),
        "totals": make_records(changes.totals, *pairs),
        "units": [name_unit(row) | make_record(row, _UNIT) for row in units.to_dict("records")],
        "fields": list(changes.fields["id"]),
        "fields_on_ground": list(changes.fields_on_ground["id"]),
        "crossings": list(changes.crossings["id"]),
        **{
            name: make_records(rows, "id", "names", *_ENDS, *keys)
            for name, (rows, keys) in lists.items()
        },
        "barrels_note": BARRELS,
        "people_note": PEOPLE,
        **{key: about[key] for key in ("residents_note", "census") if key in about},
    }


def _tables_of_changes(atlas: Atlas, record: Record) -> list[Table]:
    from geo.ask.people import census_day
    from geo.export.exposure import count_fields, count_townspeople

    units = (Column("unit", "Unit"), *_THINGS[1:], Column("km2", "compare.km2", Kind.NUMBER))
    totals = select_columns(
        atlas,
        (
            *_PAIR,
            KM2,
            Column("units", "compare.units", Kind.NUMBER),
            Column("fields", "oil.scope", needs="fields", write=count_fields),
            Column("barrels", "ask.barrels", Kind.ESTIMATE, note=BARRELS, needs="fields"),
            Column("crossings", "web.tab.crossings", Kind.NUMBER, needs="crossings"),
            Column("people", "ask.people", needs="places", note=PEOPLE, write=count_townspeople),
            with_year(RESIDENTS, census_day(atlas), record.get("residents_note", "")),
        ),
    )
    things = [
        Table(record[name], _THINGS, title)
        for table, name, title in (
            ("fields", "field_changes", "Oil and gas fields that changed hands"),
            ("crossings", "crossing_changes", "Crossings and airports whose run changed"),
            ("fields", "ground_changes", "Fields on ground that changed"),
        )
        if record["totals"] and table in atlas.filled
    ]
    ground = [Table(record["units"], units, "Sub-districts and parts")] if record["totals"] else []
    return [Table(record["totals"], totals), *things, *ground]


def run_exposure(args: Request) -> Answer:
    from geo.ask.exposures import exposure
    from geo.export.exposure import record, total_columns

    atlas = args.atlas
    answer = exposure(
        atlas,
        args.date,
        perspective=args.perspective,
        by=args.by,
        polygon=_read_polygon(args.polygon),
        places=args.place,
        window=args.window,
    )
    view = View(date=args.date, perspective=args.perspective)
    result = record(atlas, answer, args.since)
    where = ", ".join(answer.area.names)
    where = where or ("the polygon" if answer.area.text else say("country", view.language))
    km2 = say("web.km2", view.language, n=locale.number(answer.area.km2, view.language))
    title = f"{headline(where, view)}: {km2}"
    tables = [Table(result["totals"], total_columns(atlas, answer, view))]
    if "fields" in atlas.filled:
        tables += [_list_fields(atlas, result)] if args.fields_held else []
        if args.since:
            columns = (
                *_THINGS[:2],
                Column("from_holder", "compare.from", Kind.BEFORE),
                Column("to_holder", "compare.to", Kind.RUN_BY),
                _THINGS[-1],
            )
            title_of = f"Fields that changed hands since {locale.day(args.since, view.language)}"
            tables.append(Table(result["changed"]["changed_hands"], columns, title_of))
        tables.append(_list_reported(atlas, result))
    return Answer(result, tables, title, replace(view, compare=args.since) if args.since else view)


def _list_fields(atlas: Atlas, result: Record) -> Table:
    names = atlas.publishers

    def write_figure(row: Any, view: View) -> str:
        """Say a figure; where sources differ, as a range with the names of both."""
        if is_missing(row["best"]):
            return ""
        low, best, high = (
            locale.number(row[end], view.language) for end in ("low", "best", "high")
        )
        if low == high:
            return best
        lowest, highest = (
            "/".join(names.get(name, name) for name in row[f"{end}_sources"])
            for end in ("low", "high")
        )
        return f"{best}: {low} ({lowest}) - {high} ({highest})"

    columns = (
        Column("id", "Id"),
        Column("name", "web.col.field", Kind.NAME),
        Column("holder", "details.heldBy", Kind.RUN_BY),
        Column("operator", "details.operator"),
        Column("run_by", "oil.runFor", Kind.RUN_BY),
        Column("best", "ask.barrels", write=write_figure),
        Column("figure", "web.col.figure"),
    )
    rows = sorted(result["fields"], key=lambda row: (row["holder"], -(row["best"] or 0), row["id"]))
    return Table(rows, columns, "Oil and gas fields")


def _list_reported(atlas: Atlas, result: Record) -> Table:
    names = atlas.publishers

    def write_publishers(row: Any, _: View) -> str:
        return "; ".join(names.get(name, name) for name in row["sources"])

    columns = (
        Column("subject", "Of"),
        Column("value", "ask.barrels", Kind.NUMBER),
        Column("qualifier", "How"),
        Column("period", "When"),
        Column("sources", "details.sources", write=write_publishers),
    )
    return Table(result["said"], columns, say("oil.said", View().language))


def _read_polygon(text: str | None) -> str | shapely.Geometry | None:
    """Read what ``--polygon`` names: corners, or all areas of a file of the reader."""
    if text is None or not re.fullmatch(r"\.[A-Za-z]+", Path(text).suffix):
        return text
    import shapely

    from geo.events.reading import table

    sheet = table(Path(text))
    shapes = [] if sheet.shapes is None else [item for item in sheet.shapes if item is not None]
    if not shapes:
        raise QuestionError(f"{text}: expected polygons")
    return shapely.union_all(shapes)
