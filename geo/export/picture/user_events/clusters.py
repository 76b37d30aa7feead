"""Events that lie close together as one circle with their count, ringed by their kinds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.patches import Wedge

from geo.export.picture.marks import NumberedMark, write_number
from geo.export.picture.plate import PX, Plate
from geo.export.picture.user_events.data import VisibleEvents
from geo.export.picture.user_events.look import CLUSTER_CELL, EVERY, PAPER, TEXT

#: Pixels between two circles.
_APART = 3


@dataclass(frozen=True, eq=False)
class Cluster:
    """Events of one cell, and of those whose circles it would cover."""

    spot: NumberedMark
    """Their middle."""

    shares: np.ndarray
    """How many of them have each class of colour."""

    @property
    def count(self) -> int:
        """How many they are."""
        return int(self.shares.sum())


def clusters(seen: VisibleEvents) -> list[Cluster]:
    """Gather events by cell, the smallest first; a circle takes in those that it would cover."""
    codes = seen.screen.squares(seen.x, seen.y, CLUSTER_CELL).codes()
    _, first, cell, counts = np.unique(
        codes, return_index=True, return_inverse=True, return_counts=True
    )
    shares = np.zeros((len(counts), len(EVERY)), dtype=np.int64)
    np.add.at(shares, (cell, seen.colour), 1)
    middles = [np.bincount(cell, one, len(counts)) / counts for one in (seen.x, seen.y)]
    x, y = seen.screen.metres(*middles)
    apart = (np.array(middles).T, _radius(counts))
    found: dict[int, np.ndarray] = {}
    for at in np.lexsort((first, -counts)):
        near = next((one for one in found if _meet(*apart, one, at)), None)
        if near is None:
            found[at] = shares[at]
        else:
            found[near] = found[near] + shares[at]
    made = [
        Cluster(NumberedMark(float(x[at]), float(y[at]), float(_radius(own.sum()))), own)
        for at, own in found.items()
    ]
    return sorted(made, key=lambda one: one.count)


def _radius(counts: np.ndarray) -> np.ndarray:
    """Return the radii in pixels of circles of so many events."""
    return np.where(counts == 1, 5, 9 + 4 * np.log10(np.maximum(counts, 1)))


def _meet(middles: np.ndarray, radii: np.ndarray, one: int, other: int) -> bool:
    """Return whether two circles would meet."""
    away = np.abs(middles[one] - middles[other]).max()
    return bool(away < radii[one] + radii[other] + _APART)


def paint(plate: Plate, seen: VisibleEvents) -> list[NumberedMark]:
    """Draw clusters; one event alone is a dot.

    Parameters
    ----------
    plate
        The plate of the picture.
    seen
        Events that are drawn at their place.

    Returns
    -------
    list of NumberedMark
        The clusters with a number, which names must not cover.
    """
    found = clusters(seen)
    for number, one in enumerate(found):
        z = 9.8 + number * 1e-4  # counts stay legible: above the marks of other layers
        if one.count == 1:
            _single(plate, one, z)
        else:
            _ringed(plate, seen.screen.metre, one, z)
    return [one.spot for one in found if one.count > 1]


def _single(plate: Plate, one: Cluster, z: float) -> None:
    plate.axes.scatter(
        [one.spot.x], [one.spot.y], s=(2 * PX * one.spot.px) ** 2, zorder=z, linewidths=1.5 * PX,
        facecolors=EVERY[int(one.shares.argmax())], edgecolors=PAPER,
    )  # fmt: skip


def _ringed(plate: Plate, metre: float, one: Cluster, z: float) -> None:
    middle, px = (one.spot.x, one.spot.y), one.spot.px

    def disc(size: float, start: float, end: float, wide: float | None, colour: str) -> None:
        width = None if wide is None else wide * metre
        look = {"facecolor": colour, "linewidth": 0, "zorder": z}
        plate.axes.add_patch(Wedge(middle, size * metre, start, end, width=width, **look))

    disc(px + 1.2, 0, 360, None, PAPER)
    ends = 90 - np.concatenate([[0], np.cumsum(one.shares)]) / one.count * 360
    for colour, end, start in zip(EVERY, ends[1:], ends[:-1], strict=True):
        if end < start:
            disc(px + 0.6, float(end), float(start), 3.6, colour)
    letters = 9 if one.count > 99_999 else 10.5
    write_number(plate, one.spot, one.count, px=letters, colour=TEXT, z=z + 5e-5)
