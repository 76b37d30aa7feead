"""The API: plain files under ``api/v1/`` that say who held what, and all that it rests on.

``docs/reference.md`` and ``openapi.json`` beside the files describe them. Control is compact: one
list of holders by unit for each day on which anything changed, and outlines of the units once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geo import cell_output
from geo.ask import control
from geo.ask.contents import layer_content
from geo.ask.contents.credits import credit_line, credits_for_tables
from geo.atlas import Atlas
from geo.draw.map import about
from geo.export.tables import gdal, layer_files
from geo.export.tables.credits import Credits
from geo.export.tables.geojson import geometries

#: Where the files lie, from the site's folder on.
ROOT = "api/v1/"


@dataclass(frozen=True)
class Resource:
    """A table that the API offers."""

    name: str  #: Its name, that of its files.
    table: str  #: The table of the atlas it is, '' where it is made.
    about: str  #: What it holds.
    placed: bool  #: Whether it has geometry: GeoJSON, GeoParquet and FlatGeobuf besides JSON.

    @property
    def kinds(self) -> tuple[str, ...]:
        """Endings of its files."""
        return ("json", "geojson", "parquet", "fgb") if self.placed else ("json",)


#: Columns of spells that are derived from their precision and sources.
DATED = {
    "earliest": "First day on which it may have begun",
    "latest": "Last such day",
    "edtf": "The same in the Extended Date/Time Format (ISO 8601-2)",
}

#: Tables that are offered under another name.
_NAMED = {"field_periods": "field-periods", "crossing_periods": "crossing-periods"}


def resources(atlas: Atlas) -> list[Resource]:
    """Return the tables that the API of an atlas offers: all of its package."""
    result = [Resource("units", "", "Units of control: sub-districts and parts of them.", True)]
    for entry in atlas.package["resources"]:
        if entry["format"] != "csv" or entry["name"] not in atlas.names:
            continue
        fields = {field["name"] for field in entry["schema"]["fields"]}
        placed = {"lon", "lat"} <= fields or entry["name"] in _OUTLINED or "wkt" in fields
        name = _NAMED.get(entry["name"], entry["name"].replace("_", "-"))
        result.append(Resource(name, entry["name"], entry["description"], placed))
    return result


_OUTLINED = ("areas", "districts", "governorates", "subdistricts")


def files(atlas: Atlas) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the API with their paths from the site's folder on."""
    known = resources(atlas)
    for resource in known:
        rows = _rows(atlas, resource)
        plain = pd.DataFrame(rows.drop(columns="geometry")) if resource.placed else rows
        yield f"{ROOT}{resource.name}.json", _json(_table(atlas, resource, plain))
        if resource.placed:
            yield from _write_placed(atlas, resource, rows)
    yield from _control(atlas)
    yield f"{ROOT}index.json", _json(_index(atlas, known))


def _rows(atlas: Atlas, resource: Resource) -> Any:
    if not resource.table:
        columns = ["unit", "pcode", *atlas.name_columns, "district", "governorate"]
        return atlas.units[[*columns, "km2", "geometry"]]
    if resource.table in _OUTLINED:
        return getattr(atlas, resource.table)
    rows = atlas.table(resource.table)
    if resource.table == "spells":
        dated = control.spells(atlas).set_index("id")[list(DATED)]
        return rows.drop(columns=[*DATED], errors="ignore").join(dated, on="id")
    if "wkt" in rows:
        shapes = shapely.from_wkt(rows["wkt"].to_numpy())
        return gpd.GeoDataFrame(rows.drop(columns="wkt"), geometry=shapes, crs=4326)
    return layer_content.points(rows) if resource.placed else rows


def _table(atlas: Atlas, resource: Resource, rows: pd.DataFrame) -> dict[str, Any]:
    return {
        "version": atlas.version,
        "date": atlas.date.isoformat(),
        "name": resource.name,
        "count": len(rows),
        "rows": cell_output.plain_rows(rows),
    }


def _write_placed(
    atlas: Atlas, resource: Resource, rows: gpd.GeoDataFrame
) -> Iterator[tuple[str, bytes]]:
    """Yield a table with its geometry as GeoJSON, GeoParquet and FlatGeobuf."""
    notes = _credits(atlas, resource, rows)
    yield f"{ROOT}{resource.name}.geojson", _geojson(atlas, resource, rows)
    yield f"{ROOT}{resource.name}.parquet", layer_files.parquet_file(rows, notes)
    yield f"{ROOT}{resource.name}.fgb", gdal.flatgeobuf(resource.name, _with_text(rows), notes)


def _credits(atlas: Atlas, resource: Resource, rows: gpd.GeoDataFrame) -> Credits:
    """Return what a file with geometry says of its sources and licences."""
    cells = rows["source"] if "source" in rows else pd.Series(dtype="str")
    cited = {name for cell in cells for name in str(cell).split(";")}
    sources = atlas.table("sources")
    tables = {resource.table, f"{resource.table}_shape"}
    notes = {
        "title": atlas.package["title"],
        "table": resource.name,
        "data of": atlas.date.isoformat(),
        "data version": atlas.version,
        "credit": credit_line(credits_for_tables(atlas, tables), "en"),
    }
    licences = [
        {
            "layer": resource.name,
            "licence": licence["name"],
            "title": licence["title"],
            "url": licence.get("path", ""),
            "covers": entry.get("title", entry["name"]),
        }
        for entry in atlas.package["resources"]
        if entry["name"] in tables
        for licence in entry["licenses"]
    ]
    return Credits(
        pd.DataFrame(list(notes.items()), columns=["key", "value"]),
        sources[sources["id"].isin(cited)],
        pd.DataFrame(licences, columns=["layer", "licence", "title", "url", "covers"]),
    )


def _geojson(atlas: Atlas, resource: Resource, rows: gpd.GeoDataFrame) -> bytes:
    plain = cell_output.plain_rows(pd.DataFrame(rows.drop(columns="geometry")))
    features = [
        {"type": "Feature", "properties": row, "geometry": shape}
        for row, shape in zip(plain, geometries(rows.geometry), strict=True)
    ]
    result = {"type": "FeatureCollection", "name": resource.name, "version": atlas.version}
    return _json({**result, "features": features})


def _with_text(rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return features with text for what FlatGeobuf has no type for."""
    plain = rows.copy()
    for name in plain.columns.drop("geometry"):
        if plain[name].dtype == object:
            plain[name] = [_text(cell) for cell in plain[name]]
    return plain


def _text(cell: Any) -> Any:
    value = cell_output.value(cell)
    return value if value is None or isinstance(value, str) else str(value)


def change_days(atlas: Atlas) -> list[date]:
    """Return the days on which anything changed hands, from the first day of the atlas on."""
    first, last = atlas.profile.days.first, atlas.profile.days.last
    rows = control.spells(atlas)
    days = {*rows["start"], *(end for end in rows["end"] if isinstance(end, date))}
    return sorted({first, *(day for day in days if first < day <= last)})


def _control(atlas: Atlas) -> Iterator[tuple[str, bytes]]:
    days = change_days(atlas)
    for day, after in zip(days, [*days[1:], None], strict=True):
        held = control.at(atlas, day)
        yield (
            f"{ROOT}control/{day.isoformat()}.json",
            _json(
                {
                    "version": atlas.version,
                    "day": day.isoformat(),
                    "until": after.isoformat() if after else None,
                    "holders": dict(zip(held["unit"], held["holder"], strict=True)),
                }
            ),
        )
    yield (
        f"{ROOT}control/index.json",
        _json(
            {
                "version": atlas.version,
                "first": days[0].isoformat(),
                "last": atlas.profile.days.last.isoformat(),
                "days": [day.isoformat() for day in days],
            }
        ),
    )


def _index(atlas: Atlas, known: list[Resource]) -> dict[str, Any]:
    description = about(atlas)
    return {
        "api": "v1",
        "version": atlas.version,
        "date": atlas.date.isoformat(),
        "description": "openapi.json",
        "control": "control/index.json",
        "licences": [
            {"of": what, "title": title, "address": address}
            for what, title, address in description["licences"]
        ],
        "resources": [
            {
                "name": resource.name,
                "about": resource.about,
                "files": [f"{resource.name}.{kind}" for kind in resource.kinds],
            }
            for resource in known
        ],
    }


def _json(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode() + b"\n"
