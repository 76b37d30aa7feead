"""Oil and gas fields with production by year, and refineries."""

from __future__ import annotations

from typing import Any

import pandas as pd

from geo.ask import production
from geo.draw.bundle import columns
from geo.draw.layers.base import NAMES, SOURCED, AtlasLayer
from geo.model import Layer


class Fields(AtlasLayer):
    """Fields sized by production in the year shown; an inferred place is hollow and dashed."""

    layer = Layer.FIELDS

    def data(self) -> dict[str, Any]:
        """Return fields, who ran and held them, and their figures."""
        atlas = self.atlas
        fields = atlas.table("fields")
        output = production.steps(atlas)
        return {
            "fields": {
                "rows": columns(fields, fields.columns),
                "periods": columns(
                    atlas.table("field_periods"),
                    ("field", "start", "end", "precision", "operator", "holder", "text", "source"),
                ),
                "output": columns(output, output.columns),
                "production": columns(
                    production.of_fields(atlas),
                    ("subject", "value", "unit", "qualifier", "period", *SOURCED),
                ),
            }
        }

    def sources(self) -> pd.Series:
        """Return the sources of fields, positions, periods and figures."""
        names = ("fields", "field_periods", "production")
        cited = [self.atlas.table(name)["source"] for name in names]
        return pd.concat([*cited, self.atlas.table("fields")["position_source"]])


class Refineries(AtlasLayer):
    """Refineries, where their place is known."""

    layer = Layer.REFINERIES

    def data(self) -> dict[str, Any]:
        """Return the refineries."""
        rows = self.atlas.table("refineries")
        names = ("id", *NAMES, "lon", "lat", "position_confidence", "position_note")
        more = ("capacity_bpd", "capacity_note", "operator", "control_note", *SOURCED)
        return {"refineries": columns(rows, names + more)}

    def sources(self) -> pd.Series:
        """Return the sources of the refineries."""
        return self.atlas.table("refineries")["source"]
