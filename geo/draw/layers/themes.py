"""Events, and the optional themes: oil and gas by date, crossings, airports, armed conflict."""

from __future__ import annotations

from typing import Any

import pandas as pd
import shapely

from geo.ask import conflict, production, stakes
from geo.ask.things import CROSSINGS, FIELDS
from geo.draw.layers.base import PROVEN, SOURCED, AtlasLayer
from geo.draw.layers.ground import places
from geo.draw.layers.territory import date_things
from geo.files.compact import columns, encode_shapes
from geo.model import Layer

_PERIOD = ("field", "start", "end", "precision")


class Fields(AtlasLayer):
    """Fields sized by output, coloured by who ran them and ringed by who held them on the day."""

    layer = Layer.FIELDS
    cited = ("fields", "field_periods", "production")

    def data(self) -> dict[str, Any]:
        atlas = self.atlas
        fields = atlas.table("fields").assign(at=places(atlas, "fields"))
        output = production.steps(atlas)
        periods = date_things(atlas, FIELDS)
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
                        *PROVEN,
                        "earliest",
                        "latest",
                    ),
                ),
                "output": columns(output, output.columns),
                "production": columns(
                    atlas.table("production"),
                    ("subject", "start", "end", "value", "unit", "qualifier", *PROVEN, *SOURCED),
                ),
                "doubted": list(production.DOUBTED),
            }
        }

    def sources(self) -> pd.Series:
        """Return the sources of fields, positions, periods and figures."""
        return pd.concat([super().sources(), self.atlas.table("fields")["position_source"]])


class Pipelines(AtlasLayer):
    """Pipelines with their state and, where oil moves, its direction: dashed when shut."""

    layer = Layer.PIPELINES
    cited = ("pipelines", "pipeline_states")

    def data(self) -> dict[str, Any]:
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
                    states,
                    ("pipeline", "start", "end", "precision", "state", "text", "source", *PROVEN),
                ),
            }
        }

    def sources(self) -> pd.Series:
        """Return the sources of lines, positions and states."""
        return pd.concat([super().sources(), self.atlas.table("pipelines")["position_source"]])


class Crossings(AtlasLayer):
    """Land crossings, coloured by who ran them on the day shown; struck through when shut."""

    layer = Layer.CROSSINGS
    cited = ("crossings", "crossing_periods")

    def data(self) -> dict[str, Any]:
        rows = self.atlas.table("crossings").assign(at=places(self.atlas, "crossings"))
        names = (
            "crossing",
            "start",
            "end",
            "precision",
            "run_by",
            "state",
            "text",
            "holder",
            "earliest",
            "latest",
            *PROVEN,
            *SOURCED,
        )
        return {
            "crossings": {
                "rows": columns(rows, rows.columns),
                "periods": columns(date_things(self.atlas, CROSSINGS), names),
            }
        }


class Airports(Crossings):
    """Airports, coloured by who ran them on the day shown; struck through when shut."""

    layer = Layer.AIRPORTS


class Events(AtlasLayer):
    """Events as dots where the place is known, as dashed rings where only the area is."""

    layer = Layer.EVENTS
    cited = ("events",)

    def data(self) -> dict[str, Any]:
        rows = self.atlas.table("events").assign(at=places(self.atlas, "events"))
        return {"events": columns(rows, rows.columns)}


class Conflict(AtlasLayer):
    """Armed conflict events of a spot as one mark with their number, sized by their dead."""

    layer = Layer.CONFLICT
    cited = ("conflict", "sides")

    def data(self) -> dict[str, Any]:
        rows = conflict.name_places(self.atlas)
        rows = rows.assign(at=places(self.atlas, "conflict"))
        sides = self.atlas.table("sides")
        names = ["id", *self.atlas.name_columns]
        return {
            "conflict": {
                "rows": columns(rows, rows.columns),
                "sides": columns(sides, names),
            }
        }
