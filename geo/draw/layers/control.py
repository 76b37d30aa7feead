"""Control: who holds each unit on any day, and how the perspectives class it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from geo.ask import control, fronts, perspective
from geo.draw.bundle import columns
from geo.draw.layers.base import AtlasLayer
from geo.draw.layers.ground import ground, people_sources
from geo.model import Layer


class Control(AtlasLayer):
    """Fill of every unit by who holds it, with fronts; all dates travel as change lists."""

    layer = Layer.CONTROL

    def data(self) -> dict[str, Any]:
        """Return topology, spells of all units, classes of the perspectives and definitions."""
        atlas = self.atlas
        index = {unit: i for i, unit in enumerate(atlas.units["unit"])}
        spells = control.spells(atlas)
        views = {
            view: self._indexed(perspective.classes(atlas, view), index, ("holder",))
            for view in atlas.profile.views
        }
        widths = fronts.widths(atlas)
        widths = widths.assign(unit=widths["unit"].map(index), other=widths["other"].map(index))
        spells["number"] = spells["id"].str.rpartition("-")[2].astype(int)
        more = ("number", "precision", "holder", "forces", "source", "confidence", "note")
        return {
            **ground(atlas),
            "control": {
                "spells": self._indexed(spells, index, more),
                "views": views,
                "perspectives": columns(
                    atlas.table("perspectives"),
                    (
                        "id",
                        *atlas.name_columns,
                        *(one.replace("name", "text") for one in atlas.name_columns),
                        "source",
                    ),
                ),
                "actors": columns(atlas.table("actors"), ("id", *atlas.name_columns, "text")),
                "widths": columns(widths, ("unit", "other", "km")),
            },
        }

    def sources(self) -> pd.Series:
        """Return the sources of spells and perspectives."""
        tables = [self.atlas.table(name)["source"] for name in ("spells", "perspectives")]
        return pd.concat([*tables, people_sources(self.atlas)])

    @staticmethod
    def _indexed(
        rows: pd.DataFrame, index: dict[str, int], more: tuple[str, ...]
    ) -> dict[str, list[Any]]:
        rows = rows.assign(unit=rows["unit"].map(index))
        return columns(rows, ("unit", "start", "end", *more))
