"""The base map: neighbouring countries, water, towns, borders and names of admin units."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo.atlas import Atlas
from geo.draw.bundle import columns
from geo.draw.layers.base import SOURCED, AtlasLayer
from geo.draw.layers.ground import ground, people_sources, places
from geo.draw.topology import encode_shapes
from geo.model import Layer


class Neighbours(AtlasLayer):
    """Neighbouring countries, pale."""

    layer = Layer.NEIGHBOURS

    def data(self) -> dict[str, Any]:
        return {"neighbours": _shapes(self.atlas, "neighbours", closed=True)}


class Water(AtlasLayer):
    """Main rivers and lakes; lakes are drawn by us and approximate."""

    layer = Layer.WATER

    def data(self) -> dict[str, Any]:
        return {
            "water": {
                "rivers": _shapes(self.atlas, "rivers", False, ("rank",)),
                "lakes": _shapes(self.atlas, "lakes", True, ("kind", "position")),
            }
        }


def _shapes(atlas: Atlas, name: str, closed: bool, more: tuple[str, ...] = ()) -> dict[str, Any]:
    rows = atlas.outlines(name)
    outlines = rows.geometry
    points = (
        outlines.representative_point()
        if closed
        else gpd.GeoSeries([*map(_middle, outlines)], outlines.index)
    )
    rows = rows.assign(lon=points.x, lat=points.y)
    return {
        "rows": columns(rows, (*atlas.name_columns, "lon", "lat", *more)),
        "shapes": encode_shapes(rows.geometry, closed),
    }


def _middle(line: BaseGeometry) -> BaseGeometry:
    """Return the point half way along the longest part of a line."""
    longest = max(getattr(line, "geoms", [line]), key=lambda part: part.length)
    return longest.interpolate(0.5, normalized=True)


class Towns(AtlasLayer):
    """Towns and villages, shown by rank as the map comes closer."""

    layer = Layer.TOWNS
    cited = ("places",)

    def data(self) -> dict[str, Any]:
        rows = self.atlas.table("places").assign(at=places(self.atlas, "places"))
        more = ("kind", "rank", "lon", "lat", "at", "population", "pcode", *SOURCED)
        return {"towns": columns(rows, ("id", *self.atlas.name_columns, "alt_names", *more))}


class _Borders(AtlasLayer):
    """Borders and names of admin units, which share the ground with control."""

    def data(self) -> dict[str, Any]:
        return ground(self.atlas)

    def sources(self) -> pd.Series:
        """Return the sources of the units, and of the people who live there."""
        return pd.concat([super().sources(), people_sources(self.atlas)])


class Governorates(_Borders):
    """Borders and names of governorates, and the border of the country."""

    layer, cited = Layer.GOVERNORATES, ("governorates",)


class Districts(_Borders):
    """Borders and names of districts."""

    layer, cited = Layer.DISTRICTS, ("districts",)


class Subdistricts(_Borders):
    """Borders of sub-districts."""

    layer, cited = Layer.SUBDISTRICTS, ("subdistricts",)
