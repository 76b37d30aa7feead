"""``--with FILE``: what a reader brings to an answer or a map, whatever it is."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.cli.parser import name_pair, sheet_option, whole_number
from geo.errors import ViewError
from geo.profile import current

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.user_areas.areas import UserAreas

#: Options of before 2.0 that still work, by their name among the arguments.
_OLD = ("events", "user_areas")

#: Options that say how areas are read: of all, of control by day, of numbers and kinds.
AREAS: Final = {"area": "a column of codes or names of areas; may be repeated (default: guessed)"}
CONTROL: Final = {
    "holder": "the column of holders (default: the one whose texts name holders); - for none: "
    "polygons are outlines alone",
    "holder_names": "whom a name of that column means, - to leave its ground out; may be repeated",
    "day_column": "the column with the day from which each row holds",
    "until_column": "the column with the day on which each row ends",
    "ends": "whether that day still belongs to the row (default: as the rows follow one another)",
}
NUMBERS: Final = {
    "value": "the column shown: numbers are summed, texts are kinds (default: the first numbers)",
    "count": "count the different texts of this column by area",
    "by": "count them by the kinds of this column too",
    "rate": "classes per 1,000 people of the census",
    "breaks": "how numbers are put into classes, or where classes end (default: quantiles)",
    "classes": "number of classes (default: 5)",
}
OPTIONS: Final = AREAS | CONTROL | NUMBERS

#: What such an option is called among those of Python, where it is called otherwise.
_FIELDS: Final = {"holder_names": "names", "day_column": "date", "until_column": "until"}


def area_options(item: Any, options: dict[str, str] = OPTIONS) -> None:
    """Add options that say how areas are read, and of several sheets which."""
    several = {"action": "append", "default": []}
    pair = name_pair("name=holder", f"NAME={current().holders[0]}")
    forms: dict[str, dict[str, Any]] = {
        "area": {"metavar": "COLUMN", **several},
        "holder_names": {"metavar": "NAME=HOLDER", "type": pair, **several},
        "ends": {"choices": ["last-day", "day-after"]},
        "rate": {"action": "store_true"},
        "breaks": {"metavar": "quantiles|equal|A,B,...", "type": _breaks},
        "classes": {"metavar": "N", "type": whole_number(1, 7, "classes")},
    }
    for name, about in options.items():
        form = forms.get(name, {"metavar": "COLUMN"})
        item.add_argument(f"--{name.replace('_', '-')}", help=about, **form)
    sheet_option(item)


def _breaks(text: str) -> Any:
    if text in {"quantiles", "equal"}:
        return text
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r}: expected quantiles, equal or numbers such as 10,50,100"
        ) from None


def with_option(item: Any, about: str) -> None:
    item.add_argument(
        "--with", dest="with_files", metavar="FILE", type=Path, action="append", default=[],
        help=f"{about}; may be repeated (`greenline read FILE` says what a file is)",
    )  # fmt: skip


def sort_files(atlas: Atlas, args: argparse.Namespace) -> None:
    """Put the files of ``--with`` among events or areas, as their content says."""
    for name in _OLD:
        if getattr(args, name):
            typed = name.replace("_", "-")
            print(f"greenline: --{typed} is called --with since 2.0", file=sys.stderr)
    events, areas = divide_files(atlas, args)
    args.user_areas = [*(args.user_areas or ()), *areas] or None
    if len(events) + bool(args.events) > 1:
        names = " and ".join(map(str, filter(None, (args.events, *events))))
        raise ViewError(f"--with: {names} hold events; expected one such file")
    args.events = args.events or next(iter(events), None)
    if not args.user_areas:
        _refuse(args, OPTIONS, "a table of areas, or polygons")
    if not args.events:
        _refuse(args, ("no_text",), "a file of events (--with)")


def divide_files(atlas: Atlas, args: argparse.Namespace) -> tuple[list[Path], list[Path]]:
    """Return the files of ``--with`` that hold events, and those that hold areas."""
    if not args.with_files:
        return [], []
    # Loads pandas, which a command without such files can do without.
    from geo.user_areas.reading import look

    events: list[Path] = []
    areas: list[Path] = []
    for file in args.with_files:
        kind = events if look(atlas, file, choice=args.sheet).has_events else areas
        kind.append(file)
    return events, areas


def read_areas(atlas: Atlas, files: list[Path] | Path, args: argparse.Namespace) -> UserAreas:
    """Read areas as options say; those of numbers are refused for who holds the ground."""
    from geo.user_areas.areas import AreaOptions, EndDays
    from geo.user_areas.reading import Role, load, role_of

    typed: dict[str, Any] = {name: cell for name in OPTIONS if (cell := getattr(args, name, None))}
    typed |= {
        "area": tuple(typed.get("area", ())),
        "holder_names": dict(typed.get("holder_names", ())),
    }
    if typed.get("holder") == "-":
        typed["outlines"] = bool(typed.pop("holder"))
        _refuse(args, {*CONTROL, *NUMBERS} - {"holder"}, "another --holder than -")
    if "ends" in typed:
        typed["ends"] = EndDays(typed["ends"].replace("-", "_"))
    given = {_FIELDS.get(name, name): cell for name, cell in typed.items()}
    areas = load(atlas, files, options=AreaOptions(choice=args.sheet, **given))
    if role_of(areas) is Role.CONTROL:
        _refuse(args, NUMBERS, f"numbers by area; {areas.name} holds control by day")
    return areas


def read_with(atlas: Atlas, args: argparse.Namespace) -> UserAreas:
    """Read the files of ``--with`` for an answer, which only areas have."""
    events, files = divide_files(atlas, args)
    if events:
        raise ViewError(
            f"--with: {events[0]} holds events: expected areas (`greenline export --with` draws "
            "events)"
        )
    return read_areas(atlas, files, args)


def _refuse(args: argparse.Namespace, names: Iterable[str], accepted: str) -> None:
    for name in names:
        if getattr(args, name, None):
            raise ViewError(f"--{name.replace('_', '-')}: expected {accepted}")
