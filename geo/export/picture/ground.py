"""The ground of a picture: land, lines, borders by the level at which their two sides differ."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.patches import PathPatch

from geo.atlas import Atlas
from geo.draw.layers.ground import ground
from geo.draw.style import LINES, STYLE
from geo.export.picture.plate import MERCATOR, PX, Plate, dashed, path

#: Levels of a border: country, governorate, district, sub-district, within a sub-district.
COUNTRY, GOVERNORATE, DISTRICT, SUBDISTRICT, PART = range(5)

#: A band of the page, "rgba(122,46,92,0.17)", as colour and opacity.
BAND = (STYLE["disputed"], 0.17)


def fill(plate: Plate, outline: Any, colour: str, z: float, **more: Any) -> PathPatch:
    """Fill polygons (EPSG:4326).

    Parameters
    ----------
    plate
        The plate of the picture.
    outline
        Polygons.
    colour
        Their colour.
    z
        The drawing order (``zorder``).
    **more
        What :class:`matplotlib.patches.PathPatch` takes besides.

    Returns
    -------
    PathPatch
        The shape, added to the map.
    """
    patch = PathPatch(path(project(outline)), facecolor=colour, zorder=z, **more)
    patch.set_linewidth(more.get("linewidth", 0))
    plate.axes.add_artist(patch)  # add_patch would measure it
    return patch


def stroke(plate: Plate, outline: Any, colour: Any, px: float, z: float, **more: Any) -> PathPatch:
    """Draw lines (EPSG:4326) as wide as so many pixels of the screen map.

    Parameters
    ----------
    plate
        The plate of the picture.
    outline
        Lines, or polygons whose edge is drawn.
    colour
        Their colour.
    px
        Their width.
    z
        The drawing order (``zorder``).
    **more
        What :meth:`matplotlib.patches.PathPatch.set` takes besides.

    Returns
    -------
    PathPatch
        The shape, added to the map.
    """
    patch = PathPatch(
        path(project(outline)), facecolor="none", edgecolor=colour, linewidth=px * PX, zorder=z
    )
    patch.set(joinstyle="round", **more)
    plate.axes.add_artist(patch)  # add_patch would measure it
    return patch


def draw(plate: Plate, outline: Any, name: str, z: float) -> None:
    """Draw lines (EPSG:4326) in a style of :data:`geo.draw.style.LINES`.

    Parameters
    ----------
    plate
        The plate of the picture.
    outline
        The lines.
    name
        Name of the style.
    z
        The drawing order (``zorder``).
    """
    line = LINES[name]
    stroke(plate, outline, line["colour"], line["width"], z, linestyle=dashed(line["dash"]))


def project(outline: Any) -> Any:
    """Return an outline (EPSG:4326) in metres of Web Mercator."""
    return gpd.GeoSeries([outline], crs=4326).to_crs(MERCATOR).iloc[0]


def land(plate: Plate) -> None:
    """Fill the country's ground: without control it would look like water."""
    fill(plate, country(plate.atlas), STYLE["land"], 0.5)


@lru_cache(maxsize=2)
def country(atlas: Atlas) -> Any:
    """Return the outline of the country (EPSG:4326)."""
    return shapely.coverage_union_all(atlas.units.geometry.to_numpy())


@lru_cache(maxsize=2)
def arcs(atlas: Atlas) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return every border once: lines (degrees), indexes of the units left and right, level."""
    found: dict[str, Any] = ground(atlas)["topology"]
    lines = [
        shapely.LineString(np.cumsum(np.reshape(steps, (-1, 2)), axis=0) * found["scale"])
        for steps in found["arcs"]
    ]
    sides = (np.array(found[name]) for name in ("left", "right", "level"))
    return np.array(lines, dtype=object), *sides  # type: ignore[return-value]


def of_level(atlas: Atlas, level: int) -> Any:
    """Return the borders of a level as one line (EPSG:4326).

    Parameters
    ----------
    atlas
        The atlas.
    level
        :data:`COUNTRY` to :data:`PART`.
    """
    lines, _, _, levels = arcs(atlas)
    return shapely.MultiLineString(list(lines[levels == level]))


def between(atlas: Atlas, differ: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> dict[str, Any]:
    """Return the borders between units that differ, those within a sub-district apart.

    Parameters
    ----------
    atlas
        The atlas.
    differ
        Takes the indexes of the units on both sides, gives a truth value for each pair.

    Returns
    -------
    dict
        ``whole`` and ``cut``, each one line (EPSG:4326).
    """
    lines, left, right, levels = arcs(atlas)
    inner = (left >= 0) & (right >= 0)
    apart = inner.copy()
    apart[inner] = differ(left[inner], right[inner])
    return {
        "whole": shapely.MultiLineString(list(lines[apart & (levels != PART)])),
        "cut": shapely.MultiLineString(list(lines[apart & (levels == PART)])),
    }
