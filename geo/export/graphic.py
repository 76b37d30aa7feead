"""Editorial graphics by the name that they had before 2.0; :mod:`geo.pictures` draws them."""

from geo.pictures import GraphicSettings, Theme, graphic, render

__all__ = ["GraphicSettings", "Theme", "graphic", "render"]
