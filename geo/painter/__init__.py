"""The page's own painters, run from Python: a view as SVG, drawn as the screen draws it."""

from geo.painter.drawing import draw, pack_user_data, word
from geo.painter.measure import ARABIC, LATIN, fonts
from geo.painter.picture import (
    Frame,
    LegendEntry,
    LegendGroup,
    Line,
    Picture,
    Sample,
    Scale,
    Wording,
)
from geo.painter.process import shared

close = shared.close

__all__ = [
    "ARABIC",
    "LATIN",
    "Frame",
    "LegendEntry",
    "LegendGroup",
    "Line",
    "Picture",
    "Sample",
    "Scale",
    "Wording",
    "close",
    "draw",
    "fonts",
    "pack_user_data",
    "word",
]
