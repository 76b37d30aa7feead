"""Armed conflict events of the UCDP: where they are, and on which days they are shown."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import pandas as pd

from geo.atlas import Atlas

#: Days that an event may last to be shown on each of them; longer ones are shown, and counted
#: apart, where all their days are.
LONGEST = 31

#: Positions that stand for a district or a governorate: counted apart, and in no sum by ground.
VAGUE = ("district", "governorate")


@lru_cache(maxsize=4)
def _places(atlas: Atlas) -> pd.DataFrame:
    """Return names by id of a place and P-code of a unit."""
    levels = [atlas.table(name) for name in ("governorates", "districts", "subdistricts")]
    units = pd.concat(levels)[["pcode", *atlas.name_columns]].rename(columns={"pcode": "id"})
    places = atlas.table("places")[["id", *atlas.name_columns]]
    return pd.concat([places, units[units["id"] != ""]]).set_index("id")


def name_places(atlas: Atlas) -> pd.DataFrame:
    """Return the events with the names of their places."""
    rows = atlas.table("conflict")
    names = _places(atlas).reindex(rows["place"]).fillna("").set_axis(rows.index)
    return pd.concat([rows, names], axis=1)


def last_day(atlas: Atlas) -> date | None:
    """Return the last day of the years that the events cover; None where there are none."""
    if "conflict" not in atlas.names or atlas.table("conflict").empty:
        return None
    return date(max(atlas.table("conflict")["start"]).year, 12, 31)


def last_days(rows: pd.DataFrame) -> pd.Series:
    """Return the last day of each event."""
    return rows["end"].where(rows["end"].notna(), rows["start"])


def is_long(rows: pd.DataFrame) -> pd.Series:
    """Return whether each event lasted longer than it is shown day by day."""
    return last_days(rows) - rows["start"] >= timedelta(LONGEST)


def in_days(rows: pd.DataFrame, first: date, last: date) -> pd.Series:
    """Return whether each event is shown on some days, both ends included."""
    ends, long = last_days(rows), is_long(rows)
    covered = (rows["start"] >= first) & (ends <= last)
    return covered.where(long, (rows["start"] <= last) & (ends >= first))
