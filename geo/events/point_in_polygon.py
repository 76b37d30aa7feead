"""Which outline a position lies in, for millions of positions.

Positions are sorted by longitude, so that those beside an outline are found by a search; GEOS looks
at those in the outline's box, with an outline that is prepared once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely


@dataclass(frozen=True, eq=False)
class Locator:
    """Outlines made ready for the question which of them a position lies in.

    Where outlines overlap or share a border, the first of them in the order given answers.

    Examples
    --------
    >>> import shapely
    >>> two = Locator.of([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)])
    >>> two.locate([0.5, 1.0, 2.0, 3.0], [0.5, 0.5, 0.5, 0.5]).tolist()
    [0, 0, 1, -1]
    """

    outlines: np.ndarray
    """Polygons or multipolygons in degrees."""

    boxes: np.ndarray
    """float64, n by 4: west, south, east, north of each (degrees); NaN of an empty one."""

    @classmethod
    def of(cls, outlines: Sequence[shapely.Geometry] | np.ndarray) -> Locator:
        """Make outlines (polygons or multipolygons, valid, EPSG:4326) ready."""
        shapes = np.asarray(outlines, dtype=object)
        return cls(shapes, shapely.bounds(shapes).reshape(-1, 4))

    def locate(
        self, lon: Sequence[float] | np.ndarray, lat: Sequence[float] | np.ndarray
    ) -> np.ndarray:
        """Return the number of the outline of each position (degrees), -1 outside all of them.

        Parameters
        ----------
        lon, lat
            Degrees (EPSG:4326), shape (n,).

        Returns
        -------
        numpy.ndarray
            int32, as long as ``lon``. A position that is not a number lies outside.
        """
        x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
        order = np.argsort(x)
        x, y = x[order], y[order]
        found = np.full(len(x), -1, dtype=np.int32)
        shapely.prepare(self.outlines)
        begin, end = (
            np.searchsorted(x, self.boxes[:, 0]),
            np.searchsorted(x, self.boxes[:, 2], "right"),
        )
        # From the last to the first, so that the first outline has the last word.
        for number in np.flatnonzero(begin < end)[::-1]:
            _, south, _, north = self.boxes[number]
            column = y[begin[number] : end[number]]
            near = begin[number] + np.flatnonzero((column >= south) & (column <= north))
            within = shapely.intersects_xy(self.outlines[number], x[near], y[near])
            found[near[within]] = number
        out = np.empty_like(found)
        out[order] = found
        return out
