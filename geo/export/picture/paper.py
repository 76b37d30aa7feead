"""Sizes of a picture."""

from __future__ import annotations

from geo.model import Paper

#: Width and height in inches.
INCHES: dict[Paper, tuple[float, float]] = {
    Paper.A4: (11.69, 8.27),
    Paper.A4_PORTRAIT: (8.27, 11.69),
    Paper.A3: (16.54, 11.69),
    Paper.A3_PORTRAIT: (11.69, 16.54),
    Paper.LETTER: (11.0, 8.5),
    Paper.LETTER_PORTRAIT: (8.5, 11.0),
    Paper.WIDE: (13.333, 7.5),
    Paper.SQUARE: (10.0, 10.0),
}

#: Dots an inch of a PNG, as printers ask for.
DPI = 300
