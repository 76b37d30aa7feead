"""A small map without words: who held the ground around something on a day, and its outline."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import shapely

from geo import painter
from geo.draw.style import STYLE
from geo.errors import missing_of
from geo.model import Layer
from geo.pictures.ground import mercator
from geo.view import View

if TYPE_CHECKING:
    from geo.atlas import Atlas

Box = tuple[float, float, float, float]

#: Pixels of a small map.
WIDE, HIGH = 600, 315

#: Degrees by which outlines may be off: about a quarter of a kilometre.
_SIMPLE = 0.0025

_LAYERS = (Layer.CONTROL, Layer.GOVERNORATES)


def is_drawn() -> bool:
    """Whether small maps can be drawn here: they need the extra ``pictures``."""
    return missing_of("pictures") is None


def draw_small_map(atlas: Atlas, frame: Box, day: date, outline: Any = None) -> str:
    """Return a map of a frame (west, south, east, north in degrees) as SVG."""
    view = View(date=day, layers=_LAYERS)
    picture = painter.draw(atlas, view, painter.Frame(frame, WIDE, HIGH), names=False)
    over = "" if outline is None else _draw_outline(outline, picture)
    return picture.svg.replace("</svg>", f"{over}</svg>")


def _draw_outline(shape: Any, picture: painter.Picture) -> str:
    west, south, east, north = picture.bounds
    low, top = mercator(south), mercator(north)
    rim = (east - west) * 0.02
    seen = shapely.box(west - rim, south - rim, east + rim, north + rim)
    path = ""
    for line in shapely.get_parts(shapely.intersection(shape.simplify(_SIMPLE).boundary, seen)):
        points = (
            f"{(lon - west) / (east - west) * picture.width:.1f} "
            f"{(top - mercator(lat)) / (top - low) * picture.height:.1f}"
            for lon, lat in shapely.get_coordinates(line)
        )
        path += "M" + " ".join(points)
    look = f'fill="none" stroke="{STYLE["disputed"]}" stroke-width="2.4" stroke-linejoin="round"'
    return f'<path d="{path}" {look}/>'
