"""What is at stake on a day: each thing of the atlas with its unit, who has it and its figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Geod

from geo.ask import area_of_interest, holdings, production
from geo.atlas import Atlas
from geo.layers import SPECS

_PROVEN = ["evidence", "publishers", "newest"]
_STANDS = ["certainty", *_PROVEN]
_GEOD = Geod(ellps="WGS84")

#: Towns belong to the nearest unit within so many degrees: just enough for a coarse outline.
TOWN = 0.02

#: Events that only a governorate or the country is known for: their point is no place.
VAGUE = ("governorate", "country")

#: Days that an event may last to be shown on each of them; longer ones are shown, and counted
#: apart, where all their days are.
LONGEST = 31

#: Positions that stand for a district or a governorate: counted apart, and in no sum by ground.
CONFLICT_VAGUE = ("district", "governorate")


def stand_on(atlas: Atlas, periods: holdings.Periods, day: date) -> pd.DataFrame:
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
        for name, item in holdings.stand_on(atlas, periods, day).items()
    ]
    columns = [*atlas.table(periods.table), "thing", "since", "held_since", "certainty"]
    return pd.DataFrame(rows, columns=columns, dtype=object).set_index("thing")


def fields(atlas: Atlas, day: date, before: date | None = None) -> pd.DataFrame:
    """Return the fields with who ran and who held each, on a day before too, and what it gave.

    ``figure_since`` is the day since when the figure of that day holds.
    """
    rows = _join_periods(atlas, holdings.FIELDS, ("run_by", "holder"), day, before)
    figures = production.on(atlas, day).set_index("field").drop(columns="until")
    names = {"kind": "figure", "since": "figure_since", "source": "figure_source"}
    rows = rows.join(figures.rename(columns=names), on="id")
    return _fill(rows, ["figure", "figure_source", "low_source", "high_source"])


def crossings(atlas: Atlas, day: date, before: date | None = None) -> pd.DataFrame:
    """Return crossings and airports with who ran each and in which state, on a day before too."""
    return _join_periods(atlas, holdings.CROSSINGS, holdings.CROSSINGS.says, day, before)


def _join_periods(
    atlas: Atlas,
    periods: holdings.Periods,
    sides: Sequence[str],
    day: date,
    before: date | None,
) -> pd.DataFrame:
    """Return the rows of things with their units and what their periods say; empty where none."""
    rows = _add_units(atlas, periods.things)
    periods_of_day = stand_on(atlas, periods, day).rename(
        columns={"id": "period", "source": "state_source"}
    )
    texts = [
        name
        for name in ("period", "operator", "text", "precision", "state_source")
        if name in periods_of_day
    ]
    rows = rows.join(periods_of_day[[*texts, *sides, "since", "held_since", *_STANDS]], on="id")
    if before:
        earlier = stand_on(atlas, periods, before)[[*sides]].astype("str").add_suffix("_before")
        rows = _fill(rows.join(earlier, on="id"), [*earlier], "unknown")
    return _fill(_fill(rows, sides, "unknown"), texts)


def _fill(rows: pd.DataFrame, columns: Sequence[str], value: str = "") -> pd.DataFrame:
    return rows.assign(**{name: rows[name].fillna(value) for name in columns})


def points(atlas: Atlas, layer: str) -> pd.DataFrame:
    """Return the features of a layer of points, with the unit that each lies in.

    Who held one on a day is not recorded; the ground that it stands on says it, where its place is
    known.
    """
    return _add_units(atlas, SPECS[layer].ids)


_CONFLICT = (
    *("id", "start", "end", "kind", "side_a", "side_b", "spelling", "position_precision"),
    *("deaths_low", "deaths_best", "deaths_high", "reports", "source"),
)


def find_first_day(day: date, window: int) -> date | None:
    """Return the first of a window of days up to a day; None of all days, for which 0 stands."""
    return day - timedelta(days=window - 1) if window else None


def events(atlas: Atlas, first: date | None, last: date) -> pd.DataFrame:
    """Return the events that begin on some days, of all days without a first.

    ``vague``: place not exact; ``later``: after the days that armed conflict events cover.
    """
    rows = _add_units(atlas, "events")
    if first:
        rows = rows[(rows["start"] >= first) & (rows["start"] <= last)]
    vague = rows["position_precision"].isin(VAGUE)
    recorded = last_day(atlas)
    later = rows["start"] > recorded if recorded else True
    return rows.assign(vague=vague, later=later).sort_values(["start", "id"], ignore_index=True)


def conflict_events(atlas: Atlas, first: date | None, last: date) -> pd.DataFrame:
    """Return the armed conflict events that begin on some days, of all days without a first.

    ``apart``: placed by a district or governorate, or longer than a month and over by the last.
    """
    if "conflict" not in atlas.names:
        return pd.DataFrame(
            columns=[*_CONFLICT, *atlas.name_columns, "unit", "lon", "lat", "apart"]
        )
    rows = name_places(atlas).assign(unit=np.asarray(unit_of(atlas, "conflict")))
    rows["long"] = is_long(rows)
    if first:
        over = ~rows["long"] | (last_days(rows) <= last)
        rows = rows[(rows["start"] >= first) & (rows["start"] <= last) & over]
    apart = rows["position_precision"].isin(CONFLICT_VAGUE) | rows["long"]
    return (
        rows.assign(apart=apart)
        .drop(columns="long")
        .sort_values(["start", "id"], ignore_index=True)
    )


@lru_cache(maxsize=4)
def _name_codes(atlas: Atlas) -> pd.DataFrame:
    """Return names by id of a place and P-code of a unit."""
    levels = [atlas.table(name) for name in ("governorates", "districts", "subdistricts")]
    units = pd.concat(levels)[["pcode", *atlas.name_columns]].rename(columns={"pcode": "id"})
    places = atlas.table("places")[["id", *atlas.name_columns]]
    return pd.concat([places, units[units["id"] != ""]]).set_index("id")


def name_places(atlas: Atlas) -> pd.DataFrame:
    """Return the events with the names of their places."""
    rows = atlas.table("conflict")
    names = _name_codes(atlas).reindex(rows["place"]).fillna("").set_axis(rows.index)
    return pd.concat([rows, names], axis=1)


def last_day(atlas: Atlas) -> date | None:
    """Return the last day of the years that the events cover; None where there are none."""
    if "conflict" not in atlas.names or atlas.table("conflict").empty:
        return None
    return date(max(atlas.table("conflict")["start"]).year, 12, 31)


def last_days(rows: pd.DataFrame) -> pd.Series:
    """Return the last day of each event."""
    return rows["end"].where(rows["end"].notna(), rows["start"])


def is_long(rows: pd.DataFrame) -> pd.Series:
    """Return whether each event lasted longer than it is shown day by day."""
    return last_days(rows) - rows["start"] >= timedelta(LONGEST)


def in_days(rows: pd.DataFrame, first: date, last: date) -> pd.Series:
    """Return whether each event is shown on some days, both ends included."""
    ends, long = last_days(rows), is_long(rows)
    covered = (rows["start"] >= first) & (ends <= last)
    return covered.where(long, (rows["start"] <= last) & (ends >= first))


def towns(atlas: Atlas) -> pd.DataFrame:
    """Return the towns that have a population."""
    rows = _add_units(atlas, "places")
    return rows[rows["population"].notna() & (rows["unit"] != "")].reset_index(drop=True)


def pipelines(atlas: Atlas, day: date, ground: area_of_interest.AreaOfInterest) -> pd.DataFrame:
    """Return the stretches of pipelines on the area of interest, one row a pipeline and unit."""
    if ground.polygon is None:
        km = lengths(atlas)
        km = km[km["unit"].isin(set(ground.pieces["unit"]))]
    else:
        km = _measure_within(atlas, ground.pieces)
    rows = km.merge(list_pipelines(atlas, day).drop(columns="wkt"), on="id", how="left")
    return rows[~rows["state"].isin(["none", "planned"])].reset_index(drop=True)


def list_pipelines(atlas: Atlas, day: date, before: date | None = None) -> pd.DataFrame:
    """Return the pipelines with the state of each, on a day before too; ``none`` where unknown."""
    names = {"start": "state_since", "id": "state_id", "source": "state_source"}
    states = stand_on(atlas, holdings.PIPELINES, day).rename(columns=names)
    rows = atlas.table("pipelines").join(states[["state", *names.values(), *_STANDS]], on="id")
    if before:
        earlier = stand_on(atlas, holdings.PIPELINES, before)["state"].astype("str")
        rows = _fill(rows.join(earlier.rename("state_before"), on="id"), ["state_before"], "none")
    return _fill(_fill(rows, ["state"], "none"), ["state_id", "state_source"])


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
