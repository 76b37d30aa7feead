"""How many people the census of the atlas counted on a piece of ground, and who administered it."""

from __future__ import annotations

import math
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from geo.ask import stakes
from geo.atlas import Atlas

#: Ground counts as whole from this share on: a polygon that follows a border is never exact.
WHOLE = 0.995

#: Places whose people a census counts as urban.
_TOWNS = ("city", "town")


def count_people(atlas: Atlas) -> pd.DataFrame:
    """Return the people of each P-code that the census names, however fine the code is.

    Where a sub-district is cut, its urban people live in the part with its main town; the rural
    are spread over all of it, and so are all people of whom only a district is known.

    >>> from geo import Atlas
    >>> int(count_people(Atlas.load())["people"].sum())
    46118793
    """
    return _count_people(atlas).copy()


@lru_cache(maxsize=4)
def _count_people(atlas: Atlas) -> pd.DataFrame:
    if "census" not in atlas.names:
        return pd.DataFrame(columns=_columns(atlas))
    census = atlas.table("census")
    rows = pd.concat(
        [
            census[["pcode", "source"]].assign(
                live=live, people=census[f"{live}_male"] + census[f"{live}_female"]
            )
            for live in ("urban", "rural")
        ]
    )
    counts = rows.groupby(["pcode", "live"], as_index=False).agg(
        people=("people", "sum"), source=("source", lambda cells: ";".join(dict.fromkeys(cells)))
    )
    seats = _seats(atlas)
    units = [(row["unit"], row["pcode"], row["km2"]) for row in atlas.unit_records]
    inside = [
        [(unit, km2) for unit, _, km2 in units if unit == seats[pcode]]
        if live == "urban" and pcode in seats
        else [(unit, km2) for unit, code, km2 in units if code.startswith(pcode)]
        for pcode, live in zip(counts["pcode"], counts["live"], strict=True)
    ]
    counts["units"] = [tuple(unit for unit, _ in pairs) for pairs in inside]
    counts["km2"] = [math.fsum(km2 for _, km2 in pairs) for pairs in inside]
    named = pd.concat(
        [
            atlas.table(name).set_index("pcode")[atlas.name_columns]
            for name in ("subdistricts", "districts", "governorates")
        ]
    )
    counts[atlas.name_columns] = named.reindex(counts["pcode"]).fillna("").to_numpy()
    return counts[_columns(atlas)]


def census_day(atlas: Atlas) -> date | None:
    """Return the day of the census, the last one where its rows have several; None without one.

    >>> from geo import Atlas
    >>> census_day(Atlas.load()).year
    2024
    """
    rows = atlas.records("census") if "census" in atlas.names else ()
    return max((row["date"] for row in rows), default=None)


def _columns(atlas: Atlas) -> list[str]:
    return ["pcode", "live", *atlas.name_columns, "people", "units", "km2", "source"]


def _seats(atlas: Atlas) -> dict[str, str]:
    """Return the unit of the main town of each sub-district that has one."""
    rows = atlas.table("places").assign(unit=stakes.unit_of(atlas, "places").to_numpy())
    rows = rows[rows["kind"].isin(_TOWNS) & (rows["unit"] != "")]
    rows = rows.sort_values(["rank", "population", "id"], ascending=[True, False, True])
    rows["pcode"] = rows["unit"].map(atlas.units.set_index("unit")["pcode"])
    first = rows.drop_duplicates("pcode")
    return dict(zip(first["pcode"], first["unit"], strict=True))


def on(atlas: Atlas, pieces: pd.DataFrame) -> pd.DataFrame:
    """Return what the census says of pieces of ground, one row a piece and count."""
    ground = pieces.drop(
        columns=["pcode", *atlas.name_columns, "source", "geometry"], errors="ignore"
    )
    counts = (
        count_people(atlas).rename(columns={"units": "unit", "km2": "live_km2"}).explode("unit")
    )
    rows = pd.DataFrame(ground).merge(counts, on="unit")
    share = rows["km2"] / rows["live_km2"]
    return rows.assign(share=share.clip(upper=1.0)).drop(columns=["km2", "live_km2"])


def estimates(rows: pd.DataFrame, keys: list[str]) -> dict[str, pd.Series]:
    """Return low, best and high for each row, so that their sums by some keys are right.

    All people of ground that lies there as a whole count; of ground that lies there in part none
    (low), as many as its share of the area (best), or all (high).
    """
    counts = [*keys, "pcode", "live"]
    group = rows.groupby(counts)["share"]
    complete = group.transform("sum") >= WHOLE
    once = rows["people"].where(~rows.duplicated(counts), 0.0)
    return {
        "residents_low": once.where(complete, 0.0),
        "residents_best": once.where(complete, rows["people"] * rows["share"]),
        "residents_high": once,
    }


def administration(atlas: Atlas, day: date) -> pd.DataFrame:
    """Return who administered each sub-district, by the newest attestation up to a day.

    Where the first attestation is later than the day, that one stands in, with its own date.

    >>> from datetime import date
    >>> from geo import Atlas
    >>> result = administration(Atlas.load(), date(2025, 1, 1)).set_index("pcode")
    >>> result.loc["IQG11Q04N02", ["governorate", "side"]].tolist()
    ['IQ-NI', 'federal']
    """
    if "administration" not in atlas.names:
        return pd.DataFrame(columns=["pcode", "part", "date", "governorate", "side", "source"])
    rows = atlas.table("administration")
    past = rows["date"] <= day
    newest = rows["date"].where(past).groupby(rows["pcode"]).transform("max")
    first = rows.groupby("pcode")["date"].transform("min")
    chosen = newest.where(newest.notna(), first)
    table: pd.DataFrame = rows[np.asarray(rows["date"] == chosen)]
    return table.drop(columns="checked").reset_index(drop=True)
