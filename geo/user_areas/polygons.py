"""Polygons of a file: a rival map where they have holders, else areas of their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.ask.dated_control import match_holders
from geo.atlas import Atlas
from geo.atlas.outlines import areas_km2
from geo.tabular.columns import Columns, score
from geo.tabular.dates import dates
from geo.tabular.grid import Sheet
from geo.tabular.source import read_error
from geo.tabular.values import empty
from geo.user_areas.areas import (
    AreaOptions,
    AreaStyle,
    EndDays,
    UserAreas,
    build_report,
    classify,
    of_kinds,
    read_numbers,
)
from geo.user_areas.dated_areas import ControlColumns, ControlRows, build_dated

Days = list[date | None]

#: How well the name of a column must say what it holds.
NAMED: Final = 0.8

#: Part of a column's different texts that must name holders; how many there may be at most, and
#: letters from which on a text is a sentence.
HALF: Final = 0.5
KINDS: Final = 40
SENTENCE: Final = 60


def read_polygons(atlas: Atlas, sheet: Sheet, days: Days, options: AreaOptions) -> UserAreas:
    shapes = gpd.GeoSeries(sheet.shapes, crs=4326)
    is_plain = options.outlines or bool(options.value)
    holder = options.holder or ("" if is_plain else guess_holder(atlas, sheet))
    dated = options.date or _guess_days(sheet, maps=bool(holder))
    starts, ends = _days(sheet, days, dated)
    columns = {"holder": holder, "date": dated} if holder else {"date": dated}
    if holder:
        return build_dated(atlas, sheet, _control_rows(sheet, (starts, ends), columns), options)
    title = guess_title(sheet)
    value = options.value or ""
    columns |= {"name": title, "value": value}
    style = AreaStyle.VALUES if value else AreaStyle.PLAIN
    if value:
        classes, keys, amounts = classify(sheet.frame[value].astype("str").str.strip(), options)
    else:
        classes, keys = of_kinds([sheet.name] * len(shapes))
        amounts = np.full(len(shapes), np.nan)
    rows = pd.DataFrame({
        "title": sheet.frame[title] if title else [f"#{item}" for item in sheet.row],
        "key": keys, "value": amounts, "shown": amounts,
        "km2": areas_km2(shapes, atlas.profile.equal_area),
        "start": pd.Series(starts, dtype=object), "end": pd.Series(ends, dtype=object),
        "units": [()] * len(shapes),
    })  # fmt: skip
    report = build_report(sheet, len(rows), columns)
    return UserAreas(
        sheet.name, style, rows, shapes.to_numpy(), sheet.frame, report, tuple(classes), value
    )


def _control_rows(sheet: Sheet, days: tuple[Days, Days], columns: Mapping[str, str]) -> ControlRows:
    """Return polygons of a control map as rows that hold from the day of their map to the next."""
    texts = sheet.frame[columns["holder"]].astype("str").str.strip()
    starts, ends = (pd.Series(some, dtype=object) for some in days)
    title = guess_title(sheet)
    place = sheet.frame[title].astype("str").to_numpy() if title else ""
    frame = pd.DataFrame({
        "row": sheet.row, "place": place, "start": starts, "end": ends,
        "holder": texts.to_numpy(), "source": "", "note": "",
    })  # fmt: skip
    named = ControlColumns((), columns["date"], "", columns["holder"])
    points = np.full(len(frame), None, object)
    return ControlRows(
        frame, [()] * len(frame), sheet.shapes, named, points, EndDays.NEXT_ROW,
        order_is_guessed=False, bad=sheet.bad,
    )  # fmt: skip


def _days(sheet: Sheet, days: Days, column: str) -> tuple[Days, Days]:
    """Return first day and first day after of each row, as a column says them."""
    starts: Days = list(days)
    ends: Days = [None] * len(days)
    if column:
        read = dates(sheet.frame[column])
        wrong = np.flatnonzero(np.isnat(read.start) & ~empty(sheet.frame[column]))
        if len(wrong):
            row, value = int(sheet.row[wrong[0]]), str(sheet.frame[column].iloc[wrong[0]])
            raise read_error(
                sheet.name, "unread_day", "day_such", row=row, column=column, value=value
            )
        starts = _plain_days(read.start)
        if sheet.kind == "kml" and "end" in sheet.frame:
            ends = _plain_days(dates(sheet.frame["end"]).end, after=1)
    order = sorted({day for day in starts if day is not None})
    following = dict(zip(order, [*order[1:], None], strict=False))
    ends = [
        end or (following[start] if start else None)
        for start, end in zip(starts, ends, strict=True)
    ]
    return starts, ends


def _plain_days(days: Any, after: int = 0) -> Days:
    return [
        None if np.isnat(day) else (day.astype("datetime64[D]") + after).astype(object)
        for day in days
    ]


def guess_holder(atlas: Atlas, sheet: Sheet) -> str:
    """Return the column whose texts name holders, that of most names; empty where none does.

    A column with blanks, or with sentences, is a remark on some of the ground.
    """
    shares = {str(name): share_of_holders(atlas, sheet.frame[name]) for name in sheet.frame.columns}
    best = max(shares, key=lambda column: shares[column], default="")
    return best if shares.get(best, 0.0) >= HALF else ""


def share_of_holders(atlas: Atlas, column: pd.Series) -> float:
    """Return which part of a column's different texts name a holder; 0 where any is none."""
    texts = column.astype("str").str.strip()
    different = texts.unique()
    longest = max(map(len, different), default=0)
    if empty(texts).any() or not 0 < len(different) <= KINDS or longest > SENTENCE:
        return 0.0
    return sum(bool(match.holder) for match in match_holders(atlas, different)) / len(different)


def _guess_days(sheet: Sheet, *, maps: bool) -> str:
    """Return the column of the days from which areas hold; empty where none is sure to be one."""
    if sheet.kind == "kml":
        return "start" if "start" in sheet.frame else ""
    for column in map(str, sheet.frame.columns) if maps else ():
        if score(column, "start") < NAMED:
            continue
        cells = sheet.frame[column]
        read = dates(cells)
        if (
            read.sure
            and not np.isnat(read.start).any()
            and _is_repeated(np.asarray(sheet.shapes), read.start)
        ):
            return column
    return ""


def _is_repeated(shapes: np.ndarray, starts: np.ndarray) -> bool:
    """Whether most ground is there on several days: a map for each, and not a day for each area."""
    at, inside = shapely.STRtree(shapes).query(shapely.point_on_surface(shapes), predicate="within")
    again = np.unique(at[starts[at] != starts[inside]])
    return 2 * len(again) > len(starts)


def guess_title(sheet: Sheet) -> str:
    """Return the column of the names of areas; empty where none seems to be one."""
    columns = [str(name) for name in sheet.frame.columns]
    named = Columns(sheet.frame).name("name") or next(
        (column for column in columns if score(column, "place") > NAMED), ""
    )
    return named or next(
        (column for column in columns if np.isnan(read_numbers(sheet.frame[column])).all()), ""
    )
