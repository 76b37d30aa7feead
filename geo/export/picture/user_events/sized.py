"""Events as circles by a figure: people of a list of the displaced, deaths of all else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.colors import to_rgba

from geo.export.picture.marks import MarkRoom
from geo.export.picture.plate import PX, Plate
from geo.export.picture.user_events.data import VisibleEvents
from geo.export.picture.user_events.look import EVERY, PAPER, SIZED_CELL, size_of


@dataclass(frozen=True, eq=False)
class Circles:
    """Events by cell, the largest figure first."""

    x: np.ndarray
    """Pixels from the left edge."""

    y: np.ndarray
    """Pixels from the upper edge."""

    sums: np.ndarray
    """The figure of each."""

    colour: np.ndarray
    """Class of colour of most of its events."""


def circles(seen: VisibleEvents) -> Circles:
    """Gather events by cell, the largest first."""
    codes = seen.screen.squares(seen.x, seen.y, SIZED_CELL).codes()
    _, cell, counts = np.unique(codes, return_inverse=True, return_counts=True)
    shares = np.zeros((len(counts), len(EVERY)), dtype=np.int64)
    np.add.at(shares, (cell, seen.colour), 1)
    sums = np.bincount(cell, seen.figure, len(counts))
    x, y = (np.bincount(cell, one, len(counts)) / counts for one in (seen.x, seen.y))
    order = np.lexsort((-counts, -sums))
    return Circles(x[order], y[order], sums[order], shares.argmax(axis=1)[order])


def paint(plate: Plate, seen: VisibleEvents) -> list[MarkRoom]:
    """Draw the circles, the smallest above.

    Parameters
    ----------
    plate
        The plate of the picture.
    seen
        Events that are drawn at their place.

    Returns
    -------
    list of MarkRoom
        No marks: names may cover circles.
    """
    if not len(seen):
        return []
    found = circles(seen)
    x, y = seen.screen.metres(found.x, found.y)
    radius = np.array([size_of(one, seen.most) for one in found.sums])
    fills = np.array([to_rgba(EVERY[one], 0.55) for one in found.colour])
    fills[found.sums == 0] = to_rgba(PAPER, 0.55)
    edges = [EVERY[one] for one in found.colour]
    look: dict[str, Any] = {
        "facecolors": fills,
        "edgecolors": edges,
        "linewidths": PX,
        "zorder": 8.4,
    }
    plate.axes.scatter(x, y, s=(2 * PX * radius) ** 2, **look)
    return []
