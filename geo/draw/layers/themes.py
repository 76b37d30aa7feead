"""Events, and the optional themes: oil and gas by date, crossings, airports, armed conflict."""

from __future__ import annotations

from typing import Any

import shapely

from geo.ask import production, stakes
from geo.ask.holdings import CROSSINGS, FIELDS
from geo.atlas import Atlas
from geo.draw.layers.base import PROVEN, SOURCED, draws, number_units, places
from geo.draw.layers.territory import date_things
from geo.files.compact import columns, encode_shapes
from geo.model import Layer

#: Columns of the periods of things.
_PERIOD = ("start", "end", "precision")
_DAYS = ("earliest", "latest")


@draws(Layer.FIELDS)
def fields(atlas: Atlas) -> dict[str, Any]:
    """Return fields, sized by output, coloured by who ran and ringed by who held them."""
    rows = atlas.table("fields").assign(at=places(atlas, "fields"))
    output = production.steps(atlas)
    period = ("field", *_PERIOD, "operator", "run_by", "holder", "text", "source", *PROVEN, *_DAYS)
    figure = ("subject", "start", "end", "value", "unit", "qualifier", *PROVEN, *SOURCED)
    return {
        "fields": {
            "rows": columns(rows, rows.columns),
            "periods": columns(date_things(atlas, FIELDS), period),
            "output": columns(output, output.columns),
            "production": columns(atlas.table("production"), figure),
            "doubted": list(production.DOUBTED),
        }
    }


@draws(Layer.PIPELINES)
def pipelines(atlas: Atlas) -> dict[str, Any]:
    """Return pipelines with their states and, where oil moves, its direction."""
    rows, lengths = atlas.table("pipelines"), stakes.lengths(atlas)
    lengths = lengths.assign(at=lengths["unit"].map(number_units(atlas)))
    state = ("pipeline", *_PERIOD, "state", "text", "source", *PROVEN)
    return {
        "pipelines": {
            "rows": columns(rows, rows.columns.drop("wkt")),
            "shapes": encode_shapes(shapely.from_wkt(rows["wkt"].to_numpy()), closed=False),
            "lengths": columns(lengths, ("id", "at", "km")),
            "states": columns(atlas.table("pipeline_states"), state),
        }
    }


@draws(Layer.CROSSINGS, Layer.AIRPORTS)
def crossings(atlas: Atlas) -> dict[str, Any]:
    """Return land crossings and airports, coloured by who ran them; struck through when shut."""
    rows = atlas.table("crossings").assign(at=places(atlas, "crossings"))
    period = ("crossing", *_PERIOD, "run_by", "state", "text", "holder", *_DAYS, *PROVEN, *SOURCED)
    return {
        "crossings": {
            "rows": columns(rows, rows.columns),
            "periods": columns(date_things(atlas, CROSSINGS), period),
        }
    }


@draws(Layer.EVENTS)
def events(atlas: Atlas) -> dict[str, Any]:
    """Return events, dots where the place is known, dashed rings where only the area is."""
    rows = atlas.table("events").assign(at=places(atlas, "events"))
    return {"events": columns(rows, rows.columns)}


@draws(Layer.CONFLICT)
def conflict_events(atlas: Atlas) -> dict[str, Any]:
    """Return armed conflict events: those of a spot are one mark with their number."""
    rows = stakes.name_places(atlas).assign(at=places(atlas, "conflict"))
    sides = columns(atlas.table("sides"), ("id", *atlas.name_columns))
    return {"conflict": {"rows": columns(rows, rows.columns), "sides": sides}}
