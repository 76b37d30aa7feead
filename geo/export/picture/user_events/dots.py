"""Events as dots; a spot shows the kind of its latest event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from geo.export.picture.marks import NumberedMark, write_number
from geo.export.picture.plate import PX, Plate
from geo.export.picture.user_events.data import VisibleEvents
from geo.export.picture.user_events.look import (
    EVERY,
    MANY,
    MOST_STACKS,
    PAPER,
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


def paint(plate: Plate, seen: VisibleEvents) -> list[NumberedMark]:
    """Draw events as dots, from near those at one spot larger and with their number.

    Parameters
    ----------
    plate
        The plate of the picture.
    seen
        Events that are drawn at their place.

    Returns
    -------
    list of NumberedMark
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


def _stack(plate: Plate, seen: VisibleEvents, event: int, events: int, z: float) -> NumberedMark:
    x, y = seen.screen.metres(seen.x[event], seen.y[event])
    spot = NumberedMark(float(x), float(y), _wide(events))
    plate.axes.scatter(
        [spot.x], [spot.y], s=(2 * PX * spot.px) ** 2, zorder=z, linewidths=1.5 * PX,
        facecolors=EVERY[seen.colour[event]], edgecolors=PAPER,
    )  # fmt: skip
    write_number(plate, spot, events, px=8.5 if events > 999 else 9.5, colour="white", z=z + 5e-5)
    return spot
