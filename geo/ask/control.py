"""Who holds what: on a day, and over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.ask import perspective as perspectives
from geo.atlas import Atlas
from geo.errors import QuestionError
from geo.gazetteer.resolver import Place, resolve
from geo.model import HELD
from geo.view import day_of

_FAR = date(9999, 12, 31)


def spells(atlas: Atlas) -> pd.DataFrame:
    """Return every spell: id, unit, start, end and what is said of it.

    Parameters
    ----------
    atlas
        The atlas.

    Returns
    -------
    pandas.DataFrame
        Sorted by unit and start. ``end`` is the first day that no longer belongs to a spell, None
        while it is open.
    """
    return atlas.table("spells").sort_values(["unit", "start"], ignore_index=True)


def valid_on(rows: pd.DataFrame, day: date | str) -> pd.DataFrame:
    """Return the rows of a table of [start, end) that hold on a day.

    Parameters
    ----------
    rows
        A table with ``start`` and ``end``, half-open; ``end`` may be None.
    day
        The day, also as ISO text.

    Returns
    -------
    pandas.DataFrame
        The same columns, with the index of ``rows``.
    """
    day = day_of(day, covered=False)
    start = rows["start"].to_numpy()
    end = np.array([end or _FAR for end in rows["end"]], dtype=object)
    return rows[(start <= day) & (day < end)]


def at(atlas: Atlas, day: date | str, perspective: str = HELD) -> gpd.GeoDataFrame:
    """Return every unit with who holds it on a day.

    Parameters
    ----------
    atlas
        The atlas.
    day
        The day, also as ISO text.
    perspective
        ``held`` for control; others give the class of the ground (federal, region, disputed).

    Returns
    -------
    geopandas.GeoDataFrame
        One row a unit (EPSG:4326), the caller's own to change: unit, pcode, names, district,
        governorate, km2, holder, since, spell (its id; empty in other perspectives), precision,
        confidence, forces, source, note, newest (date of the newest source, as written: a day,
        month or year), geometry. A unit that no spell
        covers has the holder ``unknown``.

    Examples
    --------
    >>> from datetime import date
    >>> from geo import Atlas
    >>> held = at(Atlas.load(), date(2017, 10, 15)).set_index("unit")["holder"]
    >>> set(held) <= {"federal", "region", "is", "mixed", "contested", "unknown"}
    True
    """
    return _at(atlas, day_of(day), perspectives.check(atlas, perspective)).copy()


@lru_cache(maxsize=64)  # a day is asked for by map, tables and figures, and by many readers
def _at(atlas: Atlas, day: date, perspective: str) -> gpd.GeoDataFrame:
    units = atlas.units
    rows = spells(atlas) if perspective == HELD else perspectives.classes(atlas, perspective)
    found = valid_on(rows, day).set_index("unit")
    more = ("precision", "confidence", "forces", "source", "note")
    for column in ("holder", *more):
        values = units["unit"].map(found[column]) if column in found else pd.Series("", units.index)
        units[column] = values.fillna("unknown" if column == "holder" else "")
    units["since"] = units["unit"].map(found["start"])
    units["spell"] = units["unit"].map(found["id"]).fillna("") if "id" in found else ""
    units["newest"] = _newest(atlas, units["source"])
    return units


@dataclass(frozen=True)
class Located:
    """A place, and the units that it lies in or takes in."""

    place: Place
    """The place."""
    unit: str
    """The unit that its point lies in."""
    units: tuple[str, ...]
    """All units that it takes in: one for a town or position, several for a district."""


def locate(atlas: Atlas, where: str) -> Located:
    """Return the units of a place.

    Parameters
    ----------
    atlas
        The atlas.
    where
        A name, code, position or the id of a unit, see :func:`geo.gazetteer.resolver.resolve`.

    Raises
    ------
    QuestionError
        Where nothing is called so, or it lies outside the atlas's units.

    Examples
    --------
    >>> from geo import Atlas
    >>> locate(Atlas.load(), "IQG13Q04").units[0]
    'IQG13Q04N01a'
    """
    found, units = resolve(atlas, where), atlas.units
    matched = units["unit"].isin(found.codes)
    unit = str(units["unit"][matched].iloc[0]) if matched.any() else unit_at(atlas, *found.point)
    if not found.codes:
        return Located(found, unit, (unit,))
    inside = matched | units["pcode"].str.startswith(found.codes)
    inside |= units["governorate"].isin(found.codes)
    taken = tuple(units["unit"][inside])
    return Located(found, unit if unit in taken else taken[0], taken)


def unit_at(atlas: Atlas, lon: float, lat: float) -> str:
    """Return the unit that a position (degrees) lies in.

    Parameters
    ----------
    atlas
        The atlas.
    lon, lat
        Position in degrees (EPSG:4326).

    Raises
    ------
    QuestionError
        Where the position lies outside all units.
    """
    units = atlas.units
    inside = shapely.contains_xy(units.geometry.to_numpy(), lon, lat)
    if not inside.any():
        near = shapely.distance(units.geometry.to_numpy(), shapely.Point(lon, lat))
        if near.min() > 1e-6:
            raise QuestionError(
                f"position {lon:g},{lat:g}: expected lon,lat within the units of the atlas"
            )
        inside = near == near.min()
    return str(units["unit"][np.argmax(inside)])


def _newest(atlas: Atlas, cells: pd.Series) -> list[str]:
    """Return for each cell of source ids the newest date of these, as written; '' for none."""
    sources = atlas.table("sources")
    dates = dict(zip(sources["id"], sources["date"], strict=True))
    return [max((dates.get(one, "") for one in cell.split(";")), default="") for cell in cells]


def history(atlas: Atlas, where: str) -> pd.DataFrame:
    """Return the spells of a unit, or of the unit that a place lies in, from first to last.

    Parameters
    ----------
    atlas
        The atlas.
    where
        A name in any of the languages of the data, a position ``lon,lat``, a P-code, or a unit.

    Returns
    -------
    pandas.DataFrame
        One row a spell: the columns of the table ``spells``.

    Examples
    --------
    >>> from geo import Atlas
    >>> rows = history(Atlas.load(), "Sinjar")
    >>> "is" in set(rows["holder"])
    True
    """
    rows = spells(atlas)
    unit = where if where in set(rows["unit"]) else locate(atlas, where).unit
    return rows[rows["unit"] == unit].reset_index(drop=True)
