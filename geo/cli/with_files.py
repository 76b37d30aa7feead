"""``--with FILE``: what a reader brings to an answer or a map, whatever it is."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import ViewError

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.user_areas.areas import UserAreas

#: Options of before 2.0 that still work, by their name among the arguments.
_OLD = ("events", "user_areas")

#: Options that say how areas are read; those of numbers alone, which a control map has not.
AREA_OPTIONS = ("holder", "holder_names", "day_column", "until_column", "ends", "area")
NUMBER_OPTIONS = ("value", "count", "by", "rate")


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
        _refuse(args, (*AREA_OPTIONS, *NUMBER_OPTIONS), "a table of areas, or polygons")
    if not args.events:
        _refuse(args, ("no_text",), "a file of events (--with)")


def divide_files(atlas: Atlas, args: argparse.Namespace) -> tuple[list[Path], list[Path]]:
    """Return the files of ``--with`` that hold events, and those that hold areas."""
    if not args.with_files:
        return [], []
    # Loads pandas, which a command without such files can do without.
    from geo.user_areas.role import look

    events: list[Path] = []
    areas: list[Path] = []
    for file in args.with_files:
        kind = events if look(atlas, file, choice=args.sheet).has_events else areas
        kind.append(file)
    return events, areas


def check_numbers(args: argparse.Namespace, areas: UserAreas) -> None:
    """Refuse options of numbers for a map that says who holds the ground."""
    from geo.user_areas.role import Role, role_of

    if role_of(areas) is Role.CONTROL:
        _refuse(args, NUMBER_OPTIONS, f"numbers by area; {areas.name} holds control by day")


def _refuse(args: argparse.Namespace, names: tuple[str, ...], accepted: str) -> None:
    for name in names:
        if getattr(args, name, None):
            raise ViewError(f"--{name.replace('_', '-')}: expected {accepted}")
