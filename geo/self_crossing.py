"""How often the edges of a polygon cross one another: what makes a drawn polygon costly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

#: Crossings of its own edges that a polygon may have. To make a valid area of one with 5,000, as
#: 200 corners at random have, takes three seconds; with 1,000, a third of one.
MOST = 1_000

#: Corners up to which crossings are counted; every pair of edges is looked at.
COUNTED = 2_000


def crossings(corners: Sequence[tuple[float, float]]) -> int:
    """Return how many pairs of edges of a closed ring cross, touching ends left out.

    Parameters
    ----------
    corners
        Longitude and latitude of each corner, in degrees; the last is joined to the first. Of a
        ring with more than :data:`COUNTED` corners nothing is counted.

    Examples
    --------
    >>> crossings([(0, 0), (1, 1), (1, 0), (0, 1)]), crossings([(0, 0), (1, 0), (0, 1)])
    (1, 0)
    """
    if not 3 < len(corners) <= COUNTED:
        return 0
    import numpy as np  # noqa: PLC0415 -- every command reads this module, few count crossings

    start = np.asarray(corners, dtype=float)
    end = np.roll(start, -1, axis=0)
    before, after = _side(start, end, start), _side(start, end, end)
    apart = before * after < 0  # the ends of edge j lie on both sides of edge i
    return int(np.count_nonzero(np.triu(apart & apart.T)))


def _side(start: np.ndarray, end: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return the side of each edge (rows) on which each point (columns) lies: 1, -1, or 0."""
    import numpy as np  # noqa: PLC0415 -- as above

    (x, y), (dx, dy) = start.T[:, :, None], (end - start).T[:, :, None]
    return np.sign(dx * (points[:, 1] - y) - dy * (points[:, 0] - x))
