"""``greenline read``: what a reader's file is, what was kept of it and what was set aside."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from geo.cli.output import Answer, Record, as_json, as_lines, grid, number, table
from geo.cli.parser import Commands, command, day, file_name, json_option, name_pair
from geo.cli.user_areas import report_lines
from geo.cli.with_files import OPTIONS, area_options, read_areas
from geo.errors import ViewError
from geo.model import Language
from geo.words import say

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.events import Report
    from geo.events.draft import How
    from geo.events.user_events import NamedPlace
    from geo.export.event_tables import Pieces
    from geo.tabular.grid import Sheet

_ABOUT = (
    "Say what a file is and what was read of it: events (points with days), numbers or kinds by "
    "area, control by day, or outlines; `--with` takes it to the map. All is detected from the "
    "content: UCDP GED, ACLED, GDELT, GTD, SIGACT tables, IOM DTM lists, any table with positions "
    "and dates or with names or codes of areas, any polygons. Nothing is dropped silently: what is "
    "set aside is counted and listed with the reason."
)
_EXAMPLES = """\
read ged251.csv
read reports.xlsx --sheet 2017 --json
read reports.csv --map start=reported_on --map type=kind
read acled.csv --out events.parquet --aside aside.csv
read reports.csv --date-order dmy --swap
read towns.csv --day $later --place-names
read map.kml --holder folder"""

#: Rows of a reason, and places of a name, that are shown; names that are listed.
SHOWN, NAMED = 3, 40

#: Columns that the first rows are shown with.
WIDE = 8


def add(commands: Commands) -> None:
    parser = command(commands, "read", run, _ABOUT, _EXAMPLES)
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="CSV, XLSX, JSON, GeoJSON, KML, Parquet, ..."
    )
    parser.add_argument(
        "--map",
        dest="fields",
        metavar="FIELD=COLUMN",
        type=name_pair("field=column", "lat=latitude", str.partition),
        action="append",
        default=[],
        help="take a field of the events (start, lat, lon, type, ...: docs/reference.md) from this "
        "column; may be repeated",
    )
    parser.add_argument(
        "--as", dest="role", choices=("events", "areas"),
        help="read it as events, or as areas (--value makes numbers or kinds of them, --holder "
        "control) (default: as its columns say)",
    )  # fmt: skip
    area_options(parser)
    parser.add_argument(
        "--date-order", choices=("dmy", "mdy"),
        help="read 03/04/2017 day first or month first (default: as the dates of the whole file "
        "show; where they show both, those that can be read both ways are set aside)",
    )  # fmt: skip
    parser.add_argument(
        "--swap", action="store_true",
        help="swap latitude and longitude of rows that lie in the region only that way",
    )  # fmt: skip
    parser.add_argument(
        "--day", metavar="DAY", type=day, help="the day of all rows, for a table without dates"
    )
    parser.add_argument(
        "--place-names", action="store_true",
        help="put rows without a position at the place that they name, where only one has the name",
    )  # fmt: skip
    parser.add_argument(
        "--fail-if-empty",
        action="store_true",
        help="end with exit code 1 also where the file has no rows (without it: only where it has "
        "rows and none is kept)",
    )
    parser.add_argument(
        "--out", metavar="OUT.parquet|.csv", type=file_name(".parquet", ".csv"),
        help="write the events to this file",
    )  # fmt: skip
    parser.add_argument(
        "--aside", metavar="OUT.csv", type=file_name(".csv"),
        help="write what was set aside to this file",
    )  # fmt: skip
    json_option(parser)


def run(args: argparse.Namespace) -> Answer:
    from geo.atlas import Atlas
    from geo.user_areas.reading import look

    atlas = Atlas.load(args.data)
    first = look(atlas, args.file, choice=args.sheet)
    role = choose_role(args) or ("events" if first.has_events else "areas")
    rows = _first_rows(first.first)
    return _read_events(atlas, args, rows) if role == "events" else _read_areas(atlas, args, rows)


#: Options that only events have; an option of areas beside one of them is an error.
_OF_EVENTS = ("fields", "date_order", "swap", "day", "place_names", "out", "aside", "fail_if_empty")


def choose_role(args: argparse.Namespace) -> str | None:
    """Return what the options say that a file is; None where they leave it to the file."""
    given = {
        "events": [name for name in _OF_EVENTS if getattr(args, name)],
        "areas": [name for name in OPTIONS if getattr(args, name)],
    }
    role: str | None = args.role or next((role for role in given if given[role]), None)
    for other, names in given.items():
        if role and other != role and names:
            option = {"fields": "map"}.get(names[0], names[0]).replace("_", "-")
            raise ViewError(f"--{option}: expected a file of {other}; this one is read as {role}")
    return role


def _first_rows(sheet: Sheet) -> list[str]:
    """Show the first rows of a table, as wide as a screen is."""
    frame = sheet.frame.iloc[:, :WIDE]
    more = ["…"] if len(sheet.frame.columns) > WIDE else []
    rows = [[_shorten(str(cell), 24) for cell in row] + more for row in frame.to_numpy()]
    head = [_shorten(str(name), 24) for name in frame.columns] + more
    return ["", *grid(head, rows)]


def _read_areas(atlas: Atlas, args: argparse.Namespace, rows: list[str]) -> Answer:
    from geo.user_areas.reading import role_of

    areas = read_areas(atlas, args.file, args)
    role = role_of(areas)
    if args.json:
        return as_json({"role": role, **areas.report.to_dict()}, atlas=atlas)
    title = f"{areas.name}: {say(f'role.{role}', Language.EN)}"
    return as_lines([title, *rows, *report_lines(areas.report)])


def _read_events(atlas: Atlas, args: argparse.Namespace, rows: list[str]) -> Answer:
    from geo.events.draft import How
    from geo.events.schema import joined

    given = dict(args.fields)
    _check_fields(given)
    how = How(given or None, {}, args.sheet, args.date_order, args.swap, args.day)
    names: list[NamedPlace] = []
    if args.place_names:
        from geo.events.user_events import position_of

        names = _resolve_names(atlas, args, how)
        how = replace(
            how, positions={name.name: position_of(name.options[0]) for name in names if name.sure}
        )
    report = joined(_pieces(args, how))
    code = 1 if not report.rows_kept and (report.rows_read or args.fail_if_empty) else 0
    unplaced = [name for name in names if not name.sure]
    if args.json:
        role = {"role": "events"}
        return as_json(role | report.to_dict() | _named_in_json(args, names), code)
    return as_lines([*lines(report, args, rows), *_unplaced_lines(unplaced)], code)


def _resolve_names(atlas: Atlas, args: argparse.Namespace, how: How) -> list[NamedPlace]:
    """Look up the names of places in rows without a position."""
    from geo.events import chunks
    from geo.events.schema import joined
    from geo.events.user_events import named_places

    pieces = chunks(args.file, **vars(how), origin=False)
    return list(named_places(atlas, joined(piece.report for piece in pieces)))


def _named_in_json(args: argparse.Namespace, names: list[NamedPlace]) -> Record:
    if not args.place_names:
        return {}
    listed = [
        {
            "name": name.name,
            "rows": name.rows,
            "placed": name.sure,
            "may_be": [place.name for place in name.options[:SHOWN]],
        }
        for name in names
    ]
    return {"place_names": listed}


def _unplaced_lines(names: list[NamedPlace]) -> list[str]:
    """Say which names are of no place, or of several."""
    cells = [
        [name.name, number(name.rows), ", ".join(place.name for place in name.options[:SHOWN])]
        for name in names[:NAMED]
    ]
    head = ["Place not found or not certain", "Rows", "May be"]
    return table(head, cells, right="Rows")


def reason(name: str) -> str:
    """Say why rows were set aside."""
    return say(f"reason.{name}", Language.EN)


def note(name: str) -> str:
    """Say what is worth knowing of rows that were kept."""
    return say(f"note.{name}", Language.EN)


def _check_fields(given: dict[str, str]) -> None:
    from geo.events.draft import FIELDS

    for name in given:
        if name not in FIELDS:
            raise ViewError(f"field {name!r}: expected one of {', '.join(FIELDS)}")


def _pieces(args: argparse.Namespace, how: How) -> Iterator[Report]:
    """Read the file piece by piece, and write the files that options name on the way."""
    from tqdm import tqdm

    from geo.events import chunks

    with ExitStack() as files:
        events = _open_pieces(files, args.out)
        aside = _open_pieces(files, args.aside)
        done = files.enter_context(tqdm(unit=" rows", disable=None, leave=False))
        pieces = chunks(args.file, **vars(how), origin=False)
        for piece in pieces:
            done.update(piece.report.rows_read)
            if events:
                events.add(piece.rows)
            if aside:
                aside.add(piece.report.aside)
            yield piece.report


def _open_pieces(files: ExitStack, path: Path | None) -> Pieces | None:
    from geo.atomic_write import atomic_write
    from geo.export.event_tables import Csv, Parquet

    if path is None:
        return None
    file = files.enter_context(atomic_write(path))
    table: Pieces = Parquet(file) if path.suffix.lower() == ".parquet" else Csv(file)
    files.callback(table.close)
    return table


def lines(report: Report, args: argparse.Namespace, rows: Sequence[str]) -> list[str]:
    aside = report.rows_read - report.rows_kept
    kind = "" if report.format == "table" else f"{say('role.events', Language.EN)}, "
    counts = (("rows read", report.rows_read), ("kept", report.rows_kept), ("set aside", aside))
    text = [
        f"{report.file}: {kind}{report.title}",
        ", ".join(f"{number(count)} {what}" for what, count in counts),
    ]
    notes = [[note(key), number(count)] for key, count in report.notes]
    text += [
        *rows, *_date_order(report), *_aside_lines(report),
        *table(["Worth knowing", "Rows"], notes, right="Rows"), *_columns(report),
    ]  # fmt: skip
    if len(report.choices) > 1:
        text += ["", f"Also in the file (--sheet): {', '.join(report.choices)}"]
    for path, what in ((args.out, "Events"), (args.aside, "Set aside")):
        if path:
            text += ["", f"{what}: {path}"]
    return text


def _date_order(report: Report) -> list[str]:
    """Say by which order of day and month the dates were read, and what the file shows of it."""
    shown = report.date_order
    if not shown:
        return []
    first = {"dmy": "day first", "mdy": "month first"}[shown["order"]]
    counts = (
        f"{number(shown['day_first'])} can only be read day first, "
        f"{number(shown['month_first'])} only month first, {number(shown['either'])} both ways"
    )
    text = [f"Dates such as 03/04/2017: {first}. {counts}."]
    if shown["chosen"] or not shown["either"]:
        return text
    if shown["day_first"] and shown["month_first"]:
        text.append(
            "Those that can be read both ways are set aside: --date-order dmy or mdy reads them."
        )
    elif not (shown["day_first"] or shown["month_first"]):
        text.append("No date shows the order: --date-order dmy or mdy chooses it.")
    return text


def _aside_lines(report: Report) -> list[str]:
    counts = [[reason(key), number(rows)] for key, rows in report.set_aside.items()]
    examples = [
        [
            number(item["row"]), reason(item["reason"]), item["column"], _shorten(item["value"]),
            item["accepted"],
        ]
        for item in report.examples(SHOWN)
    ]  # fmt: skip
    head = ["Row", "Reason", "Column", "Value", "Accepted"]
    return [*table(["Set aside", "Rows"], counts, "Rows"), *table(head, examples, right="Row")]


def _shorten(text: str, letters: int = 40) -> str:
    return text if len(text) <= letters else f"{text[: letters - 3]}..."


def _columns(report: Report) -> list[str]:
    """Say which columns of the file were used, for what, and which were not."""
    fields: dict[str, list[str]] = {}
    for name, column in report.columns.items():
        fields.setdefault(column, []).append(name)
    used = [
        item
        for column in report.used
        for item in ([f"{name}={column}" for name in fields.get(column, ())] or [column])
    ]
    lines = [("used (--map corrects)", used), ("not used", report.unused)]
    return ["", *(f"Columns {what}: {', '.join(names)}" for what, names in lines if names)]
