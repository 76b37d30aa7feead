"""What earlier pieces of a file held, as 64-bit hashes: ids, points, whole rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Hashes = npt.NDArray[np.uint64]


class SeenHashes:
    """Hashes seen before, a multiset that grows piece by piece; 8 bytes each, kept sorted.

    Examples
    --------
    >>> seen = SeenHashes()
    >>> seen.before(np.array([7, 7, 9], np.uint64)).tolist()
    [0, 1, 0]
    >>> seen.before(np.array([7, 8], np.uint64)).tolist()
    [2, 0]
    """

    def __init__(self) -> None:
        self._sorted: Hashes = np.empty(0, np.uint64)

    def before(self, hashes: Hashes) -> npt.NDArray[np.int64]:
        """Return how often each hash came before, shape (n,), and remember all of them."""
        order = np.argsort(hashes, kind="stable")
        fresh = hashes[order]
        first = np.searchsorted(fresh, fresh, side="left")
        earlier = np.arange(len(fresh)) - first
        left = np.searchsorted(self._sorted, fresh, side="left")
        earlier += np.searchsorted(self._sorted, fresh, side="right") - left
        self._sorted = np.sort(np.concatenate([self._sorted, fresh]), kind="stable")
        counts = np.empty(len(fresh), np.int64)
        counts[order] = earlier
        return counts


def of_text(cells: Any) -> Hashes:
    """Return the hash of each cell of text, shape (n,); the same for the same text, everywhere."""
    return pd.util.hash_array(np.asarray(cells, dtype=object), categorize=False)


def of_rows(frame: pd.DataFrame) -> Hashes:
    """Return the hash of each row of a table of text and numbers, shape (n,)."""
    total = np.zeros(len(frame), np.uint64)
    for at in range(frame.shape[1]):
        codes, found = pd.factorize(frame.iloc[:, at])
        hashed = (
            of_text(found)
            if frame.dtypes.iloc[at] == "str"
            else pd.util.hash_array(np.asarray(found))
        )
        total = total * np.uint64(1_000_003) + (hashed[codes] if len(found) else np.uint64(0))
    return total


def of_points(lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> Hashes:
    """Return the hash of each point, shape (n,), to about a tenth of a metre.

    Parameters
    ----------
    lon, lat
        Degrees (EPSG:4326), shape (n,).
    """
    east = np.round(lon * 1e6).astype(np.int64).astype(np.uint64)
    north = np.round(lat * 1e6).astype(np.int64).astype(np.uint64)
    return (east << np.uint64(32)) ^ north
