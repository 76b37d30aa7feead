"""The base map and the admin units, with the topology and names that all layers of ground share."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo.ask import people
from geo.atlas import Atlas
from geo.draw.layers.base import SOURCED, draws, number_units, places
from geo.files.compact import cell, columns, encode, encode_shapes
from geo.model import Layer


@draws(Layer.GOVERNORATES, Layer.DISTRICTS, Layer.SUBDISTRICTS)
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
    numbers = number_units(atlas)
    counts["units"] = [[numbers[unit] for unit in units] for units in counts["units"]]
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


@draws(Layer.NEIGHBOURS)
def neighbours(atlas: Atlas) -> dict[str, Any]:
    """Return neighbouring countries, pale."""
    return {"neighbours": _shapes(atlas, "neighbours", closed=True)}


@draws(Layer.WATER)
def water(atlas: Atlas) -> dict[str, Any]:
    """Return main rivers and lakes; lakes are drawn by us and approximate."""
    return {
        "water": {
            "rivers": _shapes(atlas, "rivers", False, ("rank",)),
            "lakes": _shapes(atlas, "lakes", True, ("kind", "position")),
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


@draws(Layer.TOWNS)
def towns(atlas: Atlas) -> dict[str, Any]:
    """Return towns and villages, shown by rank as the map comes closer."""
    rows = atlas.table("places").assign(at=places(atlas, "places"))
    more = ("kind", "rank", "lon", "lat", "at", "population", "pcode", *SOURCED)
    return {"towns": columns(rows, ("id", *atlas.name_columns, "alt_names", *more))}
