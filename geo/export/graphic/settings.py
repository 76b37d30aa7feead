"""What a graphic is made of: its format, words, colours, typeface and days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

from geo.ask.frequencies import months_between
from geo.errors import ExportError
from geo.export.graphic.format import Format, read_format, wide_enough
from geo.export.sheets.brief import GROUND
from geo.model import Layer
from geo.view import View, day_of
from geo.words import phrase


class Theme(StrEnum):
    """Colours of a graphic."""

    LIGHT = "light"
    DARK = "dark"
    TRANSPARENT = "transparent"


#: What is drawn of lines within sub-districts.
LINES = ("drawn", "whole")

#: How many days stand side by side.
FEWEST, MOST = 2, 24

#: How many layers with a legend fit, by the width in smallest letters.
_BUDGET = ((45.0, 3), (70.0, 5), (100.0, 8))

#: Layers that are chosen by the width, where nobody names any, and from how many letters on; the
#: first of them are kept where too many are named.
_CHOSEN = {
    Layer.CONTROL: 0, Layer.DISPUTED: 0, Layer.USER_AREAS: 0, Layer.USER_EVENTS: 0, Layer.TOWNS: 0,
    Layer.NEIGHBOURS: 0, Layer.WATER: 0, Layer.GOVERNORATES: 50, Layer.CROSSINGS: 120,
}  # fmt: skip


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
    ``4:5``, ``9:16``, ``16:9``), pixels (``1280x720``), or a paper (``a4``): a sheet with locator,
    degrees and code, where nothing below is set."""

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
    """Days beside one another, 2 to 24; none shows the day of the view."""

    keep_layers: bool = False
    """Whether all layers of the view are drawn; otherwise few are chosen for the width."""

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
        days = tuple(day_of(day, "dates") for day in self.dates)
        object.__setattr__(self, "dates", _checked_days(days))
        _ = self.shape

    @property
    def shape(self) -> Format:
        """Its size, and that of its letters."""
        return read_format(self.format)

    @property
    def is_sheet(self) -> bool:
        """Whether it is a sheet of paper with all that a map sheet says."""
        plain = self.theme is Theme.LIGHT and self.lines == "drawn" and self.names
        chosen = (self.headline, self.deck, self.credit, self.font, self.dates)
        return bool(self.shape.paper) and plain and not any(chosen)

    def layers(self, view: View, letters: float) -> tuple[Layer, ...]:
        """Return the layers that are drawn on maps of a width in smallest letters.

        All of the view are where the settings say so; fewer are chosen for the width otherwise.
        """
        if not self.keep_layers:
            return tuple(layer for layer in view.layers if _CHOSEN.get(layer, 999) <= letters)
        keyed = [layer for layer in view.shown_layers if layer.spec.group not in GROUND]
        most = next((count for below, count in _BUDGET if letters < below), len(keyed))
        if len(keyed) > most:
            wider = next((edge for edge, count in _BUDGET[::-1] if count < len(keyed)), 0.0)
            first = [*(layer for layer in _CHOSEN if layer in keyed), *keyed]
            raise ExportError(
                phrase(
                    "fault.graphic.layers",
                    size=self.format, n=len(keyed), names=", ".join(keyed), most=most,
                    keep=", ".join(list(dict.fromkeys(first))[:most]), wide=wide_enough(wider),
                )
            )  # fmt: skip
        return view.shown_layers


def _checked_days(days: Iterable[date]) -> tuple[date, ...]:
    ordered = tuple(sorted(days))
    twice = next((first for first, other in pairwise(ordered) if first == other), None)
    if twice:
        raise ExportError(phrase("fault.graphic.twice", day=twice))
    if ordered and not FEWEST <= len(ordered) <= MOST:
        raise ExportError(phrase("fault.graphic.days", n=len(ordered), fewest=FEWEST, most=MOST))
    return ordered


def each_month(first: date | str, last: date | str) -> tuple[date, ...]:
    """Return the first day, the first day of each month after it, and the last day.

    >>> [day.isoformat() for day in each_month(date(2014, 6, 10), date(2014, 8, 1))]
    ['2014-06-10', '2014-07-01', '2014-08-01']
    """
    first, last = day_of(first), day_of(last)
    return tuple(sorted({first, last, *months_between(first, last)}))
