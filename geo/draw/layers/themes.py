"""The optional themes: oil and gas with output and state by date; crossings and airports."""

from __future__ import annotations

from typing import Any

import pandas as pd
import shapely

from geo.ask import production, stakes
from geo.draw.bundle import columns
from geo.draw.layers.base import SOURCED, AtlasLayer
from geo.draw.layers.doubt import date_fields
from geo.draw.layers.ground import places
from geo.draw.topology import encode_shapes
from geo.model import Layer

_PERIOD = ("field", "start", "end", "precision")


class Fields(AtlasLayer):
    """Fields sized by output, coloured by who ran them and ringed by who held them on the day."""

    layer = Layer.FIELDS

    def data(self) -> dict[str, Any]:
        """Return fields, who ran and held them, and their figures."""
        atlas = self.atlas
        fields = atlas.table("fields").assign(at=places(atlas, "fields"))
        output = production.steps(atlas)
        periods, sampling = date_fields(atlas)
        return {
            "fields": {
                "rows": columns(fields, fields.columns),
                "periods": columns(
                    periods,
                    (
                        *_PERIOD,
                        "operator",
                        "run_by",
                        "holder",
                        "text",
                        "source",
                        "confidence",
                        "earliest",
                        "latest",
                        "dated",
                    ),
                ),
                "output": columns(output, output.columns),
                "production": columns(
                    atlas.table("production"),
                    ("subject", "start", "end", "value", "unit", "qualifier", "period", *SOURCED),
                ),
                "doubted": list(production.DOUBTED),
                "sampling": sampling,
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
        rows = self.atlas.table("refineries").assign(at=places(self.atlas, "refineries"))
        names = ("id", *self.atlas.name_columns, "lon", "lat", "at", "position_confidence")
        more = (
            "position_note",
            "capacity_bpd",
            "capacity_note",
            "operator",
            "control_note",
            *SOURCED,
        )
        return {"refineries": columns(rows, names + more)}

    def sources(self) -> pd.Series:
        return self.atlas.table("refineries")["source"]


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
        return pd.concat(
            [self.atlas.table(name)["source"] for name in ("crossings", "crossing_periods")]
        )


class Airports(Crossings):
    """Airports, coloured by who ran them on the day shown; struck through when shut."""

    layer = Layer.AIRPORTS
