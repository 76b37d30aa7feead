"""How sure the holder of a place is: less than its unit near a front between settlements."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from geo.atlas import Atlas

#: Ground is as sure as its unit where the next settlement of another holder is at least so many
#: times as far as that of its own; nearer to the front it is low (docs/accuracy.md).
TIMES = 3.0


class Settlement(NamedTuple):
    """A settlement that draws the ground around it to a part."""

    part: str
    lon: float
    lat: float


@lru_cache(maxsize=4)
def settlements(atlas: Atlas) -> Mapping[str, Sequence[Settlement]]:
    """Return the settlements of each cut sub-district."""
    places = {row["id"]: row for row in atlas.records("places")}
    pcodes = {row["id"]: row["pcode"] for row in atlas.records("parts")}
    result: dict[str, list[Settlement]] = defaultdict(list)
    for row in atlas.records("seeds"):
        place = places[row["place"]]
        result[pcodes[row["part"]]].append(Settlement(row["part"], place["lon"], place["lat"]))
    return result


def is_near_front(
    atlas: Atlas,
    position: tuple[float, float],
    pcode: str,
    holders: Mapping[str, str],
    *,
    without: float = -1.0,
) -> bool:
    """Return whether a front drawn between settlements may as well run beyond a position.

    Settlements within so many degrees as ``without`` says do not count.
    """
    lon, lat = position
    degree = math.cos(math.radians(lat))  # of longitude, in degrees of latitude
    nearest: dict[str, float] = {}
    for part, east, north in settlements(atlas).get(pcode, ()):
        if math.hypot(east - lon, north - lat) <= without:
            continue
        distance = math.hypot((east - lon) * degree, north - lat)
        holder = holders[part]
        nearest[holder] = min(distance, nearest.get(holder, math.inf))
    if len(nearest) < 2:
        return False
    first, second = sorted(nearest.values())[:2]
    return second < TIMES * first
