"""Who holds what: on a day, and over time."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.ask import perspective as perspectives
from geo.atlas import Atlas
from geo.errors import QuestionError
from geo.model import HELD

_FAR = date(9999, 12, 31)


def spells(atlas: Atlas) -> pd.DataFrame:
    """Return every spell: unit, start, end, precision, holder, forces, source, confidence, note."""
    return atlas.table("spells").sort_values(["unit", "start"], ignore_index=True)


def standing(rows: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return the rows of a table of [start, end) that hold on a day."""
    start = rows["start"].to_numpy()
    end = np.array([end or _FAR for end in rows["end"]], dtype=object)
    return rows[(start <= day) & (day < end)]


def at(atlas: Atlas, day: date, perspective: str = HELD) -> gpd.GeoDataFrame:
    """Return every unit with who holds it on a day.

    Parameters
    ----------
    atlas
        The atlas.
    day
        The day asked about.
    perspective
        ``held`` for control; others give the class of the ground (federal, region, disputed).

    Returns
    -------
    geopandas.GeoDataFrame
        One row a unit (EPSG:4326), the caller's own to change: unit, pcode, names, district,
        governorate, km2, holder, since, precision, confidence, forces, source, note, geometry. A
        unit that no spell covers has the holder ``unknown``.

    Examples
    --------
    >>> from datetime import date
    >>> from geo import Atlas
    >>> held = at(Atlas.load(), date(2017, 10, 15)).set_index("unit")["holder"]
    >>> set(held) <= {"federal", "region", "is", "mixed", "contested", "unknown"}
    True
    """
    return _at(atlas, day, perspectives.check(atlas, perspective)).copy()


@lru_cache(maxsize=64)  # a day is asked for by map, tables and figures, and by many readers
def _at(atlas: Atlas, day: date, perspective: str) -> gpd.GeoDataFrame:
    units = atlas.units
    rows = spells(atlas) if perspective == HELD else perspectives.classes(atlas, perspective)
    found = standing(rows, day).set_index("unit")
    more = ("precision", "confidence", "forces", "source", "note")
    for column in ("holder", *more):
        values = units["unit"].map(found[column]) if column in found else pd.Series("", units.index)
        units[column] = values.fillna("unknown" if column == "holder" else "")
    units["since"] = units["unit"].map(found["start"])
    return units


def place(atlas: Atlas, where: str) -> tuple[str, float, float]:
    """Find a place by name in any of the three languages, by P-code, or as ``lon,lat``.

    Returns
    -------
    tuple
        Name, longitude and latitude (degrees).

    Raises
    ------
    QuestionError
        Where nothing, or nothing in the country, answers to it.
    """
    point = _point(where)
    if point is not None:
        return where, *point
    wanted = fold(where)
    for table, rank in (("places", "rank"), ("subdistricts", None), ("districts", None)):
        rows = _rows(atlas, table)
        hits = rows[[wanted in spellings for spellings in _spellings(rows)]]
        if len(hits):
            row = hits.sort_values(rank).iloc[0] if rank else hits.iloc[0]
            return row["name_en"], float(row["lon"]), float(row["lat"])
    raise QuestionError(
        f"place {where!r}: expected a town, village, sub-district or district of the atlas, "
        "a P-code, or lon,lat"
    )


def unit_at(atlas: Atlas, lon: float, lat: float) -> str:
    """Return the unit that a position (degrees) lies in.

    Raises
    ------
    QuestionError
        Where the position lies outside the country.
    """
    units = atlas.units
    inside = shapely.contains_xy(units.geometry.to_numpy(), lon, lat)
    if not inside.any():
        near = shapely.distance(units.geometry.to_numpy(), shapely.Point(lon, lat))
        if near.min() > 1e-6:
            raise QuestionError(f"position {lon:g},{lat:g}: expected lon,lat inside the country")
        inside = near == near.min()
    return str(units["unit"][np.argmax(inside)])


def history(atlas: Atlas, where: str) -> pd.DataFrame:
    """Return the spells of a unit, or of the unit that a place lies in, from first to last.

    Examples
    --------
    >>> from geo import Atlas
    >>> rows = history(Atlas.load(), "Sinjar")
    >>> "is" in set(rows["holder"])
    True
    """
    rows = spells(atlas)
    unit = where if where in set(rows["unit"]) else unit_at(atlas, *place(atlas, where)[1:])
    return rows[rows["unit"] == unit].reset_index(drop=True)


@lru_cache(maxsize=16384)  # every name of the gazetteer, for every place that is looked up
def fold(text: str) -> str:
    """Fold a name so that its spellings in Latin, Arabic and Kurdish letters meet.

    The page's search folds the same way (``client/search.js``; a test holds the two together).

    Examples
    --------
    >>> fold("Tall al-Ward"), fold("كركوك") == fold("كرکوک")
    ('tall ward', True)
    """
    text = unicodedata.normalize("NFD", text.lower())
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = unicodedata.normalize("NFC", text).translate(_LETTERS)
    text = _ARABIC_ARTICLE.sub(r"\1", _ARTICLE.sub("", text))
    return " ".join(text.split())


_ARTICLE = re.compile(r"\b(?:al|el|as|ash|at|ad|an|ar|az) ", re.ASCII)
_ARABIC_ARTICLE = re.compile(r"(^|\s)ال")
_LETTERS = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىيئێ", "ی"),
        "ك": "ک",
        "ة": "ە",
        "ه": "ە",
        "ؤ": "و",
        "ۆ": "و",
        "ڕ": "ر",
        "ڵ": "ل",
        **dict.fromkeys("-'’`‘ʿʾ", " "),
        "\u0640": "",
        "\u200c": "",
    }
)


def _point(where: str) -> tuple[float, float] | None:
    try:
        lon, lat = (float(part) for part in where.split(","))
    except ValueError:
        return None
    return lon, lat


def _rows(atlas: Atlas, table: str) -> pd.DataFrame:
    if table == "places":
        return atlas.table("places")
    rows = atlas.subdistricts if table == "subdistricts" else atlas.districts
    points = rows.geometry.representative_point()
    return rows.assign(lon=points.x, lat=points.y, id=rows["pcode"])


def _spellings(rows: pd.DataFrame) -> list[set[str]]:
    names = rows[["id", "name_en", "name_ar", "name_ckb"]].to_numpy().tolist()
    return [
        {fold(name) for name in (*own, *others.split(" | ")) if name}
        for own, others in zip(names, rows["alt_names"], strict=True)
    ]
