"""What is on the map: the tables and key figures of a view.

Of the view count its day, perspective, window, kinds of events and frame.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.ask import area_of_interest, control, perspective, stakes
from geo.atlas import Atlas
from geo.layers.spec import On
from geo.model import Layer
from geo.view import View

_CITED = ["source", "note"]
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
    return View(
        date=view.date,
        compare=view.compare if view.before else None,
        perspective=view.perspective,
        window=view.window,
        event_types=view.event_types,
        violence=view.violence,
        side=view.side,
        selection=view.selection if _find_selected_unit(view) else None,
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
    units = control.units_on(atlas, view.day, view.perspective)
    listed = units[in_areas(atlas, units)]
    by_holder = listed.groupby("holder")["km2"].sum().sort_values(ascending=False)
    borders = crossings(atlas, view).query("kind != 'airport'")
    vague = events(atlas, view)["vague"].astype(bool)
    low, best, high = (float(counted[end].sum()) for end in ("low", "best", "high"))
    return Figures(
        fields=len(inside),
        counted=len(counted),
        barrels=(low, best, high),
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
    selected = _find_selected_unit(view)
    rows = rows[disputed | (rows["unit"] == selected).to_numpy()].rename(columns={"unit": "id"})
    sides = ["holder"]
    if view.before:
        before = control.at(atlas, view.before, view.perspective).set_index("unit")["holder"]
        rows = rows.assign(holder_before=rows["id"].map(before))
        sides.append("holder_before")
    more = ["district", *sides, "since", "held_since", "held_precision", "precision", "forces"]
    more += ["km2", "certainty", "probability", "reason", "earliest", "latest", *_PROVEN, "says"]
    return _add_positions(rows, ["id", *atlas.name_columns, *more, *_CITED])


def fields(atlas: Atlas, view: View) -> pd.DataFrame:
    """Return the oil and gas fields with who ran each and what it gave on the day.

    Where two days are compared, ``holder_before`` and ``run_by_before`` are those of the earlier.
    ``since`` is the day since when the figure holds.
    """
    rows = stakes.fields(atlas, view.day, view.before)
    rows["since"] = rows["figure_since"]
    rows["figure"] = rows["figure"].where(rows["figure"] != "")
    columns = ["id", *atlas.name_columns, "kind", "disputed", "period", "operator"]
    columns += _with_before(view, "run_by", "holder")
    columns += ["low", "best", "high", "figure", "measured", "since", "low_source", "high_source"]
    columns += ["status", "position_confidence", *_PROVEN, *_CITED]
    rows = rows.sort_values("id").sort_values("best", ascending=False, kind="stable")
    return _select(rows, Layer.FIELDS, columns)


def events(atlas: Atlas, view: View) -> pd.DataFrame:
    """Return the events of the view's kinds and days, the latest first; ``vague``: place not exact.

    Where two days are compared, those of both days and of all between.
    """
    first = view.before or stakes.find_first_day(view.day, view.window)
    rows = stakes.events(atlas, first, view.day)
    rows = rows[rows["type"].isin([str(kind) for kind in view.event_types])].drop(
        columns=["unit", "later"]
    )
    return rows.sort_values(["start", "id"], ascending=[False, True], ignore_index=True)


def conflict_events(atlas: Atlas, view: View) -> pd.DataFrame:
    """Return the armed conflict events of the view's kinds, side and days, the latest first."""
    rows = stakes.name_places(atlas)
    visible = rows["kind"].isin([str(kind) for kind in view.violence])
    if view.side:
        visible &= (rows["side_a"] == view.side) | (rows["side_b"] == view.side)
    if first := view.before or stakes.find_first_day(view.day, view.window):
        visible &= stakes.in_days(rows, first, view.day)
    return rows[visible].sort_values(["start", "id"], ascending=[False, True], ignore_index=True)


def areas(atlas: Atlas, view: View) -> pd.DataFrame:
    """Return the disputed areas with who says so and who holds what share of each."""
    rows = atlas.areas
    units = control.units_on(atlas, view.day, view.perspective)
    shares = [_measure_shares(units, pcodes) for pcodes in rows["pcodes"]]
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
    columns = ["id", *atlas.name_columns, *more, *_CITED, *list_filed(Layer.DISPUTED)]
    return _add_positions(rows, [*dict.fromkeys(columns)])


def crossings(atlas: Atlas, view: View) -> pd.DataFrame:
    """Return the border crossings and airports with who ran each on the day, open or shut.

    Where two days are compared, ``run_by_before`` and ``state_before`` are those of the earlier.
    """
    rows = stakes.crossings(atlas, view.day, view.before)
    columns = ["id", *atlas.name_columns, "kind", "neighbour", "period"]
    columns += _with_before(view, "run_by", "state")
    columns += ["since", "precision", "text", *_PROVEN, *_CITED]
    rows = rows.sort_values(["kind", "name_en"], ascending=[False, True])
    return _select(rows, Layer.CROSSINGS, columns)


def _with_before(view: View, *sides: str) -> list[str]:
    return [*sides, *(f"{side}_before" for side in sides if view.before)]


def _select(rows: pd.DataFrame, layer: Layer, columns: list[str]) -> pd.DataFrame:
    """Return columns of rows, those of files that a layer's spec names, and the place."""
    names = dict.fromkeys([*columns, *list_filed(layer), "lon", "lat"])
    return rows[[*names]].reset_index(drop=True)


def list_filed(layer: Layer) -> list[str]:
    """Return the columns that a layer's spec declares for files and lists."""
    return [column.name for column in layer.spec.columns if On.FILE in column.on]


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
    columns = ["id", "title", "publisher", "language", "date", "url"]
    columns += ["archived", "dead", "cited"]
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


def in_areas(atlas: Atlas, units: pd.DataFrame, *, listed: bool = True) -> np.ndarray:
    """Return for each unit whether it lies in a disputed area, of the list alone or of all."""
    areas = atlas.table("areas")
    areas = areas.dropna(subset="list_number") if listed else areas
    pairs = area_of_interest.units_of_areas(atlas)
    return units["unit"].isin(pairs["unit"][pairs["area"].isin(areas["id"])]).to_numpy()


def _measure_shares(units: pd.DataFrame, pcodes: str) -> list[tuple[str, float]]:
    inside = units.iloc[perspective.within(units, pcodes)]
    km2 = inside.groupby("holder")["km2"].sum().sort_values(ascending=False)
    return [(str(holder), float(part / km2.sum())) for holder, part in km2.items()]


def _find_selected_unit(view: View) -> str | None:
    layer, _, unit = (view.selection or "").partition(":")
    return unit if layer == Layer.CONTROL else None


def _add_positions(rows: gpd.GeoDataFrame, columns: list[str]) -> pd.DataFrame:
    """Return columns of rows with a point inside each outline as lon and lat (degrees)."""
    points = rows.geometry.representative_point()
    placed = pd.DataFrame(rows[[*columns]]).assign(lon=points.x, lat=points.y)
    return placed.reset_index(drop=True)
