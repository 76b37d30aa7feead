"""``greenline pull``: public data, downloaded on request and kept with its terms."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from geo.cli.output import Answer, Record, as_json, as_lines, number
from geo.cli.parser import Commands, command, json_option

if TYPE_CHECKING:
    from geo.pull import Pulled

_ABOUT = (
    "Download public data into the cache folder, with a progress bar, resuming where an earlier "
    "try stopped; licence and citation are shown and kept beside it. Boundaries that were pulled "
    "replace the generalised ones of the atlas. Without a name it lists what can be pulled."
)
_EXAMPLES = """\
pull
pull ucdp-ged
pull cod-ab
pull cod-ab --forget"""


def add(commands: Commands) -> None:
    parser = command(commands, "pull", run, _ABOUT, _EXAMPLES)
    parser.add_argument("name", metavar="NAME", nargs="?", help="what to pull; none lists all")
    parser.add_argument("--url", help="another address of the same file, a mirror's")
    parser.add_argument(
        "--anew", action="store_true", help="download again what is in the cache folder already"
    )
    parser.add_argument(
        "--forget", action="store_true", help="go back to the boundaries the atlas came with"
    )
    json_option(parser, rows=True)


def run(args: argparse.Namespace) -> Answer:
    from geo.atlas.atlas import forget_pulled
    from geo.pull import pull, record

    if args.forget:
        forget_pulled()
        message = "the boundaries that the atlas came with are used"
        return as_json({"used": None}) if args.json else as_lines([message])
    if args.name is None:
        return _list_pulled(args)
    download = pull(args.name, url=args.url, anew=args.anew, quiet=args.json)
    used = _use_pulled(download) if record(args.name).kind == "boundaries" else None
    answer = asdict(download) | {"used": used}
    return as_json(answer) if args.json else as_lines(_lines(answer))


def _use_pulled(download: Pulled) -> str:
    """Put pulled boundaries in place of the atlas's; return the data folder that has them."""
    from geo.profile import default_folder
    from geo.pull import outlines

    return str(outlines.replace(download, default_folder()))


def _list_pulled(args: argparse.Namespace) -> Answer:
    from geo.pull import cache, records

    rows: list[Record] = []
    for record in records().values():
        there = cache.find_pulled(record)
        rows.append(
            {
                "name": record.name,
                "title": record.title,
                "version": record.version,
                "licence": record.licence,
                "citation": record.citation,
                "pulled": there.pulled if there else None,
                "path": there.path if there else None,
            }
        )
    if args.json:
        return as_json(rows)
    lines = [f"{row['name']}: {row['title']} ({row['licence']})" for row in rows]
    return as_lines([*lines, f"cache folder: {cache.folder()}"])


def _lines(pulled: Record) -> list[str]:
    size = number(pulled["bytes"] / 1000)
    lines = [
        f"{pulled['name']} {pulled['version']}: {pulled['path']} ({size} kB)",
        f"SHA-256 {pulled['sha256']}, pulled {pulled['pulled']} from {pulled['url']}",
        f"licence: {pulled['licence']}",
        f"cite as: {pulled['citation']}",
    ]
    if pulled["used"]:
        lines.append(f"the atlas now uses these boundaries ({pulled['used']})")
    return lines
