"""``greenline archive``: captures of the pages that the data cite."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from geo.cli.output import Answer, as_json, as_lines
from geo.cli.parser import Commands, command, json_option, whole_number

if TYPE_CHECKING:
    from geo.archive import Report

_ABOUT = (
    "Capture the pages that the data folder cites, each as a WACZ file in the folder captures "
    "beside it, one page at a time and with a pause between two pages of one host. The hash of "
    "what a page says, and the day, go into sources.csv; nothing that stands there or in the "
    "folder is overwritten. A run that is stopped resumes where it stopped. Sources without a "
    "capture and pages that changed are listed with their row and the reason, and the exit code "
    "is 1."
)
_EXAMPLES = """\
archive --most 50
archive --again --json"""


def add(commands: Commands) -> None:
    parser = command(commands, "archive", run, _ABOUT, _EXAMPLES)
    parser.add_argument(
        "--pause",
        metavar="SECONDS",
        type=whole_number(0, 3600, "as a number of seconds"),
        default=5,
        help="seconds between two pages of one host (default: 5)",
    )
    parser.add_argument(
        "--most",
        metavar="N",
        type=whole_number(1, 1_000_000, "as a number of pages"),
        help="most pages to capture (default: all)",
    )
    parser.add_argument(
        "--only", metavar="ID", nargs="+", default=(), help="ids of sources (default: all)"
    )
    parser.add_argument(
        "--again", action="store_true", help="capture again what has a capture, and compare"
    )
    json_option(parser)


def run(args: argparse.Namespace) -> Answer:
    from geo.archive import Options, archive_sources
    from geo.profile import default_folder

    options = Options(args.pause, args.most, args.again, tuple(args.only))
    report = archive_sources(args.data or default_folder(), options)
    code = 1 if report.changed or report.failed else 0
    return as_json(_record(report), code) if args.json else as_lines(_lines(report), code)


def _record(report: Report) -> dict[str, object]:
    listed = {
        name: [{"row": row, "id": key, "reason": reason} for row, key, reason in rows]
        for name, rows in (("changed", report.changed), ("failed", report.failed))
    }
    counts = {"resumed": report.resumed, "left": report.left}
    return {"captured": report.captured, "unchanged": report.unchanged, **listed, **counts}


def _lines(report: Report) -> list[str]:
    lines = [
        f"sources.csv, row {row} ({key}): {reason}"
        for rows in (report.changed, report.failed)
        for row, key, reason in rows
    ]
    counts = {
        "captured": len(report.captured),
        "unchanged": len(report.unchanged),
        "changed": len(report.changed),
        "without a capture": len(report.failed),
        "captured before": report.resumed,
        "left": report.left,
    }
    return [*lines, ", ".join(f"{count} {name}" for name, count in counts.items())]
