"""What a picture is made of: its format, words, colours, typeface and days."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from geo.errors import ExportError
from geo.model import Layer, Paper
from geo.view import View, day_of
from geo.words import phrase


class Theme(StrEnum):
    """Colours of a graphic."""

    LIGHT = "light"
    DARK = "dark"
    TRANSPARENT = "transparent"


#: Widths of columns of newspapers and journals, in millimetres.
PRESETS = (85, 90, 120, 180)

#: Narrowest and widest graphic, in millimetres and pixels.
LIMITS = {"mm": (50.0, 420.0), "px": (280.0, 4000.0)}

#: Points of the smallest letters: in print, on a page of the web, and on a phone.
_LEAST = {"mm": 6.5, "px": 8.25}
_PHONE = 9.0

#: Points of a millimetre, and of a pixel of the web.
_POINTS = {"mm": 72 / 25.4, "px": 0.75}

#: Pixels of what social networks show.
SHAPES = {"1:1": (1080, 1080), "4:5": (1080, 1350), "9:16": (1080, 1920), "16:9": (1920, 1080)}

#: Width and height of papers, in millimetres.
PAPERS: dict[Paper, tuple[float, float]] = {
    Paper.A4: (297.0, 210.0),
    Paper.A4_PORTRAIT: (210.0, 297.0),
    Paper.A3: (420.0, 297.0),
    Paper.A3_PORTRAIT: (297.0, 420.0),
    Paper.LETTER: (279.4, 215.9),
    Paper.LETTER_PORTRAIT: (215.9, 279.4),
    Paper.WIDE: (338.67, 190.5),
    Paper.SQUARE: (254.0, 254.0),
}

#: Points of the width of a phone's picture, upright and flat: nine are eight of its pixels.
_UPRIGHT, _FLAT = 360.0, 440.0

#: Shortest and longest side of a picture in pixels, and how often the longer holds the shorter.
_SHORTEST, _LONGEST, _SLIMMEST = 320, 3840, 2.4

#: Dots an inch of print.
DPI = 300

#: What is drawn of lines within sub-districts.
LINES = ("drawn", "whole")

#: How many days stand side by side.
FEWEST, MOST = 2, 24

#: Groups of layers that need no legend.
GROUND = ("base", "admin")

#: How many layers with a legend fit, by the width in smallest letters.
_BUDGET = ((45.0, 3), (70.0, 5), (100.0, 8))

#: White around a picture without a set height, in smallest letters.
EDGE = 1.2

#: Layers that are chosen by the width, where nobody names any, and from how many letters on; the
#: first of them are kept where too many are named.
_CHOSEN = {
    Layer.CONTROL: 0, Layer.DISPUTED: 0, Layer.USER_AREAS: 0, Layer.USER_CONTROL: 0,
    Layer.USER_EVENTS: 0, Layer.TOWNS: 0, Layer.NEIGHBOURS: 0, Layer.WATER: 0,
    Layer.GOVERNORATES: 50, Layer.CROSSINGS: 120,
}  # fmt: skip


@dataclass(frozen=True)
class Format:
    """The size of a picture, and how large its letters are at least.

    >>> read_format("90mm").least, read_format("4:5").pixels, read_format("a4").paper
    (6.5, (1080, 1350), <Paper.A4: 'a4'>)
    """

    text: str  #: As it is written.
    size: tuple[float, float | None]  #: Points; no height where it follows from the map.
    least: float  #: Points of the smallest letters.
    pixels: tuple[int, int] | None = None  #: Of a picture for a screen.
    paper: Paper | None = None

    @property
    def letters(self) -> float:
        """Width in smallest letters."""
        return self.size[0] / self.least

    @property
    def is_flat(self) -> bool:
        """Whether words stand beside the map, not above and below it."""
        return self.size[1] is not None and self.size[0] > 1.1 * self.size[1]

    def ppi(self, dpi: int = DPI) -> float:
        """Return the dots an inch of a PNG, which in print has so many."""
        if self.pixels:
            return self.pixels[0] / self.size[0] * 72
        return dpi if self.text.endswith("mm") or self.paper else 96


def read_format(text: str) -> Format:
    """Return the format that a text names."""
    name = str(text).strip().replace(" ", "")
    if name in SHAPES:
        return _screen(name, *SHAPES[name])
    if name in list(Paper):
        sides = PAPERS[Paper(name)]
        wide, high = (side * _POINTS["mm"] for side in sides)
        a4 = PAPERS[Paper.A4]
        larger = max(1.0, (sides[0] * sides[1] / a4[0] / a4[1]) ** 0.25)
        return Format(name, (wide, high), _LEAST["mm"] * larger, paper=Paper(name))
    if match := re.fullmatch(r"(\d{3,4})x(\d{3,4})", name, re.ASCII):
        return _screen(name, int(match[1]), int(match[2]))
    match = re.fullmatch(r"(\d{2,4}(?:\.\d)?)(mm|px)", name, re.ASCII)
    presets = ", ".join(f"{preset}mm" for preset in PRESETS)
    if not match:
        raise ExportError(
            f"format {str(text)[:40]!r}: expected millimetres or pixels of width, such as {presets}"
            f" or 600px, one of {', '.join(SHAPES)}, pixels such as 1280x720, or a paper: "
            + ", ".join(Paper)
        )
    number, unit = float(match[1]), match[2]
    low, high = LIMITS[unit]
    if not low <= number <= high:
        raise ExportError(f"format {name}: expected {low:g} to {high:g} {unit}, such as {presets}")
    return Format(name, (number * _POINTS[unit], None), _LEAST[unit])


def _screen(name: str, width: int, height: int) -> Format:
    sides = (width, height)
    if any(side % 2 or not _SHORTEST <= side <= _LONGEST for side in sides):
        raise ExportError(
            f"format {name}: expected even numbers of pixels from {_SHORTEST} to {_LONGEST}"
        )
    if max(sides) > _SLIMMEST * min(sides):
        raise ExportError(f"format {name}: expected at most {_SLIMMEST} times as long")
    wide = _FLAT if width > 1.1 * height else _UPRIGHT
    return Format(name, (wide, wide * height / width), _PHONE, sides)


@dataclass(frozen=True)
class GraphicSettings:
    """What a graphic is made of.

    Examples
    --------
    >>> settings = GraphicSettings(format="90mm", headline="Kirkuk changes hands")
    >>> round(settings.shape.size[0] / 72 * 25.4), settings.shape.least
    (90, 6.5)
    """

    format: str = "180mm"
    """Width in millimetres of print or pixels of a page (``90mm``, ``600px``), a shape (``1:1``,
    ``4:5``, ``9:16``, ``16:9``), pixels (``1280x720``), or a paper (``a4``), which has a locator,
    degrees and a code besides."""

    headline: str = ""
    """Large line; by default subject and place."""

    deck: str = ""
    """Sentence below the headline; by default what the map says in words."""

    credit: str = ""
    """Who made the graphic; the rights holders of the data are named in any case."""

    theme: Theme = Theme.LIGHT
    """``light``, ``dark``, or ``transparent``: light, without a ground around the map."""

    font: Path | None = None
    """File of a typeface, TTF or OTF; by default Noto Sans."""

    scale: int = 1
    """1 or 2: how many times as many pixels a PNG has."""

    dates: tuple[date, ...] = ()
    """Days beside one another, 2 to 24, or those of a film; none shows the day of the view."""

    fps: int = 0
    """Pictures of a film a second, 1 to 30; 0 for what suits its days."""

    keep_layers: bool = False
    """Whether all layers of the view are drawn, as on paper; otherwise few are chosen for the
    width."""

    lines: str = "drawn"
    """``drawn``, or ``whole``: sub-districts whole, without the lines within them, and without
    places and fields under share-alike licences, so that the credit is short."""

    names: bool = True
    """Whether places and ground are named on the map."""

    def __post_init__(self) -> None:
        if self.theme not in list(Theme):
            accepted = ", ".join(Theme)
            raise ExportError(f"theme {str(self.theme)[:40]!r}: expected one of {accepted}")
        object.__setattr__(self, "theme", Theme(self.theme))
        if self.lines not in LINES:
            raise ExportError(f"lines {self.lines[:40]!r}: expected one of {', '.join(LINES)}")
        if self.scale not in (1, 2):
            raise ExportError(f"scale {str(self.scale)[:20]!r}: expected 1 or 2")
        if type(self.fps) is not int or not 0 <= self.fps <= 30:
            raise ExportError(f"fps {self.fps}: expected 1 to 30 pictures a second")
        days = sorted(day_of(day, "dates") for day in self.dates)
        if twice := next((first for first, other in pairwise(days) if first == other), None):
            raise ExportError(phrase("fault.graphic.twice", day=twice))
        object.__setattr__(self, "dates", tuple(days))
        _ = self.shape

    @cached_property
    def shape(self) -> Format:
        """Its size, and that of its letters."""
        return read_format(self.format)

    def layers(self, view: View, letters: float, empty: Container[Layer] = ()) -> tuple[Layer, ...]:
        """Return the layers that are drawn on maps of a width in smallest letters.

        All of the view are on paper and where the settings say so; fewer are chosen otherwise.
        Those that are empty take no room.
        """
        if self.shape.paper:
            return view.shown_layers
        if not self.keep_layers:
            return tuple(layer for layer in view.layers if _CHOSEN.get(layer, 999) <= letters)
        keyed = [
            layer for layer in view.shown_layers
            if layer not in empty and layer.spec.group not in GROUND
        ]  # fmt: skip
        most = next((count for below, count in _BUDGET if letters < below), len(keyed))
        if len(keyed) > most:
            wider = next((edge for edge, count in _BUDGET[::-1] if count < len(keyed)), 0.0)
            wider += 2 * EDGE
            first = [*(layer for layer in _CHOSEN if layer in keyed), *keyed]
            raise ExportError(
                phrase(
                    "fault.graphic.layers",
                    size=self.format, n=len(keyed), names=", ".join(keyed), most=most,
                    keep=", ".join(list(dict.fromkeys(first))[:most]),
                    wide=f"{-(-wider * _LEAST['mm'] // _POINTS['mm']):g}mm",
                )
            )  # fmt: skip
        return view.shown_layers
