"""Names on a picture: placed by importance, never on top of one another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox

from geo.draw.style import STYLE
from geo.export.picture.marks import NumberedMark, placed
from geo.export.picture.plate import PX, Plate
from geo.model import Layer

_HALO = "#fbf9f4"


@dataclass(frozen=True)
class Name:
    """A name that asks for room."""

    text: str
    """What is written."""

    x: float
    """Where, in metres of Web Mercator."""

    y: float
    """Where, in metres of Web Mercator."""

    rank: float
    """Who gives way: the higher one."""

    size: float
    """Height in pixels of the screen map."""

    colour: str = STYLE["ink"]
    """Colour of the letters."""

    gap: float | None = 5
    """Pixels between the mark and the name; None centres the name on its place."""

    bold: bool = False
    """Whether the letters are heavy."""

    slanted: bool = False
    """Whether the letters are slanted."""


def write(plate: Plate, wanted: Iterable[Name], spots: Sequence[NumberedMark] = ()) -> list[Bbox]:
    """Write names, not over spots; returns their room (pixels).

    Parameters
    ----------
    plate
        The plate of the picture.
    wanted
        The names; those of the lowest rank are placed first.
    spots
        Marks that no name may cover.

    Returns
    -------
    list of Bbox
        The room of each name that was written, in pixels of the picture.
    """
    taken = [*_marks(plate), *(_room(plate, spot) for spot in spots)]
    kept = len(taken)
    frame = plate.axes.get_window_extent()
    for name in sorted(wanted, key=lambda one: one.rank):
        box = _placed(plate, _past(plate, name, spots), taken, frame)
        if box is not None:
            taken.append(box)
    return taken[kept:]


def _marks(plate: Plate) -> Iterator[Bbox]:
    """Yield the room of marks that names must not cover: those of events (pixels)."""
    if Layer.EVENTS not in plate.layers:
        return
    reach = 6.5 * PX * plate.figure.dpi / 72
    for _, x, y in placed(plate, plate.layers[Layer.EVENTS]):
        across, up = plate.axes.transData.transform((x, y))
        yield Bbox([[across - reach, up - reach], [across + reach, up + reach]])


def _past(plate: Plate, name: Name, spots: Sequence[NumberedMark]) -> Name:
    """Return a name that begins beyond the mark with a number that lies on its own mark."""
    if name.gap is None or not spots:
        return name
    away = [spot.px - math.hypot(spot.x - name.x, spot.y - name.y) / plate.pixel for spot in spots]
    reach = max(
        (2 * spot.px - one for spot, one in zip(spots, away, strict=True) if one > 0), default=0
    )
    return replace(name, gap=max(name.gap, reach + 2))


def _room(plate: Plate, spot: NumberedMark) -> Bbox:
    """Return the room of a mark with a number (pixels)."""
    reach = spot.px * PX * plate.figure.dpi / 72
    across, up = plate.axes.transData.transform((spot.x, spot.y))
    return Bbox([[across - reach, up - reach], [across + reach, up + reach]])


def _placed(plate: Plate, name: Name, taken: list[Bbox], frame: Bbox) -> Bbox | None:
    """Write one name where there is room: beside its mark, above or below; else not at all."""
    text = plate.axes.annotate(
        plate.run(name.text), (name.x, name.y), fontsize=name.size * PX, color=name.colour,
        zorder=12,
        xytext=(0, 0), textcoords="offset points", annotation_clip=True,
        path_effects=[withStroke(linewidth=2.4, foreground=_HALO)], parse_math=False,
        **plate.face(bold=name.bold, slanted=name.slanted),
    )  # fmt: skip
    for spot in _spots(name, plate.rtl):
        text.set(**spot)
        box = text.get_window_extent().padded(1.5)
        within = frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0
        if within and box.y1 <= frame.y1 and not any(box.overlaps(one) for one in taken):
            return box
    text.remove()
    return None


def _spots(name: Name, rtl: bool) -> list[dict[str, Any]]:
    if name.gap is None:
        return [{"position": (0, 0), "ha": "center", "va": "center"}]
    near, far = (_around(gap * PX, rtl) for gap in (name.gap, name.gap + 6))
    return near + far


def _around(gap: float, rtl: bool) -> list[dict[str, Any]]:
    """Return the places beside, above and below a mark, the best first, then those at its corners.

    A city near the edge of the map has room for its name towards the middle only.
    """
    right = {"position": (gap, 0), "ha": "left", "va": "center"}
    left = {"position": (-gap, 0), "ha": "right", "va": "center"}
    above = {"position": (0, gap), "ha": "center", "va": "bottom"}
    below = {"position": (0, -gap), "ha": "center", "va": "top"}
    corners = [
        {"position": (0, up), "ha": side, "va": "bottom" if up > 0 else "top"}
        for up in (gap, -gap)
        for side in ("right", "left")
    ]
    beside = [left, right] if rtl else [right, left]
    return [*beside, above, below, *corners]
