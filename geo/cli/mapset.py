"""``greenline mapset``: one YAML file makes a set of numbered maps."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from geo.cli.output import Answer, as_json, as_lines, clean_line
from geo.cli.parser import Commands, address_option, command, folder, json_option

_ABOUT = (
    "Make a set of numbered maps from one YAML file: areas, languages and papers of each, stories "
    "as handouts, a page of contents. Maps that did not change since the last run stay as they "
    "are; a map that cannot be made is named, and the others are made."
)
_EXAMPLES = """\
mapset maps.yaml maps
mapset maps.yaml maps --one-pdf"""


def add(commands: Commands) -> None:
    parser = command(commands, "mapset", run, _ABOUT, _EXAMPLES)
    parser.add_argument("recipe", metavar="FILE", type=Path, help="the YAML file")
    parser.add_argument("out", metavar="OUT", type=folder, help="the folder that the maps go to")
    parser.add_argument(
        "--one-pdf", action="store_true", help="make all.pdf too: contents, and all PDF maps"
    )
    address_option(
        parser, "where the app or a published map stands: sheets get a QR code that leads there"
    )
    json_option(parser)


def run(args: argparse.Namespace) -> Answer:
    """Make the maps; 1 where some could not be made."""
    from geo.atlas import Atlas
    from geo.export import mapset

    atlas = Atlas.load(args.data)
    recipe = mapset.read(atlas, args.recipe)

    def show(name: str) -> None:
        if not args.json:
            print(clean_line(name), file=sys.stderr)

    made = mapset.build(
        atlas, recipe, args.out, one_pdf=args.one_pdf, address=args.address, progress=show
    )
    code = 1 if made.faults else 0
    if args.json:
        return as_json({"path": str(args.out), **vars(made)}, code)
    counts = (
        f"{args.out}: {len(made.written)} maps made, {len(made.unchanged)} unchanged, "
        f"{len(made.removed)} removed"
    )
    return as_lines([counts, *(f"not made: {fault}" for fault in made.faults)], code)
