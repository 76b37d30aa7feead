"""``greenline feed``: what changed in the data, for readers of feeds."""

from __future__ import annotations

import argparse
from pathlib import Path

from geo.cli.output import Answer, as_json, as_lines
from geo.cli.parser import Commands, command, folder, json_option
from geo.errors import ExportError


def add(commands: Commands) -> None:
    about = (
        "Write feeds of changes of fact and of new events into a folder. There is a feed of all "
        "and a feed of each disputed area, in Atom and JSON."
    )
    parser = command(commands, "feed", run, about, "feed feeds --base-url https://atlas.example/")
    parser.add_argument("out", metavar="OUT", type=folder, help="the folder")
    parser.add_argument(
        "--base-url", metavar="URL", default="", help="address that the folder will have"
    )
    json_option(parser)


def run(args: argparse.Namespace) -> Answer:
    from geo.atlas import Atlas
    from geo.export.feed import feeds
    from geo.export.html import write

    base = f"{args.base_url.rstrip('/')}/" if args.base_url else ""
    count = size = 0
    for path, content in feeds(Atlas.load(args.data), base):
        _folder((args.out / path).parent)
        write(args.out / path, content)
        count, size = count + 1, size + len(content)
    if args.json:
        return as_json({"path": str(args.out), "files": count, "bytes": size})
    return as_lines([f"{args.out}: {count} feeds, {size / 1000:.0f} kB"])


def _folder(path: Path) -> None:
    """Make a folder where there is none."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise ExportError(f"{path}: {why}; expected a folder that can be written") from None
