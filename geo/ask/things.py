"""Fields, crossings, airports, pipelines on a day: who has each, since when, how certain it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from geo.ask.certainty import Certainty, judge
from geo.ask.uncertainty.dating import Dating, State, date_periods, find_state
from geo.atlas import Atlas
from geo.atlas.table import Record
from geo.gazetteer.entries import POINT_KINDS, Entry, Kind
from geo.gazetteer.resolver import GROUND_TABLES, LONGEST, SOMEWHERE, gazetteer, resolve


@dataclass(frozen=True)
class Periods:
    """A table of periods of things."""

    things: str  #: The table of the things.
    table: str
    key: str  #: The column with the id of the thing.
    says: tuple[str, ...]  #: What each period says of it: who has it, in which state it is.


FIELDS = Periods("fields", "field_periods", "field", ("holder",))
CROSSINGS = Periods("crossings", "crossing_periods", "crossing", ("run_by", "state"))
PIPELINES = Periods("pipelines", "pipeline_states", "pipeline", ("state",))

#: The periods of things of a kind; those of layers of points have none.
PERIODS: dict[Kind, Periods | None] = {
    **dict.fromkeys(POINT_KINDS.values()),
    Kind.FIELD: FIELDS,
    Kind.CROSSING: CROSSINGS,
    Kind.AIRPORT: CROSSINGS,
    Kind.PIPELINE: PIPELINES,
}


def find_thing(atlas: Atlas, text: str) -> Entry | None:
    """Return the thing that a name, a key or an id stands for; None where it means ground.

    >>> from geo import Atlas
    >>> [entry and entry.key for name in ("Bai Hassan", "Kirkuk")
    ...  for entry in [find_thing(Atlas.load(), name)]]
    ['field:bai_hassan', None]
    """
    if text.partition(":")[0] in GROUND_TABLES:
        return None
    entry = resolve(atlas, text, (*SOMEWHERE, Kind.PIPELINE)).entry
    return entry if entry and entry.kind in PERIODS else None


def find_namesakes(atlas: Atlas, text: str) -> list[str]:
    """Return the keys of the things that a text names although it is taken for ground.

    >>> from geo import Atlas
    >>> find_namesakes(Atlas.load(), "Ibrahim Khalil")
    ['crossing:ibrahim_khalil']
    """
    names = gazetteer(atlas).find_spelled(text[:LONGEST])
    entries = {name.entry.key: name for name in names if name.main and not name.needs_kind}
    return [key for key, name in entries.items() if name.entry.kind in PERIODS]


class Standing(NamedTuple):
    """What is recorded of a thing on a day."""

    period: Record  #: Its period of the day.
    change: Record  #: The period with which it came to be so, through others that follow.
    state: State  #: What it may be on the day; its holders are what the periods say, by ``;``.
    certainty: Certainty


def stand_on(atlas: Atlas, periods: Periods, day: date) -> dict[str, Standing]:
    """Return what is recorded of each thing on a day, by its id; none where no period covers it.

    >>> from geo import Atlas
    >>> fields = stand_on(Atlas.load(), FIELDS, date(2017, 10, 17))
    >>> fields["bai_hassan"].period["holder"], str(fields["bai_hassan"].change["start"])
    ('federal', '2017-10-17')
    """
    by_thing, dated = read_periods(atlas, periods)
    originals = {row["id"]: row for row in atlas.records(periods.table)}
    result = {}
    for name, rows in by_thing.items():
        state = find_state(rows, day, dated)
        if state.spell:
            change = state.spell
            for row in reversed(rows):
                if row["end"] == change["start"] and row["holder"] == state.holder:
                    change = row
            period, first = (originals[row["id"]] for row in (state.spell, change))
            result[name] = Standing(period, first, state, judge(dated, state, day))
    return result


@lru_cache(maxsize=8)
def read_periods(
    atlas: Atlas, periods: Periods
) -> tuple[Mapping[str, list[Record]], Mapping[str, Dating]]:
    """Return the periods of each thing in their order, and when those in doubt began."""
    rows = [
        {**row, "holder": ";".join(row[name] for name in periods.says)}
        for row in atlas.records(periods.table)
    ]
    by_thing: dict[str, list[Record]] = {}
    for row in sorted(rows, key=lambda row: row["start"]):
        by_thing.setdefault(row[periods.key], []).append(row)
    return by_thing, date_periods(rows, periods.key)
