"""``greenline export``: the map of a view as one HTML file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.cli.answer import Answer, Record, as_json, as_lines, number
from geo.cli.parser import Commands, command, day, json_option, page_file
from geo.errors import QuestionError, ViewError
from geo.model import Language, Layer, Perspective
from geo.view import View

if TYPE_CHECKING:
    from geo.atlas import Atlas

_ABOUT = (
    "Write a map as one HTML file that asks the network for nothing. Options change what --query "
    "says, --query what the map shows by default; the file is whole or not written at all."
)
_EXAMPLES = """\
export map.html
export map.html --date 2014-08-08 --lang ar
export october.html --date 2017-11-01 --compare 2017-10-15
export kirkuk.html --bbox 43.5,35,45,36 --select fields:bai_hassan
export small.html --only control,disputed,governorates
export same.html --query 'd=2017-10-16&p=un'"""

#: Tables whose rows a reader may select on the map, by layer.
_SELECTABLE = {
    Layer.FIELDS: "fields",
    Layer.PIPELINES: "pipelines",
    Layer.REFINERIES: "refineries",
    Layer.CROSSINGS: "crossings",
    Layer.AIRPORTS: "crossings",
    Layer.EVENTS: "events",
    Layer.TOWNS: "places",
    Layer.DISPUTED: "areas",
}


def add(commands: Commands) -> None:
    """Add the command."""
    one = command(commands, "export", run, _ABOUT, _EXAMPLES)
    every = ", ".join(Layer)
    one.add_argument("out", metavar="OUT.html", type=page_file, help="the file to write")
    one.add_argument("--date", type=day, help="the day shown (default: 2017-09-27)")
    one.add_argument("--compare", metavar="DATE", type=day, help="a second day to compare with")
    one.add_argument("--perspective", choices=list(map(str, Perspective)), help="whose picture")
    one.add_argument("--layers", metavar="A,B", help=f"layers switched on, of {every}")
    one.add_argument("--only", metavar="A,B", help="layers that the file carries (default: all)")
    one.add_argument("--bbox", metavar="W,S,E,N", help="the frame, in degrees")
    one.add_argument("--lang", choices=list(map(str, Language)), help="language of the page")
    one.add_argument(
        "--events-window", metavar="DAYS", help="show events of so many days, 0 for all dates"
    )
    one.add_argument("--select", metavar="LAYER:ID", help="what is selected, fields:bai_hassan")
    one.add_argument(
        "--tiles", action="store_true", help="draw online map tiles below (asks the network)"
    )
    one.add_argument(
        "--query", metavar="QUERY", default="", help="a view as the app's address has it, d=..."
    )
    json_option(one)


def run(args: argparse.Namespace) -> Answer:
    """Answer."""
    view, only = viewed(args)
    from geo.atlas import Atlas
    from geo.draw.build import Tiles
    from geo.export import html

    atlas = Atlas.load(args.data)
    _selected(atlas, view.selection)
    file = html(atlas, view, args.out, layers=only, tiles=Tiles() if view.tiles else None)
    found = record(atlas, view, file)
    return as_json(found) if args.json else as_lines([line(found)])


def viewed(args: argparse.Namespace) -> tuple[View, tuple[Layer, ...] | None]:
    """Return the view that the options ask for, and the layers that the file carries.

    Raises
    ------
    ViewError
        Where a layer, frame or window does not exist, or a layer is on that is not carried.
    """
    view = View.from_query(args.query.rpartition("?")[2])
    given: dict[str, Any] = {
        "date": args.date,
        "compare": args.compare,
        "perspective": args.perspective,
        "layers": _names(args.layers),
        "bounds": args.bbox.split(",") if args.bbox is not None else None,
        "language": args.lang,
        "window": _days(args.events_window),
        "selection": args.select,
        "tiles": args.tiles or None,
    }
    view = view.with_(**{key: one for key, one in given.items() if one is not None})
    if args.only is None:
        return view, None
    only = View(layers=_names(args.only)).layers  # type: ignore[arg-type]
    if args.layers is None:
        return view.with_(layers=only), only
    missing = [layer for layer in view.layers if layer not in only]
    if missing:
        raise ViewError(f"layers {','.join(missing)}: expected layers that --only carries")
    return view, only


def _names(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(name for name in text.split(",") if name)


def _days(text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isdecimal():
        raise ViewError(f"events window {text!r}: expected a number of days, 0 for all dates")
    return int(text)


def _selected(atlas: Atlas, selection: str | None) -> None:
    """Make sure that what is selected exists."""
    if selection is None:
        return
    layer, _, name = selection.partition(":")
    if layer not in list(Layer) or not name:
        raise ViewError(f"selection {selection!r}: expected layer:id, such as fields:bai_hassan")
    table = _SELECTABLE.get(Layer(layer))
    if table and name not in set(atlas.table(table)["id"]):
        raise QuestionError(f"selection {selection!r}: expected an id of the table {table}")


def record(atlas: Atlas, view: View, file: Path) -> Record:
    """Return what was written, with stable keys."""
    size = file.stat().st_size
    return {
        "path": str(file),
        "bytes": size,
        "query": view.to_query(),
        "date": view.date.isoformat(),
        "version": atlas.version,
    }


def line(found: Record) -> str:
    """Say what was written."""
    return (
        f"{found['path']}: {number(found['bytes'] / 1000)} kB, "
        f"{found['date']}, data version {found['version']}"
    )
