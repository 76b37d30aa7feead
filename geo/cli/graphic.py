"""What ``greenline export`` takes for pictures, and for a graphic: width, words, colours, days."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.cli.parser import address_option, whole_number
from geo.errors import ViewError
from geo.model import Paper
from geo.view import View, day_of

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.export.graphic import GraphicSettings
    from geo.stories.story import Story

#: Options that make a picture a graphic, besides ``--graphic`` itself.
_OWN = ("width", "shape", "headline", "deck", "credit", "theme", "font", "scale", "dates", "every")


def add_picture_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--paper", choices=list(map(str, Paper)), default=Paper.A4.value, help="size of a picture"
    )
    parser.add_argument(
        "--outlines",
        action="store_true",
        help="write the letters of an SVG as outlines; otherwise they stay text",
    )
    parser.add_argument(
        "--ocha-name",
        action="store_true",
        help="name the picture by OCHA's pattern: map number, name, paper, day of production",
    )
    address_option(
        parser, "where the app or a published map stands: a picture gets a QR code that leads there"
    )
    parser.add_argument(
        "--dpi",
        type=whole_number(50, 600, "dots per inch"),
        default=300,
        help="dots per inch of a PNG (default: 300)",
    )


def options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("graphics for print and the web (.svg, .pdf, .png)")
    group.add_argument(
        "--graphic",
        action="store_true",
        help="a graphic of a column's width with few layers, in place of a sheet of paper; each "
        "option of this group implies it",
    )
    group.add_argument(
        "--width",
        metavar="90mm|600px",
        help="its width (default: 180mm); columns: 85, 90, 120, 180",
    )
    group.add_argument(
        "--format",
        dest="shape",
        metavar="1:1|4:5|16:9",
        help="the shape of a picture or a film for a phone, in place of a width",
    )
    group.add_argument("--headline", metavar="TEXT", help="the large line")
    group.add_argument("--deck", metavar="TEXT", help="the sentence below the headline")
    group.add_argument("--credit", metavar="TEXT", help="who made the graphic")
    group.add_argument("--theme", metavar="light|dark|transparent", help="its colours")
    group.add_argument("--font", metavar="FILE", type=Path, help="a typeface, TTF or OTF")
    group.add_argument(
        "--scale", type=whole_number(1, 2, "times"), help="2 for a PNG of twice as many pixels"
    )
    group.add_argument(
        "--dates",
        metavar="DATE,DATE|story",
        help="2 to 24 days beside one another, or those of the steps of --story",
    )
    group.add_argument(
        "--every",
        choices=("month",),
        help="a panel for each month from --from to --to (or the day shown)",
    )


def is_wanted(args: argparse.Namespace) -> bool:
    """Whether the options ask for a graphic."""
    return bool(args.graphic or any(getattr(args, name) for name in _OWN))


def settings(
    args: argparse.Namespace, view: View, shown_stories: tuple[Story, ...] | None
) -> GraphicSettings:
    from geo.export.graphic import GraphicSettings

    given: dict[str, Any] = {
        name: getattr(args, name)
        for name in _OWN
        if name not in ("dates", "every") and getattr(args, name)
    }
    named = any((args.layers, args.only, "l" in _keys(args.query)))
    days = _days(args, view, shown_stories)
    return GraphicSettings(**given, dates=days, keep_layers=named)


def _keys(query: str) -> set[str]:
    return {pair.partition("=")[0] for pair in query.rpartition("?")[2].split("&")}


def _days(
    args: argparse.Namespace, view: View, shown_stories: tuple[Story, ...] | None
) -> tuple[date, ...]:
    from geo.export.graphic import each_month

    if args.every and args.dates:
        raise ViewError("--dates and --every: expected one of them")
    if args.every:
        if args.first is None:
            raise ViewError("--every month: expected --from DATE, the first day")
        return each_month(args.first, args.last or view.date)
    if args.dates == "story":
        if not shown_stories:
            raise ViewError("--dates story: expected --story, whose days are shown")
        days = [step.view.date for step in shown_stories[0].steps]
        return tuple(dict.fromkeys(days))
    return tuple(day_of(day, "dates") for day in (args.dates or "").split(",") if day)


def write_graphic(
    atlas: Atlas,
    view: View,
    args: argparse.Namespace,
    shown_stories: tuple[Story, ...] | None,
    **more: Any,
) -> Path:
    from geo.export.graphic import graphic

    return graphic(atlas, view, args.out, settings(args, view, shown_stories), dpi=args.dpi, **more)
