"""Which of a reader's own events a view shows: the same rule that the page follows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.model import Layer
from geo.view import View


def days_of(view: View) -> tuple[date, date] | None:
    """Return the first and the last day whose events a view shows; None for all days.

    Parameters
    ----------
    view
        Its interval, else the days between two that it compares, else its window up to its date.

    Examples
    --------
    >>> days_of(View(date="2017-09-27", window=30))
    (datetime.date(2017, 8, 29), datetime.date(2017, 9, 27))
    """
    if view.interval:
        return view.interval
    if view.before:
        return view.before, view.day
    if not view.window:
        return None
    return view.date - timedelta(days=view.window - 1), view.date


def with_events(view: View) -> View:
    """Return a view that shows a reader's events: whoever passes some wants to see them.

    Examples
    --------
    >>> with_events(View(layers=("control",))).to_query()
    'd=2017-09-27&l=control.user_events'
    """
    return view.with_(layers=(*view.layers, Layer.USER_EVENTS))


def of_days(view: View) -> dict[str, Any]:
    """Return what of a view says whose days' events it shows."""
    compare = view.compare if view.before else None
    return {
        "date": view.date,
        "compare": compare,
        "window": view.window,
        "interval": view.interval,
    }


def choice_of(view: View) -> View:
    """Return a view with nothing in it but what chooses a reader's events."""
    return View(
        **of_days(view),
        kinds=view.kinds,
        actors=view.actors,
        min_deaths=view.min_deaths,
        coarsest=view.coarsest,
    )


def shown(rows: pd.DataFrame, view: View) -> pd.DataFrame:
    """Return the events that a view shows, the latest first.

    Parameters
    ----------
    rows
        A table of events as :mod:`geo.events.schema` has it.
    view
        Its interval, else its window up to its date; kinds, actors, least deaths, precision.

    Returns
    -------
    pandas.DataFrame
        The same columns, with the index of ``rows``.

    Examples
    --------
    >>> from geo.events.schema import empty
    >>> len(shown(empty(), View()))
    0
    """
    start = rows["start"].to_numpy()
    mask = np.ones(len(rows), dtype=bool)
    if days := days_of(view):
        first, last = days
        mask &= (start >= np.datetime64(first)) & (start < np.datetime64(last + timedelta(days=1)))
    if view.kinds is not None:
        mask &= rows["type"].isin(view.kinds).to_numpy()
    if view.actors is not None:
        named = [actor for actor in view.actors if actor]
        mask &= (rows["actor_a"].isin(named) | rows["actor_b"].isin(named)).to_numpy()
    if view.min_deaths:
        mask &= rows["best"].ge(view.min_deaths).fillna(value=False).to_numpy(dtype=bool)
    options = list(rows["position_precision"].cat.categories)
    mask &= (rows["position_precision"].cat.codes <= options.index(view.coarsest)).to_numpy()
    return rows[mask].sort_values("start", ascending=False, kind="stable")


def placed(rows: pd.DataFrame, attributed: pd.DataFrame | None = None) -> gpd.GeoDataFrame:
    """Return events as points (EPSG:4326), with what was attributed to them.

    Parameters
    ----------
    rows
        A table of events.
    attributed
        What :func:`geo.events.attribution.attribute` returned for them.

    Returns
    -------
    geopandas.GeoDataFrame
        Days as :class:`datetime.date`, categories as text, one point a row.
    """
    joined = rows if attributed is None else rows.join(attributed.loc[rows.index])
    points = gpd.points_from_xy(joined["lon"], joined["lat"], crs=4326)
    plain = joined.drop(columns=["lon", "lat"])
    for column in plain.columns[plain.dtypes == "category"]:
        plain[column] = plain[column].astype("str")
    for column in ("start", "end"):
        plain[column] = plain[column].dt.date
    return gpd.GeoDataFrame(plain.reset_index(drop=True), geometry=points)
