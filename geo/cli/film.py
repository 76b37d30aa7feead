"""What ``greenline export`` takes for a film: its days, its pace, its size."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.cli.parser import day, whole_number
from geo.errors import ViewError
from geo.view import View

if TYPE_CHECKING:
    from geo.atlas import Atlas

#: Days for which an event of the atlas stays on the map of a film, by step.
_STAYS = {"day": 14, "month": 60, "change": 30}


def options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("films (.mp4, .webm, .gif, .apng)")
    group.add_argument("--from", dest="first", metavar="DATE", type=day, help="the first day")
    group.add_argument(
        "--to", dest="last", metavar="DATE", type=day, help="the last day (default: --date)"
    )
    group.add_argument(
        "--step",
        choices=tuple(_STAYS),
        default="day",
        help="a picture a day, a month, or for each day on which ground changed hands",
    )
    group.add_argument(
        "--fps",
        type=whole_number(1, 30, "pictures a second"),
        default=0,
        help="pictures a second, 1 to 30 (default: 6; 4 where each is a month, 1 where a change)",
    )
    group.add_argument(
        "--size",
        metavar="WxH",
        type=_size,
        help="pixels, even numbers from 320 to 3840 (default: 1280x720); up to 1,500 pictures, "
        "300 in a GIF or APNG",
    )


def _size(text: str) -> tuple[int, int]:
    """Read a size such as 1280x720."""
    if not re.fullmatch(r"\d{3,4}x\d{3,4}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text[:40]!r}: expected a size such as 1280x720")
    width, _, height = text.partition("x")
    return int(width), int(height)


def write_film(atlas: Atlas, view: View, args: argparse.Namespace, **given: Any) -> Path:
    """Write a film; marks of events stay for some days where no window is given."""
    from geo.export import animation

    if args.first is None:
        raise ViewError("a film needs --from DATE, its first day, and takes --to DATE, its last")
    if args.shape and args.size:
        raise ViewError("--size and --format: expected one of them")
    size = args.size or animation.settings.SIZE
    if args.shape:
        from geo.export.graphic import GraphicSettings  # with shapely: where a phone's is asked for

        graphic = GraphicSettings(shape=args.shape)
        size = graphic.pixels or size
        if not (args.layers or args.only or "l=" in args.query):
            view = view.with_(layers=graphic.layers(view))
    settings = animation.FilmSettings(
        args.first, args.last or view.date, step=args.step, fps=args.fps, size=size,
        phone=bool(args.shape),
    )  # fmt: skip
    if args.events_window is None and view.window == View().window:
        view = view.with_(window=_STAYS[args.step])
    return animation.film(atlas, view, args.out, settings, quiet=args.json, **given)
