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

#: Width of a picture for phones in points, upright and flat, and points of a pixel of its map.
_PHONE, _PHONE_FLAT, _PHONE_PX = 360.0, 440.0, 0.95

#: Points on it: around, of the title, the day, the time line, the legend and the credits.
_AROUND, _HEAD, _DATE, _LINE, _KEY, _FINE = 12.0, 20.0, 29.0, 22.0, 46.0, 44.0

#: Share of a flat picture for phones that its map takes of the width.
_BESIDE = 0.6

#: Share of an upright picture that its map takes of the height.
_UPRIGHT = 0.56

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Layout:
    """Boxes of a picture, each left, upper edge, width and height in pixels."""

    size: tuple[int, int]  #: Width and height of the picture.
    grow: float  #: Pixels of a point of print.
    map: Box
    panel: Box  #: Legend and credits.
    day: Box  #: The day, and the events that came.
    time: Box  #: The time line.
    upright: bool  #: Whether the panel stands below the map.
    phone: bool = False  #: Whether it is made for a phone: few words, large letters.

    @property
    def frame(self) -> tuple[int, int]:
        """Width and height of the map in pixels of the screen map."""
        px = (_PHONE_PX if self.phone else _PX) * self.grow
        return round(self.map[2] / px), round(self.map[3] / px)

    @property
    def template(self) -> str:
        """Name of the template."""
        return "phone" if self.phone else "frame"


def lay_out(size: tuple[int, int], events: int, *, rtl: bool) -> Layout:
    """Lay a picture out.

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
    boxes = {
        name: _round_box(_mirror_box(box, wide) if rtl else box) for name, box in around.items()
    }
    return Layout(
        size, grow, boxes["map"], boxes["panel"], boxes["day"], boxes["time"], upright=upright
    )


def lay_out_phone(size: tuple[int, int], *, rtl: bool) -> Layout:
    """Lay a picture for phones out.

    >>> made = lay_out_phone((1080, 1080), rtl=False)
    >>> made.map[2] / 1080 > 0.9, made.map[3] / 1080 > 0.5
    (True, True)
    """
    wide, high = size
    upright = high > 0.9 * wide
    unit = wide / (_PHONE if upright else _PHONE_FLAT)
    around, head, date, line, key, fine = (
        part * unit for part in (_AROUND, _HEAD, _DATE, _LINE, _KEY, _FINE)
    )
    inner = wide - 2 * around
    if upright:
        top = around + head + date
        down = high - top - line - key - fine
        boxes: dict[str, tuple[float, ...]] = {
            "map": (around, top, inner, down),
            "time": (around, top + down + 4 * unit, inner, line),
            "panel": (around, top + down + line + 2 * unit, inner, key),
            "day": (around, around + head, inner, date),
        }
    else:
        across = inner * _BESIDE
        down = high - around - line - fine
        left = around + across + around
        beside = wide - left - around
        boxes = {
            "map": (around, around, across, down),
            "time": (around, around + down + 4 * unit, across, line),
            "day": (left, around + 3.2 * head, beside, date),
            "panel": (left, around + 3.2 * head + date, beside, down - 3.2 * head - date),
        }
    placed = {
        name: _round_box(_mirror_box(box, wide) if rtl else box) for name, box in boxes.items()
    }
    return Layout(
        size, unit, placed["map"], placed["panel"], placed["day"], placed["time"],
        upright=upright, phone=True,
    )  # fmt: skip


def _mirror_box(box: tuple[float, ...], wide: float) -> tuple[float, ...]:
    return (wide - box[0] - box[2], *box[1:])


def _round_box(box: tuple[float, ...]) -> Box:
    left, top, wide, high = (round(side) for side in box)
    return left, top, wide, high
