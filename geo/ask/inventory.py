"""What is on the map: the tables and key figures of a view.

Of the view count its day, perspective, window, kinds of events and frame.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.ask import conflict, control, perspective, production, stakes
from geo.ask.things import CROSSINGS, FIELDS
from geo.atlas import Atlas
from geo.layers.spec import On
from geo.model import Layer
from geo.view import View

_SAID = ["source", "note"]
_PROVEN = ["evidence", "publishers", "newest"]


@dataclass(frozen=True)
class Figures:
    """Key figures of a view."""

    fields: int  #: Oil and gas fields that lie wholly or partly in disputed areas.
    counted: int  #: How many of them have a figure of that day.
    #: Barrels a day: low, best, high, summed over those figures.
    barrels: tuple[float, float, float]
    events: int  #: Events of the kinds and days that the view shows, with a place of their own.
    events_vague: int  #: Those that are placed only by a governorate or the country.
    #: km² of the listed disputed areas by holder (or class of the perspective), largest first.
    km2: dict[str, float]
    crossings_open: int  #: Border crossings (no airports) that are open or partly open on the day.
    crossings: int  #: Border crossings that the atlas knows.


def scope(view: View) -> View:
    """Return a view with nothing in it but what its tables and figures depend on.

    Views that differ only in where they look, in what they draw or in their language have the same
    scope, so that what was made for one serves the other.

    >>> scope(View(bounds=(43.5, 35.0, 45.0, 36.0), layers=())) == scope(View())
    True
    """
    unit = _selected_id(view, Layer.CONTROL)
    return View(
        date=view.date,
        compare=view.compare if view.before else None,
        perspective=view.perspective,
        window=view.window,
        event_types=view.event_types,
        violence=view.violence,
        side=view.side,
        selection=view.selection if unit else None,
    )


def figures(atlas: Atlas, view: View) -> Figures:
    """Return the key figures of a view.

    >>> from geo import Atlas, View
    >>> result = figures(Atlas.load(), View())
    >>> result.barrels[0] <= result.barrels[1] <= result.barrels[2]
    True
    """
    inside = fields(atlas, view).query("disputed != 'no'")
    counted = inside[inside["figure"] == "measured"]
    shown = control.at(atlas, view.day, view.perspective)
    listed = shown[in_areas(atlas, shown)]
    by_holder = listed.groupby("holder")["km2"].sum().sort_values(ascending=False)
    borders = crossings(atlas, view).query("kind != 'airport'")
    vague = events(atlas, view)["vague"].astype(bool)
    return Figures(
        fields=len(inside),
        counted=len(counted),
        barrels=(_sum(counted["low"]), _sum(counted["best"]), _sum(counted["high"])),
        events=int((~vague).sum()),
        events_vague=int(vague.sum()),
        km2={str(holder): float(km2) for holder, km2 in by_holder.items()},
        crossings_open=int(borders["state"].isin(["open", "partial"]).sum()),
        crossings=len(borders),
    )


def list_held(atlas: Atlas, view: View) -> pd.DataFrame:
    """Return the units of the disputed areas with who holds each, as the perspective shows it."""
    rows = control.units_on(atlas, view.day, view.perspective)
    disputed = in_areas(atlas, rows, listed=False)
    chosen = _selected_id(view, Layer.CONTROL)
    rows = rows[disputed | (rows["unit"] == chosen).to_numpy()].rename(columns={"unit": "id"})
    sides = ["holder"]
    if view.before:
        before = control.at(atlas, view.before, view.perspective).set_index("unit")["holder"]
        rows = rows.assign(holder_before=rows["id"].map(before))
        sides.append("holder_before")
    more = ["district", *sides, "since", "held_since", "held_precision", "precision", "forces"]
    more += ["km2", "certainty", "probability", "reason", "earliest", "latest", *_PROVEN, "says"]
    return _add_positions(rows, ["id", *atlas.name_columns, *more, *_SAID])


def fields(atlas: Atlas, view: View) -> pd.DataFrame:
    """Return the oil and gas fields with who ran each and what it gave on the day.

    Where two days are compared, ``holder_before`` and ``run_by_before`` are those of the earlier.
    """
    rows = atlas.table("fields").set_index("id", drop=False)
    periods = stakes.stand_on(atlas, FIELDS, view.day)
    output = production.on(atlas, view.day).set_index("field").rename(columns={"kind": "figure"})
    rows = rows.join(
        periods.reindex(columns=["id", "operator", "run_by", "holder", *_PROVEN]).rename(
            columns={"id": "period"}
        )
    )
    figures = ["low", "best", "high", "figure", "measured", "since", "low_source", "high_source"]
    rows = rows.join(output[figures])
    sides = ["run_by", "holder"]
    if view.before:
        earlier = stakes.last_valid(atlas, "field_periods", "field", view.before)
        rows = rows.join(earlier[sides].add_suffix("_before"))
        sides += ["run_by_before", "holder_before"]
    rows[sides] = rows[sides].fillna("unknown")
    texts = ["period", "operator", "low_source", "high_source"]
    rows[texts] = rows[texts].fillna("")
    columns = [
        "id",
        *atlas.name_columns,
        "kind",
        "disputed",
        "period",
        "operator",
        *sides,
    ]
    columns += [*figures, "status", "position_confidence", *_PROVEN, *_SAID]
    columns += [*_declared(Layer.FIELDS, columns), "lon", "lat"]
    rows = rows.sort_index().sort_values("best", ascending=False, kind="stable")
    return rows[columns].reset_index(drop=True)


def events(atlas: Atlas, view: View) -> pd.DataFrame:
    """Return the events of the view's kinds and days, the latest first; ``vague``: place not exact.

    Where two days are compared, those of both days and of all between.
    """
    if view.before:
        rows = stakes.events_between(atlas, view.before, view.day)
    else:
        rows = stakes.events(atlas, view.day, view.window)
    rows = rows[rows["type"].isin([str(kind) for kind in view.event_types])].drop(
        columns=["unit", "later"]
    )
    return rows.sort_values(["start", "id"], ascending=[False, True], ignore_index=True)


def conflict_events(atlas: Atlas, view: View) -> pd.DataFrame:
    """Return the armed conflict events of the view's kinds, side and days, the latest first."""
    rows = conflict.name_places(atlas)
    shown = rows["kind"].isin([str(kind) for kind in view.violence])
    if view.side:
        shown &= (rows["side_a"] == view.side) | (rows["side_b"] == view.side)
    if view.before or view.window:
        first = view.before or view.day - timedelta(view.window - 1)
        shown &= conflict.in_days(rows, first, view.day)
    return rows[shown].sort_values(["start", "id"], ascending=[False, True], ignore_index=True)


def areas(atlas: Atlas, view: View) -> pd.DataFrame:
    """Return the disputed areas with who says so and who holds what share of each."""
    rows = atlas.areas
    shown = control.at(atlas, view.day, view.perspective)
    shares = [_shares(shown, pcodes) for pcodes in rows["pcodes"]]
    rows["shares"] = pd.Series(shares, rows.index, object)
    statements = atlas.table("bases").sort_values("since").groupby("area")
    for column in ("said_by", "basis", "claimant"):
        rows[column] = rows["id"].map(
            statements[column].agg(lambda cell: list(dict.fromkeys(cell)))
        )
    for column in ("since", "precision"):
        rows[column] = rows["id"].map(statements[column].first())
    more = ["level", "list_number", "km2", "shares", "said_by", "basis", "claimant"]
    more += ["since", "precision", "says"]
    rows = rows.sort_values(["list_number", "id"], na_position="last")
    return _add_positions(rows, ["id", *atlas.name_columns, *more, *_SAID])


#: What a crossing without a period on the day has.
_NO_PERIOD = {"period": "", "run_by": "unknown", "state": "unknown", "precision": "", "text": ""}


def crossings(atlas: Atlas, view: View) -> pd.DataFrame:
    """Return the border crossings and airports with who ran each on the day, open or shut.

    Where two days are compared, ``run_by_before`` and ``state_before`` are those of the earlier.
    """
    rows = atlas.table("crossings").set_index("id", drop=False)
    periods = stakes.stand_on(atlas, CROSSINGS, view.day).rename(columns={"id": "period"})
    rows = rows.join(periods[["period", "run_by", "state", "since", "precision", "text", *_PROVEN]])
    for column, value in _NO_PERIOD.items():
        rows[column] = rows[column].fillna(value)
    sides = ["run_by", "state"]
    if view.before:
        earlier = stakes.last_valid(atlas, "crossing_periods", "crossing", view.before)
        rows = rows.join(earlier[sides].add_suffix("_before"))
        sides += ["run_by_before", "state_before"]
        rows[sides] = rows[sides].fillna("unknown")
    more = ["kind", "neighbour", "period", *sides, "since", "precision", "text", *_PROVEN]
    rows = rows.sort_values(["kind", "name_en"], ascending=[False, True])
    columns = ["id", *atlas.name_columns, *more, *_SAID]
    columns += [*_declared(Layer.CROSSINGS, columns), "lon", "lat"]
    return rows[columns].reset_index(drop=True)


def _declared(layer: Layer, columns: list[str]) -> list[str]:
    """Return the further columns of files and tables that a layer's spec names."""
    names = [column.name for column in layer.spec.columns if On.FILE in column.on]
    return [name for name in names if name not in columns]


def sources(atlas: Atlas, view: View) -> pd.DataFrame:
    """Return the sources that the other tables of the view cite, with how often."""
    tables = [list_held, fields, events, areas, crossings]
    if "conflict" in atlas.names:
        tables.append(conflict_events)
    cited = pd.concat([table(atlas, view)["source"] for table in tables])
    counts = cited.str.split(";").explode().value_counts()
    rows = atlas.table("sources")
    rows["cited"] = rows["id"].map(counts)
    rows = rows.dropna(subset="cited").astype({"cited": int})
    rows["url"] = rows["url"].where(rows["url"].str.match(r"https?://"), "")
    columns = ["id", "title", "publisher", "date", "url", "archived", "dead", "cited"]
    rows = rows.sort_values(["cited", "id"], ascending=[False, True], ignore_index=True)
    return rows.reindex(columns=columns)


#: The tables of a view by name, in the order shown.
TABLES: dict[str, Callable[[Atlas, View], pd.DataFrame]] = {
    "held": list_held,
    "fields": fields,
    "events": events,
    "conflict": conflict_events,
    "areas": areas,
    "crossings": crossings,
    "sources": sources,
}


def select_in_frame(rows: pd.DataFrame, view: View) -> pd.DataFrame:
    """Return the rows that lie in the view's frame; all where it has none or they have no place."""
    if view.bounds is None or "lon" not in rows:
        return rows
    west, south, east, north = view.bounds
    inside = rows["lon"].between(west, east) & rows["lat"].between(south, north)
    return rows[inside].reset_index(drop=True)


def _sum(figures: pd.Series) -> float:
    return float(figures.sum())


def in_areas(atlas: Atlas, units: pd.DataFrame, *, listed: bool = True) -> np.ndarray:
    """Return for each unit whether it lies in a disputed area, of the list alone or of all."""
    areas = atlas.table("areas")
    areas = areas.dropna(subset="list_number") if listed else areas
    inside = np.zeros(len(units), dtype=bool)
    inside[perspective.within(units, ";".join(areas["pcodes"]))] = True
    return inside


def _shares(shown: pd.DataFrame, pcodes: str) -> list[tuple[str, float]]:
    inside = shown.iloc[perspective.within(shown, pcodes)]
    km2 = inside.groupby("holder")["km2"].sum().sort_values(ascending=False)
    return [(str(holder), float(part / km2.sum())) for holder, part in km2.items()]


def _selected_id(view: View, layer: Layer) -> str | None:
    """Return the id of the selected feature where it is one of a layer."""
    name, _, identifier = (view.selection or "").partition(":")
    return identifier if name == layer else None


def _add_positions(rows: gpd.GeoDataFrame, columns: list[str]) -> pd.DataFrame:
    """Return columns of rows with a point inside each outline as lon and lat (degrees)."""
    points = rows.geometry.representative_point()
    placed = pd.DataFrame(rows[[*columns]]).assign(lon=points.x, lat=points.y)
    return placed.reset_index(drop=True)
