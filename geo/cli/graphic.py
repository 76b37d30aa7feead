"""What ``greenline export`` takes for pictures and films: one set of options."""

from __future__ import annotations

import argparse
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.cli.parser import address_option, whole_number
from geo.errors import ViewError
from geo.files.atomic_write import FILMS, ending
from geo.model import Paper
from geo.view import View, day_of

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.pictures import GraphicSettings
    from geo.stories.story import Story

#: Options of a graphic, which a sheet of paper does not have.
_OWN = ("headline", "deck", "credit", "theme", "font", "lines", "scale", "dates")

#: Days for which an event of the atlas stays on the map of a film, by step.
_STAYS = {"day": 14, "month": 60, "change": 30}


def options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("pictures (.png, .svg, .pdf) and films (.mp4, .webm, .gif)")
    group.add_argument(
        "--format",
        metavar="FORMAT",
        help="width in millimetres of print or pixels of a page (90mm, 600px), a shape (1:1, 4:5, "
        f"9:16, 16:9), pixels (1280x720) or a paper ({', '.join(Paper)}); default: a4, 180mm where "
        "the picture has words or days of its own, 1280x720 for a film",
    )
    group.add_argument("--headline", metavar="TEXT", help="the large line")
    group.add_argument("--deck", metavar="TEXT", help="the sentence below the headline")
    group.add_argument("--credit", metavar="TEXT", help="who made the graphic")
    group.add_argument("--theme", metavar="light|dark|transparent", help="its colours")
    group.add_argument("--font", metavar="FILE", type=Path, help="a typeface, TTF or OTF")
    group.add_argument(
        "--lines",
        metavar="drawn|whole",
        help="whole: sub-districts whole, without the lines, places and fields that ask for a long "
        "credit",
    )
    group.add_argument(
        "--dates",
        metavar="DATE,DATE|FIRST..LAST|story",
        help="several days: side by side in a picture (2 to 24), one after the other in a film; "
        "`story` takes those of the steps of --story",
    )
    group.add_argument(
        "--step",
        choices=tuple(_STAYS),
        help="which days of FIRST..LAST: each day (default in a film), the first of each month "
        "(default in a picture), or each on which ground changed hands",
    )
    group.add_argument(
        "--fps",
        type=whole_number(1, 30, "pictures a second"),
        default=0,
        help="pictures of a film a second, 1 to 30 (default: 6; 4 where each is a month, 1 where a "
        "change)",
    )
    group.add_argument(
        "--outlines",
        action="store_true",
        help="write the letters of an SVG as outlines; otherwise they stay text",
    )
    group.add_argument(
        "--ocha-name",
        action="store_true",
        help="name the picture by OCHA's pattern: map number, name, paper, day of production",
    )
    address_option(
        group,
        "where the app or a published map stands: the QR code of a sheet and the links that are "
        "copied from an HTML file lead there",
    )
    group.add_argument(
        "--dpi",
        type=whole_number(50, 600, "dots per inch"),
        default=300,
        help="dots per inch of a PNG (default: 300)",
    )
    group.add_argument("--scale", type=whole_number(1, 2, "times"), help=argparse.SUPPRESS)


def read_span(args: argparse.Namespace) -> None:
    """Let a film, or several days, open on the last of them."""
    span = _span(args)
    args.last = span[1] if span else None


def settings(args: argparse.Namespace, days: tuple[date, ...] = ()) -> GraphicSettings:
    from geo.pictures import GraphicSettings

    chosen: dict[str, Any] = {
        name: getattr(args, name) for name in _OWN if name != "dates" and getattr(args, name)
    }
    chosen["format"] = args.format or ("180mm" if chosen or days else Paper.A4.value)
    return GraphicSettings(**chosen, dates=days, keep_layers=are_layers_named(args))


def are_layers_named(args: argparse.Namespace) -> bool:
    """Return whether a command says which layers it wants."""
    return any((args.layers, args.only, "l" in _keys(args.query)))


def _keys(query: str) -> set[str]:
    return {pair.partition("=")[0] for pair in query.rpartition("?")[2].split("&")}


def _span(args: argparse.Namespace) -> tuple[date, date] | None:
    """Return the first and the last day of --dates FIRST..LAST."""
    match = re.fullmatch(r"([^.,]+)\.\.([^.,]+)", args.dates or "")
    return (day_of(match[1], "dates"), day_of(match[2], "dates")) if match else None


def _days(
    args: argparse.Namespace, atlas: Atlas, view: View, shown_stories: tuple[Story, ...] | None
) -> tuple[date, ...]:
    if span := _span(args):
        from geo.pictures.film import FilmSettings, Step

        step = Step(args.step or Step.MONTH)
        return tuple(FilmSettings(*span, step=step).days(atlas, view))
    if args.dates == "story":
        if not shown_stories:
            raise ViewError("--dates story: expected --story, whose days are shown")
        days = [step.view.date for step in shown_stories[0].steps]
        return tuple(dict.fromkeys(days))
    return tuple(day_of(item, "dates") for item in (args.dates or "").split(",") if item)


def write(
    atlas: Atlas,
    view: View,
    args: argparse.Namespace,
    shown_stories: tuple[Story, ...] | None,
    **more: Any,
) -> Path:
    """Write a picture or a film."""
    from geo.pictures import graphic

    if ending(args.out, FILMS):
        return _write_film(atlas, view, args, **more)
    chosen = settings(args, _days(args, atlas, view, shown_stories))
    more |= {"dpi": args.dpi, "address": args.address, "outlines": args.outlines}
    return graphic(atlas, view, args.out, chosen, **more)


def _write_film(atlas: Atlas, view: View, args: argparse.Namespace, **more: Any) -> Path:
    """Write a film; marks of events stay for some days where no window is given."""
    from geo.pictures import film

    more.pop("marks", None)
    span = _span(args)
    if span is None:
        raise ViewError("a film needs --dates FIRST..LAST, its first and its last day")
    step = film.Step(args.step or "day")
    if args.events_window is None and view.window == View().window:
        view = view.with_(window=_STAYS[step])
    args.format = args.format or film.FORMAT
    days = film.FilmSettings(*span, step=step, fps=args.fps)
    graphic = settings(args)
    return film.film(atlas, view, args.out, days, graphic=graphic, quiet=args.json, **more)
