"""Views drawn by the page's own painters."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from geo.draw.kept_page import kept_page, key
from geo.pictures.painter.picture import Box, Frame, Picture, Wording, picture_of
from geo.pictures.painter.process import Opening, PainterProcess, shared

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
    outlines: bool = False,
    events: bytes | None = None,
    areas: Sequence[dict[str, Any]] = (),
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
        "outlines": outlines,
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
    return picture_of(process.ask(lambda: _openings(atlas, events, areas, user_data), message))


def word(
    atlas: Atlas,
    view: View,
    *,
    events: bytes | None = None,
    areas: Sequence[dict[str, Any]] = (),
    user_data: Opening | None = None,
    process: PainterProcess = shared,
) -> Wording:
    """Return what the page says around the map of a view, without drawing it."""
    message = {"query": view.to_query(), "layers": list(map(str, view.layers))}
    value = process.ask(lambda: _openings(atlas, events, areas, user_data), message)
    return Wording(**{**value, "lines": tuple(value["lines"])})


def _openings(
    atlas: Atlas,
    events: bytes | None,
    areas: Sequence[dict[str, Any]],
    user_data: Opening | None = None,
) -> list[Opening]:
    """Return what brings the data of an atlas to the painters, and those of the reader if any."""
    page = kept_page(atlas)
    name = key(atlas) if atlas.digest else hashlib.sha256(page.packed.encode()).hexdigest()
    opening = Opening(name, lambda: {"page": page.packed, "profile": page.profile()})
    is_alone = events is None and not areas
    return [opening] if is_alone else [opening, user_data or pack_user_data(events, areas)]


def pack_user_data(events: bytes | None, areas: Sequence[dict[str, Any]]) -> Opening:
    """Return what brings a reader's events and areas, for several pictures of them."""
    text = json.dumps(areas, ensure_ascii=False)
    name = hashlib.sha256(text.encode("utf-8", "replace") + b"\0" + (events or b"")).hexdigest()
    container = (
        {"name": "", "bytes": base64.b64encode(events).decode()} if events is not None else None
    )
    return Opening(name, lambda: {"events": container, "areas": areas})
