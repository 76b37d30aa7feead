"""Border crossings and airports, with who ran them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from geo.draw.bundle import columns
from geo.draw.layers.base import SOURCED, AtlasLayer
from geo.draw.layers.ground import places
from geo.model import Layer


class Crossings(AtlasLayer):
    """Land crossings, coloured by who ran them on the day shown; struck through when shut."""

    layer = Layer.CROSSINGS

    def data(self) -> dict[str, Any]:
        """Return crossings and airports with their periods."""
        rows = self.atlas.table("crossings").assign(at=places(self.atlas, "crossings"))
        names = ("crossing", "start", "end", "precision", "run_by", "state", "text", *SOURCED)
        return {
            "crossings": {
                "rows": columns(rows, rows.columns),
                "periods": columns(self.atlas.table("crossing_periods"), names),
            }
        }

    def sources(self) -> pd.Series:
        """Return the sources of crossings and periods."""
        return pd.concat(
            [self.atlas.table(name)["source"] for name in ("crossings", "crossing_periods")]
        )


class Airports(Crossings):
    """Airports, coloured by who ran them on the day shown; struck through when shut."""

    layer = Layer.AIRPORTS
