"""Who held how much ground over time, and every unit on each of a series of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.api import keep_calls
from geo.ask import area_of_interest
from geo.ask import perspective as perspectives
from geo.ask.perspective import spells_in
from geo.ask.uncertainty.samples import draw_holders, find_ranges
from geo.atlas import Atlas
from geo.errors import QuestionError
from geo.model import HELD
from geo.view import day_of

#: Names of frequencies, and what pandas calls them; ``change`` is each day on which ground changed.
FREQUENCIES: Final = {
    "day": "D", "week": "7D", "month": "MS", "quarter": "QS", "year": "YS",
}  # fmt: skip

#: What a series is divided by besides the holder, which every row names.
DIVISIONS: Final = ("holder", "governorate", "district", "area", "unit")

#: Cells of a panel at most: 35 years by month are 165,000, by day five million.
MOST: Final = 10_000_000

_FAR = date(9999, 12, 31)
_EVIDENCE = ("precision", "evidence", "publishers", "newest", "source")


def series(  # noqa: PLR0917 -- the order in which an analyst says it
    atlas: Atlas,
    start: date | str,
    end: date | str,
    freq: str = "month",
    places: str | list[str] | None = None,
    by: str = "holder",
    *,
    perspective: str = HELD,
    bands: bool = False,
) -> pd.DataFrame:
    """Return how much ground each holder held on each of a series of days.

    Parameters
    ----------
    start, end
        First and last day, both included, also as ISO text.
    freq
        ``day``, ``week`` (every seventh day from ``start``), ``month``, ``quarter``, ``year`` (the
        first day of each), ``change`` (``start``, and each day on which ground changed), or an
        offset of pandas such as ``2MS``.
    places
        The ground, as :func:`geo.ask.area_of_interest.ask` takes it; the country by default.
    by
        ``holder``, or what is divided by holder: ``governorate``, ``district``, ``area`` or
        ``unit``. Disputed areas may overlap, so that those of ``area`` add up to no total.
    perspective
        ``held`` for control; under others the class of the ground is its ``holder``.
    bands
        Whether each km² has its band too; a series of many days or groups takes long then.

    Returns
    -------
    pandas.DataFrame
        day (datetime64[s]), the column that ``by`` names unless it is ``holder`` (str), holder
        (str), km2 (float64, on an equal-area projection), with ``bands`` km2_low and km2_high (nine
        of ten samples of who held what lie between them; a class has no doubt), share (float64, 0
        to 1, of the ground of its place). Every holder that a place has on any of the days has a
        row on each.

    Raises
    ------
    QuestionError
        Where a frequency, division, place or perspective does not exist, or no day is left.

    Examples
    --------
    >>> from geo import Atlas
    >>> rows = series(Atlas.load(), "2014-01-01", "2018-12-01", places="areas:kirkuk")
    >>> shares = rows.pivot(index="day", columns="holder", values="share")
    >>> round(float(shares.loc["2016-01-01"].sum()), 6)
    1.0
    """
    if by not in DIVISIONS:
        raise QuestionError(f"by {by!r}: expected one of {', '.join(DIVISIONS)}")
    held = _Held.of(atlas, perspective, (start, end, freq), places)
    unit, group, names = _groups(atlas, held.units, by)
    km2 = held.units["km2"].to_numpy(float)[unit]
    size = len(held.holders)
    sums = np.stack(
        [
            np.bincount(group * size + codes[unit], km2, len(names) * size).reshape(-1, size)
            for codes in held.codes
        ]
    )
    occurs = (sums > 0).any(axis=0)
    place, holder = np.nonzero(occurs)
    count = len(place)
    totals = np.bincount(group, km2, len(names))
    values = sums[:, place, holder]
    rows = {
        "day": np.repeat(held.days, count),
        by: np.tile(np.array(names, dtype=object)[place], len(held.days)),
        "holder": np.tile(np.array(held.holders, dtype=object)[holder], len(held.days)),
        "km2": values.ravel(),
        "share": (values / totals[place]).ravel(),
    }
    table = pd.DataFrame(rows).astype({"holder": "str", by: "str"})
    return _add_bands(atlas, table, held, (unit, group, names), by) if bands else table


def _add_bands(
    atlas: Atlas,
    table: pd.DataFrame,
    held: _Held,
    groups: tuple[np.ndarray, np.ndarray, list[str]],
    by: str,
) -> pd.DataFrame:
    unit, group, names = groups
    units = held.units["unit"].to_numpy()
    km2 = dict(zip(units, held.units["km2"], strict=True))
    ends: dict[tuple[Any, str, str], tuple[float, float]] = {}
    for day, codes in zip(held.days, held.codes, strict=True):
        draws = [draw_holders(atlas, pd.Timestamp(day).date())] if held.has_doubt else []
        for number, name in enumerate(names):
            members = unit[group == number]
            recorded = {units[i]: (held.holders[codes[i]],) for i in members}
            weights = {item: km2[item] for item in recorded}
            for (holder,), band in find_ranges(atlas, draws, recorded, weights).items():
                ends[pd.Timestamp(day), name, holder] = band.low, band.high
    places = table[by] if by != "holder" else [""] * len(table)
    keys = zip(table["day"], places, table["holder"], strict=True)
    low, high = zip(*(ends.get(key, (0.0, 0.0)) for key in keys), strict=True)
    at = list(table.columns).index("km2") + 1
    for name, cells in (("km2_high", high), ("km2_low", low)):
        table.insert(at, name, cells)
    return table


def panel(
    atlas: Atlas,
    start: date | str,
    end: date | str,
    freq: str = "month",
    places: str | list[str] | None = None,
    *,
    perspective: str = HELD,
) -> pd.DataFrame:
    """Return who held each unit on each of a series of days: one row a unit and day.

    Parameters
    ----------
    start, end, freq, places, perspective
        As in :func:`series`.

    Returns
    -------
    pandas.DataFrame
        day (datetime64[s]), unit, pcode, names, district, governorate (str), km2 (float64), holder
        (str), since (datetime64[s]; NaT where no spell covers the day), spell, precision,
        evidence, publishers, newest, source (str; empty in other perspectives).

    Raises
    ------
    QuestionError
        As :func:`series`, and where the panel would have more than :data:`MOST` rows.

    Examples
    --------
    >>> from geo import Atlas
    >>> rows = panel(Atlas.load(), "2017-09-01", "2017-12-01", places="districts:IQG13Q04")
    >>> rows.groupby("day")["unit"].nunique().nunique()
    1
    """
    held = _Held.of(atlas, perspective, (start, end, freq), places)
    days, units = held.codes.shape
    if days * units > MOST:
        raise QuestionError(f"{days:,} days and {units:,} units: expected {MOST:,} rows at most")
    at = held.spell.ravel()
    names = ["unit", "pcode", *atlas.name_columns, "district", "governorate", "km2"]
    rows = held.units[names].iloc[np.tile(np.arange(units), days)].reset_index(drop=True)
    rows.insert(0, "day", np.repeat(held.days, units))
    rows["holder"] = np.array(held.holders, dtype=object)[held.codes.ravel()]
    rows["since"] = np.append(held.starts, np.datetime64("NaT"))[at].astype("datetime64[s]")
    for name, cells in held.evidence.items():
        rows[name] = np.append(cells, "")[at]
    texts = ("holder", "spell", *_EVIDENCE)
    return pd.DataFrame(rows.astype(dict.fromkeys(texts, "str")))


@dataclass(frozen=True, eq=False)
class _Held:
    """Who held each of some units on each of some days, as numbers."""

    units: pd.DataFrame
    """The units, with their km² in the place that was asked for."""
    days: np.ndarray
    """datetime64[s], shape (days,)."""
    holders: list[str]
    """Holders by number; the last is ``unknown``."""
    codes: np.ndarray
    """Number of the holder, shape (days, units)."""
    spell: np.ndarray
    """Number of the spell, -1 where none covers the day, shape (days, units)."""
    starts: np.ndarray
    """datetime64[D]: first day of each spell."""
    evidence: dict[str, np.ndarray]
    """Id, precision, evidence and source of each spell; empty in other perspectives."""
    has_doubt: bool
    """Whether samples say who else may have held a unit; classes of a perspective have none."""

    @classmethod
    def of(
        cls,
        atlas: Atlas,
        perspective: str,
        days: tuple[date | str, date | str, str],
        places: str | list[str] | None,
    ) -> _Held:
        perspectives.check(atlas, perspective)
        units = _units(atlas, places)
        number = {unit: i for i, unit in enumerate(units["unit"])}
        rows = [row for row in spells_in(atlas, perspective) if row["unit"] in number]
        shown = _days(rows, day_of(days[0], "start"), day_of(days[1], "end"), days[2])
        starts = _dates([row["start"] for row in rows])
        ends = _dates([row["end"] or _FAR for row in rows])
        unit = np.array([number[row["unit"]] for row in rows], dtype=np.int64)
        spell = np.full((len(shown), len(units)), -1, dtype=np.int64)
        for line, day in zip(spell, shown.astype("datetime64[D]"), strict=True):
            covering = np.flatnonzero((starts <= day) & (day < ends))
            line[unit[covering]] = covering
        holders = [*dict.fromkeys([row["holder"] for row in rows if row["holder"] != "unknown"])]
        holders.append("unknown")
        codes = {holder: i for i, holder in enumerate(holders)}
        holder = np.array([codes[row["holder"]] for row in rows] + [len(holders) - 1])
        evidence = {
            name: np.array([row.get(key, "") for row in rows], dtype=object)
            for name, key in (("spell", "id"), *((item, item) for item in _EVIDENCE))
        }
        doubt = perspective == HELD
        return cls(units, shown, holders, holder[spell], spell, starts, evidence, doubt)


def _units(atlas: Atlas, places: str | list[str] | None) -> pd.DataFrame:
    """Return the units of some places, with what of their ground lies there."""
    rows = pd.DataFrame(atlas.unit_records)
    if not places:
        return rows
    pieces = area_of_interest.ask(atlas, places=places).pieces
    km2 = rows["unit"].map(pieces.set_index("unit")["km2"])
    return rows.assign(km2=km2)[km2.notna()].reset_index(drop=True)


def _groups(atlas: Atlas, units: pd.DataFrame, by: str) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Return pairs of unit and group by number, and the names of the groups."""
    every = np.arange(len(units))
    if by == "holder":
        return every, np.zeros(len(units), dtype=np.int64), [""]
    if by != "area":
        codes, names = pd.factorize(units[by], sort=True)
        return every, codes, list(names)
    areas = [
        (area["id"], perspectives.within(units, area["pcodes"])) for area in atlas.records("areas")
    ]
    inside = [(name, members) for name, members in areas if members]
    unit = np.array([i for _, members in inside for i in members], dtype=np.int64)
    group = np.repeat(np.arange(len(inside)), [len(members) for _, members in inside])
    return unit, group, [name for name, _ in inside]


def _days(rows: list[dict[str, Any]], first: date, last: date, freq: str) -> np.ndarray:
    """Return the days of a series as datetime64[s]."""
    if last < first:
        raise QuestionError(f"start {first} and end {last}: expected the earlier day first")
    if freq == "change":
        changes = {row["start"] for row in rows if first < row["start"] <= last}
        return _dates([first, *sorted(changes)]).astype("datetime64[s]")
    try:
        result = pd.date_range(first, last, freq=FREQUENCIES.get(freq, freq))
    except ValueError:
        known = ", ".join((*FREQUENCIES, "change"))
        raise QuestionError(
            f"freq {freq!r}: expected one of {known}, or an offset of pandas such as 2MS"
        ) from None
    if not len(result):
        raise QuestionError(f"{first} to {last}: expected at least one first day of a {freq}")
    return result.to_numpy().astype("datetime64[s]")


def _dates(days: list[date]) -> np.ndarray:
    return np.array(days, dtype="datetime64[D]")


keep_calls(series, series=series, panel=panel, MOST=MOST)
