"""Read a reader's areas of any file, in a process of its own: polygons or named areas."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.ask.dated_control import DatedControl
from geo.ask.holder_names import HolderName, HolderNamesError
from geo.atlas import Atlas
from geo.errors import QuestionError, ReadError
from geo.events.column_guess import Candidate, Doubt, Guess, guess
from geo.events.draft import Mapping
from geo.events.publishers import normalise_sheet, recognise
from geo.events.reading import table_here
from geo.tabular.columns import score
from geo.tabular.dates import Days, day_in
from geo.tabular.geometry import drop_unshaped, read_outlines
from geo.tabular.grid import BadRow, Sheet, pieces
from geo.tabular.sheet import sheets
from geo.tabular.source import LIMITS, Limits, read_error, sourced
from geo.tabular.values import empty
from geo.user_areas.areas import (
    AreaClass,
    AreaOptions,
    AreaReport,
    AreaStyle,
    Overlap,
    Unmatched,
    UserAreas,
)
from geo.user_areas.dated_areas import (
    NAMED,
    ControlColumns,
    build_dated,
    find_control_columns,
    read_control_rows,
)
from geo.user_areas.named_ground import find_ground
from geo.user_areas.polygons import HALF, guess_holder, read_polygons, share_of_holders
from geo.user_areas.row_choices import RowChoice
from geo.user_areas.tables import find_number_columns, read_table
from geo.words import phrase
from geo.words.cells import TURNING
from geo.worker.limited import call

File = Path | str | bytes


def load(
    atlas: Atlas,
    files: File | Sequence[File],
    name: str | Sequence[str] = "",
    options: AreaOptions | None = None,
    *,
    limits: Limits = LIMITS,
) -> UserAreas:
    r"""Read areas of one file, of several that each are of a day, or of a table and its outlines.

    A table and one file of polygons beside it are numbers by areas of another list than the
    atlas's: the polygons say which ground a code of the table means.

    >>> from geo import Atlas
    >>> table = b"ADM2_PCODE,people\nIQG13Q04,1200\nIQG15Q99,5\n"
    >>> user_areas = load(Atlas.load(), table, "numbers.csv")
    >>> user_areas.rows[["title", "value"]].values.tolist(), user_areas.report.unmatched[0].text
    ([['Kirkuk', 1200.0]], 'IQG15Q99')
    """
    several = [files] if isinstance(files, Path | str | bytes) else list(files)
    names = [name] * len(several) if isinstance(name, str) else list(name)
    sources = [sourced(file, label, limits) for file, label in zip(several, names, strict=True)]
    contents, labels = [item.content for item in sources], [item.name for item in sources]
    task = (load_here, atlas, contents, labels, options or AreaOptions(), limits)
    result: UserAreas = call(*task, name=", ".join(labels), limits=limits, classes=CLASSES)
    return result


#: What a worker hands back.
CLASSES: Final = (
    UserAreas, AreaStyle, AreaReport, AreaClass, BadRow, Unmatched, DatedControl, Overlap,
    HolderName, HolderNamesError, RowChoice,
)  # fmt: skip


def load_here(
    atlas: Atlas, files: list[Path | bytes], names: list[str], options: AreaOptions, limits: Limits
) -> UserAreas:
    """Read areas in this process."""
    sheets = [
        _strip_cells(table_here(file, name, options.choice, limits))
        for file, name in zip(files, names, strict=True)
    ]
    shaped = [drop_unshaped(sheet) for sheet in sheets]
    tables = [sheet for sheet in shaped if sheet.shapes is None]
    outlines = [sheet for sheet in shaped if sheet.shapes is not None and len(sheet.shapes)]
    if len(tables) == len(outlines) == 1:  # the outlines that the codes of the table are of
        _check_columns(tables[0], options)
        return read_table(atlas, tables[0], options, outlines[0])
    sheet, days = _join_sheets(shaped)
    _check_columns(sheet, options)
    if options.outlines and sheet.shapes is None:
        raise read_error(sheet.name, "no_areas", "polygons")
    dated = None if options.outlines or len(sheets) > 1 else read_dated(atlas, sheets[0], options)
    if dated:
        return dated
    if sheet.shapes is not None and len(sheet.shapes):
        return read_polygons(atlas, sheet, days, options)
    if sheet.bad and sheet.shapes is not None:
        first = sheet.bad[0]
        raise ReadError(phrase("fault.no_areas"), file=sheet.name, **vars(first))
    return read_table(atlas, sheet, options)


def load_for_page(
    atlas: Atlas, files: list[Path | bytes], names: list[str], options: AreaOptions, limits: Limits
) -> tuple[UserAreas, bytes]:
    """Read areas in this process, and write them as a page takes them."""
    areas = load_here(atlas, files, names, options, limits)
    return areas, json.dumps(areas.page_data(), ensure_ascii=False).encode()


def read_dated(atlas: Atlas, sheet: Sheet, options: AreaOptions) -> UserAreas | None:
    """Return a table of control, or of other kinds, by day; None where a table is none."""
    guessed = "" if options.holder or options.value else guess_holder(atlas, sheet)
    columns = _find_control(atlas, sheet, options, guessed)
    if columns is None:
        return None
    named = options.holder or options.names or _names_holders(atlas, sheet, columns)
    rows = read_control_rows(sheet, columns, options)
    return build_dated(atlas, sheet, rows, options, kinds=not named or bool(options.value))


def _find_control(
    atlas: Atlas, sheet: Sheet, options: AreaOptions, holder: str
) -> ControlColumns | None:
    """Return the columns of a table by day; KML is none, whose days are those of its maps.

    A table without days is one of control where it has holders, and no numbers of admin areas.
    """
    if sheet.kind == "kml":
        return None
    columns = find_control_columns(sheet, options, holder)
    if columns is None or columns.start or columns.end or options.holder:
        return columns
    named = find_ground(atlas, sheet.frame, options.area)
    is_other = not holder or find_number_columns(sheet.frame, set(named.columns if named else ()))
    return None if named and is_other else columns


def _names_holders(atlas: Atlas, sheet: Sheet, columns: ControlColumns) -> bool:
    cells = sheet.frame[columns.holder]
    return share_of_holders(atlas, cells[~empty(cells)]) >= HALF


def _strip_cells(sheet: Sheet) -> Sheet:
    """Return a table without signs that turn the text around them, and spaces around cells."""
    frame = sheet.frame.apply(lambda cells: cells.str.replace(TURNING, "", regex=True).str.strip())
    return replace(sheet, frame=frame, name=TURNING.sub("", sheet.name))


def _join_sheets(sheets: list[Sheet]) -> tuple[Sheet, Days]:
    """Return several files as one table, with the day that the name of each tells."""
    days: list[Any] = []
    if len(sheets) == 1:
        return sheets[0], np.full(len(sheets[0].frame), np.datetime64("NaT"), "datetime64[D]")
    for sheet in sheets:
        day = day_in(sheet.name)
        if day is None:
            example = "map-2017-10-16.kml"
            raise read_error(sheet.name, "no_day", "days_in_names", example=example)
        days += [day] * len(sheet.frame)
        if sheet.shapes is None:
            raise read_error(sheet.name, "no_areas", "polygons_in_each")
    first = sheets[0]
    notes: Counter[str] = Counter()
    for sheet in sheets:
        notes.update(dict(sheet.notes))
    return replace(
        first,
        frame=pd.concat([item.frame for item in sheets], ignore_index=True).fillna(""),
        row=np.concatenate([item.row for item in sheets]),
        shapes=np.concatenate([item.shapes for item in sheets]),
        lon=None, lat=None, inner=None,
        bad=tuple(bad for item in sheets for bad in item.bad),
        unlisted=sum(item.unlisted for item in sheets),
        notes=tuple(notes.items()),
        name=", ".join(item.name for item in sheets),
    ), np.array(days, "datetime64[D]")  # fmt: skip


def _check_columns(sheet: Sheet, options: AreaOptions) -> None:
    columns = [str(name) for name in sheet.frame.columns]
    for column in (
        options.holder, options.value, options.count, options.by, options.date, options.until,
        *options.area, *options.where,
    ):  # fmt: skip
        if column is not None and column not in columns:
            names = ", ".join(columns)
            raise read_error(sheet.name, "no_column", "names", column=column, names=names)
    if options.by and not options.count:
        raise QuestionError("a column to count by needs one to count: expected both")


#: Rows that a guess is made by; rows that a choice is shown with, and letters of their cells.
LOOKED, SHOWN, LETTERS = 5_000, 5, 200


class Role(StrEnum):
    """What a file is on the map."""

    EVENTS = "events"
    NUMBERS = "numbers"
    KINDS = "kinds"
    CONTROL = "control"
    OUTLINES = "outlines"


@dataclass(frozen=True, eq=False)
class FirstLook:
    """What a file seems to hold, by its first rows."""

    has_events: bool  #: Whether its rows are points with days, and not areas.
    format: str  #: Id of the format of events that claims it; empty where none does.
    guessed: Guess  #: Which column holds what of an event.
    first: Sheet  #: Its first rows.
    has_shapes: bool  #: Whether rows have shapes.
    has_control: bool  #: Whether its areas say who holds the ground.

    @property
    def must_ask(self) -> bool:
        """Whether nothing of it can be read before a reader says which columns hold what."""
        undecided = {Doubt.NO_POSITION, Doubt.NO_DATE} & set(self.guessed.doubts)
        return self.has_events and not self.format and bool(undecided)


def look(
    atlas: Atlas,
    source: Path | str | bytes,
    name: str = "",
    *,
    choice: str | None = None,
    limits: Limits = LIMITS,
) -> FirstLook:
    r"""Look at the first rows of a file.

    >>> from geo import Atlas
    >>> [
    ...     look(Atlas.load(), table, "table.csv").has_events
    ...     for table in (b"date,lat,lon\n2017-10-16,35.4,44.3\n", b"pcode,people\nIQG13Q04,7\n")
    ... ]
    [True, False]
    """
    file = sourced(source, name, limits)
    result: FirstLook = call(
        look_here, atlas, file.content, file.name, choice, limits,
        name=file.name, limits=limits,
        classes=(FirstLook, Sheet, BadRow, Guess, Mapping, Candidate, Doubt),
    )  # fmt: skip
    return result


def look_here(
    atlas: Atlas, content: Path | bytes, name: str, choice: str | None, limits: Limits
) -> FirstLook:
    """Look at a file in this process."""
    sheet = next(sheets(content, name, LOOKED, limits=limits, choice=choice))
    sheet = _strip_cells(read_outlines(normalise_sheet(sheet)))
    first = next(pieces(sheet, SHOWN))
    cells = first.frame.map(lambda cell: cell[:LETTERS])
    plain = Sheet(cells, first.row, first.kind, choices=first.choices, name=first.name)
    form, guessed = recognise(sheet), guess(sheet)
    holder, outlined = guess_holder(atlas, sheet), sheet.shapes is not None
    columns = _find_control(atlas, sheet, AreaOptions(), holder)
    undated = columns is not None and not (columns.start or columns.end)
    has_events = bool(form) or (not undated and _has_events(atlas, sheet, guessed, columns))
    control = _names_holders(atlas, sheet, columns) if columns else outlined and bool(holder)
    return FirstLook(has_events, form.id if form else "", guessed, plain, outlined, control)


def _has_events(atlas: Atlas, sheet: Sheet, guessed: Guess, columns: ControlColumns | None) -> bool:
    """Whether rows are events: outlines and names of areas are none.

    Positions are, unless they say from when to when somebody held them and nothing that happened.
    """
    areas = 0.0 if sheet.inner is None or not len(sheet.inner) else float(sheet.inner.mean())
    if areas > 0.5:
        return False
    has_position = Doubt.NO_POSITION not in guessed.doubts
    if has_position and not areas:
        happened = {guessed.mapping.type, guessed.mapping.actor_a, guessed.mapping.best}
        is_dated = columns is not None and bool(columns.start and columns.end)
        holder = columns.holder if columns and score(columns.holder, "holder") >= NAMED else ""
        return not (is_dated and holder and happened <= {None, holder})
    if columns is not None:
        return False
    undated = Doubt.NO_DATE in guessed.doubts
    return has_position or not (undated or find_ground(atlas, sheet.frame))


def role_of(areas: UserAreas) -> Role:
    """Return what a file of areas is."""
    if areas.style is AreaStyle.CONTROL:
        return Role.CONTROL
    if areas.style is AreaStyle.PLAIN:
        return Role.OUTLINES
    return Role.KINDS if any(item.text for item in areas.classes) else Role.NUMBERS
