"""Days that a text names: ``16 October 2017``, ``25 أيلول``, ``on Wednesday``, ``yesterday``.

What a day looks like in each language stands in the profile's ``language/calendar.json``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from geo.errors import DataError, Fault
from geo.model import Language
from geo.profile import Profile, current

#: Blanks of the patterns, and the names that fill them.
_BLANKS = {"month": "months", "weekday": "weekdays", "rel": "days", "which": "which"}

_BLANK = re.compile(rf"<(?:{'|'.join(_BLANKS)})>")

#: Kinds whose names are capitals or not as they are, so that the verb *may* is no month.
_CASED = frozenset(("date", "weekday"))

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")

#: Characters before a day that may say what it means: *they will meet on Friday*.
_NEAR = 300


@dataclass(frozen=True)
class Day:
    """A day that a text names."""

    text: str  #: As written.
    start: int  #: Where it begins, in characters.
    end: int  #: Where it ends.
    day: date  #: What it stands for.
    is_whole: bool  #: Whether its year is written.


def days(text: str, base: date, language: Language) -> tuple[Day, ...]:
    """Return the days that a sentence names, in its order.

    Parameters
    ----------
    text
        The sentence.
    base
        The day it was written: what *yesterday* and *on Monday* count from.
    language
        What it is written in; one that ``language/calendar.json`` does not have names no days.

    Examples
    --------
    >>> text = "Troops came on Monday; 600,000 barrels a day since 10 June 2014, under Article 140."
    >>> for match in days(text, date(2017, 10, 17), Language.EN):
    ...     print(match.text, match.day)
    Monday 2017-10-16
    10 June 2014 2014-06-10
    """
    western = text.translate(_DIGITS)
    calendar = _calendar(current(), language)
    result: list[Day] = []
    latest: Day | None = None
    for kind, match in _matches(western, calendar):
        groups = match.groupdict()
        # Papers leave out the year of their own time, or one that they have just said.
        day = calendar.resolve(kind, match, base, latest.day if latest else base)
        if day:
            start, end = match.span("keep" if groups.get("keep") else 0)
            result.append(Day(text[start:end], start, end, day, bool(groups.get("y"))))
            latest = result[-1] if groups.get("y") else latest
    return tuple(result)


def _matches(text: str, calendar: _Calendar) -> list[tuple[str, re.Match[str]]]:
    """Return what looks like a day, in order, without what lies within another one."""
    taken = bytearray(len(text))
    matches = []
    for kind, form in calendar.forms:
        for match in form.finditer(text):
            start, end = match.span()
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                matches.append((kind, match))
    return sorted(matches, key=lambda item: item[1].start())


@dataclass(frozen=True)
class _Calendar:
    """What one language calls days."""

    names: Mapping[str, Mapping[str, int]]  #: Months, weekdays, days and which of them is meant.
    forms: tuple[tuple[str, re.Pattern[str]], ...]  #: Kinds and patterns, the more exact first.
    to_come: re.Pattern[str]  #: Words that put a weekday into the time to come.

    def resolve(self, kind: str, match: re.Match[str], base: date, near: date) -> date | None:
        """Return the day that a match stands for; None where the calendar has no such day.

        A day without a year is the nearest to ``near``, the others count from ``base``.
        """
        groups = match.groupdict()
        if kind == "rel":
            return base + timedelta(days=self._number("days", groups["r"]))
        if kind == "weekday":
            back = (base.weekday() - self._number("weekdays", groups["w"])) % 7
            which = self._number("which", groups["q"]) if groups.get("q") else None
            lead = match.string[max(0, match.start() - _NEAR) : match.start()]
            if which == 1 or (which is None and back and self.to_come.search(lead)):
                return base + timedelta(days=7 - back)
            return base - timedelta(days=back or (7 if which == -1 else 0))
        name = groups["m"]
        month = int(name) if name.isdigit() else self._number("months", name)
        years = [int(groups["y"])] if groups.get("y") else [near.year + by for by in (-1, 0, 1)]
        possible = [day for year in years if (day := _date(year, month, int(groups["d"])))]
        return min(possible, key=lambda day: abs(day - near), default=None)

    def _number(self, group: str, text: str) -> int:
        names = self.names[group]
        return next(
            names[form] for form in (text, text.lower(), text.capitalize()) if form in names
        )


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=16)
def _calendar(profile: Profile, language: Language) -> _Calendar:
    raw: Mapping[str, Any] = profile.language_data("calendar").get(language, {})
    try:
        names = {key: raw.get(key, {}) for key in _BLANKS.values()}
        blanks = {f"<{blank}>": f"(?:{_any(names[key])})" for blank, key in _BLANKS.items()}
        forms = []
        for kind, form in raw.get("forms", ()):
            filled = _BLANK.sub(lambda blank: blanks[blank[0]], form)
            opened = filled if filled.startswith("(?<!") else rf"(?<!\w){filled}"
            forms.append((kind, re.compile(opened, 0 if kind in _CASED else re.IGNORECASE)))
        to_come = raw.get("future", ())
        pattern = rf"(?<!\w)(?:{_any(to_come)})(?!\w)" if to_come else "(?!)"
        return _Calendar(names, tuple(forms), re.compile(pattern, re.IGNORECASE))
    except (AttributeError, TypeError, ValueError, re.error) as error:
        accepted = "names and forms of days as docs/reference.md describes them"
        fault = Fault("language/calendar.json", None, str(language), str(error), accepted)
        raise DataError([fault]) from None


def _any(words: Any) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
