"""The base map and the admin units, with the topology and names that all layers of ground share."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo.ask import people, stakes
from geo.atlas import Atlas
from geo.draw.layers.base import SOURCED, AtlasLayer
from geo.files.compact import cell, columns, encode, encode_shapes
from geo.model import Layer


@lru_cache(maxsize=4)
def ground(atlas: Atlas) -> dict[str, Any]:
    """Return topology, units, districts and governorates for the page."""
    units = atlas.units
    levels = units[["governorate", "district", "pcode"]].to_numpy().tolist()
    units["alt_names"] = units["pcode"].map(atlas.subdistricts.set_index("pcode")["alt_names"])
    units["main"] = units["unit"].eq(units.groupby("pcode")["unit"].transform("first"))
    return {
        **_people(atlas),
        "topology": encode(list(units.geometry), levels),
        "units": columns(
            units, ("unit", "pcode", "district", *atlas.name_columns, "alt_names", "km2", "main")
        ),
        "districts": _level(atlas, atlas.districts, units["district"], "pcode", ("governorate",)),
        "governorates": _level(atlas, atlas.governorates, units["governorate"], "iso", ("since",)),
    }


def _people(atlas: Atlas) -> dict[str, Any]:
    """Return what the census counted and who administered what; nothing where it is not there."""
    counts = people.count_people(atlas)
    if counts.empty:
        return {}
    index = {unit: i for i, unit in enumerate(atlas.units["unit"])}
    counts["units"] = [[index[unit] for unit in units] for units in counts["units"]]
    administration = (
        atlas.table("administration") if "administration" in atlas.names else pd.DataFrame()
    )
    attested = ("pcode", "part", "date", "precision", "governorate", "side", "source", "says")
    return {
        "residents": {
            "day": cell(atlas.table("census")["date"].max()),
            "counts": columns(
                counts, ("pcode", "live", *atlas.name_columns, "people", "units", "source")
            ),
            "administration": columns(administration.reindex(columns=attested), attested),
        }
    }


def people_sources(atlas: Atlas) -> pd.Series:
    """Return the sources of people and administration, each joined by ``;``."""
    names = [name for name in ("census", "administration") if name in atlas.names]
    result = [atlas.table(name)["source"].drop_duplicates() for name in names]
    return pd.concat(result) if result else pd.Series(dtype="str")


def places(atlas: Atlas, table: str) -> list[int]:
    """Return for each row of a table the index of the unit that it belongs to; -1 for none.

    The page counts what lies on the area of interest by these, as :mod:`geo.ask.exposures` does.
    """
    index = {unit: i for i, unit in enumerate(atlas.units["unit"])}
    return [index.get(unit, -1) for unit in stakes.unit_of(atlas, table)]


def members(keys: pd.Series, units: pd.Series) -> list[list[int]]:
    """Return for each key the indexes of the units that carry it."""
    groups = units.groupby(units).groups
    return [list(map(int, groups.get(key, []))) for key in keys]


def _level(
    atlas: Atlas, rows: gpd.GeoDataFrame, units: pd.Series, key: str, more: tuple[str, ...]
) -> dict[str, Any]:
    points = rows.geometry.representative_point()
    rows = rows.assign(
        lon=points.x, lat=points.y, units=pd.Series(members(rows[key], units), rows.index, object)
    )
    first = (key, *more, *atlas.name_columns, "alt_names")
    return columns(rows, (*first, "km2", "lon", "lat", "units", *SOURCED))


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
