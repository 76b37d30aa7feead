"""GPX: places as waypoints, for devices in the field."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import geopandas as gpd

from geo.errors import ExportError
from geo.export.tables.credits import Credits
from geo.export.tables.markup import child, document, filled, name
from geo.layers import SPECS
from geo.model import Language
from geo.words import say

#: Columns that say of a place what a reader in the field wants to know, as far as it has them.
_TOLD = ("kind", "type", "start", "state", "run_by", "holder", "text")


def document_of(layers: dict[str, gpd.GeoDataFrame], told: Credits, language: Language) -> bytes:
    """Return the points of layers as GPX 1.1, each with its layer, what it is and who says so.

    Parameters
    ----------
    layers
        Layers by name (EPSG:4326).
    told
        Sources and licences.
    language
        The language of the names.

    Raises
    ------
    ExportError
        Where no layer has points.
    """
    root = Element(
        "gpx", version="1.1", creator="Greenline", xmlns="http://www.topografix.com/GPX/1/1"
    )
    about: dict[str, str] = dict(told.about.itertuples(index=False))
    head = child(root, "metadata")
    child(head, "name", about.get("title", ""))
    child(head, "desc", told.text())
    count = 0
    for layer, rows in layers.items():
        known = rows[rows.geometry.notna() & (rows.geom_type == "Point")]
        title = say(f"layer.{layer}", language) if layer in SPECS else layer
        cells = known.drop(columns="geometry").to_dict("records")
        for row, point in zip(cells, known.geometry, strict=True):
            mark = child(root, "wpt", lat=f"{point.y:.5f}", lon=f"{point.x:.5f}")
            child(mark, "name", name(row, language))
            said = [f"{key}: {row[key]}" for key in _TOLD if filled(row.get(key))]
            child(mark, "desc", "; ".join(said))
            if filled(row.get("source")):
                child(mark, "src", row["source"])
            child(mark, "type", title)
            count += 1
    if not count:
        raise ExportError("GPX holds places alone: expected a layer of points, such as towns")
    return document(root)
