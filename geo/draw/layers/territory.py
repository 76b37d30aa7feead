"""Control of each unit on any day, how certain it is, disputed areas, lines, evidence."""

from __future__ import annotations

from typing import Any, cast

import pandas as pd

from geo.ask import control, perspective, things
from geo.ask.certainty import (
    AGREED_DENIED,
    AGREED_DIVIDED,
    DIVIDED,
    GRADES,
    UNDISPUTED,
)
from geo.ask.things import Periods
from geo.ask.uncertainty import fronts
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
from geo.draw.layers.base import PROVEN, SOURCED, AtlasLayer
from geo.draw.layers.ground import ground, people_sources
from geo.files.compact import columns, encode_shapes
from geo.layers.territory import EVIDENCE_FILLS
from geo.model import Layer


class _Ground(AtlasLayer):
    """Ground, whose cards count the people who live there."""

    def sources(self) -> pd.Series:
        return pd.concat([super().sources(), people_sources(self.atlas)])


class Control(_Ground):
    """Fill of every unit by who holds it, with fronts; all dates travel as change lists."""

    layer = Layer.CONTROL
    cited = ("spells", "perspectives")

    def data(self) -> dict[str, Any]:
        """Return topology, spells of all units, classes of the perspectives and definitions."""
        atlas = self.atlas
        index = {unit: i for i, unit in enumerate(atlas.units["unit"])}
        spells = control.spells(atlas)
        views = {
            view: self._index_units(perspective.classes(atlas, view), index, ("holder",))
            for view in atlas.profile.views
        }
        widths = fronts.widths(atlas)
        widths = widths.assign(unit=widths["unit"].map(index), other=widths["other"].map(index))
        spells["number"] = spells["id"].str.rpartition("-")[2].astype(int)
        spells["context"] = spells["context"].map(lambda code: code or None)
        spells, doubt = _draw_doubts(atlas, spells, index)
        more = (
            "number", "precision", "holder", "forces", "source", *PROVEN, "note",
            "earliest", "latest", "dated", "strata", "context",
        )  # fmt: skip
        names = atlas.name_columns
        return {
            **ground(atlas),
            "control": {
                "spells": self._index_units(spells, index, more),
                "views": views,
                "perspectives": columns(
                    atlas.table("perspectives"),
                    ("id", *names, *(name.replace("name", "text") for name in names), "source"),
                ),
                "actors": columns(atlas.table("actors"), ("id", *names, "text")),
                "widths": columns(widths, ("unit", "other", "km")),
                "settlements": columns(_near_settlements(atlas, index), ("unit", "lon", "lat")),
                "lines": columns(_near_lines(atlas, index), ("unit", "start", "step", "doubt")),
                "doubt": doubt,
            },
        }

    @staticmethod
    def _index_units(
        rows: pd.DataFrame, index: dict[str, int], more: tuple[str, ...]
    ) -> dict[str, list[Any]]:
        rows = rows.assign(unit=rows["unit"].map(index))
        return columns(rows, ("unit", "start", "end", *more))


class Disputed(_Ground):
    """Areas that somebody says are disputed: an outline with a soft inner band."""

    layer = Layer.DISPUTED
    cited = ("areas", "bases")

    def data(self) -> dict[str, Any]:
        """Return areas as sets of units, with every statement that they are disputed."""
        bases = self.atlas.table("bases")
        named = ("id", *self.atlas.name_columns, "level", "pcodes", "list_number")
        return {
            **ground(self.atlas),
            "disputed": {
                "areas": columns(
                    _areas(self.atlas),
                    (*named, "km2", "lon", "lat", "units", "says", *SOURCED),
                ),
                "bases": columns(
                    bases,
                    (
                        *("area", "basis", "said_by", "claimant", "since", "precision", "text"),
                        *("says", *SOURCED),
                    ),
                ),
            },
        }


def _areas(atlas: Atlas) -> pd.DataFrame:
    areas = atlas.areas
    units = atlas.units
    points = areas.geometry.representative_point()
    inside = [perspective.within(units, codes) for codes in areas["pcodes"]]
    return areas.assign(lon=points.x, lat=points.y, units=pd.Series(inside, areas.index, object))


class Lines(AtlasLayer):
    """The line of 1991-2003, drawn only as the sources allow and marked approximate."""

    layer = Layer.LINES

    def data(self) -> dict[str, Any]:
        """Return the lines with their names."""
        lines = self.atlas.outlines("lines")
        return {
            "lines": {
                "rows": columns(lines, ("id", *self.atlas.name_columns, "source")),
                "shapes": encode_shapes(lines.geometry, closed=False),
            }
        }

    def sources(self) -> pd.Series:
        return self.atlas.outlines("lines")["source"]


class Evidence(_Ground):
    """Fill of every unit by what the sources say of who held it on the day shown."""

    layer = Layer.EVIDENCE
    cited = ("spells",)

    def data(self) -> dict[str, Any]:
        """Return topology, what the sources say of each spell, and the classes of that."""
        atlas = self.atlas
        index = {unit: i for i, unit in enumerate(atlas.units["unit"])}
        spells = control.spells(atlas).reindex(columns=["unit", "start", "end", "evidence"])
        spells = spells.assign(unit=spells["unit"].map(index))
        return {
            **ground(atlas),
            "evidence": {
                "spells": columns(spells, ("unit", "start", "end", "evidence")),
                "fills": EVIDENCE_FILLS,
            },
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
