"""Where events crowd, as a haze of ink: counted in cells, smoothed, darker by the logarithm."""

from __future__ import annotations

import numpy as np

from geo.export.picture.plate import Plate
from geo.export.picture.user_events.data import VisibleEvents
from geo.export.picture.user_events.look import FAINTEST, HEAT_CELL, REACH, SPREAD, heat


def paint(plate: Plate, seen: VisibleEvents, every: VisibleEvents) -> None:
    """Draw a haze over the events seen; ``every`` are those of all days, which set its ink.

    Parameters
    ----------
    plate
        The plate of the picture.
    seen
        Events of the days shown, drawn at their place.
    every
        Those of all days.
    """
    if not len(seen):
        return
    field, corner = smoothed(seen)
    most = max(float(smoothed(every)[0].max(initial=0)), 0.0)
    shares = np.log(np.maximum(field, FAINTEST) / FAINTEST)
    shares = np.minimum(shares / np.log(max(most / FAINTEST, 4)), 1)
    steps = np.array([heat(step / 255) for step in range(256)])
    image = steps[np.floor(shares * 255).astype(np.int64)]
    image[field <= FAINTEST, 3] = 0
    down, across = field.shape
    x, y = seen.screen.metres(
        corner[0] + HEAT_CELL * np.array([0, across]), corner[1] + HEAT_CELL * np.array([down, 0])
    )
    plate.axes.imshow(
        image, extent=(x[0], x[1], y[0], y[1]), zorder=8.4, aspect="auto", interpolation="bilinear"
    )


def smoothed(seen: VisibleEvents) -> tuple[np.ndarray, tuple[float, float]]:
    """Return counts by cell, spread over their neighbours, and where the first cell begins (px)."""
    screen = seen.screen
    left, top = screen.origin
    first = [int(np.floor(-one / HEAT_CELL)) for one in (left, top)]
    shape = [int(np.ceil(one / HEAT_CELL)) + 1 for one in (screen.height, screen.width)]
    cells = screen.squares(seen.x, seen.y, HEAT_CELL)
    counts = np.zeros(shape)
    np.add.at(counts, (cells.row - first[1], cells.column - first[0]), 1)
    corner = (left + first[0] * HEAT_CELL, top + first[1] * HEAT_CELL)
    return _spread(shape[0]) @ counts @ _spread(shape[1]), corner


def _spread(size: int) -> np.ndarray:
    """Return how much each of so many cells in a row gives to each other one."""
    away = np.subtract.outer(np.arange(size), np.arange(size))
    share = np.exp(-(away**2) / (2 * SPREAD**2)) / (SPREAD * np.sqrt(2 * np.pi))
    return np.where(np.abs(away) <= REACH, share, 0)
