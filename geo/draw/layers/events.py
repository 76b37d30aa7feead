"""Events of the atlas."""

from __future__ import annotations

from typing import Any

import pandas as pd

from geo.draw.bundle import columns
from geo.draw.layers.base import AtlasLayer
from geo.draw.layers.ground import places
from geo.model import Layer


class Events(AtlasLayer):
    """Events as dots where the place is known, as dashed rings where only the area is."""

    layer = Layer.EVENTS

    def data(self) -> dict[str, Any]:
        """Return the events."""
        rows = self.atlas.table("events").assign(at=places(self.atlas, "events"))
        return {"events": columns(rows, rows.columns)}

    def sources(self) -> pd.Series:
        """Return the sources of the events."""
        return self.atlas.table("events")["source"]
