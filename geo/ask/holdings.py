"""Who has each unit and each thing on a day and over time, as plain values, without a frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise, zip_longest
from typing import Any, NamedTuple

from geo.ask import perspective as perspectives
from geo.ask.certainty import CONFIDENCE, Certainty, UnitCertainty, certainty_on, judge
from geo.ask.perspective import group_spells, unit_at
from geo.ask.uncertainty.dating import (
    Dating,
    State,
    changes_of,
    date_changes,
    find_state,
    find_states,
)
from geo.atlas import Atlas
from geo.atlas.evidence import read_says
from geo.atlas.table import Record
from geo.gazetteer.entries import POINT_KINDS, Entry, Kind
from geo.gazetteer.resolver import GROUND_TABLES, LONGEST, SOMEWHERE, Place, gazetteer, resolve
from geo.model import HELD, Precision
from geo.view import day_of
from geo.words.cells import split_ids

#: What is said of a holding besides its unit and holder; '' where nothing is.
_RECORDED = (
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
    rows = _holdings_on(atlas, day_of(day), perspectives.check(atlas, perspective))
    return [dict(row) for row in rows]


@lru_cache(maxsize=64)  # a day is asked for by map, tables and figures, and by many readers
def _holdings_on(atlas: Atlas, day: date, perspective: str) -> list[Record]:
    is_held = perspective == HELD
    states, by_unit = find_states(atlas, day, perspective), group_spells(atlas, perspective)
    certain = certainty_on(atlas, day) if is_held else {}
    rows = []
    for unit in atlas.unit_records:
        state = states[unit["unit"]]
        spell = state.spell or {}
        first = find_arrival(by_unit[unit["unit"]], spell) if is_held and spell else spell
        if is_held and spell and first["start"] <= atlas.profile.days.first:
            first = {}
        rows.append({
            **unit, "holder": state.holder,
            **{column: spell.get(column, "") for column in _RECORDED},
            "since": spell.get("start"), "spell": spell.get("id", ""),
            "held_since": first.get("start"), "held_precision": first.get("precision", ""),
            **_describe_certainty(certain.get(unit["unit"]), unit["km2"]),
            "earliest": state.earliest, "latest": state.latest,
            "alternatives": ";".join(state.alternatives),
        })  # fmt: skip
    return rows


def find_arrival(rows: Sequence[Record], spell: Record) -> Record:
    """Return the spell with which its holder came: those that follow one another are one hold."""
    first = spell
    for row in reversed(rows):
        if row["end"] == first["start"] and row["holder"] == spell["holder"]:
            first = row
    return first


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
    if colon and kind in GROUND_TABLES:  # such as areas:un
        from geo.ask.area_of_interest import ask  # noqa: PLC0415 -- geopandas, for ground alone

        area = ask(atlas, places=where)
        point = area.pieces.union_all().representative_point()
        place = Place(", ".join(area.names), round(point.x, 4), round(point.y, 4))
        units = tuple(area.pieces["unit"])
    else:
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


@dataclass(frozen=True)
class Stretch:
    """A time in which the same holders had the same shares of some ground."""

    start: date  #: First day.
    end: date | None  #: First day that no longer belongs to it; None while it lasts.
    precision: str  #: How exactly the first day is known.
    #: Holder and share of the area (0 to 1), the largest first.
    shares: tuple[tuple[str, float], ...]
    sources: tuple[str, ...]  #: Ids of the sources of the spells that begin with it.
    says: str  #: What each of them says, as the column ``says`` has it.
    note: str  #: What the record says besides, where there is one record.


def stretches(atlas: Atlas, units: Iterable[str]) -> list[Stretch]:
    """Return who held some units together, from the first day of the atlas to the last.

    >>> [round(sum(part for _, part in stretch.shares), 3)
    ...  for stretch in stretches(Atlas.load(), ["IQG13Q02N01"])][:2]
    [1.0, 1.0]
    """
    by_unit = group_spells(atlas, HELD)
    km2 = {row["unit"]: row["km2"] for row in atlas.unit_records}
    spells = [
        (row["start"], row["end"] or date.max, row["holder"], km2[unit], row)
        for unit in units
        for row in by_unit.get(unit, ())
    ]
    days = sorted({day for start, end, *_ in spells for day in (start, end)} - {date.max})
    result: list[Stretch] = []
    for day, after in pairwise([*days, date.max]):
        standing = [spell for spell in spells if spell[0] <= day < spell[1]]
        shares = _measure_shares([(holder, area) for _, _, holder, area, _ in standing])
        if result and result[-1].shares == shares:
            result[-1] = replace(result[-1], end=None if after == date.max else after)
        elif shares:
            begun = [row for start, _, _, _, row in standing if start == day]
            result.append(_stretch(day, after, shares, begun))
    return result


def pick_most_exact(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return how exactly the one day on which some rows begin is known: as by the surest of them.

    >>> pick_most_exact([{"precision": "month"}, {"precision": "day"}]), pick_most_exact([])
    ('day', 'day')
    """
    grades = (row.get("precision") or Precision.DAY for row in rows)
    return min(grades, key=[*Precision].index, default=Precision.DAY.value)


def _measure_shares(areas: Sequence[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    total, sums = sum(km2 for _, km2 in areas), dict.fromkeys((holder for holder, _ in areas), 0.0)
    for holder, km2 in areas:
        sums[holder] += km2
    shares = [(holder, round(km2 / total, 4)) for holder, km2 in sums.items()]
    return tuple(sorted(shares, key=lambda share: (-share[1], share[0])))


def _stretch(
    day: date, after: date, shares: tuple[tuple[str, float], ...], begun: Sequence[Record]
) -> Stretch:
    """Return a stretch that begins with some spells."""
    readings: dict[str, str] = {}
    for row in begun:
        says = (letter + day for letter, day in read_says(row.get("says")))
        for name, reading in zip_longest(split_ids(row.get("source", "")), says, fillvalue=""):
            readings.setdefault(name, reading)
    notes = {row.get("note", "") for row in begun}
    return Stretch(
        day,
        None if after == date.max else after,
        pick_most_exact(begun),
        shares,
        tuple(readings),
        "".join(readings.values()),
        notes.pop() if len(notes) == 1 else "",
    )


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
            change = find_arrival(rows, state.spell)
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
    return by_thing, date_changes([*changes_of(rows, periods.key)])
