"""Towns and villages."""

from __future__ import annotations

from typing import Any

import pandas as pd

from geo.draw.bundle import columns
from geo.draw.layers.base import SOURCED, AtlasLayer
from geo.draw.layers.ground import places
from geo.model import Layer


class Towns(AtlasLayer):
    """Towns and villages, shown by rank as the map comes closer."""

    layer = Layer.TOWNS

    def data(self) -> dict[str, Any]:
        """Return the places."""
        rows = self.atlas.table("places").assign(at=places(self.atlas, "places"))
        first = (
            "id",
            *self.atlas.name_columns,
            "alt_names",
            "kind",
            "rank",
            "lon",
            "lat",
            "at",
            "population",
            "pcode",
        )
        return {"towns": columns(rows, first + SOURCED)}

    def sources(self) -> pd.Series:
        """Return the sources of the places."""
        return self.atlas.table("places")["source"]
