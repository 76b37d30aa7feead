"""How a reader's areas are read, and what the readers of polygons and of tables share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.tabular.date_order import Order
from geo.tabular.grid import Sheet
from geo.tabular.values import decimal_of, empty, numbers
from geo.user_areas.areas import AreaReport
from geo.user_areas.classes import AreaClass, Breaks, of_kinds, of_numbers

Floats = npt.NDArray[np.float64]

#: Part of a column that must be names of holders, or numbers, for it to be taken for such a column.
MOST: Final = 0.6

#: People by whom a rate is counted.
PER: Final = 1_000


class EndDays(StrEnum):
    """What the day in the column of ends means."""

    LAST_DAY = "last_day"  #: It still belongs to the row.
    DAY_AFTER = "day_after"  #: It is the first that no longer does.
    NEXT_ROW = "next_row"  #: There is no such column: a row holds until the next of its place.


@dataclass(frozen=True)
class AreaOptions:
    """How areas are read; a column that is not named is guessed where that is safe."""

    choice: str | None = None  #: Which of several sheets, layers or files.
    holder: str | None = None  #: Column of holders: the areas are a rival map.
    #: Holder by the map's own name, None to leave its ground out.
    names: Mapping[str, str | None] = field(default_factory=dict)
    value: str | None = None  #: Column of numbers or kinds.
    #: Column whose different texts are counted by area, such as organisations.
    count: str | None = None
    by: str | None = None  #: Column by whose kinds they are counted too, such as sectors.
    area: tuple[str, ...] = ()  #: Columns of codes or names of areas.
    date: str | None = None  #: Column of days: of control by day the first of each row.
    until: str | None = None  #: Column of the days on which rows of control by day end.
    ends: EndDays | None = None  #: What those days mean; None lets the rows show it.
    order: Order | None = None  #: What 03/04/2017 means; None lets the column show it.
    breaks: Breaks | tuple[float, ...] = Breaks.QUANTILES  #: How numbers are put into classes.
    classes: int = 5  #: Number of classes.
    rate: bool = False  #: Whether classes are of the number by 1,000 people of the census.


def read_numbers(text: pd.Series) -> Floats:
    cells = text.astype("str").str.strip()
    return numbers(cells, decimal_of(cells))


def is_numeric(text: pd.Series, amounts: Floats) -> bool:
    filled = ~empty(text)
    return bool(filled.any()) and bool(np.isfinite(amounts[filled]).mean() > MOST)


def classify(texts: pd.Series, options: AreaOptions) -> tuple[list[AreaClass], list[str], Floats]:
    """Return classes of numbers or kinds, the key of each text, and numbers (NaN of kinds)."""
    amounts = read_numbers(texts)
    if is_numeric(texts, amounts):
        return *of_numbers(amounts, options.breaks, options.classes), amounts
    return *of_kinds(texts.tolist()), np.full(len(texts), np.nan)


def build_report(
    sheet: Sheet, number: int, columns: Mapping[str, str], notes: Mapping[str, int] | None = None
) -> AreaReport:
    rows = {name: str(sheet.details[name]) for name, _ in sheet.notes if name in sheet.details}
    return AreaReport(
        tuple(sheet.name.split(", ")),
        sheet.kind,
        len(sheet.frame) + len(sheet.bad) + sheet.unlisted,
        number,
        sheet.bad, {**dict(sheet.notes), **(notes or {})}, rows,
        {name: column for name, column in columns.items() if column}, choices=sheet.choices,
    )  # fmt: skip
