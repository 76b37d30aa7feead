"""The pictures of a film: the graphic of each day in one format, and how far the film is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from geo import painter
from geo.export.graphic import compose
from geo.export.graphic.settings import GraphicSettings, Theme
from geo.export.sheets import brief, sheet, titles, typeset
from geo.export.user_events import NO_DATA, UserData
from geo.words import locale

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.view import View

#: Months between names below the line; the first that leaves them room is taken.
_MONTHS = (1, 3, 6, 12, 24, 60, 120)

#: Smallest letters that the name of a month has room for.
_NAME = 11

#: Height of the line of time in smallest letters.
_TIME = 2.6


def draw_frames(
    atlas: Atlas,
    view: View,
    days: Sequence[date],
    settings: GraphicSettings,
    user_data: UserData = NO_DATA,
) -> Iterator[tuple[date, bytes]]:
    """Yield each day's picture as PNG; names stay where the first has them."""
    view = view.with_(date=days[0])
    graphic = compose.Graphic.of(atlas, view, settings, user_data, kind=".png")
    views = [graphic.view.with_(date=day) for day in days]
    options: dict[str, Any] = {**user_data.drawn, "night": settings.theme is Theme.DARK}
    options["names"] = settings.names
    options |= graphic.reduced
    if graphic.typeface:
        options["face"] = graphic.typeface.face

    # Some days say how much room legends need; on others they become smaller where they must.
    frame = graphic.frame(graphic.across)
    shown = [views[0], views[len(views) // 2], views[-1]]
    drafts = list(painter.draw_all(atlas, [(item, frame, "") for item in shown], **options))
    ends = " – ".join(locale.day(day, view.language) for day in (days[0], days[-1]))
    high = graphic.least * _TIME
    time = {"high": high, "names": list(_names(days, view, graphic.across / graphic.least / _NAME))}
    data = graphic.words(drafts) | {
        "time": time,
        "day": max((locale.day(day, view.language) for day in days), key=len),
        "title": settings.headline or titles.title(atlas, graphic.view, user_data.subject, ends),
    }
    heights = graphic.heights(data, brief.entries(drafts, graphic.view, small=True))
    room = graphic.high_that_is_left(heights)
    data["key-high"] = room + high - heights["head"] if graphic.is_beside else heights["key"]
    frame = graphic.frame(room)
    taken = [sheet.scale_room(frame, view)]
    drawn = painter.draw_all(atlas, [(item, frame, "") for item in views], taken=taken, **options)
    for day_view, picture in zip(views, drawn, strict=True):
        share = (day_view.date - days[0]) / (days[-1] - days[0])
        shown_map = sheet.map_data(picture, day_view, (graphic.across, room), "")
        shown_map |= {"totals": [], "changed": "", "labels": [], "sums": "", "first": True}
        frame_data = data | {
            "day": graphic.day(day_view),
            "time": time | {"at": share},
            "legend": brief.entries([picture], day_view, small=True),
            "maps": [shown_map],
        }
        (page,) = typeset.compile_template("graphic", frame_data, ".png", settings.shape.ppi())
        yield day_view.date, page


def _names(days: Sequence[date], view: View, room: float) -> Iterator[dict[str, Any]]:
    """Yield the first days of months or years that are named below the line."""
    first, last = days[0], days[-1]
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((item for item in _MONTHS if months / item <= room), _MONTHS[-1])
    for month in range(first.year * 12, last.year * 12 + last.month):
        day = date(month // 12, month % 12 + 1, 1)
        if first <= day <= last and month % step == 0:
            text = locale.day(day, view.language, "year" if step >= 12 else "month")
            yield {"at": (day - first) / (last - first), "text": text}
