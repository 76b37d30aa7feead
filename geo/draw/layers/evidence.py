"""Evidence: how old the newest source is of who holds each unit, on any day."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from geo.ask import control, evidence
from geo.draw.bundle import columns
from geo.draw.layers.base import AtlasLayer
from geo.draw.layers.ground import ground, people_sources
from geo.layers.evidence import FILLS
from geo.model import Layer


class Evidence(AtlasLayer):
    """Fill of every unit by the age of its newest source; the page counts the years to its day."""

    layer = Layer.EVIDENCE

    def data(self) -> dict[str, Any]:
        """Return topology, the newest source's day of each spell, and the classes of age."""
        atlas = self.atlas
        index = {unit: i for i, unit in enumerate(atlas.units["unit"])}
        spells = control.spells(atlas)
        newest = pd.Series(evidence.newest(atlas, spells["source"]), spells.index, dtype="object")
        spells = spells.assign(unit=spells["unit"].map(index), newest=newest)
        return {
            **ground(atlas),
            "evidence": {
                "spells": columns(spells, ("unit", "start", "end", "newest")),
                "classes": [
                    [name, below if math.isfinite(below) else None, FILLS[name]]
                    for below, name in evidence.CLASSES
                ],
                "undated": FILLS[evidence.UNDATED],
                "year": evidence.YEAR,
            },
        }

    def sources(self) -> pd.Series:
        """Return the sources of the spells, and of the people who live there."""
        return pd.concat([self.atlas.table("spells")["source"], people_sources(self.atlas)])
