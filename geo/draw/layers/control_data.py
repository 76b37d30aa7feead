"""Control of each unit on any day, how certain it is, disputed areas, lines, evidence."""

from __future__ import annotations

from typing import Any, cast

import pandas as pd

from geo.ask import control, perspective
from geo.ask.certainty import (
    AGREED_DENIED,
    AGREED_DIVIDED,
    DIVIDED,
    GRADES,
    UNDISPUTED,
)
from geo.ask.uncertainty import fronts
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
from geo.draw.layers.feature_data import ground
from geo.draw.layers.layer import PROVEN, SOURCED, draws, number_units
from geo.files.compact import columns, encode_shapes
from geo.layers.territory import EVIDENCE_FILLS
from geo.model import Layer


@draws(Layer.CONTROL, cited=("spells", "perspectives"))
def control_spells(atlas: Atlas) -> dict[str, Any]:
    """Return who holds every unit, with fronts, perspectives and doubt; dates as change lists."""
    numbers = number_units(atlas)
    spells = control.spells(atlas)
    views = {
        view: _number_rows(perspective.classes(atlas, view), numbers, ("holder",))
        for view in atlas.profile.views
    }
    widths = fronts.widths(atlas)
    widths = widths.assign(unit=widths["unit"].map(numbers), other=widths["other"].map(numbers))
    spells["number"] = spells["id"].str.rpartition("-")[2].astype(int)
    spells["context"] = spells["context"].map(lambda code: code or None)
    spells, doubt = _draw_doubts(atlas, spells, numbers)
    more = (
        "number", "precision", "holder", "forces", "source", *PROVEN, "note",
        "earliest", "latest", "dated", "strata", "context",
    )  # fmt: skip
    names = atlas.name_columns
    perspectives = ("id", *names, *(name.replace("name", "text") for name in names), "source")
    return {
        **ground(atlas),
        "control": {
            "spells": _number_rows(spells, numbers, more),
            "views": views,
            "perspectives": columns(atlas.table("perspectives"), perspectives),
            "actors": columns(atlas.table("actors"), ("id", *names, "text")),
            "widths": columns(widths, ("unit", "other", "km")),
            "settlements": columns(_near_settlements(atlas, numbers), ("unit", "lon", "lat")),
            "lines": columns(_near_lines(atlas, numbers), ("unit", "start", "step", "doubt")),
            "doubt": doubt,
        },
    }


def _number_rows(
    rows: pd.DataFrame, numbers: dict[str, int], more: tuple[str, ...]
) -> dict[str, list[Any]]:
    rows = rows.assign(unit=rows["unit"].map(numbers))
    return columns(rows, ("unit", "start", "end", *more))


@draws(Layer.DISPUTED)
def disputed(atlas: Atlas) -> dict[str, Any]:
    """Return areas as sets of units, with every statement that they are disputed."""
    areas, units = atlas.areas, atlas.units
    points = areas.geometry.representative_point()
    inside = [perspective.within(units, codes) for codes in areas["pcodes"]]
    areas = areas.assign(lon=points.x, lat=points.y, units=pd.Series(inside, areas.index, object))
    named = ("id", *atlas.name_columns, "level", "pcodes", "list_number")
    basis = ("area", "basis", "said_by", "claimant", "since", "precision", "text", "says")
    return {
        **ground(atlas),
        "disputed": {
            "areas": columns(areas, (*named, "km2", "lon", "lat", "units", "says", *SOURCED)),
            "bases": columns(atlas.table("bases"), (*basis, *SOURCED)),
        },
    }


@draws(Layer.LINES, cited=("lines",))
def lines(atlas: Atlas) -> dict[str, Any]:
    """Return the line of 1991-2003, drawn only as the sources allow and marked approximate."""
    rows = atlas.outlines("lines")
    shapes = encode_shapes(rows.geometry, closed=False)
    return {
        "lines": {"rows": columns(rows, ("id", *atlas.name_columns, "source")), "shapes": shapes}
    }


@draws(Layer.EVIDENCE)
def evidence(atlas: Atlas) -> dict[str, Any]:
    """Return what the sources say of who held each unit, day by day."""
    spells = control.spells(atlas).reindex(columns=["unit", "start", "end", "evidence"])
    rows = _number_rows(spells, number_units(atlas), ("evidence",))
    return {**ground(atlas), "evidence": {"spells": rows, "fills": EVIDENCE_FILLS}}


def _draw_doubts(
    atlas: Atlas, spells: pd.DataFrame, index: dict[str, int]
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Return spells with the strata that they draw from, and what else samples need."""
    rows = cast("list[Record]", spells.to_dict("records"))
    groups = [date_group(row) if row["earliest"] < row["latest"] else "" for row in rows]
    strata = {group: at for at, group in enumerate(dict.fromkeys(filter(None, groups)))}
    around = load_surroundings(atlas)
    spells = spells.assign(
        dated=pd.Series([strata.get(group) for group in groups], spells.index, dtype=object),
        strata=pd.Series(
            [list(draw_strata(atlas.version, error_group(row))) for row in rows],
            spells.index,
            dtype=object,
        ),
    )
    return spells, {
        "samples": SAMPLES,
        "ends": [LOW, HIGH],
        "dates": [list(draw_strata(atlas.version, group)) for group in strata],
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


def _near_settlements(atlas: Atlas, index: dict[str, int]) -> pd.DataFrame:
    """Return the settlements that may decide how certain a place is, each with its unit."""
    settled = settlements(atlas)
    near = {unit for cut in cut_subdistricts(atlas).values() for unit in cut.units}
    table = pd.DataFrame({"unit": settled.unit, "lon": settled.lon, "lat": settled.lat})
    table = table[table["unit"].isin(near)].round({"lon": 3, "lat": 3})
    return table.assign(unit=table["unit"].map(index))


def _near_lines(atlas: Atlas, index: dict[str, int]) -> pd.DataFrame:
    """Return how near a line each part was, day by day, with the number of its unit."""
    rows = [line for lines in load_lines(atlas).values() for line in lines]
    table = pd.DataFrame(rows, columns=["unit", "start", "step", "doubt"])
    return table.assign(unit=table["unit"].map(index))
