"""The arguments of ``greenline``: ``commands.toml`` as parsers, and what reads their values."""

from __future__ import annotations

import argparse
import os
import re
import sys
import textwrap
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from pkgutil import resolve_name
from string import Template
from typing import TYPE_CHECKING, Any, NoReturn

from geo.errors import ViewError
from geo.files.atomic_write import ENDINGS, FILMS, ONE_LAYER, PAGE, PICTURES, ending
from geo.model import Language, Layer, Paper
from geo.profile import current
from geo.words import say

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.cli.output import Answer

#: Kinds of files by what ``fits`` of an option calls them.
_FAMILIES = {"page": (PAGE,), "pictures": PICTURES, "films": FILMS, "one_layer": ONE_LAYER}

#: Environment variable that holds the address of the app or of a published map.
ADDRESS = "GREENLINE_ADDRESS"

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
        from geo.cli.output import clean_line

        print(f"greenline: {clean_line(message)} (see `{self.prog} --help`)", file=sys.stderr)
        sys.exit(2)


class Request(argparse.Namespace):
    """What a command line asks, and the atlas that it asks, which is read on first use."""

    @cached_property
    def atlas(self) -> Atlas:
        from geo.atlas import Atlas

        return Atlas.load(self.data)

    def answer(self) -> Answer:
        """Run the command."""
        for name, (action, fits, needs) in self.options.items():
            if not self._is_given(action):
                continue
            if fits and ending(self.out, fits) is None:
                accepted = ", ".join(fits)
                raise ViewError(f"{self.out.name}: {name}: expected a name ending in {accepted}")
            if needs and not any(self._is_given(self.options[other][0]) for other in needs):
                raise ViewError(f"{name}: expected {' or '.join(needs)} beside it")
        answer: Answer = resolve_name(f"geo.cli.{self.run}")(self)
        return answer

    def _is_given(self, action: argparse.Action) -> bool:
        return bool(getattr(self, action.dest) != action.default)


@cache
def read_table() -> dict[str, Any]:
    """Read what ``commands.toml`` declares."""
    return tomllib.loads((files("geo.cli") / "commands.toml").read_text(encoding="utf-8"))


def parser(command: str | None = None) -> Parser:
    """Return the parser of all commands; of one that is named, with its options alone."""
    from geo.api import __version__

    table = read_table()
    every, shared, sets = (table[name] for name in ("every", "shared", "sets"))
    values = _list_values() | table["texts"]
    top = Parser(
        prog="greenline",
        description=f"{say('web.tagline', Language.EN)}: who held and who claims each place,\n"
        f"on any day from {current().days}.",
        epilog=_fill_lines(_EPILOG, values),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"greenline {__version__}")
    for name, option in every.items():
        top.add_argument(name, **_fill_option({**option}, values))
    commands = top.add_subparsers(metavar="COMMAND", required=True, dest="command")
    for name, entry in table.items():
        if "run" not in entry:
            continue
        about = entry["about"].strip()
        item: Parser = commands.add_parser(
            name,
            help=about[0].lower() + about[1:].partition(". ")[0].rstrip("."),
            description=textwrap.fill(about, 79),
            epilog="examples:\n" + _fill_lines(entry["examples"], values, "  greenline "),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        for flag, option in every.items():
            item.add_argument(flag, **_fill_option({**option}, values), default=argparse.SUPPRESS)
        options: dict[str, tuple[argparse.Action, list[str], list[str]]] = {}
        item.set_defaults(run=entry["run"], options=options)
        if command not in {None, name}:
            continue  # none of its options is looked at, and all together take a while
        place: Any = item
        exclusive: dict[str, Any] = {}
        for flags, option in _list_options(entry["takes"], shared, sets):
            if group := option.pop("group", ""):
                place = item.add_argument_group(group)
            either = option.pop("either", "")
            if either and either not in exclusive:
                exclusive[either] = item.add_mutually_exclusive_group()
            fits, needs = (option.pop(key, "").split() for key in ("fits", "needs"))
            endings = [item for name in fits for item in _FAMILIES.get(name, (name,))]
            action = exclusive.get(either, place).add_argument(
                *flags, **_fill_option(option, values)
            )
            options[flags[0]] = action, endings, needs
    return top


def _list_options(
    takes: Mapping[str, Any], shared: Mapping[str, Any], sets: Mapping[str, list[str]]
) -> Iterator[tuple[list[str], dict[str, Any]]]:
    """Yield names and settings of what a command takes, those of a set one by one."""
    for name, changes in takes.items():
        for number, member in enumerate(sets.get(name, [name])):
            base = shared.get(member, {})
            option = base | ({"needs": changes.get("needs", "")} if number else changes)
            items = {key: item for key, item in option.items() if item != "" or key not in base}
            yield member.split(), deepcopy(items)


def _fill_option(option: dict[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    """Return an option as argparse takes it: reader, choices and words of the atlas in use."""
    lists = {
        "perspectives": current().perspectives,
        "languages": [str(language) for language in current().languages],
    }
    for key, value in list(option.items()):
        if key == "choices" and isinstance(value, str):
            option[key] = lists[value]
        elif key == "type":
            name, *details = [value] if isinstance(value, str) else value
            filled = [
                Template(item).substitute(values) if isinstance(item, str) else item
                for item in details
            ]
            option[key] = READERS[name](*filled) if details else READERS[name]
        elif value == argparse.SUPPRESS:
            option[key] = argparse.SUPPRESS  # known by its identity
        elif isinstance(value, str):
            option[key] = Template(value.strip()).substitute(values) or (None if value else "")
    return option


def _list_values() -> dict[str, str]:
    """Return days, places, names and lists of the atlas in use, by what commands call them."""
    profile = current()
    days, examples = profile.days, profile.examples
    earlier, later = (days.opening, *days.key)[-2:] if days.key else (days.first, days.opening)
    values = {
        "place": profile.example,
        "first": str(days.first),
        "opening": str(days.opening),
        "earlier": str(earlier),
        "later": str(later),
        "first_language": str(profile.languages[0]),
        "language": profile.languages[-1],
        "languages": ",".join(profile.languages[:2]),
        "holder": profile.holders[0],
        "views_named": "".join(
            f"; {view}: {say(f'perspective.{view}', Language.EN)}" for view in profile.views
        ),
        "layers": ", ".join(Layer),
        "papers": ", ".join(Paper),
        "endings": ", ".join(ENDINGS),
        "address": os.environ.get(ADDRESS) or "",
    }
    if profile.views:
        values |= {"view": profile.views[-1], "other": profile.views[-2:][0]}
    if examples:
        x, y = examples.point
        values |= {"code": examples.code, "point": f"{x:g},{y:g}"}
        values["frame"] = f"{x - 0.75:g},{y - 0.5:g},{x + 0.75:g},{y + 0.5:g}"
        corners = ((-0.4, -0.2), (0.4, -0.2), (0.4, 0.2), (-0.4, 0.2))
        values["polygon"] = ";".join(f"{x + east:g},{y + north:g}" for east, north in corners)
        values |= {"story": examples.story} if examples.story else {}
    return values


def _fill_lines(text: str, values: Mapping[str, str], before: str = "") -> str:
    """Put values into examples; leave out the lines that name what the atlas has not."""
    lines = []
    for line in text.splitlines():
        with suppress(KeyError):
            lines.append(Template(line).substitute(values))
    return "\n".join(f"{before if line else ''}{line}" for line in lines)


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


def any_day(text: str) -> date:
    """Read a day; it may lie outside the days of the atlas."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}: expected a day such as 2026-11-25") from None


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
            ends = " or ".join(filter(None, (", ".join(endings[:-1]), endings[-1])))
            raise argparse.ArgumentTypeError(f"{text!r}: expected a file name that ends in {ends}")
        return Path(text)

    return read


def name_pair(form: str, example: str, equals: str = "last") -> Callable[[str], tuple[str, str]]:
    """Return a reader of two names with ``=`` between them, the first or the last of several.

    >>> name_pair("field=column", "lat=latitude")("lat = y")
    ('lat', 'y')
    """

    def read(text: str) -> tuple[str, str]:
        parts = text.partition("=") if equals == "first" else text.rpartition("=")
        name, _, other = (part.strip() for part in parts)
        if not (name and other):
            raise argparse.ArgumentTypeError(f"{text!r}: expected {form}, such as {example}")
        return name, other

    return read


def breaks(text: str) -> Any:
    """Read how numbers are put into classes."""
    if text in {"quantiles", "equal"}:
        return text
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r}: expected quantiles, equal or numbers such as 10,50,100"
        ) from None


#: What reads values, by what ``type`` of an option names; a list there holds their arguments.
READERS: dict[str, Callable[..., Any]] = {
    "any_day": any_day,
    "breaks": breaks,
    "day": day,
    "file_name": file_name,
    "folder": folder,
    "map_file": file_name(*ENDINGS),
    "name_pair": name_pair,
    "path": Path,
    "whole_number": whole_number,
}
