"""Events counted in hexagons that stay on the ground; each shade stands for four times as many."""

from __future__ import annotations

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from geo.export.picture.marks import MarkRoom
from geo.export.picture.plate import Plate
from geo.export.picture.user_events.data import VisibleEvents
from geo.export.picture.user_events.look import HEXAGON, LEAST, SHADES
from geo.export.picture.user_events.screen import Cells

_ANGLES = np.arange(7) * np.pi / 3
_CODES = np.array([Path.MOVETO, *[Path.LINETO] * 5, Path.CLOSEPOLY], dtype=np.uint8)


def counted(seen: VisibleEvents) -> tuple[Cells, np.ndarray]:
    """Return the hexagons that have events, and how many each has."""
    cells = seen.screen.hexagons(seen.x, seen.y, HEXAGON)
    _, first, counts = np.unique(cells.codes(), return_index=True, return_counts=True)
    return Cells(cells.column[first], cells.row[first]), counts


def paint(plate: Plate, seen: VisibleEvents) -> list[MarkRoom]:
    """Draw the hexagons that have events, one shape for each shade.

    Parameters
    ----------
    plate
        The plate of the picture.
    seen
        Events that are drawn at their place.

    Returns
    -------
    list of MarkRoom
        No marks: names may cover hexagons.
    """
    cells, counts = counted(seen)
    x, y = seen.screen.metres(*seen.screen.middles(cells, HEXAGON))
    size = (HEXAGON - 0.6) * seen.screen.metre
    shade = np.searchsorted(LEAST, counts, side="right") - 1
    for number, colour in enumerate(SHADES):
        some = shade == number
        across = x[some][:, None] + size * np.sin(_ANGLES)
        up = y[some][:, None] + size * np.cos(_ANGLES)
        points = np.stack([across, up], axis=-1).reshape(-1, 2)
        if len(points):
            outline = Path(points, np.tile(_CODES, int(some.sum())))
            patch = PathPatch(outline, facecolor=colour, linewidth=0, zorder=8.4)
            plate.axes.add_patch(patch)
    return []
