"""The ground that a change of the data concerns: codes of units, and positions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geo.versions.difference import Change
from geo.versions.release import Release, Row

#: The column that holds codes of the ground itself, by table.
_CODES = {
    "spells": "unit", "parts": "id", "claims": "pcodes", "views": "pcodes", "areas": "pcodes",
    "administration": "pcode", "census": "pcode", "subdistricts": "pcode", "districts": "pcode",
    "governorates": "pcode",
}  # fmt: skip

#: The column that names a thing with ground or a position, and the table of these things.
_THINGS = {
    "bases": ("area", "areas"),
    "field_periods": ("field", "fields"),
    "production": ("subject", "fields"),
    "groups": ("field", "fields"),
    "crossing_periods": ("crossing", "crossings"),
    "seeds": ("place", "places"),
}


@dataclass(frozen=True)
class Ground:
    """Where a change lies; empty where it concerns no ground of its own, such as a pipeline."""

    codes: tuple[str, ...] = ()
    """Units and P-codes."""
    point: tuple[float, float] | None = None
    """Longitude and latitude in degrees (EPSG:4326)."""


class Locator:
    """Finds the ground of changes."""

    def __init__(self, *releases: Release) -> None:
        self._things: dict[tuple[str, str], Row] = {
            (table, row["id"]): row
            for release in releases
            for table in {table for _, table in _THINGS.values()}
            for row in release.tables.get(table, [])
        }

    def of(self, change: Change) -> Ground:
        """Return the ground of a change."""
        row, table = change.row, change.table
        if table in _THINGS:
            column, table = _THINGS[table]
            row = self._things.get((table, row[column]), {})
        codes = tuple(one for one in row.get(_CODES.get(table, ""), "").split(";") if one)
        return Ground(codes, _point(row))


def _point(row: Mapping[str, str]) -> tuple[float, float] | None:
    try:
        return float(row["lon"]), float(row["lat"])
    except (KeyError, ValueError):
        return None
