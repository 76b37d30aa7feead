"""Where things stand in the picture of a film, and what is written around its map."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matplotlib.axes import Axes

from geo.ask import layer_content
from geo.draw.style import STYLE
from geo.export.picture import legend, sheet
from geo.export.picture import title as titles
from geo.export.picture.legend import fit, wrap
from geo.export.picture.plate import Plate
from geo.export.picture.sheet import Box
from geo.words import locale

#: Points of a picture whose sides are 16 to 9; one of another shape has as much ground.
_POINTS = (960.0, 540.0)

#: Points of the title's line, of the date's below it, and of a line of the credits.
_TITLE, _DATE, _LINE = 19.0, 27.0, 9.6

#: Points of the time line, and of a line of what happened.
TIME, LINE = 24.0, 13.0


@dataclass(frozen=True)
class Layout:
    """Boxes of a picture, each left, bottom, width and height in points."""

    head: Box
    """Title and date."""
    map: Box
    """The map."""
    key: Box
    """Legend."""
    columns: int
    """Columns of the legend."""
    locator: Box
    """The small map that says where the large one lies."""
    strip: Box
    """Time line and events."""
    foot: Box
    """Credits."""


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
