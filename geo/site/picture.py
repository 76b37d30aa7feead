"""The small map of a subject: who held the ground around it on a day.

As SVG for the pages it holds no text, so that one serves every language; as PNG for previews of
links it has a title, the day and a legend, in the first language of the site.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import shapely

from geo import painter
from geo.draw.style import STYLE
from geo.export.sheets import around, sheet, typeset
from geo.model import Layer
from geo.view import View
from geo.words import locale

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.model import Language
    from geo.site.subjects import Box

#: Pixels of the SVG; a PNG has twice as many, which is what previews of links ask for.
WIDE, HIGH = 600, 315

#: Pixels of the map of a preview, whose other part is its legend.
_MAP = (430, 251)

#: Degrees by which outlines may be off: about a quarter of a kilometre.
_SIMPLE = 0.0025

_LAYERS = (Layer.CONTROL, Layer.GOVERNORATES)


def is_drawn() -> bool:
    """Whether small maps can be drawn here: they need the extra ``pictures``."""
    return find_spec("py_mini_racer") is not None


@lru_cache(maxsize=64)
def words(atlas: Atlas, view: View) -> str:
    """Return the map of a view in words; empty where maps cannot be drawn."""
    if not is_drawn():
        return ""
    frame = painter.Frame(around.home(atlas), WIDE, HIGH)
    return painter.draw(atlas, view, frame, layers=_LAYERS, names=False).description


@dataclass(frozen=True)
class SmallMap:
    """What a small map shows."""

    atlas: Atlas
    frame: Box  #: West, south, east, north in degrees (EPSG:4326).
    shape: Any  #: What is outlined or marked (EPSG:4326); None for nothing.
    day: date  #: The day shown.
    language: Language  #: Language of the preview.

    def svg(self) -> bytes:
        return self._draw(WIDE, HIGH)[1].encode()

    def png(self, title: str) -> bytes | None:
        """Return the preview of a link as PNG; None where Typst is missing."""
        if not typeset.is_available():
            return None
        picture, svg = self._draw(*_MAP)
        data = sheet.language_data(View(language=self.language)) | {
            "title": title,
            "day": locale.day(self.day, self.language),
            "size": [WIDE, HIGH],
            "grow": 2,
            "map": {"svg": svg, "size": _MAP},
            "legend": sheet.legend(picture),
            "alt": "",
        }
        return typeset.compile_template("preview", data, ".png", 72)[0]

    def _draw(self, wide: int, high: int) -> tuple[painter.Picture, str]:
        view = View(date=self.day, layers=_LAYERS, language=self.language)
        picture = painter.draw(self.atlas, view, painter.Frame(self.frame, wide, high), names=False)
        over = _outline(self.shape, picture)
        return picture, picture.svg.replace("</svg>", f"{over}</svg>")


def _outline(shape: Any, picture: painter.Picture) -> str:
    """Return what is outlined or marked, as SVG."""
    if shape is None:
        return ""
    if shape.geom_type == "Point":
        ((x, y),) = _pixels(shape, picture)
        look = f'fill="{STYLE["oil"]}" stroke="{STYLE["paper"]}" stroke-width="2"'
        return f'<circle cx="{x}" cy="{y}" r="7" {look}/>'
    west, south, east, north = picture.bounds
    rim = (east - west) * 0.02
    seen = shapely.box(west - rim, south - rim, east + rim, north + rim)
    lines = shapely.get_parts(shapely.intersection(shape.simplify(_SIMPLE).boundary, seen))
    path = "".join("M" + " ".join(f"{x} {y}" for x, y in _pixels(line, picture)) for line in lines)
    look = f'fill="none" stroke="{STYLE["disputed"]}" stroke-width="2.4" stroke-linejoin="round"'
    return f'<path d="{path}" {look}/>'


def _pixels(shape: Any, picture: painter.Picture) -> list[tuple[float, float]]:
    """Return the points of a shape in pixels of a picture, to a tenth."""
    west, south, east, north = picture.bounds
    low, top = around.mercator(south), around.mercator(north)
    return [
        (
            round((lon - west) / (east - west) * picture.width, 1),
            round((top - around.mercator(lat)) / (top - low) * picture.height, 1),
        )
        for lon, lat in shapely.get_coordinates(shape)
    ]
