"""A frame of degrees on a small map of SVG."""

from __future__ import annotations

from collections.abc import Iterable
from math import cos, radians
from typing import Any

import shapely


class SvgFrame:
    """West, south, east, north on so many pixels; as high as on the ground where no height is."""

    def __init__(self, box: Iterable[float], wide: float, high: float | None = None) -> None:
        self._west, south, east, self._north = box
        self._across = wide / (east - self._west)
        # A degree of longitude is narrower than one of latitude.
        level = self._across / cos(radians((south + self._north) / 2))
        self._up = high / (self._north - south) if high else level
        self.high = (self._north - south) * self._up

    def point(self, lon: float, lat: float) -> tuple[str, str]:
        """Return where a position lies, from the left and from above."""
        x, y = (lon - self._west) * self._across, (self._north - lat) * self._up
        return f"{x:.1f}", f"{y:.1f}"

    def path(self, outlines: Iterable[Any]) -> str:
        """Return the rings of outlines as the data of one path."""
        rings = map(shapely.get_coordinates, shapely.get_rings(shapely.get_parts([*outlines])))
        return "".join(f"M{'L'.join(' '.join(self.point(*xy)) for xy in ring)}z" for ring in rings)
