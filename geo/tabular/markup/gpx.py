"""GPX: waypoints with their names, times and data; without any, the points of tracks."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import Final

import shapely

from geo.tabular.cell import degree
from geo.tabular.grid import Sheet, pieces
from geo.tabular.markup import local_name, read_document
from geo.tabular.markup.features import Feature, Features
from geo.tabular.source import PREFERRED, Source

#: Elements of a point whose text is a cell, by the name of the cell.
_CELLS: Final = {
    "name": "name", "desc": "description", "cmt": "comment", "time": "start", "type": "type",
    "src": "source", "sym": "symbol", "ele": "elevation",
}  # fmt: skip
_POINTS: Final = frozenset({"wpt", "rtept", "trkpt"})


def tables(source: Source, rows: int | None) -> Iterator[Sheet]:
    """Yield the points as tables of at most ``rows`` rows."""
    reading = _Reading(source)
    read_document(source, reading.start, "gpx", end=reading.end, text=reading.text)
    waypoints = reading.waypoints if reading.waypoints.rows else reading.tracks
    yield from pieces(waypoints.sheet("gpx"), rows)


class _Reading:
    """One pass over a document."""

    def __init__(self, source: Source) -> None:
        self.waypoints, self.tracks = Features(source), Features(source)
        self._point: Feature | None = None
        self._depth = 0
        self._key = ""
        self._data: dict[str, str] = {}
        self._text: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        tag = local_name(name)
        self._text = []
        if tag in _POINTS and self._point is None:
            lon, lat = (degree(attributes.get(axis, ""), axis) for axis in ("lon", "lat"))
            shape = shapely.Point(lon, lat) if isfinite(lon) and isfinite(lat) else None
            self._point, self._depth, self._data = Feature(shape=shape), 0, {}
        elif self._point is not None:
            self._depth += 1
            if tag == "row":
                self._point.is_preferred = attributes.get("layer") == PREFERRED
            self._key = attributes.get("name", "") if tag == "cell" else ""

    def text(self, text: str) -> None:
        """Take a piece of text."""
        self._text.append(text)

    def end(self, name: str) -> None:
        point, tag, text = self._point, local_name(name), "".join(self._text).strip()
        self._text = []
        if point is None:
            return
        if self._depth == 0:
            point.cells = self._data if point.is_preferred else point.cells | self._data
            (self.waypoints if tag == "wpt" else self.tracks).add(point)
            self._point = None
            return
        if tag == "cell" and self._key:
            self._data[self._key] = text
        elif self._depth == 1 and tag in _CELLS and text:
            point.cells.setdefault(_CELLS[tag], text)
        self._depth -= 1
