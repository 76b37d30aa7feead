"""``greenline check``: every fault of a data folder, and what is doubtful in one without faults."""

from __future__ import annotations

import argparse
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from geo.cli.output import Answer, as_json, as_lines, data_version, fault_lines, grid
from geo.cli.parser import Commands, command, folder, json_option
from geo.errors import Fault
from geo.profile import default_folder

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.doubts import Doubt


def add(commands: Commands) -> None:
    about = (
        "Check a data folder and list every fault. A fault is listed with file, row, column, what "
        "was found and what is accepted. Ids of the last release that are missing or used again, "
        "and assertions in assertions.csv that the atlas contradicts, are faults, too. The exit "
        "code is 1 where there is any. With --doubts, list the rows that other rows or their own "
        "sources contradict."
    )
    examples = "check\ncheck my/data --json\ncheck --doubts"
    parser = command(commands, "check", run, about, examples)
    parser.add_argument(
        "folder", metavar="DIR", nargs="?", type=folder, help="the folder (default: that of --data)"
    )
    parser.add_argument(
        "--doubts",
        action="store_true",
        help="list what is doubtful; exit code 1 where a doubt is not accepted in accepted.csv",
    )
    json_option(parser)


def run(args: argparse.Namespace) -> Answer:
    place = args.folder or args.data or default_folder()
    answer = _check_answer(args, place)
    return answer if answer.record is None else replace(answer, data=data_version(place))


def _check_answer(args: argparse.Namespace, place: Path) -> Answer:
    from geo.atlas import Atlas, check
    from geo.doubts.untranslated import list_untranslated

    faults, lacking = check(place), []
    if not faults:
        atlas = Atlas.load(place)
        faults = _faults_beyond_tables(atlas, place, assertions=not args.doubts)
        if args.doubts:
            return _doubts(atlas, place, faults, args.json)
        lacking = [] if faults else list_untranslated(atlas)
    code = 1 if faults else 0
    if args.json:
        listed = [fault.to_dict() for fault in faults]
        answer = {"folder": str(place), "count": len(listed), "faults": listed}
        return as_json(answer | {"untranslated": [asdict(item) for item in lacking]}, code)
    if not faults:
        return as_lines(["no fault", *map(str, lacking)])
    return as_lines(fault_lines(faults), code)


def _faults_beyond_tables(atlas: Atlas, folder: Path, *, assertions: bool) -> list[Fault]:
    """Return the faults of stories, assertions and version of a folder with sound tables."""
    from geo.doubts import failing_assertions
    from geo.stories import check
    from geo.versions import check as versions

    contradicted = [
        Fault("assertions.csv", doubt.row, "expected", doubt.evidence, doubt.against)
        for doubt in (failing_assertions(atlas) if assertions else ())
    ]
    return [*check.faults(atlas), *contradicted, *versions.faults(folder)]


def _doubts(atlas: Atlas, folder: Path, faults: list[Fault], json: bool) -> Answer:
    """List doubts of a folder with sound tables: open ones, then a count by rule; faults first."""
    from geo.doubts import RULES, doubts

    known_doubts = doubts(atlas)
    still = [doubt for doubt in known_doubts if not doubt.accepted]
    code = 1 if still or faults else 0
    if json:
        listed = [doubt.to_dict() for doubt in known_doubts]
        counts = {"count": len(known_doubts), "open": len(still)}
        broken = [fault.to_dict() for fault in faults]
        return as_json({"folder": str(folder), **counts, "faults": broken, "doubts": listed}, code)
    rules = [*RULES, *sorted({doubt.rule for doubt in known_doubts} - set(RULES))]
    rows = [[rule, *_counts(known_doubts, rule)] for rule in rules]
    table = grid(["Rule", "Open", "Accepted"], rows, right="Open|Accepted")
    lines = [*map(str, faults), *map(str, still)]
    return as_lines([*lines, *([""] if lines else []), *table], code)


def _counts(doubts: list[Doubt], rule: str) -> list[str]:
    """Return how many doubts of a rule are open, and how many accepted."""
    accepted = [bool(doubt.accepted) for doubt in doubts if doubt.rule == rule]
    return [str(accepted.count(False)), str(accepted.count(True))]
