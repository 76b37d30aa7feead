"""Tables that name admin areas: their numbers or kinds, summed or counted by area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import compress
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.ask import holdings, people
from geo.atlas import Atlas
from geo.errors import QuestionError
from geo.tabular.columns import fold, score
from geo.tabular.grid import Sheet
from geo.tabular.source import read_error
from geo.tabular.values import empty
from geo.user_areas.areas import (
    KINDS,
    PER,
    AreaOptions,
    AreaStyle,
    Floats,
    UserAreas,
    build_report,
    is_numeric,
    of_kinds,
    of_numbers,
    read_numbers,
)
from geo.user_areas.named_ground import Ground, find_ground, read_codes
from geo.user_areas.row_choices import choose_rows, name_choices
from geo.view import day_of

#: Rows of a column that rises from each to the next, from which on it numbers them.
SORTED: Final = 20


def read_table(
    atlas: Atlas, sheet: Sheet, options: AreaOptions, outlines: Sheet | None = None
) -> UserAreas:
    """Return numbers or kinds by area; outlines say which ground the table's codes mean."""
    codes = read_codes(atlas, outlines) if outlines is not None else None
    named = find_ground(atlas, sheet.frame, options.area, codes)
    if named is None:
        headings = ", ".join(map(str, sheet.frame.columns))[:200]
        raise read_error(sheet.name, "no_areas_named", "polygons_or_names", value=headings)
    has_ground = np.array([item is not None for item in named.ground], bool)
    if not has_ground.any():
        first = named.unmatched[0]
        raise read_error(
            sheet.name, "no_areas_named", "areas_near" if first.suggestions else "areas",
            column=named.columns[0], value=first.text, names=", ".join(first.suggestions),
        )  # fmt: skip
    frame = sheet.frame[has_ground].reset_index(drop=True)
    grouped = _Grouped(frame, [item for item in named.ground if item is not None])
    summed = find_number_columns(frame, set(named.columns))
    used = {*named.columns, options.value, options.count, options.by} - {*options.where}
    others = frame[[name for name in frame.columns if name not in used]]
    counted = summed if not options.count else []
    chosen, where = choose_rows(sheet.name, others, grouped.of_row, counted, options.where)
    named_areas = len(grouped.areas)
    grouped = grouped.select(chosen)
    without = named_areas - len(grouped.areas)
    summed = [name for name in summed if name not in {item.column for item in where}]
    value, amounts, texts = _values(grouped, summed, options, named.columns)
    others = frame.drop(columns=[*named.columns])
    if not value and (amounts == 1).all() and (others == "").to_numpy().all():
        column = ", ".join(named.columns)
        raise read_error(sheet.name, "names_only", "numbers_or_kinds", column=column)
    table, kinds = _build_cells(atlas, grouped, summed, options)
    rates = amounts
    if texts is not None:
        classes, keys = of_kinds(texts)
    else:
        if options.rate:
            rates = amounts / table["people"].to_numpy(float) * PER
        finite = np.where(np.isfinite(rates), rates, np.nan)
        classes, keys = of_numbers(finite, options.breaks, options.classes)
    km2 = atlas.units["km2"].to_numpy(float)
    rows = pd.DataFrame({
        "title": [area.name for area in grouped.areas], "key": keys, "value": amounts,
        "shown": rates,
        "km2": [float(km2[list(area.units)].sum()) for area in grouped.areas],
        "start": None, "end": None, "units": [area.units for area in grouped.areas],
    })  # fmt: skip
    units = [set(area.units) for area in grouped.areas]
    again = len(grouped.frame) - len(grouped.areas) if value and not options.count else 0
    notes = {
        "several_levels": sum(any(inner < outer for outer in units) for inner in units),
        "areas_of_other_rows": without,
        "rows_summed" if texts is None else "kinds_of_most": again,
        "outlined_codes": 0 if outlines is None else len(outlines.frame),
    }
    columns = {
        "area": ", ".join(named.columns), "value": value, "count": options.count or "",
        "by": options.by or "",
    }  # fmt: skip
    texts_of_areas: tuple[frozenset[str], ...] = ()
    if options.count:
        listed = grouped.fold(options.count).groupby(level=0)
        texts_of_areas = tuple(frozenset(some.dropna()) for _, some in listed)
    report = replace(
        build_report(sheet, int(has_ground.sum()), columns, notes),
        numbers=tuple(summed),
        where=where,
        unmatched=named.unmatched,
        files=(sheet.name, outlines.name) if outlines is not None else (sheet.name,),
    )
    of = [f"{value} / {PER:,}" if options.rate else value, name_choices(where)]
    return UserAreas(
        sheet.name, AreaStyle.VALUES, rows, np.full(len(rows), None, dtype=object), table, report,
        tuple(classes), " · ".join(filter(None, of)),
        int(np.bincount(grouped.of_row).max()) if again else 0,
        texts=texts_of_areas, kinds=kinds,
    )  # fmt: skip


class _Grouped:
    """Rows of a table by the area that they name."""

    def __init__(self, frame: pd.DataFrame, ground: list[Ground]) -> None:
        self.frame, self.ground = frame, ground
        self.of_row, areas = pd.factorize(pd.Series(ground, dtype=object))
        self.areas: list[Ground] = list(areas)

    def select(self, rows: npt.NDArray[np.bool_]) -> _Grouped:
        """Return some of the rows by the areas that they name."""
        frame = self.frame[rows].reset_index(drop=True)
        return self if rows.all() else _Grouped(frame, list(compress(self.ground, rows)))

    def sum(self, column: str) -> Floats:
        """Return the sum of a column by area; NaN where no row has a number."""
        values = pd.Series(read_numbers(self.frame[column])).groupby(self.of_row).sum(min_count=1)
        return np.asarray(values, dtype=np.float64)

    def fold(self, column: str) -> pd.Series:
        """Return the texts of a column that are counted, by the place of their area."""
        texts = self.frame[column].str.casefold().mask(empty(self.frame[column]))
        return texts.set_axis(self.of_row)


def _values(
    grouped: _Grouped, summed: Sequence[str], options: AreaOptions, named: Sequence[str]
) -> tuple[str, Floats, list[str] | None]:
    """Return what is shown of each area: its name and numbers, or kinds.

    Where nobody chose: the first numbers; of areas that are named once each the first column of few
    kinds; else the number of rows.
    """
    if options.count:
        counts = grouped.fold(options.count).groupby(level=0).nunique()
        return options.count, np.asarray(counts, np.float64), None
    frame = grouped.frame
    column = options.value or next(iter(summed), "")
    if not column and len(grouped.areas) == len(frame):
        different = frame.drop(columns=[*named]).apply(lambda cells: cells[~empty(cells)].nunique())
        column = next(iter(different.index[different.between(1, len(KINDS))]), "")
    if not column:
        return "", np.asarray(np.bincount(grouped.of_row), np.float64), None
    if column in summed or is_numeric(frame[column], read_numbers(frame[column])):
        return column, grouped.sum(column), None
    most = (
        frame[column].groupby(grouped.of_row).agg(lambda some: some[some != ""].mode().get(0, ""))
    )
    return column, np.full(len(grouped.areas), np.nan), most.tolist()


def _build_cells(
    atlas: Atlas, grouped: _Grouped, summed: Sequence[str], options: AreaOptions
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the table of areas, and its columns that count texts by kind, such as sectors.

    It has code, level, number of rows, census, sums of all columns of numbers, and other cells.
    """
    table = pd.DataFrame({
        "code": [area.code for area in grouped.areas],
        "level": [str(area.level) for area in grouped.areas],
        "rows": np.bincount(grouped.of_row),
    })  # fmt: skip
    table["people"] = residents(atlas, pd.Series([area.units for area in grouped.areas])).to_numpy()

    def add(name: str, cells: Any) -> str:
        while name in table:
            name += " (file)"
        table[name] = np.asarray(cells)
        return name

    for column in summed:
        add(column, grouped.sum(column))
    kinds: tuple[str, ...] = ()
    if options.count and options.by:
        by = grouped.frame[options.by].mask(empty(grouped.frame[options.by]))
        texts = grouped.fold(options.count)
        counts = pd.crosstab(texts.index, by.to_numpy(), texts.to_numpy(), aggfunc="nunique")
        counts = counts.reindex(table.index).fillna(0.0)
        kinds = tuple(add(str(kind), counts[kind]) for kind in counts)
    for column in grouped.frame.columns.drop([*{*summed, options.count, options.by} - {None}]):
        add(column, grouped.frame[column].groupby(grouped.of_row).agg(_list_several))
    return table, kinds


def _list_several(texts: pd.Series) -> str:
    different = list(dict.fromkeys(text for text in texts if text))
    more = len(different) - 5
    return "; ".join([*different[:5], *([f"+ {more}"] if more > 0 else [])])


def find_number_columns(frame: pd.DataFrame, others: set[str]) -> list[str]:
    """Return columns of numbers that can be summed: neither positions nor numbers of rows."""
    result = []
    for column in frame.columns.drop([*others], errors="ignore"):
        amounts = read_numbers(frame[column])
        is_summed = is_numeric(frame[column], amounts) and not _counts_rows(amounts)
        if is_summed and not _is_label(column):
            result.append(column)
    return result


def _is_label(column: str) -> bool:
    """Whether numbers of a column cannot be summed, by its name: positions, ids, years."""
    words = fold(column).split()
    ids = {words[0], words[-1]} & {"id", "code"} if words else set()
    return bool(ids) or any(score(column, axis) > 0.8 for axis in ("lon", "lat", "year", "month"))


def _counts_rows(amounts: Floats) -> bool:
    """Whether numbers are those of the rows: each one more, or of many each higher."""
    steps = np.diff(amounts)
    numbered = len(amounts) > 2 and (steps == 1).all()
    return bool(numbered or (len(amounts) > SORTED and (steps > 0).all()))


def residents(atlas: Atlas, units: pd.Series) -> pd.Series:
    """Return the people that the census counted in areas; NaN where it has none of them."""
    counted = people.on(atlas, atlas.units)
    best = (
        people.estimates(counted, ["unit"])["residents_best"]
        .groupby(counted["unit"])
        .sum(min_count=1)
    )
    of_units = best.reindex(atlas.units["unit"]).to_numpy(float)
    return units.map(lambda some: float(np.nansum(of_units[list(some)])) if len(some) else np.nan)


def by_holder(atlas: Atlas, areas: UserAreas, day: date | str) -> pd.DataFrame:
    """Return the numbers of areas by who held their ground on a day.

    Of an area with several holders none of its number counts for ``low``, the share of ground for
    ``best``, all for ``high``. Counted texts, such as organisations, are counted once however many
    areas name them: those of areas that one holds alone (``low``), of which it holds the most
    (``best``), of which it holds anything (``high``).
    """
    if areas.style is not AreaStyle.VALUES or not all(map(len, areas.rows["units"])):
        raise QuestionError(f"{areas.name}: expected a table of numbers by admin area")
    holders = [row["holder"] for row in holdings.on(atlas, day_of(day))]
    km2 = atlas.units["km2"].to_numpy(float)
    rows = areas.rows.reset_index(drop=True)
    parts = [
        (at, holders[unit], km2[unit]) for at, units in enumerate(rows["units"]) for unit in units
    ]
    ground = (
        pd.DataFrame(parts, columns=["area", "holder", "km2"])
        .groupby(["area", "holder"], as_index=False)
        .sum()
    )
    ground["share"] = ground["km2"] / ground.groupby("area")["km2"].transform("sum")
    ground["value"] = rows["value"].to_numpy(float)[ground["area"]]
    ground["people"] = (
        residents(atlas, rows["units"]).to_numpy(float)[ground["area"]] * ground["share"]
    )
    ground = ground[ground["value"].notna()]
    alone = ground["share"] >= people.COMPLETE
    result = ground.assign(
        low=ground["value"].where(alone, 0.0),
        best=ground["value"] * ground["share"],
        high=ground["value"],
    ).groupby("holder", as_index=False).agg(
        areas=("area", "nunique"), low=("low", "sum"), best=("best", "sum"), high=("high", "sum"),
        people=("people", "sum"),
    )  # fmt: skip
    if areas.texts:
        texts = pd.Series(map(list, areas.texts), name="text").explode()
        most = ground["share"] == ground.groupby("area")["share"].transform("max")
        for end, chosen in (("low", alone), ("best", most | alone), ("high", most | True)):
            counts = ground[chosen].join(texts, on="area").groupby("holder")["text"].nunique()
            result[end] = result["holder"].map(counts).fillna(0.0).astype(float)
    return result.sort_values(["best", "holder"], ascending=[False, True], ignore_index=True)
