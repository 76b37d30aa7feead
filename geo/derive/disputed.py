"""The disputed areas' outlines: sub-districts dissolved as ``disputed/areas.csv`` lists them."""

from __future__ import annotations

import csv
from pathlib import Path

import geopandas as gpd
import shapely

from geo.derive.boundaries import covered, subdistricts
from geo.errors import DataError, Fault

#: The table that says which ground an area is, and the outlines derived from it.
TABLE = "disputed/areas.csv"
OUTLINES = "disputed/areas.shp"

#: Where the outlines come from, whoever says that the area is disputed.
SOURCE = "ocha-cod-ab-2019"


def derive(data: Path) -> dict[str, gpd.GeoDataFrame]:
    """Dissolve the outline of every disputed area.

    Parameters
    ----------
    data
        The data folder.

    Returns
    -------
    dict
        ``disputed/areas.shp``, sorted by id.

    Raises
    ------
    geo.errors.DataError
        Where the table names a P-code that does not exist.
    """
    with (data / TABLE).open(encoding="utf-8", newline="") as file:
        areas = list(csv.DictReader(file))
    units = subdistricts(data)
    shapes = [_outline(units, area["pcodes"], row) for row, area in enumerate(areas, start=2)]
    columns = {key: [area[key] for area in areas] for key in ("id", "name_en", "level")}
    columns["source"] = [SOURCE] * len(areas)
    columns["confidence"] = [area["confidence"] for area in areas]
    frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=units.crs)
    return {OUTLINES: frame.sort_values("id", ignore_index=True)}


def _outline(units: gpd.GeoDataFrame, pcodes: str, row: int) -> shapely.Geometry:
    """Dissolve the sub-districts of one cell of P-codes."""
    try:
        ground = covered(units, pcodes.split(";"))
    except KeyError as error:
        accepted = "P-codes of sub-districts or districts, joined by ;"
        raise DataError([Fault(TABLE, row, "pcodes", error.args[0], accepted)]) from error
    return shapely.coverage_union_all(ground.geometry.to_numpy())
