"""The history of an area as a band: who held which share of its ground, from first to last."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from geo.draw.style import STYLE, hatches, holder_colours
from geo.export.booklet.facts import shares
from geo.export.booklet.table import write
from geo.export.picture import hatch
from geo.export.picture.plate import PX, Plate
from geo.profile import current
from geo.words import locale

#: Points from the foot of the band's box to the band, where the years stand.
_YEARS = 11.0

#: Points of a sample of the key above the band, and of its letters.
_PATCH, _LETTERS = 10.0, 6.2


def draw(plate: Plate, box: Axes, rows: pd.DataFrame) -> None:
    """Draw the band in axes whose unit is a point of print.

    Parameters
    ----------
    plate
        The sheet; its view's day is marked.
    box
        Where it stands.
    rows
        As :func:`geo.export.booklet.facts.spells` returns them.
    """
    days, colours = current().days, holder_colours()
    order = [*current().holders, "disputed"]
    high = box.get_ylim()[1] - _YEARS
    striped: dict[str, list[Any]] = {}
    found: set[str] = set()
    for first, after, part in shares(rows, days.last):
        left, right = sorted(_across(plate, box, day) for day in (first, after))
        top = _YEARS
        found |= set(part)
        for holder in sorted(part, key=order.index):
            tall = part[holder] * high
            shape = shapely.box(left, top, right, top + tall)
            box.add_patch(
                Rectangle((left, top), right - left, tall, facecolor=colours[holder], linewidth=0)
            )
            if holder in hatches():
                striped.setdefault(holder, []).append(shape)
            top += tall
    for holder, shapes in striped.items():
        box.add_patch(hatch.patch(shapely.union_all(shapes), holder, PX, 1.5))
    _years(plate, box)
    _key(plate, box, [one for one in order if one in found])
    x = _across(plate, box, plate.view.date)
    box.plot([x, x], [_YEARS - 2, box.get_ylim()[1] + 2], color=STYLE["accent"], linewidth=1.2,
             zorder=4, clip_on=False)  # fmt: skip


def _key(plate: Plate, box: Axes, holders: list[str]) -> None:
    """Write above the band whose colours it has: those of the map are of one day."""
    wide, low = float(box.get_xlim()[1]), float(box.get_ylim()[1]) + 4
    words = [plate.t(current().holder_word(name, None)) for name in holders]
    texts = [write(plate, box, 0, low, word, size=_LETTERS, colour=STYLE["ink"]) for word in words]
    inner = box.transData.inverted()
    rooms = [_PATCH + 13 + text.get_window_extent().transformed(inner).width for text in texts]
    small, at = min(1.0, wide / sum(rooms)), 0.0
    for name, text, room in zip(holders, texts, rooms, strict=True):
        patch = _PATCH * small
        left = wide - at - patch if plate.rtl else at
        look = {"facecolor": holder_colours()[name], "linewidth": 0, "clip_on": False}
        box.add_patch(Rectangle((left, low), patch, 5, **look))
        if name in hatches():
            stripes = hatch.patch(shapely.box(left, low, left + patch, low + 5), name, PX, 1.5)
            box.add_patch(stripes)
            stripes.set_clip_on(False)
        start = at + patch + 3 * small
        text.set(x=wide - start if plate.rtl else start, fontsize=_LETTERS * small)
        at += room * small


def _years(plate: Plate, box: Axes) -> None:
    """Write every fifth year below the band."""
    days = current().days
    for year in range(days.first.year, days.last.year + 1):
        x = _across(plate, box, max(date(year, 1, 1), days.first))
        box.plot([x, x], [_YEARS - 2, _YEARS], color=STYLE["faint"], linewidth=0.4)
        if year % 5 == 0:
            box.text(
                x, _YEARS - 3, locale.digits(str(year), plate.view.language), fontsize=6.2,
                color=STYLE["faint"], ha="center", va="top", parse_math=False,
            )  # fmt: skip


def _across(plate: Plate, box: Axes, day: date) -> float:
    days = current().days
    share = (day - days.first) / (days.last - days.first)
    wide = float(box.get_xlim()[1])
    return wide * (1 - share if plate.rtl else share)
