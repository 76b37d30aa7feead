"""Control as somebody else maps it, beside the atlas's: where the two agree, and where not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.api import keep_calls
from geo.ask import holdings
from geo.ask.dated_control import (
    AFTER,
    BEYOND,
    FIRST,
    SLIVER,
    DatedControl,
    Ground,
    cut_rows,
    find_named,
)
from geo.ask.holder_names import resolve_holders
from geo.atlas import Atlas
from geo.errors import QuestionError
from geo.view import day_of

__all__ = ["Comparison", "rival"]

#: What of a spell a row of the comparison says.
_SPELL: Final = (
    *("spell", "since", "held_since", "precision", "certainty", "probability"),
    *("evidence", "publishers", "newest", "source"),
)

Period = tuple[date | str, date | str]


@dataclass(frozen=True, eq=False)
class Comparison:
    """What a rival map says of the ground, against the atlas on one day or through a period.

    Attributes
    ----------
    day
        The day; of a period its first.
    last
        The last day of a period; None for one day.
    pairs
        km2 and units by ours (holder in the atlas) and theirs (holder on the rival map); of a
        period km2 is the mean of its days.
    units
        One row a unit and holder on the rival map on ``day``: unit, pcode, names, district,
        governorate, ours, theirs, km2, share (of the unit), and our spell, its start, precision,
        certainty, evidence and source.
    holders
        One row a holder: ours_km2 (within the rival map's ground), theirs_km2, both_km2 and iou
        (both over either, 0 to 1).
    rows
        One row a row of theirs that holds in this time: row (its number in the file), place, ground
        (what was taken for it), theirs, start, end (the first day after), km2, ours (who holds most
        of it through its days), ours_since (the day on which their holder came in the atlas, the
        nearest to ``start``), days_apart (``start`` less that day; missing where the atlas knows no
        such day), days_unlike (days on which ours is another, weighed by ground), note, their
        source and our sources (``ours_source``).
    series
        km2 by day, ours and theirs: of each day of the period on which theirs changes.
    uncovered_km2
        Ground of the atlas of which the rival map says nothing; of a period on its first day.
    outside_km2
        Ground of the rival map beyond the atlas, within three degrees of it.
    overlap_km2
        Ground that the rival map gives to two holders; counted for the one of the finer level, else
        for the later row.
    left_out
        Numbers of the rows without a holder, or with one that ``names`` leaves out.
    """

    day: date
    pairs: pd.DataFrame
    units: pd.DataFrame
    holders: pd.DataFrame
    uncovered_km2: float
    outside_km2: float
    overlap_km2: float
    rows: pd.DataFrame
    series: pd.DataFrame
    last: date | None = None
    left_out: tuple[int, ...] = ()

    @property
    def shared_km2(self) -> float:
        """Ground on which both say the same."""
        same = self.pairs["ours"] == self.pairs["theirs"]
        return float(self.pairs.loc[same, "km2"].sum())

    @property
    def different_km2(self) -> float:
        """Ground on which they differ."""
        return float(self.pairs["km2"].sum()) - self.shared_km2

    def __repr__(self) -> str:
        """Return the figures in one line."""
        until = f" to {self.last}" if self.last else ""
        return (
            f"<Comparison {self.day}{until}: {self.shared_km2:,.1f} km² alike, "
            f"{self.different_km2:,.1f} km² not, {self.uncovered_km2:,.1f} km² not covered"
            f"{f', rows left out: {len(self.left_out)}' if self.left_out else ''}>"
        )


def rival(
    atlas: Atlas,
    day: date | str | Period | None,
    areas: pd.DataFrame,
    *,
    holder: str = "holder",
    names: Mapping[str, str | None] | None = None,
    place: str | None = None,
    start: str | None = None,
    end: str | None = None,
) -> Comparison:
    """Return where control as somebody else maps it agrees with the atlas, and where not.

    Parameters
    ----------
    day
        A day, also as ISO text; the first and last day of a period; None for all days of ``areas``.
    areas
        Polygons (a GeoDataFrame, in degrees where it names no projection), or a table with a column
        of places. Of rows that overlap the finer level holds, then the later row.
    holder
        The column that says who holds each; a row where it is empty is left out.
    names
        A holder of the atlas for each name in that column that is none; None leaves it out.
    place
        The column of P-codes or names, of a table without polygons; of a town the unit is taken
        that it lies in.
    start, end
        The columns of the first day of each row and of the first day after; without them a row
        holds always.

    Returns
    -------
    Comparison
        km² by pair of holders, the units, and the rows of ``areas`` (see its attributes).

    Raises
    ------
    QuestionError
        Where a column does not exist, a name in it is no holder, or a place is not known.

    Examples
    --------
    >>> from geo import Atlas
    >>> columns = ["place", "from", "until", "holder"]
    >>> row = ["Sinjar district", "2014-08-10", "2015-11-13", "ISIS"]
    >>> table = pd.DataFrame([row], columns=columns)
    >>> found = rival(Atlas.load(), None, table, place="place", start="from", end="until")
    >>> found.rows[["theirs", "ours", "days_apart"]].values.tolist()
    [['is', 'is', 7]]
    """
    for column in filter(None, (holder, place, start, end)):
        if column not in areas.columns:
            columns = ", ".join(str(name) for name in areas.columns if name != "geometry")
            raise QuestionError(f"column {column!r}: expected one of {columns}")
    texts = areas[holder].astype("str").fillna("").str.strip()
    holders = resolve_holders(atlas, texts, {"": None, **(names or {})})
    rows = pd.DataFrame({
        "row": range(1, len(areas) + 1),
        "place": areas[place].astype("str").fillna("").to_numpy() if place else "",
        "holder": pd.Series([holders[text] for text in texts], dtype=object),
        "start": _read_days(areas, start), "end": _read_days(areas, end),
        "source": "", "note": "",
    })  # fmt: skip
    ground: list[Ground | None] = [None] * len(areas)
    shapes = None
    if place:
        ground = [find_named(atlas, (("unit", text),)) for text in rows["place"]]
        if None in ground:
            text = rows["place"][ground.index(None)]
            raise QuestionError(f"place {text!r}: expected a P-code or a name of the atlas")
    elif isinstance(areas, gpd.GeoDataFrame):
        shapes = _convert_to_degrees(areas).to_numpy()
    else:
        raise QuestionError("areas: expected polygons, or a column of places (place=)")
    return compare(atlas, cut_rows(atlas, rows, ground, shapes), day)


def _read_days(areas: pd.DataFrame, column: str | None) -> pd.Series:
    if column is None:
        return pd.Series([None] * len(areas), dtype=object)
    cells = areas[column].tolist()
    days = [None if pd.isna(cell) or cell == "" else pd.Timestamp(cell).date() for cell in cells]
    return pd.Series(days, dtype=object)


def compare(atlas: Atlas, control: DatedControl, day: date | str | Period | None) -> Comparison:
    """Return what control as somebody else records it says against the atlas."""
    days = control.days
    if day is None and days:
        covered = atlas.profile.days
        first = min(max(days[0], covered.first), covered.last)
        last: date | None = max(first, min(_find_last_day(control), covered.last))
    elif day is None:
        raise QuestionError("a map of no days: expected a day to compare it on")
    elif isinstance(day, tuple):
        first, last = day_of(day[0]), day_of(day[1])
        if last < first:
            raise QuestionError(f"{first} and {last}: expected the earlier day first")
    else:
        first, last = day_of(day), None
    segments = _join_spells(atlas, control)
    units = _compare_units(atlas, control, first)
    changing = [first, *(item for item in days if first < item <= (last or first))]
    series = _list_pairs(segments, changing)
    pairs = _average_pairs(segments, first, last or first)
    covered_km2 = units.groupby("unit")["km2"].sum()
    ours = pd.Series({row["unit"]: row["km2"] for row in atlas.unit_records})
    uncovered = ours.sub(covered_km2, fill_value=0.0).clip(lower=0.0)
    beyond = control.pieces[(control.pieces["unit"] == BEYOND) & holds_on(control.pieces, first)]
    overlaps = control.overlaps[holds_on(control.overlaps, first)]
    return Comparison(
        first, pairs, units, _sum_by_holder(pairs),
        float(uncovered[uncovered > SLIVER].sum()),
        float(beyond["km2"].sum()), float(overlaps["km2"].sum()),
        _compare_rows(atlas, control, segments, first, last or first), series, last,
        tuple(control.rows.loc[control.rows["holder"].isna(), "row"]),
    )  # fmt: skip


def _find_last_day(control: DatedControl) -> date:
    """Return the last day of the last row; where one is open the last on which anything changes."""
    ends = control.rows["end"]
    if any(end is None for end in ends):
        return control.days[-1]
    return date.fromordinal(max(ends).toordinal() - 1)


def holds_on(rows: pd.DataFrame, day: date, last: date | None = None) -> Any:
    """Return which rows of [start, end) hold on a day, or on one up to a last day, shape (n,).

    None is open.
    """
    last = last or day
    spans = zip(rows["start"], rows["end"], strict=True)
    return np.array(
        [(start is None or start <= last) and (end is None or day < end) for start, end in spans],
        dtype=bool,
    )


def _select_pieces(control: DatedControl, day: date) -> pd.DataFrame:
    """Return the pieces of units on a day, without what lies beyond the atlas."""
    return control.pieces[holds_on(control.pieces, day) & (control.pieces["unit"] != BEYOND)]


def pieces_on(atlas: Atlas, control: DatedControl, day: date) -> gpd.GeoDataFrame:
    """Return the ground of each holder in each unit on a day, with km2 and share of the unit."""
    pieces = _select_pieces(control, day)
    shapes = [
        atlas.unit_shapes[unit] if shape is None else shape
        for unit, shape in zip(pieces["unit"], pieces["geometry"], strict=True)
    ]
    units = [atlas.unit_records[unit]["unit"] for unit in pieces["unit"]]
    frame = gpd.GeoDataFrame(
        {"unit": units, **{name: pieces[name].to_numpy() for name in ("holder", "km2", "share")}},
        geometry=shapes, crs=4326,
    )  # fmt: skip
    sums = {"km2": "sum", "share": "sum"}
    return frame.dissolve(["unit", "holder"], aggfunc=sums, as_index=False)


def _compare_units(atlas: Atlas, control: DatedControl, day: date) -> pd.DataFrame:
    sums = _select_pieces(control, day).groupby(["unit", "holder"])[["km2", "share"]].sum()
    theirs = sums.reset_index("holder").rename(columns={"holder": "theirs"})
    ours = pd.DataFrame(holdings.on(atlas, day)).rename(columns={"holder": "ours"})
    rows = theirs.rename_axis(None).join(ours.drop(columns="km2"))
    columns = ["unit", "pcode", *atlas.name_columns, "district", "governorate", "ours", "theirs"]
    rows = rows[[*columns, "km2", "share", *_SPELL]]
    return rows.sort_values(["unit", "theirs"], ignore_index=True)


def _join_spells(atlas: Atlas, control: DatedControl) -> pd.DataFrame:
    """Return each piece by who holds it in the atlas: first and last_ day as numbers, holders, km2.

    Days that no spell of the atlas covers have the holder ``unknown``.
    """
    covered = atlas.profile.days
    open_end = covered.last.toordinal() + 1
    spells = pd.DataFrame(atlas.spells).rename(columns={"holder": "ours", "id": "spell"})
    spells["first"] = [day.toordinal() for day in spells["start"]]
    spells["after"] = [day.toordinal() if day else open_end for day in spells["end"]]
    before = pd.DataFrame({"unit": [row["unit"] for row in atlas.unit_records]})
    spells = pd.concat([before.assign(first=FIRST, after=FIRST), spells])
    spells = spells.sort_values(["unit", "first"])[["unit", "first", "after", *_OURS]]
    following = spells.groupby("unit")["first"].shift(-1, fill_value=AFTER)
    gaps = spells.assign(first=spells["after"], after=following, **_OURS)
    pieces = control.pieces[control.pieces["unit"] != BEYOND].reset_index(names="piece")
    pieces["begin"] = [(day or covered.first).toordinal() for day in pieces["start"]]
    pieces["finish"] = [day.toordinal() if day else open_end for day in pieces["end"]]
    pieces["unit"] = [atlas.unit_records[unit]["unit"] for unit in pieces["unit"]]
    pieces = pieces.rename(columns={"holder": "theirs"})
    columns = ["piece", "row", "unit", "theirs", "km2", "begin", "finish"]
    table = pieces[columns].merge(pd.concat([spells, gaps]), on="unit")
    table["first"] = np.maximum(table["first"], table["begin"])
    table["after"] = np.minimum(table["after"], table["finish"])
    return table[table["first"] < table["after"]].sort_values(["piece", "first"])


#: What no spell says of the days that none covers.
_OURS: Final = {"ours": "unknown", "spell": "", "source": ""}


def _list_pairs(segments: pd.DataFrame, days: list[date]) -> pd.DataFrame:
    """Return km² by pair of holders on each of some days."""
    parts = []
    for day in days:
        number = day.toordinal()
        rows = segments[(segments["first"] <= number) & (number < segments["after"])]
        sums = rows.groupby(["ours", "theirs"], as_index=False)["km2"].sum()
        parts.append(sums.assign(day=day))
    table = pd.concat(parts, ignore_index=True)[["day", "ours", "theirs", "km2"]]
    return table.sort_values(["day", "km2"], ascending=[True, False], ignore_index=True)


def _average_pairs(segments: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    """Return km² by pair of holders, the mean of the days of a period."""
    begin, after = first.toordinal(), last.toordinal() + 1
    days = np.minimum(segments["after"], after) - np.maximum(segments["first"], begin)
    rows = segments[days > 0].assign(km2=(segments["km2"] * days / (after - begin)))
    pairs = rows.groupby(["ours", "theirs"], as_index=False).agg(
        km2=("km2", "sum"), units=("unit", "nunique")
    )
    return pairs.sort_values(
        ["km2", "ours", "theirs"], ascending=[False, True, True], ignore_index=True
    )


def _sum_by_holder(pairs: pd.DataFrame) -> pd.DataFrame:
    ours, theirs = (pairs.groupby(side)["km2"].sum() for side in ("ours", "theirs"))
    same = pairs[pairs["ours"] == pairs["theirs"]].set_index("ours")["km2"]
    result = pd.DataFrame({"ours_km2": ours, "theirs_km2": theirs, "both_km2": same}).fillna(0.0)
    result["iou"] = result["both_km2"] / (
        result["ours_km2"] + result["theirs_km2"] - result["both_km2"]
    )
    return (
        result.rename_axis("holder")
        .reset_index()
        .sort_values("theirs_km2", ascending=False, ignore_index=True)
    )


def _compare_rows(
    atlas: Atlas, control: DatedControl, segments: pd.DataFrame, first: date, last: date
) -> pd.DataFrame:
    """Return one row a row of theirs that holds between two days: ours, days apart, sources."""
    arrivals = _find_arrivals(atlas)
    result = []
    for at, row in control.rows[holds_on(control.rows, first, last)].iterrows():
        mine = segments[segments["row"] == at]
        if not len(mine):
            continue
        weight = mine["km2"] * (mine["after"] - mine["first"])
        pieces = mine.groupby("piece")[["unit", "km2"]].first()
        km2 = float(pieces.groupby("unit")["km2"].max().sum())
        ours = str(weight.groupby(mine["ours"]).sum().idxmax())
        unlike = float(weight[mine["ours"] != row["holder"]].sum()) / km2
        since = _find_nearest_arrival(arrivals, mine, row)
        matching = mine[mine["ours"] == row["holder"]] if row["holder"] == ours else mine
        cited = dict.fromkeys(
            item for text in matching["source"] for item in str(text).split(";") if item
        )
        result.append({
            **row, "theirs": row["holder"], "km2": km2, "ours": ours, "ours_since": since,
            "days_apart": (row["start"] - since).days if since else None,
            "days_unlike": round(unlike), "ours_source": ";".join(cited),
        })  # fmt: skip
    table = pd.DataFrame(result, columns=list(_ROW))
    return table.astype({"days_apart": "Int64"})


#: Columns of :attr:`Comparison.rows`.
_ROW: Final = (
    *("row", "place", "ground", "theirs", "start", "end", "km2", "ours", "ours_since"),
    *("days_apart", "days_unlike", "note", "source", "ours_source"),
)


def _find_arrivals(atlas: Atlas) -> dict[tuple[str, str], list[int]]:
    """Return the days on which each holder came to each unit, as numbers."""
    rows = pd.DataFrame(atlas.spells).sort_values(["unit", "start"])
    again = (rows["unit"] == rows["unit"].shift()) & (rows["holder"] == rows["holder"].shift())
    again &= rows["start"] == rows["end"].shift()
    arrivals: dict[tuple[str, str], list[int]] = {}
    for row in rows[~again].to_dict("records"):
        if row["start"] > atlas.profile.days.first:
            arrivals.setdefault((row["unit"], row["holder"]), []).append(row["start"].toordinal())
    return arrivals


def _find_nearest_arrival(
    arrivals: Mapping[tuple[str, str], list[int]], segments: pd.DataFrame, row: Any
) -> date | None:
    """Return the day on which their holder came in the atlas, on most of the row's ground."""
    if row["start"] is None:
        return None
    begin = row["start"].toordinal()
    ground: dict[int, float] = {}
    for unit, km2 in segments.groupby("unit")["km2"].max().items():
        if days := arrivals.get((str(unit), row["holder"])):
            day = min(days, key=lambda item: abs(item - begin))
            ground[day] = ground.get(day, 0.0) + km2
    return date.fromordinal(max(ground, key=lambda item: ground[item])) if ground else None


def _convert_to_degrees(areas: gpd.GeoDataFrame) -> gpd.GeoSeries:
    shapes = areas.geometry
    if shapes.crs is None:
        if np.abs(np.nan_to_num(shapes.total_bounds)).max() > 360:
            raise QuestionError(
                "polygons without a CRS: expected one in degrees, or a frame that names its CRS"
            )
        shapes = shapes.set_crs(4326)
    return gpd.GeoSeries(shapes.to_crs(4326).reset_index(drop=True)).make_valid()


keep_calls(rival, compare=rival, Comparison=Comparison)
