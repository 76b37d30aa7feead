"""The page's own painters, run from Python: a view as SVG, drawn as the screen draws it."""

from geo.pictures.painter.drawing import draw, pack_user_data, word
from geo.pictures.painter.measure import ARABIC, LATIN, fonts
from geo.pictures.painter.picture import (
    Box,
    Frame,
    LegendEntry,
    LegendGroup,
    Line,
    Picture,
    Sample,
    Scale,
    Wording,
)
from geo.pictures.painter.process import shared

close = shared.close

__all__ = [
    "ARABIC",
    "LATIN",
    "Box",
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
