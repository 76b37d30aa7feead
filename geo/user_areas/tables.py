"""Tables that name admin areas: their numbers or kinds, summed or counted by area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import compress
from typing import Final

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
    placed = np.array([item is not None for item in named.ground], bool)
    if not placed.any():
        first = named.unmatched[0]
        raise read_error(
            sheet.name, "no_areas_named", "areas_near" if first.suggestions else "areas",
            column=named.columns[0], value=first.text, names=", ".join(first.suggestions),
        )  # fmt: skip
    frame = sheet.frame[placed].reset_index(drop=True)
    grouped = _Grouped(frame, [item for item in named.ground if item is not None])
    summed = find_number_columns(frame, set(named.columns))
    taken = {*named.columns, options.value, options.count, options.by} - {*options.where}
    others = frame[[name for name in frame.columns if name not in taken]]
    counted = summed if not options.count else []
    rows_, where = choose_rows(sheet.name, others, grouped.of_row, counted, options.where)
    named_areas = len(grouped.areas)
    grouped = grouped.select(rows_)
    without = named_areas - len(grouped.areas)
    summed = [name for name in summed if name not in {item.column for item in where}]
    value, amounts, texts = _values(grouped, summed, options, named.columns)
    others = frame.drop(columns=[*named.columns])
    if not value and (amounts == 1).all() and (others == "").to_numpy().all():
        column = ", ".join(named.columns)
        raise read_error(sheet.name, "names_only", "numbers_or_kinds", column=column)
    table = _cells(atlas, grouped, summed, options)
    if texts is None:
        shown = amounts / table["people"].to_numpy(float) * PER if options.rate else amounts
        classes, keys = of_numbers(
            np.where(np.isfinite(shown), shown, np.nan), options.breaks, options.classes
        )
    else:
        shown = amounts
        classes, keys = of_kinds(texts)
    units = atlas.units
    km2 = units["km2"].to_numpy(float)
    rows = pd.DataFrame({
        "title": [area.name for area in grouped.areas], "key": keys, "value": amounts,
        "shown": shown,
        "km2": [float(km2[list(area.units)].sum()) for area in grouped.areas],
        "start": None, "end": None, "units": [area.units for area in grouped.areas],
    })  # fmt: skip
    nested = sum(
        any(set(area.units) < set(other.units) for other in grouped.areas) for area in grouped.areas
    )
    notes = {"several_levels": nested} if nested else {}
    if without:
        notes["areas_of_other_rows"] = without
    again = len(grouped.frame) - len(grouped.areas) if value and not options.count else 0
    if again:
        notes["rows_summed" if texts is None else "kinds_of_most"] = again
    if outlines is not None:
        notes["outlined_codes"] = len(outlines.frame)
    columns = {
        "area": ", ".join(named.columns),
        "value": value,
        "count": options.count or "",
        "by": options.by or "",
    }
    report = replace(
        build_report(sheet, int(placed.sum()), columns, notes),
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
        texts=grouped.texts(options.count) if options.count else (),
        kinds=tuple(table.columns[len(_FIRST) + len(summed) :][: len(_kinds(grouped, options))]),
    )  # fmt: skip


class _Grouped:
    """Rows of a table by the area that they name."""

    def __init__(self, frame: pd.DataFrame, ground: list[Ground]) -> None:
        self.frame = frame
        places: dict[Ground, int] = {}
        self.of_row = np.array([places.setdefault(item, len(places)) for item in ground])
        self.areas = list(places)
        self.ground = ground

    def select(self, rows: npt.NDArray[np.bool_]) -> _Grouped:
        """Return some of the rows by the areas that they name."""
        frame = self.frame[rows].reset_index(drop=True)
        return self if rows.all() else _Grouped(frame, list(compress(self.ground, rows)))

    def sum(self, column: str) -> Floats:
        """Return the sum of a column by area; NaN where no row has a number."""
        values = pd.Series(read_numbers(self.frame[column])).groupby(self.of_row).sum(min_count=1)
        return np.asarray(values, dtype=np.float64)

    def count_different(self, column: str, where: npt.NDArray[np.bool_] | None = None) -> Floats:
        """Return how many different texts a column has by area."""
        text = self._fold(column)
        rows = ~empty(self.frame[column]) if where is None else ~empty(self.frame[column]) & where
        counts = text[rows].groupby(self.of_row[rows]).nunique()
        return np.asarray(counts.reindex(range(len(self.areas)), fill_value=0), dtype=np.float64)

    def texts(self, column: str) -> tuple[frozenset[str], ...]:
        """Return the different texts that a column has, by area."""
        rows = ~empty(self.frame[column])
        texts = self._fold(column)[rows].groupby(self.of_row[rows]).agg(frozenset)
        return tuple(texts.get(area, frozenset()) for area in range(len(self.areas)))

    def _fold(self, column: str) -> pd.Series:
        return self.frame[column].astype("str").str.strip().str.casefold()


def _values(
    grouped: _Grouped, summed: Sequence[str], options: AreaOptions, named: Sequence[str]
) -> tuple[str, Floats, list[str] | None]:
    """Return what is shown of each area: its name and numbers, or kinds.

    Where nobody chose: the first numbers; of areas that are named once each the first column of few
    kinds; else the number of rows.
    """
    if options.count:
        return options.count, grouped.count_different(options.count), None
    column = options.value or next(iter(summed), "")
    if not column and len(grouped.areas) == len(grouped.frame):
        others = (str(name) for name in grouped.frame.columns if name not in named)
        column = next((name for name in others if _has_kinds(grouped.frame[name])), "")
    if not column:
        counts = np.bincount(grouped.of_row, minlength=len(grouped.areas)).astype(float)
        return "", counts, None
    if column in summed or is_numeric(grouped.frame[column], read_numbers(grouped.frame[column])):
        return column, grouped.sum(column), None
    text = grouped.frame[column].astype("str").str.strip()
    kinds = text.groupby(grouped.of_row).agg(lambda some: some[some != ""].mode().get(0, ""))
    return column, np.full(len(grouped.areas), np.nan), kinds.tolist()


def _has_kinds(column: pd.Series) -> bool:
    different = column[~empty(column)].nunique()
    return 0 < different <= len(KINDS)


#: Columns that a table of areas begins with.
_FIRST = ("code", "level", "rows", "people")


def _cells(
    atlas: Atlas, grouped: _Grouped, summed: Sequence[str], options: AreaOptions
) -> pd.DataFrame:
    """Return the table of areas: code, level, sums of all columns of numbers, rows, census."""
    table = pd.DataFrame({
        "code": [area.code for area in grouped.areas],
        "level": [str(area.level) for area in grouped.areas],
        "rows": np.bincount(grouped.of_row, minlength=len(grouped.areas)),
    })  # fmt: skip
    table["people"] = residents(atlas, pd.Series([area.units for area in grouped.areas])).to_numpy()
    for column in summed:
        table[_name_apart(column, table)] = grouped.sum(column)
    if options.count and options.by:
        of_row = grouped.frame[options.by].astype("str").str.strip()
        for kind in _kinds(grouped, options):
            table[_name_apart(kind, table)] = grouped.count_different(
                options.count, (of_row == kind).to_numpy()
            )
    used = {*summed, options.count, options.by}
    for column in (str(item) for item in grouped.frame.columns):
        if column not in used:
            text = grouped.frame[column].astype("str").str.strip()
            table[_name_apart(column, table)] = (
                text.groupby(grouped.of_row).agg(_list_several).to_numpy()
            )
    return table


def _kinds(grouped: _Grouped, options: AreaOptions) -> list[str]:
    """Return the kinds by which texts are counted too, such as sectors."""
    if not (options.count and options.by):
        return []
    of_row = grouped.frame[options.by].astype("str").str.strip()
    return sorted(set(of_row[~empty(of_row)]))


def _list_several(texts: pd.Series) -> str:
    different = list(dict.fromkeys(text for text in texts if text))
    more = len(different) - 5
    return "; ".join([*different[:5], *([f"+ {more}"] if more > 0 else [])])


def _name_apart(column: str, table: pd.DataFrame) -> str:
    while column in table:
        column += " (file)"
    return column


def find_number_columns(frame: pd.DataFrame, others: set[str]) -> list[str]:
    """Return columns of numbers that can be summed: neither positions nor numbers of rows."""
    result = []
    for column in (str(item) for item in frame.columns if str(item) not in others):
        amounts = read_numbers(frame[column])
        if (
            not _is_label(column)
            and is_numeric(frame[column], amounts)
            and not _counts_rows(amounts)
        ):
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
    held = [row["holder"] for row in holdings.on(atlas, day_of(day))]
    km2 = atlas.units["km2"].to_numpy(float)
    rows = areas.rows.reset_index(drop=True)
    parts = [
        (at, held[unit], km2[unit]) for at, units in enumerate(rows["units"]) for unit in units
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
    alone = ground["share"] >= people.WHOLE
    result = ground.assign(
        low=ground["value"].where(alone, 0.0),
        best=ground["value"] * ground["share"],
        high=ground["value"],
    ).groupby("holder", as_index=False).agg(
        areas=("area", "nunique"), low=("low", "sum"), best=("best", "sum"), high=("high", "sum"),
        people=("people", "sum"),
    )  # fmt: skip
    if areas.texts:
        most = ground["share"] == ground.groupby("area")["share"].transform("max")
        for end, chosen in (("low", alone), ("best", most | alone), ("high", most | True)):
            counts = _count_texts(areas, ground[chosen])
            result[end] = result["holder"].map(counts).fillna(0.0).astype(float)
    return result.sort_values(["best", "holder"], ascending=[False, True], ignore_index=True)


def _count_texts(areas: UserAreas, ground: pd.DataFrame) -> dict[str, int]:
    """Return how many different texts the areas of each holder name."""
    return {
        str(holder): len(frozenset().union(*(areas.texts[area] for area in chosen)))
        for holder, chosen in ground.groupby("holder")["area"]
    }
