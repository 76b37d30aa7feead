"""Slanting lines over what is not plainly held, as shapes.

Programs differ in how they draw a pattern that fills a shape: Chromium leaves it out of small ones,
poppler draws its lines wider and opaque. Shapes look alike everywhere.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from matplotlib.colors import to_rgba
from matplotlib.patches import PathPatch

from geo.draw.style import hatches
from geo.export.picture.plate import path


def stripes(area: Any, name: str, pixel: float) -> Any:
    """Return the lines of a hatch over an area, as polygons cut at its edge.

    Parameters
    ----------
    area
        What is hatched, in any plane unit.
    name
        A hatch of :data:`geo.draw.style.hatches`.
    pixel
        How long a pixel of the screen map is, in the same unit. Hatches of one map join: their
        lines are counted from the origin of the plane.

    Examples
    --------
    >>> lines = stripes(shapely.box(0, 0, 12, 12), "mixed", 1)
    >>> round(lines.area / 144, 2)  # 2.1 wide across, one every 6 along
    0.49
    """
    style = hatches()[name]
    west, south, east, north = area.bounds
    slant = style["slant"]
    step, wide = style["step"] * pixel, style["width"] * pixel * np.sqrt(2)
    ends = [corner - slant * y for corner in (west, east) for y in (south, north)]
    first, last = np.floor(min(ends) / step), np.ceil(max(ends) / step)
    # Where each line meets y = 0; its edges lie half its width to the left and to the right.
    middle = np.arange(first, last + 1)[:, None] * step
    low, high = south - wide, north + wide
    corners = [(-1, low), (1, low), (1, high), (-1, high), (-1, low)]
    across = np.concatenate([middle + side * wide / 2 + slant * y for side, y in corners], axis=1)
    up = np.broadcast_to([y for _, y in corners], across.shape)
    lines: Any = shapely.polygons(np.stack([across, up], axis=-1))
    return shapely.intersection(shapely.multipolygons(lines), area)


def patch(area: Any, name: str, pixel: float, z: float) -> PathPatch:
    """Return the lines of a hatch over an area as a shape that can be drawn.

    Parameters
    ----------
    area
        Polygons in metres of Web Mercator.
    name
        Name of the hatch.
    pixel
        Metres of one pixel of the screen map.
    z
        The drawing order (``zorder``).
    """
    lines = shapely.get_parts(shapely.get_parts(stripes(area, name, pixel)))
    kept = lines[shapely.get_type_id(lines) == shapely.GeometryType.POLYGON]
    return PathPatch(path(kept), facecolor=colour(name), linewidth=0, zorder=z)


def colour(name: str) -> tuple[float, float, float, float]:
    """Return the colour of a hatch's lines.

    Examples
    --------
    >>> colour("low")
    (1.0, 1.0, 1.0, 0.42)
    """
    colour = str(hatches()[name]["colour"])
    if not colour.startswith("rgba("):
        return to_rgba(colour)
    red, green, blue, alpha = (float(part) for part in colour[5:-1].split(","))
    return red / 255, green / 255, blue / 255, alpha
