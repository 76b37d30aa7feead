"""A small map of points on the outlines of the country, for a file that is not taken yet."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import islice
from math import cos, radians
from typing import Any

import shapely
import streamlit as st

from geo.atlas import Atlas
from geo.draw.style import page_style
from geo.web.texts import t


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


#: Pixels of the map's width, and points that are drawn at most.
_WIDE, MOST = 360, 2_000

#: Degrees that outlines are simplified by: less than a pixel.
_COARSE = 0.02


def show_preview(atlas: Atlas, points: Iterable[tuple[float, float]], below: str) -> None:
    """Show the map, with its name for those who do not see it and a line below it."""
    drawn = base64.b64encode(preview_map(atlas, points).encode()).decode()
    name = html.escape(t("web.user_events.preview"))
    st.html(
        f'<figure class="gl-preview"><img src="data:image/svg+xml;base64,{drawn}" alt="{name}">'
        f"<figcaption>{html.escape(below)}</figcaption></figure>"
    )


def preview_map(atlas: Atlas, points: Iterable[tuple[float, float]]) -> str:
    """Return the map as SVG; points beyond the country's frame are not drawn."""
    west, south, east, north = shapely.bounds(atlas.country)
    frame = SvgFrame((west, south, east, north), _WIDE)
    dots = "".join(
        '<circle cx="{}" cy="{}" r="3"/>'.format(*frame.point(lon, lat))
        for lon, lat in islice(points, MOST)
        if west <= lon <= east and south <= lat <= north
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDE}" height="{frame.high:.0f}" '
        f'viewBox="0 0 {_WIDE} {frame.high:.0f}"><style>{_colours()}</style>'
        f'<rect width="{_WIDE}" height="{frame.high:.0f}" class="land"/>'
        f'<path d="{_outlines(atlas)}" class="own"/><g class="dots">{dots}</g></svg>'
    )


@lru_cache(maxsize=1)
def _colours() -> str:
    """Return the colours of the map, by day and by night, as CSS."""
    style = page_style()

    def scheme(look: Mapping[str, Any]) -> str:
        return (
            f".land{{fill:{look['land']}}}.own{{fill:{look['paper']};stroke:{look['governorate']}}}"
            f".dots{{fill:{look['accent']};fill-opacity:.8;stroke:{look['paper']}}}"
        )

    night = scheme(style["night"])
    return f"{scheme(style)}@media (prefers-color-scheme:dark){{{night}}}"


@lru_cache(maxsize=4)
def _outlines(atlas: Atlas) -> str:
    """Return the borders of the governorates as one path."""
    frame = SvgFrame(shapely.bounds(atlas.country), _WIDE)
    return frame.path(atlas.governorates.geometry.simplify(_COARSE))
