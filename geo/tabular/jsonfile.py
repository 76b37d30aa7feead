"""Tables in JSON: GeoJSON, lists of objects, what web services answer, one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from math import isfinite
from typing import Any, Final

import numpy as np
import shapely

from geo.tabular.columns import make_unique
from geo.tabular.delimited import find_encoding
from geo.tabular.geometry import Points, placement, points
from geo.tabular.grid import LISTED, BadRow, Sheet, pieces, text_frame
from geo.tabular.source import PREFERRED, Source
from geo.words import phrase

#: Names under which web services put the rows, the likeliest first.
LISTS: Final = (
    "features", "Result", "result", "results", "data", "records", "items", "rows", "events",
    "value",
)  # fmt: skip

#: Names under which an object keeps its cells.
CELLS: Final = ("properties", "attributes", "fields")


class Number(float):
    """A number that keeps how it is written.

    >>> Number("35.470").text
    '35.470'
    """

    __slots__ = ("text",)
    text: str

    def __init__(self, text: str) -> None:
        self.text = text


_NUMBERS: Final = {int, Number}


class _Parser:
    """Reads JSON and counts objects that name a value twice."""

    def __init__(self) -> None:
        self.repeated = 0

    def parse(self, text: str) -> Any:
        return json.loads(
            text, parse_int=_parse_whole, parse_float=Number, parse_constant=str,
            object_pairs_hook=self._object,
        )  # fmt: skip

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(pairs)
        self.repeated += len(result) < len(pairs)
        return result


def _parse_whole(text: str) -> int | Number:
    """Read a whole number; Python refuses to read thousands of digits."""
    return int(text) if len(text) < 20 else Number(text)


def tables(source: Source, rows: int | None) -> Iterator[Sheet]:
    """Yield a JSON file as tables of at most ``rows`` rows."""
    parser = _Parser()
    document, records = _find_records(source, _load_document(source, parser))
    objects = {i: record for i, record in enumerate(records) if isinstance(record, dict)}
    others = [i for i in range(len(records)) if i not in objects]
    chosen = _select_user_events(document, objects)
    accepted = phrase("fault.accepted.object", example='{"lat": 36.3, ...}')
    bad = tuple(BadRow(i + 2, _write_value(records[i])[:500], accepted) for i in others[:LISTED])
    if not chosen and not bad:
        raise source.fail("no_rows", "json")
    placed = _read_points(source, document, list(chosen.values()))
    kinds = {document.get("type"), *(record.get("type") for record in list(chosen.values())[:1])}
    is_geojson = not kinds.isdisjoint({"FeatureCollection", "Feature"})
    notes = {"other_layers": len(objects) - len(chosen), "duplicate_keys": parser.repeated}
    sheet = Sheet(
        frame=text_frame(source, [_cells(item, placed is not None) for item in chosen.values()]),
        row=np.array(list(chosen), dtype=np.int64) + 2,
        kind="geojson" if is_geojson else "json",
        details={"header": True, "decimal": "."} | ({"crs": placed.crs} if placed else {}),
        choices=source.choices,
        **placement(placed),
        bad=bad,
        unlisted=max(0, len(others) - LISTED),
        notes=tuple((note, count) for note, count in notes.items() if count),
        name=source.name,
    )
    yield from pieces(sheet, rows)


def _load_document(source: Source, parser: _Parser) -> Any:
    encoding = find_encoding(source)
    text = source.read()[encoding.bom :].decode(encoding.name, "replace").replace("\x1e", "")
    try:
        return parser.parse(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            return _load_lines(source, text, parser)
        where = {"line": error.lineno, "letter": error.colno}
        raise source.fail("no_json_at", "json", why=error.msg, **where) from None
    except (ValueError, RecursionError):
        raise source.fail("deep", "json") from None


def _load_lines(source: Source, text: str, parser: _Parser) -> list[Any]:
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


def _find_records(source: Source, document: Any) -> tuple[dict[str, Any], list[Any]]:
    """Return the outer object and the list of rows within."""
    if isinstance(document, list):
        return {}, _name_cells(document)
    if isinstance(document, dict):
        if document.get("type") == "Feature":
            return document, [document]
        lists = [value for name in LISTS if isinstance(value := document.get(name), list)]
        inner = (item for item in document.values() if isinstance(item, list) and item)
        lists += [item for item in inner if isinstance(item[0], dict)]
        if lists:
            return document, _name_cells(lists[0])
    raise source.fail("no_list", "json")


def _name_cells(values: list[Any]) -> list[Any]:
    """Return rows as objects where they are lists below a list of names."""
    if not (values and isinstance(names := values[0], list)):
        return values
    if not all(isinstance(name, str) for name in names):
        return values
    unique = make_unique(names, len(names))
    return [
        dict(zip(unique, row, strict=True))
        if isinstance(row, list) and len(row) == len(names)
        else row
        for row in values[1:]
    ]


def _select_user_events(
    document: dict[str, Any], objects: dict[int, dict[str, Any]]
) -> dict[int, dict[str, Any]]:
    """Return a reader's events alone where the atlas wrote a collection with them, else all."""
    if "greenline" not in document:
        return objects
    cells = {i: record.get("properties") for i, record in objects.items()}
    events = {
        i: objects[i]
        for i, item in cells.items()
        if isinstance(item, dict) and item.get("layer") == PREFERRED
    }
    return events or objects


def _cells(record: dict[str, Any], is_shaped: bool) -> dict[str, str]:
    """Return the cells of an object; those of an object within have its name before theirs."""
    cells: dict[str, str] = {}
    for name, value in record.items():
        if is_shaped and name in {"geometry", "type", "bbox"}:
            continue
        if isinstance(value, dict) and value:
            before = "" if name in CELLS else f"{name}."
            cells |= {f"{before}{inner}": _write_value(item) for inner, item in value.items()}
        else:
            cells[name] = _write_value(value)
    return cells


def _write_value(value: Any) -> str:
    """Return a value as the text of a cell, lone surrogates replaced."""
    if isinstance(value, Number):
        return value.text
    if type(value) is int:
        return str(value)
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode() if not text.isascii() else text


def _read_points(
    source: Source, document: dict[str, Any], objects: list[dict[str, Any]]
) -> Points | None:
    """Return where objects are that have a geometry of GeoJSON, else None."""
    geometries = [item.get("geometry") for item in objects]
    if not any(isinstance(item, dict) for item in geometries):
        return None
    placed = points(source, _read_shapes(geometries), _find_crs(document))
    return placed if placed.inner.any() else replace(placed, shapes=None, system=None)


def _read_shapes(geometries: list[Any]) -> np.ndarray[Any, np.dtype[np.object_]]:
    """Return shapes of GeoJSON; None where one is damaged."""
    places: dict[int, list[float]] = {}
    texts: dict[int, str] = {}
    for at, item in enumerate(geometries):
        if not isinstance(item, dict):
            continue
        place = item.get("coordinates") if item.get("type") == "Point" else None
        if (
            isinstance(place, list)
            and len(place) in {2, 3}
            and {*map(type, place)} <= _NUMBERS
            and all(map(isfinite, place))
        ):
            places[at] = [float(place[0]), float(place[1])]
            continue
        with suppress(RecursionError):
            texts[at] = json.dumps(item)
    shapes = np.full(len(geometries), None, dtype=object)
    shapes[list(places)] = shapely.points(np.reshape(list(places.values()), (-1, 2)))
    others = np.array(list(texts.values()), dtype=object)
    shapes[list(texts)] = shapely.from_geojson(others, on_invalid="ignore")
    return shapes


def _find_crs(document: dict[str, Any]) -> Any:
    """Return the system that a file names in the old way of GeoJSON."""
    named = document.get("crs")
    if not isinstance(named, dict):
        return None
    about = named.get("properties")
    about = about if isinstance(about, dict) else {}
    return str(_write_value(about.get("name") or about.get("code")))
