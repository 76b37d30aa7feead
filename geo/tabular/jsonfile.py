"""Tables in JSON: GeoJSON, lists of objects, what web services answer, one object a line."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from itertools import count
from typing import Any, Final

import numpy as np
import shapely

from geo.tabular.columns import make_unique
from geo.tabular.delimited import find_encoding
from geo.tabular.geometry import place_shapes
from geo.tabular.grid import LISTED, BadRow, Sheet, list_notes, text_frame
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


def read_json(source: Source) -> Sheet:
    """Return the objects of a JSON file as a table."""
    document, repeated = _load_document(source)
    about, records = _find_records(source, document)
    objects = {i: record for i, record in enumerate(records) if isinstance(record, dict)}
    others = [i for i in range(len(records)) if i not in objects]
    kinds = {about.get("type"), *(record.get("type") for record in list(objects.values())[:1])}
    is_geojson = not kinds.isdisjoint({"FeatureCollection", "Feature"})
    has_shapes = any(isinstance(record.get("geometry"), dict) for record in objects.values())
    parts = [(item, *map(item.get, CELLS)) for item in objects.values()]
    names = {name for some in parts for part in some if isinstance(part, dict) for name in part}
    is_features = is_geojson or has_shapes
    cells = {i: _cells(record, is_features, names) for i, record in objects.items()}
    chosen = cells
    if "greenline" in about:  # which the atlas wrote: a reader's events alone, if there are any
        chosen = {i: row for i, row in cells.items() if row.get("layer") == PREFERRED} or cells
    accepted = phrase("fault.accepted.object", example='{"lat": 36.3, ...}')
    bad = tuple(BadRow(i + 2, _write_value(records[i])[:500], accepted) for i in others[:LISTED])
    if not chosen and not bad:
        raise source.fail("no_rows", "json")
    notes = {"other_layers": len(objects) - len(chosen), "duplicate_keys": repeated}
    sheet = Sheet(
        frame=text_frame(source, list(chosen.values())),
        row=np.array(list(chosen), dtype=np.int64) + 2,
        kind="geojson" if is_geojson else "json",
        details={"header": True, "decimal": "."},
        choices=source.choices,
        bad=bad,
        unlisted=len(others) - len(bad),
        notes=list_notes(notes),
        name=source.name,
    )
    if has_shapes:
        named = about.get("crs")  # the old way of GeoJSON to name a system
        named = named.get("properties") if isinstance(named, dict) else None
        named = named if isinstance(named, dict) else {}
        crs = _write_value(named.get("name") or named.get("code"))
        sheet = place_shapes(sheet, _read_shapes([objects[i].get("geometry") for i in chosen]), crs)
        if sheet.inner is not None and not sheet.inner.any():
            sheet = replace(sheet, shapes=None, system=None)
    return sheet


def _load_document(source: Source) -> tuple[Any, int]:
    """Return what the file says, and how many objects name a value twice.

    Of a file with one object a line the objects are listed; a damaged line is a text.
    """
    encoding = find_encoding(source)
    text = source.read()[encoding.bom :].decode(encoding.name, "replace").replace("\x1e", "")
    repeated = 0

    def build(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeated
        result = dict(pairs)
        repeated += len(result) < len(pairs)
        return result

    def parse(text: str) -> Any:
        return json.loads(
            text, parse_float=Number, parse_constant=str, object_pairs_hook=build,
            # Python refuses to read thousands of digits.
            parse_int=lambda text: int(text) if len(text) < 20 else Number(text),
        )  # fmt: skip

    try:
        return parse(text), repeated
    except json.JSONDecodeError as error:
        if error.msg != "Extra data":
            where = {"line": error.lineno, "letter": error.colno}
            raise source.fail("no_json_at", "json", why=error.msg, **where) from None
    except (ValueError, RecursionError):
        raise source.fail("deep", "json") from None
    values: list[Any] = []
    repeated = 0
    for line in filter(str.strip, re.split(r"\r\n|\r|\n", text)):
        try:
            values.append(parse(line))
        except (ValueError, RecursionError):
            values.append(line)
    if sum(isinstance(value, dict) for value in values) * 2 < len(values):
        raise source.fail("no_json", "json")
    return values, repeated


def _find_records(source: Source, document: Any) -> tuple[dict[str, Any], list[Any]]:
    """Return the outer object and the list of rows within.

    Rows are objects also where they are lists below a list of names.
    """
    about: dict[str, Any] = document if isinstance(document, dict) else {}
    if about.get("type") == "Feature":
        return about, [about]
    lists = [document] if isinstance(document, list) else []
    lists += [value for name in LISTS if isinstance(value := about.get(name), list)]
    inner = (item for item in about.values() if isinstance(item, list) and item)
    lists += [item for item in inner if isinstance(item[0], dict)]
    if not lists:
        raise source.fail("no_list", "json")
    values = lists[0]
    names: list[Any] = values[0] if values and isinstance(values[0], list) else [None]
    if not all(isinstance(name, str) for name in names):
        return about, values
    unique = make_unique(names, len(names))
    return about, [
        dict(zip(unique, row, strict=True))
        if isinstance(row, list) and len(row) == len(names)
        else row
        for row in values[1:]
    ]


def _cells(record: dict[str, Any], is_feature: bool, names: Collection[str]) -> dict[str, str]:
    """Return the cells of an object; those of an object within have its name before theirs.

    What a feature says beside its properties, such as its id, does not replace one of them: it has
    a name that is none of ``names``, those of all objects of the file.
    """
    cells: dict[str, str] = {}
    objects = (record[name] for name in CELLS if isinstance(record.get(name), dict))
    properties = {name: value for item in objects for name, value in item.items()}
    for name, value in record.items():
        if is_feature and name in {"geometry", "type", "bbox"}:
            continue
        is_object = isinstance(value, dict) and value
        before = f"{name}." if is_object and name not in CELLS else ""
        for inner, item in value.items() if is_object else [(name, value)]:
            column = f"{before}{inner}"
            if name not in CELLS and column in properties:
                if item == properties[column]:
                    continue
                column = next(new for n in count(2) if (new := f"{column}_{n}") not in names)
            cells[column] = _write_value(item)
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


def _read_shapes(geometries: list[Any]) -> np.ndarray[Any, np.dtype[np.object_]]:
    """Return shapes of GeoJSON; None where one is damaged."""
    texts: dict[int, str] = {}
    for at, item in enumerate(geometries):
        with suppress(RecursionError):
            texts[at] = json.dumps(item)
    shapes = np.full(len(geometries), None, dtype=object)
    written = np.array(list(texts.values()), dtype=object)
    shapes[list(texts)] = shapely.from_geojson(written, on_invalid="ignore")
    return shapes
