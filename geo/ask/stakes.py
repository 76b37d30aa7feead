"""What is at stake on a day: each thing of the atlas with its unit, who has it and its figures."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Geod

from geo.ask import area_of_interest, conflict, control, production, things
from geo.atlas import Atlas
from geo.layers import SPECS
from geo.layers.spec import On

_SAID = ["source", "note"]
_PROVEN = ["evidence", "publishers", "newest"]
_STANDS = ["certainty", *_PROVEN]
_PLACED = ["unit", "lon", "lat"]
_GEOD = Geod(ellps="WGS84")

#: Towns belong to the nearest unit within so many degrees: just enough for a coarse outline.
TOWN = 0.02

#: Events that only a governorate or the country is known for: their point is no place.
VAGUE = ("governorate", "country")


def last_valid(atlas: Atlas, table: str, key: str, day: date) -> pd.DataFrame:
    """Return the period of each thing of a table that holds on a day, by the thing's id."""
    rows = control.valid_on(atlas.table(table), day)
    return rows.drop_duplicates(key, keep="last").set_index(key)


def stand_on(atlas: Atlas, periods: things.Periods, day: date) -> pd.DataFrame:
    """Return the period of each thing on a day, by the thing's id, with what the change says.

    ``held_since`` is None where it had come before the first day of the atlas; evidence,
    publishers and newest are of the change with which it came to be so, as ``certainty`` is.
    """
    first = atlas.profile.days.first
    rows = [
        {
            **item.period,
            **{name: item.change[name] for name in _PROVEN},
            "thing": name,
            "since": item.period["start"],
            "held_since": start if (start := item.change["start"]) > first else None,
            "certainty": str(item.certainty.grade),
        }
        for name, item in things.stand_on(atlas, periods, day).items()
    ]
    columns = [*atlas.table(periods.table), "thing", "since", "held_since", "certainty"]
    return pd.DataFrame(rows, columns=columns, dtype=object).set_index("thing")


def fields(atlas: Atlas, day: date) -> pd.DataFrame:
    """Return the fields with who ran and who held each, and what it gave."""
    rows = _add_units(atlas, "fields").set_index("id", drop=False)
    columns = ["operator", "run_by", "holder", "since", "held_since", "precision", *_STANDS]
    rows = rows.join(stand_on(atlas, things.FIELDS, day)[columns])
    figures = production.on(atlas, day).set_index("field")
    figures = figures.rename(columns={"kind": "figure", "source": "figure_source"})
    more = ["low", "best", "high", "figure", "figure_source", "low_source", "high_source"]
    rows = rows.join(figures[more])
    sides, texts = ["run_by", "holder"], ["operator", "precision", *more[3:]]
    rows[sides] = rows[sides].fillna("unknown")
    rows[texts] = rows[texts].fillna("")
    first = ["id", *atlas.name_columns, "kind", "disputed", "operator", *sides]
    first += ["since", "held_since", "precision", *_STANDS]
    last = ["reserves_mmbbl", "reserves_note", "position_confidence", *_SAID, *_PLACED]
    declared = [item.name for item in SPECS["fields"].columns if On.SITE in item.on]
    return rows[[*dict.fromkeys([*first, *more, *last, *declared])]].reset_index(drop=True)


def points(atlas: Atlas, layer: str) -> pd.DataFrame:
    """Return the features of a layer of points, with the unit that each lies in.

    Who held one on a day is not recorded; the ground that it stands on says it, where its place is
    known.
    """
    return _add_units(atlas, SPECS[layer].ids)


def crossings(atlas: Atlas, day: date) -> pd.DataFrame:
    """Return crossings and airports: id, names, kind, neighbour, governorate, run_by, state, ..."""
    rows = _add_units(atlas, "crossings").set_index("id", drop=False)
    periods = stand_on(atlas, things.CROSSINGS, day).rename(columns={"source": "state_source"})
    rows = rows.join(periods[["run_by", "state", "since", "state_source", "text", *_STANDS]])
    sides, texts = ["run_by", "state"], ["text", "state_source"]
    rows[sides] = rows[sides].fillna("unknown")
    rows[texts] = rows[texts].fillna("")
    first = [
        "id",
        *atlas.name_columns,
        "kind",
        "neighbour",
        "governorate",
        *sides,
        "since",
        *_STANDS,
    ]
    return rows[[*first, *texts, *_SAID, *_PLACED]].reset_index(drop=True)


_CONFLICT = (
    *("id", "start", "end", "kind", "side_a", "side_b", "spelling", "position_precision"),
    *("deaths_low", "deaths_best", "deaths_high", "reports", "source"),
)


def events(atlas: Atlas, day: date, window: int) -> pd.DataFrame:
    """Return the events of a window of days (0: all) up to a day; ``vague``: place not exact.

    ``later``: after the days that armed conflict events cover.
    """
    first = day - timedelta(days=window - 1) if window else None
    return events_between(atlas, first, day)


def events_between(atlas: Atlas, first: date | None, last: date) -> pd.DataFrame:
    """Return the events of some days, both ends included; those of all days without a first."""
    rows = _add_units(atlas, "events")
    if first:
        start = rows["start"].to_numpy()
        rows = rows[(first <= start) & (start <= last)]
    vague = rows["position_precision"].isin(VAGUE)
    recorded = conflict.last_day(atlas)
    later = rows["start"] > recorded if recorded else True
    return rows.assign(vague=vague, later=later).sort_values(["start", "id"], ignore_index=True)


def conflict_events(atlas: Atlas, day: date, window: int) -> pd.DataFrame:
    """Return the armed conflict events that begin in a window of days (0: all) up to a day.

    ``apart``: placed by a district or governorate, or longer than a month and over by the day.
    """
    if "conflict" not in atlas.names:
        return pd.DataFrame(
            columns=[*_CONFLICT, *atlas.name_columns, "unit", "lon", "lat", "apart"]
        )
    rows = conflict.name_places(atlas).assign(unit=np.asarray(unit_of(atlas, "conflict")))
    rows["long"] = conflict.is_long(rows)
    if window:
        first = day - timedelta(days=window - 1)
        over = ~rows["long"] | (conflict.last_days(rows) <= day)
        rows = rows[(rows["start"] >= first) & (rows["start"] <= day) & over]
    apart = rows["position_precision"].isin(conflict.VAGUE) | rows["long"]
    return (
        rows.assign(apart=apart)
        .drop(columns="long")
        .sort_values(["start", "id"], ignore_index=True)
    )


def towns(atlas: Atlas, _: date) -> pd.DataFrame:
    """Return the towns that have a population: id, names, kind, population, unit, ..."""
    rows = _add_units(atlas, "places")
    rows = rows[rows["population"].notna() & (rows["unit"] != "")]
    return rows[["id", *atlas.name_columns, "kind", "population", *_SAID, *_PLACED]].reset_index(
        drop=True
    )


def pipelines(atlas: Atlas, day: date, ground: area_of_interest.AreaOfInterest) -> pd.DataFrame:
    """Return the stretches of pipelines on the area of interest, one row a pipeline and unit."""
    if ground.polygon is None:
        km = lengths(atlas)
        km = km[km["unit"].isin(set(ground.pieces["unit"]))]
    else:
        km = _measure_within(atlas, ground.pieces)
    states = stand_on(atlas, things.PIPELINES, day)
    rows = km.merge(atlas.table("pipelines").drop(columns="wkt"), on="id", how="left")
    rows["state"] = rows["id"].map(states["state"]).fillna("none")
    rows["state_since"] = rows["id"].map(states["start"])
    rows["state_source"] = rows["id"].map(states["source"]).fillna("")
    for name in _STANDS:
        rows[name] = rows["id"].map(states[name])
    rows = rows[~rows["state"].isin(["none", "planned"])]
    first = ["id", "unit", "km", *atlas.name_columns, "kind", "commodity", "operator"]
    first.append("capacity_bpd")
    state = ["state", "state_since", "state_source", *_STANDS, "position_confidence"]
    return rows[[*first, *state, *_SAID]].reset_index(drop=True)


@lru_cache(maxsize=4)
def lengths(atlas: Atlas) -> pd.DataFrame:
    """Return how long each pipeline is in each unit: id, unit, km; only to be read."""
    return _measure_within(atlas, atlas.units[["unit", "geometry"]])


def _measure_within(atlas: Atlas, pieces: gpd.GeoDataFrame) -> pd.DataFrame:
    rows = atlas.table("pipelines")
    lines = shapely.from_wkt(rows["wkt"].to_numpy())
    shapes = pieces.geometry.to_numpy()
    line, piece = shapely.STRtree(shapes).query(lines, predicate="intersects")
    cut = shapely.intersection(lines[line], shapes[piece])
    km = [_GEOD.geometry_length(item) / 1000 for item in cut]
    table = pd.DataFrame(
        {"id": rows["id"].to_numpy()[line], "unit": pieces["unit"].to_numpy()[piece], "km": km}
    )
    return table[table["km"] > 0].sort_values(["id", "unit"], ignore_index=True)


@lru_cache(maxsize=32)
def unit_of(atlas: Atlas, table: str) -> pd.Series:
    """Return the unit of every row of a table that has lon and lat, by the row's id."""
    rows = atlas.table(table)
    reach = TOWN if table == "places" else area_of_interest.REACH
    return area_of_interest.units_of(atlas, rows, reach).set_axis(rows["id"])


def _add_units(atlas: Atlas, table: str) -> pd.DataFrame:
    rows = atlas.table(table)
    return rows.assign(unit=np.asarray(unit_of(atlas, table)))
