"""The plate that a picture is drawn on: its axes, frame, scale and language."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.path import Path

from geo.atlas import Atlas
from geo.model import Layer
from geo.view import View
from geo.words import locale, say

if TYPE_CHECKING:
    from geo.export.picture.marks import MarkRoom
    from geo.export.picture.user_events.data import UserEvents
    from geo.stories.story import DrawnMark

#: Web Mercator, the projection of the screen map: the same frame shows the same ground.
MERCATOR = 3857

#: Points of print for one pixel of the screen map.
PX = 0.75

#: Metres for one pixel at zoom 0 on the equator.
_METRES = 156543.034


@dataclass(frozen=True, eq=False)
class Plate:
    """Where a picture is drawn and what it shows."""

    atlas: Atlas
    """The atlas."""

    view: View
    """What is shown."""

    layers: dict[Layer, gpd.GeoDataFrame]
    """Features by layer, from the ground up (EPSG:4326)."""

    figure: Figure
    """The sheet."""

    axes: Axes
    """The map's part of it, in metres of Web Mercator."""

    user_events: UserEvents | None = None
    """The reader's own events, if any."""

    marks: Sequence[DrawnMark] = ()
    """What the writer of a story drew on the map of the step that is shown."""

    numbered: list[MarkRoom] = field(default_factory=list)
    """Marks of the reader's events with a number, as they are drawn: other badges step aside."""

    @property
    def rtl(self) -> bool:
        """Whether the sheet is laid out from right to left."""
        return self.view.language.rtl

    @property
    def zoom(self) -> float:
        """The zoom at which the screen map shows as much."""
        return math.log2(_METRES / self.pixel)

    @property
    def pixel(self) -> float:
        """Metres of Web Mercator in one pixel of that screen map."""
        west, east = self.axes.get_xlim()
        return (east - west) / (
            self.axes.get_position().width * self.figure.get_figwidth() * 72 / PX
        )

    def face(self, *, bold: bool = False, slanted: bool = False) -> dict[str, Any]:
        """Return weight and style of letters; matplotlib's font has no slanted Arabic ones.

        Parameters
        ----------
        bold, slanted
            What is wished for.
        """
        return {
            "weight": "bold" if bold else "normal",
            "style": "italic" if slanted and not self.rtl else "normal",
        }

    def t(self, key: str, **values: object) -> str:
        """Return a word in the picture's language.

        Parameters
        ----------
        key
            Key of the word.
        **values
            Values of the places in braces of the words, by their names.
        """
        return say(key, self.view.language, **values)

    def run(self, text: str) -> str:
        """Return a text whose direction is the sheet's, whatever letter it begins with."""
        return f"\u200f{text}" if self.rtl else text

    def number(self, value: float) -> str:
        """Write a number in the picture's language."""
        return locale.number(value, self.view.language)

    def name(self, row: Any) -> str:
        """Return the name of a record in the picture's language, else in another one."""
        for column in (f"name_{self.view.language}", *self.atlas.name_columns):
            if text := getattr(row, column, ""):
                return str(text)
        return ""

    @property
    def degrees(self) -> tuple[float, float, float, float]:
        """The frame as west, south, east, north in degrees (EPSG:4326)."""
        (west, east), (south, north) = self.axes.get_xlim(), self.axes.get_ylim()
        corners = gpd.GeoSeries.from_xy([west, east], [south, north], crs=MERCATOR).to_crs(4326)
        return corners.x[0], corners.y[0], corners.x[1], corners.y[1]

    def framed(self, rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Return the features (EPSG:4326) of which something lies in the frame."""
        return rows[rows.geometry.intersects(shapely.box(*self.degrees))]

    def within(self, outline: shapely.Geometry) -> shapely.Geometry:
        """Return what of an outline (metres) lies in the frame."""
        west, east = self.axes.get_xlim()
        south, north = self.axes.get_ylim()
        sound = outline if shapely.is_valid(outline) else shapely.make_valid(outline)
        return shapely.intersection(sound, shapely.box(west, south, east, north))

    def inside(self, x: float, y: float, margin: float = 0) -> bool:
        """Whether a point (metres) lies in the frame, or so many pixels of the screen outside.

        Parameters
        ----------
        x, y
            Metres of Web Mercator.
        margin
            Pixels of the screen map outside the frame that count as inside.
        """
        west, east = self.axes.get_xlim()
        south, north = self.axes.get_ylim()
        more = margin * self.pixel
        return west - more <= x <= east + more and south - more <= y <= north + more


def mercator(rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return rows in metres of Web Mercator."""
    return rows.to_crs(MERCATOR)


def path(outline: Any) -> Path:
    """Return polygons or lines as one path."""
    parts = shapely.get_parts(np.atleast_1d(outline))
    lines = [ring for part in parts for ring in _rings(part)]
    points = [shapely.get_coordinates(line) for line in lines]
    if not points:
        return Path(np.empty((0, 2)))
    codes = [np.full(len(line), Path.LINETO, dtype=np.uint8) for line in points]
    for line, code in zip(lines, codes, strict=True):
        code[0] = Path.MOVETO
        if line.is_ring:
            code[-1] = Path.CLOSEPOLY
    return Path(np.concatenate(points), np.concatenate(codes))


def _rings(part: Any) -> list[Any]:
    return [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]


def dashed(pixels: Sequence[float]) -> Any:
    """Return dashes and gaps (pixels of the screen map) as a line style, whole where none.

    Examples
    --------
    >>> dashed((4, 2)), dashed(())
    ((0, (3.0, 1.5)), 'solid')
    """
    return (0, tuple(length * PX for length in pixels)) if pixels else "solid"


def missing(value: Any) -> bool:
    """Whether a cell holds nothing."""
    return value is None or value == "" or bool(pd.isna(value))
