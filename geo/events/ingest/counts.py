"""How many events and deaths there were, by month, sub-district and kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

#: What events are counted by.
BY: Final = ("month", "subdistrict", "type")

#: What is counted.
COUNTED: Final = ("events", "best", "low", "high", "without_deaths", "imprecise")

_IMPRECISE: Final = ("district", "governorate", "region", "country", "unknown")


def count(rows: pd.DataFrame) -> pd.DataFrame:
    """Count events.

    Parameters
    ----------
    rows
        Events with ``subdistrict``, as attribution gives it.

    Returns
    -------
    pandas.DataFrame
        Sorted by ``month`` (its first day, of the event's first day), ``subdistrict`` (P-code,
        empty outside the country) and ``type``:

        - ``events``: how many
        - ``best``, ``low``, ``high``: sums of deaths over the events that give them
        - ``without_deaths``: events that give no best figure
        - ``imprecise``: events whose position stands for a district or more (or for nothing
          known), so that the sub-district is that of some centre and says little
    """
    cells = {
        "month": rows["start"].dt.to_period("M").dt.start_time.astype("datetime64[s]"),
        **{name: rows[name].astype("str") for name in BY[1:]},
        "events": 1,
        **{name: rows[name].fillna(0).astype("int64") for name in ("best", "low", "high")},
        "without_deaths": rows["best"].isna().astype("int64"),
        "imprecise": rows["position_precision"].isin(_IMPRECISE).astype("int64"),
    }
    return total([pd.DataFrame(cells, index=rows.index)])


def total(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Add tables of counts up; also the first step, from rows that count one event each."""
    if not tables:
        return count_nothing()
    every = pd.concat(tables, ignore_index=True)
    sums = every.groupby(list(BY), observed=True, sort=True)[list(COUNTED)].sum()
    return sums.reset_index().astype(dict.fromkeys(COUNTED, "int64"))


def count_nothing() -> pd.DataFrame:
    """Return a table of counts without rows."""
    kinds = {"month": "datetime64[s]", "subdistrict": "str", "type": "str"}
    kinds |= dict.fromkeys(COUNTED, "int64")
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
