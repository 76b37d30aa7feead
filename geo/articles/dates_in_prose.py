"""Days that a text names: ``16 October 2017``, ``on Wednesday``, ``last week``, ``in June 2014``.

What may be a date is known by its form, so that numbers of barrels and articles of a constitution
are none; the day is parsed by dateparser in English words, since it knows neither Sorani
nor the Arabic names of months that Iraq uses.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
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

    text: str
    """As written."""
    start: int
    """Where it begins, in characters."""
    end: int
    """Where it ends."""
    first: date
    """First day."""
    last: date
    """Last day, inclusive."""
    span: Span
    """How exactly it is known."""
    relative: bool = False
    """Whether it counts from another day, or has no year of its own."""


def dates(text: str, base: date, language: Language) -> tuple[When, ...]:
    """Return the dates that a text names, in its order.

    Examples
    --------
    >>> said = "Troops came on Monday; 600,000 barrels a day since June 2014, under Article 140."
    >>> for one in dates(said, date(2017, 10, 17), Language.EN):
    ...     print(one.text, one.first, one.last)
    Monday 2017-10-16 2017-10-16
    June 2014 2014-06-01 2014-06-30
    """
    plain = text.translate(_DIGITS)
    reading = _Reading(plain, base, words(language))
    found = []
    for kind, one in _matches(plain, reading.known):
        resolved = reading.days(kind, one)
        if resolved is None:
            continue
        first, last, span = resolved
        if span is Span.DAY:
            reading.named(first, one, whole=bool(one.groupdict().get("y")))
        part = one.groupdict()
        at = one.span("keep") if part.get("keep") else one.span()
        counted = kind not in {"iso", "slash"} and not part.get("y")
        found.append(When(text[slice(*at)], *at, first, last, span, counted))
    return tuple(found)


def dated(text: str, language: Language) -> date | None:
    """Return the first whole date of a text, such as that of a dateline.

    Examples
    --------
    >>> dated("BAGHDAD, 27 September 2017 - Iraq's parliament", Language.EN)
    datetime.date(2017, 9, 27)
    """
    for one in dates(text, date(2000, 1, 1), language):
        if one.span is Span.DAY and not one.relative:
            return one.first
    return None


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


def _matches(text: str, known: Calendar) -> list[tuple[str, re.Match[str]]]:
    """Return what looks like a date, without what lies within another one."""
    taken = bytearray(len(text))
    found = []
    for kind, form in known.forms:
        for one in form.finditer(text):
            start, end = one.span()
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append((kind, one))
    return sorted(found, key=lambda each: each[1].start())


Days = tuple[date, date, Span]


class _Reading:
    """Dates of one text; each may count from the one before."""

    def __init__(self, text: str, base: date, known: Calendar) -> None:
        self.text = text
        self.base = self.anchor = base
        self.known = known
        self.whole: tuple[date, int] | None = None  # last day with its year, and where it ends

    def named(self, day: date, one: re.Match[str], *, whole: bool) -> None:
        """Take note of a day that the text named, and whether it said its year."""
        self.anchor = day
        if whole:
            self.whole = day, one.end()

    def _reference(self, one: re.Match[str]) -> date:
        """Return the day that one without a year is nearest to.

        That is the last day whose year the text said, where it lies within a year of the
        article's day or in the same sentence: *on 20 July 2022 ... on 18 December*; else the
        article's day, since papers leave out the year of their own time only.
        """
        if self.whole is None:
            return self.base
        day, end = self.whole
        between = self.text[end : one.start()]
        return day if abs(day - self.base) < _YEAR or not _END.search(between) else self.base

    def days(self, kind: str, one: re.Match[str]) -> Days | None:
        """Return the days that a match stands for; None where it is no date after all."""
        part = one.groupdict()
        if kind in {"date", "iso", "slash"}:
            return self._day(part, one)
        if kind in {"month", "year", "decade"}:
            return self._month(part, one) if kind == "month" else _years(int(part["y"]), kind)
        if kind == "rel":
            return _whole(self.base + timedelta(days=self.known.name("days", part["r"])))
        if kind == "weekday":
            return self._weekday(one)
        took = kind == "within" and not self.known.due.search(self._before(one))
        return None if took else self._counted(kind, part)

    def _before(self, one: re.Match[str]) -> str:
        """Return what stands before a date in its sentence."""
        start = max(self.text.rfind(".", 0, one.start()), one.start() - _NEAR, 0)
        return self.text[start : one.start()]

    def _day(self, part: dict[str, Any], one: re.Match[str]) -> Days | None:
        month = part["m"]
        number = int(month) if month.isdigit() else self.known.name("months", month)
        if not 1 <= number <= 12 or not 1 <= int(part["d"]) <= 31:
            return None
        said = f"{part['d']} {calendar.month_name[number]}"
        if part.get("y"):
            found = _asked(f"{said} {part['y']}", self.base)
        else:
            reference = self._reference(one)
            both = [_asked(said, reference, way) for way in ("past", "future")]
            near = [day for day in both if day]
            found = min(near, key=lambda day: abs(day - reference), default=None)
        return _whole(found) if found else None

    def _month(self, part: dict[str, Any], one: re.Match[str]) -> Days:
        number = self.known.name("months", part["m"])
        near = self._reference(one)
        years = [int(part["y"])] if part.get("y") else [near.year + by for by in (-1, 0, 1)]
        middles = [date(year, number, 15) for year in years]
        return _within(min(middles, key=lambda day: abs(day - near)), Span.MONTH)

    def _weekday(self, one: re.Match[str]) -> Days:
        number = self.known.name("weekdays", one["w"])
        which = self.known.name("which", one["q"]) if one["q"] else None
        back = (self.base.weekday() - number) % 7
        before = self.text[max(0, one.start() - _NEAR) : one.start()]
        to_come = (
            which is None
            and back
            and (
                self.known.future.search(self._before(one))
                or self.known.future_before.search(before)
            )
        )
        if which == 1 or to_come:
            return _whole(self.base + timedelta(days=7 - back))
        return _whole(self.base - timedelta(days=back or (7 if which == -1 else 0)))

    def _counted(self, kind: str, part: dict[str, Any]) -> Days | None:
        if part["u"] in _MANY and not part.get("n"):
            return None
        unit, times = self._unit(part["u"])
        number = times * self._number(part.get("n"))
        if kind == "unit":
            number = self.known.name("which", part["q"])
        elif kind in {"ago", "past"} or part.get("s") in _EARLIER:
            number = -number
        start = self.anchor if kind == "later" else self.base
        moved = _asked(_english(number, unit), start)
        if moved is None:
            return None
        if kind in {"past", "within"}:
            return min(start, moved), max(start, moved), Span.RANGE
        return _within(moved, Span(unit))

    def _unit(self, text: str) -> tuple[str, int]:
        """Return a unit in English, and how many of it a word says: يومين are two days."""
        for word in (text, text.removeprefix("ال"), text.removesuffix("ی")):
            if found := self.known.name("units", word):
                return found[0], found[1]
        return {"الأسبوع": "week", "الاسبوع": "week"}.get(text, "year"), 1

    def _number(self, text: str | None) -> int:
        if not text:
            return 1
        return int(text) if text.isdigit() else int(self.known.name("numbers", text))


def _english(number: int, unit: str) -> str:
    if number == 0:
        return "today"
    return f"in {number} {unit}s" if number > 0 else f"{-number} {unit}s ago"


@lru_cache(maxsize=4096)
def _asked(said: str, base: date, way: str = "past") -> date | None:
    """Ask dateparser what day English words mean."""
    import dateparser  # noqa: PLC0415 -- slow to load, and only articles need it

    settings: dict[str, Any] = {
        "RELATIVE_BASE": datetime(base.year, base.month, base.day, 12),  # noqa: DTZ001
        "PREFER_DATES_FROM": way,
        "DATE_ORDER": "DMY",
    }
    found = dateparser.parse(said, languages=["en"], settings=settings)
    return found.date() if found else None


def _whole(day: date) -> Days:
    return day, day, Span.DAY


def _years(year: int, kind: str) -> Days:
    if kind == "decade":
        return date(year, 1, 1), date(year + 9, 12, 31), Span.RANGE
    return date(year, 1, 1), date(year, 12, 31), Span.YEAR


def _within(day: date, span: Span) -> Days:
    """Return the week (from Monday), month or year that a day lies in."""
    if span is Span.WEEK:
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=6), span
    if span is Span.MONTH:
        last = calendar.monthrange(day.year, day.month)[1]
        return day.replace(day=1), day.replace(day=last), span
    return _years(day.year, "year") if span is Span.YEAR else _whole(day)
