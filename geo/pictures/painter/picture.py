"""What a painter makes: the map as SVG, and what a sheet says around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Box = tuple[float, float, float, float]


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
    words: tuple[str, ...]
    #: How far a reader's control map agrees with ours on the day; empty where there is none.
    areas: str
    legend: tuple[LegendGroup, ...]  #: What is in the frame, in the order of the page.
    scale: Scale
    meridians: tuple[Line, ...]
    parallels: tuple[Line, ...]
    bounds: Box  #: West, south, east, north of all that is shown, in degrees.
    names: tuple[Mark, ...]  #: Things at points that are named, with the boxes of their names.
    marks: tuple[Mark, ...]  #: Things that are drawn at points, with their own boxes.
    shown: dict[str, list[str]]  #: Layers that are drawn in the frame, with their parts.

    @property
    def description(self) -> str:
        """What the map says, for those who do not see it."""
        return " ".join(self.words)


def picture_of(result: dict[str, Any]) -> Picture:
    plain = ("svg", "width", "height", "title", "areas", "shown")
    return Picture(
        **{name: result[name] for name in plain},
        words=tuple(result["sentences"]),
        legend=tuple(
            LegendGroup(group["title"], tuple(map(_entry, group["entries"])))
            for group in result["legend"]
        ),
        scale=Scale(**result["scale"]),
        meridians=tuple(Line(**line) for line in result["graticule"]["meridians"]),
        parallels=tuple(Line(**line) for line in result["graticule"]["parallels"]),
        bounds=tuple(result["bounds"]),
        names=tuple(Mark(**name) for name in result["names"]),
        marks=tuple(Mark(**mark) for mark in result["marks"]),
    )


def _entry(cells: dict[str, Any]) -> LegendEntry:
    sample = Sample(**cells["sample"]) if cells["sample"] else None
    return LegendEntry(**cells | {"sample": sample})
