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
from geo.export.picture import hatch
from geo.export.picture.plate import PX, Plate
from geo.profile import current
from geo.words import locale

#: Points from the foot of the band's box to the band, where the years stand.
_YEARS = 11.0


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
    for first, after, part in shares(rows, days.last):
        left, right = sorted(_across(plate, box, day) for day in (first, after))
        top = _YEARS
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
    x = _across(plate, box, plate.view.date)
    box.plot([x, x], [_YEARS - 2, box.get_ylim()[1] + 2], color=STYLE["accent"], linewidth=1.2,
             zorder=4, clip_on=False)  # fmt: skip


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
