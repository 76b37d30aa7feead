"""Who holds what: on a day, and over time."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import cast

import geopandas as gpd
import pandas as pd

from geo.ask import holdings
from geo.ask import perspective as perspectives
from geo.ask.dated_frame import DatedFrame
from geo.ask.rival_maps import Comparison, holds_on
from geo.ask.rival_maps import rival as compare
from geo.ask.time_series import panel, series
from geo.ask.uncertainty import dating
from geo.atlas import Atlas
from geo.atlas.table import Record
from geo.model import HELD
from geo.view import day_of

__all__ = [
    "Comparison",
    "at",
    "compare",
    "history",
    "panel",
    "series",
    "spells",
    "units_on",
    "valid_on",
]


def spells(atlas: Atlas) -> pd.DataFrame:
    """Return every spell: id, unit, start, end, holder and evidence.

    Returns
    -------
    pandas.DataFrame
        Sorted by unit and start. A spell of a district or governorate stands for each unit that it
        holds for, with the code that it names in ``context``. Days are :class:`datetime.date`
        (dtype object), all else is text.
        ``end`` is the first day that no longer belongs to a spell, None while it is open;
        ``evidence``, ``publishers`` and ``newest`` say what its sources do; ``earliest`` and
        ``latest`` are the days between which it began, ``edtf`` says so in the Extended Date/Time
        Format.
    """
    return _date_spells(atlas).copy()


@lru_cache(maxsize=4)
def _date_spells(atlas: Atlas) -> pd.DataFrame:
    rows = pd.DataFrame(atlas.spells)
    records = cast("list[Record]", rows.to_dict("records"))
    doubtful = dating.date_spells(atlas)
    dated = [dating.dating_in(doubtful, row) for row in records]
    written = map(dating.write_edtf, dated, rows["precision"])
    return rows.assign(
        earliest=pd.Series([item.earliest for item in dated], rows.index, object),
        latest=pd.Series([item.latest for item in dated], rows.index, object),
        edtf=pd.Series(list(written), rows.index, "str"),
    )


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
    return rows[holds_on(rows, day_of(day, covered=False))]


def at(atlas: Atlas, day: date | str, perspective: str = HELD) -> DatedFrame:
    """Return every unit with who holds it on a day.

    Parameters
    ----------
    day
        The day, also as ISO text.
    perspective
        ``held`` for control; others give the class of the ground (federal, region, disputed).

    Returns
    -------
    geopandas.GeoDataFrame
        One row a unit, the caller's own to change, with an outline (EPSG:4326, degrees). Text
        (``str``): unit, pcode, names, district, governorate, holder, spell (its id; empty in
        other perspectives), precision, forces, source, note, context (the district or governorate
        whose spell holds here; empty where the unit is in detail), evidence (stated, larger,
        filled, conflicting), newest (date of the newest source, as written: a day, month or year),
        alternatives (others that may hold it, joined by ``;``), certainty (settled, likely,
        in_doubt), reason (why not settled: line, days, sources, divided, unknown), confidence (as
        version 1 called the certainty; leaves with 2.1). ``publishers`` counts the independent
        ones; ``probability`` (float64, 0 to 1) is that the holder is right on most of the ground,
        ``in_doubt_km2`` how much of it is in doubt. ``km2`` is float64, on an equal-area
        projection. ``since`` (the first day of the spell) is datetime64[s], NaT where no spell
        covers the day; ``held_since`` (the day on which the holder came, through all its spells)
        is NaT also where it had come before the first day, and known to ``held_precision``. So
        are earliest and latest, the days
        between which the change happened that the day falls in; ``to_json`` writes them as ISO
        8601. A unit that no spell covers has the holder ``unknown``.

    Examples
    --------
    >>> from datetime import date
    >>> from geo import Atlas
    >>> held = at(Atlas.load(), date(2017, 10, 15)).set_index("unit")["holder"]
    >>> set(held) <= {"federal", "region", "is", "mixed", "contested", "unknown"}
    True
    """
    rows = units_on(atlas, day, perspective)
    days = ("since", "held_since", "earliest", "latest")
    dated = {name: pd.to_datetime(rows[name]).astype("datetime64[s]") for name in days}
    return DatedFrame(rows.assign(**dated))


def units_on(atlas: Atlas, day: date | str, perspective: str = HELD) -> gpd.GeoDataFrame:
    """Return what :func:`at` does, with ``since`` as :class:`datetime.date`, None where unknown.

    Parameters
    ----------
    atlas, day, perspective
        As in :func:`at`.
    """
    return _find_units(atlas, day_of(day), perspectives.check(atlas, perspective)).copy()


#: Types of columns that are no text.
_TYPES = {
    **dict.fromkeys(("since", "held_since", "earliest", "latest", "publishers"), object),
    **dict.fromkeys(("probability", "in_doubt_km2"), float),
}


@lru_cache(maxsize=64)  # a day is asked for by map, tables and figures, and by many readers
def _find_units(atlas: Atlas, day: date, perspective: str) -> gpd.GeoDataFrame:
    units, rows = atlas.units, holdings.on(atlas, day, perspective)
    for column in (name for name in rows[0] if name not in units):
        cells = [row[column] for row in rows]
        units[column] = pd.Series(cells, dtype=_TYPES.get(column, "str"))
    return units


def history(atlas: Atlas, where: str) -> pd.DataFrame:
    """Return the spells of a unit, or of the unit that a place lies in, from first to last.

    Parameters
    ----------
    where
        A name in any of the languages of the data, a position ``lon,lat``, a P-code, or a unit.

    Returns
    -------
    pandas.DataFrame
        One row a spell: the columns of :func:`spells`, of the same types.

    Examples
    --------
    >>> from geo import Atlas
    >>> rows = history(Atlas.load(), "Sinjar")
    >>> "is" in set(rows["holder"])
    True
    """
    rows = spells(atlas)
    unit = where if where in set(rows["unit"]) else holdings.locate(atlas, where).unit
    return rows[rows["unit"] == unit].reset_index(drop=True)
