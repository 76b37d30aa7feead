"""GeoJSON (RFC 7946): one collection; each feature says which layer it is of."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import shapely

from geo.export.tables.credits import Credits
from geo.export.tables.rows import convert_types

#: Places after the point, about a metre; the outlines are generalised to far less.
_PLACES = 5


def collection(layers: dict[str, gpd.GeoDataFrame], credits_: Credits) -> bytes:
    """Return layers as one feature collection, with sources and licences in ``greenline``."""
    features = [feature for name, rows in layers.items() for feature in _features(name, rows)]
    notes: dict[str, Any] = {}
    for name, rows in credits_.tables().items():
        notes[name] = list(rows.to_dict("records"))
    notes["about"] = dict(zip(credits_.about["key"], credits_.about["value"], strict=True))
    content = {"type": "FeatureCollection", "greenline": notes, "features": features}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_to_plain)
    return text.encode()


def _features(name: str, rows: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    outlines = shapely.orient_polygons(rows.geometry.to_numpy(), exterior_cw=False)
    cells = convert_types(rows.drop(columns="geometry")).astype(object)
    listed: Any = cells.where(cells.notna(), None).to_dict("records")
    return [
        {
            "type": "Feature",
            "properties": {"layer": name, **row},
            "geometry": _geometry(outline),
        }
        for row, outline in zip(listed, outlines, strict=True)
    ]


def _geometry(outline: Any) -> dict[str, Any] | None:
    if outline is None or shapely.is_empty(outline):
        return None
    geometry = shapely.geometry.mapping(outline)
    return {"type": geometry["type"], "coordinates": _round_values(geometry["coordinates"])}


def _round_values(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, _PLACES)
    return [_round_values(element) for element in value]


def _to_plain(value: Any) -> Any:
    """Return what JSON does not know: days as text, numpy's numbers as numbers."""
    return value.item() if hasattr(value, "item") else value.isoformat()
