"""Who held how much ground over time, and every unit on each of a series of days."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from geo.api import keep_calls
from geo.ask import area_of_interest
from geo.ask import perspective as perspectives
from geo.ask.uncertainty.dating import UNKNOWN
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
    cover = _find_spells(atlas, perspective, start, end, freq, places=places)
    unit, group, names = _group_units(atlas, cover.units, by)
    km2 = cover.units["km2"].to_numpy(float)[unit]
    holders = [*cover.spells["holder"].drop_duplicates()]
    holders.sort(key=UNKNOWN.__eq__)  # it comes last
    size = len(holders)
    sums = np.stack(
        [
            np.bincount(group * size + codes[unit], km2, len(names) * size).reshape(-1, size)
            for codes in pd.Categorical(cover.spells["holder"], holders).codes[cover.spell]
        ]
    )
    place, holder = np.nonzero((sums > 0).any(axis=0))
    values, days = sums[:, place, holder], len(cover.days)
    table = pd.DataFrame({
        "day": np.repeat(cover.days, len(place)),
        "place": np.tile(np.array(names, dtype=object)[place], days),
        "holder": np.tile(np.array(holders, dtype=object)[holder], days),
        "km2": values.ravel(),
        "share": (values / np.bincount(group, km2, len(names))[place]).ravel(),
    }).astype({"holder": "str", "place": "str", "km2": float})  # fmt: skip
    if bands:
        table = _add_bands(atlas, table, cover, (unit, group, names), perspective)
    return table.drop(columns="place") if by == "holder" else table.rename(columns={"place": by})


def _add_bands(
    atlas: Atlas,
    table: pd.DataFrame,
    cover: _Cover,
    groups: tuple[np.ndarray, np.ndarray, list[str]],
    perspective: str,
) -> pd.DataFrame:
    """Return a table with the ends of each km²; classes of a perspective have no doubt."""
    unit, group, names = groups
    units = cover.units["unit"].to_numpy()
    holders = cover.spells["holder"].to_numpy()[cover.spell]
    rows = []
    for day, holders_of_day in zip(cover.days, holders, strict=True):
        draws = [draw_holders(atlas, pd.Timestamp(day).date())] if perspective == HELD else []
        for number, name in enumerate(names):
            members = unit[group == number]
            recorded = {units[at]: (holders_of_day[at],) for at in members}
            weights = dict(zip(units[members], cover.units["km2"].iloc[members], strict=True))
            ranges = find_ranges(atlas, draws, recorded, weights)
            rows += [(day, name, *key, band.low, band.high) for key, band in ranges.items()]
    keys = ["day", "place", "holder"]
    types = {**table.dtypes[keys], "km2_low": float, "km2_high": float}  # also without a row
    ends = pd.DataFrame(rows, columns=[*types]).astype(types)
    table = table.merge(ends, "left", keys).fillna({"km2_low": 0.0, "km2_high": 0.0})
    return table[[*keys, "km2", "km2_low", "km2_high", "share"]]


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
    cover = _find_spells(atlas, perspective, start, end, freq, places=places)
    days, units = cover.spell.shape
    if days * units > MOST:
        raise QuestionError(f"{days:,} days and {units:,} units: expected {MOST:,} rows at most")
    names = ["unit", "pcode", *atlas.name_columns, "district", "governorate", "km2"]
    rows = cover.units[names].iloc[np.tile(np.arange(units), days)].reset_index(drop=True)
    rows.insert(0, "day", np.repeat(cover.days, units))
    return rows.join(cover.spells.iloc[cover.spell.ravel()].reset_index(drop=True))


class _Cover(NamedTuple):
    """Which spell covers each of some units on each of some days."""

    units: pd.DataFrame  #: The units, with their km² in the place of the question.
    days: np.ndarray  #: datetime64[s], shape (days,).
    #: Holder, since and evidence of each spell; the last row is for days that none covers.
    spells: pd.DataFrame
    spell: np.ndarray  #: Place in ``spells``, -1 for the last, shape (days, units).


def _find_spells(
    atlas: Atlas,
    perspective: str,
    start: date | str,
    end: date | str,
    freq: str,
    *,
    places: str | list[str] | None,
) -> _Cover:
    perspectives.check(atlas, perspective)
    pieces = area_of_interest.ask(atlas, places=places).pieces.set_index("unit")
    units = pd.DataFrame(atlas.unit_records)
    units["km2"] = units["unit"].map(pieces["km2"])
    units = units[units["km2"].notna()].reset_index(drop=True)
    number = {unit: at for at, unit in enumerate(units["unit"])}
    spells = perspectives.spells_in(atlas, perspective)
    rows = [row for row in spells if row["unit"] in number]
    days = _list_days(rows, day_of(start, "start"), day_of(end, "end"), freq)
    columns = ["holder", "start", "id", *_EVIDENCE]
    table = pd.DataFrame([*rows, {"holder": UNKNOWN}], columns=columns)
    table.columns = pd.Index(["holder", "since", "spell", *_EVIDENCE])
    table["since"] = table["since"].astype("datetime64[s]")
    table["publishers"] = table["publishers"].astype("Int64")  # no fraction in its text
    texts = table.columns.drop("since")
    table[texts] = table[texts].astype("str").fillna("")
    starts = table["since"].to_numpy()[:-1]
    ends = _convert_days([row["end"] or date.max for row in rows]).astype("datetime64[s]")
    unit = np.array([number[row["unit"]] for row in rows], dtype=np.int64)
    spell = np.full((len(days), len(units)), -1, dtype=np.int64)
    for line, day in zip(spell, days, strict=True):
        covering = np.flatnonzero((starts <= day) & (day < ends))
        line[unit[covering]] = covering
    return _Cover(units, days, table, spell)


def _group_units(
    atlas: Atlas, units: pd.DataFrame, by: str
) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Return pairs of unit and group by number, and the names of the groups."""
    every = np.arange(len(units))
    if by == "holder":
        return every, np.zeros(len(units), dtype=np.int64), [""]
    if by != "area":
        codes, names = pd.factorize(units[by], sort=True)
        return every, codes, list(names)
    areas = area_of_interest.units_of_areas(atlas)
    areas = areas[areas["unit"].isin(units["unit"])]
    codes, names = pd.factorize(areas["area"])
    return pd.Index(units["unit"]).get_indexer(areas["unit"]), codes, list(names)


def _list_days(rows: list[dict[str, Any]], first: date, last: date, freq: str) -> np.ndarray:
    """Return the days of a series as datetime64[s]."""
    if last < first:
        raise QuestionError(f"start {first} and end {last}: expected the earlier day first")
    if freq == "change":
        changes = {row["start"] for row in rows if first < row["start"] <= last}
        return _convert_days([first, *sorted(changes)]).astype("datetime64[s]")
    try:
        result = pd.date_range(first, last, freq=FREQUENCIES.get(freq, freq))
    except ValueError:
        names = ", ".join((*FREQUENCIES, "change"))
        raise QuestionError(
            f"freq {freq!r}: expected one of {names}, or an offset of pandas such as 2MS"
        ) from None
    if not len(result):
        raise QuestionError(f"{first} to {last}: expected at least one first day of a {freq}")
    return result.to_numpy().astype("datetime64[s]")


def _convert_days(days: list[date]) -> np.ndarray:
    return np.array(days, dtype="datetime64[D]")


keep_calls(series, series=series, panel=panel, MOST=MOST)
