"""KML for Google Earth and GPX for devices in the field: XML whose text is safe."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

import geopandas as gpd
import pandas as pd
import shapely

from geo.cell_output import NOT_XML, TURNING
from geo.draw.style import STYLE
from geo.errors import ExportError
from geo.export.tables.credits import Credits
from geo.export.tables.qgis import PALETTES
from geo.layers import SPECS
from geo.layers.spec import Classes
from geo.model import Language
from geo.words import name_of, phrase, say

#: Opacity of areas, so that the picture of the ground is seen below them.
_PALE, _FULL = "99", "ff"

#: What names a row that has no name.
_OTHER_NAMES = ("place", "id", "pcode")

#: Columns that say of a place what a reader in the field wants to know, as far as it has them.
_TOLD = ("kind", "type", "start", "state", "run_by", "holder", "text")


def kml(layers: dict[str, gpd.GeoDataFrame], credits_: Credits, language: Language) -> bytes:
    """Return layers as KML; neighbours and water, which Earth has, are left out.

    A row without a position is no place on a globe: its folder says how many there are, and which.
    """
    root = Element("kml", xmlns="http://www.opengis.net/kml/2.2")
    element = child(root, "Document")
    about: dict[str, str] = dict(credits_.about.itertuples(index=False))
    child(element, "name", about.get("title", ""))
    child(element, "description", credits_.text())
    shown = {
        layer: rows
        for layer, rows in layers.items()
        if layer not in SPECS or SPECS[layer].group != "base" or "place" in SPECS[layer].tables[0]
    }
    for layer in shown:
        for value, colour in _colours(layer).items():
            _style(element, f"{layer}-{value}", colour)
    for layer, rows in shown.items():
        folder = child(element, "Folder")
        child(folder, "name", say(f"layer.{layer}", language) if layer in SPECS else layer)
        if left := left_out(rows, rows.geometry.notna(), "without a position", language):
            child(folder, "description", left)
        for row, geometry in _rows(rows):
            _placemark(folder, layer, row, geometry, language)
    return document(root)


def left_out(rows: gpd.GeoDataFrame, cells: pd.Series[bool], why: str, language: Language) -> str:
    """Return how many rows a file cannot hold, why, and which; nothing where it holds all."""
    records = rows[~cells].drop(columns="geometry").to_dict("records")
    names = [name_of(row, language, *_OTHER_NAMES) for row in records]
    return f"Left out, {why}: {len(names)} of {len(rows)}: {', '.join(names)}" if names else ""


def _rows(rows: gpd.GeoDataFrame) -> Iterator[tuple[dict[str, Any], Any]]:
    """Yield the rows that have a geometry, as cells by column."""
    known = rows[rows.geometry.notna()]
    cells = known.drop(columns="geometry").to_dict("records")
    yield from zip(cells, known.geometry, strict=True)


def _colours(layer: str) -> dict[str, str]:
    """Return the colours of a layer by the value of its class; one of its own where it has none."""
    look = SPECS[layer].qgis if layer in SPECS else None
    if isinstance(look, Classes):
        return dict(PALETTES[look.palette]())
    return {"all": look.colour if look else STYLE["accent"]}


def _class(layer: str, row: dict[str, Any]) -> str:
    look = SPECS[layer].qgis if layer in SPECS else None
    return str(row.get(look.column, "unknown")) if isinstance(look, Classes) else "all"


def _style(root: Element, key: str, colour: str) -> None:
    style = child(root, "Style", id=key)
    child(child(style, "IconStyle"), "color", _abgr(colour, _FULL))
    line = child(style, "LineStyle")
    child(line, "color", _abgr(colour, _FULL))
    child(line, "width", 1.5)
    child(child(style, "PolyStyle"), "color", _abgr(colour, _PALE))


def _abgr(colour: str, alpha: str) -> str:
    """Return a colour as KML writes it.

    >>> _abgr("#a9c4df", "ff")
    'ffdfc4a9'
    """
    return alpha + colour[5:7] + colour[3:5] + colour[1:3]


def _placemark(
    folder: Element, layer: str, row: dict[str, Any], geometry: Any, language: Language
) -> None:
    mark = child(folder, "Placemark")
    child(mark, "name", name_of(row, language, *_OTHER_NAMES))
    text = row.get(f"text_{language}")
    if is_filled(text) or is_filled(row.get("text")):
        child(mark, "description", text if is_filled(text) else row["text"])
    start, end = row.get("start"), row.get("end")
    if isinstance(start, date):
        span = child(mark, "TimeSpan")
        child(span, "begin", start.isoformat())
        child(span, "end", (end if isinstance(end, date) else start).isoformat())
    elif isinstance(row.get("since"), date):
        child(child(mark, "TimeSpan"), "begin", row["since"].isoformat())
    child(mark, "styleUrl", f"#{layer}-{_class(layer, row)}")
    more = child(mark, "ExtendedData")
    for key, cell in row.items():
        if is_filled(cell):
            child(child(more, "Data", name=key), "value", cell)
    _geometry(mark, geometry)


def _geometry(parent: Element, geometry: Any) -> None:
    """Write a geometry (EPSG:4326), of several parts where it has them."""
    parts = shapely.get_parts(geometry)
    at = parent if len(parts) == 1 else child(parent, "MultiGeometry")
    for part in parts:
        if part.geom_type == "Polygon":
            shape = child(at, "Polygon")
            _ring(child(shape, "outerBoundaryIs"), part.exterior)
            for hole in part.interiors:
                _ring(child(shape, "innerBoundaryIs"), hole)
        else:
            kind = "Point" if part.geom_type == "Point" else "LineString"
            child(child(at, kind), "coordinates", _coordinates(part))


def _ring(parent: Element, ring: Any) -> None:
    child(child(parent, "LinearRing"), "coordinates", _coordinates(ring))


def _coordinates(line: Any) -> str:
    return " ".join(f"{x:.5f},{y:.5f}" for x, y in shapely.get_coordinates(line))


def gpx(layers: dict[str, gpd.GeoDataFrame], credits_: Credits, language: Language) -> bytes:
    """Return the points of layers as GPX 1.1, each with its layer, what it is and who says so."""
    root = Element(
        "gpx", version="1.1", creator="Greenline", xmlns="http://www.topografix.com/GPX/1/1"
    )
    about: dict[str, str] = dict(credits_.about.itertuples(index=False))
    head = child(root, "metadata")
    child(head, "name", about.get("title", ""))
    about_file = child(head, "desc", credits_.text())
    count = 0
    for layer, rows in layers.items():
        points = rows.geometry.notna() & (rows.geom_type == "Point")
        known = rows[points]
        title = say(f"layer.{layer}", language) if layer in SPECS else layer
        if left := left_out(rows, points, "not a point or without a position", language):
            about_file.text = f"{about_file.text}\n{title}. {NOT_XML.sub('?', left)}\n"
        cells: list[Any] = known.drop(columns="geometry").to_dict("records")
        for row, x, y in zip(cells, known.geometry.x, known.geometry.y, strict=True):
            mark = child(root, "wpt", lat=f"{y:.5f}", lon=f"{x:.5f}")
            child(mark, "name", name_of(row, language, *_OTHER_NAMES))
            lines = [f"{key}: {row[key]}" for key in _TOLD if is_filled(row.get(key))]
            child(mark, "desc", "; ".join(lines))
            if is_filled(row.get("source")):
                child(mark, "src", row["source"])
            child(mark, "type", title)
            _extend(mark, layer, row)
            count += 1
    if not count:
        raise ExportError(phrase("fault.gpx"))
    return document(root)


def _extend(mark: Element, layer: str, row: dict[str, Any]) -> None:
    """Add all cells of a row, which a device passes over and this program reads again."""
    data = child(child(mark, "extensions"), "g:row", layer=layer, **{"xmlns:g": "urn:greenline"})
    for key, cell in row.items():
        if is_filled(cell):
            child(data, "g:cell", cell, name=key)


def child(parent: Element, tag: str, text: object = None, **marks: str) -> Element:
    """Add an element, with a text if any; signs that XML cannot hold become ``?``."""
    made = SubElement(parent, tag, {name: _clean_text(mark) for name, mark in marks.items()})
    if text is not None:
        made.text = _clean_text(text)
    return made


def _clean_text(text: object) -> str:
    return TURNING.sub("", NOT_XML.sub("?", str(text)))


def document(root: Element) -> bytes:
    """Return a document as UTF-8 with its first line."""
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    return head + tostring(root, "unicode").encode("utf-8")


def is_filled(cell: Any) -> bool:
    """Whether a cell holds anything."""
    return cell is not None and not (pd.api.types.is_scalar(cell) and pd.isna(cell)) and cell != ""
