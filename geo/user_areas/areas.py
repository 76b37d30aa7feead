"""A reader's areas, however they came: what each is, when, and what its card says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.ask import rival_maps
from geo.atlas import Atlas
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
    choices: tuple[str, ...] = ()  #: Sheets, layers or files that could be read.

    def to_dict(self) -> dict[str, Any]:
        """Return the report with stable keys."""
        return {
            "files": list(self.files),
            "kind": self.kind,
            "rows_read": self.rows_read,
            "kept": self.rows_kept,
            "set_aside": [vars(bad_row) for bad_row in self.set_aside[:LISTED]],
            "set_aside_rows": len(self.set_aside),
            "notes": dict(self.notes),
            "repaired_rows": dict(self.rows),
            "columns": dict(self.columns),
            "numbers": list(self.numbers),
            "unmatched": [
                {"text": item.text, "rows": item.rows, "may_be": list(item.suggestions)}
                for item in self.unmatched[:LISTED]
            ],
            "unmatched_rows": sum(item.rows for item in self.unmatched),
            "holders": dict(self.holders),
            "choices": list(self.choices),
        }


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
    #: Of a rival map: its ground from a day to the one before another.
    ground: tuple[tuple[date | None, date | None, rival_maps.RivalGround], ...] = ()

    def compare(self, atlas: Atlas, day: date | str) -> rival_maps.Comparison:
        """Return where a rival map agrees with the atlas on a day, as ``control.compare``."""
        if self.style is not AreaStyle.CONTROL:
            raise QuestionError(
                f"{self.name}: expected polygons with a column of holders (--holder)"
            )
        wanted = day_of(day)
        return rival_maps.compare_with(atlas, wanted, self.ground_on(wanted))

    def ground_on(self, wanted: date) -> rival_maps.RivalGround:
        """Return the ground of a rival map on a day."""
        for start, end, ground in self.ground:
            if (start is None or start <= wanted) and (end is None or wanted < end):
                return ground
        first = min(start for start, *_ in self.ground if start is not None)
        raise QuestionError(phrase("fault.no_map", file=self.name, day=wanted, first=first))

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
