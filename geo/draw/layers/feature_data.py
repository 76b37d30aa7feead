"""The ground that layers share, the base map, admin units; events and the optional themes."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.ask import holdings, people, production, stakes
from geo.ask.holdings import CROSSINGS, FIELDS, Periods
from geo.ask.uncertainty.dating import dating_in
from geo.atlas import Atlas
from geo.draw.layers.layer import PROVEN, SOURCED, draws, number_units, places
from geo.files.compact import cell, columns, encode, encode_shapes
from geo.model import Layer


@draws(Layer.GOVERNORATES, Layer.DISTRICTS, Layer.SUBDISTRICTS)
@lru_cache(maxsize=4)
def ground(atlas: Atlas) -> dict[str, Any]:
    """Return topology, units, districts and governorates for the page."""
    units = atlas.units
    levels = units[["governorate", "district", "pcode"]].to_numpy().tolist()
    units["alt_names"] = units["pcode"].map(atlas.subdistricts.set_index("pcode")["alt_names"])
    units["main"] = units["unit"].eq(units.groupby("pcode")["unit"].transform("first"))
    return {
        **_people(atlas),
        "topology": encode(list(units.geometry), levels),
        "units": columns(
            units, ("unit", "pcode", "district", *atlas.name_columns, "alt_names", "km2", "main")
        ),
        "districts": _level(atlas, atlas.districts, units["district"], "pcode", ("governorate",)),
        "governorates": _level(atlas, atlas.governorates, units["governorate"], "iso", ("since",)),
    }


def _people(atlas: Atlas) -> dict[str, Any]:
    """Return what the census counted and who administered what; nothing where it is not there."""
    counts = people.count_people(atlas)
    if counts.empty:
        return {}
    numbers = number_units(atlas)
    counts["units"] = [[numbers[unit] for unit in units] for units in counts["units"]]
    administration = (
        atlas.table("administration") if "administration" in atlas.names else pd.DataFrame()
    )
    attested = ("pcode", "part", "date", "precision", "governorate", "side", "source", "says")
    return {
        "residents": {
            "day": cell(atlas.table("census")["date"].max()),
            "counts": columns(
                counts, ("pcode", "live", *atlas.name_columns, "people", "units", "source")
            ),
            "administration": columns(administration.reindex(columns=attested), attested),
        }
    }


def members(keys: pd.Series, units: pd.Series) -> list[list[int]]:
    """Return for each key the indexes of the units that carry it."""
    groups = units.groupby(units).groups
    return [list(map(int, groups.get(key, []))) for key in keys]


def _level(
    atlas: Atlas, rows: gpd.GeoDataFrame, units: pd.Series, key: str, more: tuple[str, ...]
) -> dict[str, Any]:
    points = rows.geometry.representative_point()
    rows = rows.assign(
        lon=points.x, lat=points.y, units=pd.Series(members(rows[key], units), rows.index, object)
    )
    first = (key, *more, *atlas.name_columns, "alt_names")
    return columns(rows, (*first, "km2", "lon", "lat", "units", *SOURCED))


@draws(Layer.NEIGHBOURS)
def neighbours(atlas: Atlas) -> dict[str, Any]:
    """Return neighbouring countries, pale."""
    return {"neighbours": _shapes(atlas, "neighbours", closed=True)}


@draws(Layer.WATER)
def water(atlas: Atlas) -> dict[str, Any]:
    """Return main rivers and lakes; lakes are drawn by us and approximate."""
    return {
        "water": {
            "rivers": _shapes(atlas, "rivers", False, ("rank",)),
            "lakes": _shapes(atlas, "lakes", True, ("kind", "position")),
        }
    }


def _shapes(atlas: Atlas, name: str, closed: bool, more: tuple[str, ...] = ()) -> dict[str, Any]:
    rows = atlas.outlines(name)
    outlines = rows.geometry
    points = (
        outlines.representative_point()
        if closed
        else gpd.GeoSeries([*map(_middle, outlines)], outlines.index)
    )
    rows = rows.assign(lon=points.x, lat=points.y)
    return {
        "rows": columns(rows, (*atlas.name_columns, "lon", "lat", *more)),
        "shapes": encode_shapes(rows.geometry, closed),
    }


def _middle(line: BaseGeometry) -> BaseGeometry:
    """Return the point half way along the longest part of a line."""
    longest = max(getattr(line, "geoms", [line]), key=lambda part: part.length)
    return longest.interpolate(0.5, normalized=True)


@draws(Layer.TOWNS)
def towns(atlas: Atlas) -> dict[str, Any]:
    """Return towns and villages, shown by rank as the map comes closer."""
    rows = atlas.table("places").assign(at=places(atlas, "places"))
    more = ("kind", "rank", "lon", "lat", "at", "population", "pcode", *SOURCED)
    return {"towns": columns(rows, ("id", *atlas.name_columns, "alt_names", *more))}


def date_things(atlas: Atlas, periods: Periods) -> pd.DataFrame:
    """Return the periods of things, with who had each and between which days it began."""
    by_thing, dated = holdings.read_periods(atlas, periods)
    rows = [row for rows in by_thing.values() for row in rows]
    more = {row["id"]: (row["holder"], dating_in(dated, row)) for row in rows}
    table = atlas.table(periods.table)
    datings = [more[name][1] for name in table["id"]]
    return table.assign(
        holder=[more[name][0] for name in table["id"]],
        earliest=pd.Series([item.earliest for item in datings], table.index, dtype=object),
        latest=pd.Series([item.latest for item in datings], table.index, dtype=object),
    )


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
