"""``greenline check``: every fault of a data folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from geo.cli.output import Answer, as_json, as_lines
from geo.cli.parser import Commands, command, json_option
from geo.errors import Fault


def add(commands: Commands) -> None:
    """Add the command."""
    about = (
        "Check a data folder and list every fault. Each with file, row, column, what was found "
        "and what is accepted; exit code 1 where there is any."
    )
    one = command(commands, "check", run, about, "check\ncheck my/data --json")
    one.add_argument(
        "folder", metavar="DIR", nargs="?", type=Path, help="the folder (default: that of --data)"
    )
    json_option(one)


def run(args: argparse.Namespace) -> Answer:
    """Answer."""
    from geo.atlas import check
    from geo.profile import default_folder

    folder = args.folder or args.data or default_folder()
    faults = check(folder) or _stories(folder)
    code = 1 if faults else 0
    if args.json:
        listed = [fault.to_dict() for fault in faults]
        return as_json({"folder": str(folder), "count": len(listed), "faults": listed}, code)
    if not faults:
        return as_lines(["no fault"])
    count = f"{len(faults)} fault{'s' if len(faults) > 1 else ''}"
    return as_lines([*map(str, faults), count], code)


def _stories(folder: Path) -> list[Fault]:
    """Return the faults of the stories of a folder whose tables have none."""
    from geo.atlas import Atlas
    from geo.stories import check

    return check.faults(Atlas.load(folder))
