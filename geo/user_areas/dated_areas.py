"""Control by day as areas: laid over the atlas, or, of kinds that are no holders, by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.ask.dated_control import BEYOND, DatedControl, Ground, cut_rows, find_named
from geo.ask.holder_names import resolve_holders
from geo.atlas import Atlas
from geo.gazetteer.resolver import suggestions
from geo.tabular.grid import BadRow, Sheet
from geo.user_areas.areas import AreaReport, AreaStyle, Overlap, UserAreas
from geo.user_areas.control_rows import ControlRows, check_any
from geo.user_areas.options import AreaOptions, EndDays, build_report, classify
from geo.words import phrase

#: Names that are suggested for one that is not known.
SUGGESTED: Final = 3


def build_dated(
    atlas: Atlas, sheet: Sheet, rows: ControlRows, options: AreaOptions, *, kinds: bool = False
) -> UserAreas:
    """Lay rows over the atlas: a rival map, or areas of ``kinds`` that no holder is.

    Places that no name is of are set aside with what they may be.
    """
    rows, ground = place_rows(atlas, sheet.name, rows)
    texts = rows.frame["holder"]
    known: Mapping[str, str | None] = {} if kinds else resolve_holders(atlas, texts, options.names)
    holders = list(texts) if kinds else [known[text] for text in texts]
    frame = rows.frame.assign(holder=pd.Series(holders, rows.frame.index, dtype=object))
    control = cut_rows(atlas, frame, ground, rows.shapes)
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
    }
    if rows.ends is not EndDays.NEXT_ROW:
        counted |= {f"ends_{rows.ends}": int(frame["end"].notna().sum())}
    elif rows.columns.places:
        counted |= {"ends_next_row": len(frame)}
    report = replace(
        build_report(sheet, len(frame), columns, {name: n for name, n in counted.items() if n}),
        set_aside=rows.bad, holders=known, overlaps=overlaps,
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
    if rows.shapes is not None:
        return rows, [None] * len(rows.frame)
    ground = [find_named(atlas, named) for named in rows.named]
    column = dict(rows.columns.places)
    bad = []
    for at, item in enumerate(ground):
        if item is None:
            role, text = rows.named[at][0]
            near = suggestions(atlas, text[:200])[:SUGGESTED]
            accepted = (
                phrase("fault.accepted.places_near", names=", ".join(near))
                if near else phrase("fault.accepted.places")
            )  # fmt: skip
            bad.append(BadRow(int(rows.frame["row"][at]), text, accepted, column[role]))
    placed = np.array([item is not None for item in ground], bool)
    rows = rows.select(placed, bad)
    check_any(file, rows)
    return rows, [item for item in ground if item is not None]


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
    texts = control.rows["holder"].astype("str")
    classes, keys, amounts = classify(texts, options)
    pieces = control.pieces.astype({"start": object, "end": object})
    undivided = pieces["geometry"].isna().to_numpy()
    parts: list[dict[str, Any]] = [
        {"row": row, "units": tuple(items["unit"]), "km2": items["km2"].sum(), "shape": None,
         "start": start, "end": end}
        for (row, start, end), items in pieces[undivided].groupby(
            ["row", "start", "end"], dropna=False, sort=False
        )
    ] + [
        {"row": row.row, "units": (), "km2": row.km2, "shape": row.geometry, "start": row.start,
         "end": row.end}
        for row in pieces[~undivided].itertuples()
    ]  # fmt: skip
    at = [part["row"] for part in parts]
    rows = pd.DataFrame({
        "title": control.rows["place"].to_numpy()[at], "key": [keys[row] for row in at],
        "value": amounts[at], "shown": amounts[at], "km2": [part["km2"] for part in parts],
        **{
            name: pd.Series(
                [None if pd.isna(part[name]) else part[name] for part in parts], dtype=object
            )
            for name in ("start", "end")
        },
        "units": [part["units"] for part in parts],
    })  # fmt: skip
    shapes = np.empty(len(parts), object)
    shapes[:] = [part["shape"] for part in parts]
    written = cells.iloc[at].reset_index(drop=True)
    name = ", ".join(report.files)
    return UserAreas(name, AreaStyle.VALUES, rows, shapes, written, report, tuple(classes), value)
