"""What the page draws its samples of who holds what from, as :mod:`geo.ask.uncertainty` does."""

from __future__ import annotations

from typing import Any, cast

import pandas as pd

from geo.ask import things
from geo.ask.certainty import (
    AGREED_DENIED,
    AGREED_DIVIDED,
    DIVIDED,
    GRADES,
    UNDISPUTED,
)
from geo.ask.things import Periods
from geo.ask.uncertainty.dating import dating_in
from geo.ask.uncertainty.near_line import (
    NEAR_LINE,
    cut_subdistricts,
    load_lines,
    load_surroundings,
    settlements,
)
from geo.ask.uncertainty.samples import (
    HIGH,
    LOW,
    SAMPLES,
    cut_group,
    date_group,
    draw_strata,
    error_group,
)
from geo.atlas import Atlas
from geo.atlas.table import Record


def date_groups(atlas: Atlas, rows: list[Record]) -> tuple[list[int | None], dict[str, Any]]:
    """Return of rows whose day is in doubt the place of its strata, and how samples are drawn."""
    groups = [date_group(row) if row["earliest"] < row["latest"] else "" for row in rows]
    known = {group: at for at, group in enumerate(dict.fromkeys(filter(None, groups)))}
    return [known.get(group) for group in groups], {
        "samples": SAMPLES,
        "ends": [LOW, HIGH],
        "dates": [list(draw_strata(atlas.version, group)) for group in known],
    }


def date_things(atlas: Atlas, periods: Periods) -> pd.DataFrame:
    """Return the periods of things, with who had each and between which days it began."""
    by_thing, dated = things.read_periods(atlas, periods)
    rows = [row for rows in by_thing.values() for row in rows]
    more = {row["id"]: (row["holder"], dating_in(dated, row)) for row in rows}
    table = atlas.table(periods.table)
    datings = [more[name][1] for name in table["id"]]
    return table.assign(
        holder=[more[name][0] for name in table["id"]],
        earliest=pd.Series([item.earliest for item in datings], table.index, dtype=object),
        latest=pd.Series([item.latest for item in datings], table.index, dtype=object),
    )


def doubts(
    atlas: Atlas, spells: pd.DataFrame, index: dict[str, int]
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Return spells with the strata that they draw from, and what else samples need."""
    rows = cast("list[Record]", spells.to_dict("records"))
    dated, sampling = date_groups(atlas, rows)
    around = load_surroundings(atlas)
    spells = spells.assign(
        dated=pd.Series(dated, spells.index, dtype=object),
        strata=pd.Series(
            [list(draw_strata(atlas.version, error_group(row))) for row in rows],
            spells.index,
            dtype=object,
        ),
    )
    return spells, {
        **sampling,
        "certainty": {
            "grades": [[least, str(grade)] for least, grade in GRADES],
            "undisputed": UNDISPUTED,
            "divided": list(DIVIDED),
            "sharesDivided": AGREED_DIVIDED,
            "denied": AGREED_DENIED,
            "steps": [list(step) for step in NEAR_LINE],
        },
        "alone": list(atlas.profile.actors),
        "beside": [[index[other] for other in around.neighbours[unit]] for unit in index],
        "cuts": [
            {
                "strata": list(draw_strata(atlas.version, cut_group(pcode))),
                "steps": [
                    [[index[move.source], index[move.target], move.share] for move in moves]
                    for moves in steps
                ],
            }
            for pcode, steps in around.cuts.items()
        ],
    }


def near_settlements(atlas: Atlas, index: dict[str, int]) -> pd.DataFrame:
    """Return the settlements that may decide how certain a place is, each with its unit."""
    settled = settlements(atlas)
    near = {unit for cut in cut_subdistricts(atlas).values() for unit in cut.units}
    table = pd.DataFrame({"unit": settled.unit, "lon": settled.lon, "lat": settled.lat})
    table = table[table["unit"].isin(near)].round({"lon": 3, "lat": 3})
    return table.assign(unit=table["unit"].map(index))


def near_lines(atlas: Atlas, index: dict[str, int]) -> pd.DataFrame:
    """Return how near a line each part was, day by day, with the number of its unit."""
    rows = [line for lines in load_lines(atlas).values() for line in lines]
    table = pd.DataFrame(rows, columns=["unit", "start", "step", "doubt"])
    return table.assign(unit=table["unit"].map(index))
