"""What is at stake on a piece of ground on a day: ground, oil, ways, events, people, by holder."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import geopandas as gpd
import pandas as pd
import shapely

from geo.api import keep_calls, rename_field, rename_parameter
from geo.ask import area_of_interest, comparisons, control, people, production, stakes
from geo.ask import perspective as perspectives
from geo.ask.area_of_interest import AreaOfInterest
from geo.ask.uncertainty.samples import widen_totals
from geo.atlas import Atlas
from geo.errors import QuestionError
from geo.layers import POINTS, SPECS
from geo.model import HELD
from geo.view import day_of

#: What is said of who holds the ground of a unit.
_GROUND = (
    *("since", "held_since", "certainty", "probability", "reason", "confidence"),
    *("evidence", "publishers", "newest", "source"),
)

__all__ = [
    "BANDS",
    "COUNTS",
    "SUMS",
    "By",
    "Exposure",
    "exposure",
    "handed_over",
]


@dataclass(frozen=True, eq=False)
class Exposure:
    """What lies on the area of interest on a day, and what it comes to.

    Attributes
    ----------
    day
        The day.
    perspective
        The picture that the ground is seen in.
    by
        What ``totals`` is divided by; None for one row.
    window
        Events of so many days up to the day are counted; 0 counts those of all days.
    area
        The area of interest.
    totals
        One row a group, the largest area first: group, name_en, name_ar, name_ckb; km2, fields,
        fields_with_figure, measured, interpolated, carried, fields_with_reserves, pipelines,
        km_open, km_partial, km_shut, km_unknown, refineries, crossings, crossings_open, airports,
        airports_open, events, events_vague, events_with_deaths, conflict, conflict_apart, towns;
        km2_low, km2_high; and NaN
        where nothing is known: barrels_low, barrels_best, barrels_high (a day), reserves_mmbbl,
        refining_bpd, deaths_low, deaths_best, deaths_high, conflict_deaths_low,
        conflict_deaths_best, conflict_deaths_high, people (in towns), residents_low,
        residents_best, residents_high. By holder, what has no known place is ``unknown``; by
        place, its group is ''. By holder, ``low`` and ``high`` of km², barrels and residents also
        hold what is not certain of who held what: nine of ten samples lie between them.
    ground
        Units, or their parts in the polygon (EPSG:4326): unit, pcode, district, governorate, km2,
        share, holder (or class of the ground), since, held_since, certainty, probability, reason,
        confidence, evidence, publishers, newest, source, geometry.
    fields
        Fields, as :func:`geo.ask.stakes.fields` gives them, with ``ground`` (who holds the ground
        of its position, or its class).
    pipelines
        Stretches of pipelines, as :func:`geo.ask.stakes.pipelines` gives them, with ``ground``.
    points
        By layer, the features of those layers of points that their specification describes in full
        (refineries), with ``ground``.
    crossings
        Crossings and airports with who ran them and their state, with ``ground``.
    events
        Events up to the day, with ``ground``; those that are ``vague`` count in no total but
        ``events_vague``. Their deaths are summed after the years of ``conflict`` only.
    conflict
        Armed conflict events that begin in the window, with ``ground``; those ``apart`` (placed by
        a district or governorate, or longer than a month) count in no total but
        ``conflict_apart``. Their deaths are not comparable with those of ``events``.
    towns
        Towns with a population, with ``ground``.
    residents
        People that the census counted, one row a unit and P-code, as :func:`geo.ask.people.on`
        gives them, with ``ground``; whatever the day, they are those of the census.
    reported
        What sources say of groups of fields and of totals for this very day, as
        :func:`geo.ask.production.reported` gives it. They are not divided by ground, and add to no
        sum.
    """

    day: date
    perspective: str
    by: By | None
    window: int
    area: AreaOfInterest
    totals: pd.DataFrame
    ground: gpd.GeoDataFrame
    fields: pd.DataFrame
    pipelines: pd.DataFrame
    points: dict[str, pd.DataFrame]
    crossings: pd.DataFrame
    events: pd.DataFrame
    conflict: pd.DataFrame
    towns: pd.DataFrame
    residents: pd.DataFrame
    reported: pd.DataFrame

    said = rename_field("said", "reported")

    @property
    def refineries(self) -> pd.DataFrame:
        """Refineries, with ``ground``."""
        return self.points["refineries"]


def exposure(
    atlas: Atlas,
    day: date | str,
    *,
    perspective: str = HELD,
    by: By | str | None = None,
    polygon: str | area_of_interest.Ring | shapely.Geometry | None = None,
    places: str | Iterable[str] | None = None,
    window: int = 365,
) -> Exposure:
    """Return what is at stake on a piece of ground on a day.

    By holder, under ``held``, a field belongs to who held it by its own record
    (``oil/field_periods.csv``), a crossing to who ran it, all else to who held the ground that it
    stands on. Under the other perspectives everything belongs to the class of its ground.

    Parameters
    ----------
    day
        The day, also as ISO text.
    perspective
        The picture that the ground is seen in.
    by
        What the figures are divided by; None for all in one. Disputed areas may overlap, so that
        the rows of ``area`` add up to no whole.
    polygon, places
        The ground, as :func:`geo.ask.area_of_interest.ask` takes it; the
        whole country where neither is given.
    window
        Events of so many days up to the day; 0 for those of all days.

    Returns
    -------
    Exposure
        Totals and what they are sums of; ``help`` of it names the columns of its tables.

    Raises
    ------
    QuestionError
        Where the ground, the perspective or the division does not exist.

    Examples
    --------
    >>> from datetime import date
    >>> from geo import Atlas
    >>> answer = exposure(Atlas.load(), date(2017, 9, 27), by="holder", places="areas:kirkuk")
    >>> answer.totals["group"].tolist()
    ['region', 'is', 'federal', 'mixed']
    """
    day = day_of(day)
    view = perspectives.check(atlas, perspective)
    if by not in {None, *By}:
        raise QuestionError(f"division {by!r}: expected one of {', '.join(By)}")
    split = None if by is None else By(by)
    place = area_of_interest.ask(atlas, polygon=polygon, places=places)
    first = stakes.find_first_day(day, window)
    units = control.units_on(atlas, day, view).set_index("unit")
    holders = pd.DataFrame(units[["holder", *_GROUND]].to_dict("list"), units.index)
    pieces = pd.DataFrame(place.pieces.drop(columns="geometry")).join(holders, on="unit")
    ground = gpd.GeoDataFrame(pieces, geometry=place.pieces.geometry, crs=4326)
    tables = {
        "fields": stakes.fields(atlas, day),
        **{name: stakes.points(atlas, name) for name in POINTS},
        "crossings": stakes.crossings(atlas, day),
        "events": stakes.events(atlas, first, day),
        "conflict": stakes.conflict_events(atlas, first, day),
        "towns": stakes.towns(atlas),
    }
    tables = {name: rows[place.holds(rows)] for name, rows in tables.items()}
    tables["pipelines"] = stakes.pipelines(atlas, day, place)
    tables["residents"] = people.on(atlas, place.pieces[["unit", "km2"]])
    for name, rows in tables.items():  # who holds the ground of each; '' for what has no place
        named = rows["unit"].map(units["holder"]).fillna("")
        tables[name] = rows.assign(ground=named).reset_index(drop=True)
    areas = pd.DataFrame(ground.drop(columns="geometry")).rename(columns={"holder": "ground"})
    summed = totals(atlas, split, view, {"ground": areas, **tables})
    if split is By.HOLDER and view == HELD:
        summed = widen_totals(atlas, (day,), summed, ["group"], {"ground": areas, **tables})
    reported = production.reported(atlas, day)
    is_total = reported["subject"].str.contains(":") & reported["role"].isin(["covers", "doubted"])
    return Exposure(
        day,
        view,
        split,
        window,
        place,
        summed,
        ground,
        reported=reported[is_total].reset_index(drop=True),
        points={name: tables.pop(name) for name in POINTS},
        **tables,
    )


@rename_parameter("found", "later")
def handed_over(atlas: Atlas, later: Exposure, since: date | str) -> pd.DataFrame:
    """Return which of an exposure's fields changed hands from another day.

    The earlier of the two days is taken as the first.

    Parameters
    ----------
    later
        An exposure on the later day.
    since
        The earlier day.

    Returns
    -------
    pandas.DataFrame
        As ``fields`` of :class:`geo.ask.comparisons.Changes`.
    """
    rows = fields_changed(atlas, *sorted((day_of(since), later.day)))
    return rows[rows["id"].isin(later.fields["id"])].reset_index(drop=True)


def fields_changed(atlas: Atlas, first: date | str, last: date | str) -> pd.DataFrame:
    """Return ``fields`` of :func:`geo.ask.comparisons.changes`; leaves with 2.1."""
    return comparisons.changes(atlas, first, last).fields


#: Figures that are nought where there is nothing.
COUNTS = (
    "km2", "fields", "fields_with_figure", *production.KINDS, "fields_with_reserves",
    "pipelines", "km_open", "km_partial", "km_shut", "km_unknown", *POINTS, "crossings",
    "crossings_open", "airports", "airports_open", "events", "events_vague", "events_with_deaths",
    "conflict", "conflict_apart", "towns",
)  # fmt: skip

#: Ends of km²; by holder, the ends of all groups add up to no whole.
BANDS = ("km2_low", "km2_high")

#: Figures that are NaN where nothing is known: barrels a day, millions of barrels, barrels a day
#: of refining, deaths in milestones and in armed conflict events, people in towns, people that the
#: census counted.
SUMS = (
    "barrels_low", "barrels_best", "barrels_high", "reserves_mmbbl",
    *(total for name in POINTS for total in SPECS[name].totals),
    "deaths_low", "deaths_best", "deaths_high",
    "conflict_deaths_low", "conflict_deaths_best", "conflict_deaths_high", "people",
    "residents_low", "residents_best", "residents_high",
)  # fmt: skip

_FIGURES = (*COUNTS, *BANDS, *SUMS)

_ENDS = ("low", "best", "high")


class By(StrEnum):
    """What figures are divided by."""

    HOLDER = "holder"
    GOVERNORATE = "governorate"
    DISTRICT = "district"
    AREA = "area"


def totals(atlas: Atlas, by: By | None, view: str, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Sum up tables of things."""
    counted = [
        pd.DataFrame(_count(name, grouped)).assign(group=grouped["group"])
        for name, rows in tables.items()
        for grouped in [add_groups(atlas, by, view, name, rows)]
    ]
    every = pd.concat(counted, ignore_index=True).reindex(columns=["group", *_FIGURES])
    every = every.astype(dict.fromkeys(_FIGURES, float))
    sums = every.groupby("group").sum(min_count=1)
    if by is None:
        sums = sums.reindex(["all"])
    never_unknown = [*COUNTS, *BANDS]
    sums[never_unknown] = sums[never_unknown].fillna(0.0)
    sums["residents_best"] = sums["residents_best"].round()
    integers = [name for name in COUNTS if not name.startswith("km")]
    sums = sums.astype(dict.fromkeys(integers, int))
    rows = _name_groups(atlas, by, sums.index).join(sums).reset_index(names="group")
    order = ["km2", "fields", "group"]
    return rows.sort_values(order, ascending=[False, False, True], ignore_index=True)


def add_groups(
    atlas: Atlas, by: By | None, view: str, name: str, rows: pd.DataFrame
) -> pd.DataFrame:
    """Return rows with the ``group`` that each belongs to; it may belong to several areas."""
    if by is None:
        return rows.assign(group="all")
    if by is By.HOLDER:
        columns = {"fields": "holder", "crossings": "run_by"} if view == HELD else {}
        return rows.assign(group=rows[columns.get(name, "ground")].replace("", "unknown"))
    if by is By.AREA:
        areas = area_of_interest.units_of_areas(atlas).rename(columns={"area": "group"})
        return rows.merge(areas, on="unit")
    group = rows["unit"].map(atlas.units.set_index("unit")[str(by)]).fillna("")
    if by is By.GOVERNORATE and "governorate" in rows:
        group = group.where(group != "", rows["governorate"].fillna(""))
    return rows.assign(group=group)


def _name_groups(atlas: Atlas, by: By | None, groups: pd.Index) -> pd.DataFrame:
    tables = {
        By.GOVERNORATE: ("governorates", "iso"),
        By.DISTRICT: ("districts", "pcode"),
        By.AREA: ("areas", "id"),
    }
    if by not in tables:
        return pd.DataFrame("", index=groups, columns=atlas.name_columns)
    table, key = tables[by]
    return atlas.table(table).set_index(key)[atlas.name_columns].reindex(groups).fillna("")


def _count(name: str, rows: pd.DataFrame) -> dict[str, pd.Series]:
    if name in _COUNTED:
        return _COUNTED[name](rows)
    sums = {total: rows[column] for total, column in SPECS[name].totals.items()}
    return {name: pd.Series(1, rows.index), **sums}


def _count_fields(rows: pd.DataFrame) -> dict[str, pd.Series]:
    kinds = {kind: rows["figure"] == kind for kind in production.KINDS}
    return {
        "fields": pd.Series(1, rows.index),
        "fields_with_figure": kinds["measured"],
        "fields_with_reserves": rows["reserves_mmbbl"].notna(),
        "reserves_mmbbl": rows["reserves_mmbbl"],
        **kinds,
        **{f"barrels_{end}": rows[end].where(kinds["measured"]) for end in _ENDS},
    }


def _count_pipelines(rows: pd.DataFrame) -> dict[str, pd.Series]:
    states = ("open", "partial", "shut", "unknown")
    return {
        "pipelines": ~rows.duplicated(["group", "id"]),
        **{f"km_{state}": rows["km"].where(rows["state"] == state) for state in states},
    }


def _count_crossings(rows: pd.DataFrame) -> dict[str, pd.Series]:
    airport, working = rows["kind"] == "airport", rows["state"].isin(("open", "partial"))
    return {
        "crossings": ~airport,
        "crossings_open": ~airport & working,
        "airports": airport,
        "airports_open": airport & working,
    }


def _count_events(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Count events; deaths are those of events that armed conflict events do not record."""
    placed = ~rows["vague"].astype(bool)
    later = placed & rows["later"].astype(bool)
    return {
        "events": placed,
        "events_vague": ~placed,
        "events_with_deaths": later & rows["deaths_best"].notna(),
        **{f"deaths_{end}": rows[f"deaths_{end}"].where(later) for end in _ENDS},
    }


def _count_conflict(rows: pd.DataFrame) -> dict[str, pd.Series]:
    apart = rows["apart"].astype(bool)
    return {
        "conflict": ~apart,
        "conflict_apart": apart,
        **{f"conflict_deaths_{end}": rows[f"deaths_{end}"].where(~apart) for end in _ENDS},
    }


_COUNTED: dict[str, Callable[[pd.DataFrame], dict[str, pd.Series]]] = {
    "ground": lambda rows: dict.fromkeys(("km2", *BANDS), rows["km2"]),
    "fields": _count_fields,
    "pipelines": _count_pipelines,
    "crossings": _count_crossings,
    "events": _count_events,
    "conflict": _count_conflict,
    "towns": lambda rows: {"towns": pd.Series(1, rows.index), "people": rows["population"]},
    "residents": lambda rows: people.estimates(rows, ["group"]),
}


keep_calls(
    exposure,
    exposure=exposure,
    fields_changed=fields_changed,
    handed_over=handed_over,
    Exposure=Exposure,
    By=By,
)
