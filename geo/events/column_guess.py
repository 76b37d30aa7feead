"""Guess which column holds what, by the names of columns and by what stands in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from typing import Any

import numpy as np

from geo.events.draft import FIELDS, Mapping
from geo.profile import current
from geo.tabular.columns import score
from geo.tabular.dates import read_all, read_order
from geo.tabular.grid import Sheet
from geo.tabular.values import decimal_of, number, strip_marks
from geo.words.cells import degree, is_blank, pair

#: Rows that are looked at, spread over the table.
LOOKED = 3_000


@dataclass(frozen=True)
class ColumnProfile:
    """What stands in one column, as shares from 0 to 1 of the cells that say something."""

    name: str

    tag: str  #: HXL tag, empty where there is none.
    cells: tuple[str, ...]  #: The different cells that say something.
    count: int  #: How many say something.
    filled: float  #: Share of all cells that say something.
    number: float
    fine: float  #: Numbers with a decimal part.
    north: float  #: Latitudes in the region.
    east: float  #: Longitudes in the region.
    pair: float  #: Two numbers that are a position in the region.
    day: float

    @property
    def distinct(self) -> float:
        """Different cells."""
        return len(self.cells) / max(self.count, 1)


def profile_of(sheet: Sheet, name: str) -> ColumnProfile:
    """Return what stands in a column.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"a": ["35.5", "36.1", "", "x"]})
    >>> profile = profile_of(Sheet(frame, np.arange(2, 6), "csv"), "a")
    >>> profile.filled, round(profile.north, 2), profile.east
    (0.75, 0.67, 0.0)
    """
    column = sheet.frame[name]
    some = column.iloc[:: max(1, len(column) // LOOKED)].tolist()
    counts = Counter(item for item in some if not is_blank(item))
    total = counts.total()
    cells = tuple(strip_marks(list(counts), list(counts.values()), total))

    def share(hits: Iterable[bool]) -> float:
        hit_counts = (count for hit, count in zip(hits, counts.values(), strict=True) if hit)
        return sum(hit_counts) / total if total else 0.0

    north, east = [degree(cell, "lat") for cell in cells], [degree(cell, "lon") for cell in cells]
    decimal = decimal_of(cells)
    west, south, right, top = current().region
    return ColumnProfile(
        name,
        sheet.hxl.get(name, ""),
        cells,
        total,
        filled=total / max(len(some), 1),
        number=share(
            lat == lat or np.isfinite(number(cell, decimal))  # noqa: PLR0124 (NaN is not itself)
            for cell, lat in zip(cells, north, strict=True)
        ),
        fine=share(lat % 1 > 0 for lat in north),
        north=share(south <= lat <= top for lat in north),
        east=share(west <= lon <= right for lon in east),
        pair=share(_is_in_region(*pair(cell)[:2]) for cell in cells),
        day=share(result is not None for result in read_all(cells)[0]),
    )


def _is_in_region(first: float, second: float) -> bool:
    """Return whether two numbers are a position in the region, whichever comes first."""
    west, south, east, north = current().region
    straight = south <= first <= north and west <= second <= east
    return straight or (south <= second <= north and west <= first <= east)


#: Below this a column is no candidate; below the second it is not chosen unasked.
LEAST, CHOSEN = 0.15, 0.35

#: From which on the name of a column alone says what it holds.
NAMED = 0.95

#: Fields by the HXL tag that names them.
TAGS = {
    "#geo+lat": "lat", "#geo+lon": "lon", "#geo+coord": "position", "#date": "start",
    "#date+start": "start", "#date+occurred": "start", "#date+end": "end", "#event+id": "id",
    "#affected+killed": "best", "#loc": "place", "#loc+name": "place", "#description": "text",
    "#meta+source": "source", "#event+type": "type", "#cause": "type", "#event": "type",
}  # fmt: skip


class Doubt(StrEnum):
    """Why a guess should be looked at before it is believed."""

    #: No column or shape says where; places by name alone are not put on the map.
    NO_POSITION = "no_position"
    NO_DATE = "no_date"  #: No column says when.
    #: More than one pair of columns may be the position, or only the values speak for it.
    POSITION_UNSURE = "position_unsure"
    #: Latitude and longitude seem to stand under each other's names.
    POSITION_SWAPPED = "position_swapped"
    #: Most positions lie outside the region, or are not positions.
    POSITION_OUTSIDE = "position_outside"
    #: More than one column may be the day, or many of its cells are not valid dates.
    DATE_UNSURE = "date_unsure"
    #: 03/04/2017 may be 3 April or March 4: no cell shows which, or cells contradict.
    DATE_ORDER = "date_order"


@dataclass(frozen=True)
class Candidate:
    """A column that may hold a field."""

    column: str
    score: float  #: From 0 to 1, by name and values.


@dataclass(frozen=True)
class Guess:
    """What a table seems to hold."""

    mapping: Mapping  #: The likeliest columns.
    sure: bool  #: Whether position and day are beyond doubt, so that nobody need be asked.
    #: Field -> columns that may hold it, the likeliest first.
    candidates: dict[str, tuple[Candidate, ...]]
    doubts: tuple[Doubt, ...] = ()  #: Why it is not sure.


def guess(sheet: Sheet) -> Guess:
    """Guess which columns hold what.

    >>> import numpy as np
    >>> import pandas as pd
    >>> cells = {"خط العرض": ["35.47"], "خط الطول": ["44.39"], "التاريخ": ["2014-06-10"]}
    >>> frame = pd.DataFrame(cells)
    >>> result = guess(Sheet(frame, np.array([2]), "csv"))
    >>> result.mapping.lat, result.mapping.start, result.sure
    ('خط العرض', 'التاريخ', True)
    """
    profiles = [profile_of(sheet, name) for name in sheet.frame.columns]
    ranked = {name: _candidates(name, profiles) for name in FIELDS}
    chosen = _choose_columns(ranked, profiles, shaped=_has_shapes(sheet))
    named = {profile.name: profile for profile in profiles}
    mapping = Mapping(**chosen)
    if mapping.start is not None:
        mapping = replace(mapping, date_order=read_all(named[mapping.start].cells)[1])
    figures = [chosen[name] for name in ("best", "low", "high", "lat", "lon") if name in chosen]
    if figures:
        cells = chain(*(named[column].cells for column in figures))
        mapping = replace(mapping, decimal=decimal_of(cells))
    doubts = tuple(_doubts(sheet, mapping, ranked, named))
    return Guess(mapping, not doubts, ranked, doubts)


def _candidates(name: str, profiles: list[ColumnProfile]) -> tuple[Candidate, ...]:
    """Return the columns that may hold a field, the likeliest first."""
    result = []
    for profile in profiles:
        named = max(score(profile.name, name), 1.0 if TAGS.get(profile.tag) == name else 0.0)
        likely = _RULES.get(name, _words)(named, profile) if profile.cells else 0.4 * named
        result.append(Candidate(profile.name, round(likely, 3)))
    likely_first = sorted(result, key=lambda candidate: candidate.score, reverse=True)
    return tuple(candidate for candidate in likely_first if candidate.score >= LEAST)


def _axis(named: float, hits: float, profile: ColumnProfile) -> float:
    """Score a longitude or latitude; values alone need decimals, for 40 may be anything."""
    if named:
        return named * (0.6 + 0.4 * hits) if profile.number > 0.3 else 0.2 * named
    return 0.5 * hits if hits > 0.85 and profile.fine > 0.5 else 0.0


def _position(named: float, profile: ColumnProfile) -> float:
    if max(score(profile.name, axis) for axis in ("lat", "lon")) > 0.8:
        return 0.0
    return (0.4 + 0.6 * named) * profile.pair if profile.pair > (0.3 if named else 0.85) else 0.0


def _start(named: float, profile: ColumnProfile) -> float:
    if named:
        return named * (0.5 + 0.5 * profile.day) if profile.day > 0.3 else 0.3 * named
    return 0.45 * profile.day if profile.day > 0.85 and profile.number < 0.5 else 0.0


def _count(named: float, profile: ColumnProfile) -> float:
    return named * (0.5 + 0.5 * profile.number) if profile.number > 0.5 else 0.1 * named


def _identity(named: float, profile: ColumnProfile) -> float:
    unique = profile.distinct if profile.filled > 0.9 else 0.5 * profile.distinct
    return named * unique if unique > 0.9 else 0.2 * named * unique


def _words(named: float, profile: ColumnProfile) -> float:
    """Score text: numbers are seldom words, and what is everywhere empty says little."""
    return named * (1 - 0.6 * profile.number) * (0.6 + 0.4 * min(1.0, profile.filled * 2))


def _grade(named: float, profile: ColumnProfile) -> float:
    """Score how exactly something is known."""
    return named if profile.distinct < 0.5 or profile.count < 20 else 0.3 * named


_RULES: dict[str, Callable[[float, ColumnProfile], float]] = {
    "lat": lambda named, profile: _axis(named, profile.north, profile),
    "lon": lambda named, profile: _axis(named, profile.east, profile),
    "end": lambda named, profile: named * profile.day if profile.day > 0.3 else 0.0,
    **dict.fromkeys(
        ("year", "month", "day"),
        lambda named, profile: named * profile.number if profile.number > 0.5 else 0.0,
    ),
    "id": _identity, "position": _position, "start": _start, "best": _count, "low": _count,
    "high": _count, "date_precision": _grade, "position_precision": _grade,
}  # fmt: skip

#: The order in which fields take columns: where and when come before what and who.
_TURNS = (
    "lat", "lon", "position", "start", "end", "id", "best", "low", "high", "type", "actor_a",
    "actor_b", "place", "source", "text", "date_precision", "position_precision",
)  # fmt: skip


def _choose_columns(
    ranked: dict[str, tuple[Candidate, ...]], profiles: list[ColumnProfile], *, shaped: bool
) -> dict[str, Any]:
    """Give each field its likeliest column; a column goes to the field that it fits best."""
    offers = sorted(
        (
            (-candidate.score, _TURNS.index(name), name, candidate.column)
            for name in _TURNS
            for candidate in ranked[name]
            if candidate.score >= CHOSEN
        ),
    )
    chosen: dict[str, Any] = {}
    for _, _, name, column in offers:
        if name not in chosen and column not in chosen.values():
            chosen[name] = column
    chosen = _named("lat", profiles, chosen) | _named("lon", profiles, chosen) | chosen
    if shaped or not {"lat", "lon"} <= set(chosen):
        chosen.pop("lat", None)
        chosen.pop("lon", None)
    if shaped or "lat" in chosen:
        chosen.pop("position", None)
    if "start" in chosen:
        return chosen
    parts = _parts(ranked, profiles, chosen)
    return chosen | (parts or _named("start", profiles, chosen))


def _named(name: str, profiles: list[ColumnProfile], chosen: dict[str, str]) -> dict[str, str]:
    """Return the column that is called a field, though no cell fits: each is then listed."""
    columns = (item.name for item in profiles if item.name not in chosen.values())
    named = next((column for column in columns if score(column, name) > NAMED), None)
    return {} if named is None else {name: named}


def _parts(
    ranked: dict[str, tuple[Candidate, ...]], profiles: list[ColumnProfile], chosen: dict[str, str]
) -> dict[str, str]:
    """Return the columns of year, month and day, where they stand apart."""
    names = {profile.name for profile in profiles} - set(chosen.values())
    parts: dict[str, str] = {}
    for name in ("year", "month", "day"):
        likely = (
            candidate.column
            for candidate in ranked[name]
            if candidate.score >= 0.6 and candidate.column in names
        )
        column = next((text for text in likely if text not in parts.values()), None)
        if column is None:
            break
        parts[name] = column
    return parts


def _has_shapes(sheet: Sheet) -> bool:
    return sheet.lon is not None and bool(np.isfinite(sheet.lon).any())


def _doubts(
    sheet: Sheet,
    mapping: Mapping,
    ranked: dict[str, tuple[Candidate, ...]],
    profiles: dict[str, ColumnProfile],
) -> Iterator[Doubt]:
    """Return the reasons to have a reader confirm a guess."""
    if mapping.lat is not None and mapping.lon is not None:
        yield from _position_doubts(profiles[mapping.lat], profiles[mapping.lon], ranked)
    elif mapping.position is not None:
        if profiles[mapping.position].pair < 0.5:
            yield Doubt.POSITION_OUTSIDE
    elif not _has_shapes(sheet):
        yield Doubt.NO_POSITION
    if mapping.start is not None:
        yield from _date_doubts(profiles[mapping.start], ranked["start"])
    elif mapping.year is None:
        yield Doubt.NO_DATE


def _position_doubts(
    lat: ColumnProfile, lon: ColumnProfile, ranked: dict[str, tuple[Candidate, ...]]
) -> Iterator[Doubt]:
    if lat.east > 0.5 and lon.north > 0.5 and len(lat.cells) > 1:
        yield Doubt.POSITION_SWAPPED
    elif lat.north < 0.5 or lon.east < 0.5:
        yield Doubt.POSITION_OUTSIDE
    for profile, name in ((lat, "lat"), (lon, "lon")):
        chosen, others = _score_against_others(profile, ranked[name])
        if chosen < 0.55 or others > 0.9 * chosen:
            yield Doubt.POSITION_UNSURE
            return


def _date_doubts(profile: ColumnProfile, ranked: tuple[Candidate, ...]) -> Iterator[Doubt]:
    chosen, others = _score_against_others(profile, ranked)
    if profile.day < 0.8 or chosen < CHOSEN or (chosen < 0.55 and others > 0.9 * chosen):
        yield Doubt.DATE_UNSURE
    if not read_order(profile.cells).is_sure:
        yield Doubt.DATE_ORDER


def _score_against_others(
    profile: ColumnProfile, ranked: tuple[Candidate, ...]
) -> tuple[float, float]:
    """Return the score of a column for a field, and the best one of all other columns."""
    scores = {candidate.column: candidate.score for candidate in ranked}
    return scores.pop(profile.name, 0.0), max(scores.values(), default=0.0)
