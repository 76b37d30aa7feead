"""``greenline cite``: how to cite the atlas, or one of its maps."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, date, datetime

from geo.cli.output import Answer
from geo.cli.parser import ADDRESS, Commands, address_option, command

_FORMATS = ("text", "bibtex")


def add(commands: Commands) -> None:
    about = (
        "Print a citation of the atlas or of one of its maps. It has title, version, day of the "
        "data, address of the view and day of access."
    )
    examples = "cite\ncite https://atlas.example/?d=$later --format bibtex"
    parser = command(commands, "cite", run, about, examples)
    parser.add_argument(
        "view",
        metavar="VIEW",
        nargs="?",
        default="",
        help="address of a map, or what stands behind # or ? in it",
    )
    address_option(
        parser,
        f"where readers find the atlas, for a state without an address (default: {ADDRESS}, "
        "else the homepage or the DOI (id) in datapackage.json)",
    )
    parser.add_argument("--format", choices=_FORMATS, default="text", help="form (default: text)")
    parser.add_argument(
        "--accessed",
        metavar="DAY",
        type=_day,
        help="day on which you opened it (default: today)",
    )


def _day(text: str) -> date:
    """Read a day; it may lie outside the days of the atlas."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}: expected a day such as 2026-11-25") from None


def run(args: argparse.Namespace) -> Answer:
    from geo.atlas import Atlas
    from geo.export.citation import FORMATS, cite

    day = args.accessed or datetime.now(UTC).date()
    atlas = Atlas.load(args.data, version=_made_with(args))
    made = cite(atlas, day, args.view, args.address or None)
    if not made.address:
        print(
            "greenline: no public address is known, so the citation has none: give --address URL, "
            f"set {ADDRESS}, or name a homepage in datapackage.json",
            file=sys.stderr,
        )
    return Answer(FORMATS[args.format](made))


def _made_with(args: argparse.Namespace) -> str:
    """Return the version that an address says it was made with, where the data keep it."""
    from urllib.parse import parse_qs, urlsplit

    from geo.profile import default_folder
    from geo.versions.release import home_of, list_released

    try:
        parts = urlsplit(args.view)
    except ValueError:
        return ""
    state = parts.query or parts.fragment if parts.scheme else args.view
    named = parse_qs(state.lstrip("?#")).get("v", [""])[-1]
    versions = list_released(home_of(args.data or default_folder()))
    return named if named in versions and not args.as_of else ""
