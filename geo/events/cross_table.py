"""User events in a cross-table: by who held the ground, by district, month or kind."""

from __future__ import annotations

from enum import StrEnum

import pandas as pd


class By(StrEnum):
    """What events are counted by."""

    HOLDER = "holder"  #: Who held the ground on the day of the event.
    DISTRICT = "district"  #: The district that it lies in, by P-code.
    MONTH = "month"  #: The month of its first day, as 2017-10.
    KIND = "type"  #: Its kind, as the file says it.


class Count(StrEnum):
    """What is counted."""

    EVENTS = "events"  #: Rows of the file.
    DEATHS = "deaths"  #: The best estimates of deaths; an event without one adds none.


def cross_table(
    rows: pd.DataFrame, by: By, across: By, count: Count = Count.EVENTS
) -> pd.DataFrame:
    """Return how many events there are of each pair.

    >>> day = pd.Timestamp("2017-10-16")
    >>> rows = pd.DataFrame({"holder": ["a", "a", "b"], "start": [day] * 3})
    >>> cross_table(rows, By.MONTH, By.HOLDER).to_dict("index")
    {'2017-10': {'a': 2, 'b': 1}}
    """
    counted = rows["best"].fillna(0).astype(int) if count is Count.DEATHS else 1
    cells = pd.DataFrame({"by": _values(rows, by), "across": _values(rows, across), "n": counted})
    counts = (
        cells.pivot_table(
            index="by", columns="across", values="n", aggfunc="sum", fill_value=0, sort=True
        )
        .rename_axis(by)
        .rename_axis(across, axis=1)
    )
    if by is not By.MONTH:
        counts = counts.loc[_order_names(counts.sum(axis=1))]
    if across is not By.MONTH:
        counts = counts[_order_names(counts.sum(axis=0))]
    return counts


def _order_names(sums: pd.Series) -> list[str]:
    """Return names from the most to the least, those of one count in their order."""
    return list(sums.sort_values(ascending=False, kind="stable").index)


def _values(rows: pd.DataFrame, by: By) -> pd.Series:
    """Return what each event is counted under, as text."""
    if by is By.MONTH:
        return pd.to_datetime(rows["start"]).dt.strftime("%Y-%m")
    return rows[by].astype("str").fillna("")
