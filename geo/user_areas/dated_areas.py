"""Rows of control by day: a place or an outline, days, a holder, and where that is from.

What stands here needs no atlas: the same rows are laid over one, and make one of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import compress
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.ask.dated_control import (
    BEYOND,
    PART,
    DatedControl,
    Ground,
    cut_rows,
    find_named,
)
from geo.ask.holder_names import resolve_holders
from geo.atlas import Atlas
from geo.errors import ReadError
from geo.events.column_guess import guess
from geo.events.draft import read_positions
from geo.gazetteer.resolver import suggestions
from geo.tabular.columns import score
from geo.tabular.dates import dates
from geo.tabular.grid import BadRow, Sheet, refuse_rows, sort_bad
from geo.tabular.values import empty
from geo.user_areas.areas import (
    AreaOptions,
    AreaReport,
    AreaStyle,
    EndDays,
    Overlap,
    UserAreas,
    build_report,
    classify,
)
from geo.words import Phrase, phrase
from geo.worker.limited import go_on

#: How well the name of a column must say what it holds.
NAMED: Final = 0.8

#: What columns name places, the finest first: a code, a place of any kind, an admin area.
PLACES: Final = ("unit", "place", "subdistrict", "district", "governorate")


@dataclass(frozen=True)
class ControlColumns:
    """Which columns of a table hold what; empty where none does."""

    places: tuple[tuple[str, str], ...]  #: What each names, of :data:`PLACES`, and the column.
    start: str
    end: str
    holder: str
    source: str = ""
    note: str = ""


@dataclass(frozen=True, eq=False)
class ControlRows:
    """Control by day, each row with the ground that it names."""

    #: row (of the file), place (as the file writes it), start, end (the first day after; None where
    #: open), precision (of the start), holder, source, note.
    frame: pd.DataFrame
    #: What each row names, the finest first: pairs of one of :data:`PLACES` and a text.
    named: list[tuple[tuple[str, str], ...]]
    shapes: npt.NDArray[np.object_] | None  #: Outlines (EPSG:4326), where the file has them.
    columns: ControlColumns
    #: Positions (EPSG:4326) of rows that a column of places names, or none; else None.
    points: npt.NDArray[np.object_]
    ends: EndDays
    order_is_guessed: bool  #: Whether a day such as 03/04/2017 could be read in another way.
    bad: tuple[BadRow, ...]  #: Rows that cannot be dated or placed, or say no holder.

    def select(self, which: npt.NDArray[np.bool_], bad: Iterable[BadRow] = ()) -> ControlRows:
        """Return some of the rows; the others are listed as bad."""
        return replace(
            self,
            frame=self.frame[which].reset_index(drop=True),
            named=list(compress(self.named, which)),
            shapes=None if self.shapes is None else self.shapes[which],
            points=self.points[which],
            bad=sort_bad(self.bad, bad),
        )


def find_control_columns(
    sheet: Sheet, options: AreaOptions, holder: str = ""
) -> ControlColumns | None:
    """Return the columns of a table of control by day; None where a table is none.

    ``holder`` is the column whose texts name holders, where no heading says which it is.

    >>> frame = pd.DataFrame(columns=["Town", "From", "Until", "Held by", "Remarks"])
    >>> sheet = Sheet(frame, np.array([], int), "csv")
    >>> columns = find_control_columns(sheet, AreaOptions())
    >>> columns.places, columns.start, columns.end, columns.holder, columns.note
    ((('place', 'Town'),), 'From', 'Until', 'Held by', 'Remarks')
    """
    headings = [str(name) for name in sheet.frame.columns]
    start = options.date or _find_column(headings, "start")
    end = options.until or _find_column([name for name in headings if name != start], "end")
    others = [name for name in headings if name not in {start, end}]
    holding = options.holder or options.value or _find_column(others, "holder")
    outlined = sheet.shapes is not None and not shapely.is_missing(sheet.shapes).any()
    column = holding or holder
    if not (start and end) and (outlined or not (holding if start or end else column)):
        return None
    others = [name for name in others if name != column]
    places = _find_places(others, options.area)
    source, note = (_find_column(others, role) for role in ("source", "text"))
    mapping = guess(sheet).mapping
    axes = {mapping.lat, mapping.lon, mapping.position} - {None}
    unread = [name for name in others if name not in {source, note, *axes, *dict(places).values()}]
    has_points = bool(axes) or (sheet.shapes is None and sheet.lon is not None)
    if not places and not outlined and not has_points and unread:
        places = (("place", unread.pop(0)),)
    if not column and unread:
        column = unread[0]
    if not column or not (places or outlined or has_points):
        return None
    return ControlColumns(places, start, end, column, source, note)


def _find_column(headings: Sequence[str], role: str) -> str:
    """Return the column whose name says best that it holds something; empty where none does."""
    scores = {name: score(name, role) for name in headings}
    best = max(headings, key=lambda name: scores[name], default="")
    return best if best and scores[best] >= NAMED else ""


def _find_places(headings: Sequence[str], chosen: Sequence[str]) -> tuple[tuple[str, str], ...]:
    result: dict[str, str] = {}
    for name in chosen or headings:
        scores = {role: score(name, role) for role in PLACES}
        role = max(PLACES[::-1], key=lambda item: scores[item])
        if scores[role] >= NAMED or chosen:
            result.setdefault(role if scores[role] >= NAMED else "place", name)
    return tuple((role, result[role]) for role in PLACES if role in result)


def read_control_rows(sheet: Sheet, columns: ControlColumns, options: AreaOptions) -> ControlRows:
    """Read the rows of a table of control by day; what has no day, place or holder is set aside."""
    frame = sheet.frame.astype("str").apply(lambda cells: cells.str.strip())
    read = {
        name: frame[column] if column else pd.Series([""] * len(frame))
        for name, column in vars(columns).items()
        if name != "places"
    }
    named = [
        tuple((role, cell) for (role, _), cell in zip(columns.places, cells, strict=True) if cell)
        for cells in zip(*(frame[column] for _, column in columns.places), strict=True)
    ] or [()] * len(frame)
    points = np.full(len(frame), None, object)
    try:
        lon, lat = read_positions(sheet, guess(sheet).mapping)
    except ReadError:  # metres, beside names that say it without them
        if not all(named):
            raise
        lon, lat = np.full((2, len(frame)), np.nan)
    # A position says better than the name of a place which ground is meant, not than that of an
    # area; whether a place of any kind is one, the atlas says.
    is_place = [not item or item[0][0] == "place" for item in named]
    at_point = np.isfinite(lon) & np.isfinite(lat) & np.array(is_place, bool)
    points[at_point] = shapely.points(lon[at_point], lat[at_point])
    spots = np.where(at_point, [f"{y}, {x}" for y, x in zip(lat, lon, strict=True)], "")
    place = [item[0][1] if item else spot for item, spot in zip(named, spots, strict=True)]
    days = dates(pd.concat([read["start"], read["end"]], ignore_index=True), options.order)
    first, last = np.split(days.start.astype("datetime64[D]"), 2)
    last_days = np.split(days.end.astype("datetime64[D]"), 2)[1]
    ends = options.ends or (_find_ends(place, first, last) if columns.end else EndDays.NEXT_ROW)
    after = last if ends is EndDays.DAY_AFTER else last_days + 1
    if ends is EndDays.NEXT_ROW:
        after = find_next([name or f"#{at}" for at, name in enumerate(place)], first)
    placed = np.array(list(map(bool, place)), bool)
    bad = list(_find_faults(sheet, columns, read, placed, (first, after)))
    good = ~np.isin(sheet.row, [item.row for item in bad])
    rows = pd.DataFrame({
        "row": sheet.row, "place": place, "start": first.astype(object),
        "end": after.astype(object),
        "precision": np.split(days.precision, 2)[0],
        **{name: read[name].to_numpy() for name in ("holder", "source", "note")},
    })  # fmt: skip
    result = ControlRows(
        rows, named, sheet.shapes, columns, points, ends, not days.sure, sheet.bad
    ).select(good, bad)
    check_any(sheet.name, result)
    return result


def check_any(name: str, rows: ControlRows) -> None:
    """Refuse a file of which no row can be read, with the commonest reasons."""
    if len(rows.frame):
        return
    counts = Counter((item.column, str(item.accepted)) for item in rows.bad)
    first = {(item.column, str(item.accepted)): item for item in reversed(rows.bad)}
    raise refuse_rows(name, "no_control_rows", [(first[key], n) for key, n in counts.items()])


def _find_faults(
    sheet: Sheet,
    columns: ControlColumns,
    read: dict[str, pd.Series],
    placed: npt.NDArray[np.bool_],
    days: tuple[Any, Any],
) -> Iterable[BadRow]:
    """Yield for each row the first thing that keeps it from being read."""
    blank = {name: empty(read[name]) for name in ("start", "end", "holder")}
    first, after = days
    for at, row in enumerate(sheet.row.tolist()):
        if not placed[at] and (sheet.shapes is None or sheet.shapes[at] is None):
            column = next((name for _, name in columns.places), "")
            yield BadRow(row, "", phrase("fault.accepted.place"), column)
            continue
        faults = (
            ("start", "day_such", not blank["start"][at] and np.isnat(first[at])),
            ("end", "day_such", columns.end and not blank["end"][at] and np.isnat(after[at])),
            ("end", "later_end", after[at] <= first[at]),  # of an open end neither
            ("holder", "holder", blank["holder"][at]),
        )
        first_fault = next((item for item in faults if item[2]), None)
        if first_fault:
            name, accepted, _ = first_fault
            phrased = phrase(f"fault.accepted.{accepted}")
            yield BadRow(row, read[name].iloc[at], phrased, getattr(columns, name))


def _find_ends(place: Sequence[str], first: Any, last: Any) -> EndDays:
    """Return what ends mean, by how the rows of each place follow one another.

    Where none follows another, a day written as the last one is taken for it.
    """
    starts = set(zip(place, first.tolist(), strict=True))
    ended = [(name, day) for name, day in zip(place, last.tolist(), strict=True) if day]
    meets = sum(key in starts for key in ended)
    follows = sum((name, day + timedelta(days=1)) in starts for name, day in ended)
    return EndDays.DAY_AFTER if meets > follows else EndDays.LAST_DAY


def find_next(place: Sequence[str], first: Any) -> Any:
    """Return the day of the next row of each place; NaT for its last one."""
    rows = pd.DataFrame({"place": place, "day": first})
    days = rows.dropna().drop_duplicates().sort_values(["place", "day"])
    days["after"] = days.groupby("place")["day"].shift(-1)
    return rows.merge(days, "left", ["place", "day"])["after"].to_numpy("datetime64[D]")


#: Names that are suggested for one that is not known.
SUGGESTED: Final = 3


def build_dated(
    atlas: Atlas, sheet: Sheet, rows: ControlRows, options: AreaOptions, *, kinds: bool = False
) -> UserAreas:
    """Lay rows over the atlas: a rival map, or areas of ``kinds`` that no holder is.

    Places that no name is of are set aside with what they may be.
    """
    rows, ground = place_rows(atlas, sheet.name, rows)
    is_dated = bool(rows.frame[["start", "end"]].notna().any(axis=None))
    if not is_dated:
        rows, ground = _keep_most(rows, ground)
    texts = rows.frame["holder"]
    holders: Mapping[str, str | None] = (
        {} if kinds else resolve_holders(atlas, texts, options.names, rows.columns.holder)
    )
    keys = list(texts) if kinds else [holders[text] for text in texts]
    frame = rows.frame.assign(holder=pd.Series(keys, rows.frame.index, dtype=object))
    control = cut_rows(atlas, frame, ground, rows.shapes, go_on)
    numbers = frame["row"].to_numpy()
    overlaps = tuple(
        Overlap(
            int(numbers[item["above"]]), int(numbers[item["below"]]), float(item["km2"]),
            bool(item["finer"]), item["start"], item["end"],
        )
        for item in control.overlaps.to_dict("records")
        if round(item["km2"]) > 0
    )  # fmt: skip
    columns = {
        "place": ", ".join(column for _, column in rows.columns.places),
        "date": rows.columns.start, "until": rows.columns.end, "source": rows.columns.source,
        "note": rows.columns.note, "value" if kinds else "holder": rows.columns.holder,
    }  # fmt: skip
    counted = {
        "towns_taken": sum(bool(item and item.point) for item in ground),
        "rows_overlap": len(overlaps),
        "order_guessed": int(rows.order_is_guessed),
        "no_days": 0 if is_dated else len(frame),
    }
    if rows.ends is not EndDays.NEXT_ROW:
        counted |= {f"ends_{rows.ends}": int(frame["end"].notna().sum())}
    elif is_dated and frame["place"].any():
        counted |= {"ends_next_row": len(frame)}
    report = replace(
        build_report(sheet, len(frame), columns, counted),
        set_aside=rows.bad, holders=holders, overlaps=overlaps,
        taken={item.point: item.name for item in ground if item and item.point},
    )  # fmt: skip
    cells = sheet.frame[np.isin(sheet.row, numbers)].reset_index(drop=True)
    return (
        _build_kinds(control, cells, report, rows.columns.holder, options)
        if kinds
        else _build_rival(atlas, control, cells, report)
    )


def place_rows(
    atlas: Atlas, file: str, rows: ControlRows
) -> tuple[ControlRows, list[Ground | None]]:
    """Return the rows whose place is known, and the ground of each; None of those with outlines."""
    outlined = np.full(len(rows.frame), rows.shapes is not None)
    if rows.shapes is not None:
        outlined = ~shapely.is_missing(rows.shapes)
    ground = [
        find_named(atlas, named) if named and not has_outline else None
        for named, has_outline in zip(rows.named, outlined, strict=True)
    ]
    for row, at in enumerate(_find_at(atlas, rows.points)):
        area = ground[row]
        if at and not outlined[row] and (area is None or area.point):
            ground[row] = at

    def accept(text: str) -> Phrase:
        near = ", ".join(suggestions(atlas, text[:200])[:SUGGESTED])
        if near:
            return phrase("fault.accepted.places_near", names=near)
        return phrase("fault.accepted.places")

    placed = [item is not None or has for item, has in zip(ground, outlined, strict=True)]
    rows = keep_placed(file, rows, placed, accept)
    return rows, list(compress(ground, placed))


def _find_at(atlas: Atlas, points: npt.NDArray[np.object_]) -> list[Ground | None]:
    """Return the unit in which each position lies; None where it lies in none."""
    result: list[Ground | None] = [None] * len(points)
    tree = shapely.STRtree(list(atlas.unit_shapes))
    for at, unit in tree.query(points, predicate="intersects").T.tolist():
        row = atlas.unit_records[unit]
        result[at] = Ground((unit,), PART, row["name_en"], "unit")
    return result


def _keep_most(
    rows: ControlRows, ground: list[Ground | None]
) -> tuple[ControlRows, list[Ground | None]]:
    """Return, of rows without days that name the same ground, those of the holder of most.

    Where several have as many, the one of the last row holds.
    """
    texts = rows.frame["holder"].tolist()
    pairs = [
        (item.units if item else at, text)
        for at, (item, text) in enumerate(zip(ground, texts, strict=True))
    ]
    counts = Counter(pairs)
    most: dict[Any, str] = {}
    for place, text in pairs:
        if counts[place, text] >= counts.get((place, most.get(place, "")), 0):
            most[place] = text
    keep = np.array([most[place] == text for place, text in pairs], bool)
    bad = [
        BadRow(
            int(rows.frame["row"][at]), texts[at],
            phrase("fault.accepted.holder_of_most", name=most[pairs[at][0]]), rows.columns.holder,
        )
        for at in np.flatnonzero(~keep)
    ]  # fmt: skip
    return rows.select(keep, bad), list(compress(ground, keep))


def keep_placed(
    file: str, rows: ControlRows, placed: Sequence[bool], accept: Callable[[str], Phrase]
) -> ControlRows:
    """Return rows whose place is known; ``accept`` says what is accepted for the text of others."""
    column = dict(rows.columns.places)
    bad = []
    for at in np.flatnonzero(~np.array(placed, bool)):
        role, text = next(iter(rows.named[at]), ("", ""))
        bad.append(BadRow(int(rows.frame["row"][at]), text, accept(text), column.get(role, "")))
    rows = rows.select(np.array(placed, bool), bad)
    check_any(file, rows)
    return rows


def _build_rival(
    atlas: Atlas, control: DatedControl, cells: pd.DataFrame, report: AreaReport
) -> UserAreas:
    pieces = control.pieces[control.pieces["unit"] != BEYOND].reset_index(drop=True)
    names = [row["name_en"] for row in atlas.unit_records]
    rows = pd.DataFrame({
        "title": [names[unit] for unit in pieces["unit"]], "key": pieces["holder"],
        "value": np.nan, "shown": np.nan, "km2": pieces["km2"], "start": pieces["start"],
        "end": pieces["end"], "units": [(int(unit),) for unit in pieces["unit"]],
    })  # fmt: skip
    shapes = pieces["geometry"].to_numpy(object)
    written = cells.iloc[pieces["row"].to_numpy(int)].reset_index(drop=True)
    return UserAreas(
        ", ".join(report.files), AreaStyle.CONTROL, rows, shapes, written, report, control=control
    )


def _build_kinds(
    control: DatedControl, cells: pd.DataFrame, report: AreaReport, value: str, options: AreaOptions
) -> UserAreas:
    classes, keys, amounts = classify(control.rows["holder"].astype("str"), options)
    pieces = control.pieces
    days = pieces[["start", "end"]].map(str)
    cuts = np.where(pieces["geometry"].notna(), pieces.index, -1)  # what is cut is not one again
    groups = pieces.groupby([pieces["row"], days["start"], days["end"], cuts], sort=False)
    parts: Any = groups.agg(
        row=("row", "first"), start=("start", "first"), end=("end", "first"),
        units=("unit", tuple), km2=("km2", "sum"), geometry=("geometry", "first"),
    ).reset_index(drop=True).astype(object)  # fmt: skip
    parts = parts.where(parts.notna(), None)
    at = parts["row"].to_numpy(int)
    shapes = parts["geometry"].to_numpy(object)
    rows = pd.DataFrame({
        "title": control.rows["place"].to_numpy()[at], "key": [keys[row] for row in at],
        "value": amounts[at], "shown": amounts[at], "km2": parts["km2"].astype(float),
        "start": parts["start"], "end": parts["end"],
        "units": parts["units"].where(shapely.is_missing(shapes), [()] * len(parts)),
    })  # fmt: skip
    written = cells.iloc[at].reset_index(drop=True)
    name = ", ".join(report.files)
    return UserAreas(name, AreaStyle.VALUES, rows, shapes, written, report, tuple(classes), value)
