"""``greenline export`` and ``site``: a view as a page, picture, film or table, and a site."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from geo.ask.columns import Record
from geo.cli.output import Answer, Table
from geo.cli.parser import names_in
from geo.cli.user_areas import OPTIONS, divide_files, read_several, refuse
from geo.errors import QuestionError, ViewError
from geo.files.atomic_write import FILMS, PAGE, TABLES, ending
from geo.layers.spec import Column, Kind
from geo.model import Language, Layer, Paper, layers_of
from geo.profile import current
from geo.view import GONE_KEYS, View, day_of
from geo.words import say

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.cli.parser import Request
    from geo.events.user_events import UserEvents
    from geo.pictures import GraphicSettings
    from geo.stories.story import Step, Story
    from geo.user_areas.areas import UserAreas


def run_export(args: Request) -> Answer:
    from geo.cli.story import select_stories

    span = _span(args)  # a film, or several days, opens on the last of them
    args.last = span[1] if span else None
    atlas = args.atlas
    _sort_files(atlas, args)
    events = None
    if args.events:
        from geo.events.user_events import UserEvents

        events = UserEvents.load(atlas, args.events).drawable()
    areas = read_several(atlas, args.user_areas, args) if args.user_areas else []
    brought = [] if events is None else [Layer.USER_EVENTS]
    brought += layers_of(areas)
    view, only = _read_view(args, brought)
    shown_stories = select_stories(atlas, args.story)[:1] if args.story else None
    if shown_stories:
        steps = [step.id for step in shown_stories[0].steps]
        if view.step not in {None, *steps}:
            raise ViewError(f"step {view.step!r}: expected one of {', '.join(steps)}")
        view = view.with_(story=shown_stories[0].id)
    _check_selection(atlas, view.selection)
    view = view.with_(layers=(*view.layers, *brought))
    if events:
        view = events.open_view(view)
    file = _write_file(args, view, only, events, areas, shown_stories)
    linked = parse_qs(args.query.rpartition("?")[2]).get("v", [None])[-1]
    titles = [item.title for item in areas]
    return answer_written(
        atlas, view, file, events, shown_stories=shown_stories, linked=linked, areas=titles
    )


def _sort_files(atlas: Atlas, args: Request) -> None:
    """Put the files of ``--with`` among events or areas, as their content says."""
    files = divide_files(atlas, args)
    events = files["events"]
    args.user_areas = files if files["control"] or files["areas"] else None
    if len(events) > 1:
        names = " and ".join(map(str, events))
        raise ViewError(f"--with: {names} hold events; expected one such file")
    args.events = next(iter(events), None)
    if args.user_areas and args.out.suffix.lower() == ".gpx":
        raise ViewError(f"{args.out.name}: --with: expected events alone, which are points")
    compared = args.compare or args.against or args.query or args.story or files["control"]
    if args.side and not compared:
        raise ViewError("--side: expected a file of control by day (--with), or --compare")
    if not args.user_areas:
        refuse(args, OPTIONS, "a table of areas, or polygons")
    if not args.events:
        refuse(args, ("no_text",), "a file of events (--with)")


def _read_view(args: Request, brought: Sequence[Layer]) -> tuple[View, tuple[Layer, ...] | None]:
    """Return the view that the options ask for, and the layers that the file carries."""
    query = args.query.rpartition("?")[2]
    view = View.from_query(query) if query else View()
    for key in (key for key in GONE_KEYS if key in _list_keys(query)):
        why = say(f"link.gone.{key}", Language.EN)
        print(f"greenline: --query: {key} is left out ({why})", file=sys.stderr)
    changes: dict[str, Any] = {
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
    view = view.with_(**{key: option for key, option in changes.items() if option is not None})
    if args.only is None:
        return view, None
    only = View(layers=(*names_in(args.only), *brought)).layers  # type: ignore[arg-type]
    if args.layers is None:
        return view.with_(layers=only), only
    missing = [layer for layer in view.layers if layer not in only]
    if missing:
        raise ViewError(f"layers {','.join(missing)}: expected layers that --only carries")
    return view, only


def _list_keys(query: str) -> set[str]:
    return {pair.partition("=")[0] for pair in query.rpartition("?")[2].split("&")}


def _check_selection(atlas: Atlas, selection: str | None) -> None:
    """Make sure that what is selected exists."""
    if selection is None:
        return
    layer, _, name = selection.partition(":")
    if layer not in list(Layer) or not name:
        raise ViewError(f"selection {selection!r}: expected layer:id, such as fields:bai_hassan")
    spec = Layer(layer).spec
    table = spec.ids
    ids = atlas.units["unit"] if table == "units" else atlas.table(table)[spec.key] if table else ()
    if table and name not in set(ids):
        raise QuestionError(f"selection {selection!r}: expected an id of the table {table}")


def _write_file(  # noqa: PLR0917 -- each is what the file holds
    args: Request,
    view: View,
    only: tuple[Layer, ...] | None,
    events: UserEvents | None,
    areas: Sequence[UserAreas],
    shown_stories: tuple[Story, ...] | None,
) -> Path:
    """Write the file as its ending says: a picture, a film, a table, else a page."""
    atlas, name = args.atlas, args.out.name.lower()
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
        return _write_tables(args, still, events, areas)
    if args.ocha_name:
        from geo.pictures import marginalia

        args.out = marginalia.catalogue_name(atlas, still, args.out, args.format or Paper.A4)
    from geo.pictures import UserEvents as PictureEvents

    drawn = PictureEvents(events.rows, events.name, events.report.title) if events else None
    days = _list_days(args, still, shown_stories, areas)
    is_film = bool(ending(args.out, FILMS))
    if is_film:
        if not days:
            raise ViewError("a film needs --dates FIRST..LAST, its first and its last day")
        args.format = args.format or "1280x720"
        if args.events_window is None and still.window == View().window:
            still = still.with_(window=_STAYS[args.step or "day"])
    from tqdm import tqdm

    from geo.pictures import graphic
    from geo.pictures.settings import DPI

    with tqdm(unit=" pictures", leave=False, disable=args.json or not is_film or None) as bar:

        def show_progress(number: int, count: int) -> None:
            bar.total = count
            bar.update(number - bar.n)

        return graphic(
            atlas,
            still,
            args.out,
            _read_settings(args, days),
            user_events=drawn,
            user_areas=areas,
            marks=step.marks if step else (),
            dpi=args.dpi or DPI,
            address=args.address,
            outlines=args.outlines,
            progress=show_progress,
        )


def _opening_view(
    atlas: Atlas, view: View, shown_stories: tuple[Story, ...] | None
) -> tuple[View, Step | None]:
    """Return the view that the file opens with, and the step of a story that it shows, if any."""
    if view.story is None:
        return view, None
    from geo.draw.side_texts import atlas_stories, open_story, step_of

    stories = shown_stories or atlas_stories(atlas)
    return open_story(view, stories), step_of(view, stories)


def _write_tables(
    args: Request, view: View, events: UserEvents | None, areas: Sequence[UserAreas]
) -> Path:
    """Write a table of every layer or of those named, with the reader's own events and areas."""
    from geo.export.tables import tables

    if not _are_layers_named(args):
        view = view.with_(layers=tuple(current().layers))
    more = {str(Layer.USER_EVENTS): events.layer(view)} if events else {}
    if areas:
        from geo.user_areas.areas import features

        more |= {str(item.layer): features(args.atlas, item, view.day) for item in areas}
    return tables(args.atlas, view, args.out, layer=args.table, more=more, hxl=not args.no_hxl)


def answer_written(
    atlas: Atlas,
    view: View,
    file: Path,
    events: UserEvents | None = None,
    *,
    shown_stories: tuple[Story, ...] | None = None,
    linked: str | None = None,
    areas: Sequence[str] = (),
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
        "areas": list(areas),
        "linked": linked,
    }
    named = (
        *(Column("path", "File"), Column("bytes", "Bytes", Kind.NUMBER)),
        *(Column("date", "Day"), Column("release", "Data version"), Column("version", "Data")),
        Column("linked", "Version of the link (--as-of shows it)", write=_write_linked),
        Column("areas", "Your areas", Kind.LIST),
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


#: Options of a graphic, which a sheet of paper does not have.
_OWN = ("headline", "deck", "credit", "theme", "font", "lines", "scale")

#: Days for which an event of the atlas stays on the map of a film, by step.
_STAYS = {"day": 14, "month": 60, "change": 30}


def _read_settings(args: Request, days: tuple[date, ...]) -> GraphicSettings:
    from geo.pictures import GraphicSettings

    chosen: dict[str, Any] = {name: getattr(args, name) for name in _OWN if getattr(args, name)}
    chosen["format"] = args.format or ("180mm" if chosen or days else Paper.A4.value)
    keep = _are_layers_named(args)
    return GraphicSettings(**chosen, dates=days, fps=args.fps, keep_layers=keep)


def _are_layers_named(args: Request) -> bool:
    """Return whether a command says which layers it wants."""
    return any((args.layers, args.only, "l" in _list_keys(args.query)))


def _span(args: Request) -> tuple[date, date] | None:
    """Return the first and the last day of --dates FIRST..LAST."""
    match = re.fullmatch(r"([^.,]+)\.\.([^.,]+)", args.dates or "")
    return (day_of(match[1], "dates"), day_of(match[2], "dates")) if match else None


def _list_days(
    args: Request,
    view: View,
    shown_stories: tuple[Story, ...] | None,
    areas: Sequence[UserAreas],
) -> tuple[date, ...]:
    """Return the days that stand side by side in a picture, and follow one another in a film."""
    if span := _span(args):
        from geo.pictures.film import Step, list_days

        step = Step(args.step or (Step.DAY if ending(args.out, FILMS) else Step.MONTH))
        changes = [day for item in areas for day in item.days]
        return list_days(args.atlas, view, span, step, changes)
    if args.step:
        raise ViewError("--step: expected --dates FIRST..LAST beside it")
    if args.dates == "story":
        if not shown_stories:
            raise ViewError("--dates story: expected --story, whose days are shown")
        days = [step.view.date for step in shown_stories[0].steps]
        return tuple(dict.fromkeys(days))
    return tuple(day_of(item, "dates") for item in (args.dates or "").split(",") if item)


def run_site(args: Request) -> Answer:
    from geo.site import Options, build

    try:
        languages = tuple(Language(name) for name in names_in(args.lang))
    except ValueError:
        raise QuestionError(
            f"languages {args.lang[:80]!r}: expected some of {', '.join(current().languages)}"
        ) from None
    stories = () if args.stories == "none" else names_in(args.stories)
    options = Options(
        base_url=args.base_url,
        languages=languages,
        stories=None if args.stories is None else stories,
        origins=names_in(args.embed_origins),
    )
    built = build(args.atlas, args.out, options)
    record = {
        "path": str(built.path),
        "files": built.files,
        "bytes": built.bytes,
        "pages": built.pages,
        "languages": [str(language) for language in built.languages],
    }
    columns = (
        Column("path", "Folder"),
        *(Column(name, name.capitalize(), Kind.NUMBER) for name in ("pages", "files", "bytes")),
        *(Column("languages", "Languages", Kind.LIST), Column("version", "Data version")),
    )
    return Answer(record, [Table([record], columns, upright=True)])
