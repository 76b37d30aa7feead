"""Governorates, districts and sub-districts: borders and names."""

from __future__ import annotations

from typing import Any

import pandas as pd

from geo.draw.layers.base import AtlasLayer
from geo.draw.layers.ground import ground, people_sources
from geo.model import Layer


class Governorates(AtlasLayer):
    """Borders and names of governorates, and the border of the country."""

    layer = Layer.GOVERNORATES

    def data(self) -> dict[str, Any]:
        """Return the shared ground."""
        return ground(self.atlas)

    def sources(self) -> pd.Series:
        """Return the sources of the governorates, and of the people who live there."""
        cited = self.atlas.table("governorates")["source"]
        return pd.concat([cited, people_sources(self.atlas)])


class Districts(AtlasLayer):
    """Borders and names of districts."""

    layer = Layer.DISTRICTS

    def data(self) -> dict[str, Any]:
        """Return the shared ground."""
        return ground(self.atlas)

    def sources(self) -> pd.Series:
        """Return the sources of the districts, and of the people who live there."""
        cited = self.atlas.table("districts")["source"]
        return pd.concat([cited, people_sources(self.atlas)])


class Subdistricts(AtlasLayer):
    """Borders of sub-districts."""

    layer = Layer.SUBDISTRICTS

    def data(self) -> dict[str, Any]:
        """Return the shared ground."""
        return ground(self.atlas)

    def sources(self) -> pd.Series:
        """Return the sources of the sub-districts, and of the people who live there."""
        cited = self.atlas.table("subdistricts")["source"]
        return pd.concat([cited, people_sources(self.atlas)])
