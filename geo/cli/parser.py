"""The arguments of ``greenline``: what all commands share, and the list of commands."""

from __future__ import annotations

import argparse
import os
import re
import sys
import textwrap
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from importlib import import_module
from pathlib import Path
from string import Template
from typing import Any, NoReturn

from geo.cli.output import clean_line
from geo.model import HELD, Language
from geo.profile import current
from geo.words import say

#: Modules of the commands, in the order of ``--help``; one may hold several.
MODULES = (
    *("data", "questions", "stakes", "story", "user_areas", "files", "map", "export", "site"),
    *("mcp", "app", "new"),
)

Commands = Any  # argparse names the type of its subparsers privately
Run = Callable[[argparse.Namespace], Any]

_EPILOG = """\
examples:
  greenline info
  greenline at $opening --place $place
  greenline changes $earlier $later
  greenline export place.html --date $later --bbox $frame

`greenline COMMAND --help` says more; most commands take --json.
Exit codes: 0 success, 1 faults or nothing found, 2 wrong usage.
"""


class Parser(argparse.ArgumentParser):
    """A parser that reports an error in one line."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and leave with 2."""
        print(f"greenline: {clean_line(message)} (see `{self.prog} --help`)", file=sys.stderr)
        sys.exit(2)


def parser() -> Parser:
    from geo.api import __version__

    top = Parser(
        prog="greenline",
        description=f"{say('web.tagline', Language.EN)}: who held and who claims each place,\n"
        f"on any day from {current().days}.",
        epilog=_with_examples(_EPILOG),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"greenline {__version__}")
    _add_shared_options(top, default=None, debug=False)
    commands = top.add_subparsers(metavar="COMMAND", required=True, dest="command")
    for name in MODULES:
        import_module(f"geo.cli.{name}").add(commands)
    return top


def _with_examples(text: str) -> str:
    """Put days, places and names of the atlas in use into examples; leave out what it has not.

    >>> _with_examples("at $opening --place $place")
    'at 2017-09-27 --place Kirkuk'
    """
    profile = current()
    days, known = profile.days, profile.examples
    earlier, later = (days.opening, *days.key)[-2:] if days.key else (days.first, days.opening)
    values = {
        "place": profile.example,
        "first": str(days.first),
        "opening": str(days.opening),
        "earlier": str(earlier),
        "later": str(later),
        "language": profile.languages[-1],
        "languages": ",".join(profile.languages[:2]),
    }
    if profile.views:
        values |= {"view": profile.views[-1], "other": profile.views[-2:][0]}
    if known:
        x, y = known.point
        values |= {"code": known.code, "point": f"{x:g},{y:g}"}
        values["frame"] = f"{x - 0.75:g},{y - 0.5:g},{x + 0.75:g},{y + 0.5:g}"
        corners = ((-0.4, -0.2), (0.4, -0.2), (0.4, 0.2), (-0.4, 0.2))
        values["polygon"] = ";".join(f"{x + east:g},{y + north:g}" for east, north in corners)
        values |= {"story": known.story} if known.story else {}
    lines = []
    for line in text.splitlines():
        with suppress(KeyError):
            lines.append(Template(line).substitute(values))
    return "\n".join(lines)


def command(commands: Commands, name: str, run: Run, about: str, examples: str) -> Parser:
    """Add one command, with the options that stand before or after its name alike."""
    lines = "\n".join(f"  greenline {line}" for line in _with_examples(examples).splitlines())
    item: Parser = commands.add_parser(
        name,
        help=about[0].lower() + about[1:].partition(". ")[0].rstrip("."),
        description=textwrap.fill(about, 79),
        epilog=f"examples:\n{lines}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_shared_options(item, default=argparse.SUPPRESS, debug=argparse.SUPPRESS)
    item.set_defaults(run=run)
    return item


def _add_shared_options(item: argparse.ArgumentParser, default: Any, debug: Any) -> None:
    item.add_argument(
        "--data",
        metavar="DIR",
        type=folder,
        default=default,
        help="data folder (by default the one that came with the program)",
    )
    item.add_argument(
        "--as-of",
        metavar="VERSION",
        default=default,
        help="answer from this version of the data, such as 1.11.0, or a released package (.zip); "
        "default: the newest",
    )
    item.add_argument(
        "--debug", action="store_true", default=debug, help="show a traceback of what failed"
    )


#: Environment variable that holds the address of the app or of a published map.
ADDRESS = "GREENLINE_ADDRESS"

#: What names a place on the command line.
PLACE = (
    "a name in any language of the atlas, a position LON,LAT in degrees, an admin code "
    "(P-code), the id of a unit, or disputed areas: areas:ID, areas:all, areas:VIEW (those that a "
    "perspective lists)"
)


def day_argument(item: argparse.ArgumentParser, metavar: str) -> None:
    """Add the argument for the day of a question."""
    about = f"the day, such as {current().days.opening}"
    item.add_argument("day", metavar=metavar, type=day, help=about)


def days_arguments(item: argparse.ArgumentParser, first: str, last: str) -> None:
    """Add the arguments for the two days between which a question asks."""
    item.add_argument("first", metavar="D1", type=day, help=f"the {first} day")
    item.add_argument("last", metavar="D2", type=day, help=f"the {last} day")


def address_option(item: Any, about: str, default: str | None = None) -> None:
    """Add ``--address``, where the app or a published map stands."""
    named = os.environ.get(ADDRESS) or default
    item.add_argument("--address", metavar="URL", default=named, help=about)


def language_option(item: argparse.ArgumentParser, about: str, default: str | None = None) -> None:
    known = list(map(str, current().languages))
    item.add_argument("--lang", choices=known, default=default, help=about)


def sheet_option(item: Any) -> None:
    item.add_argument("--sheet", metavar="NAME", help="which sheet, layer or file in an archive")


def json_option(item: argparse.ArgumentParser, *, csv: bool = True) -> Any:
    """Add the forms that an answer may have besides text, of which one counts."""
    form = item.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON, with stable keys")
    if csv:
        form.add_argument("--csv", action="store_true", help="print the rows of JSON as a table")
    return form


def perspective_option(item: argparse.ArgumentParser) -> None:
    item.add_argument(
        "--perspective",
        choices=current().perspectives,
        default=HELD,
        help="held: who holds the ground"
        + "".join(
            f"; {entry}: {say(f'perspective.{entry}', Language.EN)}" for entry in current().views
        )
        + " (default: held)",
    )


def day(text: str) -> date:
    """Read a day, as ISO 8601."""
    accepted = f"expected a day such as {current().days.opening}, from {current().days}"
    try:
        parsed = date.fromisoformat(text)
    except ValueError:
        parsed = None
    if not parsed or not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r}: {accepted}")
    if parsed not in current().days:
        raise argparse.ArgumentTypeError(f"{text}: {current().days.beyond(parsed)}; {accepted}")
    return parsed


def names_in(text: str | None) -> tuple[str, ...]:
    """Return the names of a list with commas between them; none where there is no list."""
    return tuple(name.strip() for name in (text or "").split(",") if name.strip())


def whole_number(low: int, high: int, unit: str) -> Callable[[str], int]:
    """Return a reader of a whole number between two bounds.

    >>> whole_number(0, 15000, "days")("365")
    365
    """

    def read(text: str) -> int:
        written = text.isascii() and text.isdecimal() and len(text) <= len(str(high))
        if not written or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"{text[:80]!r}: expected {low} to {high} {unit}")
        return int(text)

    return read


def folder(text: str) -> Path:
    """Read the name of a folder."""
    if not text or "\0" in text:
        raise argparse.ArgumentTypeError(f"{text!r}: expected the name of a folder")
    return Path(text)


def file_name(*endings: str) -> Callable[[str], Path]:
    """Return a reader of the name of a file to write, which ends in one of some endings.

    >>> file_name(".html")("map.html").suffix
    '.html'
    """

    def read(text: str) -> Path:
        if not text.lower().endswith(endings) or Path(text).name.lower() in endings:
            known = " or ".join(filter(None, (", ".join(endings[:-1]), endings[-1])))
            raise argparse.ArgumentTypeError(f"{text!r}: expected a file name that ends in {known}")
        return Path(text)

    return read


def name_pair(
    form: str, example: str, cut: Callable[[str, str], tuple[str, str, str]] = str.rpartition
) -> Callable[[str], tuple[str, str]]:
    """Return a reader of two names with ``=`` between them.

    >>> name_pair("field=column", "lat=latitude")("lat = y")
    ('lat', 'y')
    """

    def read(text: str) -> tuple[str, str]:
        name, _, other = (part.strip() for part in cut(text, "="))
        if not (name and other):
            raise argparse.ArgumentTypeError(f"{text!r}: expected {form}, such as {example}")
        return name, other

    return read
