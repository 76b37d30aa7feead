"""Layers that need no class of their own: their spec says all that the page has to know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from geo.ask import layer_content
from geo.draw.bundle import columns
from geo.draw.layers.base import AtlasLayer
from geo.draw.topology import encode_shapes
from geo.layers import Layer
from geo.layers.spec import Shape


def own(layer: Layer) -> type[AtlasLayer] | None:
    """Return the class of a module of this folder that draws a layer, None where there is none."""
    return next((one for one in _below(AtlasLayer) if one.__dict__.get("layer") == layer), None)


def _below(kind: type[AtlasLayer]) -> Iterator[type[AtlasLayer]]:
    for one in kind.__subclasses__():
        if not issubclass(one, PlainLayer):
            yield one
            yield from _below(one)


def plain(layer: Layer) -> type[AtlasLayer]:
    """Return a class that draws a layer from its table alone."""
    return type(layer.capitalize(), (PlainLayer,), {"layer": layer})


class PlainLayer(AtlasLayer):
    """Rows of one table, each with a place: a point, a line or an outline."""

    def data(self) -> dict[str, Any]:
        """Return the rows by column, points with lon and lat, others with their shapes."""
        rows = layer_content.plain(self.atlas, self.layer.spec)
        names = rows.columns.drop("geometry")
        if self.layer.spec.shape is Shape.POINTS:
            placed = rows.assign(lon=rows.geometry.x, lat=rows.geometry.y)
            return {self.layer.value: columns(placed, [*names, "lon", "lat"])}
        closed = self.layer.spec.shape is Shape.AREAS
        shapes = encode_shapes(rows.geometry, closed=closed)
        return {self.layer.value: {"rows": columns(rows, names), "shapes": shapes}}

    def sources(self) -> pd.Series:
        """Return the sources of the rows."""
        return layer_content.plain(self.atlas, self.layer.spec)["source"]
