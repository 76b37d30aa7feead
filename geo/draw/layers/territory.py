"""Control of each unit on any day, disputed areas with who says so, lines, evidence."""

from __future__ import annotations

from typing import Any

import pandas as pd

from geo.ask import control, perspective
from geo.ask.uncertainty import fronts
from geo.atlas import Atlas
from geo.draw.bundle import columns
from geo.draw.layers.base import PROVEN, SOURCED, AtlasLayer
from geo.draw.layers.doubt import doubts, near_lines, near_settlements
from geo.draw.layers.ground import ground, people_sources
from geo.draw.topology import encode_shapes
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
        spells, doubt = doubts(atlas, spells, index)
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
                "settlements": columns(near_settlements(atlas, index), ("unit", "lon", "lat")),
                "lines": columns(near_lines(atlas, index), ("unit", "start", "step", "doubt")),
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
