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
        Where nothing, or nothing in the country, answers to it.

    Examples
    --------
    >>> from geo import Atlas
    >>> find(Atlas.load(), "IQG13Q04").units[0]
    'IQG13Q04N01a'
    """
    units = atlas.units
    text = text.encode("utf-8", "replace").decode()  # a shell may hand over any bytes
    code = text.strip()
    named = units[units["unit"] == code]
    name = named["name_en"].iloc[0] if len(named) else _coded(atlas, code.upper())
    if name is None:
        name, lon, lat = control.place(atlas, text)
        unit = control.unit_at(atlas, lon, lat)
        return Where(name, lon, lat, unit, (unit,))
    within = named if len(named) else units[units["pcode"].str.startswith(code.upper())]
    point = shapely.union_all(within.geometry.to_numpy()).representative_point()
    unit = control.unit_at(atlas, point.x, point.y)
    return Where(name, round(point.x, 4), round(point.y, 4), unit, tuple(within["unit"]))


def _coded(atlas: Atlas, code: str) -> str | None:
    """Return the name that a P-code stands for; None where it is no P-code."""
    for table in ("governorates", "districts", "subdistricts"):
        rows = atlas.table(table)
        hits = rows[(rows["pcode"] == code) & (code != "")]
        if len(hits):
            return str(hits["name_en"].iloc[0])
    return None
