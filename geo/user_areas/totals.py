"""Numbers by area as a table: beside the census, and by who held the ground on a day."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from geo.ask import holdings, people
from geo.atlas import Atlas
from geo.errors import QuestionError
from geo.user_areas.areas import AreaStyle, UserAreas
from geo.view import day_of


def residents(atlas: Atlas, units: pd.Series) -> pd.Series:
    """Return the people that the census counted in areas; NaN where it has none of them."""
    counted = people.on(atlas, atlas.units)
    best = (
        people.estimates(counted, ["unit"])["residents_best"]
        .groupby(counted["unit"])
        .sum(min_count=1)
    )
    of_units = best.reindex(atlas.units["unit"]).to_numpy(float)
    return units.map(lambda some: float(np.nansum(of_units[list(some)])) if len(some) else np.nan)


def by_holder(atlas: Atlas, areas: UserAreas, day: date | str) -> pd.DataFrame:
    """Return the numbers of areas by who held their ground on a day.

    Of an area with several holders none of its number counts for ``low``, the share of ground for
    ``best``, all for ``high``. Counted texts, such as organisations, are counted once however many
    areas name them: those of areas that one holds alone (``low``), of which it holds the most
    (``best``), of which it holds anything (``high``).
    """
    if areas.style is not AreaStyle.VALUES or not all(map(len, areas.rows["units"])):
        raise QuestionError(f"{areas.name}: expected a table of numbers by admin area")
    held = [row["holder"] for row in holdings.on(atlas, day_of(day))]
    km2 = atlas.units["km2"].to_numpy(float)
    rows = areas.rows.reset_index(drop=True)
    parts = [
        (at, held[unit], km2[unit]) for at, units in enumerate(rows["units"]) for unit in units
    ]
    ground = (
        pd.DataFrame(parts, columns=["area", "holder", "km2"])
        .groupby(["area", "holder"], as_index=False)
        .sum()
    )
    ground["share"] = ground["km2"] / ground.groupby("area")["km2"].transform("sum")
    ground["value"] = rows["value"].to_numpy(float)[ground["area"]]
    ground["people"] = (
        residents(atlas, rows["units"]).to_numpy(float)[ground["area"]] * ground["share"]
    )
    ground = ground[ground["value"].notna()]
    alone = ground["share"] >= people.WHOLE
    result = ground.assign(
        low=ground["value"].where(alone, 0.0),
        best=ground["value"] * ground["share"],
        high=ground["value"],
    ).groupby("holder", as_index=False).agg(
        areas=("area", "nunique"), low=("low", "sum"), best=("best", "sum"), high=("high", "sum"),
        people=("people", "sum"),
    )  # fmt: skip
    if areas.texts:
        most = ground["share"] == ground.groupby("area")["share"].transform("max")
        for end, chosen in (("low", alone), ("best", most | alone), ("high", most | True)):
            counts = _count_texts(areas, ground[chosen])
            result[end] = result["holder"].map(counts).fillna(0.0).astype(float)
    return result.sort_values(["best", "holder"], ascending=[False, True], ignore_index=True)


def _count_texts(areas: UserAreas, ground: pd.DataFrame) -> dict[str, int]:
    """Return how many different texts the areas of each holder name."""
    return {
        str(holder): len(frozenset().union(*(areas.texts[area] for area in chosen)))
        for holder, chosen in ground.groupby("holder")["area"]
    }
