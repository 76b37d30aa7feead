"""``greenline diff``: what changed between two versions of the data, and why."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from geo.cli.output import Answer, as_json, as_lines
from geo.cli.parser import Commands, command, file_name, json_option
from geo.profile import default_folder

if TYPE_CHECKING:
    from geo.versions.difference import Difference

_ABOUT = (
    "Show what changed between two versions of the data. Each is a version such as 1.0.0, a data "
    "folder, a released package (.zip) or a git revision. Changed facts are listed in sentences "
    "with the reason; rows that changed in evidence or wording alone are counted."
)
_EXAMPLES = """\
diff 1.0.0
diff 1.0.0 my/data --json
diff main~5 main --html changes.html"""


def add(commands: Commands) -> None:
    parser = command(commands, "diff", run, _ABOUT, _EXAMPLES)
    parser.add_argument("old", metavar="OLD", help="the earlier version")
    parser.add_argument("new", metavar="NEW", nargs="?", help="the later one (default: the data)")
    parser.add_argument("--table", metavar="NAME", help="only the rows of this table")
    form = parser.add_mutually_exclusive_group()
    json_option(form)
    form.add_argument(
        "--html",
        metavar="OUT.html",
        type=file_name(".html"),
        help="write a page with a map to this file",
    )


def run(args: argparse.Namespace) -> Answer:
    from dataclasses import replace

    from geo.versions.difference import diff
    from geo.versions.package import home_of
    from geo.versions.release import VersionError, read
    from geo.versions.sentences import to_dict

    data = home_of(args.data or default_folder())
    difference = diff(read(args.old, data), read(args.new or args.data or data, data))
    if args.table:
        if args.table not in {**difference.old.tables, **difference.new.tables}:
            known = ", ".join(difference.new.tables)
            raise VersionError(f"table {args.table!r}: expected one of {known}")
        difference = replace(
            difference, changes=tuple(x for x in difference.changes if x.table == args.table)
        )
    if args.json:
        return as_json(to_dict(difference))
    return _page(args.html, difference, data) if args.html else as_lines(_lines(difference))


def _page(file: Path, comparison: Difference, data: Path) -> Answer:
    from geo.atlas import Atlas
    from geo.export import difference
    from geo.export.html import write

    write(file, difference.html(comparison, Atlas.load(data)).encode())
    return as_lines([f"{file}: {len(comparison.facts)} facts"])


def _lines(comparison: Difference) -> list[str]:
    from geo.versions.difference import Weight
    from geo.versions.sentences import sentences

    names = [comparison.old.name, comparison.new.name]
    if names[0] == names[1]:  # two states of one version
        names = [
            f"{release.called} ({release.name})" for release in (comparison.old, comparison.new)
        ]
    lines = [f"{' → '.join(names)}: {len(comparison.facts)} facts"]
    table = ""
    for sentence in sentences(comparison, comparison.facts):
        if sentence.table != table:
            lines += ["", sentence.table]
            table = sentence.table
        mark = {"added": "+", "corrected": "~", "retired": "-"}[sentence.kind]
        named = f" [{sentence.changes[0].id}]" if len(sentence.changes) == 1 else ""
        lines.append(f"{mark} {sentence.text}{named}")
    lighter = Counter(
        change.weight for change in comparison.changes if change.weight is not Weight.FACT
    )
    if lighter:
        counts = ", ".join(f"{count} in {weight}" for weight, count in sorted(lighter.items()))
        lines += ["", f"Rows that differ in evidence or words alone: {counts}"]
    if comparison.breaks:
        lines += ["", f"Gone: {', '.join(comparison.breaks)}"]
    return lines
