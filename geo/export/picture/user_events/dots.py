"""Events at their place as dots, and those whose place is an area as hollow, dashed squares.

A dot shows the kind of the latest event of its spot; a square has the number of its events.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.patches import Rectangle

from geo.events.schema import POSITION_PRECISIONS
from geo.export.picture.marks import MarkRoom, write_number
from geo.export.picture.plate import PX, Plate, dashed
from geo.export.picture.user_events.data import VisibleEvents
from geo.export.picture.user_events.look import (
    AREA,
    AREA_CELL,
    EVERY,
    MANY,
    MOST_STACKS,
    PAPER,
    SIDES,
    STACKS,
    radius,
)
from geo.export.picture.user_events.screen import Cells

#: So many dots are drawn as shapes in SVG and PDF; more are drawn as one image.
LINES = 4000

_Z = 8.4


@dataclass(frozen=True, eq=False)
class Stack:
    """Events that lie in one pixel of the screen map, one entry a pixel."""

    latest: np.ndarray
    """Which of the events is the latest."""

    count: np.ndarray
    """How many they are."""


def paint(plate: Plate, seen: VisibleEvents) -> list[MarkRoom]:
    """Draw events as dots, from near those at one spot larger and with their number.

    Parameters
    ----------
    plate
        The plate of the picture.
    seen
        Events that are drawn at their place.

    Returns
    -------
    list of MarkRoom
        The dots with a number, which names must not cover.
    """
    found = stacks(seen)
    if len(found.latest):
        _stamp(plate, seen[found.latest])
    return [
        _stack(plate, seen, int(found.latest[at]), int(found.count[at]), _Z + 0.01 + z * 1e-4)
        for z, at in enumerate(_counted(seen, found))
    ]


def stacks(seen: VisibleEvents) -> Stack:
    """Return the pixels that have events, row by row, as the page stamps them."""
    codes = Cells(*(np.floor(one).astype(np.int64) for one in (seen.x, seen.y))).codes()
    _, first, counts = np.unique(codes[::-1], return_index=True, return_counts=True)
    return Stack(len(codes) - 1 - first, counts)


def _stamp(plate: Plate, seen: VisibleEvents) -> None:
    """Draw one dot for each event, in their order."""
    px = radius(seen.screen.zoom, seen.whole)
    rim = 1.0 if px >= 2.4 else 0.0
    hollow = seen.vague
    inks = np.array(EVERY)[seen.colour]
    look: dict[str, Any] = {
        "s": (2 * PX * np.where(hollow, px - 0.6, px + rim / 2)) ** 2,
        "linewidths": PX * np.where(hollow, 1.2, rim),
        "facecolors": np.where(hollow, PAPER, inks),
        "edgecolors": np.where(hollow, inks, f"{PAPER}bf"),
    }
    drawn = plate.axes.scatter(*seen.screen.metres(seen.x, seen.y), zorder=_Z, **look)
    drawn.set_rasterized(len(seen) > LINES)


def _counted(seen: VisibleEvents, found: Stack) -> list[int]:
    """Return the pixels that are drawn with their number, the largest first and none on another."""
    zoom = seen.screen.zoom
    least = next(count for start, count in STACKS if zoom >= start)
    least *= 10 if seen.whole > MANY and zoom < STACKS[0][0] else 1
    some = np.flatnonzero(found.count >= least)
    some = some[np.argsort(-found.count[some], kind="stable")][:MOST_STACKS]
    taken: list[int] = []
    stand: list[tuple[float, float, float]] = []
    for at in some:
        x, y = (float(np.floor(one[found.latest[at]])) for one in (seen.x, seen.y))
        wide = _wide(int(found.count[at]))
        if all(max(abs(x - a), abs(y - b)) >= wide + other + 2 for a, b, other in stand):
            taken.append(int(at))
            stand.append((x, y, wide))
    return taken


def _wide(events: int) -> float:
    return float(6.5 + min(7, 1.8 * np.log10(events)))


def _stack(plate: Plate, seen: VisibleEvents, event: int, events: int, z: float) -> MarkRoom:
    x, y = seen.screen.metres(seen.x[event], seen.y[event])
    spot = MarkRoom(float(x), float(y), _wide(events))
    plate.axes.scatter(
        [spot.x], [spot.y], s=(2 * PX * spot.px) ** 2, zorder=z, linewidths=1.5 * PX,
        facecolors=EVERY[seen.colour[event]], edgecolors=PAPER,
    )  # fmt: skip
    write_number(plate, spot, events, px=8.5 if events > 999 else 9.5, colour="white", z=z + 5e-5)
    return spot


def paint_areas(plate: Plate, seen: VisibleEvents, z: float) -> list[MarkRoom]:
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
