"""How far points lie from ground held so or so on a day, and what chance would give."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import numpy as np

from geo.ask import control
from geo.atlas import Atlas

#: Shuffles of a null.
ROUNDS = 200

#: The shuffles begin here, so that the page is the same every time.
SEED = 20171016


class Ground:
    """Distances from points to ground, and who held the ground of each day.

    Parameters
    ----------
    atlas
        The atlas.
    """

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        metric = atlas.profile.equidistant
        self.metric = metric
        self.units = atlas.units.to_crs(metric)
        self._held: dict[date, np.ndarray] = {}

    def km(self, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        """Return the km of each point (rows) from each unit (columns); 0 inside."""
        points = gpd.GeoSeries.from_xy(lon, lat, crs=4326).to_crs(self.metric)
        shapes = self.units.geometry
        return np.column_stack([points.distance(shape).to_numpy() for shape in shapes]) / 1000

    def mask_held(self, day: date, holders: Iterable[str]) -> np.ndarray:
        """Return for each unit whether one of some holders has it on a day."""
        if day not in self._held:
            self._held[day] = control.at(self.atlas, day)["holder"].to_numpy()
        return np.isin(self._held[day], list(holders))

    def find_nearest(
        self, km: np.ndarray, days: Sequence[date], holders: Iterable[str]
    ) -> np.ndarray:
        """Return how far each point (rows) lies from ground of some holders on each day (columns).

        Parameters
        ----------
        km
            As :meth:`km` returns them.
        days
            The days, each once.
        holders
            Whose ground.
        """
        wanted = list(holders)
        result = np.full((len(km), len(days)), np.inf)
        for column, day in enumerate(days):
            mask = self.mask_held(day, wanted)
            if mask.any():
                result[:, column] = km[:, mask].min(axis=1)
        return result


@dataclass(frozen=True)
class Share:
    """A share and what chance gives."""

    matched: float
    """Share found, 0 to 1."""
    low: float
    """The 2.5th percentile of the shuffles."""
    mean: float
    """Their mean."""
    high: float
    """The 97.5th percentile."""


def compare_shuffled(number: float, shuffled: Callable[[np.random.Generator], float]) -> Share:
    """Return a share beside what it is when something was shuffled, ``ROUNDS`` times."""
    rng = np.random.default_rng(SEED)
    rounds = np.array([shuffled(rng) for _ in range(ROUNDS)])
    low, high = np.percentile(rounds, [2.5, 97.5])
    return Share(number, float(low), float(rounds.mean()), float(high))
