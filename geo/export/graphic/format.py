"""What a graphic is made for: millimetres of print, pixels of a page, a screen's shape, a paper."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geo.errors import ExportError
from geo.export.sheets.paper import SIZES, grow
from geo.model import Paper

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

#: Points of the width of a phone's picture, upright and flat: nine are eight of its pixels.
_UPRIGHT, _FLAT = 360.0, 440.0

#: Shortest and longest side of a picture in pixels, and how often the longer holds the shorter.
_SHORTEST, _LONGEST, _SLIMMEST = 320, 3840, 2.4

#: Dots an inch of print.
DPI = 300


@dataclass(frozen=True)
class Format:
    """The size of a graphic, and how large its letters are at least.

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
        return self.pixels is not None and self.pixels[0] > 1.1 * self.pixels[1]

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
        paper = Paper(name)
        wide, high = (side * _POINTS["mm"] for side in SIZES[paper])
        return Format(name, (wide, high), _LEAST["mm"] * grow(paper), paper=paper)
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


def wide_enough(letters: float) -> str:
    """Return the width of print that so many of the smallest letters need."""
    return f"{-(-letters * _LEAST['mm'] // _POINTS['mm']):g}mm"
