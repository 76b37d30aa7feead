"""Tables in JSON: GeoJSON, lists of objects, what web services answer, one object a line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo.tabular import encoding as letters
from geo.tabular.geometry import Points, locate_points, placement, points
from geo.tabular.grid import LISTED, BadRow, Sheet, pieces
from geo.tabular.header import make_unique
from geo.tabular.source import PREFERRED, Source
from geo.words import phrase

#: Names under which web services put the rows, the likeliest first.
LISTS = (
    "features",
    "Result",
    "result",
    "results",
    "data",
    "records",
    "items",
    "rows",
    "events",
    "value",
)

#: Names under which an object keeps its cells.
CELLS = ("properties", "attributes", "fields")

_NONE = float("nan")


def tables(source: Source, rows: int | None) -> Iterator[Sheet]:
    """Yield a JSON file as tables of at most ``rows`` rows."""
    parser = _Parser()
    document, records = _records(source, _load_document(source, parser))
    if len(records) > source.limits.rows:
        raise source.fail("many_rows", "rows", most=source.limits.rows)
    sheet = _sheet(source, document, records)
    if others := len(records) - len(sheet.frame) - len(sheet.bad) - sheet.unlisted:
        sheet = replace(sheet, notes=(*sheet.notes, ("other_layers", others)))
    if parser.repeated:
        sheet = replace(sheet, notes=(*sheet.notes, ("duplicate_keys", parser.repeated)))
    yield from pieces(sheet, rows)


def _load_document(source: Source, parser: _Parser) -> Any:
    encoding = letters.find(source)
    text = source.read()[encoding.bom :].decode(encoding.name, "replace").replace("\x1e", "")
    if sum(map(text.count, ",[{")) > source.limits.loose:
        raise source.fail("many_values", "values", most=source.limits.loose)
    try:
        return parser.parse(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            return _lines(source, text, parser)
        where = {"line": error.lineno, "letter": error.colno}
        raise source.fail("no_json_at", "json", why=error.msg, **where) from None
    except (ValueError, RecursionError):
        raise source.fail("deep", "json") from None


class _Parser:
    """Reads JSON, numbers as they are written, and counts objects that name a value twice."""

    def __init__(self) -> None:
        self.repeated = 0

    def parse(self, text: str) -> Any:
        return json.loads(
            text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=self._object
        )

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(pairs)
        self.repeated += len(result) < len(pairs)
        return result


def _lines(source: Source, text: str, parser: _Parser) -> list[Any]:
    """Return the objects of a file that has one a line; a damaged line is a text."""
    values: list[Any] = []
    parser.repeated = 0  # what was read of the first line so far is read again
    for line in text.splitlines():
        if line.strip():
            try:
                values.append(parser.parse(line))
            except (ValueError, RecursionError):
                values.append(line)
    if sum(isinstance(value, dict) for value in values) * 2 < len(values):
        raise source.fail("no_json", "json")
    return values


def _records(source: Source, document: Any) -> tuple[dict[str, Any], list[Any]]:
    """Return the outer object and the list of rows within."""
    if isinstance(document, list):
        return {}, _objects(document)
    if isinstance(document, dict):
        if document.get("type") == "Feature":
            return document, [document]
        lists = (document[name] for name in LISTS if isinstance(document.get(name), list))
        result = next(lists, None)
        if result is None:
            inner = (item for item in document.values() if isinstance(item, list) and item)
            result = next((item for item in inner if isinstance(item[0], dict)), None)
        if result is not None:
            return document, _objects(result)
    raise source.fail("no_list", "json")


def _objects(values: list[Any]) -> list[Any]:
    """Return rows as objects where they are lists below a list of names."""
    rows = [value for value in values if isinstance(value, list)]
    if not rows or rows[0] is not values[0] or not all(isinstance(row, str) for row in rows[0]):
        return values
    names = make_unique(rows[0], len(rows[0]))
    return [
        dict(zip(names, value, strict=True)) if isinstance(value, list) and len(value) == len(names)
        else value
        for value in values[1:]
    ]  # fmt: skip


def _sheet(source: Source, document: dict[str, Any], records: list[Any]) -> Sheet:
    subset = _user_event_filter(document, records)
    remaining = [
        i
        for i, record in enumerate(records)
        if isinstance(record, dict) and (not subset or subset(record))
    ]
    others = [i for i, record in enumerate(records) if not isinstance(record, dict)]
    accepted = phrase("fault.accepted.object", example='{"lat": 36.3, ...}')
    bad = tuple(BadRow(i + 2, _write_value(records[i])[:500], accepted) for i in others[:LISTED])
    objects = [records[i] for i in remaining]
    if not objects and not bad:
        raise source.fail("no_rows", "json")
    placed = _locate_objects(source, document, objects)
    frame = _frame(source, [_cells(item, shaped=placed is not None) for item in objects])
    geojson = str(document.get("type", "")) in {"FeatureCollection", "Feature"} or (
        placed is not None and objects[0].get("type") == "Feature"
    )
    return Sheet(
        frame=frame,
        row=np.array(remaining, dtype=np.int64) + 2,
        kind="geojson" if geojson else "json",
        details={"header": True, "decimal": "."} | ({"crs": placed.crs} if placed else {}),
        choices=source.choices,
        **placement(placed),
        bad=bad,
        unlisted=max(0, len(others) - LISTED),
        name=source.name,
    )


def _user_event_filter(
    document: dict[str, Any], records: list[Any]
) -> Callable[[dict[str, Any]], bool] | None:
    """Return what tells a reader's events in a collection that the atlas wrote; None elsewhere."""

    def is_user_event(record: dict[str, Any]) -> bool:
        cells = record.get("properties")
        return isinstance(cells, dict) and cells.get("layer") == PREFERRED

    known = "greenline" in document and any(
        isinstance(item, dict) and is_user_event(item) for item in records
    )
    return is_user_event if known else None


def _frame(source: Source, rows: list[dict[str, str]]) -> pd.DataFrame:
    names = list(dict.fromkeys(name for row in rows for name in row))
    if len(names) > source.limits.columns:
        raise source.fail("columns", "columns", n=len(names), most=source.limits.columns)
    if len(names) * len(rows) > source.limits.loose:
        raise source.fail("many_cells", "cells", most=source.limits.loose)
    cells = {at: [row.get(name, "") for row in rows] for at, name in enumerate(names)}
    frame = pd.DataFrame(cells, index=pd.RangeIndex(len(rows)), dtype="str")
    frame.columns = pd.Index(make_unique(names, len(names)), dtype="str")
    return frame


def _cells(record: dict[str, Any], *, shaped: bool) -> dict[str, str]:
    """Return the cells of an object; those of an object within have its name before theirs."""
    cells: dict[str, str] = {}
    for name, value in record.items():
        if shaped and name in {"geometry", "type", "bbox"}:
            continue
        if isinstance(value, dict) and value:
            before = "" if name in CELLS else f"{name}."
            cells |= {f"{before}{inner}": _write_value(item) for inner, item in value.items()}
        else:
            cells[name] = _write_value(value)
    return cells


def _write_value(value: Any) -> str:
    """Return a value as the text of a cell, lone surrogates replaced."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode() if not text.isascii() else text


def _locate_objects(
    source: Source, document: dict[str, Any], objects: list[dict[str, Any]]
) -> Points | None:
    """Return where objects are that have a geometry of GeoJSON or of Esri, else None."""
    geometries = [item.get("geometry") for item in objects]
    if not any(isinstance(item, dict) for item in geometries):
        return None
    x, y = np.full(len(geometries), _NONE), np.full(len(geometries), _NONE)
    shapes: dict[int, Any] = {}
    for i, value in enumerate(geometries):
        if isinstance(value, dict):
            pair = _pair(value)
            if pair is not None:
                x[i], y[i] = pair
            else:
                shapes[i] = _shape(value)
    crs = _crs(document, geometries)
    flat = locate_points(source, x, y, crs)
    return _with_shapes(source, flat, shapes, crs) if shapes else flat


def _with_shapes(source: Source, flat: Points, shapes: dict[int, Any], crs: Any) -> Points:
    """Return points with those of lines and areas among them."""
    at = np.array(list(shapes), dtype=np.int64)
    made = np.empty(len(at), dtype=object)
    made[:] = list(shapes.values())
    more = points(source, made, crs)
    lon, lat, inner = flat.lon.copy(), flat.lat.copy(), flat.inner.copy()
    lon[at], lat[at], inner[at] = more.lon, more.lat, more.inner
    outlines = np.full(len(lon), None, dtype=object)
    outlines[at] = more.shapes
    return Points(lon, lat, flat.crs, inner, outlines, more.system)


def _pair(shape: dict[str, Any]) -> tuple[float, float] | None:
    """Return the two numbers of a point, NaN where they are none; None for another shape."""
    if shape.get("type") == "Point":
        pair = shape.get("coordinates")
        if isinstance(pair, list) and len(pair) in {2, 3, 4}:
            return _number(pair[0]), _number(pair[1])
        return _NONE, _NONE
    if "type" not in shape and "x" in shape and "y" in shape:
        return _number(shape["x"]), _number(shape["y"])
    return None


def _number(value: Any) -> float:
    try:
        return float(value) if isinstance(value, str) and len(value) < 64 else _NONE
    except ValueError:
        return _NONE


def _shape(shape: dict[str, Any]) -> Any:
    """Return a shape of GeoJSON, or None where it is damaged."""
    try:
        parts = "geometries" if shape.get("type") == "GeometryCollection" else "coordinates"
        plain = {"type": shape.get("type"), parts: _floats(shape.get(parts))}
        return shapely.from_geojson(json.dumps(plain), on_invalid="ignore")
    except (shapely.errors.ShapelyError, ValueError, TypeError, RecursionError):
        return None


def _floats(value: Any) -> Any:
    """Return nested lists with numbers for their texts."""
    if isinstance(value, list):
        return [_floats(item) for item in value]
    if isinstance(value, dict):
        return {name: item if name == "type" else _floats(item) for name, item in value.items()}
    number = _number(value)
    if not np.isfinite(number):
        raise ValueError("a coordinate that is not a number")
    return number


def _crs(document: dict[str, Any], values: Iterable[Any]) -> Any:
    """Return the system that a file names in the old way of GeoJSON or that of Esri."""
    named = document.get("crs")
    if isinstance(named, dict):
        about = named.get("properties")
        return (
            str(about.get("name") or about.get("code") or "") if isinstance(about, dict) else None
        )
    first = next((value for value in values if isinstance(value, dict)), {})
    esri = document.get("spatialReference") or first.get("spatialReference")
    if isinstance(esri, dict):
        number = str(esri.get("latestWkid") or esri.get("wkid") or "")
        return f"EPSG:{number}" if number.isdigit() else esri.get("wkt")
    return None
