"""Samples of who holds what on a day, and the band that 90 % of them lie in.

Each sample draws the day of each change, errors of holders, and how far the line of each cut
sub-district lies from where it is drawn, as probable as :mod:`geo.ask.certainty` has them. The
samples are strata: each group of doubts takes every quantile once, in an order that the data's
version gives, so that they are the same each time.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from geo.ask.certainty import UNDISPUTED, share_by_sources, share_divided
from geo.ask.holdings import FIELDS, read_periods
from geo.ask.uncertainty.dating import (
    UNKNOWN,
    Dating,
    State,
    date_spells,
    dating_in,
    find_state,
    find_states,
)
from geo.ask.uncertainty.near_line import NEAR_LINE, load_surroundings
from geo.atlas import Atlas
from geo.atlas.table import Record
from geo.model import HELD

if TYPE_CHECKING:
    import pandas as pd


#: Number of samples: a prime, so that each group of doubts takes every one of its strata once.
SAMPLES = 199

#: Of the samples in order, those at the ends of the band: 90 % lie between them.
LOW, HIGH = 9, 189

#: The holder of a unit in each sample; one where all agree.
Drawn = str | tuple[str, ...]

#: Holders on one day or on several.
Key = tuple[str, ...]


def draw_strata(seed: str, group: str) -> tuple[int, int]:
    """Return step and first of a group of doubts: sample j has (j * step + first) mod SAMPLES."""
    digest = hashlib.sha256(f"{seed} {group}".encode()).digest()
    step = 1 + int.from_bytes(digest[:4], "big") % (SAMPLES - 1)
    return step, int.from_bytes(digest[4:8], "big") % SAMPLES


@lru_cache(maxsize=20_000)
def quantiles_of(atlas: Atlas, group: str) -> tuple[float, ...]:
    """Return the quantile of a group of doubts in each sample, from 0 to 1.

    >>> from geo import Atlas
    >>> min(quantiles_of(Atlas.load(), "group")) == 0.5 / SAMPLES
    True
    """
    step, first = draw_strata(atlas.version, group)
    return tuple(((at * step + first) % SAMPLES + 0.5) / SAMPLES for at in range(SAMPLES))


def date_group(row: Record) -> str:
    """Return what the days of changes that rest on the same report have in common."""
    return f"date {row['start']} {row['precision']} {row['holder']}"


def error_group(row: Mapping[str, object]) -> str:
    """Return what an error of a holder belongs to: its spell."""
    return f"holder {row['id']}"


def cut_group(pcode: str) -> str:
    """Return what the cut of a sub-district belongs to."""
    return f"cut {pcode}"


class Draws(Mapping[str, Drawn]):
    """Holder of each unit on a day in each sample; units are drawn on demand."""

    def __init__(self, atlas: Atlas, day: date) -> None:
        self._atlas, self._day = atlas, day
        self._states = find_states(atlas, day, HELD)
        self._drawn: dict[str, Drawn] = {}

    def __getitem__(self, unit: str) -> Drawn:
        if unit not in self._drawn:
            self._drawn[unit] = self._draw(unit)
        return self._drawn[unit]

    def __iter__(self) -> Iterator[str]:
        return iter(self._states)

    def __len__(self) -> int:
        return len(self._states)

    def _draw(self, unit: str) -> Drawn:
        atlas, state = self._atlas, self._states[unit]
        holders = _draw_dates(atlas, state, self._day, date_spells(atlas))
        beside = load_surroundings(atlas).neighbours.get(unit, ())
        others = {*atlas.profile.actors} - {state.holder}
        sides = (self._states[name].holder for name in beside)
        # Where its record errs, the next side that holds ground beside it has it.
        other = next((side for side in sides if side in others), "")
        if state.spell and other:
            holders = _draw_errors(atlas, state, holders, other)
        return _collapse(holders)


@lru_cache(maxsize=64)
def draw_holders(atlas: Atlas, day: date) -> Mapping[str, Drawn]:
    """Return who holds each unit on a day in each sample."""
    return Draws(atlas, day)


@lru_cache(maxsize=64)
def draw_fields(atlas: Atlas, day: date) -> Mapping[str, Drawn]:
    """Return who holds each field on a day in each sample, by the days of its own record."""
    by_field, dated = read_periods(atlas, FIELDS)
    return {
        field: _collapse(_draw_dates(atlas, find_state(periods, day, dated), day, dated))
        for field, periods in by_field.items()
    }


def _collapse(holders: Sequence[str]) -> Drawn:
    return holders[0] if len(set(holders)) == 1 else tuple(holders)


def _draw_dates(atlas: Atlas, state: State, day: date, dated: Mapping[str, Dating]) -> list[str]:
    """Return the holder in each sample by the days of its changes alone."""
    if not state.alternatives:
        return [state.holder] * SAMPLES
    holders = [str(state.spells[0]["holder"])] * SAMPLES
    for row in state.spells[1:]:
        dating = dating_in(dated, row)
        share = ((day - dating.earliest).days + 1) / dating.days
        for sample, quantile in enumerate(quantiles_of(atlas, date_group(row))):
            if quantile < share:
                holders[sample] = str(row["holder"])
    return holders


def _draw_errors(atlas: Atlas, state: State, holders: list[str], other: str) -> list[str]:
    """Return the holders, with another in the samples in which the record errs."""
    rate = 1.0 - UNDISPUTED * share_divided(state) * share_by_sources(state)
    return [
        other if quantile < rate else holder
        for holder, quantile in zip(
            holders, quantiles_of(atlas, error_group(state.spell or {})), strict=True
        )
    ]


def band_sums(
    atlas: Atlas, draws: Sequence[Mapping[str, Drawn]], weights: Mapping[str, float]
) -> dict[Key, tuple[float, float]]:
    """Return the ends of the band of a sum by holder, on one day or on several at once."""
    keys = {unit: _join_draws([draw.get(unit, UNKNOWN) for draw in draws]) for unit in weights}
    certain: dict[Key, list[float]] = defaultdict(list)
    sums: dict[Key, list[float]] = defaultdict(lambda: [0.0] * SAMPLES)
    for unit, weight in weights.items():
        key = keys[unit]
        if isinstance(key, tuple):
            certain[key].append(weight)
        else:
            for sample, part in enumerate(key):
                sums[part][sample] += weight
    _move_cuts(atlas, keys, weights, sums)
    result = {}
    for key in {*certain, *sums}:
        least, ordered = math.fsum(certain[key]), sorted(sums[key])
        result[key] = max(0.0, least + ordered[LOW]), max(0.0, least + ordered[HIGH])
    return result


def _join_draws(drawn: Sequence[Drawn]) -> Key | list[Key]:
    if all(isinstance(holder, str) for holder in drawn):
        return tuple(str(holder) for holder in drawn)
    columns = [[holder] * SAMPLES if isinstance(holder, str) else holder for holder in drawn]
    return list(zip(*columns, strict=True))


def _move_cuts(
    atlas: Atlas,
    keys: Mapping[str, Key | list[Key]],
    weights: Mapping[str, float],
    sums: dict[Key, list[float]],
) -> None:
    """Move the ground that falls to another part where the line lies elsewhere than drawn."""
    for pcode, steps in load_surroundings(atlas).cuts.items():
        moves = [
            (1.0 - share, keys[move.source], keys[move.target], move.share * weights[move.source])
            for (_, share), moves_of_step in zip(NEAR_LINE, steps, strict=True)
            for move in moves_of_step
            if move.source in keys and move.target in keys
            if keys[move.source] != keys[move.target]
        ]
        if not moves:
            continue
        for sample, quantile in enumerate(quantiles_of(atlas, cut_group(pcode))):
            for limit, source, target, weight in moves:
                if quantile < limit:
                    before = source if isinstance(source, tuple) else source[sample]
                    after = target if isinstance(target, tuple) else target[sample]
                    if before != after:
                        sums[before][sample] -= weight
                        sums[after][sample] += weight


class Range(NamedTuple):
    """A figure, and the band that 90 % of the samples lie in."""

    low: float
    best: float
    high: float


def ranges_by_holder(
    atlas: Atlas, day: date, perspective: str, holders: Mapping[str, str]
) -> dict[str, Range]:
    """Return the ground of each holder with its band; a class of a perspective has no doubt."""
    weights = {row["unit"]: row["km2"] for row in atlas.unit_records if row["unit"] in holders}
    draws = [draw_holders(atlas, day)] if perspective == HELD else []
    keys = {unit: (holder,) for unit, holder in holders.items()}
    return {key[0]: result for key, result in find_ranges(atlas, draws, keys, weights).items()}


def find_ranges(
    atlas: Atlas,
    draws: Sequence[Mapping[str, Drawn]],
    recorded: Mapping[str, Key],
    weights: Mapping[str, float],
) -> dict[Key, Range]:
    """Return the sum of weights by what is recorded, with its band; it holds the recorded sum."""
    parts: dict[Key, list[float]] = defaultdict(list)
    for unit, weight in weights.items():
        parts[recorded[unit]].append(weight)
    bands = band_sums(atlas, draws, weights) if draws else {}
    result = {}
    for key, cells in parts.items():
        best = math.fsum(cells)
        low, high = bands.get(key, (best, best) if not draws else (0.0, best))
        result[key] = Range(min(low, best), best, max(high, best))
    return result


def widen_totals(
    atlas: Atlas,
    days: Sequence[date],
    totals: pd.DataFrame,
    by: Sequence[str],
    tables: Mapping[str, pd.DataFrame],
) -> pd.DataFrame:
    """Return totals by who held what on some days, widened by what is not certain of that.

    ``tables`` are what they are sums of: ``ground``, ``residents`` and ``fields``, whose figures
    of the day alone count; each end of barrels holds the samples' sums of that end.
    """
    table = totals.copy()
    keys = list(zip(*(table[name] for name in by), strict=True))
    draws = [draw_holders(atlas, day) for day in days]
    _widen(table, keys, "km2", band_sums(atlas, draws, _sums(tables["ground"], "unit", "km2")))
    lived = tables["residents"].assign(best=lambda rows: rows["people"] * rows["share"])
    bands = band_sums(atlas, draws, _sums(lived, "unit", "best"))
    bands_of_people = {key: (round(low), round(high)) for key, (low, high) in bands.items()}
    _widen(table, keys, "residents", bands_of_people)
    draws_of_fields = [draw_fields(atlas, day) for day in days]
    for end in ("low", "high"):
        figures = tables["fields"][tables["fields"]["measured"].eq(True)]
        bands = band_sums(atlas, draws_of_fields, _sums(figures, "id", end))
        _widen(table, keys, "barrels", bands, ends=(end,))
    return table


def _sums(rows: pd.DataFrame, key: str, column: str) -> dict[str, float]:
    return {str(name): float(item) for name, item in rows.groupby(key)[column].sum().items()}


def _widen(
    totals: pd.DataFrame,
    keys: Sequence[Key],
    name: str,
    bands: Mapping[Key, tuple[float, float]],
    ends: Sequence[str] = ("low", "high"),
) -> None:
    """Let the ends of a figure hold those of its band; what is not known stays so."""
    band = [bands.get(key, (0.0, 0.0)) for key in keys]
    for end in ends:
        column, at = f"{name}_{end}", 0 if end == "low" else 1
        widest = min if end == "low" else max
        totals[column] = [
            cell if math.isnan(cell) else widest(cell, numbers[at])
            for cell, numbers in zip(totals[column].astype(float), band, strict=True)
        ]
