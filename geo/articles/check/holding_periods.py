"""Who held a thing over time, in one shape for ground, fields and crossings."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, cast

import pandas as pd

from geo.ask import control, holdings, positions
from geo.atlas import Atlas
from geo.gazetteer.entries import Entry, Kind
from geo.stories.answers.holders import SLACK

#: Holders that are a state of affairs and no actor.
STATES = frozenset(("contested", "mixed", "unknown"))

#: Rank of places from which on they are towns; those before are cities.
_TOWN = 3

_DAY = timedelta(1)
_FAR = date(9999, 12, 31)


@dataclass(frozen=True)
class Period:
    """A time through which one holder held."""

    start: date  #: First day.
    end: date  #: First day after.
    holder: str  #: Who held, or a state.
    slack: timedelta  #: How far the start may lie off.
    vague_from: date = _FAR  #: First day from which on its records are of low confidence.


Periods = Sequence[Period]


@dataclass(frozen=True)
class Change:
    """A thing's passing from one holder to another."""

    day: date  #: The first day of the new holder.
    before: date  #: The last day on which the one before held, ahead of any fighting over it.
    from_holder: str  #: Who held before.
    to_holder: str  #: Who held after.
    slack: timedelta  #: How far the day may lie off.


@lru_cache(maxsize=512)
def periods(atlas: Atlas, entry: Entry) -> tuple[tuple[Period, ...], ...]:
    """Return the holders over time of each unit that a thing takes in; one for all but ground.

    Ground outside the atlas's units, and what has no holder such as a pipeline, has none.
    """
    if entry.kind is Kind.FIELD:
        rows = atlas.table("field_periods")
        return (_periods(rows[rows["field"] == entry.id], "holder"),)
    if entry.kind in {Kind.CROSSING, Kind.AIRPORT}:
        rows = atlas.table("crossing_periods")
        return (_periods(rows[rows["crossing"] == entry.id], "run_by"),)
    if entry.kind in {Kind.PIPELINE, Kind.REFINERY, Kind.ACTOR}:
        return ()
    spells = control.spells(atlas)
    return tuple(_periods(spells[spells["unit"] == unit], "holder") for unit in units(atlas, entry))


def units(atlas: Atlas, entry: Entry) -> tuple[str, ...]:
    """Return the units that ground takes in: that of its point for a settlement."""
    if entry.kind is Kind.PLACE:
        return (positions.unit_at(atlas, entry.lon, entry.lat),)
    return holdings.locate(atlas, entry.key).units


def find_neighbour_periods(atlas: Atlas, entry: Entry) -> tuple[tuple[Period, ...], ...]:
    """Return the holders over time of the other parts of the sub-district of a settlement.

    Who speaks of a town may mean what lies around it; a city is meant by itself.
    """
    if entry.kind is not Kind.PLACE or entry.rank < _TOWN:
        return ()
    rows = atlas.units
    own_unit = units(atlas, entry)[0]
    code = rows["pcode"][rows["unit"] == own_unit].iloc[0]
    spells = control.spells(atlas)
    others = rows["unit"][(rows["pcode"] == code) & (rows["unit"] != own_unit)]
    return tuple(_periods(spells[spells["unit"] == unit], "holder") for unit in others)


def _periods(rows: pd.DataFrame, column: str) -> tuple[Period, ...]:
    """Return rows in order; those of one holder that follow each other are one period."""
    spans: list[Period] = []
    for row in rows.sort_values("start").to_dict("records"):
        period = Period(
            row["start"],
            row["end"] or _FAR,
            str(row[column]),
            SLACK[str(row["precision"])],
            _vague_from(row),
        )
        if spans and spans[-1].holder == period.holder and spans[-1].end == period.start:
            last = spans[-1]
            period = Period(
                last.start,
                period.end,
                period.holder,
                last.slack,
                min(last.vague_from, period.vague_from),
            )
            spans.pop()
        spans.append(period)
    return tuple(spans)


def _vague_from(row: Mapping[Hashable, Any]) -> date:
    if row.get("recorded", row["confidence"]) == "low":
        return cast("date", row["start"])
    return row.get("low_from") or _FAR


def holder(own_periods: Periods, day: date) -> str:
    """Return who held on a day; empty where no period covers it."""
    return next((period.holder for period in own_periods if period.start <= day < period.end), "")


def is_doubtful(own_periods: Periods, day: date) -> bool:
    """Return whether the record of a day is of low confidence."""
    return next(
        (day >= period.vague_from for period in own_periods if period.start <= day < period.end),
        True,
    )


def changes(own_periods: Periods) -> tuple[Change, ...]:
    """Return when a thing passed from one actor to another; fighting in between belongs to it."""
    result: list[Change] = []
    last: Period | None = None
    for period in own_periods:
        if period.holder in STATES:
            continue
        if last is not None and last.holder != period.holder:
            result.append(
                Change(period.start, last.end - _DAY, last.holder, period.holder, period.slack)
            )
        last = period
    return tuple(result)
