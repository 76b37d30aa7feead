"""A film's map is made of transparent pictures, one over the other, redrawn as they change."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

#: Where a picture lies: height on the map, and the order of what draws at one height.
Place = tuple[float, int]


class Panes:
    """Panes of the map by their height, each kept until what it shows is another.

    Matplotlib draws a whole map in a second or two. Here each layer is drawn alone and kept; a day
    that moves one layer costs that layer, and laying the panes over one another.
    """

    def __init__(self, axes: Axes) -> None:
        figure = axes.get_figure(root=True)
        assert figure is not None
        assert isinstance(figure.canvas, FigureCanvasAgg)
        self.axes, self.canvas = axes, figure.canvas
        self.box = inner(axes)
        self._panes: dict[Place, tuple[object, Image.Image]] = {}
        self._below: tuple[list[tuple[Place, object]], list[Image.Image]] = ([], [])

    def put(self, number: int, mark: object, paint: Callable[[], Any]) -> Any:
        """Draw one layer anew."""
        for place in [place for place in self._panes if place[1] == number]:
            del self._panes[place]
        before = set(self.axes.get_children())
        painted = paint()
        new = [artist for artist in self.axes.get_children() if artist not in before]
        for z, some in _by_height(new).items():
            self._panes[z, number] = mark, self.pane(some)
        for artist in new:
            artist.remove()
        return painted

    def pane(self, artists: Iterable[Artist]) -> Image.Image:
        """Return artists of the figure on a transparent ground, as large as the map."""
        return rendered(self.canvas, artists).crop(self.box)

    def laid(self, ground: Image.Image) -> Image.Image:
        """Return all panes over a ground of the map's size; the lower ones are laid once."""
        wanted = [(place, self._panes[place][0]) for place in sorted(self._panes)]
        known, kept = self._below
        same = next(
            (at for at, pair in enumerate(zip(known, wanted, strict=False)) if pair[0] != pair[1]),
            min(len(known), len(wanted)),
        )
        kept = kept[: same + 1] if kept else [ground]
        for place, _ in wanted[same:]:
            kept.append(Image.alpha_composite(kept[-1], self._panes[place][1]))
        self._below = wanted, kept
        return kept[-1]


def rendered(canvas: FigureCanvasAgg, artists: Iterable[Artist]) -> Image.Image:
    """Return artists alone on a transparent ground, as large as the figure."""
    renderer = canvas.get_renderer()
    renderer.clear()
    for artist in sorted(artists, key=lambda one: one.get_zorder()):
        artist.draw(renderer)
    return Image.fromarray(np.array(renderer.buffer_rgba()))


def inner(axes: Axes) -> tuple[int, int, int, int]:
    """Return the pixels of axes: left, top, right, bottom, counted from the picture's top."""
    box, whole = axes.get_window_extent(), axes.get_figure(root=True)
    assert whole is not None
    high = whole.bbox.height
    return round(box.x0), round(high - box.y1), round(box.x1), round(high - box.y0)


def _by_height(artists: Iterable[Artist]) -> dict[float, list[Artist]]:
    """Return artists by their height, to a tenth: layers weave through one another."""
    found: dict[float, list[Artist]] = {}
    for artist in artists:
        found.setdefault(math.floor(artist.get_zorder() * 10 + 1e-6) / 10, []).append(artist)
    return found
