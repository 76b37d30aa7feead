"""``greenline read``: what a file of events holds, what was kept and what was set aside."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from geo.cli.output import Answer, as_json, as_lines, grid, number
from geo.cli.parser import Commands, command, json_option
from geo.errors import ViewError
from geo.model import Language
from geo.words import say

if TYPE_CHECKING:
    from geo.events import Report
    from geo.export.event_tables import Pieces

_ABOUT = (
    "Read a file of events and report what it holds. The format is detected from the content: "
    "UCDP GED, ACLED, GDELT, GTD, SIGACT tables, IOM DTM lists, or any table with positions "
    "and dates. Nothing is dropped silently: what is set aside is counted and listed with "
    "the reason."
)
_EXAMPLES = """\
read ged251.csv
read reports.xlsx --sheet 2017 --json
read reports.csv --map start=reported_on --map type=kind
read acled.csv --out events.parquet --aside aside.csv"""

#: Rows of a reason that are shown.
SHOWN = 3


def add(commands: Commands) -> None:
    one = command(commands, "read", run, _ABOUT, _EXAMPLES)
    one.add_argument(
        "file", metavar="FILE", type=Path, help="CSV, XLSX, JSON, GeoJSON, Parquet, ..."
    )
    one.add_argument(
        "--map",
        metavar="FIELD=COLUMN",
        type=_pair,
        action="append",
        default=[],
        help="take a field of the events (start, lat, lon, type, ...: docs/reference.md) from this "
        "column; may be repeated",
    )
    one.add_argument("--sheet", metavar="NAME", help="which sheet, layer or file in an archive")
    one.add_argument(
        "--out", metavar="OUT.parquet|.csv", type=_table, help="write the events to this file"
    )
    one.add_argument(
        "--aside", metavar="OUT.csv", type=_csv, help="write what was set aside to this file"
    )
    json_option(one)


def run(args: argparse.Namespace) -> Answer:
    """Read a file of events and return what was kept."""
    from geo.events.report import joined

    given = dict(args.map)
    _known(given)
    report = joined(_pieces(args, given))
    return as_json(report.to_dict()) if args.json else as_lines(lines(report, args))


def reason(name: str) -> str:
    """Say why rows were set aside."""
    return say(f"reason.{name}", Language.EN)


def note(name: str) -> str:
    """Say what is worth knowing of rows that were kept."""
    return say(f"note.{name}", Language.EN)


def _pair(text: str) -> tuple[str, str]:
    name, sign, column = text.partition("=")
    if not (name and sign and column):
        raise argparse.ArgumentTypeError(f"{text!r}: expected field=column, such as lat=latitude")
    return name.strip(), column.strip()


def _csv(text: str) -> Path:
    if not text.lower().endswith(".csv"):
        raise argparse.ArgumentTypeError(f"{text!r}: expected a file name that ends in .csv")
    return Path(text)


def _table(text: str) -> Path:
    if not text.lower().endswith((".csv", ".parquet")):
        accepted = "expected a file name that ends in .parquet or .csv"
        raise argparse.ArgumentTypeError(f"{text!r}: {accepted}")
    return Path(text)


def _known(given: dict[str, str]) -> None:
    from geo.events.column_mapping import FIELDS

    for name in given:
        if name not in FIELDS:
            raise ViewError(f"field {name!r}: expected one of {', '.join(FIELDS)}")


def _pieces(args: argparse.Namespace, given: dict[str, str]) -> Iterator[Report]:
    """Read the file piece by piece, and write the files that options name on the way."""
    from tqdm import tqdm

    from geo.events import chunks

    with ExitStack() as files:
        events = _opened(files, args.out)
        aside = _opened(files, args.aside)
        done = files.enter_context(tqdm(unit=" rows", disable=None, leave=False))
        found = chunks(args.file, mapping=given or None, choice=args.sheet, origin=False)
        for piece in found:
            done.update(piece.report.rows_read)
            if events:
                events.add(piece.rows)
            if aside:
                aside.add(piece.report.aside)
            yield piece.report


def _opened(files: ExitStack, path: Path | None) -> Pieces | None:
    from geo.atomic_write import atomic_write
    from geo.export.event_tables import Csv, Parquet

    if path is None:
        return None
    file = files.enter_context(atomic_write(path))
    table: Pieces = Parquet(file) if path.suffix.lower() == ".parquet" else Csv(file)
    files.callback(table.close)
    return table


def lines(report: Report, args: argparse.Namespace) -> list[str]:
    """Say what was read."""
    aside = report.rows_read - report.kept
    counts = (("rows read", report.rows_read), ("kept", report.kept), ("set aside", aside))
    text = [
        f"{report.file}: {report.title}",
        ", ".join(f"{number(count)} {what}" for what, count in counts),
    ]
    text += _aside(report)
    text += _notes(report)
    text += _columns(report)
    if len(report.choices) > 1:
        text += ["", f"Also in the file (--sheet): {', '.join(report.choices)}"]
    for path, what in ((args.out, "Events"), (args.aside, "Set aside")):
        if path:
            text += ["", f"{what}: {path}"]
    return text


def _aside(report: Report) -> list[str]:
    if not report.set_aside:
        return []
    counts = [[reason(one), number(rows)] for one, rows in report.set_aside.items()]
    examples = [
        [
            number(one["row"]),
            reason(one["reason"]),
            one["column"],
            _short(one["value"]),
            one["accepted"],
        ]
        for one in report.examples(SHOWN)
    ]
    head = ["Row", "Reason", "Column", "Value", "Accepted"]
    return [
        "",
        *grid(["Set aside", "Rows"], counts, right="Rows"),
        "",
        *grid(head, examples, right="Row"),
    ]


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}..."


def _notes(report: Report) -> list[str]:
    if not report.notes:
        return []
    cells = [[note(key), number(count)] for key, count in report.notes]
    return ["", *grid(["Worth knowing", "Rows"], cells, right="Rows")]


def _columns(report: Report) -> list[str]:
    """Say which columns of the file were used, for what, and which were not."""
    fields: dict[str, list[str]] = {}
    for name, column in report.columns.items():
        fields.setdefault(column, []).append(name)
    used = [
        one
        for column in report.used
        for one in ([f"{name}={column}" for name in fields.get(column, ())] or [column])
    ]
    lines = [("used (--map corrects)", used), ("not used", report.unused)]
    return ["", *(f"Columns {what}: {', '.join(names)}" for what, names in lines if names)]
