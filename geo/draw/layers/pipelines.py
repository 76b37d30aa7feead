"""Pipelines with their state by date."""

from __future__ import annotations

from typing import Any

import pandas as pd
import shapely

from geo.ask import stakes
from geo.draw.bundle import columns
from geo.draw.layers.base import AtlasLayer
from geo.draw.topology import encode_shapes
from geo.model import Layer


class Pipelines(AtlasLayer):
    """Pipelines with their state and, where oil moves, its direction: dashed when shut."""

    layer = Layer.PIPELINES

    def data(self) -> dict[str, Any]:
        """Return lines, attributes and states."""
        rows = self.atlas.table("pipelines")
        states = self.atlas.table("pipeline_states")
        index = {unit: i for i, unit in enumerate(self.atlas.units["unit"])}
        lengths = stakes.lengths(self.atlas)
        return {
            "pipelines": {
                "rows": columns(rows, rows.columns.drop("wkt")),
                "shapes": encode_shapes(shapely.from_wkt(rows["wkt"].to_numpy()), closed=False),
                "lengths": columns(
                    lengths.assign(at=lengths["unit"].map(index)), ("id", "at", "km")
                ),
                "states": columns(
                    states, ("pipeline", "start", "end", "precision", "state", "text", "source")
                ),
            }
        }

    def sources(self) -> pd.Series:
        """Return the sources of lines, positions and states."""
        rows = self.atlas.table("pipelines")
        states = self.atlas.table("pipeline_states")["source"]
        return pd.concat([rows["source"], rows["position_source"], states])
