"""``greenline ingest``: events without a bound on their number, read into a folder."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from geo.cli.output import Answer, Record, as_json, as_lines, grid, number
from geo.cli.parser import Commands, command, folder, json_option, whole_number
from geo.cli.read import note, reason

if TYPE_CHECKING:
    from geo.events.ingest import Ingested

_ABOUT = (
    "Read event files of any size into a folder: where each event lies, who held it that day, "
    "counts by month and sub-district. Files are read piece by piece; an earlier folder is "
    "replaced only when the new one is complete."
)
_EXAMPLES = """\
ingest ged251.csv --out events
ingest acled/ gdelt/ --out events --workers 4 --json
ingest /shared/gdelt --out /shared/events --scheduler tcp://10.0.0.1:8786"""


#: Processes that may be asked for.
MOST = 64


def add(commands: Commands) -> None:
    parser = command(commands, "ingest", run, _ABOUT, _EXAMPLES)
    parser.add_argument(
        "paths", metavar="PATH", type=Path, nargs="+", help="files, and folders of files"
    )
    parser.add_argument(
        "--out",
        metavar="DIR",
        type=folder,
        required=True,
        help="the folder to write; docs/file-formats.md says what it holds",
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="Dask scheduler whose workers do the work, tcp://host:port; they must see the files "
        "and the folder under the same names (default: threads of this process)",
    )
    where.add_argument(
        "--workers",
        metavar="N",
        type=whole_number(1, MOST, "processes"),
        help="number of worker processes on this machine",
    )
    json_option(parser)


def run(args: argparse.Namespace) -> Answer:
    import dask  # noqa: F401 -- the extra that is missing is named, not what it takes along

    from geo.atlas import Atlas
    from geo.events.ingest import ingest

    atlas = Atlas.load(args.data)
    ingest_result = ingest(
        atlas,
        args.paths,
        args.out,
        scheduler=args.scheduler,
        workers=args.workers,
        quiet=False,
    )
    return as_json(record(ingest_result)) if args.json else as_lines(_lines(record(ingest_result)))


def record(ingest_result: Ingested) -> Record:
    """Return what was written, with stable keys."""
    report = ingest_result.report
    digests = {item["name"]: item["sha256"] for item in ingest_result.manifest["inputs"]}
    names = ("file", "format", "rows_read", "kept", "set_aside")
    return {
        "path": str(ingest_result.path),
        "version": ingest_result.manifest["atlas"]["version"],
        **{name: report[name] for name in names[2:]},
        "notes": report["notes"],
        "files": [
            {**{name: file[name] for name in names}, "sha256": digests[file["file"]]}
            for file in report["files"]
        ],
    }


def _lines(answer: Record) -> list[str]:
    files = answer["files"]
    many = "1 file" if len(files) == 1 else f"{len(files)} files"
    of = f"{number(answer['rows_read'])} rows, {many}, data version {answer['version']}"
    lines = [f"{answer['path']}: {number(answer['kept'])} events of {of}"]
    aside = [[reason(name), number(rows)] for name, rows in answer["set_aside"].items()]
    if aside:
        lines += ["", *grid(["Set aside", "Rows"], aside, right="Rows")]
        lines += ["", f"Listed in {Path(answer['path']) / 'aside.parquet'}."]
    notes = [[note(item["note"]), number(item["rows"])] for item in answer["notes"]]
    if notes:
        lines += ["", *grid(["Kept, but worth knowing", "Rows"], notes, right="Rows")]
    return lines
