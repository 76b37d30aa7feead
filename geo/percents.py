"""Parts of a whole as whole percents that add up to a hundred."""

from __future__ import annotations

import math
from collections.abc import Sequence


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
