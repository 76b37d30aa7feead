"""The page's own painters, run from Python: a view as SVG, drawn as the screen draws it."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.draw.kept_page import kept_page, key
from geo.pictures.painter.process import Opening, PainterProcess, shared

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.model import Layer
    from geo.stories.story import DrawnMark
    from geo.view import View

close = shared.close

Box = tuple[float, float, float, float]

#: Pixels of images, such as the haze of many events, for one logical pixel.
RATIO = 3


@dataclass(frozen=True)
class Frame:
    """What a picture shows, and how large it is drawn."""

    box: Box  #: West, south, east, north in degrees (EPSG:4326); it is shown whole, in the middle.
    width: float  #: Logical pixels, which letters and lines are sized in.
    height: float


@dataclass(frozen=True)
class Sample:
    """How a thing of the legend is drawn."""

    svg: str
    width: float
    to_scale: bool  #: Whether its size says how much: it is as large as on the map.


@dataclass(frozen=True)
class LegendEntry:
    """A line of the legend; one without a sample is a sentence."""

    layer: str
    text: str
    sample: Sample | None
    dated: bool  #: Whether it has figures of the day shown.
    under: str  #: The line of the legend that says what it means.


@dataclass(frozen=True)
class LegendGroup:
    """Lines of the legend under one title."""

    title: str
    entries: tuple[LegendEntry, ...]


@dataclass(frozen=True)
class Scale:
    """A bar of a round number of kilometres."""

    km: float
    width: float  #: Logical pixels.
    text: str


@dataclass(frozen=True)
class Mark:
    """A thing that is drawn at a point, in logical pixels."""

    layer: str
    at: tuple[float, float]
    box: Box  #: Left, top, right, bottom: of its name, where it is a named one's.
    text: str = ""  #: Its name, where it is written.
    id: str = ""
    first: bool = False  #: Whether it is named where at all possible.


@dataclass(frozen=True)
class Line:
    """A meridian or parallel of WGS 84; on the Mercator plane all are straight."""

    degrees: float
    at: float  #: Logical pixels from the left, or from the top.


@dataclass(frozen=True)
class Wording:
    """What the page says around a map, whatever its frame."""

    doubts: str  #: What is contested or shared on the day; empty where days are compared.
    areas: str  #: How far a reader's control map agrees with ours; empty where there is none.
    lines: tuple[str, ...]  #: What a perspective means, how many events are shown.
    ground: str  #: How much ground each side holds, with its band; empty of a claim or two days.


@dataclass(frozen=True)
class Picture:
    """A view as the page's painters draw it."""

    svg: str  #: The document.
    width: float
    height: float
    title: str  #: Subject, place and date, in the view's language.
    #: The map in sentences, its title first: who holds what, what changed, what is uncertain.
    sentences: tuple[str, ...]
    areas: str  #: As in :class:`Wording`.
    legend: tuple[LegendGroup, ...]  #: What is in the frame, in the order of the page.
    scale: Scale
    meridians: tuple[Line, ...]
    parallels: tuple[Line, ...]
    bounds: Box  #: West, south, east, north of all that is shown, in degrees.
    names: tuple[Mark, ...]  #: Things at points that are named, with the boxes of their names.
    marks: tuple[Mark, ...]  #: Things that are drawn at points, with their own boxes.
    drawn: dict[str, list[str]]  #: Layers that are drawn in the frame, with their parts.

    @property
    def description(self) -> str:
        """What the map says, for those who do not see it."""
        return " ".join(self.sentences)


def draw(
    atlas: Atlas,
    view: View,
    frame: Frame,
    *,
    outlines: bool = False,
    user_data: Opening | None = None,
    marks: Sequence[DrawnMark] = (),
    layers: Iterable[Layer] | None = None,
    names: bool = True,
    night: bool = False,
    prefix: str = "",
    taken: Sequence[Box] = (),
    face: Mapping[str, str] | None = None,
    film: str = "",
    undivided: bool = False,
    omitted: Sequence[str] = (),
    process: PainterProcess = shared,
) -> Picture:
    """Draw a view; the same atlas, view, frame and options give the same picture."""
    if layers is not None:
        view = view.with_(layers=tuple(layers), by_zoom=False)
    message = {
        "query": view.to_query(),
        "layers": list(map(str, view.layers)),
        "box": list(frame.box),
        "width": frame.width,
        "height": frame.height,
        "ratio": RATIO if user_data and user_data.has_images else 1,
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
        "leftOut": list(omitted),
    }
    return _read_picture(process.ask(lambda: _open_atlas(atlas), message, user_data))


def word(atlas: Atlas, view: View, *, user_data: Opening | None = None) -> Wording:
    """Return what the page says around the map of a view, without drawing it."""
    message = {"query": view.to_query(), "layers": list(map(str, view.layers))}
    answer = shared.ask(lambda: _open_atlas(atlas), message, user_data)
    return Wording(**answer | {"lines": tuple(answer["lines"])})


def _read_picture(answer: dict[str, Any]) -> Picture:
    """Return what the painters answer; pydantic would make each picture wait for its import."""

    def read_entry(entry: dict[str, Any]) -> LegendEntry:
        sample = Sample(**entry["sample"]) if entry["sample"] else None
        return LegendEntry(**entry | {"sample": sample})

    return Picture(
        **{name: answer[name] for name in ("svg", "width", "height", "title", "areas", "drawn")},
        sentences=tuple(answer["sentences"]),
        legend=tuple(
            LegendGroup(group["title"], tuple(map(read_entry, group["entries"])))
            for group in answer["legend"]
        ),
        scale=Scale(**answer["scale"]),
        meridians=tuple(Line(**line) for line in answer["meridians"]),
        parallels=tuple(Line(**line) for line in answer["parallels"]),
        bounds=tuple(answer["bounds"]),
        names=tuple(Mark(**name) for name in answer["names"]),
        marks=tuple(Mark(**mark) for mark in answer["marks"]),
    )


def _open_atlas(atlas: Atlas) -> Opening:
    page = kept_page(atlas)
    name = key(atlas) if atlas.digest else hashlib.sha256(page.packed.encode()).hexdigest()
    return Opening(name, lambda: {"page": page.packed, "profile": page.profile()})


def pack_user_data(events: bytes | None = None, areas: Sequence[dict[str, Any]] = ()) -> Opening:
    """Return what brings a reader's events and areas, for several pictures of them."""
    text = json.dumps(areas, ensure_ascii=False)
    name = hashlib.sha256(text.encode("utf-8", "replace") + b"\0" + (events or b"")).hexdigest()
    container = (
        {"name": "", "bytes": base64.b64encode(events).decode()} if events is not None else None
    )
    return Opening(name, lambda: {"events": container, "areas": areas}, events is not None)
