"""``greenline changes``: ground and things that changed hands between two days."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from geo.cell_output import is_missing
from geo.cli.output import (
    Answer,
    Record,
    as_json,
    as_lines,
    band,
    census_head,
    day_in_words,
    dicts,
    grid,
    holder_name,
    km2,
    names,
    number,
    people_in_towns,
    perspective_in_words,
    pick,
    say_estimate,
    say_lived,
    section,
    unit_names,
)
from geo.cli.parser import (
    Commands,
    command,
    days_arguments,
    file_name,
    json_option,
    perspective_option,
)
from geo.errors import ViewError
from geo.rounding import round_estimate
from geo.words.locale import stamp

if TYPE_CHECKING:
    import pandas as pd

    from geo.ask.comparisons import Changes
    from geo.atlas import Atlas

_ABOUT = (
    "Show what changed between two days: from whom to whom, km², fields, barrels, crossings, "
    "people. Only the two days are compared, not what lies between them."
)
_EXAMPLES = """\
changes $earlier $later
changes $first $opening --json
changes $earlier $later --map changes.html"""

#: Why ``people`` is no count of all who live on the ground.
PEOPLE = (
    "Sums the towns on the ground that have a population in the atlas, undated; null where none "
    "has."
)

#: What the barrels are.
BARRELS = (
    "A day, produced on the first day by the fields that changed hands and have a figure of that "
    "day (fields_with_figure), low and high of the sources, widened by what is not certain of who "
    "held the fields. Null where no field has one."
)


def add(commands: Commands) -> None:
    parser = command(commands, "changes", run, _ABOUT, _EXAMPLES)
    days_arguments(parser, "earlier", "later")
    perspective_option(parser)
    form = parser.add_mutually_exclusive_group()
    json_option(form)
    form.add_argument(
        "--map",
        metavar="OUT.html",
        type=file_name(".html"),
        help="write a map of the change to this file",
    )


def run(args: argparse.Namespace) -> Answer:
    if args.last < args.first:
        raise ViewError(f"days {args.first} {args.last}: expected the earlier day first")
    from geo.ask.comparisons import changes
    from geo.atlas import Atlas

    atlas = Atlas.load(args.data)
    if args.map:
        return _map(args, atlas)
    answer = changes(atlas, args.first, args.last, args.perspective)
    if args.json:
        return as_json(record(atlas, answer), atlas=atlas)
    return as_lines(_lines(atlas, answer))


def _map(args: argparse.Namespace, atlas: Atlas) -> Answer:
    from geo.cli import export
    from geo.export import html
    from geo.view import View

    shown = View(date=args.last, compare=args.first, perspective=args.perspective)
    return as_lines([export.line(export.record(atlas, shown, html(atlas, shown, args.map)))])


def record(atlas: Atlas, changes: Changes) -> Record:
    """Return what changed, with stable keys."""
    from geo.export.exposure import notes

    about = notes(atlas)
    return {
        "first": changes.first.isoformat(),
        "last": changes.last.isoformat(),
        "perspective": changes.perspective,
        "version": atlas.version,
        "km2": km2(changes.totals["km2"].sum()),
        "totals": [_total(row) for row in dicts(changes.totals)],
        "units": [_unit(row) for row in dicts(by_area(changes))],
        "fields": list(changes.fields["id"]),
        "fields_on_ground": list(changes.fields_on_ground["id"]),
        "crossings": list(changes.crossings["id"]),
        "field_changes": _list_changes(changes.fields, "since", "precision", "low", "best", "high"),
        "ground_changes": _list_changes(changes.fields_on_ground, "unit", "position_confidence"),
        "crossing_changes": _list_changes(changes.crossings, "kind", "since", "precision"),
        "barrels_note": BARRELS,
        "people_note": PEOPLE,
        **{key: about[key] for key in ("residents_note", "census") if key in about},
    }


def _total(row: Record) -> Record:
    areas = {key: km2(row[key]) for key in ("km2", "km2_low", "km2_high")}
    ends = {"from": row["from_holder"], "to": row["to_holder"]}
    return {**ends, **pick(row, *list(row)[2:]), **areas}


def _unit(row: Record) -> Record:
    return {
        **unit_names(row),
        **pick(row, "district", "governorate"),
        "from": row["from_holder"],
        "to": row["to_holder"],
        "km2": km2(row["km2"]),
        **pick(row, "since", "held_since", "precision", "certainty", "probability", "reason"),
        **pick(row, "evidence", "publishers", "newest", "confidence", "source"),
    }


def _list_changes(rows: pd.DataFrame, *more: str) -> list[Record]:
    sourced = "source" in rows
    return [
        {
            "id": row["id"],
            **names(row),
            "from": row["from_holder"],
            "to": row["to_holder"],
            **pick(
                row, *more, *(("evidence", "publishers", "newest", "source") if sourced else ())
            ),
        }
        for row in dicts(rows)
    ]


def by_area(changes: Changes) -> pd.DataFrame:
    """Return the units in the order of the totals, within a pair the largest first."""
    from geo.ask.comparisons import PAIR

    order = changes.totals[PAIR].reset_index(names="pair")
    rows: pd.DataFrame = changes.units.drop(columns="geometry").merge(order, on=PAIR)
    return rows.sort_values(["pair", "km2", "unit"], ascending=[True, False, True])


def _lines(atlas: Atlas, changes: Changes) -> list[str]:
    head = (
        f"What changed from {day_in_words(changes.first)} to {day_in_words(changes.last)}, "
        f"{perspective_in_words(changes.perspective)}"
    )
    about = f"Data of {atlas.date}, version {atlas.label}"
    if changes.totals.empty:
        return [head, about, "", "Nothing changed between the two days."]
    lines = [head, about, "", *_totals(atlas, changes)]
    for table, title, rows in (
        ("fields", "Oil and gas fields that changed hands", changes.fields),
        ("crossings", "Crossings and airports whose run changed", changes.crossings),
        ("fields", "Fields on ground that changed", changes.fields_on_ground),
    ):
        lines += section(title, _things(changes, rows)) if table in atlas.filled else []
    ground = _ground(changes, by_area(changes))
    return lines + section("Sub-districts and parts", ground)


def _totals(atlas: Atlas, changes: Changes) -> list[str]:
    """Return the totals, without columns of what the atlas has no table of."""
    rows, tables = changes.totals, atlas.filled
    columns = (
        *_COLUMNS,
        (census_head(atlas), "census", lambda row: say_estimate(row, "residents")),
    )
    known = [(head, cell) for head, table, cell in columns if not table or table in tables]
    cells = [[*_pair(changes, row), *(cell(row) for _, cell in known)] for row in dicts(rows)]
    heads = [head for head, _ in known]
    total = f"In all {number(rows['km2'].sum())} km² in {number(rows['units'].sum())} units"
    lived = rows["residents_best"].sum()
    if lived:
        total += f", {say_lived(atlas, lived)}"
    return [*grid(["From", "To", *heads], cells, right="|".join(heads)), "", total]


def _pair(changes: Changes, row: Record) -> list[str]:
    ends = (("from_holder", changes.first), ("to_holder", changes.last))
    return [holder_name(row[end], day, changes.perspective) for end, day in ends]


def _barrels(row: Record) -> str:
    """Say what the fields produced, and how many of them the figure leaves out."""
    if is_missing(row["barrels_low"]):
        return ""
    low, high = row["barrels_low"], row["barrels_high"]
    low, _, high = map(number, round_estimate(low, low, high))
    made = low if low == high else f"{low}-{high}"
    known, fields = row["fields_with_figure"], row["fields"]
    return made if known == fields else f"{made} ({known} of {fields} fields)"


#: Columns of the totals: heading, table without which there is none, cell.
_COLUMNS: tuple[tuple[str, str, Callable[[Record], str]], ...] = (
    ("km²", "", lambda row: number(row["km2"])),
    ("90% range", "", band),
    ("Units", "", lambda row: number(row["units"])),
    ("Fields", "fields", lambda row: number(row["fields"])),
    ("Barrels a day", "fields", _barrels),
    ("Crossings", "crossings", lambda row: number(row["crossings"])),
    ("People in towns", "places", people_in_towns),
)


def _things(changes: Changes, rows: pd.DataFrame) -> list[str]:
    since = "since" in rows
    cells = [
        [
            *(row["id"], row["name_en"], *_pair(changes, row)),
            *([stamp(row["since"], row["precision"])] if since else []),
        ]
        for row in dicts(rows)
    ]
    return grid(["Id", "Name", "From", "To", *(["Since"] if since else [])], cells)


def _ground(changes: Changes, rows: pd.DataFrame) -> list[str]:
    cells = [
        [
            *(row["unit"], row["name_en"], *_pair(changes, row)),
            *(stamp(row["since"], row["precision"]), number(row["km2"])),
        ]
        for row in dicts(rows)
    ]
    return grid(["Unit", "Name", "From", "To", "Since", "km²"], cells, right="km²")
