"""The tables of one disputed area in an atlas: holders, changes, claims, with sources."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from geo.ask import holdings, people
from geo.ask.perspective import within
from geo.ask.stretches import group_spells, pick_most_exact
from geo.atlas import Atlas
from geo.atlas.table import Record
from geo.cell_output import split_ids
from geo.percents import whole_percents
from geo.view import View

#: Changes of less than so many square kilometres come from generalised borders and are left out.
_EDGE = 0.5


class Held(NamedTuple):
    """Ground that one side holds on the day shown."""

    holder: str
    km2: float
    percent: int  #: Whole percents of the area; together 100.
    people: float | None
    since: date | None
    precision: str
    source: str


class Change(NamedTuple):
    """Ground that one side took from another on a day."""

    start: date
    precision: str
    before: str
    holder: str
    km2: float
    source: str


class Claim(NamedTuple):
    """Who called the area disputed, or claimed ground in it."""

    since: date
    precision: str
    by: str
    basis: str  #: A key of words, or the id of an instrument.
    claimant: str
    source: str
    end: date | None = None  #: First day on which the claim no longer stood.


@dataclass(frozen=True)
class Facts:
    """Rows of one area; the sources of each are ids joined by ``;``."""

    held: list[Held]  #: The largest first.
    changes: list[Change]  #: Of all days, in their order.
    claims: list[Claim]  #: Up to the day shown.


def facts(atlas: Atlas, view: View, pcodes: str) -> Facts:
    """Return the facts of an area.

    >>> known = facts(Atlas.load(), View(date="2017-11-01"), "IQG13Q02")
    >>> [row.holder for row in known.held]
    ['federal']
    """
    inside = units_in(atlas, pcodes)
    return Facts(
        list_holders(atlas, view, inside),
        list_changes(atlas, view.perspective, inside),
        _list_claimants(atlas, view.date, pcodes),
    )


def units_in(atlas: Atlas, pcodes: str) -> set[str]:
    """Return the ids of the units of control that lie in some P-codes, joined by ``;``."""
    units = atlas.unit_records
    return {units[at]["unit"] for at in within({"pcode": [row["pcode"] for row in units]}, pcodes)}


def list_holders(atlas: Atlas, view: View, units: Collection[str]) -> list[Held]:
    """Return who holds units on the day of a view."""
    ground: dict[str, list[Record]] = {}
    for row in holdings.on(atlas, view.date, view.perspective):
        if row["unit"] in units:
            ground.setdefault(row["holder"], []).append(row)
    parts = {holder: sum(row["km2"] for row in rows) for holder, rows in sorted(ground.items())}
    percents = whole_percents(list(parts.values()))
    held = [
        _sum_ground(atlas, holder, ground[holder], km2, percent)
        for (holder, km2), percent in zip(parts.items(), percents, strict=True)
    ]
    return sorted(held, key=lambda row: -row.km2)


def _sum_ground(atlas: Atlas, holder: str, rows: list[Record], km2: float, percent: int) -> Held:
    residents = people.count_residents(atlas, {row["unit"] for row in rows})
    since = max((row["since"] for row in rows if row["since"]), default=None)
    source = ";".join(split_ids(*(row["source"] for row in rows)))
    precision = pick_most_exact(row for row in rows if row["since"] == since)
    return Held(holder, km2, percent, residents, since, precision, source)


def list_changes(atlas: Atlas, perspective: str, units: Collection[str]) -> list[Change]:
    """Return what changed hands of some units."""
    km2 = {row["unit"]: row["km2"] for row in atlas.unit_records}
    spells = group_spells(atlas, perspective)
    changed: dict[tuple[Any, ...], list[Record]] = {}
    for unit in sorted(units):
        for before, row in pairwise(spells.get(unit, ())):
            if before["holder"] != row["holder"]:
                key = (row["start"], before["holder"], row["holder"])
                changed.setdefault(key, []).append(row)
    result = []
    for (start, before, holder), rows in sorted(changed.items()):
        area = sum(km2[row["unit"]] for row in rows)
        source = ";".join(split_ids(*(row.get("source", "") for row in rows)))
        result.append(Change(start, pick_most_exact(rows), before, holder, area, source))
    return [row for row in result if row.km2 >= _EDGE]


def _list_claimants(atlas: Atlas, day: date, pcodes: str) -> list[Claim]:
    """Return who called the area disputed or claimed ground in it, up to a day."""
    bases, claims = _claims_until(atlas, day)
    area = next((row["id"] for row in atlas.records("areas") if row["pcodes"] == pcodes), "")
    claimants = [
        *(claim for id_, claim in bases if id_ == area),
        *(claim for codes, claim in claims if _meet(codes, pcodes)),
    ]
    return sorted(claimants, key=lambda claim: claim.since)


@lru_cache(maxsize=2)
def _claims_until(atlas: Atlas, day: date) -> tuple[list[tuple[str, Claim]], ...]:
    """Return who called areas disputed, by area, and who claimed ground, by its P-codes."""
    bases = [
        (row["area"], _claim(row, row["since"], row["said_by"], f"basis.{row['basis']}"))
        for row in atlas.records("bases")
        if row["since"] <= day
    ]
    claims = [
        (row["pcodes"], _claim(row, row["start"], "", row["instrument"]))
        for row in atlas.records("claims")
        if row["start"] <= day < (row["end"] or date.max)
    ]
    return bases, claims


def _claim(row: Record, since: date, by: str, basis: str) -> Claim:
    cells = (row["precision"], by, basis, row["claimant"], row["source"])
    return Claim(since, *cells, row.get("end"))


def _meet(first: str, other: str) -> bool:
    """Whether ground named by P-codes has a part in common with other ground."""
    codes = tuple(first.split(";"))
    mine = tuple(other.split(";"))
    return any(code.startswith(codes) for code in mine) or any(
        code.startswith(mine) for code in codes
    )
