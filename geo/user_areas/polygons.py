"""Polygons of a file: a rival map where they have holders, else areas of their own."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.ask.holder_names import match_holders
from geo.atlas import Atlas
from geo.atlas.outlines import areas_km2
from geo.tabular.columns import Columns, score
from geo.tabular.dates import Days, dates
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
from geo.user_areas.dated_areas import NAMED, ControlColumns, ControlRows, build_dated, find_next

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
    starts, ends = _find_days(sheet, days, dated)
    title = guess_title(sheet)
    if holder:
        # A polygon of a control map holds from the day of its map to the next.
        frame = pd.DataFrame({
            "row": sheet.row, "place": sheet.frame[title] if title else "", "start": starts,
            "end": ends, "holder": sheet.frame[holder], "source": "", "note": "",
        })  # fmt: skip
        columns = ControlColumns((), dated, "", holder)
        points = np.full(len(frame), None, object)
        control = ControlRows(
            frame, [()] * len(frame), sheet.shapes, columns, points, EndDays.NEXT_ROW,
            order_is_guessed=False, bad=sheet.bad,
        )  # fmt: skip
        return build_dated(atlas, sheet, control, options)
    value = options.value or ""
    style = AreaStyle.VALUES if value else AreaStyle.PLAIN
    if value:
        classes, keys, amounts = classify(sheet.frame[value], options)
    else:
        classes, keys = of_kinds([sheet.name] * len(shapes))
        amounts = np.full(len(shapes), np.nan)
    rows = pd.DataFrame({
        "title": sheet.frame[title] if title else [f"#{item}" for item in sheet.row],
        "key": keys, "value": amounts, "shown": amounts,
        "km2": areas_km2(shapes, atlas.profile.equal_area),
        "start": starts, "end": ends, "units": [()] * len(shapes),
    })  # fmt: skip
    columns_ = {"date": dated, "name": title, "value": value}
    report = build_report(sheet, len(rows), columns_, {})
    return UserAreas(
        sheet.name, style, rows, shapes.to_numpy(), sheet.frame, report, tuple(classes), value
    )


def _find_days(
    sheet: Sheet, starts: Days, column: str
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.object_]]:
    """Return first day and first day after of each row, as a column says them."""
    ends = np.full(len(starts), np.datetime64("NaT"), "datetime64[D]")
    if column:
        read = dates(sheet.frame[column])
        wrong = np.flatnonzero(np.isnat(read.start) & ~empty(sheet.frame[column]))
        if len(wrong):
            row, value = int(sheet.row[wrong[0]]), str(sheet.frame[column].iloc[wrong[0]])
            raise read_error(
                sheet.name, "unread_day", "day_such", row=row, column=column, value=value
            )
        starts = read.start.astype("datetime64[D]")
        if sheet.kind == "kml" and "end" in sheet.frame:
            ends = dates(sheet.frame["end"]).end.astype("datetime64[D]") + 1
    following = find_next([""] * len(starts), starts)
    ends = np.where(np.isnat(ends), following, ends)
    return starts.astype(object), ends.astype(object)


def guess_holder(atlas: Atlas, sheet: Sheet) -> str:
    """Return the column whose texts name holders, that of most names; empty where none does.

    A column with blanks, or with sentences, is a remark on some of the ground.
    """
    shares = {str(name): share_of_holders(atlas, sheet.frame[name]) for name in sheet.frame.columns}
    best = max(shares, key=lambda column: shares[column], default="")
    return best if shares.get(best, 0.0) >= HALF else ""


def share_of_holders(atlas: Atlas, column: pd.Series) -> float:
    """Return which part of a column's different texts name a holder; 0 where any is none."""
    different = column.unique()
    longest = max(map(len, different), default=0)
    if empty(column).any() or not 0 < len(different) <= KINDS or longest > SENTENCE:
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
