"""KML: placemarks with their shapes, days and data. Nothing that it links to is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import shapely

from geo.tabular.grid import Sheet, pieces
from geo.tabular.markup import local_name, read_document
from geo.tabular.markup.features import Feature, Features
from geo.tabular.markup.styles import Styles, plain_text
from geo.tabular.source import PREFERRED, Source

#: Elements whose text is a cell of its own, by the name of the cell.
_CELLS: Final = {
    "name": "name", "description": "description", "when": "start", "begin": "start", "end": "end",
    "address": "address",
}  # fmt: skip
_SHAPES: Final = frozenset({"Point", "LineString", "LinearRing", "Polygon"})


def tables(source: Source, rows: int | None) -> Iterator[Sheet]:
    """Yield the placemarks as tables of at most ``rows`` rows."""
    reading = _Reading(source)
    read_document(source, reading.start, "kml", end=reading.end, text=reading.text)
    reading.styles.colour(reading.features.rows)
    yield from pieces(reading.features.sheet("kml", reading.styles.refused), rows)


class _Reading:
    """One pass over a document."""

    def __init__(self, source: Source) -> None:
        self.source, self.features, self.styles = source, Features(source), Styles()
        self._path: list[str] = []
        self._folders: list[str] = []
        self._mark: Feature | None = None
        self._data: dict[str, str] = {}
        self._key = ""
        self._text: list[str] = []
        self._shapes: list[Any] = []
        self._rings: list[Any] = []
        self._vertices = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        tag = local_name(name)
        self.styles.start(tag, attributes)
        self._path.append(tag)
        self._text = []
        if tag == "Placemark":
            self._mark, self._data, self._shapes = Feature(), {}, []
        elif tag in {"Folder", "Document"}:
            self._folders.append(self._folders[-1] if self._folders else "")
        elif tag in {"Data", "SimpleData"}:
            self._key = attributes.get("name", "").strip()
        elif tag == "Polygon":
            self._rings = []
        elif tag == "NetworkLink":
            self.features.links += 1

    def text(self, text: str) -> None:
        """Take a piece of text."""
        self._text.append(text)

    def end(self, name: str) -> None:
        tag, text = local_name(name), "".join(self._text).strip()
        self._path.pop()
        above = self._path[-1] if self._path else ""
        self._text = []
        self.styles.end(tag, text, self._mark)
        if self._mark is None:
            if tag == "name" and self._folders and above in {"Folder", "Document"}:
                self._folders[-1] = text
            elif tag in {"Folder", "Document"} and self._folders:
                self._folders.pop()
            return
        if tag == "Placemark":
            self._close(self._mark)
        elif tag == "coordinates":
            self._take_coordinates(above, text)
        elif tag == "Polygon" and self._rings:
            self._shapes.append(shapely.Polygon(self._rings[0], self._rings[1:]))
        elif tag == "SimpleData" or (tag == "value" and above == "Data"):
            self._data[self._key] = text
        elif tag == "styleUrl":
            self._mark.is_preferred = text.startswith(f"#{PREFERRED}-")
        elif tag in _CELLS and text:
            self._mark.cells.setdefault(_CELLS[tag], plain_text(text))

    def _take_coordinates(self, above: str, text: str) -> None:
        """Take the corners of a shape; what is none leaves the placemark without it."""
        corners = _corners(text)
        if corners is None:
            return
        self._vertices += len(corners)
        if self._vertices > self.source.limits.loose:
            raise self.source.fail("many_corners", "corners", most=self.source.limits.loose)
        if above == "Point":
            self._shapes.append(shapely.Point(corners[0]))
        elif above == "LinearRing" and "Polygon" in self._path:
            if len(corners) >= 3:
                self._rings.append(corners)
        elif above in _SHAPES and len(corners) >= 2:
            self._shapes.append(shapely.LineString(corners))

    def _close(self, mark: Feature) -> None:
        """End a placemark: what its own data say goes before what Earth shows of it."""
        self._mark = None
        folder = self._folders[-1] if self._folders else ""
        if mark.is_preferred:
            mark.cells = self._data
        else:
            mark.cells |= {name: cell for name, cell in self._data.items() if name}
            if folder:
                mark.cells.setdefault("folder", folder)
        item = len(self._shapes) == 1
        mark.shape = (
            self._shapes[0] if item else _merge_shapes(self._shapes) if self._shapes else None
        )
        self.features.add(mark)


def _merge_shapes(shapes: list[Any]) -> Any:
    """Return several shapes as one; areas go before lines, lines before points."""
    rank = max(int(shapely.get_dimensions(shape)) for shape in shapes)
    alike = [shape for shape in shapes if int(shapely.get_dimensions(shape)) == rank]
    kinds = (shapely.MultiPoint, shapely.MultiLineString, shapely.MultiPolygon)
    return kinds[rank](alike)


def _corners(text: str) -> np.ndarray[Any, np.dtype[np.float64]] | None:
    """Return longitudes and latitudes, shape (n, 2); None if a corner is not a position.

    >>> _corners("44.39,35.47,0 44.40,35.48,0").tolist(), _corners("44.39"), _corners("x,y")
    ([[44.39, 35.47], [44.4, 35.48]], None, None)
    """
    tuples = text.split()
    try:
        values = np.array(text.replace(",", " ").split(), dtype=np.float64)
    except ValueError:
        return None
    if not tuples or len(values) % len(tuples) or len(values) // len(tuples) not in {2, 3}:
        return None
    corners = values.reshape(len(tuples), -1)[:, :2]
    return corners if np.isfinite(corners).all() else None
