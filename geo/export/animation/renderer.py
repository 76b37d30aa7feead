"""The pictures of a film: the map of each day, and what is written around it."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PIL import Image

from geo import painter
from geo.export.animation.layout import lay_out, lay_out_phone
from geo.export.animation.timeline import LINES, Timeline
from geo.export.sheets import around, brief, sheet, titles, typeset
from geo.export.user_events import NO_DATA, UserData
from geo.model import Layer
from geo.words import locale

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.view import View

#: Room of the locator, in pixels of the map.
_LOCATOR = (112.0, 112.0)

#: Pixels that the name of a month has room for, at the least.
_NAME = 90


class FilmRenderer:
    """Draws the pictures of a film, in the order of the days or any other."""

    def __init__(
        self,
        atlas: Atlas,
        view: View,
        days: Sequence[date],
        size: tuple[int, int],
        user_data: UserData = NO_DATA,
        *,
        phone: bool = False,
    ) -> None:
        self.atlas, self.days = atlas, list(days)
        self.view, self.user_data = user_data.open_view(view), user_data
        lines = LINES if Layer.EVENTS in self.view.layers else 0
        lines += user_data.areas is not None and bool(user_data.areas.ground)
        rtl = self.view.language.rtl
        self.layout = lay_out_phone(size, rtl=rtl) if phone else lay_out(size, lines, rtl=rtl)
        self._maps: dict[date, bytes] = {}
        self._doubts: dict[date, str] = {}
        pictures = self._draw_maps()
        self.timeline = Timeline(atlas, self.view, self.days, pictures[-1].bounds)
        self._data = self._gather_data(pictures)
        self._still = self._set({"still": True})

    def _draw_maps(self) -> list[painter.Picture]:
        """Draw the maps of all days; return those that differ in what the legend says."""
        views = [self.view.with_(date=day) for day in self.days]
        frame = painter.Frame(self.view.bounds or around.home(self.atlas), *self.layout.frame)
        kinds: dict[Any, painter.Picture] = {}
        plans = ((item, frame, "") for item in views)
        taken = self._taken_boxes(frame)
        drawn = painter.draw_all(self.atlas, plans, **self.user_data.drawn, taken=taken)
        for day, picture in zip(self.days, drawn, strict=True):
            self._maps[day] = zlib.compress(picture.svg.encode(), 1)
            self._doubts[day] = "\n".join(filter(None, [picture.doubts, picture.areas]))
            entries = [entry for group in picture.legend for entry in group.entries]
            kinds[tuple(entry.text for entry in entries if not entry.dated)] = picture
        return list(kinds.values())

    def _taken_boxes(self, frame: painter.Frame) -> list[tuple[float, float, float, float]]:
        """Return where scale and locator stand on the map."""
        scale = sheet.scale_room(frame, self.view)
        if self.layout.phone:
            return [scale]
        rtl = self.view.language.rtl
        return [scale, sheet.corner_room(frame, *_LOCATOR, at_start=False, rtl=rtl)]

    def image(self, day: date) -> Image.Image:
        """Return the picture of a day, RGB."""
        data = {
            "still": False,
            "map": self._data["map"] | {"svg": zlib.decompress(self._maps[day]).decode()},
            "date": locale.day(day, self.view.language),
            "doubts": self.texts_of(day),
            "events": list(self.timeline.list_events(day)),
            "at": self.timeline.at(day),
        }
        return Image.alpha_composite(self._still, self._set(data)).convert("RGB")

    def _set(self, more: dict[str, Any]) -> Image.Image:
        """Return what no day changes, or what lies upon it on one day."""
        template = self.layout.template
        (page,) = typeset.compile_template(template, self._data | more, ".png", 72)
        return Image.open(io.BytesIO(page)).convert("RGBA")

    def texts_of(self, day: date) -> str:
        """Return what is written of a day below its date."""
        return self._doubts[day]

    def _gather_data(self, pictures: list[painter.Picture]) -> dict[str, Any]:
        """Return what all pictures have in common, as the template takes it."""
        view, last, laid = self.view, pictures[-1], self.layout
        ends = [locale.day(day, view.language) for day in (self.days[0], self.days[-1])]
        what = titles.title(self.atlas, view, " – ".join(ends))
        credit = self.user_data.credits(view, last.bounds)
        boxes = {"map": laid.map, "panel": laid.panel, "day": laid.day, "time": laid.time}
        return {
            **sheet.language_data(view),
            "size": laid.size,
            "grow": laid.grow * (1.4 if laid.phone else 1),
            "unit": laid.grow,
            "boxes": boxes,
            "upright": laid.upright,
            "alt": "",
            "title": what,
            **self._draw_surroundings(pictures, what, credit),
            "map": sheet.map_data(last, view, laid.map[2:], ""),
            "ticks": [self.timeline.at(row["start"]) for row in self.timeline.rows],
            "names": list(self.timeline.names(laid.time[2] / laid.grow / _NAME)),
        }

    def _draw_surroundings(
        self, pictures: list[painter.Picture], what: str, credit: list[str]
    ) -> dict[str, Any]:
        """Return legend, credits and locator."""
        atlas, view = self.atlas, self.view
        if self.layout.phone:
            rights = [around.rights(atlas, view), around.data_line(atlas, view)]
            legend = brief.entries(pictures, view, small=True)
            return {"legend": legend, "credits": [*credit, *filter(None, rights)]}
        return {
            "legend": sheet.legend(*pictures),
            "credits": around.credit_lines(atlas, view, what, credit),
            "locator": around.locator(atlas, view, pictures[-1].bounds),
        }
