"""The time of a statement: the one date of its clause, and how to read it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from geo.articles.dates_in_prose import When
from geo.articles.masked_sentence import Masked, slot_of
from geo.articles.statement import DaySource, Since, Statement
from geo.articles.statement_forms import StatementForms

#: Meanings of a date that words right before it give.
_MEANT = (Since.SINCE, Since.UNTIL, Since.BY)


@dataclass(frozen=True)
class ClauseTime:
    """The time of a statement."""

    #: Fields of a statement; none where its words give no time.
    values: dict[str, Any] = field(default_factory=dict)
    signs: tuple[str, ...] = ()  #: The dates of the sentence that were used.


def find_time(
    masked: Masked, forms: StatementForms, match: re.Match[str], following: int, *, first: bool
) -> ClauseTime | None:
    """Return the time of a match, up to where the next one begins; None where it has several."""
    words, text = forms.words, masked.text
    dates = _dates_of_clause(text, forms, match, following, first=first)
    if not dates:
        return ClauseTime()
    whens = [masked.values[text[at]] for at in dates]
    signs = tuple(text[at] for at in dates)
    leads = [text[:at] for at in dates]
    if len(dates) == 2 and words["between"].search(text[dates[0] + 1 : dates[1]]):
        values = _range(whens[0], whens[1])
        return ClauseTime(values, signs) if values else None
    several = len({(when.first, when.last) for when in whens}) > 1
    if several or words["before"].search(leads[0]):
        return None
    candidate = next(
        (each for each in _MEANT if each in words and words[each].search(leads[0])), Since.ON
    )
    return ClauseTime(date_fields(whens[0]) | {"since": candidate}, signs)


def _dates_of_clause(
    text: str, forms: StatementForms, match: re.Match[str], following: int, *, first: bool
) -> list[int]:
    words = forms.words
    boundaries = [each.span() for each in words["boundary"].finditer(text)]
    low = max((end for _, end in boundaries if end <= match.start() + 1), default=0)
    low = low if first else match.start()
    high = min((start for start, _ in boundaries if start >= match.end()), default=len(text))
    high = max(match.end(), min(high, following))
    aside = match.span("app") if "app" in match.re.groupindex else (0, 0)
    dates = [
        at
        for at in range(low, high)
        if slot_of(text[at]) == "date" and not aside[0] <= at < aside[1]
    ]
    if not dates and first:
        dates = [at for at in range(low) if slot_of(text[at]) == "date"]
        led = re.match(r"^\W*(?:\w+ ){0,3}$", text[: dates[0]]) if len(dates) == 1 else None
        if not led or ";" in text[: match.end()]:
            dates = []
    if not dates and (apart := words.get("apart")):
        later = [at for at in range(high, len(text)) if slot_of(text[at]) == "date"]
        dates = [at for at in later[:1] if apart.search(text[match.end() : at])]
    return dates


def date_fields(when: When) -> dict[str, Any]:
    return {
        "first": when.first,
        "last": when.last,
        "span": when.span,
        "day_source": DaySource.SENTENCE,
    }


def since_then(statement: Statement) -> dict[str, Any]:
    """Return the time since the event of a statement; nothing where it has no day."""
    if statement.first is None or statement.since is not Since.ON:
        return {}
    return {
        "first": statement.first,
        "last": statement.last,
        "span": statement.span,
        "since": Since.SINCE,
        "day_source": DaySource.SENTENCE,
    }


def _range(begin: When, end: When) -> dict[str, Any] | None:
    """Return the time from the start of one date to the day before another."""
    last = end.first - timedelta(1)
    if last < begin.first:
        return None
    return date_fields(begin) | {"last": last, "since": Since.FROM}
