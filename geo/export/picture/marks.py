"""The marks of a picture: pipelines, fields, refineries, crossings, airports, events, towns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
from matplotlib.collections import PathCollection
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform

from geo.draw.style import STYLE, strong_colours
from geo.export.picture.plate import PX, Plate, dashed, mercator

_PLANE = [(0, 8), (1.5, 6), (1.5, 2), (7.5, -2), (7.5, -4), (1.5, -2), (1.5, -5), (3.5, -6.5)]
_PLANE += [(3.5, -8), (0, -7)]
_PLANE += [(-x, y) for x, y in reversed(_PLANE[:-1])]

#: Marks of crossings and airports, as the page draws them.
GATE, PLANE = MarkerStyle("D"), MarkerStyle(Path([*_PLANE, _PLANE[0]], closed=True))

#: The head of an arrow that points to the right.
ARROW = MarkerStyle(Path([(1, 0), (-0.5, 0.7), (-0.5, -0.7), (1, 0)], closed=True))


#: Marks are drawn whose middle lies so many pixels of the screen map outside of the frame.
MARGIN = 20


def dot(plate: Plate, x: float, y: float, px: float, z: float, **more: Any) -> None:
    """Draw one mark with a radius of so many pixels of the screen map.

    Parameters
    ----------
    plate
        The plate of the picture.
    x, y
        Where, in metres of Web Mercator.
    px
        The radius.
    z
        The drawing order (``zorder``).
    **more
        What :class:`matplotlib.collections.PathCollection` takes besides, and ``marker``.
    """
    look: dict[str, Any] = {"linewidths": 1.2 * PX, "edgecolors": "#fbf9f4"}
    _mark(plate.axes, (x, y), px, z=z, **look | more)


def _mark(
    axes: Any, at: tuple[float, float], px: float, *, z: float, marker: Any = "o", **look: Any
) -> None:
    """Add one mark to axes, as ``scatter`` does; that asks ten times as much for each."""
    shape = marker if isinstance(marker, MarkerStyle) else MarkerStyle(marker)
    if not shape.is_filled():
        look |= {"edgecolors": look.get("facecolors"), "facecolors": "none"}
    mark = PathCollection(
        (shape.get_path().transformed(shape.get_transform()),),
        ((2 * px * PX) ** 2,),
        offsets=[at],
        offset_transform=axes.transData,
        zorder=z,
        **look,
    )
    mark.set_transform(IdentityTransform())
    axes.add_collection(mark, autolim=False)


def placed(
    plate: Plate, rows: gpd.GeoDataFrame, margin: float = 0
) -> Iterator[tuple[Any, float, float]]:
    """Yield the rows that lie in the frame with their place (metres of Web Mercator).

    Parameters
    ----------
    plate
        The plate of the picture.
    rows
        Features (EPSG:4326); those without a place are left out.
    margin
        Pixels of the screen map outside the frame that count as inside.
    """
    known = rows[rows.geometry.notna()]
    for row, point in zip(known.itertuples(), mercator(known).geometry, strict=True):
        if plate.inside(point.x, point.y, margin):
            yield row, point.x, point.y


def colour_of(side: Any) -> str:
    """Return the strong colour of a side."""
    colours = strong_colours()
    return colours.get(str(side), colours["unknown"])


def field(axes: Any, x: float, y: float, px: float, **look: Any) -> None:
    """Draw one field: its disc in the colour of who ran it, its ring of who held it.

    Parameters
    ----------
    axes
        The axes it is drawn in.
    x, y
        Where, in the coordinates of the axes.
    px
        Radius of the disc in pixels of the screen map.
    **look
        ``run`` and ``held`` (colours), ``alpha`` (opacity of the disc), ``hollow`` (whether its
        middle is empty) and ``sure`` (whether the ring is whole).
    """

    def disc(part: float, z: float, **more: Any) -> None:
        _mark(axes, (x, y), part, z=z, **{"linewidths": 0} | more)

    paper = STYLE["paper"]
    disc(px + 1.5, 9, facecolors="#fbf9f4")
    disc(px + 0.7, 9.01, facecolors="none", edgecolors=STYLE["oil"], linewidths=0.9 * PX)
    disc(px, 9.02, facecolors=paper)
    disc(px, 9.03, facecolors=look["run"], alpha=look["alpha"])
    if look["hollow"]:
        disc(px * 0.45, 9.04, facecolors=paper)
    ring = dashed(() if look["sure"] else (2.5, 2.5))
    disc(px - 2.6, 9.045, facecolors="none", edgecolors=paper, linewidths=1.2 * PX)
    disc(
        px - 0.6, 9.05, facecolors="none", edgecolors=look["held"], linewidths=2.6 * PX,
        linestyles=ring,
    )  # fmt: skip


@dataclass(frozen=True)
class MarkRoom:
    """Room on the map that a mark takes."""

    x: float
    """Where, in metres of Web Mercator."""

    y: float
    """Where, in metres of Web Mercator."""

    px: float
    """Half its width in pixels of the screen map."""

    small: bool = False
    """Whether the name of a large town may cover it where it has no other room."""


def write_number(
    plate: Plate, spot: MarkRoom, number: int, *, px: float, colour: str, z: float
) -> None:
    """Write a number at the middle of a mark, in letters of so many pixels.

    Parameters
    ----------
    plate
        The plate of the picture.
    spot
        The mark.
    number
        The number.
    px
        Height of the letters.
    colour
        Their colour.
    z
        The drawing order (``zorder``).
    """
    plate.axes.text(
        spot.x, spot.y, plate.number(number), fontsize=px * PX, color=colour, zorder=z,
        ha="center", va="center_baseline", parse_math=False, clip_on=True, **plate.face(bold=True),
    )  # fmt: skip
