"""Governorates, districts and sub-districts: borders and names."""

from __future__ import annotations

from typing import Any

import pandas as pd

from geo.draw.layers.base import AtlasLayer
from geo.draw.layers.ground import ground
from geo.model import Layer


class Governorates(AtlasLayer):
    """Borders and names of governorates, and the border of the country."""

    layer = Layer.GOVERNORATES

    def data(self) -> dict[str, Any]:
        """Return the shared ground."""
        return ground(self.atlas)

    def sources(self) -> pd.Series:
        """Return the sources of the governorates."""
        return self.atlas.table("governorates")["source"]


class Districts(AtlasLayer):
    """Borders and names of districts."""

    layer = Layer.DISTRICTS

    def data(self) -> dict[str, Any]:
        """Return the shared ground."""
        return ground(self.atlas)

    def sources(self) -> pd.Series:
        """Return the sources of the districts."""
        return self.atlas.table("districts")["source"]


class Subdistricts(AtlasLayer):
    """Borders of sub-districts."""

    layer = Layer.SUBDISTRICTS

    def data(self) -> dict[str, Any]:
        """Return the shared ground."""
        return ground(self.atlas)
