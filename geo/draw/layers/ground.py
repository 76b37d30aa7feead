"""What the layers of ground share: the topology of units and the names of every level."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.ask import people, stakes
from geo.atlas import Atlas
from geo.draw.bundle import cell, columns
from geo.draw.layers.base import SOURCED
from geo.draw.topology import encode


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
