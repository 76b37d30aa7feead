"""The sub-districts, the ground that all else is drawn on: a source table, nothing is derived.

``boundaries/subdistricts.shp`` was converted once from our generalisation of OCHA's COD-AB of
3 June 2019 (see ``sources.csv``); districts, governorates and the country itself are
dissolved from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import geopandas as gpd
import pyogrio
import shapely

#: Path of the table under the data folder.
SUBDISTRICTS = "boundaries/subdistricts.shp"


def subdistricts(data: Path) -> gpd.GeoDataFrame:
    """Read the sub-districts.

    Parameters
    ----------
    data
        The data folder.
    """
    return pyogrio.read_dataframe(data / SUBDISTRICTS)


def country(data: Path) -> shapely.Geometry:
    """Return the country's outline: its sub-districts dissolved, every border vertex kept."""
    return shapely.coverage_union_all(subdistricts(data).geometry.to_numpy())


def covered(units: gpd.GeoDataFrame, codes: Iterable[str]) -> gpd.GeoDataFrame:
    """Return the sub-districts that P-codes name, themselves or through their district.

    Parameters
    ----------
    units
        The sub-districts.
    codes
        P-codes of sub-districts (``IQG13Q04N01``) or districts (``IQG13Q04``).

    Raises
    ------
    KeyError
        Where a code is neither; the key is the code.

    Examples
    --------
    >>> units = gpd.GeoDataFrame({"pcode": ["A1", "A2", "B1"], "district": ["A", "A", "B"]})
    >>> covered(units, ["A", "B1"]).pcode.tolist()
    ['A1', 'A2', 'B1']
    """
    wanted = set(codes)
    unknown = wanted - set(units["pcode"]) - set(units["district"])
    if unknown:
        raise KeyError(min(unknown))
    return units[units["pcode"].isin(wanted) | units["district"].isin(wanted)]
