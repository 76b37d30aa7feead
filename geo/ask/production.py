"""Production of fields by date, from the figures that sources give."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from geo.atlas import Atlas

#: A figure stands in for later days until another comes, at most this long; it is marked then.
CARRIED = timedelta(days=5 * 366)

#: Qualifiers of figures that are kept for the record but never drawn.
DOUBTED = ("conflict", "claimed")

_RANK = {"high": 0, "medium": 1, "low": 2}


def of_fields(atlas: Atlas) -> pd.DataFrame:
    """Return the figures of single fields (not of groups or totals), as the sources give them."""
    rows = atlas.table("production")
    return rows[rows["subject"].isin(atlas.table("fields")["id"])].reset_index(drop=True)


def steps(atlas: Atlas) -> pd.DataFrame:
    """Return what each field produced from day to day, in barrels a day.

    Figures that cover a day give low and high; best is the figure of the highest confidence, the
    latest of equals, never an average. Between figures the last one is carried on for at most
    five years and ``measured`` is False.

    Returns
    -------
    pandas.DataFrame
        field, start, end, low, best, high, measured, since (start of the figure carried).

    Examples
    --------
    >>> from geo import Atlas
    >>> rows = steps(Atlas.load())
    >>> bool((rows["low"] <= rows["high"]).all())
    True
    """
    figures = of_fields(atlas)
    usable = figures["unit"].eq("bpd") & ~figures["qualifier"].isin(DOUBTED)
    figures = figures[usable]
    groups = figures.groupby("subject")
    found = [step for field, rows in groups for step in _steps(str(field), rows)]
    names = ["field", "start", "end", "low", "best", "high", "measured", "since"]
    return pd.DataFrame(found, columns=names)


def _steps(field: str, rows: pd.DataFrame) -> list[tuple[object, ...]]:
    days = sorted({*rows["start"], *rows["end"]})
    found: list[tuple[object, ...]] = []
    last: tuple[float, float, float, date] | None = None
    for day, after in zip(days, [*days[1:], days[-1] + CARRIED], strict=True):
        covering = rows[(rows["start"] <= day) & (day < rows["end"])]
        if len(covering):
            last = (*_estimate(covering), day)
            found.append((field, day, after, *last[:3], True, day))
        elif last is not None:
            end = min(after, last[3] + CARRIED)
            if end > day:
                found.append((field, day, end, *last[:3], False, last[3]))
    return found


def _estimate(rows: pd.DataFrame) -> tuple[float, float, float]:
    order = rows.assign(rank=rows["confidence"].map(_RANK)).sort_values(
        ["rank", "start"], ascending=[True, False], kind="stable"
    )
    values = rows["value"]
    return float(values.min()), float(order["value"].iloc[0]), float(values.max())
