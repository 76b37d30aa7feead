"""Production of fields by date, from the figures that sources give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from geo.atlas import Atlas
from geo.atlas.evidence import GRADES
from geo.view import day_of
from geo.words.cells import split_ids

#: After the last figure it stands in for later days, at most this long; it is marked then.
CARRIED = timedelta(days=5 * 366)

#: Between two figures that lie no further apart than this, days between them are interpolated.
BETWEEN = timedelta(days=10 * 366)

#: Qualifiers of figures that are kept for the record but never drawn.
DOUBTED = ("conflict", "claimed")

#: Kinds of a day's figure, the best known first.
KINDS = ("measured", "interpolated", "carried")

_RANK = {grade: rank for rank, grade in enumerate(GRADES)}
_STEP = ["field", "start", "end", "low", "best", "high", "last", "kind", "since", "until"]
_SOURCES = ["source", "low_source", "high_source"]


def of_fields(atlas: Atlas) -> pd.DataFrame:
    """Return the figures of single fields (not of groups or totals), as the sources give them.

    Returns
    -------
    pandas.DataFrame
        The columns of the table ``production``; ``value`` in the ``unit`` of the row.
    """
    rows = atlas.table("production")
    return rows[rows["subject"].isin(atlas.table("fields")["id"])].reset_index(drop=True)


def steps(atlas: Atlas) -> pd.DataFrame:
    """Return what each field produced from day to day, in barrels a day.

    ``measured``: figures cover the day; they give low and high, and best is the figure of the
    strongest evidence, the latest of equals, never an average. ``interpolated``: the day lies
    between two figures at most ten years apart; best goes in a straight line from ``best`` to
    ``last``, low and high are the lowest and highest of both. ``carried``: the last figure stands
    in for later days, at most five years.

    Returns
    -------
    pandas.DataFrame
        field, start, end, low, best, high, last (best at the end of the step), kind, since (start
        of the figure that the step rests on), until (start of the next figure; None unless
        interpolated), source, low_source, high_source (ids joined by ``;``), measured.

    Examples
    --------
    >>> from geo import Atlas
    >>> rows = steps(Atlas.load())
    >>> bool((rows["low"] <= rows["high"]).all())
    True
    """
    return _steps(atlas).copy()


def on(atlas: Atlas, day: date | str) -> pd.DataFrame:
    """Return what each field produced on a day; fields of which nothing is known are not in it.

    What is interpolated is no finer than the figures that it is worked out from: two digits count.

    Returns
    -------
    pandas.DataFrame
        field, low, best, high (barrels), kind, measured, since, until, source, low_source,
        high_source.

    Examples
    --------
    >>> from datetime import date
    >>> from geo import Atlas
    >>> row = on(Atlas.load(), date(2015, 3, 15)).set_index("field").loc["taq_taq"]
    >>> float(row["best"]), row["kind"]
    (116000.0, 'measured')
    """
    day, rows = day_of(day), _steps(atlas)
    rows = rows[(rows["start"].to_numpy() <= day) & (day < rows["end"].to_numpy())].copy()
    spans = zip(rows["start"], rows["end"], strict=True)
    passed = np.array([(day - start) / (end - start) for start, end in spans], dtype=float)
    rows["best"] += (rows["last"] - rows["best"]) * passed
    between = rows["kind"] == "interpolated"
    between_figures = rounded(rows["best"]).clip(rows["low"], rows["high"])
    rows["best"] = rows["best"].where(~between, between_figures)
    names = ["field", "low", "best", "high", "kind", "measured", "since", "until", *_SOURCES]
    return rows[names].reset_index(drop=True)


def rounded(values: pd.Series) -> pd.Series:
    """Return figures with two digits that count, halves away from zero.

    Examples
    --------
    >>> rounded(pd.Series([118_617.3, 42.7, 0.0])).tolist()
    [120000.0, 43.0, 0.0]
    """
    digits = np.floor(np.log10(np.maximum(1, values.abs()))) - 1
    unit = 10 ** np.maximum(0, digits)
    return np.floor(values / unit + 0.5) * unit


def reported(atlas: Atlas, day: date | str, subjects: Iterable[str] | None = None) -> pd.DataFrame:
    """Return the figures that sources give for a day, those of groups and totals too.

    A subject that no figure covers on the day has the figure before and the one after it.

    Parameters
    ----------
    day
        The day.
    subjects
        Ids of fields, or ``group:ID`` and ``total:ID``; all by default.

    Returns
    -------
    pandas.DataFrame
        The columns of the table ``production`` and ``role``: ``covers``, ``before``, ``after``, or
        ``doubted`` for a figure that covers the day but is kept for the record only.

    Examples
    --------
    >>> from datetime import date
    >>> from geo import Atlas
    >>> rows = reported(Atlas.load(), date(2017, 9, 27), ["total:krg"])
    >>> sorted(set(rows["value"]))
    [600000.0]
    """
    rows = atlas.table("production")
    if subjects is not None:
        rows = rows[rows["subject"].isin(list(subjects))]
    role = _find_roles(rows, day_of(day))
    order = rows.assign(role=role).sort_values(["subject", "start"], kind="stable")
    return order[order["role"] != ""].reset_index(drop=True)


def _find_roles(rows: pd.DataFrame, day: date) -> np.ndarray:
    """Return for each figure what it is to a day; '' for what is neither on it nor next to it."""
    start, end = (np.array([row.toordinal() for row in rows[name]]) for name in ("start", "end"))
    at, subject = day.toordinal(), rows["subject"]
    doubted = rows["qualifier"].isin(DOUBTED).to_numpy()
    covers = (start <= at) & (at < end)
    has_figure = subject.isin(set(subject[covers & ~doubted])).to_numpy()
    near = ~has_figure & ~doubted & ~covers
    before, after = near & (end <= at), near & (start > at)
    last = pd.Series(np.where(before, end, -1), rows.index).groupby(subject).transform("max")
    first = pd.Series(np.where(after, start, 10**7), rows.index).groupby(subject).transform("min")
    choices = [covers & doubted, covers, before & (end == last), after & (start == first)]
    return np.select(choices, ["doubted", "covers", "before", "after"], default="")


@lru_cache(maxsize=4)
def _steps(atlas: Atlas) -> pd.DataFrame:
    figures = of_fields(atlas)
    usable = figures["unit"].eq("bpd") & ~figures["qualifier"].isin(DOUBTED)
    steps_of_fields = [
        {"field": field, **step}
        for field, rows in figures[usable].groupby("subject")
        for step in _trace_steps(rows)
    ]
    table = pd.DataFrame(steps_of_fields, columns=[*_STEP, *_SOURCES])
    return table.assign(measured=table["kind"] == "measured")


def _trace_steps(rows: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield the steps of one field: what covers, and what fills the gaps and the years after."""
    covered = [
        _sum_up(covering, day, after)
        for day, after in pairwise(sorted({*rows["start"], *rows["end"]}))
        if len(covering := rows[(rows["start"] <= day) & (day < rows["end"])])
    ]
    for step, following in zip(covered, [*covered[1:], None], strict=True):
        yield step
        if following is None or following["start"] - step["end"] > BETWEEN:
            until = step["start"] + CARRIED
            if until > step["end"]:
                yield {**step, "start": step["end"], "end": until, "kind": "carried"}
        elif following["start"] > step["end"]:
            yield _blend_steps(step, following)


def _sum_up(rows: pd.DataFrame, start: date, end: date) -> dict[str, Any]:
    """Return the step of some days that the same figures cover."""
    order = rows.assign(rank=rows["evidence"].map(_RANK)).sort_values(
        ["rank", "start"], ascending=[True, False], kind="stable"
    )
    best = float(order["value"].iloc[0])
    step = {"start": start, "end": end, "best": best, "last": best, "kind": "measured"}
    step |= {"since": start, "until": None, "source": ";".join(split_ids(*rows["source"]))}
    for name, value in (("low", rows["value"].min()), ("high", rows["value"].max())):
        sources = split_ids(*rows[rows["value"] == value]["source"])
        step |= {name: float(value), f"{name}_source": ";".join(sources)}
    return step


def _blend_steps(first: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return the step between two that are measured."""
    low = min(first, other, key=lambda step: step["low"])
    high = max(first, other, key=lambda step: step["high"])
    return {
        **first, "kind": "interpolated",
        "start": first["end"], "end": other["start"], "until": other["start"],
        "low": low["low"], "high": high["high"], "last": other["best"],
        "source": ";".join(split_ids(first["source"], other["source"])),
        "low_source": low["low_source"], "high_source": high["high_source"],
    }  # fmt: skip
