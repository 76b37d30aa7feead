"""How sure a spell is on a day: an open one falls with the age of its last confirmation.

A spell is confirmed last in the month that its note names (*Last confirmed*), else on the day of
its newest source, and not before it began. The spell of a part is no more than medium while a
front runs within its sub-district. ``docs/precision.md`` publishes the rules.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from geo.ask.uncertainty.divided import Stretch, find_divided
from geo.atlas import Atlas

#: So many years after its last confirmation an open spell is at most so sure.
FADES: tuple[tuple[int, str], ...] = ((2, "medium"), (5, "low"))

#: From the least sure on.
ORDER: tuple[str, ...] = ("low", "medium", "high")

#: How sure the spell of a part is at most while a front runs within its sub-district.
DIVIDED = "medium"

#: What a note says of the last report of a place.
STATED = re.compile(r"\bLast confirmed (\d{4}(?:-\d\d)?)", re.IGNORECASE)


def read_span(text: str) -> tuple[date, date] | None:
    """Return the first and the last day that the date of a source can mean; None without a date.

    >>> [str(day) for day in read_span("2017-02")]
    ['2017-02-01', '2017-02-28']
    """
    if not text:
        return None
    year, month, day = (int(part) for part in [*text.split("-"), "0", "0"][:3])
    last = day or monthrange(year, month or 12)[1]
    return date(year, month or 1, day or 1), date(year, month or 12, last)


def last_day(text: str) -> date | None:
    """Return the last day that the date of a source can mean: of its year, its month, or itself."""
    span = read_span(text)
    return span[1] if span else None


@dataclass(frozen=True)
class Fading:
    """How the confidence of a spell changes."""

    recorded: str  #: Confidence as the row has it.
    confirmed: date | None  #: Last day that a report of an open spell can mean.
    #: Days on which a front runs within its sub-district, where that makes it less sure.
    divided: Stretch | None = None

    def starts(self) -> Iterator[tuple[date, str]]:
        """Yield the first day of each confidence that age lowers it to, in order of time."""
        for years, most in FADES:
            if self.confirmed and ORDER.index(most) < ORDER.index(self.recorded):
                yield _years_later(self.confirmed, years), most

    def changes(self) -> Iterator[tuple[date, str]]:
        """Yield each day on which it changes, with the confidence from then on."""
        ends = [day for day in self.divided or () if day]
        last = self.recorded
        for day in sorted({*ends, *(start for start, _ in self.starts())}):
            if (confidence := self.on(day)) != last:
                yield day, confidence
            last = confidence

    def on(self, day: date) -> str:
        grades = [self.recorded, *(most for start, most in self.starts() if start <= day)]
        if self.divided and self.divided[0] <= day < (self.divided[1] or date.max):
            grades.append(DIVIDED)
        return min(grades, key=ORDER.index)


def cap(confidence: str, days: int) -> str:
    """Return a confidence lowered by the days for which no source speaks.

    >>> cap("high", 400), cap("high", 1000), cap("medium", 4000)
    ('high', 'medium', 'low')
    """
    most = [name for years, name in FADES if days >= years * 365]
    return min([confidence, *most], key=ORDER.index)


@lru_cache(maxsize=8)
def compute_fading(atlas: Atlas) -> Mapping[str, Fading]:
    """Return how the confidence of each spell changes that may, by the id of the spell."""
    dates = {row["id"]: row["date"] for row in atlas.records("sources")}
    parted = find_divided(atlas)
    by_spell = {}
    for row in atlas.spells:
        confidence = row["confidence"]
        if confidence not in ORDER:
            continue
        is_surer = ORDER.index(confidence) > ORDER.index(DIVIDED)
        divided = parted.get(row["id"]) if is_surer else None
        if row["end"] is None or divided:
            confirmed = _last_confirmation(row, dates) if row["end"] is None else None
            by_spell[row["id"]] = Fading(confidence, confirmed, divided)
    return MappingProxyType(by_spell)


def confidence_on(atlas: Atlas, spell: Mapping[str, Any], day: date) -> str:
    """Return how sure a spell is on a day, before and after it as on its first and last one.

    >>> from datetime import date, timedelta
    >>> from geo import Atlas
    >>> atlas = Atlas.load()
    >>> rows = [row for row in atlas.spells if row["end"] is None]
    >>> later = [confidence_on(atlas, row, date(2060, 1, 1)) for row in rows]
    >>> set(later)
    {'low'}
    """
    known = compute_fading(atlas).get(spell["id"])
    if known is None:
        return str(spell["confidence"])
    last = spell["end"] - timedelta(1) if spell["end"] else day
    return known.on(max(spell["start"], min(day, last)))


def _last_confirmation(row: Mapping[str, Any], dates: Mapping[str, str]) -> date:
    reports = STATED.findall(row["note"]) or (
        dates.get(source, "") for source in row["source"].split(";")
    )
    return max([row["start"], *(day for text in reports if (day := last_day(text)))])


def _years_later(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)
