"""Views drawn by the page's own painters."""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from geo.draw.kept_page import kept_page, key
from geo.painter.picture import Box, Frame, Picture, Text, Wording, picture_of
from geo.painter.process import ARABIC, LATIN, Opening, PainterProcess, shared

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.model import Layer
    from geo.stories.story import DrawnMark
    from geo.view import View


#: Pixels of images, such as the haze of many events, for one logical pixel.
RATIO = 3


def draw(
    atlas: Atlas,
    view: View,
    frame: Frame,
    *,
    text: Text = Text.LIVE,
    events: bytes | None = None,
    areas: dict[str, Any] | None = None,
    marks: Sequence[DrawnMark] = (),
    layers: Iterable[Layer] | None = None,
    names: bool = True,
    night: bool = False,
    prefix: str = "",
    taken: Sequence[Box] = (),
    face: Mapping[str, str] | None = None,
    film: str = "",
    undivided: bool = False,
    left_out: Sequence[str] = (),
    user_data: Opening | None = None,
    process: PainterProcess = shared,
) -> Picture:
    """Draw a view; the same atlas, view, frame and options give the same picture."""
    shown = view.with_(layers=tuple(layers), by_zoom=False) if layers is not None else view
    message: dict[str, Any] = {
        "query": shown.to_query(),
        "layers": list(map(str, shown.layers)),
        "box": list(frame.box),
        "width": frame.width,
        "height": frame.height,
        "outlines": text is Text.OUTLINES,
        "names": names,
        "night": night,
        "prefix": prefix,
        "taken": [list(room) for room in taken],
        "marks": [
            {**mark.to_dict(), "text": mark.text.of(view.language) if mark.text else ""}
            for mark in marks
        ],
        "description": f"Greenline, data of {atlas.date.isoformat()}, version {atlas.label}",
        "face": dict(face) if face else None,
        "film": film,
        "whole": undivided,
        "leftOut": list(left_out),
    }
    if events is not None:
        message["ratio"] = RATIO
    openings = _openings(atlas, events, areas, user_data)
    return picture_of(process.ask(openings, message), (LATIN, ARABIC))


def word(
    atlas: Atlas,
    view: View,
    *,
    events: bytes | None = None,
    areas: dict[str, Any] | None = None,
    process: PainterProcess = shared,
) -> Wording:
    """Return what the page says around the map of a view, without drawing it."""
    message = {"query": view.to_query(), "layers": list(map(str, view.layers))}
    value = process.ask(_openings(atlas, events, areas), message)
    return Wording(**{**value, "lines": tuple(value["lines"])})


def draw_all(
    atlas: Atlas, views: Iterable[tuple[View, Frame, str]], **options: Any
) -> Iterator[Picture]:
    """Draw views of one frame one after another; names stay where the first picture has them."""
    options["film"] = uuid.uuid4().hex
    options["user_data"] = _user_data(options.get("events"), options.get("areas"))
    for view, frame, prefix in views:
        yield draw(atlas, view, frame, prefix=prefix, **options)


def _openings(
    atlas: Atlas,
    events: bytes | None,
    areas: dict[str, Any] | None,
    user_data: Opening | None = None,
) -> list[Opening]:
    """Return what brings the data of an atlas to the painters, and those of the reader if any."""
    page = kept_page(atlas)
    name = key(atlas) if atlas.digest else hashlib.sha256(page.packed.encode()).hexdigest()
    opening = Opening(name, lambda: {"page": page.packed, "profile": page.profile()})
    is_alone = events is None and areas is None
    return [opening] if is_alone else [opening, user_data or _user_data(events, areas)]


def _user_data(events: bytes | None, areas: dict[str, Any] | None) -> Opening:
    text = json.dumps(areas, ensure_ascii=False)
    name = hashlib.sha256(text.encode("utf-8", "replace") + b"\0" + (events or b"")).hexdigest()
    container = (
        {"name": "", "bytes": base64.b64encode(events).decode()} if events is not None else None
    )
    return Opening(name, lambda: {"events": container, "areas": areas})
