"""Rows in the order of their days, then along a Z-order curve, so that places cost few bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd

from geo.events.container.planes import Whole

#: Steps of a degree in which positions are kept: 11 m.
STEPS = 10_000
_EPOCH = np.datetime64("1970-01-01", "D")
_SPREAD = (
    (16, 0x0000FFFF0000FFFF), (8, 0x00FF00FF00FF00FF), (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333), (1, 0x5555555555555555),
)  # fmt: skip


@dataclass(frozen=True)
class SortedRows:
    """Where and when rows are, in the order of the container."""

    order: Whole  #: Row of the table for each row of the container.
    #: First day since 1970-01-01, and the south-west corner in steps of a degree.
    origin: tuple[int, int, int]
    #: ``day``: days since the row before; ``position``: how far along the curve since the row
    #: before of that day, in steps of the curve or of ``spots``.
    columns: dict[str, Whole]
    spots: Whole  #: Places of the curve, each once, where many rows share them; else empty.


def sort_rows(rows: pd.DataFrame) -> SortedRows:
    """Put rows in order."""
    day = encode_days(rows["start"])
    lon, lat = (np.rint(rows[name].to_numpy() * STEPS).astype(np.int64) for name in ("lon", "lat"))
    first_day, west, south = (
        int(ndarray.min()) if len(ndarray) else 0 for ndarray in (day, lon, lat)
    )
    along = curve_index(lon - west, lat - south)
    spots = np.unique(along)
    if len(spots) * 4 <= len(along):
        along = np.searchsorted(spots, along)
    else:
        spots = spots[:0]
    # One key of both: day and place together stay below 2^63 anywhere on Earth.
    order = np.argsort((day - first_day) * (along.max(initial=0) + 1) + along, kind="stable")
    passed = np.diff(day[order], prepend=first_day)
    gaps = np.diff(along[order], prepend=0)
    first = _is_first(passed)
    gaps[first] = along[order][first]
    return SortedRows(order, (first_day, west, south), {"day": passed, "position": gaps}, spots)


def decode_places(passed: Whole, gaps: Whole, spots: Whole) -> tuple[Whole, Whole]:
    """Return positions in steps east and north of the corner, from the columns of sorted rows."""
    total = np.cumsum(gaps)
    starts = np.flatnonzero(_is_first(passed))
    before = np.where(starts > 0, total[starts - 1], 0)
    along = total - np.repeat(before, np.diff(np.append(starts, len(gaps))))
    return curve_position(spots[along] if len(spots) else along)


def encode_days(times: pd.Series) -> Whole:
    """Return days since 1970-01-01."""
    return cast("Whole", (times.to_numpy().astype("datetime64[D]") - _EPOCH).astype(np.int64))


def decode_days(numbers: Whole) -> pd.Series:
    """Undo :func:`encode_days`."""
    return pd.Series((_EPOCH + numbers.astype("timedelta64[D]")).astype("datetime64[s]"))


def curve_index(x: Whole, y: Whole) -> Whole:
    """Return places on the curve: the bits of both numbers in turn.

    >>> curve_index(np.array([0, 1, 2]), np.array([0, 1, 0])).tolist()
    [0, 3, 4]
    """
    return _spread(x) | (_spread(y) << 1)


def curve_position(along: Whole) -> tuple[Whole, Whole]:
    """Undo :func:`curve_index`."""
    return _gather_bits(along), _gather_bits(along >> 1)


def _is_first(passed: Whole) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell which rows are the first of their day."""
    is_first = passed > 0
    is_first[:1] = True
    return is_first


def _spread(values: Whole) -> Whole:
    for shift, mask in _SPREAD:
        values = (values | (values << shift)) & mask
    return values


def _gather_bits(values: Whole) -> Whole:
    values = values & _SPREAD[-1][1]
    masks = [mask for _, mask in _SPREAD[-2::-1]] + [0x00000000FFFFFFFF]
    for (shift, _), mask in zip(_SPREAD[::-1], masks, strict=True):
        values = (values | (values >> shift)) & mask
    return values
