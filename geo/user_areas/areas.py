"""A reader's areas, however they came: what each is, when, and what its card says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.ask import rival_maps
from geo.ask.dated_control import DatedControl
from geo.atlas import Atlas
from geo.cell_output import value
from geo.errors import QuestionError
from geo.model import Layer
from geo.tabular.grid import BadRow
from geo.user_areas.classes import AreaClass
from geo.user_areas.named_ground import Unmatched
from geo.view import View, day_of
from geo.words import phrase

#: Rows set aside, and codes without an area, that a report lists.
LISTED: Final = 200


class AreaStyle(StrEnum):
    """What areas say."""

    CONTROL = "control"  #: Who holds the ground: a rival map.
    VALUES = "values"  #: A number or a class: a choropleth.
    PLAIN = "plain"  #: That they are there.


@dataclass(frozen=True)
class Overlap:
    """Ground that two rows give to different holders at once."""

    above: int  #: Row of the file that counts.
    below: int  #: The row that it hides there.
    km2: float
    finer: bool  #: Whether the upper one names a finer level; else it is the later row.
    start: date | None  #: First day; None where open.
    end: date | None  #: The first day after.


@dataclass(frozen=True, eq=False)
class AreaReport:
    """What was read of a file of areas, and what was not."""

    files: tuple[str, ...]
    kind: str  #: Kind of the file.
    rows_read: int
    rows_kept: int
    set_aside: tuple[BadRow, ...] = ()  #: Rows that are no areas.
    #: What was repaired or is notable, with counts.
    notes: Mapping[str, int] = field(default_factory=dict)
    #: Rows that were repaired, by note, the first of them.
    rows: Mapping[str, str] = field(default_factory=dict)
    #: Columns that were read, by what they hold.
    columns: Mapping[str, str] = field(default_factory=dict)
    numbers: tuple[str, ...] = ()  #: Columns of numbers, which are summed by area.
    unmatched: tuple[Unmatched, ...] = ()  #: Codes and names that name no area of the atlas.
    #: Holder of the atlas by the map's own name.
    holders: Mapping[str, str | None] = field(default_factory=dict)
    #: Unit that was taken for a town or village, by its name.
    taken: Mapping[str, str] = field(default_factory=dict)
    overlaps: tuple[Overlap, ...] = ()  #: Rows that give ground to different holders.
    choices: tuple[str, ...] = ()  #: Sheets, layers or files that could be read.

    def to_dict(self) -> dict[str, Any]:
        """Return the report with stable keys."""
        missed = self.unmatched[:LISTED]
        overlaps = [vars(item).items() for item in self.overlaps[:LISTED]]
        return {
            "files": list(self.files), "kind": self.kind,
            "rows_read": self.rows_read, "kept": self.rows_kept,
            "set_aside": [vars(bad_row) for bad_row in self.set_aside[:LISTED]],
            "set_aside_rows": len(self.set_aside),
            "notes": dict(self.notes), "repaired_rows": dict(self.rows),
            "columns": dict(self.columns), "numbers": list(self.numbers),
            "unmatched": [
                {"text": item.text, "rows": item.rows, "may_be": list(item.suggestions)}
                for item in missed
            ],
            "unmatched_rows": sum(item.rows for item in self.unmatched),
            "holders": dict(self.holders), "taken": dict(self.taken),
            "overlaps": [{name: value(cell) for name, cell in item} for item in overlaps],
            "choices": list(self.choices),
        }  # fmt: skip


@dataclass(frozen=True, eq=False)
class UserAreas:
    """Areas of a reader."""

    name: str  #: What they are called: the name of the file.
    style: AreaStyle
    #: title, key (of :attr:`classes`, or a holder), value (NaN where none), shown (the number that
    #: classes are of), km2, start, end (the first day after; None where open), units (places in the
    #: atlas; of a rival map the one that a piece lies in).
    rows: pd.DataFrame
    #: Outline of each row (EPSG:4326); None where it is the ground of its units.
    shapes: npt.NDArray[np.object_]
    cells: pd.DataFrame  #: What the file says of each row, as text, with the index of ``rows``.
    report: AreaReport
    #: Classes or kinds; none of a rival map, whose keys are holders.
    classes: tuple[AreaClass, ...] = ()
    value: str = ""  #: What the numbers are: the name of their column.
    #: Where different texts are counted: those of each row, folded. One may stand in several.
    texts: tuple[frozenset[str], ...] = ()
    #: Columns of ``cells`` that count the texts of each kind.
    kinds: tuple[str, ...] = ()
    #: Of a rival map: its rows, cut by the units of the atlas.
    control: DatedControl | None = None

    def compare(
        self, atlas: Atlas, day: date | str | rival_maps.Period | None
    ) -> rival_maps.Comparison:
        """Return where a rival map agrees with the atlas, as :func:`geo.ask.rival`."""
        control = self.rival
        if isinstance(day, date | str):
            self.check_day(day_of(day))
        return rival_maps.compare(atlas, control, day)

    @property
    def rival(self) -> DatedControl:
        """The rows of a rival map."""
        if self.control is None:
            raise QuestionError(
                f"{self.name}: expected polygons or places with a column of holders (--holder)"
            )
        return self.control

    def check_day(self, day: date) -> None:
        """Refuse a day on which no row of a rival map holds."""
        rows = self.rival.rows
        if not rival_maps.holds_on(rows, day).any():
            first = min(start for start in rows["start"] if start is not None)
            raise QuestionError(phrase("fault.no_map", file=self.name, day=day, first=first))

    def on(self, day: date) -> UserAreas:
        """Return the areas that hold on a day."""
        holds = rival_maps.holds_on(self.rows, day)
        if holds.all():
            return self
        rows, cells = (table[holds].reset_index(drop=True) for table in (self.rows, self.cells))
        return replace(self, rows=rows, shapes=self.shapes[holds], cells=cells)

    def open_view(self, view: View) -> View:
        """Return a view that shows the areas: whoever brings some wants to see them."""
        if Layer.USER_AREAS in view.layers:
            return view
        return view.with_(layers=(*view.layers, Layer.USER_AREAS))

    @property
    def days(self) -> tuple[date, ...]:
        """Days on which the areas change, in order; none where they are of all days."""
        known = {day for name in ("start", "end") for day in self.rows[name] if day is not None}
        return tuple(sorted(known))
