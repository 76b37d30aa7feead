"""Which view ``greenline export`` writes, by its options and ``--query``."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from geo.cli.parser import names_in
from geo.errors import QuestionError, ViewError
from geo.model import Language, Layer
from geo.view import GONE_KEYS, View
from geo.words import say

if TYPE_CHECKING:
    from geo.atlas import Atlas


def read_view(args: argparse.Namespace) -> tuple[View, tuple[Layer, ...] | None]:
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
    given_layers = {"user_events": args.events, "user_areas": args.user_areas}
    carried = tuple(name for name, file in given_layers.items() if file)
    only = View(layers=(*names_in(args.only), *carried)).layers  # type: ignore[arg-type]
    if args.layers is None:
        return view.with_(layers=only), only
    missing = [layer for layer in view.layers if layer not in only]
    if missing:
        raise ViewError(f"layers {','.join(missing)}: expected layers that --only carries")
    return view, only


def check_selection(atlas: Atlas, selection: str | None) -> None:
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
