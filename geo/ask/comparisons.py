"""What changed between two days: ground, fields, crossings; and where two perspectives differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.api import Summarised, keep_calls
from geo.ask import control, holdings, people, production
from geo.ask.dated_frame import DatedFrame
from geo.ask.uncertainty.samples import widen_totals
from geo.atlas import Atlas
from geo.errors import QuestionError
from geo.model import HELD
from geo.view import View, day_of

#: The pair that every table of changes carries.
PAIR = ["from_holder", "to_holder"]

_KM2 = ["km2", "km2_low", "km2_high"]
_RESIDENTS = ["residents_low", "residents_best", "residents_high"]
#: What a changed row rests on: of a unit, how certain the later holder is, too.
_SOURCED = ["since", "precision", "evidence", "publishers", "newest", "source"]
_CERTAIN = ["held_since", "certainty", "probability", "reason", "confidence"]


@dataclass(frozen=True, eq=False, repr=False)
class Changes(Summarised):
    """What stands otherwise on the last day than on the first.

    Only the two days are compared: what changed and changed back in between is not in it.

    Attributes
    ----------
    first
        The first day.
    last
        The last day.
    perspective
        The picture that both days are seen in.
    totals
        One row a pair, the largest area first: from_holder, to_holder, km2, km2_low, km2_high (nine
        of ten samples of who held what on the two days lie between them; the ends of barrels and of
        residents hold those samples too), units, subdistricts, fields, fields_with_figure,
        crossings, towns (those with a population), barrels_low, barrels_best, barrels_high (a day,
        on the first day; NaN where no field of the pair has a figure of it), people (in those
        towns; NaN where there is none), residents_low, residents_best, residents_high (on the
        ground, as the census counted them; NaN where there is no census).
    units
        Units that changed (EPSG:4326): unit, pcode, names, district, governorate, km2,
        from_holder, to_holder, since (start of the later spell), precision, evidence, publishers,
        newest, source, held_since, certainty, probability, reason, confidence (of the later
        holder), geometry.
    fields
        Fields that changed hands: id, kind, names, from_holder, to_holder, since, precision,
        evidence, publishers, newest, source, and what they produced on the first day: low, best,
        high, measured.
    fields_on_ground
        Fields whose position lies on ground that changed: id, names, from_holder and to_holder of
        the ground, unit, position_confidence, low, best, high, measured.
    crossings
        Crossings and airports whose run changed: id, kind, names, from_holder, to_holder, since,
        precision, evidence, publishers, newest, source.
    """

    first: date
    last: date
    perspective: str
    totals: pd.DataFrame
    units: gpd.GeoDataFrame
    fields: pd.DataFrame
    fields_on_ground: pd.DataFrame
    crossings: pd.DataFrame

    def summary(self) -> dict[str, object]:
        """Return what changed, for a console or a notebook; the three largest pairs by name."""
        pairs = [
            f"{row.from_holder} to {row.to_holder} {row.km2:,.0f} km²"
            for row in self.totals.head(3).itertuples()
        ]
        more = len(self.totals) - len(pairs)
        return {
            "days": f"{self.first} to {self.last}",
            "perspective": self.perspective,
            "ground": ", ".join([*pairs, *([f"{more} more pairs"] if more > 0 else [])]) or "none",
            "units": len(self.units),
            "fields": len(self.fields),
            "crossings": len(self.crossings),
        }

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        """Units that changed as a GeoJSON FeatureCollection (EPSG:4326)."""
        result: dict[str, Any] = self.units.__geo_interface__
        return result


def changes(atlas: Atlas, first: date | str, last: date | str, perspective: str = HELD) -> Changes:
    """Compare who holds what on two days.

    Fields change hands when the record of who runs them says so (``oil/field_periods.csv``),
    crossings likewise (``crossings/periods.csv``), whatever happens to the ground around them.
    What has no record on one of the days is not compared. Under a perspective other than ``held``
    only the class of ground changes, so ``fields`` and ``crossings`` are empty. Areas are those of
    the atlas, measured on an equal-area projection.

    Parameters
    ----------
    first, last
        The days to compare, also as ISO text.
    perspective
        The picture that both days are seen in.

    Returns
    -------
    Changes
        What changed, with totals; ``help`` of it names the columns of its tables.

    Raises
    ------
    QuestionError
        Where the last day comes before the first.

    Examples
    --------
    >>> from datetime import date
    >>> from geo import Atlas
    >>> result = changes(Atlas.load(), date(2017, 10, 15), date(2017, 10, 18))
    >>> sorted(result.fields.query("from_holder == 'region' and to_holder == 'federal'")["id"])
    ['bai_hassan', 'jambur', 'khabbaz', 'kirkuk_avanah', 'kirkuk_baba']
    >>> result.totals.iloc[0][["from_holder", "to_holder"]].tolist()
    ['region', 'federal']
    """
    first, last = day_of(first, "first day"), day_of(last, "last day")
    if last < first:
        raise QuestionError(f"days {first} and {last}: expected the earlier day first")
    units = _compare_units(atlas, first, last, perspective)
    fields = _compare_runs(atlas, holdings.FIELDS, first, last)
    crossings = _compare_runs(atlas, holdings.CROSSINGS, first, last)
    if perspective != HELD:
        fields, crossings = fields[:0], crossings[:0]
    output = production.on(atlas, first).rename(columns={"field": "id"})
    output = output[["id", "low", "best", "high", "measured"]]
    fields = fields.merge(output, on="id", how="left")
    on_ground = _select_inside(atlas.table("fields"), units)
    names = ["id", *atlas.name_columns, *PAIR, "unit", "position_confidence"]
    totals = _sum_totals(atlas, units, fields, crossings)
    if perspective == HELD and len(totals):  # classes have no days in doubt
        ground = pd.DataFrame(atlas.unit_records)
        tables = {"ground": ground, "residents": people.on(atlas, ground), "fields": output}
        totals = widen_totals(atlas, (first, last), totals, PAIR, tables)
    return Changes(
        first,
        last,
        perspective,
        totals,
        units,
        fields,
        on_ground[names].merge(output, on="id", how="left"),
        crossings,
    )


def _compare_units(atlas: Atlas, first: date, last: date, perspective: str) -> gpd.GeoDataFrame:
    before = control.units_on(atlas, first, perspective)
    after = control.units_on(atlas, last, perspective)
    rows = after.rename(columns={"holder": "to_holder"}).assign(from_holder=before["holder"])
    rows = rows[rows["from_holder"] != rows["to_holder"]]
    names = ["unit", "pcode", *atlas.name_columns, "district", "governorate", "km2", *PAIR]
    return DatedFrame(rows[[*names, *_SOURCED, *_CERTAIN, "geometry"]].reset_index(drop=True))


def _compare_runs(atlas: Atlas, periods: holdings.Periods, first: date, last: date) -> pd.DataFrame:
    """Return the things that one holder ran on the first day and another on the last."""
    rows, holder = atlas.table(periods.table), periods.says[0]
    before = control.valid_on(rows, first).set_index(periods.key)[holder]
    after = control.valid_on(rows, last).rename(
        columns={holder: "to_holder", "start": "since", periods.key: "id", "id": "period"}
    )
    runs = after.join(before.rename("from_holder"), on="id", how="inner")
    runs = runs[runs["from_holder"] != runs["to_holder"]]
    named = atlas.table(periods.things)[["id", "kind", *atlas.name_columns]]
    return named.merge(runs.reindex(columns=["id", *PAIR, *_SOURCED]), on="id", validate="1:1")


def _select_inside(points: pd.DataFrame, units: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the points (lon, lat) that lie in a unit, with its id and pair; each point once."""
    tree = shapely.STRtree(units.geometry.to_numpy())
    at = shapely.points(points["lon"].to_numpy(dtype=float), points["lat"].to_numpy(dtype=float))
    which, inside = tree.query(at, predicate="intersects")
    which, once = np.unique(which, return_index=True)
    ground = units.iloc[inside[once]][["unit", *PAIR]].reset_index(drop=True)
    rows = points.iloc[which].reset_index(drop=True)
    return rows.join(ground)


def _sum_totals(
    atlas: Atlas, units: gpd.GeoDataFrame, fields: pd.DataFrame, crossings: pd.DataFrame
) -> pd.DataFrame:
    places = atlas.table("places")
    towns = _select_inside(places[places["population"].notna()], units)
    of_day = fields[fields["measured"].eq(True)]
    parts = [
        units.groupby(PAIR).agg(
            **dict.fromkeys(_KM2, ("km2", "sum")),
            units=("unit", "size"),
            subdistricts=("pcode", "nunique"),
        ),
        fields.groupby(PAIR).agg(fields=("id", "size")),
        of_day.groupby(PAIR).agg(fields_with_figure=("id", "size")),
        _sum_columns(of_day, barrels_low="low", barrels_best="best", barrels_high="high"),
        crossings.groupby(PAIR).agg(crossings=("id", "size")),
        _sum_columns(towns, people="population"),
        _sum_residents(atlas, units, PAIR).round(),
        towns.groupby(PAIR).agg(towns=("id", "size")),
    ]
    joined: pd.DataFrame = pd.concat(parts, axis=1).reset_index(names=PAIR)
    counts = ["units", "subdistricts", "fields", "fields_with_figure", "crossings", "towns"]
    joined[counts] = joined[counts].fillna(0).astype(int)
    joined[_KM2] = joined[_KM2].fillna(0.0)
    order = ["km2", "fields", "crossings", *PAIR]
    figures = ["barrels_low", "barrels_best", "barrels_high", "people", *_RESIDENTS]
    rows = joined.sort_values(order, ascending=[False, False, False, True, True], ignore_index=True)
    return rows[[*PAIR, *_KM2, *counts, *figures]]


def _sum_residents(atlas: Atlas, rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return the people that the census counted on the ground of each group."""
    counts = people.on(atlas, rows[["unit", "km2", *keys]])
    ends = pd.DataFrame(people.estimates(counts, keys))
    return ends.groupby([counts[key] for key in keys]).sum(min_count=1)


def _sum_columns(rows: pd.DataFrame, **columns: str) -> pd.DataFrame:
    """Sum columns by pair; a pair of which nothing is known stays NaN, never nought."""
    groups = rows.astype(dict.fromkeys(columns.values(), float)).groupby(PAIR)
    return pd.DataFrame({name: groups[column].sum(min_count=1) for name, column in columns.items()})


def other_holders(atlas: Atlas, view: View) -> pd.Series:
    """Return the second picture of a view: the holder or class of every unit.

    Parameters
    ----------
    atlas, view
        ``view.against`` is the second perspective; its day is ``view.compare``, else ``view.date``.

    Raises
    ------
    QuestionError
        Where the view has no second perspective.
    """
    if view.against is None:
        raise QuestionError("against: expected a second perspective")
    return control.at(atlas, view.compare or view.date, view.against)["holder"]


def differences(atlas: Atlas, view: View) -> pd.DataFrame:
    """Return what is held by one and claimed by another: ground on which two pictures differ.

    Returns
    -------
    pandas.DataFrame
        holder (of ``view.perspective``), other (of ``view.against``), km2, units,
        residents_low, residents_best, residents_high (people that the census counted); the
        largest first.

    Examples
    --------
    >>> from geo import Atlas, View
    >>> rows = differences(Atlas.load(), View(date="2017-11-01", against="region"))
    >>> ("federal", "disputed") in set(zip(rows["holder"], rows["other"], strict=True))
    True
    """
    rows = pd.DataFrame(control.at(atlas, view.date, view.perspective)[["unit", "km2", "holder"]])
    rows["other"] = other_holders(atlas, view).to_numpy()
    rows = rows[rows["holder"] != rows["other"]]
    keys = ["holder", "other"]
    sums = rows.groupby(keys).agg(km2=("km2", "sum"), units=("unit", "size"))
    sums = sums.join(_sum_residents(atlas, rows, keys)).reset_index()
    return sums.sort_values("km2", ascending=False, ignore_index=True)


keep_calls(
    changes,
    between=changes,
    differences=differences,
    other_holders=other_holders,
    Changes=Changes,
    PAIR=PAIR,
)
