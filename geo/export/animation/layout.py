"""Where things stand in the picture of a film, in pixels of the picture."""

from __future__ import annotations

import math
from dataclasses import dataclass

#: Points of a picture whose sides are 16 to 9; letters are as large on pictures of all sizes.
_POINTS = (960.0, 540.0)

#: Points around a picture, around its map, of its title, of the time line, of the panel beside the
#: map and the gap before it, and of one event.
_MARGIN, _RIM, _TITLE, _TIME, _PANEL, _GAP, _EVENT = 14.0, 7.0, 22.0, 18.0, 226.0, 11.0, 20.0

#: Points of the day with what is not plainly held.
_DAY = 40.0

#: Points of a pixel of the screen map.
_PX = 0.72

#: Share of an upright picture that its map takes of the height.
_UPRIGHT = 0.56

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Layout:
    """Boxes of a picture, each left, upper edge, width and height in pixels."""

    size: tuple[int, int]
    """Width and height of the picture."""

    grow: float
    """Pixels of a point of print."""

    map: Box
    """The map."""

    panel: Box
    """Legend and credits."""

    day: Box
    """The day, and the events that came."""

    time: Box
    """The time line."""

    upright: bool
    """Whether the panel stands below the map."""

    @property
    def frame(self) -> tuple[int, int]:
        """Width and height of the map in pixels of the screen map."""
        px = _PX * self.grow
        return round(self.map[2] / px), round(self.map[3] / px)


def lay_out(size: tuple[int, int], events: int, *, rtl: bool) -> Layout:
    """Lay a picture out.

    Parameters
    ----------
    size
        Width and height in pixels.
    events
        How many events are listed.
    rtl
        Whether it is read from the right; the panel then stands on the other side.

    Examples
    --------
    >>> lay_out((1280, 720), 3, rtl=False).map
    (28, 57, 908, 611)
    """
    wide, high = size
    grow = math.sqrt(wide * high / _POINTS[0] / _POINTS[1])
    edge, rim, title, time = (part * grow for part in (_MARGIN, _RIM, _TITLE, _TIME))
    day_high = (_DAY + _EVENT * events) * grow
    top = edge + title + rim
    if upright := high > 0.9 * wide:
        across, down = wide - 2 * (edge + rim), _UPRIGHT * high
        under = top + down + rim + time
        half = (wide - 2 * edge - _GAP * grow) / 2
        panel = (edge, under, wide - 2 * edge, high - edge - under)
        day = (edge, under, half, day_high)
    else:
        beside = _PANEL * grow
        across = wide - 2 * (edge + rim) - beside - _GAP * grow
        down = high - 2 * (edge + rim) - title - time
        left = wide - edge - beside
        panel = (left, edge + title, beside, high - 2 * edge - title)
        day = (left, edge + title, beside, day_high)
    place = (edge + rim, top, across, down)
    line = (edge + rim, top + down + rim, across, time)
    around = {"map": place, "panel": panel, "day": day, "time": line}
    boxes = {name: _whole(_mirrored(box, wide) if rtl else box) for name, box in around.items()}
    return Layout(size, grow, **boxes, upright=upright)


def _mirrored(box: tuple[float, ...], wide: float) -> tuple[float, ...]:
    return (wide - box[0] - box[2], *box[1:])


def _whole(box: tuple[float, ...]) -> Box:
    left, top, wide, high = (round(side) for side in box)
    return left, top, wide, high
