"""Guess which column holds what, by the names of columns and by what stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain

import numpy as np

from geo.events.column_mapping import FIELDS, Mapping
from geo.events.column_profile import Look, look_at
from geo.tabular.dates import read_all
from geo.tabular.grid import Sheet
from geo.tabular.values import decimal_of
from geo.tabular.vocabulary import score

#: Below this a column is no candidate; below the second it is not chosen unasked.
LEAST, CHOSEN = 0.15, 0.35

#: Fields by the HXL tag that names them.
TAGS = {
    "#geo+lat": "lat", "#geo+lon": "lon", "#geo+coord": "position", "#date": "start",
    "#date+start": "start", "#date+occurred": "start", "#date+end": "end", "#event+id": "id",
    "#affected+killed": "best", "#loc": "place", "#loc+name": "place", "#description": "text",
    "#meta+source": "source", "#event+type": "type", "#cause": "type", "#event": "type",
}  # fmt: skip


class Doubt(StrEnum):
    """Why a guess should be looked at before it is believed."""

    NO_POSITION = "no_position"
    """No column or shape says where; places by name alone are not put on the map."""

    NO_DATE = "no_date"
    """No column says when."""

    POSITION_UNSURE = "position_unsure"
    """More than one pair of columns may be the position, or only the values speak for it."""

    POSITION_SWAPPED = "position_swapped"
    """Latitude and longitude seem to stand under each other's names."""

    POSITION_OUTSIDE = "position_outside"
    """Most positions lie outside the region, or are no positions."""

    DATE_UNSURE = "date_unsure"
    """More than one column may be the day, or many of its cells are not valid dates."""

    DATE_ORDER = "date_order"
    """03/04/2017 may be 3 April or March 4: no cell shows which, or cells contradict."""


@dataclass(frozen=True)
class Candidate:
    """A column that may hold a field."""

    column: str
    score: float
    """From 0 to 1, by name and values."""


@dataclass(frozen=True)
class Guess:
    """What a table seems to hold."""

    mapping: Mapping
    """The likeliest columns."""

    sure: bool
    """Whether position and day are beyond doubt, so that nobody need be asked."""

    candidates: dict[str, tuple[Candidate, ...]]
    """Field -> columns that may hold it, the likeliest first."""

    doubts: tuple[Doubt, ...] = ()
    """Why it is not sure."""


def guess(sheet: Sheet) -> Guess:
    """Guess which columns hold what.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> cells = {"خط العرض": ["35.47"], "خط الطول": ["44.39"], "التاريخ": ["2014-06-10"]}
    >>> frame = pd.DataFrame(cells)
    >>> found = guess(Sheet(frame, np.array([2]), "csv"))
    >>> found.mapping.lat, found.mapping.start, found.sure
    ('خط العرض', 'التاريخ', True)
    """
    looks = [look_at(sheet, name) for name in sheet.frame.columns]
    ranked = {name: tuple(_candidates(name, looks)) for name in FIELDS}
    chosen = _chosen(ranked, looks, shaped=_shaped(sheet))
    mapping = _settled(Mapping.from_dict(chosen), {look.name: look for look in looks})
    doubts = tuple(_doubts(sheet, mapping, ranked, {look.name: look for look in looks}))
    return Guess(mapping, not doubts, ranked, doubts)


def _candidates(name: str, looks: list[Look]) -> Iterator[Candidate]:
    """Return the columns that may hold a field, the likeliest first."""
    scored = [Candidate(look.name, round(_score(name, look), 3)) for look in looks]
    yield from sorted(
        (one for one in scored if one.score >= LEAST), key=lambda one: one.score, reverse=True
    )


def _score(name: str, look: Look) -> float:
    """Return how likely a column holds a field."""
    named = max(score(look.name, name), 1.0 if TAGS.get(look.tag) == name else 0.0)
    if not look.cells:
        return 0.4 * named
    return _RULES.get(name, _words)(named, look)


def _axis(named: float, hits: float, look: Look) -> float:
    """Score a longitude or latitude; values alone need decimals, for 40 may be anything."""
    if named:
        return named * (0.6 + 0.4 * hits) if look.number > 0.3 else 0.2 * named
    return 0.5 * hits if hits > 0.85 and look.fine > 0.5 else 0.0


def _lat(named: float, look: Look) -> float:
    return _axis(named, look.north, look)


def _lon(named: float, look: Look) -> float:
    return _axis(named, look.east, look)


def _position(named: float, look: Look) -> float:
    if max(score(look.name, axis) for axis in ("lat", "lon")) > 0.8:
        return 0.0
    return (0.4 + 0.6 * named) * look.pair if look.pair > (0.3 if named else 0.85) else 0.0


def _start(named: float, look: Look) -> float:
    if named:
        return named * (0.5 + 0.5 * look.day) if look.day > 0.3 else 0.3 * named
    return 0.45 * look.day if look.day > 0.85 and look.number < 0.5 else 0.0


def _end(named: float, look: Look) -> float:
    return named * look.day if look.day > 0.3 else 0.0


def _count(named: float, look: Look) -> float:
    return named * (0.5 + 0.5 * look.number) if look.number > 0.5 else 0.1 * named


def _identity(named: float, look: Look) -> float:
    unique = look.distinct if look.filled > 0.9 else 0.5 * look.distinct
    return named * unique if unique > 0.9 else 0.2 * named * unique


def _part(named: float, look: Look) -> float:
    return named * look.number if look.number > 0.5 else 0.0


def _words(named: float, look: Look) -> float:
    """Score text: numbers are seldom words, and what is everywhere empty says little."""
    return named * (1 - 0.6 * look.number) * (0.6 + 0.4 * min(1.0, look.filled * 2))


def _grade(named: float, look: Look) -> float:
    """Score how exactly something is known."""
    return named if look.distinct < 0.5 or look.count < 20 else 0.3 * named


_RULES = {
    "id": _identity, "lat": _lat, "lon": _lon, "position": _position, "start": _start,
    "end": _end, "best": _count, "low": _count, "high": _count, "year": _part, "month": _part,
    "day": _part, "date_precision": _grade, "position_precision": _grade,
}  # fmt: skip

#: The order in which fields take columns: where and when come before what and who.
_TURNS = (
    "lat", "lon", "position", "start", "end", "id", "best", "low", "high", "type", "actor_a",
    "actor_b", "place", "source", "text", "date_precision", "position_precision",
)  # fmt: skip


def _chosen(
    ranked: dict[str, tuple[Candidate, ...]], looks: list[Look], *, shaped: bool
) -> dict[str, str]:
    """Give each field its likeliest column; a column goes to the field that it fits best."""
    offers = sorted(
        (
            (-one.score, _TURNS.index(name), name, one.column)
            for name in _TURNS
            for one in ranked[name]
            if one.score >= CHOSEN
        ),
    )
    chosen: dict[str, str] = {}
    for _, _, name, column in offers:
        if name not in chosen and column not in chosen.values():
            chosen[name] = column
    if shaped or not {"lat", "lon"} <= set(chosen):
        chosen.pop("lat", None)
        chosen.pop("lon", None)
    if shaped or "lat" in chosen:
        chosen.pop("position", None)
    return chosen if "start" in chosen else chosen | _parts(ranked, looks, chosen)


def _parts(
    ranked: dict[str, tuple[Candidate, ...]], looks: list[Look], chosen: dict[str, str]
) -> dict[str, str]:
    """Return the columns of year, month and day, where they stand apart."""
    names = {look.name for look in looks} - set(chosen.values())
    found: dict[str, str] = {}
    for name in ("year", "month", "day"):
        likely = (one.column for one in ranked[name] if one.score >= 0.6 and one.column in names)
        column = next((one for one in likely if one not in found.values()), None)
        if column is None:
            break
        found[name] = column
    return found


def _settled(mapping: Mapping, looks: dict[str, Look]) -> Mapping:
    """Return a mapping with the order of its days and the decimal sign of its figures."""
    if mapping.start is not None:
        mapping = replace(mapping, date_order=read_all(looks[mapping.start].cells)[1])
    figures = [getattr(mapping, name) for name in ("best", "low", "high", "lat", "lon")]
    cells = [looks[name].cells for name in figures if name is not None]
    return replace(mapping, decimal=decimal_of(chain(*cells)) if cells else None)


def _shaped(sheet: Sheet) -> bool:
    return sheet.lon is not None and bool(np.isfinite(sheet.lon).any())


def _doubts(
    sheet: Sheet,
    mapping: Mapping,
    ranked: dict[str, tuple[Candidate, ...]],
    looks: dict[str, Look],
) -> Iterator[Doubt]:
    """Return what speaks against believing a guess unasked."""
    if mapping.lat is not None and mapping.lon is not None:
        yield from _position_doubts(looks[mapping.lat], looks[mapping.lon], ranked)
    elif mapping.position is not None:
        if looks[mapping.position].pair < 0.5:
            yield Doubt.POSITION_OUTSIDE
    elif not _shaped(sheet):
        yield Doubt.NO_POSITION
    if mapping.start is not None:
        yield from _date_doubts(looks[mapping.start], ranked["start"])
    elif mapping.year is None:
        yield Doubt.NO_DATE


def _position_doubts(
    lat: Look, lon: Look, ranked: dict[str, tuple[Candidate, ...]]
) -> Iterator[Doubt]:
    if lat.east > 0.5 and lon.north > 0.5:
        yield Doubt.POSITION_SWAPPED
    elif lat.north < 0.5 or lon.east < 0.5:
        yield Doubt.POSITION_OUTSIDE
    for look, name in ((lat, "lat"), (lon, "lon")):
        scores = {one.column: one.score for one in ranked[name]}
        others = max((found for one, found in scores.items() if one != look.name), default=0.0)
        if scores[look.name] < 0.55 or others > 0.9 * scores[look.name]:
            yield Doubt.POSITION_UNSURE
            return


def _date_doubts(look: Look, ranked: tuple[Candidate, ...]) -> Iterator[Doubt]:
    mine = next((one.score for one in ranked if one.column == look.name), 0.0)
    others = max((one.score for one in ranked if one.column != look.name), default=0.0)
    if look.day < 0.8 or mine < CHOSEN or (mine < 0.55 and others > 0.9 * mine):
        yield Doubt.DATE_UNSURE
    if not read_all(look.cells)[2]:
        yield Doubt.DATE_ORDER
