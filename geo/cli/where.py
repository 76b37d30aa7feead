"""What a reader means by a place: a name, a position, a P-code or the id of a unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from geo.ask import control

if TYPE_CHECKING:
    from geo.atlas import Atlas


@dataclass(frozen=True)
class Where:
    """A place of the atlas."""

    name: str
    """Its name, or what was asked for."""

    lon: float
    """Longitude of its point, degrees."""

    lat: float
    """Latitude of its point, degrees."""

    unit: str
    """The unit that the point lies in."""

    units: tuple[str, ...]
    """All units that the place takes in: one for a town or position, several for a P-code."""


def find(atlas: Atlas, text: str) -> Where:
    """Find a place.

    Raises
    ------
    QuestionError
        Where nothing, or nothing in Iraq, answers to it.

    Examples
    --------
    >>> from geo import Atlas
    >>> find(Atlas.load(), "IQG13Q04").units[0]
    'IQG13Q04N01a'
    """
    units = atlas.units
    code = text.strip()
    within = units[(units["unit"] == code) | (units["pcode"].str.startswith(code.upper()))]
    if not code.upper().startswith("IQG") or within.empty:
        name, lon, lat = control.place(atlas, text)
        unit = control.unit_at(atlas, lon, lat)
        return Where(name, lon, lat, unit, (unit,))
    point = shapely.union_all(within.geometry.to_numpy()).representative_point()
    unit = control.unit_at(atlas, point.x, point.y)
    name = within["name_en"].iloc[0] if len(within) == 1 else _name(atlas, code.upper())
    return Where(name, round(point.x, 4), round(point.y, 4), unit, tuple(within["unit"]))


def _name(atlas: Atlas, code: str) -> str:
    for table in ("governorates", "districts", "subdistricts"):
        rows = atlas.table(table)
        hits = rows[rows["pcode"] == code]
        if len(hits):
            return str(hits["name_en"].iloc[0])
    return code
