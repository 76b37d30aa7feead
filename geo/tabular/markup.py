"""KML and GPX: places with their cells and shapes. Nothing that they link to is fetched.

GDAL reads both, but makes a day of a month, loses data beside or without a schema, and reads
``44,3`` as 44.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from math import isfinite
from typing import Any, Final, NamedTuple
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import numpy as np
import shapely

from geo.tabular.geometry import place_shapes
from geo.tabular.grid import Sheet, list_notes, text_frame
from geo.tabular.source import PREFERRED, Source
from geo.words.cells import degree

#: Elements whose text is a cell, by the name of the cell.
_KML_CELLS: Final = {
    "name": "name", "description": "description", "when": "start", "begin": "start", "end": "end",
    "address": "address",
}  # fmt: skip
_GPX_CELLS: Final = {
    "name": "name", "desc": "description", "cmt": "comment", "time": "start", "type": "type",
    "src": "source", "sym": "symbol", "ele": "elevation",
}  # fmt: skip
_FOLDERS: Final = frozenset({"Folder", "Document"})
_POINTS: Final = frozenset({"wpt", "rtept", "trkpt"})

#: Elements of shapes, areas before lines and lines before points: corners that each part needs,
#: what one part is made of, and what several are.
_SHAPES: Final[tuple[tuple[tuple[str, ...], int, Callable[..., Any], Callable[..., Any]], ...]] = (
    (("Polygon",), 3, lambda rings: shapely.Polygon(rings[0], rings[1:]), shapely.MultiPolygon),
    (("LineString", "LinearRing"), 2, lambda lines: shapely.LineString(lines[0]),
     shapely.MultiLineString),
    (("Point",), 1, lambda places: shapely.Point(places[0][0]), shapely.MultiPoint),
)  # fmt: skip


class _Place(NamedTuple):
    """What a document says of one place."""

    cells: dict[str, str]
    shape: Any  #: In degrees (EPSG:4326); None where it has none that can be read.
    is_preferred: bool  #: Whether it is one of a reader's events in a file that the atlas wrote.


def read_kml(source: Source) -> Sheet:
    """Return the placemarks as a table."""
    places: dict[Element, _Place] = {}
    links = 0
    for tag, element in _walk_elements(source, "kml", _FOLDERS | {"Placemark", "NetworkLink"}):
        if tag == "Placemark":
            places[element] = _read_placemark(element)
            element.clear()
        elif tag in _FOLDERS and (folder := (element.findtext("{*}name") or "").strip()):
            for place in (places[mark] for mark in element.iter() if mark in places):
                if not place.is_preferred:
                    place.cells.setdefault("folder", folder)
            element.clear()  # what is around it has no say over its places
        links += tag == "NetworkLink"
    return _build_sheet(source, list(places.values()), "kml", links)


def read_gpx(source: Source) -> Sheet:
    """Return the waypoints as a table; without any, the points of tracks."""
    waypoints: list[_Place] = []
    others: list[_Place] = []
    for tag, element in _walk_elements(source, "gpx", _POINTS):
        (waypoints if tag == "wpt" else others).append(_read_waypoint(element))
        element.clear()
    return _build_sheet(source, waypoints or others, "gpx")


def _walk_elements(
    source: Source, kind: str, names: frozenset[str]
) -> Iterator[tuple[str, Element]]:
    """Yield the elements of some names where they end."""
    try:
        with source.open() as stream:
            for _, element in ET.iterparse(stream):  # noqa: S314 -- in a worker
                if (tag := element.tag.rpartition("}")[2]) in names:
                    yield tag, element
    except (ET.ParseError, ValueError, LookupError) as error:
        why = str(error).partition(":")[0]
        raise source.fail("damaged", kind, kind=kind.upper(), why=why) from None


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(element: Element) -> str:
    return (element.text or "").strip()


def _read_placemark(mark: Element) -> _Place:
    """Return a placemark: what its own data say goes before what Earth shows of it."""
    cells: dict[str, str] = {}
    data: dict[str, str] = {}
    drawn: dict[str, list[Element]] = {}
    is_preferred = False
    for part in mark.iter():
        tag = _name(part)
        if tag in _KML_CELLS:
            if text := _text(part):
                cells.setdefault(_KML_CELLS[tag], plain_text(text))
        elif tag == "SimpleData":
            data[part.get("name", "").strip()] = _text(part)
        elif tag == "Data":
            values = (_text(value) for value in part if _name(value) == "value")
            data[part.get("name", "").strip()] = next(values, "")
        elif tag == "styleUrl":
            is_preferred = _text(part).startswith(f"#{PREFERRED}-")
        else:
            drawn.setdefault(tag, []).append(part)
    cells |= {name: cell for name, cell in data.items() if name}
    return _Place(data if is_preferred else cells, _read_shape(drawn), is_preferred)


def _read_shape(drawn: dict[str, list[Element]]) -> Any:
    """Return the shape of a placemark; None where no corner of it is a position."""
    for names, least, build, join in _SHAPES:
        parts = []
        for part in (part for name in names for part in drawn.get(name, ())):
            texts = (_text(corners) for corners in part.iter() if _name(corners) == "coordinates")
            lines = [line for text in texts if (line := _read_corners(text)) is not None]
            if complete := [line for line in lines if len(line) >= least]:
                parts.append(build(complete))
        if parts:
            return parts[0] if len(parts) == 1 else join(parts)
    return None


def _read_corners(text: str) -> list[tuple[float, float]] | None:
    """Return longitudes and latitudes; None if a corner is not a position.

    >>> _read_corners("44.39,35.47,0 44.40,35.48,0"), _read_corners("44.39"), _read_corners("x,y")
    ([(44.39, 35.47), (44.4, 35.48)], None, None)
    """
    count = len(text.split())
    try:
        values = [float(value) for value in text.replace(",", " ").split()]
    except ValueError:
        return None
    if not count or len(values) not in {2 * count, 3 * count}:
        return None
    size = len(values) // count
    corners = list(zip(values[::size], values[1::size], strict=True))
    return corners if all(isfinite(lon) and isfinite(lat) for lon, lat in corners) else None


def _read_waypoint(point: Element) -> _Place:
    """Return a point of GPX, with all cells of its row where the atlas wrote it."""
    lon, lat = (degree(point.get(axis, ""), axis) for axis in ("lon", "lat"))
    shape = shapely.Point(lon, lat) if isfinite(lon) and isfinite(lat) else None
    cells: dict[str, str] = {}
    for part in point:
        if _name(part) in _GPX_CELLS and _text(part):
            cells.setdefault(_GPX_CELLS[_name(part)], _text(part))
    data = {_name(cell): _text(cell) for cell in point.iterfind("{*}extensions/{urn:greenline}*")}
    if data.pop("layer", "") == PREFERRED:
        return _Place(data | {"type": cells.get("type", "")}, shape, is_preferred=True)
    return _Place(cells | data, shape, is_preferred=False)


def _build_sheet(source: Source, places: list[_Place], kind: str, links: int = 0) -> Sheet:
    """Return places as a table: a reader's events alone where the atlas wrote the file."""
    chosen = [place for place in places if place.is_preferred] or places
    if not chosen:
        raise source.fail("only_links" if links else "no_places", kind)
    shapes = np.empty(len(chosen), dtype=object)
    shapes[:] = [place.shape for place in chosen]
    notes = {"other_layers": len(places) - len(chosen), "links_not_fetched": links}
    sheet = Sheet(
        frame=text_frame(source, [place.cells for place in chosen]),
        row=np.arange(1, len(chosen) + 1),
        kind=kind,
        details={"header": True, "decimal": "."},
        choices=source.choices,
        notes=list_notes(notes),
        name=source.name,
    )
    return place_shapes(sheet, shapes, "EPSG:4326")


def plain_text(text: str) -> str:
    """Return what HTML in a description says; other text stays as it is.

    >>> plain_text("<b>Held</b> since<br>June &amp; July"), plain_text("a < b")
    ('Held since June & July', 'a < b')
    """
    if not re.search(r"<[a-zA-Z!/]", text):
        return text
    return " ".join(html.unescape(re.sub(r"<[^<>]*>", " ", text)).split())
