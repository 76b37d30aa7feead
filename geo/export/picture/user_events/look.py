"""How the page draws event data: colours, sizes and steps; a test holds both sides together."""

from __future__ import annotations

import math

#: Colours of the kinds, the most frequent first, and of all further kinds.
COLOURS = (
    "#b81414", "#1a55d8", "#e08400", "#009a68", "#ea3fd0", "#35107a", "#560a26", "#a05c94",
)  # fmt: skip
OTHER = "#77736b"
EVERY = (*COLOURS, OTHER)

#: Paper around and within marks, ink of areas and of counts.
PAPER, AREA, TEXT = "#fdfcf8", "#45413c", "#23262b"

#: Half a side of the square of an area by position precision, and pixels of a cell of areas.
SIDES = {"district": 7.5, "governorate": 9.5, "region": 12.0, "country": 12.0}
AREA_CELL = 40

#: Pixels of a cell of clusters, the radius of a hexagon, and pixels of a cell of heat.
CLUSTER_CELL, HEXAGON, HEAT_CELL = 58, 11, 4

#: Pixels of a cell whose events are one circle; of the radius of the largest figure of one event,
#: of the smallest circle and of the largest.
SIZED_CELL = 14
LARGEST, SMALLEST, WIDEST = 12.0, 2.5, 60.0

#: Least count of each shade of hexagons, and their colours.
LEAST = (1, 4, 16, 64, 256, 1024)
_ALPHAS = (0.26, 0.42, 0.56, 0.7, 0.84, 0.96)
SHADES = tuple(
    ((112 - 9 * i) / 255, (18 - i) / 255, (66 - 5 * i) / 255, alpha)
    for i, alpha in enumerate(_ALPHAS)
)

#: Cells that heat spreads (one standard deviation), cells that it reaches, and the least of it
#: that is drawn: half of what one event makes of its own cell.
SPREAD, REACH = 2, 8
FAINTEST = (1 / (SPREAD * math.sqrt(2 * math.pi))) ** 2 / 2

#: From how many events on dots are smaller, and stacks of them need more events.
MANY = 60_000

#: Least count of a stack that is drawn as one, from a zoom on; how many stacks at most.
STACKS = ((9.0, 2), (7.5, 10), (0.0, 50))
MOST_STACKS = 250


def radius(zoom: float, count: int) -> float:
    """Return the radius of a dot in pixels: smaller where events are many, larger from near.

    Parameters
    ----------
    zoom
        Zoom of the screen map, as web maps count it.
    count
        How many events the reader brought.

    Examples
    --------
    >>> radius(7, 500), radius(7, 1_000_000)
    (3.4, 1.5)
    """
    steps = ((300_000, 1.5), (MANY, 2.0), (10_000, 2.6))
    base = next((size for least, size in steps if count > least), 3.4)
    return max(1.2, min(5.5, base + (zoom - 7) * 0.5))


def heat(share: float) -> tuple[float, float, float, float]:
    """Return the ink of a share of the most crowded spot; the power keeps single events in sight.

    The ground stays in sight under the most crowded.

    Examples
    --------
    >>> [round(value, 2) for value in heat(1)]
    [0.24, 0.04, 0.14, 0.7]
    """
    red, green, blue = (round(one * (1 - 0.45 * share)) / 255 for one in (112, 18, 66))
    return red, green, blue, 0.7 * share**0.75


def size_of(figure: float, most: float) -> float:
    """Return the radius in pixels of a circle whose area grows with a figure.

    Parameters
    ----------
    figure
        The figure; 0 where there is none.
    most
        The largest figure of one event.

    Examples
    --------
    >>> size_of(25, 100), size_of(0, 100)
    (6.0, 2.5)
    """
    return min(WIDEST, max(SMALLEST, LARGEST * math.sqrt(figure / most))) if figure else SMALLEST


def samples(most: float) -> list[int]:
    """Return the figures whose circles a legend shows, as 1, 2 or 5 of a power of ten.

    Examples
    --------
    >>> samples(730), samples(3), samples(0)
    ([500, 100, 20], [2], [])
    """
    found = []
    for value in (most, most / 5, most / 25):
        if value >= 1:
            power = 10 ** math.floor(math.log10(value))
            found.append(power * next(step for step in (5, 2, 1) if value >= step * power))
    return list(dict.fromkeys(found))
