"""What an editorial graphic is made for: its size, words, colours and typeface."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

from geo.ask.frequencies import months_between
from geo.errors import ExportError
from geo.export.sheets.brief import GROUND
from geo.model import Layer
from geo.view import View, day_of
from geo.words import phrase

#: Widths of columns of newspapers and journals, in millimetres.
PRESETS = (85, 90, 120, 180)

#: Narrowest and widest graphic, in millimetres and pixels.
MILLIMETRES, PIXELS = (50.0, 420.0), (280.0, 4000.0)

#: Points of the smallest letters: in print, on a page of the web, and on a phone.
PRINT, WEB, PHONE = 6.5, 8.25, 9.0

#: Millimetres and pixels of the web in points.
_MM, _PX = 72 / 25.4, 0.75

#: Dots an inch of a printed graphic, at 1x.
DPI = 300


class Theme(StrEnum):
    """Colours of a graphic."""

    LIGHT = "light"
    DARK = "dark"
    TRANSPARENT = "transparent"


class Shape(StrEnum):
    """Width to height of what social networks show, readable on a phone."""

    SQUARE = "1:1"
    UPRIGHT = "4:5"
    WIDE = "16:9"


#: Points and pixels of the shapes: letters of nine points are eight or nine pixels of a phone's.
_SHAPES = {
    Shape.SQUARE: ((360.0, 360.0), (1080, 1080)),
    Shape.UPRIGHT: ((360.0, 450.0), (1080, 1350)),
    Shape.WIDE: ((440.0, 247.5), (1920, 1080)),
}

#: How many days stand side by side.
FEWEST, MOST = 2, 24

#: How many layers with a legend fit, by the width in smallest letters.
_BUDGET = ((45.0, 3), (70.0, 5), (100.0, 8))

#: Layers that are chosen by the width, where nobody names any, and from how many letters on.
_CHOSEN = {
    Layer.NEIGHBOURS: 0, Layer.WATER: 0, Layer.CONTROL: 0, Layer.DISPUTED: 0, Layer.TOWNS: 0,
    Layer.USER_EVENTS: 0, Layer.USER_AREAS: 0, Layer.GOVERNORATES: 50, Layer.CROSSINGS: 120,
}  # fmt: skip


@dataclass(frozen=True)
class GraphicSettings:
    """What a graphic is made for.

    Examples
    --------
    >>> settings = GraphicSettings(width="90mm", headline="Kirkuk changes hands")
    >>> round(settings.size[0] / 72 * 25.4), settings.least
    (90, 6.5)
    >>> GraphicSettings(shape="4:5").pixels
    (1080, 1350)
    """

    width: str = "180mm"
    """Millimetres of print or pixels of a page: ``90mm``, ``600px``."""

    shape: Shape | None = None
    """``1:1``, ``4:5`` or ``16:9`` in place of a width."""

    headline: str = ""
    """Large line; by default subject, place and date."""

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
    """Days beside one another, 2 to 24; none shows the day of the view."""

    keep_layers: bool = False
    """Whether all layers of the view are drawn; otherwise few are chosen for the width."""

    def __post_init__(self) -> None:
        for name, kind in (("theme", Theme), ("shape", Shape)):
            value = getattr(self, name)
            if value is None and name == "shape":
                continue
            if value not in list(kind):
                accepted = ", ".join(kind)
                raise ExportError(f"{name} {str(value)[:40]!r}: expected one of {accepted}")
            object.__setattr__(self, name, kind(value))
        if self.scale not in (1, 2):
            raise ExportError(f"scale {str(self.scale)[:20]!r}: expected 1 or 2")
        days = tuple(day_of(day, "dates") for day in self.dates)
        object.__setattr__(self, "dates", _checked_days(days))
        read_width(self.width)

    @property
    def size(self) -> tuple[float, float | None]:
        """Width and height in points; no height where it follows from the map."""
        if self.shape:
            return _SHAPES[self.shape][0]
        number, unit = read_width(self.width)
        return number * (_MM if unit == "mm" else _PX), None

    @property
    def least(self) -> float:
        """Points of the smallest letters."""
        if self.shape:
            return PHONE
        return PRINT if read_width(self.width)[1] == "mm" else WEB

    @property
    def pixels(self) -> tuple[int, int] | None:
        """Width and height of a shape in pixels."""
        if self.shape is None:
            return None
        wide, high = _SHAPES[self.shape][1]
        return wide * self.scale, high * self.scale

    def ppi(self, dpi: int = DPI) -> float:
        """Return the dots an inch of a PNG.

        Parameters
        ----------
        dpi
            Those of a printed graphic at 1x.
        """
        if self.shape:
            points, dots = _SHAPES[self.shape]
            return dots[0] / points[0] * 72 * self.scale
        return (dpi if read_width(self.width)[1] == "mm" else 96) * self.scale

    @property
    def is_side_by_side(self) -> bool:
        """Whether words stand beside the map, not above and below it."""
        return self.shape is Shape.WIDE and not self.dates

    def named(self) -> str:
        """Return the size as a user wrote it."""
        return str(self.shape or self.width)

    def layers(self, view: View) -> tuple[Layer, ...]:
        """Return the layers that are drawn.

        Parameters
        ----------
        view
            The view; its layers are all drawn where the settings say so.

        Raises
        ------
        ExportError
            Where its layers do not fit the width.
        """
        letters = self.size[0] / self.least
        if not self.keep_layers:
            return tuple(layer for layer in view.layers if _CHOSEN.get(layer, 999) <= letters)
        keyed = [layer for layer in view.shown_layers if layer.spec.group not in GROUND]
        most = next((count for below, count in _BUDGET if letters < below), len(keyed))
        if len(keyed) > most:
            wider = next((edge for edge, count in _BUDGET[::-1] if count < len(keyed)), 0.0)
            counts = {
                "size": self.named(),
                "n": len(keyed),
                "names": ", ".join(keyed),
                "most": most,
            }
            if self.shape:
                raise ExportError(phrase("fault.graphic.layers", **counts))
            wide = _wide_enough(self.width, wider)
            raise ExportError(phrase("fault.graphic.wider", wide=wide, **counts))
        return view.shown_layers


def read_width(text: str) -> tuple[float, str]:
    """Return the number and the unit of a width.

    Parameters
    ----------
    text
        Millimetres or pixels.

    Raises
    ------
    ExportError
        Where it is none, or too narrow or wide.

    Examples
    --------
    >>> read_width("90mm"), read_width("600 px")
    ((90.0, 'mm'), (600.0, 'px'))
    """
    presets = ", ".join(f"{preset}mm" for preset in PRESETS)
    match = re.fullmatch(r"(\d{2,4}(?:\.\d)?) ?(mm|px)", str(text).strip(), re.ASCII)
    if not match:
        raise ExportError(
            f"width {str(text)[:40]!r}: expected millimetres or pixels, such as {presets} or 600px"
        )
    number, unit = float(match[1]), match[2]
    low, high = MILLIMETRES if unit == "mm" else PIXELS
    if not low <= number <= high:
        raise ExportError(f"width {text}: expected {low:g} to {high:g} {unit}, such as {presets}")
    return number, unit


def _wide_enough(width: str, letters: float) -> str:
    """Return the width that so many of the smallest letters need, in the same unit."""
    unit = read_width(width)[1]
    points = letters * (PRINT if unit == "mm" else WEB)
    return f"{-(-points // (_MM if unit == 'mm' else _PX)):g}{unit}"


def _checked_days(days: Iterable[date]) -> tuple[date, ...]:
    known = tuple(sorted(days))
    twice = next((first for first, other in pairwise(known) if first == other), None)
    if twice:
        raise ExportError(phrase("fault.graphic.twice", day=twice))
    if known and not FEWEST <= len(known) <= MOST:
        raise ExportError(phrase("fault.graphic.days", n=len(known), fewest=FEWEST, most=MOST))
    return known


def each_month(first: date | str, last: date | str) -> tuple[date, ...]:
    """Return the first day, the first day of each month after it, and the last day.

    Parameters
    ----------
    first, last
        The days.

    Examples
    --------
    >>> [day.isoformat() for day in each_month(date(2014, 6, 10), date(2014, 8, 1))]
    ['2014-06-10', '2014-07-01', '2014-08-01']
    """
    first, last = day_of(first), day_of(last)
    return tuple(sorted({first, last, *months_between(first, last)}))
