"""``greenline compare`` and ``greenline numbers``: own control maps and numbers by area."""

from __future__ import annotations

import argparse
import re
from datetime import timedelta
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.cell_output import csv, split_ids, value
from geo.cli.output import (
    Answer,
    Record,
    as_json,
    as_lines,
    day_in_words,
    dicts,
    grid,
    holder_name,
    km2,
    number,
    table,
)
from geo.cli.parser import Commands, command, day, json_option
from geo.cli.with_files import (
    AREAS,
    CONTROL,
    NUMBERS,
    area_options,
    read_areas,
    read_with,
    with_option,
)
from geo.errors import QuestionError, ViewError
from geo.model import HELD, Language
from geo.profile import current
from geo.words import say
from geo.words.locale import stamp

if TYPE_CHECKING:
    from datetime import date

    from geo.ask.rival_maps import Comparison, Period
    from geo.atlas import Atlas
    from geo.user_areas.areas import AreaClass, AreaReport, UserAreas

_COMPARE = (
    "Compare control as you record it with the atlas: a table with a place (P-code of any level, "
    "or a name), from, to and holder, or polygons (KML, KMZ, GeoJSON, GeoPackage, zipped "
    "Shapefile, FlatGeobuf or GeoParquet). On a day, through a period (two days), or, without a "
    "day, on each day on which the file changes: km² per pair of holders; each row beside ours, "
    "with the days apart and our sources; each unit on which the two differ. Where rows overlap "
    "the finer level counts, then the later row. Nothing that a file links to is fetched."
)
_COMPARE_EXAMPLES = """\
compare control.csv
compare control.csv --format csv > rows.csv
compare $earlier $later control.csv --ends day-after
compare $later map.kml
compare $later map.geojson --holder control --holder-names 'Kurdish forces=ID'
compare $later map-$earlier.kml map-$later.kml --json"""

_NUMBERS = (
    "Read a table that names governorates, districts or sub-districts by P-codes or in any "
    "language of the atlas, without positions or dates: its numbers by area, beside the census "
    "and by who held the ground on a day, and the codes that name no area. --count counts "
    "different texts, such as the organisations of a 3W list, --by sector."
)
_NUMBERS_EXAMPLES = """\
numbers people.csv
numbers people.xlsx --value returnees --day $later --rate
numbers people-2014.csv districts-2014.geojson
numbers 3w.csv --count organisation --by sector --json"""

#: Units that the text of a comparison lists.
SHOWN = 25


def add(commands: Commands) -> None:
    parser = command(commands, "compare", run_compare, _COMPARE, _COMPARE_EXAMPLES)
    parser.add_argument(
        "files",
        metavar="[DAY [LAST]] FILE",
        nargs="*",
        help="no day, a day, or the first and last of a period; then a table or polygons, of "
        "several files each with a day in its name",
    )
    with_option(parser, "the same as FILE")
    area_options(parser, AREAS | CONTROL)
    form = parser.add_mutually_exclusive_group()
    json_option(form)
    form.add_argument("--format", choices=["csv"], help="print the rows beside ours as a table")
    two = command(commands, "numbers", run_numbers, _NUMBERS, _NUMBERS_EXAMPLES)
    two.add_argument(
        "files", metavar="FILE", type=Path, nargs="+",
        help="CSV, XLSX, JSON, Parquet, ...; with it polygons, if its codes are of another list",
    )  # fmt: skip
    opening = current().days.opening
    about = f"the day of the holders (default: {opening})"
    two.add_argument("--day", metavar="DAY", type=day, default=opening, help=about)
    area_options(two, AREAS | NUMBERS)
    json_option(two)


def run_compare(args: argparse.Namespace) -> Answer:
    from geo.atlas import Atlas

    days = list(takewhile(_DAY.fullmatch, args.files[:2]))
    args.with_files += map(Path, args.files[len(days) :])
    if not args.with_files:
        raise ViewError(f"{' '.join(days)}: expected a file, FILE or --with FILE")
    try:
        chosen = [day(text) for text in days]
    except argparse.ArgumentTypeError as error:
        raise ViewError(str(error)) from None
    atlas = Atlas.load(args.data)
    first, last = (*chosen, None, None)[:2]
    return answer_compare(
        atlas, read_with(atlas, args), (first, last) if first and last else first, args
    )


def answer_compare(
    atlas: Atlas, areas: UserAreas, when: date | Period | None, args: argparse.Namespace
) -> Answer:
    """Answer where control by day agrees with the atlas."""
    comparison = areas.compare(atlas, when)
    if args.json:
        return as_json(_comparison(atlas, comparison) | {"report": areas.report.to_dict()})
    if args.format:
        return Answer(csv(comparison.rows).removesuffix("\n"))
    alike, differ, uncovered = (
        number(km2, 1)
        for km2 in (comparison.shared_km2, comparison.different_km2, comparison.uncovered_km2)
    )
    shown = day_in_words(comparison.day)
    if comparison.last:
        shown = f"{shown} to {day_in_words(comparison.last)}, the mean of its days"
    title = f"{areas.name} on {shown}: {alike} km² alike, {differ} km² not"
    text = f"The file says nothing of {uncovered} km²."
    return as_lines([title, text, "", *_tables(comparison), *report_lines(areas.report)])


#: A day before the files, whether it exists or not.
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")


def _comparison(atlas: Atlas, comparison: Comparison) -> Record:
    """Return a comparison with stable keys."""
    figures = ("shared_km2", "different_km2", "uncovered_km2", "outside_km2", "overlap_km2")
    listed = {
        name: [_cells(row) for row in dicts(getattr(comparison, name))]
        for name in ("pairs", "holders", "series", "rows", "units")
    }
    for row in listed["units"]:
        row["sources"] = list(split_ids(row.pop("source")))
    return {
        "day": comparison.day.isoformat(),
        "last": comparison.last.isoformat() if comparison.last else None,
        "perspective": HELD,
        "version": atlas.version,
        **{name: km2(getattr(comparison, name)) for name in figures},
        **listed,
        "series": listed["series"] if comparison.last else [],
    }


def _cells(row: Record) -> Record:
    def plain(name: str, cell: Any) -> Any:
        if name.endswith("km2"):
            return km2(cell)
        if name in {"share", "iou"}:
            return round(cell, 4)
        return list(split_ids(cell)) if name == "ours_source" else value(cell)

    return {name: plain(name, cell) for name, cell in row.items()}


def _tables(comparison: Comparison) -> list[str]:
    day = comparison.day
    pairs = [
        [
            holder_name(row["ours"], day), holder_name(row["theirs"], day),
            number(row["km2"], 1), number(row["units"]),
        ]
        for row in dicts(comparison.pairs)
    ]  # fmt: skip
    lines = grid(["Greenline", "This file", "km²", "Units"], pairs, right="km²|Units")
    series = _series(comparison) if comparison.last else []
    if any(row["start"] or row["end"] for row in dicts(comparison.rows)):
        return [*lines, *series, "", *_rows(comparison)]
    return [*lines, "", *_units(comparison)]


def _series(comparison: Comparison) -> list[str]:
    """Return km² alike and not, and the largest difference, on each day of a period."""
    lines = []
    for shown in comparison.series["day"].unique().tolist():
        rows = comparison.series[comparison.series["day"] == shown]
        alike = rows["ours"] == rows["theirs"]
        largest = dicts(rows[~alike].head(1))
        pair = [
            f"{holder_name(row['ours'], shown)} / {holder_name(row['theirs'], shown)}: "
            f"{number(row['km2'], 1)}"
            for row in largest
        ]
        sums = (rows.loc[chosen, "km2"].sum() for chosen in (alike, ~alike))
        lines.append([shown.isoformat(), *(number(km2, 1) for km2 in sums), *(pair or [""])])
    head = ["Day", "km² alike", "km² not", "Largest difference (Greenline / this file)"]
    return ["", *_first(head, lines, "|".join(head[1:3]))]


def _rows(comparison: Comparison) -> list[str]:
    """Return the rows of the file beside ours, those that differ for most days first."""
    rows = sorted(dicts(comparison.rows), key=lambda row: -row["days_unlike"])
    cells = [
        [
            number(row["row"]), row["place"] or row["ground"],
            holder_name(row["theirs"], comparison.day),
            row["start"].isoformat() if row["start"] else "",
            (row["end"] - timedelta(days=1)).isoformat() if row["end"] else "",
            holder_name(row["ours"], comparison.day),
            row["ours_since"].isoformat() if row["ours_since"] else "",
            "" if value(row["days_apart"]) is None else f"{row['days_apart']:+d}",
            number(row["days_unlike"]), row["ours_source"].replace(";", ", ")[:60],
        ]
        for row in rows
    ]  # fmt: skip
    head = [
        "Row", "Place", "This file", "From", "To", "Greenline", "Their holder came",
        "Days apart", "Days unlike", "Our sources",
    ]  # fmt: skip
    return _first(head, cells, "Row|Days apart|Days unlike")


def _units(comparison: Comparison) -> list[str]:
    """Return the units on which a map of one day differs."""
    day = comparison.day
    units = [row for row in dicts(comparison.units) if row["ours"] != row["theirs"]]
    units.sort(key=lambda row: -row["km2"])
    cells = [
        [
            row["unit"], row["name_en"],
            holder_name(row["ours"], day), holder_name(row["theirs"], day),
            number(row["km2"], 1), stamp(row["since"], row["precision"]),
            row["certainty"], row["source"],
        ]
        for row in units
    ]  # fmt: skip
    head = ["Unit", "Name", "Greenline", "This file", "km²", "Since", "Certainty", "Sources"]
    return _first(head, cells, "km²") if cells else ["No unit differs."]


def _first(head: list[str], rows: list[list[str]], right: str) -> list[str]:
    """Lay out the first rows, and say how many more there are."""
    more = len(rows) - SHOWN
    listed = [f"{more} more (--json lists all)"] if more > 0 else []
    return [*grid(head, rows[:SHOWN], right), *listed]


def run_numbers(args: argparse.Namespace) -> Answer:
    from geo.atlas import Atlas
    from geo.user_areas.areas import AreaStyle

    atlas = Atlas.load(args.data)
    areas = read_areas(atlas, args.files, args)
    if areas.style is AreaStyle.CONTROL:
        raise QuestionError(
            f"{areas.name}: column {areas.report.columns['holder']!r} names holders: expected "
            "numbers by area (`greenline compare FILE` reads control by day; --value shows the "
            "column as kinds)"
        )
    return answer_numbers(atlas, areas, args.day, args)


def answer_numbers(atlas: Atlas, areas: UserAreas, day: date, args: argparse.Namespace) -> Answer:
    """Answer the numbers or kinds of areas, and by who held the ground on a day."""
    from geo.user_areas.tables import by_holder

    areas = areas.on(day)
    numeric = areas.rows["value"].notna().any() and all(map(len, areas.rows["units"]))
    totals = dicts(by_holder(atlas, areas, day)) if numeric else []
    if args.json:
        return as_json(
            {
                "day": day.isoformat(),
                "perspective": HELD,
                "version": atlas.version,
                "value": areas.value,
                "areas": _areas(areas),
                "classes": [_class(areas, class_name) for class_name in areas.classes],
                "holders": [{name: value(cell) for name, cell in row.items()} for row in totals],
                "report": areas.report.to_dict(),
            }
        )
    kinds = {
        class_name.key: class_name.text
        or " to ".join(dict.fromkeys(f"{end:,g}" for end in (class_name.low, class_name.high)))
        for class_name in areas.classes
    }
    cells = [
        [
            row["code"] or "", row["name"], number(row["value"]), kinds.get(row["class"], ""),
            *(number(row["columns"][name]) for name in areas.kinds), number(row["people"]),
        ]
        for row in _areas(areas)
    ]  # fmt: skip
    figures = ("areas", "best", "low", "high", "people")
    held = [
        [holder_name(row["holder"], day), *(number(row[name]) for name in figures)]
        for row in totals
    ]
    head = ["Held by", "Areas", "Best", "Low", "High", "Census"]
    return as_lines(
        [
            f"{areas.name}: {areas.value or 'rows'} by area, holders of {day_in_words(day)}",
            "",
            *grid(
                ["Code", "Area", "Value", "Class", *areas.kinds, "Census"],
                cells,
                right="|".join(["Value", *areas.kinds, "Census"]),
            ),
            *table(head, held, right="|".join(head[1:])),
            *report_lines(areas.report),
        ]
    )


def _class(areas: UserAreas, area_class: AreaClass) -> Record:
    count = int((areas.rows["key"] == area_class.key).sum())
    text = {"key": area_class.key, "colour": area_class.colour, "text": area_class.text or None}
    ends = {"from": area_class.low, "to": area_class.high}
    shown = {name: None if end is None else float(f"{end:.12g}") for name, end in ends.items()}
    return {**text, **shown, "areas": count}


def _areas(areas: UserAreas) -> list[Record]:
    """Return areas with all that the file and the census say of them."""
    subset = ("code", "level", "rows", "people")
    return [
        {
            "name": row["title"],
            **{name: value(cells.get(name)) for name in subset},
            "value": value(row["value"]),
            "class": row["key"],
            "columns": {name: value(cell) for name, cell in cells.items() if name not in subset},
        }
        for row, cells in zip(dicts(areas.rows), dicts(areas.cells), strict=True)
    ]


def report_lines(report: AreaReport) -> list[str]:
    """Say what was read, repaired, set aside and not matched."""
    columns = ", ".join(f"{name}={column}" for name, column in report.columns.items())
    lines = [
        "",
        f"{number(report.rows_read)} rows read, {number(report.rows_kept)} kept"
        + (f"; columns: {columns}" if columns else ""),
    ]
    if len(report.numbers) > 1:
        lines.append(
            f"Columns of numbers, each summed (--value shows another): {', '.join(report.numbers)}"
        )
    for name, count in report.notes.items():
        rows = f" (rows {report.rows[name]})" if name in report.rows else ""
        lines.append(f"{say(f'note.{name}', Language.EN)}: {number(count)}{rows}")
    aside = [
        [number(bad_row.row), bad_row.column, bad_row.value[:60], bad_row.accepted]
        for bad_row in report.set_aside[:SHOWN]
    ]
    lines += table(["Row set aside", "Column", "Value", "Accepted"], aside, right="Row set aside")
    missed = [
        [item.text, number(item.rows), ", ".join(item.suggestions)]
        for item in report.unmatched[:SHOWN]
    ]
    lines += table(["Names no area", "Rows", "May be"], missed, right="Rows")
    if report.taken:
        taken = ", ".join(f"{name} = {unit}" for name, unit in report.taken.items())
        lines.append(f"Towns by the unit that they lie in: {taken}")
    listed = [
        [
            number(item.above), number(item.below), "finer" if item.finer else "later",
            number(item.km2), *(str(end or "") for end in (item.start, item.end)),
        ]
        for item in report.overlaps[:SHOWN]
    ]  # fmt: skip
    head = ["Row that counts", "Over row", "Because", "km²", "From", "Before"]
    lines += table(head, listed, right="Row that counts|Over row|km²")
    known = {name: holder for name, holder in report.holders.items() if name != holder}
    if known:
        named = ", ".join(f"{name}={holder or '-'}" for name, holder in known.items())
        lines.append(f"Holders (--holder-names corrects): {named}")
    if len(report.choices) > 1:
        lines.append(f"Also in the file (--sheet): {', '.join(report.choices)}")
    return lines
