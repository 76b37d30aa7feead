"""Which comes first where a date has day and month as numbers: what the cells of a column show."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.tabular.cell import UNSEEN, normalise

Order = Literal["dmy", "mdy"]

#: Letters from which on a cell is not a valid day.
LONGEST: Final = 100

#: A day whose year comes last, such as 03/04/2017.
NUMERIC: Final = re.compile(r"(\d{1,2})\s?([-/. ])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})")

_TIME = re.compile(
    r"(?:t|[\s,]+)\d{1,2}[:h.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?|ص|م)?"
    r"\s*(?:z|utc|gmt|ast|[+-]\d{2}:?\d{2})?(?:\[[^\]]*\])?$"
)

#: How such a cell begins; a column in which none begins so is not looked at closely.
_DIGIT = "[0-9٠-٩۰-۹]"
_BEGIN: Final = rf"^[^0-9٠-٩۰-۹]{{0,3}}{_DIGIT}{{1,2}}\s?[-/. ]\s?{_DIGIT}{{1,2}}\s?[-/. ]"


@dataclass(frozen=True)
class DateOrder:
    """How many dates show which order they have.

    >>> shown = DateOrder(day_first=7, month_first=2, either=4)
    >>> shown.order, shown.is_contradicted, shown.is_sure
    ('dmy', True, False)
    """

    day_first: int = 0  #: Dates that can only be read day first, such as 27/9/2017.
    month_first: int = 0  #: Dates that can only be read month first, such as 9/27/2017.
    either: int = 0  #: Dates that can be read both ways and mean two days, such as 3/4/2017.

    def __add__(self, other: DateOrder) -> DateOrder:
        """Add the dates of another column or piece."""
        return DateOrder(
            self.day_first + other.day_first,
            self.month_first + other.month_first,
            self.either + other.either,
        )

    def __bool__(self) -> bool:
        """Tell whether there is any date for which the order matters."""
        return bool(self.day_first or self.month_first or self.either)

    @property
    def order(self) -> Order:
        """The order that most of them show; day first where none shows it."""
        return "mdy" if self.month_first > self.day_first else "dmy"

    @property
    def is_contradicted(self) -> bool:
        """Whether some show one order and some the other."""
        return bool(self.day_first and self.month_first)

    @property
    def is_sure(self) -> bool:
        """Whether no date is left whose reading is a guess."""
        return not self.either or bool(self.day_first) != bool(self.month_first)

    def to_dict(self, order: Order | None) -> dict[str, Any]:
        """Return the counts with stable keys, the order that was taken, and who chose it."""
        return {
            "order": order or self.order,
            "chosen": order is not None,
            "day_first": self.day_first,
            "month_first": self.month_first,
            "either": self.either,
        }


def strip_time(cell: str) -> str:
    """Return a cell in small letters without the time of day; nothing of a very long one."""
    return _TIME.sub("", normalise(cell.translate(UNSEEN))) if len(cell) < LONGEST else ""


def read_order(cells: Iterable[str]) -> DateOrder:
    """Return what the cells of a column show.

    >>> read_order(["03/04/2017", "9/27/2017 10:30", "2017-09-27"])
    DateOrder(day_first=0, month_first=1, either=1)
    """
    return _total([_order_of(cell) for cell in cells])


def _total(orders: Iterable[str]) -> DateOrder:
    listed = list(orders)
    return DateOrder(*(listed.count(name) for name in ("dmy", "mdy", "either")))


@lru_cache(maxsize=1 << 14)
def _order_of(cell: str) -> str:
    """Return the order that one cell shows: ``dmy``, ``mdy``, ``either``, or nothing."""
    date = NUMERIC.fullmatch(strip_time(cell))
    first, second = (int(date[1]), int(date[3])) if date else (0, 0)
    if not (0 < min(first, second) <= 12 and max(first, second) <= 31):
        return ""
    if first == second:
        return ""
    return "dmy" if first > 12 else "mdy" if second > 12 else "either"


def count_orders(text: pd.Series) -> tuple[DateOrder, npt.NDArray[np.bool_]]:
    """Return what the rows of a column show, and which can be read both ways, shape (n,).

    >>> count_orders(pd.Series(["3/4/2017", "3/4/2017", "27/9/2017"], dtype="str"))[0]
    DateOrder(day_first=1, month_first=0, either=2)
    """
    either = np.zeros(len(text), bool)
    numeric = text.str.match(_BEGIN).to_numpy(dtype=bool, na_value=False)
    if not numeric.any():
        return DateOrder(), either
    codes, cells = pd.factorize(text[numeric])
    orders = np.array([_order_of(str(cell)) for cell in cells], dtype=object)[codes]
    either[numeric] = orders == "either"
    return _total(orders.tolist()), either
