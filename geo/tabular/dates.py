"""Days from cells of text in the forms people write, in which order, how exactly known."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache, partial
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from babel.dates import get_day_names, get_month_names

from geo.tabular.columns import fold as letters
from geo.words.cells import UNSEEN, normalise

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

    >>> orders = DateOrder(day_first=7, month_first=2, either=4)
    >>> orders.order, orders.is_contradicted, orders.is_sure
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


Days = npt.NDArray[np.datetime64]
Found = tuple[date, date, str] | None

#: Years that an event may lie in.
YEARS: Final = (1900, 2100)

#: Languages whose names of months and weekdays are known.
LANGUAGES: Final = ("en", "fr", "ar", "ar_IQ", "ckb", "fa", "tr", "de")

#: Names of months beside those of the languages.
_MORE: Final = {
    "sept": 9, "كانون ثاني": 1, "كانون اول": 12, "تشرين اول": 10, "تشرين ثاني": 11, "اذار": 3,
    "ايار": 5, "ايلول": 9, "اب": 8, "حوزهیران": 6, "ئابی": 8, "گولان": 5, "کانوونی یهکهم": 12,
}  # fmt: skip

#: Cells from which on a column counts as long.
LONG: Final = 10_000

_FILL: Final = frozenset({"de", "du", "le", "of", "the", "في", "من", "ی", "ي", "م", "and", "on"})
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_ISO_TIME = re.compile(r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")


@dataclass(frozen=True, eq=False)
class Dates:
    """The days of a column."""

    start: Days  #: Shape (n,), datetime64[s]; NaT where a cell holds no day.
    end: Days  #: Shape (n,): the last day, inclusive; of a month its last, of a year 31 December.
    #: Shape (n,): day, month, year, or unknown where there is none.
    precision: npt.NDArray[np.object_]
    order: Order  #: How 03/04/2017 was read.
    #: Whether no date's reading is a guess: the order matters nowhere, or the column shows it.
    sure: bool


def dates(text: pd.Series, order: Order | None = None) -> Dates:
    """Return cells as days.

    The day is that which is written: a time and its zone are left aside.

    >>> cells = ["2017-09-27T22:00Z", "27/9/17", "٢٧ أيلول ٢٠١٧", "Sept 2017", "x"]
    >>> result = dates(pd.Series(cells))
    >>> result.start.astype("datetime64[D]").astype(str).tolist()
    ['2017-09-27', '2017-09-27', '2017-09-27', '2017-09-01', 'NaT']
    >>> result.precision.tolist(), result.order, result.sure
    (['day', 'day', 'day', 'month', 'unknown'], 'dmy', True)
    """
    codes, cells = pd.factorize(_shorten_times(text))
    findings, found_order, sure = read_all([str(cell) for cell in cells], order)
    start, end, precision = _columns(findings or [None])
    return Dates(start[codes], end[codes], precision[codes], found_order, sure)


def _shorten_times(text: pd.Series) -> pd.Series:
    """Return a long column with the time of day left off, so that few cells are different."""
    if len(text) < LONG:
        return text
    timed = text.str.match(_ISO_TIME.pattern)
    return text.where(~timed, text.str.slice(0, 10))


def read_all(cells: Sequence[str], order: Order | None = None) -> tuple[list[Found], Order, bool]:
    """Return the days of the different cells of a column, the order, and whether it is sure."""
    texts = [strip_time(cell) for cell in cells]
    orders = read_order(texts)
    used_order, counted = order or orders.order, _find_count(texts)
    days = [counted(text) if counted else read(text, used_order) for text in texts]
    return days, used_order, orders.is_sure or order is not None


def _columns(findings: Sequence[Found]) -> tuple[Days, Days, npt.NDArray[np.object_]]:
    start = np.array([days and days[0] for days in findings], dtype="datetime64[s]")
    end = np.array([days and days[1] for days in findings], dtype="datetime64[s]")
    return start, end, np.array([days[2] if days else "unknown" for days in findings], dtype=object)


def read(cell: str, order: Order) -> Found:
    """Return the first and last day of a cell and how exactly they are known.

    A date that only the other order fits is read by that one.

    >>> read("2014", "dmy")
    (datetime.date(2014, 1, 1), datetime.date(2014, 12, 31), 'year')
    >>> read("9/27/2017", "dmy") == read("27/9/2017", "dmy")
    True
    """
    if not cell or len(cell) > 60:
        return None
    if match := _ISO.fullmatch(cell):
        return _day(int(match[1]), int(match[3]), int(match[4]))
    if match := NUMERIC.fullmatch(cell):
        first, second = int(match[1]), int(match[3])
        month, day = (first, second) if order == "mdy" else (second, first)
        return _day(_year(match[4]), month, day) or _day(_year(match[4]), day, month)
    return _read_numeric(cell) if not re.search(r"[^\W\d_]", cell) else _read_worded(cell)


def _read_numeric(cell: str) -> Found:
    """Read 20140610, 2014-06, 06/2014, 201406 and 2014."""
    stripped = cell.removesuffix(".0")
    if re.fullmatch(r"\d{8}", stripped):
        return _day(int(stripped[:4]), int(stripped[4:6]), int(stripped[6:]))
    if match := re.fullmatch(r"(\d{4})[-/.]?(\d{2})|(\d{4})[-/.](\d)", stripped):
        return _month(int(match[1] or match[3]), int(match[2] or match[4]))
    if match := re.fullmatch(r"(\d{1,2})[-/](\d{4})", stripped):
        return _month(int(match[2]), int(match[1]))
    if re.fullmatch(r"\d{4}", stripped) and YEARS[0] <= int(stripped) <= YEARS[1]:
        return date(int(stripped), 1, 1), date(int(stripped), 12, 31), "year"
    return None


def _read_worded(cell: str) -> Found:
    """Read a day or a month whose name is a word."""
    parts = re.findall(r"\d+|[^\W\d_]+", cell)
    words = " ".join(part for part in parts if not part.isdigit())
    figures = [part for part in parts if part.isdigit()]
    month = _month_of(words)
    if month is None or not 1 <= len(figures) <= 2:
        return None
    long = [figure for figure in figures if len(figure) == 4]
    if len(figures) == 1:
        return _month(int(long[0]), month) if long else None
    if not long and len(figures[1]) == 2 and len(figures[0]) <= 2:
        return _day(_year(figures[1]), month, int(figures[0]))
    if len(long) != 1:
        return None
    remainder = next(figure for figure in figures if figure is not long[0])
    return _day(int(long[0]), month, int(remainder)) if len(remainder) <= 2 else None


@lru_cache(maxsize=8192)
def _month_of(words: str) -> int | None:
    """Return the one month that some words name beside weekdays and small words."""
    names, fill = _names()
    text = letters(words)
    text = " ".join(part for part in text.split() if part not in fill)
    text = re.sub(r"^(?:st|nd|rd|th|er)\b\s*|\s*\b(?:st|nd|rd|th)$", "", text)
    return names.get(text) or (names.get(text.removesuffix("ی")) if text else None)


@cache
def _names() -> tuple[dict[str, int], frozenset[str]]:
    """Return the names of months, and words that may stand beside them."""
    months = {letters(name): number for name, number in _MORE.items()}
    fill = {letters(word) for word in _FILL} | {"st", "nd", "rd", "th", "er"}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=language).items():
                months.setdefault(letters(name), number)
            for name in get_day_names(width, locale=language).values():
                fill |= set(letters(name).split())
    return months, frozenset(fill - set(months))


def _day(year: int, month: int, day: int) -> Found:
    try:
        result = date(year, month, day)
    except ValueError:
        return None
    return (result, result, "day") if YEARS[0] <= year <= YEARS[1] else None


def _month(year: int, month: int) -> Found:
    if not (YEARS[0] <= year <= YEARS[1] and 1 <= month <= 12):
        return None
    return date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month"


def _year(text: str) -> int:
    """Return a year; of two digits, 51 to 99 are of the last century."""
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year <= 50 else 1900)


#: How columns count days, as spreadsheets and computers do: cells, from which day, in which unit.
_COUNTS: Final = (
    (r"[2-6]\d{4}(?:\.\d+)?", date(1899, 12, 30), 1),
    (r"\d{9,10}(?:\.\d+)?", date(1970, 1, 1), 86_400),
    (r"\d{12,13}(?:\.\d+)?", date(1970, 1, 1), 86_400_000),
)


def _find_count(cells: list[str]) -> Callable[[str], Found] | None:
    """Return how a column counts days, where most cells are counts and none is a date."""
    filled = [cell for cell in cells if cell]
    for pattern, begin, unit in _COUNTS:
        if sum(bool(re.fullmatch(pattern, cell)) for cell in filled) > 0.8 * len(filled):
            return partial(_read_count, begin, unit)
    return None


def _read_count(begin: date, unit: int, cell: str) -> Found:
    if not re.fullmatch(r"\d{4,14}(?:\.\d+)?", cell):
        return None
    day = begin + timedelta(days=int(float(cell) // unit))
    return _day(day.year, day.month, day.day)


def of_parts(year: pd.Series, month: pd.Series | None, day: pd.Series | None) -> Dates:
    """Return days whose year, month and day stand in columns of their own.

    A month or day that is empty or 0 is not known.

    >>> dates = of_parts(pd.Series(["2014", "2014"]), pd.Series(["6", "6"]), pd.Series(["10", "0"]))
    >>> dates.precision.tolist()
    ['day', 'month']
    """
    columns = [year, *(item for item in (month, day) if item is not None)]
    joined = [tuple(map(_figure, cells)) for cells in zip(*columns, strict=True)]
    read_once = {parts: _of_parts(parts) for parts in set(joined)}
    result = [read_once[parts] for parts in joined]
    start, end, precision = _columns(result)
    return Dates(start, end, precision, "dmy", sure=True)


#: Whole numbers of so many digits; Python refuses to read those of thousands.
_DIGITS: Final = {2: re.compile("[0-9]{1,2}"), 4: re.compile("[0-9]{4}")}


def _figure(cell: object) -> str:
    return normalise(str(cell)).removesuffix(".0").lstrip("0")


def _of_parts(parts: tuple[str, ...]) -> Found:
    year, month, day = (*parts, "", "")[:3]
    if not _DIGITS[4].fullmatch(year):
        return None
    if not month:
        return _read_numeric(year)
    named = int(month) if _DIGITS[2].fullmatch(month) else _month_of(month)
    if named is None or (day and not _DIGITS[2].fullmatch(day)):
        return None
    return _day(int(year), named, int(day)) if day else _month(int(year), named)


_FORMS = (
    r"(?<!\d)\d{4}[-_. ]?\d{2}[-_. ]?\d{2}(?!\d)",
    r"(?<!\d)\d{1,2}[-_. ]?[a-z]{3,9}[-_. ]?\d{4}(?!\d)",
    r"[a-z]{3,9}[-_. ]?\d{1,2}[-_., ]+\d{4}(?!\d)",
    r"(?<!\d)\d{1,2}[-_.]\d{1,2}[-_.]\d{4}(?!\d)",
)


def day_in(name: str) -> np.datetime64 | None:
    """Return the day in a file name, or None.

    >>> str(day_in("idp_masterlist_2017-10-31.csv"))[:10], day_in("idps.csv")
    ('2017-10-31', None)
    """
    for form in _FORMS:
        for match in re.findall(form, name, re.IGNORECASE):
            cell = re.sub(r"[_]+", " ", match)
            day = dates(pd.Series([cell])).start[0]
            if not np.isnat(day):
                return np.datetime64(day, "s")
    return None
