"""How an atlas looks: the map, its layers, its page."""

from geo.draw.build import Tiles, build
from geo.draw.page import AtlasMap

__all__ = ["AtlasMap", "Tiles", "build"]
