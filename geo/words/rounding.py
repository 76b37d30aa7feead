"""Figures rounded to what their band allows, and parts of a whole as whole percents."""

from __future__ import annotations

import math
from collections.abc import Sequence

#: Low, best, high.
Ends = tuple[float, float, float]


def round_band(low: float, best: float, high: float) -> Ends:
    """Round a figure and the ends of its band to two digits of the band's width.

    >>> round_band(58_262.1, 60_011, 63_202.4), round_band(0, 8_546.9, 8_546.9)
    ((58300.0, 60000.0, 63200.0), (0.0, 8500.0, 8500.0))
    """
    low, high = min(low, best), max(high, best)
    width = high - low
    step = 10 ** max(0, math.floor(math.log10(width)) - 1) if width > 1 else 1
    return _round((low, best, high), step)


def round_estimate(low: float, best: float, high: float) -> Ends:
    """Round an estimate and its ends to three digits, or to two where its band is wide.

    >>> round_estimate(1_486_934, 1_486_934, 1_486_934), round_estimate(210_300, 271_937, 398_988)
    ((1490000.0, 1490000.0, 1490000.0), (210000.0, 270000.0, 400000.0))
    """

    def power(value: float) -> int:
        return math.floor(math.log10(value)) if value >= 1 else 0

    size, half = power(abs(best)), power((high - low) / 2)
    step = 10 ** max(0, min(size - 1, max(size - 2, half)))
    return _round((low, best, high), step)


def _round(ends: Ends, step: float) -> Ends:
    low, best, high = (math.floor(end / step + 0.5) * float(step) for end in ends)
    return low, best, high


def whole_percents(parts: Sequence[float]) -> list[int]:
    """Return whole percents: what rounding down leaves goes to the largest remainders.

    A part that is not everything is never a hundred.

    >>> whole_percents([1, 1, 1]), whole_percents([997, 3]), whole_percents([0])
    ([34, 33, 33], [99, 1], [0])
    """
    total = math.fsum(parts)
    if not total:
        return [0] * len(parts)
    exact = [part / total * 100 for part in parts]
    percents = [math.floor(value) for value in exact]
    order = sorted(
        (at for at in range(len(parts)) if percents[at] < 99),
        key=lambda at: percents[at] - exact[at],
    )
    for at in order[: 100 - sum(percents)]:
        percents[at] += 1
    return percents
