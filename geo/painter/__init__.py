"""The page's own painters, run from Python: a view as SVG, drawn as the screen draws it."""

from geo.painter.fonts import ARABIC, LATIN, fonts

__all__ = ["ARABIC", "LATIN", "fonts"]
