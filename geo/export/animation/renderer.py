"""The sheet of a film: what stays is drawn once, and of each day only what that day changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from geo.ask import layer_content
from geo.atlas import Atlas
from geo.draw.map import home
from geo.draw.style import STYLE
from geo.events.selection import with_events
from geo.export.animation import layout, timeline
from geo.export.animation.panes import Panes, rendered
from geo.export.picture import furniture, graticule, legend, names, settings
from geo.export.picture import sheet as sheets
from geo.export.picture.ground import land
from geo.export.picture.layers import painter, rooms, wanted
from geo.export.picture.plate import Plate
from geo.export.picture.user_events import UserEvents, paint
from geo.model import Layer
from geo.view import View

#: What no layer draws, in the order of panes: below all layers and above them.
_GROUND, _OWN, _NAMES, _FRAME, _SCALE = -1, 90, 91, 92, 93


class FilmRenderer:
    """Draws the pictures of a film, in the order of the days or any other."""

    @settings()
    def __init__(
        self,
        atlas: Atlas,
        view: View,
        days: Sequence[date],
        size: tuple[int, int],
        user_events: UserEvents | None = None,
    ) -> None:
        self.atlas, self.view, self.days = atlas, view, list(days)
        if user_events is not None:
            self.view = view = with_events(view)
        points, dpi = layout.points(size)
        inches = points[0] / 72, points[1] / 72
        self.figure = Figure(figsize=inches, dpi=dpi, facecolor=STYLE["paper"])
        self.canvas = FigureCanvasAgg(self.figure)
        axes = sheets.map_axes(self.figure)
        whole = view.with_(date=self.days[-1])
        self.plate = Plate(atlas, whole, self._union(), self.figure, axes, user_events)
        self.timeline = timeline.Timeline(self.plate, self.days)
        self.laid = layout.layout(self.plate, points, self.timeline.lines, self.days)
        sheets.show(axes, self.laid.map, view.bounds or home(atlas))
        self.panes = Panes(axes)
        self._written = tuple(
            sheets.axes(self.figure, box) for box in (self.laid.head, self.laid.strip)
        )
        self._seen: dict[Layer, Any] = {}
        self._legend: tuple[Any, Image.Image] | None = None
        self._still()

    @settings()
    def image(self, day: date) -> Image.Image:
        """Return the picture of a day, RGB."""
        view = self.view.with_(date=day)
        plate = replace(self.plate, view=view, layers=self._content(view))
        for number, (layer, rows) in enumerate(plate.layers.items()):
            if layer.spec.dated and not self._same(plate, layer, rows):
                self._paint(plate, number, layer, rows)
        if plate.user_events is not None:
            self.panes.put(_OWN, day, lambda: paint(plate))
        found = self._around(plate).copy()
        found.paste(self.panes.laid(self._sea), self.panes.box[:2])
        found.alpha_composite(self._dated(plate))
        return found.convert("RGB")

    def _union(self) -> dict[Layer, gpd.GeoDataFrame]:
        """Return what the layers hold on any of the days, for what stands still."""
        last = self.view.with_(date=self.days[-1])
        found = layer_content.content(self.atlas, last)
        if Layer.EVENTS in found:
            span = (self.days[-1] - self.days[0]).days
            window = last.window and min(15000, last.window + span)
            found[Layer.EVENTS] = layer_content.content(
                self.atlas, last.with_(window=window, layers=(Layer.EVENTS,))
            )[Layer.EVENTS]
        if Layer.CONTROL in found:
            every = [self._control(day) for day in self.days]
            rows = pd.concat(every, ignore_index=True).drop_duplicates(["holder", "confidence"])
            found[Layer.CONTROL] = gpd.GeoDataFrame(rows, geometry="geometry", crs=4326)
        if Layer.PIPELINES in found:  # the legend has the states of all days
            kept = last.with_(layers=(Layer.PIPELINES,))
            every = [
                layer_content.content(self.atlas, kept.with_(date=day))[Layer.PIPELINES]
                for day in self.days
            ]
            rows = pd.concat(every, ignore_index=True).drop_duplicates(["id", "state"])
            found[Layer.PIPELINES] = gpd.GeoDataFrame(rows, geometry="geometry", crs=4326)
        return found

    def _control(self, day: date) -> pd.DataFrame:
        view = self.view.with_(date=day, layers=(Layer.CONTROL,))
        rows = layer_content.content(self.atlas, view)[Layer.CONTROL]
        return rows.drop_duplicates(["holder", "confidence"])

    def _still(self) -> None:
        """Draw what no day moves: the ground, layers without a date, names, degrees, scale."""
        plate, put = self.plate, self.panes.put
        self._sea = Image.new("RGBA", _size(self.panes.box), STYLE["sea"])
        put(_GROUND, None, lambda: land(plate))
        for number, (layer, rows) in enumerate(plate.layers.items()):
            if not layer.spec.dated:
                self._paint(plate, number, layer, rows)
        kept = [put(_SCALE, None, lambda: furniture.scale(plate))]
        put(_NAMES, None, lambda: names.write(plate, wanted(plate), rooms(plate), kept))
        put(_FRAME, None, lambda: graticule.draw(plate))
        self._rim = self._beside()

    def _beside(self) -> Image.Image:
        """Return the map's edge and the degrees beside it."""
        axes = self.plate.axes
        before = set(axes.get_children())
        graticule.draw(self.plate)
        degrees = [artist for artist in axes.get_children() if artist not in before]
        found = rendered(self.canvas, [*degrees, *axes.spines.values()])
        for artist in degrees:
            artist.remove()
        return found

    def _content(self, view: View) -> dict[Layer, gpd.GeoDataFrame]:
        """Return what the layers hold on a day; those that no day moves as they are."""
        moving = [one for one in self.plate.layers if one.spec.dated and not painter(one).steady]
        found = layer_content.content(self.atlas, view.with_(layers=moving))
        return self.plate.layers | found

    def _same(self, plate: Plate, layer: Layer, rows: gpd.GeoDataFrame) -> bool:
        """Whether a layer looks as it did when it was drawn last."""
        before = self._seen.get(layer)
        own = painter(layer).seen
        if own:
            self._seen[layer] = own(plate, rows)
            return bool(self._seen[layer] == before)
        self._seen[layer] = plain = pd.DataFrame(rows.drop(columns="geometry"))
        return before is not None and plain.equals(before)

    def _paint(self, plate: Plate, number: int, layer: Layer, rows: gpd.GeoDataFrame) -> None:
        self.panes.put(number, plate.view.date, lambda: painter(layer).paint(plate, rows))

    def _around(self, plate: Plate) -> Image.Image:
        """Return the sheet without its map; kept while the names of the legend are the same."""
        profile = self.atlas.profile
        names_of_day = [profile.holder_word(one, plate.view.date) for one in profile.actors]
        if self._legend is None or self._legend[0] != names_of_day:
            self._legend = names_of_day, self._sheet(replace(self.plate, view=plate.view))
        return self._legend[1]

    def _sheet(self, plate: Plate) -> Image.Image:
        figure, laid = self.figure, self.laid
        before = set(figure.axes)
        legend.draw(plate, sheets.axes(figure, laid.key), laid.columns)
        furniture.draw_locator(plate, sheets.axes(figure, laid.locator))
        layout.head(plate, sheets.axes(figure, laid.head), self.days)
        layout.foot(plate, sheets.axes(figure, laid.foot), self.days)
        self.timeline.scale(sheets.axes(figure, laid.strip))
        new = [axes for axes in figure.axes if axes not in before]
        found = Image.new("RGBA", self.canvas.get_width_height(), STYLE["paper"])
        found.alpha_composite(rendered(self.canvas, new))
        found.alpha_composite(self._rim)
        for axes in new:
            axes.remove()
        return found

    def _dated(self, plate: Plate) -> Image.Image:
        """Return what is written of the day: its date, the events that came, the time line."""
        head, strip = self._written
        before = {*head.get_children(), *strip.get_children()}
        layout.day(plate, head)
        self.timeline.draw(plate, strip)
        every = (*head.get_children(), *strip.get_children())
        new = [artist for artist in every if artist not in before]
        found = rendered(self.canvas, new)
        for artist in new:
            artist.remove()
        return found


def _size(box: tuple[int, int, int, int]) -> tuple[int, int]:
    return box[2] - box[0], box[3] - box[1]
