"""GeoJSON (RFC 7946): one collection; each feature says which layer it is of."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import numpy as np
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
    cells = convert_types(rows.drop(columns="geometry")).astype(object)
    listed: Any = cells.where(cells.notna(), None).to_dict("records")
    return [
        {"type": "Feature", "properties": {"layer": name, **row}, "geometry": geometry}
        for row, geometry in zip(listed, geometries(rows.geometry), strict=True)
    ]


def geometries(shapes: Any, places: int = _PLACES) -> list[dict[str, Any] | None]:
    """Return shapes with longitude first and outer rings counter-clockwise; None for an empty one.

    >>> geometries([shapely.Point(44.123456, 35.5), None])
    [{'type': 'Point', 'coordinates': [44.12346, 35.5]}, None]
    """
    turned = shapely.orient_polygons(np.asarray(shapes, dtype=object), exterior_cw=False)
    rounded = shapely.transform(turned, lambda points: points.round(places))
    return [
        None if shape is None or shape.is_empty else json.loads(shapely.to_geojson(shape))
        for shape in rounded
    ]


def _to_plain(value: Any) -> Any:
    """Return what JSON does not know: days as text, numpy's numbers as numbers."""
    return value.item() if hasattr(value, "item") else value.isoformat()
