"""Events whose place is an area: never a dot, but a hollow, dashed square with their number."""

from __future__ import annotations

import numpy as np
from matplotlib.patches import Rectangle

from geo.events.schema import POSITION_PRECISIONS
from geo.export.picture.marks import MarkRoom, write_number
from geo.export.picture.plate import PX, Plate, dashed
from geo.export.picture.user_events.data import VisibleEvents
from geo.export.picture.user_events.look import AREA, AREA_CELL, SIDES


def paint(plate: Plate, seen: VisibleEvents, z: float) -> list[MarkRoom]:
    """Draw areas, those close together as one mark: as large as the coarsest of them.

    Parameters
    ----------
    plate
        The plate of the picture.
    seen
        Events of which only an area is known.
    z
        The drawing order (``zorder``).

    Returns
    -------
    list of MarkRoom
        The marks with their room, which names must not cover.
    """
    codes = seen.screen.squares(seen.x, seen.y, AREA_CELL).codes()
    _, first, cell, counts = np.unique(
        codes[::-1], return_index=True, return_inverse=True, return_counts=True
    )
    coarsest = np.zeros(len(counts), dtype=np.int64)
    np.maximum.at(coarsest, cell, seen.precision[::-1])
    spots = []
    for at in np.argsort(first):
        event = len(codes) - 1 - first[at]
        x, y = seen.screen.metres(seen.x[event], seen.y[event])
        spot = MarkRoom(float(x), float(y), SIDES[POSITION_PRECISIONS[coarsest[at]]])
        spots.append(spot)
        _square(plate, seen, spot, int(counts[at]), z + len(spots) * 1e-4)
    return spots


def _square(plate: Plate, seen: VisibleEvents, spot: MarkRoom, events: int, z: float) -> None:
    half = spot.px * seen.screen.metre
    plate.axes.add_patch(
        Rectangle(
            (spot.x - half, spot.y - half), 2 * half, 2 * half, zorder=z,
            facecolor="#fdfcf899", edgecolor=AREA, linewidth=1.1 * PX,
            linestyle=dashed((2.5, 2)),
        )
    )  # fmt: skip
    if events > 1:
        length = len(str(events))
        px = 7 if length > 3 else 8 if length > 2 else 9.5
        write_number(plate, spot, events, px=px, colour=AREA, z=z + 5e-5)
