"""``greenline check``: every fault of a data folder, and what is doubtful in one without faults."""

from __future__ import annotations

import argparse
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from geo.cli.output import Answer, as_json, as_lines, data_version, fault_lines
from geo.cli.parser import Commands, command, folder, json_option
from geo.errors import Fault
from geo.profile import default_folder

if TYPE_CHECKING:
    from geo.atlas import Atlas


def add(commands: Commands) -> None:
    about = (
        "Check a data folder and list every fault. A fault is listed with file, row, column, what "
        "was found and what is accepted. Ids of the last release that are missing or used again, "
        "and assertions in assertions.csv that the atlas contradicts, are faults, too. The exit "
        "code is 1 where there is any."
    )
    examples = "check\ncheck my/data --json"
    parser = command(commands, "check", run, about, examples)
    parser.add_argument(
        "folder", metavar="DIR", nargs="?", type=folder, help="the folder (default: that of --data)"
    )
    json_option(parser)


def run(args: argparse.Namespace) -> Answer:
    place = args.folder or args.data or default_folder()
    answer = _check_answer(args, place)
    return answer if answer.record is None else replace(answer, data=data_version(place))


def _check_answer(args: argparse.Namespace, place: Path) -> Answer:
    from geo.atlas import Atlas, check
    from geo.stories.check import list_untranslated

    faults, lacking = check(place), []
    if not faults:
        atlas = Atlas.load(place)
        faults = _faults_beyond_tables(atlas, place)
        lacking = [] if faults else list_untranslated(atlas)
    code = 1 if faults else 0
    if args.json:
        listed = [fault.to_dict() for fault in faults]
        answer = {"folder": str(place), "count": len(listed), "faults": listed}
        return as_json(answer | {"untranslated": [asdict(item) for item in lacking]}, code)
    if not faults:
        return as_lines(["no fault", *map(str, lacking)])
    return as_lines(fault_lines(faults), code)


def _faults_beyond_tables(atlas: Atlas, folder: Path) -> list[Fault]:
    """Return the faults of stories, assertions and version of a folder with sound tables."""
    from geo.ask.assertions import find_failing
    from geo.stories import check
    from geo.versions import check as versions

    contradicted = [
        Fault(
            "assertions.csv",
            item.number + 2,
            "expected",
            f"{item.expected} ({item.reason}; {item.source})",
            f"{item.answer}, which the atlas has in {item.unit or 'no unit'} on {item.day}",
        )
        for item in find_failing(atlas)
    ]
    return [*check.faults(atlas), *contradicted, *versions.faults(folder)]
