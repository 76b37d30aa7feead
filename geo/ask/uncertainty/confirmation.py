"""How sure an open spell is on a day: its confidence falls with the age of its last confirmation.

A spell is confirmed last in the month that its note names (*Last confirmed*), else on the day of
its newest source, and not before it began. ``docs/precision.md`` publishes the rule.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from geo.atlas import Atlas

#: So many years after its last confirmation an open spell is at most so sure.
FADES: tuple[tuple[int, str], ...] = ((2, "medium"), (5, "low"))

#: From the least sure on.
ORDER: tuple[str, ...] = ("low", "medium", "high")

#: What a note says of the last report of a place.
STATED = re.compile(r"\bLast confirmed (\d{4}(?:-\d\d)?)", re.IGNORECASE)


def last_day(text: str) -> date | None:
    """Return the last day that the date of a source can mean: of its year, its month, or itself.

    >>> last_day("2017-02"), last_day("")
    (datetime.date(2017, 2, 28), None)
    """
    if not text:
        return None
    year, month, day = (int(part) for part in [*text.split("-"), "0", "0"][:3])
    return date(year, month or 12, day or monthrange(year, month or 12)[1])


@dataclass(frozen=True)
class Fading:
    """How the confidence of an open spell falls."""

    recorded: str  #: Confidence as the row has it.
    confirmed: date  #: Last day that a report of it can mean.

    def starts(self) -> Iterator[tuple[date, str]]:
        """Yield the first day of each lower confidence, in order of time."""
        for years, most in FADES:
            if ORDER.index(most) < ORDER.index(self.recorded):
                yield _years_later(self.confirmed, years), most

    def on(self, day: date) -> str:
        return ([self.recorded] + [most for start, most in self.starts() if start <= day])[-1]


def cap(confidence: str, days: int) -> str:
    """Return a confidence lowered by the days for which no source speaks.

    >>> cap("high", 400), cap("high", 1000), cap("medium", 4000)
    ('high', 'medium', 'low')
    """
    most = [name for years, name in FADES if days >= years * 365]
    return min([confidence, *most], key=ORDER.index)


@lru_cache(maxsize=8)
def compute_fading(atlas: Atlas) -> Mapping[str, Fading]:
    """Return how the confidence of each open spell falls, by the id of the spell."""
    dates = {row["id"]: row["date"] for row in atlas.records("sources")}
    by_spell = {}
    for row in atlas.records("spells"):
        if row["end"] is None and row["confidence"] in ORDER:
            by_spell[row["id"]] = Fading(row["confidence"], _last_confirmation(row, dates))
    return MappingProxyType(by_spell)


def confidence_on(atlas: Atlas, spell: Mapping[str, Any], day: date) -> str:
    """Return how sure a spell is on a day that it covers.

    >>> from datetime import date
    >>> from geo import Atlas
    >>> atlas = Atlas.load()
    >>> rows = [row for row in atlas.records("spells") if row["end"] is None]
    >>> later = [confidence_on(atlas, row, date(2060, 1, 1)) for row in rows]
    >>> set(later)
    {'low'}
    """
    known = compute_fading(atlas).get(spell["id"])
    return known.on(day) if known else str(spell["confidence"])


def _last_confirmation(row: Mapping[str, Any], dates: Mapping[str, str]) -> date:
    reports = STATED.findall(row["note"]) or (
        dates.get(source, "") for source in row["source"].split(";")
    )
    return max([row["start"], *(day for text in reports if (day := last_day(text)))])


def _years_later(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)
