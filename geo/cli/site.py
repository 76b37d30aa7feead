"""``greenline site``: a folder that any web server serves, and that opens from disk."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from geo.cli.output import Answer, Record, as_json, as_lines, number
from geo.cli.parser import Commands, command, folder, json_option, whole_number
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
    one = command(commands, "site", run, _ABOUT, _EXAMPLES)
    one.add_argument("out", metavar="OUT", type=folder, help="the folder to write")
    one.add_argument(
        "--base-url",
        metavar="URL",
        default="",
        help="address that the folder will have: canonical links, site map, previews, oEmbed",
    )
    one.add_argument(
        "--stories", metavar="A,B", help="ids of the stories to include, or none (default: all)"
    )
    one.add_argument("--lang", metavar="A,B", help="languages of the pages (default: all)")
    one.add_argument(
        "--embed-origins",
        metavar="A,B",
        help="origins whose pages may read and move the map that they embed, * for all "
        "(default: the site's own)",
    )
    one.add_argument(
        "--serve",
        metavar="PORT",
        type=whole_number(1, 65535, "the number of a port"),
        default=0,
        help="serve it then on this computer, until it is stopped; pages of others may read it",
    )
    json_option(one)


def run(args: argparse.Namespace) -> Answer:
    """Write the site and return what was written."""
    from geo.atlas import Atlas
    from geo.site import Options, build

    options = Options(
        base_url=args.base_url,
        languages=_languages(args.lang),
        stories=None if args.stories is None else _names(args.stories, none="none"),
        origins=_names(args.embed_origins),
    )
    found = build(Atlas.load(args.data), args.out, options, quiet=False)
    if args.serve:
        from geo.site.serve import serve

        print(f"http://localhost:{args.serve}/", flush=True)
        serve(found.path, args.serve)
    return as_json(record(found)) if args.json else as_lines(_lines(found, args.base_url))


def _names(text: str | None, none: str = "") -> tuple[str, ...]:
    if text is None or text == none:
        return ()
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _languages(text: str | None) -> tuple[Language, ...]:
    try:
        return tuple(Language(one) for one in _names(text))
    except ValueError:
        raise QuestionError(
            f"languages {str(text)[:80]!r}: expected some of {', '.join(current().languages)}"
        ) from None


def record(found: Built) -> Record:
    """Return what was built, with stable keys."""
    return {
        "path": str(found.path),
        "files": found.files,
        "bytes": found.bytes,
        "changed": found.written,
        "pages": found.pages,
        "languages": [str(one) for one in found.languages],
        "version": found.version,
    }


def _lines(found: Built, base: str) -> list[str]:
    summary = (
        f"{found.path}: {number(found.pages)} pages, {number(found.files)} files, "
        f"{number(found.bytes / 1e6)} MB, data version {found.version}; "
        f"{number(found.written)} files are new or changed"
    )
    lines = [summary]
    if not base:
        lines.append(
            "Without --base-url there are no canonical links, no sitemap.xml and no oEmbed."
        )
    return lines
