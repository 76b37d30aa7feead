"""Days that a text names: ``16 October 2017``, ``on Wednesday``, ``last week``, ``in June 2014``.

What may be a date is known by its form (the profile's ``language/calendar.json``), so that numbers
of barrels and articles of a constitution are none. Every step looks at a bounded part of the text,
so that the time grows with its length.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from geo.articles.date_forms import Calendar, words
from geo.model import Language


class Span(StrEnum):
    """How much time a date takes in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"


@dataclass(frozen=True)
class When:
    """A date in a text."""

    text: str  #: As written.
    start: int  #: Where it begins, in characters.
    end: int  #: Where it ends.
    first: date  #: First day.
    last: date  #: Last day, inclusive.
    span: Span  #: How exactly it is known.
    relative: bool = False  #: Whether it counts from another day, or has no year of its own.


def dates(text: str, base: date, language: Language) -> tuple[When, ...]:
    """Return the dates that a text names, in its order.

    >>> text = "Troops came on Monday; 600,000 barrels a day since June 2014, under Article 140."
    >>> for match in dates(text, date(2017, 10, 17), Language.EN):
    ...     print(match.text, match.first, match.last)
    Monday 2017-10-16 2017-10-16
    June 2014 2014-06-01 2014-06-30
    """
    western = text.translate(_DIGITS)
    resolver = _DateResolver(western, base, words(language))
    whens = []
    for kind, match in _find_matches(western, resolver.calendar):
        days = resolver.resolve(kind, match)
        if days is None:
            continue
        first, last, span = days
        if span is Span.DAY:
            resolver.remember(first, match)
        groups = match.groupdict()
        at = match.span("keep") if groups.get("keep") else match.span()
        relative = kind not in {"iso", "slash"} and not groups.get("y")
        whens.append(When(text[slice(*at)], *at, first, last, span, relative))
    return tuple(whens)


def find_full_date(text: str, language: Language) -> When | None:
    """Return the first date of a text with its year, such as that of a dateline.

    >>> find_full_date("BAGHDAD, 27 September 2017 - Iraq's parliament", Language.EN).first
    datetime.date(2017, 9, 27)
    """
    whens = dates(text, date(2000, 1, 1), language)
    return next((when for when in whens if when.span is Span.DAY and not when.relative), None)


_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")

#: Words that count back from the last day named.
_EARLIER = frozenset(("earlier", "previous", "السابق"))

#: Characters before a date that are looked at for what it means.
_NEAR = 300

#: Within this a day named is of the article's own time.
_YEAR = timedelta(days=366)

#: What ends a sentence.
_END = re.compile(r"[.!?؟](?:\s|$)|\n")

#: Arabic plurals, which say nothing without a number.
_MANY = frozenset(("أيام", "ايام", "أسابيع", "اسابيع", "أشهر", "اشهر", "سنوات", "أعوام"))


def _find_matches(text: str, names: Calendar) -> list[tuple[str, re.Match[str]]]:
    """Return what looks like a date, without what lies within another one."""
    taken = bytearray(len(text))
    matches = []
    for kind, form in names.forms:
        for match in form.finditer(text):
            start, end = match.span()
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                matches.append((kind, match))
    return sorted(matches, key=lambda each: each[1].start())


Days = tuple[date, date, Span]


class _DateResolver:
    """Resolves the dates of one text; each may count from the one before."""

    def __init__(self, text: str, base: date, names: Calendar) -> None:
        self.text = text
        self.base = self.anchor = base
        self.calendar = names
        self.dated: tuple[date, int] | None = None  # last day with its year, and where it ends
        self.ends = [match.start() for match in _END.finditer(text)]

    def remember(self, day: date, match: re.Match[str]) -> None:
        """Take note of a day that the text named, and whether it said its year."""
        self.anchor = day
        if match.groupdict().get("y"):
            self.dated = day, match.end()

    def _reference(self, match: re.Match[str]) -> date:
        """Return the day that one without a year is nearest to.

        That is the last day whose year the text said, where it lies within a year of the
        article's day or in the same sentence: *on 20 July 2022 ... on 18 December*; else the
        article's day, since papers leave out the year of their own time only.
        """
        if self.dated is None:
            return self.base
        day, end = self.dated
        at = bisect_left(self.ends, end)
        same_sentence = at == len(self.ends) or self.ends[at] >= match.start()
        return day if abs(day - self.base) < _YEAR or same_sentence else self.base

    def resolve(self, kind: str, match: re.Match[str]) -> Days | None:
        """Return the days that a match stands for; None if it is not a date."""
        groups = match.groupdict()
        if kind in {"date", "iso", "slash"}:
            return self._day(groups, match)
        if kind in {"month", "year", "decade"}:
            if kind == "month":
                return self._month(groups, match)
            return _years(int(groups["y"]), kind)
        if kind == "rel":
            return _single_day(self.base + timedelta(days=self.calendar.name("days", groups["r"])))
        if kind == "weekday":
            return self._weekday(match)
        is_duration = kind == "within" and not self.calendar.due.search(self._lead(match))
        return None if is_duration else self._resolve_count(kind, groups)

    def _lead(self, match: re.Match[str]) -> str:
        """Return the text before a date in its sentence, up to a limit."""
        low = max(0, match.start() - _NEAR)
        stop = self.text.rfind(".", low, match.start())
        return self.text[max(stop, low) : match.start()]

    def _day(self, groups: dict[str, Any], match: re.Match[str]) -> Days | None:
        month = groups["m"]
        number = int(month) if month.isdigit() else self.calendar.name("months", month)
        if not 1 <= number <= 12:
            return None
        if groups.get("y"):
            day = _date(int(groups["y"]), number, int(groups["d"]))
        else:
            reference = self._reference(match)
            years = (reference.year + by for by in (-1, 0, 1))
            near = [day for year in years if (day := _date(year, number, int(groups["d"])))]
            day = min(near, key=lambda day: abs(day - reference), default=None)
        return _single_day(day) if day else None

    def _month(self, groups: dict[str, Any], match: re.Match[str]) -> Days:
        number = self.calendar.name("months", groups["m"])
        near = self._reference(match)
        years = [int(groups["y"])] if groups.get("y") else [near.year + by for by in (-1, 0, 1)]
        middles = [date(year, number, 15) for year in years]
        return _span_around(min(middles, key=lambda day: abs(day - near)), Span.MONTH)

    def _weekday(self, match: re.Match[str]) -> Days:
        number = self.calendar.name("weekdays", match["w"])
        which = self.calendar.name("which", match["q"]) if match["q"] else None
        back = (self.base.weekday() - number) % 7
        before = self.text[max(0, match.start() - _NEAR) : match.start()]
        to_come = (
            which is None
            and back
            and (
                self.calendar.future.search(self._lead(match))
                or self.calendar.future_before.search(before)
            )
        )
        if which == 1 or to_come:
            return _single_day(self.base + timedelta(days=7 - back))
        return _single_day(self.base - timedelta(days=back or (7 if which == -1 else 0)))

    def _resolve_count(self, kind: str, groups: dict[str, Any]) -> Days | None:
        if groups["u"] in _MANY and not groups.get("n"):
            return None
        unit, times = self._unit(groups["u"])
        number = times * self._number(groups.get("n"))
        if kind == "unit":
            number = self.calendar.name("which", groups["q"])
        elif kind in {"ago", "past"} or groups.get("s") in _EARLIER:
            number = -number
        start = self.anchor if kind == "later" else self.base
        moved = _shift_day(start, unit, number)
        if moved is None:
            return None
        if kind in {"past", "within"}:
            return min(start, moved), max(start, moved), Span.RANGE
        return _span_around(moved, Span(unit))

    def _unit(self, text: str) -> tuple[str, int]:
        """Return a unit in English, and how many of it a word says: يومين are two days."""
        for word in (text, text.removeprefix("ال"), text.removesuffix("ی")):
            if unit := self.calendar.name("units", word):
                return unit[0], unit[1]
        return {"الأسبوع": "week", "الاسبوع": "week"}.get(text, "year"), 1

    def _number(self, text: str | None) -> int:
        if not text:
            return 1
        return int(text) if text.isdigit() else int(self.calendar.name("numbers", text))


def _date(year: int, month: int, day: int) -> date | None:
    """Return a day; None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _shift_day(start: date, unit: str, number: int) -> date | None:
    """Return the day that lies some units on, or back; None beyond the calendar."""
    try:
        if unit in {"day", "week"}:
            return start + timedelta(days=number * (7 if unit == "week" else 1))
        months = 12 * start.year + start.month - 1 + number * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        return None


def _single_day(day: date) -> Days:
    return day, day, Span.DAY


def _years(year: int, kind: str) -> Days:
    if kind == "decade":
        return date(year, 1, 1), date(year + 9, 12, 31), Span.RANGE
    return date(year, 1, 1), date(year, 12, 31), Span.YEAR


def _span_around(day: date, span: Span) -> Days:
    """Return the week (from Monday), month or year that a day lies in."""
    if span is Span.WEEK:
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=6), span
    if span is Span.MONTH:
        last = calendar.monthrange(day.year, day.month)[1]
        return day.replace(day=1), day.replace(day=last), span
    return _years(day.year, "year") if span is Span.YEAR else _single_day(day)
