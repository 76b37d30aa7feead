"""``greenline ingest``: events without a bound on their number, read into a folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from geo.cli.output import Answer, Record, as_json, as_lines, grid, number
from geo.cli.parser import Commands, command, folder, json_option
from geo.cli.read import note, reason

_ABOUT = (
    "Read event files of any size into a folder: where each event lies, who held it that day, "
    "counts by month and sub-district. Files are read piece by piece; an earlier folder is "
    "replaced only when the new one is complete."
)
_EXAMPLES = """\
ingest ged251.csv --out events
ingest acled/ gdelt/ --out events --json
ingest /shared/gdelt --out /shared/events --scheduler tcp://10.0.0.1:8786"""


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
    parser.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="Dask scheduler whose workers do the work, tcp://host:port; they must see the files "
        "and the folder under the same names (default: two threads of this process)",
    )
    json_option(parser)


def run(args: argparse.Namespace) -> Answer:
    import dask  # noqa: F401 -- the extra that is missing is named, not what it takes along

    from geo.atlas import Atlas
    from geo.events.ingest import ingest

    atlas = Atlas.load(args.data)
    answer = record(ingest(atlas, args.paths, args.out, scheduler=args.scheduler))
    return as_json(answer) if args.json else as_lines(_lines(answer))


def record(result: Record) -> Record:
    """Return what was written, with stable keys."""
    digests = {item["name"]: item["sha256"] for item in result["inputs"]}
    names = ("file", "format", "rows_read", "kept", "set_aside")
    return {
        "path": result["path"],
        "version": result["atlas"]["version"],
        **{name: result[name] for name in (*names[2:], "notes")},
        "files": [
            {**{name: file[name] for name in names}, "sha256": digests[file["file"]]}
            for file in result["files"]
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
