"""How one layer is put on a picture: what it draws, its lines of the legend, its names."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import shapely

from geo.draw.style import LINES
from geo.export.picture.entry import Entry, line, mark
from geo.export.picture.ground import draw
from geo.export.picture.marks import MARGIN, MarkRoom, dot, placed
from geo.export.picture.names import Name
from geo.export.picture.plate import PX, Plate, dashed, mercator, missing
from geo.layers import Layer
from geo.layers.spec import Circles
from geo.model import Confidence


@dataclass(frozen=True)
class Painter:
    """The picture's half of a layer; each part takes the sheet and features (EPSG:4326)."""

    paint: Callable[[Plate, gpd.GeoDataFrame], None]
    """Draws the features."""
    legend: Callable[[Plate, gpd.GeoDataFrame], Iterator[Entry]] | None = None
    """Yields the lines of the legend; by default the lines that the layer's spec names."""
    names: Callable[[Plate, gpd.GeoDataFrame], Iterator[Name]] | None = None
    """Yields the names that the layer writes; none by default."""
    rooms: Callable[[Plate, gpd.GeoDataFrame], Iterator[MarkRoom]] | None = None
    """Yields the rectangles of its marks, which names leave free; none by default."""
    seen: Callable[[Plate, gpd.GeoDataFrame], Any] | None = None
    """Returns a value; a film draws the layer anew when it changes. By default all columns."""
    steady: bool = False
    """Whether the features are the same on every day; the day only decides which are drawn."""


def keyed(layer: Layer, plate: Plate) -> Iterator[Entry]:
    """Yield the lines of the legend that a layer's spec names.

    Parameters
    ----------
    layer
        The layer.
    plate
        The plate of the picture.
    """
    for name, look in layer.spec.lines.items():
        if look.key:
            yield line(plate.t(look.key), name)


def lines(name: str, z: float) -> Callable[[Plate, gpd.GeoDataFrame], None]:
    """Return what draws every feature as a line of :data:`geo.draw.style.LINES`.

    Parameters
    ----------
    name
        Name of the line.
    z
        The drawing order (``zorder``).
    """
    assert name in LINES

    def paint(plate: Plate, rows: gpd.GeoDataFrame) -> None:
        for outline in rows.geometry:
            draw(plate, outline, name, z)

    return paint


def circles(look: Circles) -> Painter:
    """Return what draws points as circles whose area grows with a figure, the largest below."""

    def radius(value: float) -> float:
        return max(look.least, math.sqrt(value / look.unit))

    def paint(plate: Plate, rows: gpd.GeoDataFrame) -> None:
        for row, x, y in placed(plate, rows.sort_values(look.column, ascending=False), MARGIN):
            value = getattr(row, look.column)
            if not missing(value):
                dot(plate, x, y, radius(value), 8.3, **_disc(look, row.confidence))

    def legend(plate: Plate, _: gpd.GeoDataFrame) -> Iterator[Entry]:
        for value in look.samples:
            text = plate.t(look.key, n=plate.number(value))
            yield mark(text, radius(value), **_disc(look))
        if look.vague:
            yield mark(plate.t(look.vague), 5, **_disc(look, Confidence.LOW))

    return Painter(paint, legend)


def _disc(look: Circles, confidence: str = Confidence.HIGH) -> dict[str, Any]:
    vague = confidence == Confidence.LOW
    return {
        "facecolors": "none" if vague else f"{look.colour}73",
        "edgecolors": look.colour,
        "linewidths": (1.4 if vague else 0.9) * PX,
        "linestyles": dashed((3, 2) if vague else ()),
    }


def centres(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[tuple[Any, float, float]]:
    """Yield what the frame shows of each row, with a point inside it (metres of Web Mercator).

    Parameters
    ----------
    plate
        The plate of the picture.
    rows
        Polygons (EPSG:4326).
    """
    seen = rows.set_geometry(shapely.clip_by_rect(rows.geometry.values, *plate.degrees), crs=4326)
    seen = seen[~seen.geometry.is_empty]
    seen = mercator(seen)
    for row, point in zip(seen.itertuples(), seen.representative_point(), strict=True):
        yield row, point.x, point.y
