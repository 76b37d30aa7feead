"""Lines of whole degrees across the map, and the degrees beside it."""

from __future__ import annotations

import math

import geopandas as gpd
import numpy as np

from geo.draw.style import STYLE
from geo.export.picture.plate import MERCATOR, Plate
from geo.words import locale

#: Degrees from one line to the next; the map has at least so many lines across.
_STEPS, _LEAST = (5.0, 2.0, 1.0, 0.5, 0.25, 0.1, 0.05), 3

#: Points from the map to the degrees, which are so high.
_AWAY, _SIZE = 2.0, 5.4


def draw(plate: Plate) -> None:
    """Draw the graticule of WGS 84: thin lines, and their degrees on all four sides."""
    west, south, east, north = plate.degrees
    step = spacing(east - west, north - south)
    thin = {"color": STYLE["faint"], "linewidth": 0.3, "alpha": 0.2, "zorder": 4}
    for value in _between(west, east, step):
        x = _metres(value, south)[0]
        plate.axes.axvline(x, **thin)
        _tell(plate, x, None, _name(plate, value, "east" if value >= 0 else "west"))
    for value in _between(south, north, step):
        y = _metres(west, value)[1]
        plate.axes.axhline(y, **thin)
        _tell(plate, None, y, _name(plate, value, "north" if value >= 0 else "south"))


def spacing(width: float, height: float) -> float:
    """Return how many degrees lie between lines.

    Parameters
    ----------
    width, height
        Size of the map in degrees.

    Examples
    --------
    >>> spacing(6.5, 4.8), spacing(1.2, 0.8)
    (1.0, 0.25)
    """
    fine = (step for step in _STEPS if min(width, height) / step >= _LEAST)
    return next(fine, _STEPS[-1])


def _between(low: float, high: float, step: float) -> np.ndarray:
    return np.arange(math.ceil(low / step), math.floor(high / step) + 1) * step


def _metres(lon: float, lat: float) -> tuple[float, float]:
    point = gpd.GeoSeries.from_xy([lon], [lat], crs=4326).to_crs(MERCATOR)
    return float(point.x[0]), float(point.y[0])


def _name(plate: Plate, value: float, side: str) -> str:
    return plate.t(f"picture.{side}", n=locale.number(abs(value), plate.view.language, 2))


def _tell(plate: Plate, x: float | None, y: float | None, text: str) -> None:
    """Write a degree beside the map, on both sides that its line meets."""
    common = {"fontsize": _SIZE, "color": STYLE["faint"], "parse_math": False, "clip_on": False}
    axes = plate.axes
    for end, away in ((0, -_AWAY), (1, _AWAY)):
        low = end == 0
        if x is not None:
            axes.annotate(
                plate.run(text), (x, end), xycoords=("data", "axes fraction"), xytext=(0, away),
                textcoords="offset points", ha="center", va="top" if low else "bottom",
                annotation_clip=False, **common,
            )  # fmt: skip
        else:
            axes.annotate(
                plate.run(text), (end, y), xycoords=("axes fraction", "data"), xytext=(away, 0),
                textcoords="offset points", ha="right" if low else "left", va="center",
                rotation=90, annotation_clip=False, **common,
            )  # fmt: skip
