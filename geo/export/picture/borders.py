"""Borders by the level at which their two sides differ, and fronts between holders."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
import shapely

from geo.atlas import Atlas
from geo.draw.layers.ground import ground

#: Levels of a border: country, governorate, district, sub-district, within a sub-district.
COUNTRY, GOVERNORATE, DISTRICT, SUBDISTRICT, PART = range(5)


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
