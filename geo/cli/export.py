"""``greenline export``: a view as one HTML file, a picture, a film or a table."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from geo.ask.columns import Record
from geo.cli import graphic
from geo.cli.output import Answer, Table
from geo.cli.parser import (
    Commands,
    command,
    day,
    file_name,
    json_option,
    language_option,
    names_in,
    whole_number,
)
from geo.cli.user_areas import (
    OPTIONS,
    area_options,
    divide_files,
    read_several,
    refuse,
    with_option,
)
from geo.errors import QuestionError, ViewError
from geo.files.atomic_write import ENDINGS, FILMS, ONE_LAYER, PAGE, PICTURES, TABLES, ending
from geo.layers.spec import Column, Kind
from geo.model import Language, Layer, Paper, layers_of
from geo.profile import current
from geo.view import GONE_KEYS, View
from geo.words import say

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.events.user_events import UserEvents
    from geo.stories.story import Step, Story
    from geo.user_areas.areas import UserAreas

_ABOUT = (
    "Write a map as one HTML file that makes no network requests, as a picture, a film or a "
    "table; the ending of the name says which. Options override --query, and --query overrides "
    "the defaults; an existing file is replaced only when the new one is complete."
)
_EXAMPLES = """\
export map.html
export map.html --date $earlier --lang $language
export change.html --date $later --compare $earlier
export both.png --date $later --compare $opening --side
export area.html --bbox $frame
export area.pdf --date $later --bbox $frame --format a4-portrait
export attacks.html --with ged191.csv
export attacks.png --with ged191.csv --date $earlier
export rival.html --with map.kml --date $later
export advance.mp4 --dates $earlier..$later
export years.mp4 --dates $first..$opening --step month --format 640x640
export column.svg --format 90mm --headline 'Who held what' --date $later
export six.pdf --dates $earlier,$later,$opening --format 180mm
export held.gpkg --date $later
export events.csv --table events
export story.html --story $story
export step.png --story my-story.yaml --query sp=step-2
export small.html --only control,disputed,governorates
export same.html --query 'd=$later&p=$view'"""


def add(commands: Commands) -> None:
    parser = command(commands, "export", run, _ABOUT, _EXAMPLES)
    every = ", ".join(Layer)
    parser.add_argument(
        "out", metavar="OUT", type=file_name(*ENDINGS), help=f"the file: {', '.join(ENDINGS)}"
    )
    parser.add_argument(
        "--date", type=day, help=f"the day shown (default: {current().days.opening})"
    )
    parser.add_argument("--compare", metavar="DATE", type=day, help="a second day to compare with")
    parser.add_argument(
        "--perspective", choices=current().perspectives, help="the perspective that is drawn"
    )
    parser.add_argument(
        "--against",
        choices=current().perspectives,
        help="a second perspective, striped over the first where the two differ",
    )
    parser.add_argument(
        "--side",
        action="store_true",
        help="two maps side by side, one for each day or perspective, in place of one map of both",
    )
    parser.add_argument("--layers", metavar="A,B", help=f"layers switched on, of {every}")
    parser.add_argument("--only", metavar="A,B", help="layers that the file carries (default: all)")
    parser.add_argument(
        "--bbox",
        metavar="W,S,E,N",
        help="the frame: west, south, east, north in degrees (EPSG:4326)",
    )
    language_option(parser, "language of the page")
    parser.add_argument(
        "--events-window",
        metavar="DAYS",
        type=whole_number(0, 15000, "days, 0 for all dates"),
        help="show events of the last DAYS days up to the day, 0 for all",
    )
    with_option(
        parser,
        "a file of yours, drawn and carried by the map: events, numbers or kinds by "
        "area, control by day, polygons",
    )
    parser.set_defaults(events=None, user_areas=None)
    group = parser.add_argument_group("how files of --with are read")
    area_options(group)
    parser.add_argument(
        "--no-text", action="store_true", help="leave out ids, places and texts of your events"
    )
    parser.add_argument(
        "--story",
        metavar="ID|FILE",
        help="open at this story, an id or a YAML file, and carry no other",
    )
    parser.add_argument(
        "--select", metavar="LAYER:ID", help="the feature that is selected, such as fields:ID"
    )
    parser.add_argument(
        "--tiles", action="store_true", help="draw online map tiles below (makes network requests)"
    )
    parser.add_argument(
        "--query",
        metavar="QUERY",
        default="",
        help="the state of a map: what follows ? in an address of the app, d=...&p=...",
    )
    graphic.options(parser)
    parser.add_argument("--table", metavar="LAYER", help="the layer that a .csv or .parquet holds")
    parser.add_argument(
        "--no-hxl", action="store_true", help="leave the row of HXL hashtags out of a CSV"
    )
    json_option(parser, csv=False)


#: Tables that hold areas.
_OF_AREAS = tuple(name for name in TABLES if name != ".gpx")

#: Options that have no meaning for other kinds of file, by the endings of theirs.
_FITTING = {
    (*PICTURES, *FILMS): "format dates headline deck credit theme font lines ocha_name",
    (".png",): "scale",
    ONE_LAYER: "table",
    (".csv", ".csv.zip"): "no_hxl",
    (".svg",): "outlines",
    (PAGE, *PICTURES, *FILMS, *_OF_AREAS): "user_areas",
    (PAGE, *PICTURES, *FILMS): "no_text",
}


def _option(name: str) -> str:
    """Return an option as it is typed, by its name among the arguments."""
    return "--with" if name == "user_areas" else f"--{name.replace('_', '-')}"


def _fits(args: argparse.Namespace) -> None:
    """Make sure that no option is passed over in silence."""
    for endings, names in _FITTING.items():
        for name in names.split():
            if getattr(args, name) and ending(args.out, endings) is None:
                known = ", ".join(endings)
                raise ViewError(
                    f"{args.out.name}: {_option(name)}: expected a name ending in {known}"
                )


def run(args: argparse.Namespace) -> Answer:
    graphic.read_span(args)
    from geo.atlas import Atlas
    from geo.cli.story import select_stories

    atlas = Atlas.load(args.data)
    _sort_files(atlas, args)
    _fits(args)
    events = _events(atlas, args)
    areas = read_several(atlas, args.user_areas, args) if args.user_areas else []
    brought = [] if events is None else [Layer.USER_EVENTS]
    brought += layers_of(areas)
    view, only = _read_view(args, brought)
    shown_stories = select_stories(atlas, args.story)[:1] if args.story else None
    if shown_stories:
        view = _with_story(view, shown_stories[0])
    _check_selection(atlas, view.selection)
    view = view.with_(layers=(*view.layers, *brought))
    if events:
        view = events.open_view(view)
    file = _write_file(atlas, view, only, args, events, areas=areas, shown_stories=shown_stories)
    linked = parse_qs(args.query.rpartition("?")[2]).get("v", [None])[-1]
    return answer_written(atlas, view, file, events, shown_stories=shown_stories, linked=linked)


def _sort_files(atlas: Atlas, args: argparse.Namespace) -> None:
    """Put the files of ``--with`` among events or areas, as their content says."""
    files = divide_files(atlas, args)
    events = files["events"]
    args.user_areas = files if files["control"] or files["areas"] else None
    if len(events) > 1:
        names = " and ".join(map(str, events))
        raise ViewError(f"--with: {names} hold events; expected one such file")
    args.events = next(iter(events), None)
    if not args.user_areas:
        refuse(args, OPTIONS, "a table of areas, or polygons")
    if not args.events:
        refuse(args, ("no_text",), "a file of events (--with)")


def _read_view(
    args: argparse.Namespace, brought: Sequence[Layer]
) -> tuple[View, tuple[Layer, ...] | None]:
    """Return the view that the options ask for, and the layers that the file carries."""
    query = args.query.rpartition("?")[2]
    view = View.from_query(query) if query else View()
    for key in GONE_KEYS:
        if key in {pair.partition("=")[0] for pair in query.split("&")}:
            left = say(f"link.gone.{key}", Language.EN)
            print(f"greenline: --query: {key} is left out ({left})", file=sys.stderr)
    given: dict[str, Any] = {
        "date": args.date or args.last,
        "compare": args.compare,
        "perspective": args.perspective,
        "against": args.against,
        "compare_mode": "side" if args.side else None,
        "layers": None if args.layers is None else names_in(args.layers),
        "bounds": args.bbox.split(",") if args.bbox is not None else None,
        "language": args.lang,
        "window": args.events_window,
        "selection": args.select,
        "tiles": args.tiles or None,
    }
    view = view.with_(**{key: option for key, option in given.items() if option is not None})
    if args.only is None:
        return view, None
    only = View(layers=(*names_in(args.only), *brought)).layers  # type: ignore[arg-type]
    if args.layers is None:
        return view.with_(layers=only), only
    missing = [layer for layer in view.layers if layer not in only]
    if missing:
        raise ViewError(f"layers {','.join(missing)}: expected layers that --only carries")
    return view, only


def _check_selection(atlas: Atlas, selection: str | None) -> None:
    """Make sure that what is selected exists."""
    if selection is None:
        return
    layer, _, name = selection.partition(":")
    if layer not in list(Layer) or not name:
        raise ViewError(f"selection {selection!r}: expected layer:id, such as fields:bai_hassan")
    spec = Layer(layer).spec
    table = spec.ids
    known = (
        atlas.units["unit"] if table == "units" else atlas.table(table)[spec.key] if table else ()
    )
    if table and name not in set(known):
        raise QuestionError(f"selection {selection!r}: expected an id of the table {table}")


def _with_story(view: View, story: Story) -> View:
    """Return the view with a story, at the step that it names."""
    known = [step.id for step in story.steps]
    if view.step not in {None, *known}:
        raise ViewError(f"step {view.step!r}: expected one of {', '.join(known)}")
    return view.with_(story=story.id)


def _events(atlas: Atlas, args: argparse.Namespace) -> UserEvents | None:
    """Return the event data of --events, if any."""
    if args.events is None:
        return None
    from geo.events.user_events import UserEvents

    return UserEvents.load(atlas, args.events).drawable()


def _write_file(
    atlas: Atlas,
    view: View,
    only: tuple[Layer, ...] | None,
    args: argparse.Namespace,
    events: UserEvents | None,
    *,
    areas: Sequence[UserAreas] = (),
    shown_stories: tuple[Story, ...] | None = None,
) -> Path:
    """Write the file as its ending says: a picture, a film, a table, else a page."""
    name = args.out.name.lower()
    if name.endswith(PAGE):
        from geo.draw.chrome import Tiles
        from geo.export import html

        return html(
            atlas,
            view,
            args.out,
            layers=only,
            tiles=Tiles() if view.tiles else None,
            stories=shown_stories,
            user_events=events.container(text=not args.no_text) if events else None,
            user_areas=areas,
            address=args.address,
        )
    still, step = _opening_view(atlas, view, shown_stories)
    if name.endswith(TABLES):
        return _tables(atlas, still, args, events, areas)
    if args.ocha_name:
        from geo.pictures import marginalia

        args.out = marginalia.catalogue_name(atlas, still, args.out, args.format or Paper.A4)
    from geo.pictures import UserEvents as PictureEvents

    drawn = PictureEvents(events.rows, events.name, events.report.title) if events else None
    given: dict[str, Any] = {"user_events": drawn, "user_areas": areas}
    given["marks"] = step.marks if step else ()
    return graphic.write(atlas, still, args, shown_stories, **given)


def _opening_view(
    atlas: Atlas, view: View, shown_stories: tuple[Story, ...] | None
) -> tuple[View, Step | None]:
    """Return the view that the file opens with, and the step of a story that it shows, if any."""
    if view.story is None:
        return view, None
    from geo.draw.side_texts import atlas_stories, open_story, step_of

    known = shown_stories or atlas_stories(atlas)
    return open_story(view, known), step_of(view, known)


def _tables(
    atlas: Atlas,
    view: View,
    args: argparse.Namespace,
    events: UserEvents | None,
    areas: Sequence[UserAreas],
) -> Path:
    """Write a table of every layer or of those named, with the reader's own events and areas."""
    from geo.export.tables import tables

    if not graphic.are_layers_named(args):
        view = view.with_(layers=tuple(current().layers))
    more = {str(Layer.USER_EVENTS): events.layer(view)} if events else {}
    if areas:
        from geo.user_areas.areas import features

        more |= {str(item.layer): features(atlas, item, view.day) for item in areas}
    return tables(atlas, view, args.out, layer=args.table, more=more, hxl=not args.no_hxl)


def answer_written(
    atlas: Atlas,
    view: View,
    file: Path,
    events: UserEvents | None = None,
    *,
    shown_stories: tuple[Story, ...] | None = None,
    linked: str | None = None,
) -> Answer:
    """Answer what was written."""
    still = _opening_view(atlas, view, shown_stories)[0]
    counted = events if events and not file.name.lower().endswith(FILMS) else None
    days = None
    if counted:
        from geo.events.user_events import days_of

        days = days_of(still)
    record: Record = {
        "path": str(file),
        "bytes": file.stat().st_size,
        "query": view.to_query(),
        "day": still.date.isoformat(),
        "date": still.date.isoformat(),
        "perspective": still.perspective,
        "version": atlas.version,
        "release": atlas.release,
        "events": events.report.rows_kept if events else None,
        "set_aside": events.report.rows_read - events.report.rows_kept if events else None,
        "events_shown": counted.count(still) if counted else None,
        "events_days": [day.isoformat() for day in days] if days else None,
        "linked": linked,
    }
    named = (
        *(Column("path", "File"), Column("bytes", "Bytes", Kind.NUMBER)),
        *(Column("date", "Day"), Column("release", "Data version"), Column("version", "Data")),
        Column("linked", "Version of the link (--as-of shows it)", write=_write_linked),
        Column("events", "Your events", Kind.NUMBER),
        Column("set_aside", "Rows set aside (`greenline read` lists them)", Kind.NUMBER),
        Column("events_shown", "Events shown", Kind.NUMBER),
        Column(
            "events_days",
            "Days of events",
            write=lambda row, _: " to ".join(row["events_days"] or ()),
        ),
    )
    return Answer(record, [Table([record], named, upright=True)])


def _write_linked(row: Mapping[str, Any], _: View) -> str:
    return row["linked"] if row["linked"] not in {None, row["release"]} else ""
