"""``greenline compare`` and ``greenline numbers``: own control maps and numbers by area."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.cell_output import split_ids, value
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
)
from geo.cli.parser import (
    Commands,
    command,
    day,
    day_argument,
    json_option,
    sheet_option,
    whole_number,
)
from geo.errors import QuestionError
from geo.model import HELD, Language
from geo.profile import current
from geo.words import say
from geo.words.locale import stamp

if TYPE_CHECKING:
    from geo.ask.rival_maps import Comparison
    from geo.atlas import Atlas
    from geo.user_areas.areas import AreaReport, UserAreas
    from geo.user_areas.classes import AreaClass

_COMPARE = (
    "Compare a control map of your own (KML, KMZ, GeoJSON, GeoPackage, zipped Shapefile, "
    "FlatGeobuf or GeoParquet) with the atlas on a day: km² per pair of holders, and each unit on "
    "which the two differ with our spell, its sources and how certain it is. Rows further down the "
    "file lie above those before them. Nothing that a file links to is fetched."
)
_COMPARE_EXAMPLES = """\
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
    day_argument(parser, "DAY")
    parser.add_argument(
        "files",
        metavar="FILE",
        type=Path,
        nargs="+",
        help="polygons; of several files each has a day in its name",
    )
    control_options(parser)
    sheet_option(parser)
    json_option(parser)
    two = command(commands, "numbers", run_numbers, _NUMBERS, _NUMBERS_EXAMPLES)
    two.add_argument(
        "files", metavar="FILE", type=Path, nargs="+",
        help="CSV, XLSX, JSON, Parquet, ...; with it polygons, if its codes are of another list",
    )  # fmt: skip
    two.add_argument(
        "--day",
        metavar="DAY",
        type=day,
        default=current().days.opening,
        help=f"the day of the holders (default: {current().days.opening})",
    )
    number_options(two)
    sheet_option(two)
    json_option(two)


def control_options(item: Any) -> None:
    """Add what says how polygons are read."""
    item.add_argument(
        "--holder",
        metavar="COLUMN",
        help="the column of holders (default: the one whose texts name holders)",
    )
    item.add_argument(
        "--holder-names", metavar="NAME=HOLDER", type=_pair, action="append", default=[],
        help="whom a name of that column means, - to leave its ground out; may be repeated",
    )  # fmt: skip
    item.add_argument(
        "--day-column",
        metavar="COLUMN",
        help="the column with the day from which each polygon holds",
    )


def number_options(item: Any) -> None:
    """Add what says how numbers by area are read."""
    item.add_argument(
        "--area",
        metavar="COLUMN",
        action="append",
        default=[],
        help="a column of codes or names of areas; may be repeated (default: guessed)",
    )
    item.add_argument(
        "--value",
        metavar="COLUMN",
        help="the column shown: numbers are summed, texts are kinds (default: the first numbers)",
    )
    item.add_argument(
        "--count", metavar="COLUMN", help="count the different texts of this column by area"
    )
    item.add_argument("--by", metavar="COLUMN", help="count them by the kinds of this column too")
    item.add_argument("--rate", action="store_true", help="classes per 1,000 people of the census")
    item.add_argument(
        "--breaks",
        metavar="quantiles|equal|A,B,...",
        type=breaks,
        default="quantiles",
        help="how numbers are put into classes, or where classes end (default: quantiles)",
    )
    item.add_argument(
        "--classes",
        metavar="N",
        type=whole_number(1, 7, "classes"),
        default=5,
        help="number of classes (default: 5)",
    )


def breaks(text: str) -> Any:
    """Read how numbers are put into classes."""
    if text in {"quantiles", "equal"}:
        return text
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r}: expected quantiles, equal or numbers such as 10,50,100"
        ) from None


def _pair(text: str) -> tuple[str, str]:
    name, sign, holder = text.rpartition("=")
    if not (name and sign and holder):
        raise argparse.ArgumentTypeError(
            f"{text!r}: expected name=holder, such as NAME={current().holders[0]}"
        )
    return name.strip(), holder.strip()


def read_areas(atlas: Atlas, files: list[Path] | Path, args: argparse.Namespace) -> UserAreas:
    from geo.user_areas.classes import Breaks
    from geo.user_areas.options import AreaOptions
    from geo.user_areas.reading import load

    given = {name: getattr(args, name, None) for name in ("holder", "value", "count", "by")}
    options = AreaOptions(
        choice=args.sheet,
        names=dict(getattr(args, "holder_names", ())),
        area=tuple(getattr(args, "area", ())),
        date=getattr(args, "day_column", None),
        breaks=getattr(args, "breaks", Breaks.QUANTILES),
        classes=getattr(args, "classes", 5),
        rate=getattr(args, "rate", False),
        **given,
    )
    return load(atlas, files, options=options)


def run_compare(args: argparse.Namespace) -> Answer:
    from geo.atlas import Atlas

    atlas = Atlas.load(args.data)
    areas = read_areas(atlas, args.files, args)
    comparison = areas.compare(atlas, args.day)
    if args.json:
        return as_json(_comparison(atlas, comparison) | {"report": areas.report.to_dict()})
    alike, differ, uncovered = (
        number(km2, 1)
        for km2 in (comparison.shared_km2, comparison.different_km2, comparison.uncovered_km2)
    )
    title = f"{areas.name} on {day_in_words(args.day)}: {alike} km² alike, {differ} km² not"
    text = f"The file says nothing of {uncovered} km²."
    return as_lines([title, text, "", *_tables(comparison), *report_lines(areas.report)])


def _comparison(atlas: Atlas, comparison: Comparison) -> Record:
    """Return a comparison with stable keys."""
    figures = ("shared_km2", "different_km2", "uncovered_km2", "outside_km2", "overlap_km2")
    holders = [
        {name: round(cell, 4) if name == "iou" else _cell(name, cell) for name, cell in row.items()}
        for row in dicts(comparison.holders)
    ]
    return {
        "day": comparison.day.isoformat(),
        "perspective": HELD,
        "version": atlas.version,
        **{name: km2(getattr(comparison, name)) for name in figures},
        "pairs": [_cells(row) for row in dicts(comparison.pairs)],
        "holders": holders,
        "units": [
            _cells(row) | {"sources": list(split_ids(row["source"]))}
            for row in dicts(comparison.units)
        ],
    }


def _cells(row: Record) -> Record:
    return {name: _cell(name, cell) for name, cell in row.items() if name != "source"}


def _cell(name: str, cell: Any) -> Any:
    if name.endswith("km2"):
        return km2(cell)
    return round(cell, 4) if name == "share" else value(cell)


def _tables(comparison: Comparison) -> list[str]:
    day = comparison.day
    pairs = [
        [
            holder_name(row["ours"], day), holder_name(row["theirs"], day),
            number(row["km2"], 1), number(row["units"]),
        ]
        for row in dicts(comparison.pairs)
    ]  # fmt: skip
    units = [row for row in dicts(comparison.units) if row["ours"] != row["theirs"]]
    units.sort(key=lambda row: -row["km2"])
    cells = [
        [
            row["unit"], row["name_en"],
            holder_name(row["ours"], day), holder_name(row["theirs"], day),
            number(row["km2"], 1), stamp(row["since"], row["precision"]),
            row["certainty"], row["source"],
        ]
        for row in units[:SHOWN]
    ]  # fmt: skip
    head = ["Unit", "Name", "Greenline", "This map", "km²", "Since", "Certainty", "Sources"]
    more = [f"{len(units) - SHOWN} more (--json lists all)"] if len(units) > SHOWN else []
    listed = grid(head, cells, right="km²") if cells else ["No unit differs."]
    return [
        *grid(["Greenline", "This map", "km²", "Units"], pairs, right="km²|Units"),
        "",
        *listed,
        *more,
    ]


def run_numbers(args: argparse.Namespace) -> Answer:
    from geo.atlas import Atlas
    from geo.user_areas.areas import AreaStyle
    from geo.user_areas.totals import by_holder

    atlas = Atlas.load(args.data)
    areas = read_areas(atlas, args.files, args)
    if areas.style is AreaStyle.CONTROL:
        raise QuestionError(
            f"{areas.name}: column {areas.report.columns['holder']!r} names holders: expected "
            "numbers by area (`greenline compare DAY FILE` reads a control map)"
        )
    numeric = areas.rows["value"].notna().any() and all(map(len, areas.rows["units"]))
    totals = dicts(by_holder(atlas, areas, args.day)) if numeric else []
    if args.json:
        return as_json(
            {
                "day": args.day.isoformat(),
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
        [holder_name(row["holder"], args.day), *(number(row[name]) for name in figures)]
        for row in totals
    ]
    head = ["Held by", "Areas", "Best", "Low", "High", "Census"]
    return as_lines(
        [
            f"{areas.name}: {areas.value or 'rows'} by area, holders of {day_in_words(args.day)}",
            "",
            *grid(
                ["Code", "Area", "Value", "Class", *areas.kinds, "Census"],
                cells,
                right="|".join(["Value", *areas.kinds, "Census"]),
            ),
            *(["", *grid(head, held, right="|".join(head[1:]))] if held else []),
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
    if report.set_aside:
        aside = [
            [number(bad_row.row), bad_row.value[:60], bad_row.accepted]
            for bad_row in report.set_aside[:SHOWN]
        ]
        lines += ["", *grid(["Row set aside", "Value", "Accepted"], aside, right="Row set aside")]
    if report.unmatched:
        missed = [
            [item.text, number(item.rows), ", ".join(item.suggestions)]
            for item in report.unmatched[:SHOWN]
        ]
        lines += ["", *grid(["Names no area", "Rows", "May be"], missed, right="Rows")]
    known = {name: holder for name, holder in report.holders.items() if name != holder}
    if known:
        named = ", ".join(f"{name}={holder or '-'}" for name, holder in known.items())
        lines.append(f"Holders (--holder-names corrects): {named}")
    if len(report.choices) > 1:
        lines.append(f"Also in the file (--sheet): {', '.join(report.choices)}")
    return lines
