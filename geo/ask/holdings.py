"""Who holds each unit on a day, and the units of a place: as plain values, without a frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from geo.ask import perspective as perspectives
from geo.ask.certainty import CONFIDENCE, UnitCertainty, certainty_on
from geo.ask.positions import unit_at
from geo.ask.uncertainty.dating import State, find_states, spells_by_unit
from geo.atlas import Atlas
from geo.atlas.table import Record
from geo.gazetteer.resolver import GROUND_TABLES, Place, resolve
from geo.model import HELD
from geo.view import day_of

#: What is said of a holding besides its unit and holder; '' where nothing is.
_SAID = (
    *("precision", "forces", "source", "says", "note", "evidence", "publishers", "newest"),
    "context",
)


def on(atlas: Atlas, day: date | str, perspective: str = HELD) -> list[Record]:
    """Return every unit with who holds it on a day.

    >>> from geo import Atlas
    >>> rows = {row["unit"]: row for row in on(Atlas.load(), "2016-01-01")}
    >>> rows["IQG13Q04N06"]["holder"]
    'region'
    """
    known = _holdings_on(atlas, day_of(day), perspectives.check(atlas, perspective))
    return [dict(row) for row in known]


@lru_cache(maxsize=64)  # a day is asked for by map, tables and figures, and by many readers
def _holdings_on(atlas: Atlas, day: date, perspective: str) -> list[Record]:
    states = find_states(atlas, day) if perspective == HELD else {}
    rows = _spells_on(states) if states else _classes_on(atlas, day, perspective)
    certain = certainty_on(atlas, day) if states else {}
    units_of_day = []
    for unit in atlas.unit_records:
        spell = rows.get(unit["unit"], {})
        row = {**unit, "holder": spell.get("holder", "unknown")}
        row |= {column: spell.get(column, "") for column in _SAID}
        row |= {"since": spell.get("start"), "spell": spell.get("id", "")}
        first = _find_arrival(atlas, spell) if states and spell else spell
        row |= {"held_since": first.get("start"), "held_precision": first.get("precision", "")}
        state = states.get(unit["unit"])
        row |= {
            **_describe_certainty(certain.get(unit["unit"]), unit["km2"]),
            "earliest": state.earliest if state else row["since"],
            "latest": state.latest if state else row["since"],
            "alternatives": ";".join(state.alternatives) if state else "",
        }
        units_of_day.append(row)
    return units_of_day


def _spells_on(states: Mapping[str, State]) -> dict[str, Record]:
    """Return the spell of each unit on a day."""
    return {unit: row for unit, state in states.items() if (row := state.spell)}


def _find_arrival(atlas: Atlas, spell: Record) -> Record:
    """Return the spell with which its holder came; empty where it had come before the first day.

    Spells of one holder that follow one another are one hold.
    """
    first = spell
    for row in reversed(spells_by_unit(atlas)[spell["unit"]]):
        if row["end"] == first["start"] and row["holder"] == spell["holder"]:
            first = row
    return {} if first["start"] <= atlas.profile.days.first else first


def _describe_certainty(certain: UnitCertainty | None, km2: float) -> Record:
    """Describe how certain a holder is; nothing is said of classes, which are rules."""
    if certain is None:
        return dict.fromkeys(("certainty", "reason", "confidence"), "") | {
            "probability": None,
            "in_doubt_km2": None,
        }
    return {
        "certainty": str(certain.grade),
        "probability": certain.probability,
        "reason": str(certain.reason),
        "in_doubt_km2": certain.doubt * km2,
        "confidence": CONFIDENCE[certain.grade],
    }


def _classes_on(atlas: Atlas, day: date, perspective: str) -> dict[str, Record]:
    """Return the stretch of each unit on a day, as a perspective classes it."""
    rows = perspectives.stretches(atlas, perspective)
    return {row.unit: row._asdict() for row in rows if row.start <= day < (row.end or date.max)}


@dataclass(frozen=True)
class Located:
    """A place, and the units that it lies in or takes in."""

    place: Place
    unit: str  #: The unit that its point lies in.
    #: All units that it takes in: one for a town or position, several for a district.
    units: tuple[str, ...]


def locate(atlas: Atlas, where: str) -> Located:
    """Return the units of a place.

    >>> from geo import Atlas
    >>> locate(Atlas.load(), "IQG13Q04").units[0]
    'IQG13Q04N01a'
    """
    kind, colon, _ = where.partition(":")
    if colon and kind in GROUND_TABLES:
        return _locate_ground(atlas, where)
    place = resolve(atlas, where)
    units = find_units(atlas, place)
    unit = unit_at(atlas, *place.point)
    return Located(place, unit if unit in units else units[0], units)


def find_units(atlas: Atlas, place: Place) -> tuple[str, ...]:
    """Return the units of a place: of a point the one that it lies in."""
    return tuple(
        row["unit"]
        for row in atlas.unit_records
        if row["unit"] in place.codes
        or (place.codes and row["pcode"].startswith(place.codes))
        or row["governorate"] in place.codes
    ) or (unit_at(atlas, *place.point),)


def _locate_ground(atlas: Atlas, where: str) -> Located:
    """Return the units of ground that is named by its kind, such as ``areas:un``."""
    from geo.ask.area_of_interest import ask  # noqa: PLC0415 -- geopandas, where ground is asked for

    area = ask(atlas, places=where)
    point = area.pieces.union_all().representative_point()
    place = Place(", ".join(area.names), round(point.x, 4), round(point.y, 4))
    units = tuple(area.pieces["unit"])
    unit = unit_at(atlas, *place.point)
    return Located(place, unit if unit in units else units[0], units)
