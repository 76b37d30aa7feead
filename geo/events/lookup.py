"""Which outline a position lies in, which point is nearest, who held a unit: for millions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

from geo.atlas import Atlas
from geo.errors import QuestionError
from geo.model import NO_HOLDER
from geo.profile import current
from geo.profile.parts import Days


@dataclass(frozen=True, eq=False)
class Locator:
    """Outlines made ready for the question which of them a position lies in.

    Where outlines overlap or share a border, the first of them in the order given answers.

    >>> import shapely
    >>> two = Locator.of([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)])
    >>> two.locate([0.5, 1.0, 2.0, 3.0], [0.5, 0.5, 0.5, 0.5]).tolist()
    [0, 0, 1, -1]
    """

    outlines: np.ndarray  #: Polygons or multipolygons in degrees.
    #: float64, n by 4: west, south, east, north of each (degrees); NaN of an empty one.
    boxes: np.ndarray

    @classmethod
    def of(cls, outlines: Sequence[shapely.Geometry] | np.ndarray) -> Locator:
        """Make outlines (polygons or multipolygons, valid, EPSG:4326) ready."""
        shapes = np.asarray(outlines, dtype=object)
        return cls(shapes, shapely.bounds(shapes).reshape(-1, 4))

    def locate(
        self, lon: Sequence[float] | np.ndarray, lat: Sequence[float] | np.ndarray
    ) -> np.ndarray:
        """Return the number of the outline of each position (degrees), -1 outside all of them."""
        x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
        order = np.argsort(x)
        x, y = x[order], y[order]
        result = np.full(len(x), -1, dtype=np.int32)
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
            result[near[within]] = number
        out = np.empty_like(result)
        out[order] = result
        return out


#: Positions that are compared at a time: what is worked out of them stays in the processor's cache.
_BLOCK = 65_536


@dataclass(frozen=True, eq=False)
class Nearest:
    """Points made ready for the question which of them is nearest.

    Distances are measured on an azimuthal equidistant plane. Between points that lie away from its
    centre they are a little off: by 0.17 % at most over the fourteen degrees around 33°N 44°E.
    Every point is looked at, so a thousand of them are fine and a hundred thousand are not.

    >>> nearest, km = Nearest.of([44.0, 45.0], [33.0, 33.0]).find_nearest([44.1], [33.0])
    >>> int(nearest[0]), round(float(km[0]), 2)
    (0, 9.35)
    """

    x: np.ndarray  #: Metres east of the centre, one a point.
    y: np.ndarray  #: Metres north of the centre, one a point.
    projection: str  #: PROJ string of the plane that they lie on.

    @classmethod
    def of(
        cls,
        lon: Sequence[float] | np.ndarray,
        lat: Sequence[float] | np.ndarray,
        projection: str | None = None,
    ) -> Nearest:
        """Make points (degrees) ready, by default on the plane of the profile in use."""
        projection = projection or current().equidistant
        x, y = project(projection, lon, lat)
        return cls(x, y, projection)

    def find_nearest(
        self, lon: Sequence[float] | np.ndarray, lat: Sequence[float] | np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the nearest point of each position (degrees) and the distance."""
        x, y = project(self.projection, lon, lat)
        result, least = np.full(len(x), -1, dtype=np.int32), np.full(len(x), np.inf)
        for at in range(0, len(x), _BLOCK):
            block = slice(at, at + _BLOCK)
            for number, (px, py) in enumerate(zip(self.x, self.y, strict=True)):
                square = (x[block] - px) ** 2 + (y[block] - py) ** 2
                closer = square < least[block]
                least[block][closer], result[block][closer] = square[closer], number
        least[result < 0] = np.nan
        return result, (np.sqrt(least) / 1000).astype(np.float32)


def project(
    projection: str, lon: Sequence[float] | np.ndarray, lat: Sequence[float] | np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return metres east and north of a projection's centre; infinite where there are none."""
    x, y = _transformer(projection).transform(np.asarray(lon, float), np.asarray(lat, float))
    return np.asarray(x), np.asarray(y)


@cache
def _transformer(projection: str) -> Transformer:
    return Transformer.from_crs(4326, projection, always_xy=True)


@dataclass(frozen=True, eq=False)
class Holdings:
    """Spells of control in one sorted array, so that a search finds who held a unit on a day."""

    #: int64: number of the unit times 2³² plus the first day of the spell (days since 1970).
    keys: np.ndarray
    ends: np.ndarray  #: int64: the day after the last.
    holders: np.ndarray  #: int8: place in ``names``.
    #: Who may hold ground, as the profile lists them, then :data:`geo.model.NO_HOLDER`.
    names: pd.Index
    days: Days  #: Days that the atlas covers; who held what on others is unknown.
    rows: np.ndarray  #: Place of each in ``Atlas.spells``.

    @classmethod
    def of(cls, atlas: Atlas, units: pd.Index) -> Holdings:
        """Take in the spells of an atlas."""
        spells = pd.DataFrame(atlas.spells)
        names = pd.Index([*atlas.profile.holders, *NO_HOLDER], dtype="str")
        unit = units.get_indexer(pd.Index(spells["unit"])).astype(np.int64)
        start = _days(spells["start"], 0)
        order = np.lexsort((start, unit))
        holder = names.get_indexer(pd.Index(spells["holder"]))
        if (holder < 0).any():
            row = spells.iloc[int(np.argmin(holder))]
            raise QuestionError(
                f"control of {row['unit']!r}, holder {row['holder']!r}: "
                f"expected one of {', '.join(atlas.profile.holders)}"
            )
        keys = unit * 2**32 + start + 2**31
        ends = _days(spells["end"], 2**30)[order]
        days = atlas.profile.days
        return cls(keys[order], ends, holder.astype(np.int8)[order], names, days, order)

    def on(self, unit: np.ndarray, day: np.ndarray) -> np.ndarray:
        """Return the place in ``names`` of who held each numbered unit on each day."""
        days = day.astype("datetime64[D]")
        at = self.spell(unit, day)
        codes = np.where(at >= 0, self.holders[at], self.code("unknown"))
        codes[days < np.datetime64(self.days.first, "D")] = self.code("before")
        codes[days > np.datetime64(self.days.last, "D")] = self.code("after")
        codes[unit < 0] = self.code("abroad")
        return codes

    def spell(self, unit: np.ndarray, day: np.ndarray) -> np.ndarray:
        """Return the place in ``keys`` of the spell of each numbered unit on each day, else -1."""
        days = day.astype("datetime64[D]")
        number = days.astype(np.int64)
        key = unit.astype(np.int64) * 2**32 + np.where(np.isnat(days), 0, number) + 2**31
        at = np.maximum(np.searchsorted(self.keys, key, side="right") - 1, 0)
        covered = (self.keys[at] >> 32 == unit) & (number < self.ends[at]) & ~np.isnat(days)
        return np.where(covered, at, -1)

    def code(self, name: str) -> int:
        """Return the place of a holder in ``names``."""
        return int(np.flatnonzero(self.names == name)[0])

    def changes(self, units: np.ndarray) -> np.ndarray:
        """Return the days (since 1970) on which anything changes in some units, in order."""
        among = np.isin(self.keys >> 32, units)
        starts = (self.keys[among] & (2**32 - 1)) - 2**31
        return np.unique(np.concatenate([starts, self.ends[among]]))


def _days(values: pd.Series, missing: int) -> np.ndarray:
    """Return dates as days since 1970."""
    days = values.to_numpy("datetime64[D]")
    return np.where(np.isnat(days), missing, days.astype(np.int64))
