"""Totals of what lies in an area of interest, by holder, governorate, district or disputed area."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import pandas as pd

from geo.ask import people, production
from geo.ask import perspective as perspectives
from geo.atlas import Atlas
from geo.layers import POINTS, SPECS
from geo.model import HELD

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

_WORKING = ("open", "partial")


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
    rows = _names(atlas, by, sums.index).join(sums).reset_index(names="group")
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
        return rows.merge(_areas(atlas), on="unit", how="inner")
    group = rows["unit"].map(atlas.units.set_index("unit")[str(by)]).fillna("")
    if by is By.GOVERNORATE and "governorate" in rows:
        group = group.where(group != "", rows["governorate"].fillna(""))
    return rows.assign(group=group)


def _areas(atlas: Atlas) -> pd.DataFrame:
    """Return which units lie in which disputed area: unit, group."""
    units = atlas.units
    pairs = [
        (units["unit"][i], area)
        for area, codes in atlas.table("areas")[["id", "pcodes"]].itertuples(index=False)
        for i in perspectives.within(units, codes)
    ]
    return pd.DataFrame(pairs, columns=["unit", "group"])


def _names(atlas: Atlas, by: By | None, groups: pd.Index) -> pd.DataFrame:
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


def _fields(rows: pd.DataFrame) -> dict[str, pd.Series]:
    kinds = {kind: rows["figure"] == kind for kind in production.KINDS}
    of_day = kinds["measured"]
    return {
        "fields": pd.Series(1, rows.index),
        "fields_with_figure": of_day,
        "fields_with_reserves": rows["reserves_mmbbl"].notna(),
        "reserves_mmbbl": rows["reserves_mmbbl"],
        **kinds,
        **{f"barrels_{bound}": rows[bound].where(of_day) for bound in ("low", "best", "high")},
    }


def _pipelines(rows: pd.DataFrame) -> dict[str, pd.Series]:
    states = ("open", "partial", "shut", "unknown")
    return {
        "pipelines": ~rows.duplicated(["group", "id"]),
        **{f"km_{state}": rows["km"].where(rows["state"] == state) for state in states},
    }


def _crossings(rows: pd.DataFrame) -> dict[str, pd.Series]:
    airport, working = rows["kind"] == "airport", rows["state"].isin(_WORKING)
    return {
        "crossings": ~airport,
        "crossings_open": ~airport & working,
        "airports": airport,
        "airports_open": airport & working,
    }


def _events(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Count events; deaths are those of events that armed conflict events do not record."""
    placed = ~rows["vague"].astype(bool)
    later = placed & rows["later"].astype(bool)
    return {
        "events": placed,
        "events_vague": ~placed,
        "events_with_deaths": later & rows["deaths_best"].notna(),
        **{
            f"deaths_{bound}": rows[f"deaths_{bound}"].where(later)
            for bound in ("low", "best", "high")
        },
    }


def _conflict(rows: pd.DataFrame) -> dict[str, pd.Series]:
    apart = rows["apart"].astype(bool)
    return {
        "conflict": ~apart,
        "conflict_apart": apart,
        **{
            f"conflict_deaths_{bound}": rows[f"deaths_{bound}"].where(~apart)
            for bound in ("low", "best", "high")
        },
    }


_COUNTED: dict[str, Callable[[pd.DataFrame], dict[str, pd.Series]]] = {
    "ground": lambda rows: dict.fromkeys(("km2", *BANDS), rows["km2"]),
    "fields": _fields,
    "pipelines": _pipelines,
    "crossings": _crossings,
    "events": _events,
    "conflict": _conflict,
    "towns": lambda rows: {"towns": pd.Series(1, rows.index), "people": rows["population"]},
    "residents": lambda rows: people.estimates(rows, ["group"]),
}
