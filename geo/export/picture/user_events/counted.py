"""Events counted by cell: clusters, hexagons, circles by a figure, heat.

Clusters are circles with a count, ringed by kind. Hexagons stay on the ground, each shade standing
for four times as many. Circles show people of a list of the displaced, deaths of all else. Heat is
smoothed, and darker by the logarithm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.colors import to_rgba
from matplotlib.patches import PathPatch, Wedge
from matplotlib.path import Path

from geo.export.picture.marks import MarkRoom, write_number
from geo.export.picture.plate import PX, Plate
from geo.export.picture.user_events.data import VisibleEvents
from geo.export.picture.user_events.look import (
    CLUSTER_CELL,
    EVERY,
    FAINTEST,
    HEAT_CELL,
    HEXAGON,
    LEAST,
    PAPER,
    REACH,
    SHADES,
    SIZED_CELL,
    SPREAD,
    TEXT,
    heat,
    size_of,
)
from geo.export.picture.user_events.screen import Cells

#: Pixels between two circles of clusters.
_APART = 3


@dataclass(frozen=True, eq=False)
class Cluster:
    """Events of one cell, and of those whose circles it would cover."""

    spot: MarkRoom
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
        Cluster(MarkRoom(float(x[at]), float(y[at]), float(_radius(own.sum()))), own)
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


def paint_clusters(plate: Plate, seen: VisibleEvents) -> list[MarkRoom]:
    """Draw clusters; one event alone is a dot.

    Parameters
    ----------
    plate
        The plate of the picture.
    seen
        Events that are drawn at their place.

    Returns
    -------
    list of MarkRoom
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


_ANGLES = np.arange(7) * np.pi / 3
_CODES = np.array([Path.MOVETO, *[Path.LINETO] * 5, Path.CLOSEPOLY], dtype=np.uint8)


def hexagons(seen: VisibleEvents) -> tuple[Cells, np.ndarray]:
    """Return the hexagons that have events, and how many each has."""
    cells = seen.screen.hexagons(seen.x, seen.y, HEXAGON)
    _, first, counts = np.unique(cells.codes(), return_index=True, return_counts=True)
    return Cells(cells.column[first], cells.row[first]), counts


def paint_hexagons(plate: Plate, seen: VisibleEvents) -> list[MarkRoom]:
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
    cells, counts = hexagons(seen)
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


def paint_circles(plate: Plate, seen: VisibleEvents) -> list[MarkRoom]:
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


def paint_heat(plate: Plate, seen: VisibleEvents, every: VisibleEvents) -> None:
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
