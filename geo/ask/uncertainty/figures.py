"""Low, best and high of ground by holder on a day, or by pair of holders between two days."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from geo.ask.uncertainty.samples import Drawn, Key, band_sums, draw_fields, draw_holders
from geo.atlas import Atlas
from geo.model import HELD

if TYPE_CHECKING:
    import pandas as pd


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
    atlas: Atlas, day: date, totals: pd.DataFrame, tables: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Return totals by holder, widened by what is not certain of who held what."""
    holders = draw_holders(atlas, day)
    table = totals.copy()
    keys = [(group,) for group in table["group"]]
    _widen(table, keys, "km2", band_sums(atlas, [holders], _sums(tables["ground"], "unit", "km2")))
    _widen(table, keys, "residents", _band_people(atlas, [holders], tables["residents"]))
    of_day = tables["fields"][tables["fields"]["figure"] == "measured"]
    _widen_barrels(atlas, table, keys, [day], of_day)
    return table


def widen_pairs(
    atlas: Atlas, days: Sequence[date], totals: pd.DataFrame, tables: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Return people and barrels by pair of holders, widened by what is not certain of either."""
    table = totals.copy()
    keys = list(zip(table["from_holder"], table["to_holder"], strict=True))
    draws = [draw_holders(atlas, day) for day in days]
    _widen(table, keys, "residents", _band_people(atlas, draws, tables["residents"]))
    _widen_barrels(atlas, table, keys, days, tables["fields"])
    return table


def _band_people(
    atlas: Atlas, draws: Sequence[Mapping[str, Drawn]], residents: pd.DataFrame
) -> dict[Key, tuple[float, float]]:
    lived = residents.assign(best=lambda rows: rows["people"] * rows["share"])
    bands = band_sums(atlas, draws, _sums(lived, "unit", "best"))
    return {key: (round(low), round(high)) for key, (low, high) in bands.items()}


def _widen_barrels(
    atlas: Atlas,
    totals: pd.DataFrame,
    keys: Sequence[Key],
    days: Sequence[date],
    fields: pd.DataFrame,
) -> None:
    """Widen barrels by who held the fields, each end by the day's figures of that end."""
    if fields.empty:
        return
    draws = [draw_fields(atlas, day) for day in days]
    for end in ("low", "high"):
        figures = fields[fields[end].notna()]
        bands = band_sums(atlas, draws, _sums(figures, "id", end))
        _widen(totals, keys, "barrels", bands, ends=(end,))


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
