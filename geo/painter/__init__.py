"""The page's own painters, run from Python: a view as SVG, drawn as the screen draws it."""

from geo.painter.drawing import draw, draw_all, word
from geo.painter.picture import (
    Frame,
    Graticule,
    LegendEntry,
    LegendGroup,
    Line,
    Picture,
    Sample,
    Scale,
    Text,
    Wording,
)
from geo.painter.process import ARABIC, LATIN, fonts, shared

close = shared.close

__all__ = [
    "ARABIC",
    "LATIN",
    "Frame",
    "Graticule",
    "LegendEntry",
    "LegendGroup",
    "Line",
    "Picture",
    "Sample",
    "Scale",
    "Text",
    "Wording",
    "close",
    "draw",
    "draw_all",
    "fonts",
    "word",
]
