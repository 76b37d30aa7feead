"""Names on a picture: placed by importance, never on top of one another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from geo.draw.style import STYLE
from geo.export.picture.marks import MarkRoom
from geo.export.picture.plate import PX, Plate

_HALO = "#fbf9f4"

#: The rank of the names of large towns, and of those before them.
_LARGE = 200


@dataclass(frozen=True)
class Name:
    """A name to be placed."""

    text: str
    """The text."""

    x: float
    """Position, in metres of Web Mercator."""

    y: float
    """Position, in metres of Web Mercator."""

    rank: float
    """Importance: names with lower numbers are placed first."""

    size: float
    """Height in pixels of the screen map."""

    colour: str = STYLE["ink"]
    """Colour of the letters."""

    gap: float | None = 5
    """Pixels between the mark and the name; None centres the name on its place."""

    ground: Any = None
    """The ground that the middle of a centred name stays on, in metres of Web Mercator."""

    bold: bool = False
    """Whether the letters are heavy."""

    slanted: bool = False
    """Whether the letters are slanted."""


def write(
    plate: Plate,
    wanted: Iterable[Name],
    spots: Iterable[MarkRoom] = (),
    kept: Iterable[Bbox] = (),
) -> list[Bbox]:
    """Write names so that they cover no marks; return their rectangles (pixels).

    Parameters
    ----------
    plate
        The plate of the picture.
    wanted
        The names; those of the lowest rank are placed first.
    spots
        Marks that no name may cover, that of its own place among them; the name of a large town
        may cover small ones.
    kept
        Rectangles that are taken by other things, such as the scale (pixels).

    Returns
    -------
    list of Bbox
        The rectangle of each name that was written, in pixels of the picture.
    """
    marks = list(spots)
    held = [*kept, *(_room(plate, spot) for spot in marks if not spot.small)]
    small = [_room(plate, spot) for spot in marks if spot.small]
    written: list[Bbox] = []
    for name in sorted(wanted, key=lambda one: one.rank):
        text = _text(plate, name)
        past = _past(plate, name, marks)
        taken = [*held, *written]
        box = _placed(plate, past, text, [*taken, *small])
        if box is None and name.rank <= _LARGE and name.gap is not None:
            box = _placed(plate, past, text, taken)
        if box is None:
            text.remove()
        else:
            written.append(box)
    return written


def _past(plate: Plate, name: Name, spots: Sequence[MarkRoom]) -> Name:
    """Return a name that begins beyond the mark that lies on its own place."""
    if name.gap is None or not spots:
        return name
    away = [spot.px - math.hypot(spot.x - name.x, spot.y - name.y) / plate.pixel for spot in spots]
    reach = max(
        (2 * spot.px - one for spot, one in zip(spots, away, strict=True) if one > 0), default=0
    )
    return replace(name, gap=max(name.gap, reach + 2))


def _room(plate: Plate, spot: MarkRoom) -> Bbox:
    """Return the room of a mark (pixels)."""
    reach = spot.px * PX * plate.figure.dpi / 72
    across, up = plate.axes.transData.transform((spot.x, spot.y))
    return Bbox([[across - reach, up - reach], [across + reach, up + reach]])


def _text(plate: Plate, name: Name) -> Annotation:
    """Return the text of a name, which begins at its place and stands on it."""
    return plate.axes.annotate(
        plate.run(name.text), (name.x, name.y), fontsize=name.size * PX, color=name.colour,
        zorder=12, ha="left", va="bottom",
        xytext=(0, 0), textcoords="offset points", annotation_clip=True,
        path_effects=[withStroke(linewidth=2.4, foreground=_HALO)], parse_math=False,
        **plate.face(bold=name.bold, slanted=name.slanted),
    )  # fmt: skip


def _placed(plate: Plate, name: Name, text: Annotation, taken: list[Bbox]) -> Bbox | None:
    """Move a text to where there is room: beside its mark, above or below; else return None."""
    own, frame = text.get_window_extent(), plate.axes.get_window_extent()
    dot = plate.figure.dpi / 72
    wide, high = own.width / dot, own.height / dot
    rooms = np.array([one.extents for one in taken]).reshape(-1, 4)
    before = text.get_position()
    for x, y in _spots(name, wide, high, plate.rtl):
        box = own.translated((x - before[0]) * dot, (y - before[1]) * dot).padded(1.5)
        if not (frame.x0 <= box.x0 and box.x1 <= frame.x1):
            continue
        if not (frame.y0 <= box.y0 and box.y1 <= frame.y1):
            continue
        across = (rooms[:, 0] < box.x1) & (rooms[:, 2] > box.x0)
        if not (across & (rooms[:, 1] < box.y1) & (rooms[:, 3] > box.y0)).any():
            if name.ground is not None and not _on_ground(plate, box, name.ground):
                continue
            text.set_position((x, y))
            return box
    return None


def _on_ground(plate: Plate, box: Bbox, ground: Any) -> bool:
    """Whether the middle of a box (pixels) lies on ground (metres)."""
    middle = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return bool(shapely.contains_xy(ground, *plate.axes.transData.inverted().transform(middle)))


def _spots(name: Name, wide: float, high: float, rtl: bool) -> Iterator[tuple[float, float]]:
    """Yield where the lower left corner of a text may stand, in points from its place.

    A name that is centred on its ground moves by its own size; one beside a mark begins in the
    direction of reading. A city near the edge of the map has room towards the middle only.
    """
    middle, half = -wide / 2, -high / 2
    if name.gap is None:
        moves = ((side * wide / 4, up * high) for up in range(-3, 4) for side in range(-2, 3))
        for across, up in sorted(moves, key=lambda move: math.hypot(*move)):  # the nearest first
            yield middle + across, half + up
        return
    for gap in (name.gap * PX, (name.gap + 6) * PX):
        left, right = (-gap - wide, half), (gap, half)
        yield from (left, right) if rtl else (right, left)
        yield from ((middle, gap), (middle, -gap - high))
        yield from ((side, up) for up in (gap, -gap - high) for side in (-wide, 0.0))
