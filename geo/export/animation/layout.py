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


<<<<<<< HEAD
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
    (28, 57, 905, 582)
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
    boxes = [_whole(box if not rtl else _mirrored(box, wide)) for box in (place, panel, day, line)]
    return Layout(size, grow, *boxes, upright=upright)


def _mirrored(box: tuple[float, ...], wide: float) -> tuple[float, ...]:
    return (wide - box[0] - box[2], *box[1:])


def _whole(box: tuple[float, ...]) -> Box:
    left, top, wide, high = (round(side) for side in box)
    return left, top, wide, high
=======
def points(size: tuple[int, int]) -> tuple[tuple[float, float], float]:
    """Return width and height of a picture in points, and its dots per inch.

    Letters are as large on pictures of all sizes as on one of 1280 x 720.

    Examples
    --------
    >>> points((1280, 720)), points((1080, 1080))
    (((960.0, 540.0), 96.0), ((720.0, 720.0), 108.0))
    """
    width, height = size
    scale = math.sqrt(_POINTS[0] * _POINTS[1] / (width * height))
    return (width * scale, height * scale), 72 / scale


def layout(plate: Plate, size: tuple[float, float], lines: int, days: Sequence[date]) -> Layout:
    """Lay a picture out."""
    across = size[0] - 2 * sheet.EDGE
    strip = TIME + LINE * lines + 4
    foot = _LINE * len(credits_(plate, days, across)) + 2
    found = sheet.sheet(
        size,
        rtl=plate.rtl,
        head=_TITLE + _DATE,
        foot=strip + foot,
        key=legend.height(plate, sheet.columns(*size)),
    )
    left, bottom, wide, high = found.foot
    return Layout(
        found.head,
        found.map,
        found.key,
        found.columns,
        found.locator,
        (left, bottom + high - strip, wide, strip),
        (left, bottom, wide, high - strip),
    )


def head(plate: Plate, box: Axes, days: Sequence[date]) -> None:
    """Write the title: subject, place and the days from first to last."""
    when = f"{_day(plate, days[0])} – {_day(plate, days[-1])}"
    label = titles.title(plate, when)
    _write(plate, box, 0, label, size=13.5, colour=STYLE["ink"], bold=True)


def day(plate: Plate, box: Axes) -> None:
    """Write the day of a picture, and how much ground is contested."""
    counts = plate.t("sentence.and").join(titles.counts(plate))
    label = _day(plate, plate.view.date)
    wide = _write(plate, box, _TITLE, label, size=19, colour=STYLE["accent"], bold=True)
    if counts:
        _write(plate, box, _TITLE + 8, counts, size=8.5, colour=STYLE["faint"], start=wide + 14)


def foot(plate: Plate, box: Axes, days: Sequence[date]) -> None:
    """Write the credits."""
    for number, line in enumerate(credits_(plate, days, box.get_xlim()[1])):
        _write(plate, box, _LINE * number, line, size=6.6, colour=STYLE["faint"])


def credits_(plate: Plate, days: Sequence[date], width: float) -> list[str]:
    """Return the lines below the map: disclaimer, sources, licences, citation, projection."""
    atlas, t = plate.atlas, plate.t
    cited = layer_content.cited(atlas, plate.layers)
    often = cited["publisher"].value_counts().index[:5]
    licences = layer_content.licences(atlas, plate.layers)["title"].unique()
    label = locale.digits(atlas.date.isoformat(), plate.view.language)
    what = f"{titles.subject(plate)}{t('sentence.comma')}{_day(plate, days[0])} – "
    said = [
        titles.meaning(plate),
        f"{t('about.disclaimer')} {t('about.neutral')}",
        t("picture.sources", n=plate.number(len(cited)), names=", ".join(often))
        + " "
        + t("picture.licences", names="; ".join(sorted(licences))),
        t("about.citation", what=what + _day(plate, days[-1]), date=label, version=atlas.label)
        + " "
        + t("picture.projection"),
    ]
    return [line for text in said if text for line in wrap(text, width / 3.9)]


def _write(
    plate: Plate,
    box: Axes,
    down: float,
    text: str,
    *,
    size: float,
    colour: str,
    bold: bool = False,
    start: float = 0.0,
) -> float:
    """Write a line so far below the top of a box, from the reading side; returns its width."""
    wide, high = box.get_xlim()[1], box.get_ylim()[1]
    label = box.text(
        wide - start if plate.rtl else start, high - down, plate.run(text), fontsize=size,
        color=colour, ha="right" if plate.rtl else "left", va="top", parse_math=False,
        **plate.face(bold=bold),
    )  # fmt: skip
    fit(label, wide - start)
    return float(label.get_window_extent().transformed(box.transData.inverted()).width)


def _day(plate: Plate, value: date) -> str:
    return locale.day(value, plate.view.language)
>>>>>>> main
