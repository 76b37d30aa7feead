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
        """Return outlines and names of the neighbours."""
        return {"neighbours": _shapes(self.atlas, "neighbours", closed=True)}


class Water(AtlasLayer):
    """Main rivers and lakes; lakes are drawn by us and approximate."""

    layer = Layer.WATER

    def data(self) -> dict[str, Any]:
        """Return lines of rivers and outlines of lakes."""
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

    def data(self) -> dict[str, Any]:
        """Return the places."""
        rows = self.atlas.table("places").assign(at=places(self.atlas, "places"))
        first = (
            "id",
            *self.atlas.name_columns,
            "alt_names",
            "kind",
            "rank",
            "lon",
            "lat",
            "at",
            "population",
            "pcode",
        )
        return {"towns": columns(rows, first + SOURCED)}

    def sources(self) -> pd.Series:
        """Return the sources of the places."""
        return self.atlas.table("places")["source"]


class Governorates(AtlasLayer):
    """Borders and names of governorates, and the border of the country."""

    layer = Layer.GOVERNORATES

    def data(self) -> dict[str, Any]:
        """Return the shared ground."""
        return ground(self.atlas)

    def sources(self) -> pd.Series:
        """Return the sources of the governorates, and of the people who live there."""
        cited = self.atlas.table("governorates")["source"]
        return pd.concat([cited, people_sources(self.atlas)])


class Districts(AtlasLayer):
    """Borders and names of districts."""

    layer = Layer.DISTRICTS

    def data(self) -> dict[str, Any]:
        """Return the shared ground."""
        return ground(self.atlas)

    def sources(self) -> pd.Series:
        """Return the sources of the districts, and of the people who live there."""
        cited = self.atlas.table("districts")["source"]
        return pd.concat([cited, people_sources(self.atlas)])


class Subdistricts(AtlasLayer):
    """Borders of sub-districts."""

    layer = Layer.SUBDISTRICTS

    def data(self) -> dict[str, Any]:
        """Return the shared ground."""
        return ground(self.atlas)

    def sources(self) -> pd.Series:
        """Return the sources of the sub-districts, and of the people who live there."""
        cited = self.atlas.table("subdistricts")["source"]
        return pd.concat([cited, people_sources(self.atlas)])
