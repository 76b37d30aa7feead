"""Which of some points is nearest to a position, and how far: for millions of positions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.polynomial import chebyshev
from pyproj import Transformer

from geo.events.numba_kernels import Kernel, inner, spread
from geo.profile import Profile, current

#: Degree of the polynomial that stands in for the projection.
_DEGREE = 9

#: Degrees that the polynomial reaches beyond the region that events can lie in.
_MARGIN = 1.0


@dataclass(frozen=True)
class Plane:
    """An azimuthal equidistant plane, and the box in which a polynomial stands in for it.

    The polynomial keeps to the projection within a millimetre over a box of some fourteen by
    eleven degrees. Distances between points that lie away from the centre are a little off: by
    0.17 % at most over the fourteen degrees around 33°N 44°E.
    """

    projection: str
    """PROJ string."""

    box: tuple[float, float, float, float]
    """West, south, east, north in degrees."""

    @classmethod
    def of(cls, profile: Profile) -> Plane:
        """Return the plane of a profile."""
        west, south, east, north = profile.region
        box = (west - _MARGIN, south - _MARGIN, east + _MARGIN, north + _MARGIN)
        return cls(profile.equidistant, box)


@dataclass(frozen=True, eq=False)
class Nearest:
    """Points made ready for the question which of them is nearest.

    Inside the box of the plane the projection is worked out by a polynomial, elsewhere by PROJ.
    Every point is looked at, so a thousand of them are fine and a
    hundred thousand are not.

    Examples
    --------
    >>> found, km = Nearest.of([44.0, 45.0], [33.0, 33.0]).nearest([44.1], [33.0])
    >>> int(found[0]), round(float(km[0]), 2)
    (0, 9.35)
    """

    x: np.ndarray
    """Metres east of the centre, one a point."""

    y: np.ndarray
    """Metres north of the centre, one a point."""

    plane: Plane
    """The plane that they lie on."""

    @classmethod
    def of(
        cls,
        lon: Sequence[float] | np.ndarray,
        lat: Sequence[float] | np.ndarray,
        plane: Plane | None = None,
    ) -> Nearest:
        """Make points (degrees) ready, on the plane of the profile in use by default."""
        plane = plane or Plane.of(current())
        project = _transformer(plane.projection).transform
        x, y = project(np.asarray(lon, float), np.asarray(lat, float))
        return cls(np.asarray(x), np.asarray(y), plane)

    def nearest(
        self, lon: Sequence[float] | np.ndarray, lat: Sequence[float] | np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the nearest point of each position (degrees) and the distance.

        Returns
        -------
        tuple of numpy.ndarray
            int32 numbers of points (the first of equals; -1 where a position is not a number or
            there are no points) and float32 km (NaN there).
        """
        a, b = np.ascontiguousarray(lon, dtype=float), np.ascontiguousarray(lat, dtype=float)
        found, km = np.empty(len(a), dtype=np.int32), np.empty(len(a), dtype=np.float32)
        easting, northing = _polynomials(self.plane)
        project, box = _transformer(self.plane.projection).transform, np.array(self.plane.box)

        def run(block: slice) -> None:
            x, y = np.empty_like(a[block]), np.empty_like(a[block])
            _project(a[block], b[block], easting, northing, box, x, y)
            beyond = np.isnan(x) & ~np.isnan(a[block]) & ~np.isnan(b[block])
            if beyond.any():
                x[beyond], y[beyond] = project(a[block][beyond], b[block][beyond])
            _nearest(x, y, self.x, self.y, found[block], km[block])

        spread(run, len(a))
        return found, km


@cache
def _transformer(projection: str) -> Transformer:
    return Transformer.from_crs(4326, projection, always_xy=True)


@cache
def _polynomials(plane: Plane) -> tuple[np.ndarray, np.ndarray]:
    """Return the coefficients of easting and northing by powers of longitude and latitude."""
    box = plane.box
    nodes = chebyshev.chebpts1(2 * _DEGREE)
    u, v = (side.ravel() for side in np.meshgrid(nodes, nodes, indexing="ij"))
    lon = (box[0] + box[2]) / 2 + u * (box[2] - box[0]) / 2
    lat = (box[1] + box[3]) / 2 + v * (box[3] - box[1]) / 2
    table = chebyshev.chebvander2d(u, v, [_DEGREE, _DEGREE])
    both = np.column_stack(_transformer(plane.projection).transform(lon, lat))
    fitted = np.linalg.lstsq(table, both, rcond=None)[0].T.reshape(2, _DEGREE + 1, _DEGREE + 1)
    powers = np.zeros((_DEGREE + 1, _DEGREE + 1))
    for degree in range(_DEGREE + 1):
        powers[: degree + 1, degree] = chebyshev.cheb2poly([0] * degree + [1])
    easting, northing = (np.ascontiguousarray(powers @ one @ powers.T) for one in fitted)
    return easting, northing


@inner
def _value(powers: np.ndarray, u: float, v: float) -> float:
    total = 0.0
    for i in range(len(powers) - 1, -1, -1):
        inner_total = 0.0
        for j in range(len(powers) - 1 - i, -1, -1):
            inner_total = inner_total * v + powers[i, j]
        total = total * u + inner_total
    return total


@Kernel
def _project(  # noqa: PLR0917 -- kernels take arrays by position
    lon: np.ndarray,
    lat: np.ndarray,
    easting: np.ndarray,
    northing: np.ndarray,
    box: np.ndarray,
    x: np.ndarray,
    y: np.ndarray,
) -> None:
    """Write metres east and north of the centre; NaN beyond the box."""
    for i in range(len(lon)):
        u = (lon[i] - (box[0] + box[2]) / 2) / ((box[2] - box[0]) / 2)
        v = (lat[i] - (box[1] + box[3]) / 2) / ((box[3] - box[1]) / 2)
        if -1.0 <= u <= 1.0 and -1.0 <= v <= 1.0:
            x[i], y[i] = _value(easting, u, v), _value(northing, u, v)
        else:
            x[i], y[i] = np.nan, np.nan


@Kernel
def _nearest(  # noqa: PLR0917 -- as above
    x: np.ndarray,
    y: np.ndarray,
    px: np.ndarray,
    py: np.ndarray,
    found: np.ndarray,
    km: np.ndarray,
) -> None:
    """Write the nearest point of each position and the distance in km."""
    for i in range(len(x)):
        best, least = -1, np.inf
        for j in range(len(px)):
            square = (px[j] - x[i]) ** 2 + (py[j] - y[i]) ** 2
            if square < least:
                best, least = j, square
        found[i] = best
        km[i] = np.sqrt(least) / 1000 if best >= 0 else np.nan
