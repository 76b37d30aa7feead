"""Which rows of a table count where several name one area: of which year, of which kind."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.errors import QuestionError
from geo.tabular.columns import score
from geo.tabular.dates import dates

#: Stands for all texts of a column, whose rows are summed.
ALL: Final = "*"

#: Fields of time, the widest first, and how well the name of a column must say that it holds one.
TIMES: Final = ("year", "period", "month", "start", "day")
NAMED: Final = 0.6

#: Days, else months, that are offered at most; different texts of a column of kinds at most.
PERIODS: Final = 40
KINDS: Final = 12

Rows = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class RowChoice:
    """A column by which rows of one area differ, and which of them count."""

    column: str
    shown: str  #: Text of the rows that count; :data:`ALL` where those of all texts are summed.
    options: tuple[str, ...]  #: Texts, the newest or that of most rows first.
    rows: int  #: How many rows count.
    is_time: bool = False

    @property
    def ends(self) -> tuple[str, ...]:
        """What a title says of it: one text, or the first and the last of all times."""
        if self.shown != ALL:
            return (self.shown,)
        ends = (*self.options[-1:], *self.options[:1]) if self.is_time else ()
        return tuple(dict.fromkeys(ends))


def choose_rows(
    file: str,
    frame: pd.DataFrame,
    areas: npt.NDArray[np.int64],
    numbers: Collection[str],
    where: Mapping[str, str],
) -> tuple[Rows, tuple[RowChoice, ...]]:
    """Return which rows count, and what was chosen.

    Of rows of one area that differ by time the newest count, and those of all times where each area
    has one; of those that differ only by kinds (sex, age) those of one kind, where ``where`` does
    not say otherwise. A list of events that names areas and has no numbers is counted as it is.

    >>> frame = pd.DataFrame({"year": ["2014", "2015", "2015"], "sex": ["f", "f", "m"]})
    >>> rows, choices = choose_rows("a.csv", frame, np.array([0, 0, 0]), ("n",), {"sex": "*"})
    >>> rows.tolist(), [(item.column, item.shown) for item in choices]
    ([False, True, True], [('year', '2015'), ('sex', '*')])
    """
    texts = frame.set_axis(areas)
    columns = [str(name) for name in frame.columns]
    fields = {name: field for name in columns if (field := _find_time(name, texts[name]))}
    times = sorted(fields, key=lambda name: TIMES.index(fields[name]))
    rows: Rows = np.ones(len(frame), bool)
    summed: list[str] = []
    choices: list[RowChoice] = []

    def take(column: str, *, is_split: bool = True) -> None:
        nonlocal rows
        is_time = column in fields
        full, short = _periods(texts[column]) if is_time else (texts[column],) * 2
        options = _order(short[rows & (short != "").to_numpy()], is_time=is_time)
        blanks = (texts[column] == "")[rows].groupby(level=0)
        is_one = len(options) == 1 and not blanks.all().any()
        newest = options[0] if options and (is_split or is_one) else ALL
        text = where.get(column, newest)
        if text == ALL:
            summed.append(column)
        else:
            matches = (short == text) | (full == text) | full.str.startswith(f"{text}-")
            if not (rows & matches).any():
                listed = ", ".join(options[:PERIODS])
                raise QuestionError(
                    f"{file}: column {column!r}: {text!r}: expected one of {listed}, "
                    f"or {ALL} for all of them, summed"
                )
            rows = rows & matches.to_numpy()
        choices.append(RowChoice(column, text, options, int(rows.sum()), is_time))

    for column in where:
        if column not in times:
            take(column)
    panel = bool(numbers) or _is_unique(texts.loc[rows, times])
    for column in times:
        here = texts.loc[rows, column]
        if column in where or (panel and (here != "").any()):
            take(column, is_split=_is_split(here))
    counted = texts[rows]
    if numbers and not _is_unique(counted[summed]):
        others = {*columns} - {*where, *times} - {*(numbers if len(numbers) == 1 else ())}
        kinds = [
            name
            for name in columns
            if name in others and _has_kinds(counted[name], name in numbers)
        ]
        for column in _find_split(counted, summed, kinds):
            take(column)
    return rows, tuple(sorted(choices, key=lambda item: not item.is_time))


def name_choices(choices: Sequence[RowChoice]) -> str:
    """Return what a title says of the rows that count: a year and the number of a month as one.

    >>> names = ("year", "2017"), ("month", "2"), ("sex", "f")
    >>> name_choices([RowChoice(*pair, (), 1, is_time=pair[0] != "sex") for pair in names])
    '2017-02 · f'
    """
    labels: list[tuple[str, ...]] = []
    for item in choices:
        is_month = item.is_time and all(re.fullmatch(r"\d\d?", end) for end in item.ends)
        if is_month and labels and len(labels[-1]) == 1:
            labels[-1] = tuple(f"{labels[-1][0]}-{int(end):02}" for end in item.ends) or labels[-1]
        else:
            labels.append(item.ends)
    return " · ".join("–".join(ends) for ends in labels if ends)


def _find_time(name: str, texts: pd.Series) -> str:
    """Return the field of time that a column holds; empty where it holds none."""
    scores = {field: score(name, field) for field in TIMES}
    field = max(TIMES, key=lambda item: scores[item])
    if scores[field] < NAMED:
        return ""
    filled = texts[texts != ""]
    is_read = ~np.isnat(dates(filled).start)
    certain = field == "month" or scores[field] > 0.8
    return field if len(filled) and (certain or is_read.mean() > NAMED) else ""


def _periods(texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return days, months or years of a column as ISO 8601, and as few enough to choose from."""
    read = dates(texts)
    has_day = ~np.isnat(read.start)
    if not has_day.any():
        return texts, texts
    digits = pd.Series(read.precision).map({"year": 4, "month": 7}).fillna(10).astype(int)
    days = read.start.astype("datetime64[D]").astype(str)
    written = zip(days, digits, has_day, texts, strict=True)
    full = pd.Series(
        [day[:length] if is_day else text for day, length, is_day, text in written],
        texts.index, dtype="str",
    )  # fmt: skip
    short = full
    for length in (7, 4):
        if short.nunique() > PERIODS:
            short = full.str.slice(0, length)
    return full, short


def _order(texts: pd.Series, *, is_time: bool) -> tuple[str, ...]:
    """Return different texts: times from the newest back, kinds by how many rows have them."""
    if not is_time:
        return tuple(map(str, texts.value_counts().index))
    places = {text: at for at, text in enumerate(texts.unique())}
    numbers = {text: [int(part) for part in re.findall(r"\d+", text)] for text in places}
    key = {text: (numbers[text] or [places[text]], places[text]) for text in places}
    return tuple(sorted(places, key=lambda text: key[text], reverse=True))


def _is_split(texts: pd.Series) -> bool:
    """Whether rows of an area, which the index numbers, differ in a column."""
    counts = texts[texts != ""].groupby(level=0).nunique()
    return bool((counts > 1).any())


def _count_different(texts: pd.DataFrame) -> int:
    return len(texts.reset_index(names="\0").drop_duplicates())


def _is_unique(texts: pd.DataFrame) -> bool:
    return _count_different(texts) == len(texts)


def _has_kinds(texts: pd.Series, is_number: bool) -> bool:
    """Whether a column has few texts, which rows of most areas have: all of them, if numbers."""
    values, areas = texts.nunique(), texts.index.nunique()
    if not 1 < values <= KINDS or (texts == "").any() or not _is_split(texts):
        return False
    share = _count_different(texts.to_frame()) / (values * areas)
    return share == 1 and areas > 1 if is_number else share > 0.5


def _find_split(texts: pd.DataFrame, summed: Sequence[str], kinds: Sequence[str]) -> list[str]:
    """Return the fewest columns by which all rows of an area differ; none where they do not."""
    taken: list[str] = []
    while others := [name for name in kinds if name not in taken]:
        counts = {name: _count_different(texts[[*summed, *taken, name]]) for name in others}
        taken.append(max(counts, key=lambda name: counts[name]))
        if counts[taken[-1]] == len(texts):
            return taken
    return []
