"""How many people the census of the atlas counted on a piece of ground, and who administered it."""

from __future__ import annotations

import math
from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from geo.atlas import Atlas
from geo.atlas.table import Record
from geo.files.cache import load_derived

if TYPE_CHECKING:
    import pandas as pd

#: Ground counts as whole from this share on: a polygon that follows a border is never exact.
COMPLETE = 0.995


class Count(NamedTuple):
    """People whom a census counted together."""

    pcode: str
    live: str
    """``urban`` or ``rural``."""
    people: float
    units: tuple[str, ...]
    """The units that they live in."""
    km2: float
    """Of these units."""
    source: str


@lru_cache(maxsize=4)
def list_counts(atlas: Atlas) -> tuple[Count, ...]:
    """Return what the census counted, as :func:`count_people` says, by P-code."""
    if "census" not in atlas.names:
        return ()
    census: dict[tuple[str, str], list[Record]] = {}
    for row in atlas.records("census"):
        for live in ("urban", "rural"):
            census.setdefault((row["pcode"], live), []).append(row)
    seats = load_derived(atlas, "main towns", lambda: _find_seats(atlas))
    units = [(row["unit"], row["pcode"], row["km2"]) for row in atlas.unit_records]
    counts = []
    for (pcode, live), rows in sorted(census.items()):
        seat = seats.get(pcode) if live == "urban" else None
        inside = [
            (unit, km2)
            for unit, code, km2 in units
            if (unit == seat if seat else code.startswith(pcode))
        ]
        cells = [row[f"{live}_male"] + row[f"{live}_female"] for row in rows]
        people = math.fsum(cell for cell in cells if not math.isnan(cell))
        names, areas = [unit for unit, _ in inside], [km2 for _, km2 in inside]
        source = ";".join(dict.fromkeys(row["source"] for row in rows))
        counts.append(Count(pcode, live, people, tuple(names), math.fsum(areas), source))
    return tuple(counts)


def estimate_residents(atlas: Atlas, units: Collection[str]) -> tuple[float, float, float] | None:
    """Return low, best and high of who lives in whole units, as :func:`estimates` says."""
    km2 = {row["unit"]: row["km2"] for row in atlas.unit_records if row["unit"] in units}
    parts = []
    for count in list_counts(atlas):
        if inside := [km2[unit] for unit in count.units if unit in km2]:
            share = sum(inside) / count.km2
            ends = (1.0, 1.0) if share >= COMPLETE else (0.0, share)
            parts.append([count.people * end for end in (*ends, 1.0)])
    low, best, high = (sum(ends) for ends in zip(*parts, strict=True)) if parts else (0.0,) * 3
    return (low, best, high) if parts else None


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
    import pandas as pd  # noqa: PLC0415 -- who asks for units needs no frame

    columns = ["pcode", "live", *atlas.name_columns, "people", "units", "km2", "source"]
    counts = pd.DataFrame(list_counts(atlas), columns=list(Count._fields))
    if counts.empty:
        return pd.DataFrame(columns=columns)
    named = pd.concat(
        [
            atlas.table(name).set_index("pcode")[atlas.name_columns]
            for name in ("subdistricts", "districts", "governorates")
        ]
    )
    counts[atlas.name_columns] = named.reindex(counts["pcode"]).fillna("").to_numpy()
    return counts[columns]


def census_day(atlas: Atlas) -> date | None:
    """Return the day of the census, the last one where its rows have several; None without one.

    >>> from geo import Atlas
    >>> census_day(Atlas.load()).year
    2024
    """
    rows = atlas.records("census") if "census" in atlas.names else ()
    return max((row["date"] for row in rows), default=None)


def _find_seats(atlas: Atlas) -> dict[str, str]:
    """Return the unit of the main town of each sub-district that has one."""
    from geo.ask import stakes  # noqa: PLC0415 -- frames, where it is not kept

    rows = atlas.table("places").assign(unit=stakes.unit_of(atlas, "places").to_numpy())
    rows = rows[rows["kind"].isin(("city", "town")) & (rows["unit"] != "")]
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
    rows = ground.merge(counts, on="unit")
    share = rows["km2"] / rows["live_km2"]
    return rows.assign(share=share.clip(upper=1.0)).drop(columns=["km2", "live_km2"])


def estimates(rows: pd.DataFrame, keys: list[str]) -> dict[str, pd.Series]:
    """Return low, best and high for each row, so that their sums by some keys are right.

    All people of ground that lies there as a whole count; of ground that lies there in part none
    (low), as many as its share of the area (best), or all (high).
    """
    counts = [*keys, "pcode", "live"]
    group = rows.groupby(counts)["share"]
    complete = group.transform("sum") >= COMPLETE
    once = rows["people"].where(~rows.duplicated(counts), 0.0)
    return {
        "residents_low": once.where(complete, 0.0),
        "residents_best": once.where(complete, rows["people"] * rows["share"]),
        "residents_high": once,
    }
