"""What the API offers, as OpenAPI 3.1: every file, every column with its type and meaning."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from geo.atlas import Atlas
from geo.site.api import DATED, ROOT, Resource

_TYPES: dict[str, dict[str, Any]] = {
    "string": {"type": ["string", "null"]},
    "date": {"type": ["string", "null"], "format": "date"},
    "number": {"type": ["number", "null"]},
    "integer": {"type": ["integer", "null"]},
    "boolean": {"type": ["boolean", "null"]},
}

_MEDIA = {
    "json": "application/json",
    "geojson": "application/geo+json",
    "parquet": "application/vnd.apache.parquet",
    "fgb": "application/flatgeobuf",
}

_BINARY = {"type": "string", "format": "binary"}


def description(atlas: Atlas, known: Sequence[Resource], base: str) -> bytes:
    paths: dict[str, Any] = {"/index.json": _file("What the API offers.", "json")}
    paths |= _control(atlas)
    schemas: dict[str, Any] = {}
    for resource in known:
        schemas[resource.name] = _row(atlas, resource)
        for kind in resource.kinds:
            paths[f"/{resource.name}.{kind}"] = _file(resource.about, kind, resource.name)
    result = {
        "openapi": "3.1.0",
        "info": {
            "title": atlas.package["title"],
            "version": f"1.0.0+{atlas.version}",
            "description": (
                "Plain files, read by GET. Days are ISO 8601, spells are half-open [start, end), "
                "positions are WGS 84 (EPSG:4326). Names and meanings of files and columns of v1 "
                "stay; columns may be added."
            ),
        },
        "servers": [{"url": f"{base}{ROOT}".rstrip("/") if base else "."}],
        "paths": paths,
        "components": {"schemas": schemas},
    }
    return (json.dumps(result, ensure_ascii=False, indent=1) + "\n").encode()


def _row(atlas: Atlas, resource: Resource) -> dict[str, Any]:
    """Return the schema of a row of a table, from the package's own schema."""
    entry = next(
        (some for some in atlas.package["resources"] if some["name"] == resource.table), None
    )
    if entry is None:
        text, figure = _TYPES["string"], _TYPES["number"]
        names = ("unit", "pcode", *atlas.name_columns, "district", "governorate")
        return {
            "type": "object",
            "description": resource.about,
            "properties": {**dict.fromkeys(names, text), "km2": figure},
        }
    fields = {
        field["name"]: {**_TYPES[field["type"]], "description": field.get("description", "")}
        for field in entry["schema"]["fields"]
        if field["name"] != "wkt" and not (resource.placed and field["name"] in {"lon", "lat"})
    }
    if resource.table == "spells":
        for name, about in DATED.items():
            kind = _TYPES["string" if name == "edtf" else "date"]
            fields[name] = {**kind, "description": f"{about}."}
    return {"type": "object", "description": resource.about, "properties": fields}


def _file(about: str, kind: str, name: str = "") -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object"}
    if kind == "json" and name:
        rows = {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}
        schema = {
            "type": "object",
            "properties": {
                "version": {"type": "string"},
                "date": {"type": "string", "format": "date"},
                "name": {"type": "string"},
                "count": {"type": "integer"},
                "rows": rows,
            },
        }
    elif kind in {"parquet", "fgb"}:
        schema = _BINARY
    answer = {"description": about, "content": {_MEDIA[kind]: {"schema": schema}}}
    return {"get": {"summary": about, "responses": {"200": answer}}}


def _control(atlas: Atlas) -> dict[str, Any]:
    holders = {
        "type": "object",
        "description": "Holder by id of the unit.",
        "additionalProperties": {"enum": list(atlas.profile.holders)},
    }
    day = {"type": "string", "format": "date"}
    body = {
        "type": "object",
        "properties": {
            "version": {"type": "string"},
            "day": day,
            "until": {"type": ["string", "null"], "format": "date"},
            "holders": holders,
        },
    }
    item = _file("Who held each unit from a day on, until the next change.", "json")
    item["get"]["responses"]["200"]["content"][_MEDIA["json"]]["schema"] = body
    item["parameters"] = [
        {
            "name": "day",
            "in": "path",
            "required": True,
            "schema": day,
            "description": "One of the days of control/index.json: the last one up to yours.",
        }
    ]
    index = _file("Days on which anything changed hands.", "json")
    return {"/control/index.json": index, "/control/{day}.json": item}
