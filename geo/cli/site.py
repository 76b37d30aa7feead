"""``greenline site``: a folder that any web server serves, and that opens from disk."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from geo.cli.output import Answer, Record, as_json, as_lines, number
from geo.cli.parser import Commands, command, folder, json_option, names_in, whole_number
from geo.errors import QuestionError
from geo.model import Language
from geo.profile import current

if TYPE_CHECKING:
    from geo.site import Built

_ABOUT = (
    "Write a site that needs no server: the map, a page for each area, district, field, crossing, "
    "holder and story, an API of plain files, downloads. Files that did not change stay as they "
    "are; an earlier site is replaced only when the new one is complete."
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
        help="address that the folder will have: canonical links, site map, previews, oEmbed",
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
    parser.add_argument(
        "--serve",
        metavar="PORT",
        type=whole_number(1, 65535, "the number of a port"),
        default=0,
        help="then serve it on this computer until stopped; pages of other sites may read it",
    )
    json_option(parser)


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
    built = build(Atlas.load(args.data), args.out, options, quiet=False)
    if args.serve:
        from geo.site.serve import serve

        print(f"http://localhost:{args.serve}/", flush=True)
        serve(built.path, args.serve)
    return as_json(record(built)) if args.json else as_lines(_lines(built, args.base_url))


def _languages(text: str | None) -> tuple[Language, ...]:
    try:
        return tuple(Language(name) for name in names_in(text))
    except ValueError:
        raise QuestionError(
            f"languages {str(text)[:80]!r}: expected some of {', '.join(current().languages)}"
        ) from None


def record(built: Built) -> Record:
    """Return what was built, with stable keys."""
    return {
        "path": str(built.path),
        "files": built.files,
        "bytes": built.bytes,
        "changed": built.written,
        "pages": built.pages,
        "languages": [str(language) for language in built.languages],
        "version": built.version,
    }


def _lines(built: Built, base: str) -> list[str]:
    summary = (
        f"{built.path}: {number(built.pages)} pages, {number(built.files)} files, "
        f"{number(built.bytes / 1e6)} MB, data version {built.version}; "
        f"{number(built.written)} files are new or changed"
    )
    without = "Without --base-url there are no canonical links, no sitemap.xml and no oEmbed."
    return [summary] if base else [summary, without]
