"""``greenline site``: a folder that any web server serves, and that opens from disk."""

from __future__ import annotations

import argparse

from geo.cli.output import Answer, Table
from geo.cli.parser import Commands, command, folder, json_option, names_in
from geo.errors import QuestionError
from geo.layers.spec import Column, Kind
from geo.model import Language
from geo.profile import current

_ABOUT = (
    "Write a site that needs no server: the map, a page for each disputed area and each story, and "
    "every table as CSV and JSON. An earlier site is replaced only when the new one is complete."
)
_EXAMPLES = """\
site public --base-url https://atlas.example/
site public --lang $languages --stories $story
site public --stories none --embed-origins https://news.example --json"""


def add(commands: Commands) -> None:
    parser = command(commands, "site", run, _ABOUT, _EXAMPLES)
    parser.add_argument("out", metavar="OUT", type=folder, help="the folder to write")
    parser.add_argument(
        "--base-url",
        metavar="URL",
        default="",
        help="address that the folder will have, for canonical links and sitemap.xml",
    )
    parser.add_argument(
        "--stories", metavar="A,B", help="ids of the stories to include, or none (default: all)"
    )
    parser.add_argument("--lang", metavar="A,B", help="languages of the pages (default: all)")
    parser.add_argument(
        "--embed-origins",
        metavar="A,B",
        help="origins whose pages may read and move the map that they embed, * for all "
        "(default: the site's own)",
    )
    json_option(parser, csv=False)


def run(args: argparse.Namespace) -> Answer:
    from geo.atlas import Atlas
    from geo.site import Options, build

    stories = () if args.stories == "none" else names_in(args.stories)
    options = Options(
        base_url=args.base_url,
        languages=_languages(args.lang),
        stories=None if args.stories is None else stories,
        origins=names_in(args.embed_origins),
    )
    built = build(Atlas.load(args.data), args.out, options)
    record = {
        "path": str(built.path),
        "files": built.files,
        "bytes": built.bytes,
        "pages": built.pages,
        "languages": [str(language) for language in built.languages],
        "version": built.version,
    }
    columns = (
        Column("path", "Folder"),
        *(Column(name, name.capitalize(), Kind.NUMBER) for name in ("pages", "files", "bytes")),
        *(Column("languages", "Languages", Kind.LIST), Column("version", "Data version")),
    )
    return Answer(record, [Table([record], columns, upright=True)])


def _languages(text: str | None) -> tuple[Language, ...]:
    try:
        return tuple(Language(name) for name in names_in(text))
    except ValueError:
        raise QuestionError(
            f"languages {str(text)[:80]!r}: expected some of {', '.join(current().languages)}"
        ) from None
