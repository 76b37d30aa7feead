"""Ground that an address names: areas by their ids, or the corners of a polygon."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

#: Crossings of its own edges that a polygon may have. To make a valid area of one with 5,000, as
#: 200 corners at random have, takes three seconds; with 1,000, a third of one.
MOST_SELF_CROSSINGS = 1_000

#: Corners up to which every pair of edges is looked at, and edges that are looked at together; of
#: a longer ring only the latter are.
COUNTED, TOGETHER = 2_000, 500

#: Corners that a polygon of an address may have.
CORNERS = 200

#: Characters of the names of areas, and of the corners of a polygon.
LONGEST_NAMED, LONGEST_CORNERS = 2_000, 10_000

#: How an address writes a number of degrees; Python reads other forms too, which the page does not.
_DEGREES = re.compile(r" *[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)? *", re.ASCII | re.IGNORECASE)

#: Ground by names: kinds and ids, such as ``areas:kirkuk.daquq,districts:IQG13Q04``.
_NAMED = re.compile(r"(areas|districts|governorates|subdistricts):[\w-]+(\.[\w-]+)*", re.ASCII)


def parse_degrees(value: Any) -> float:
    """Return a number of degrees to a thousandth; the page's own reader rounds alike."""
    if isinstance(value, str) and not _DEGREES.fullmatch(value):
        raise ValueError
    return math.floor(float(value) * 1000 + 0.5) / 1000


def is_named(text: str) -> bool:
    """Return whether a text names ground by kinds and ids."""
    return len(text) <= LONGEST_NAMED and all(_NAMED.fullmatch(part) for part in text.split(","))


def parse_corners(text: str) -> list[tuple[float, float]]:
    """Return the corners of a polygon, ``lon,lat;lon,lat;lon,lat``, to a thousandth of a degree."""
    if len(text) > LONGEST_CORNERS:
        raise ValueError
    corners = [
        (parse_degrees(lon), parse_degrees(lat))
        for lon, lat in (pair.split(",") for pair in text.split(";"))
    ]
    if not 3 <= len(corners) <= CORNERS:
        raise ValueError
    if not all(-180 <= lon <= 180 and -85 <= lat <= 85 for lon, lat in corners):
        raise ValueError
    return corners


def self_crossings(corners: Sequence[tuple[float, float]]) -> int:
    """Return how many pairs of edges of a closed ring cross, touching ends left out.

    It counts no further than beyond :data:`MOST_SELF_CROSSINGS`.

    >>> self_crossings([(0, 0), (1, 1), (1, 0), (0, 1)]), self_crossings([(0, 0), (1, 0), (0, 1)])
    (1, 0)
    """
    if len(corners) <= 3:
        return 0
    import numpy as np  # noqa: PLC0415 -- every command reads this module, few count crossings

    start = np.asarray(corners, dtype=float)
    end = np.roll(start, -1, axis=0)
    count, order = 0, np.arange(len(start))
    for first in range(0, len(start), TOGETHER):
        some = slice(first, first + TOGETHER)
        other = some if len(start) > COUNTED else slice(None)
        # The ends of edge j lie on both sides of edge i, and the other way round.
        (a, b), (c, d) = (start[some], end[some]), (start[other], end[other])
        apart = _side(a, b, c) * _side(a, b, d) < 0
        back = _side(c, d, a) * _side(c, d, b) < 0
        count += int(np.count_nonzero(apart & back.T & (order[other] > order[some, None])))
        if count > MOST_SELF_CROSSINGS:
            break
    return count


def _side(start: np.ndarray, end: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return the side of each edge (rows) on which each point (columns) lies: 1, -1, or 0."""
    import numpy as np  # noqa: PLC0415 -- as above

    (x, y), (dx, dy) = start.T[:, :, None], (end - start).T[:, :, None]
    return np.sign(dx * (points[:, 1] - y) - dy * (points[:, 0] - x))
