"""The day on which a statement is tested, beside the one that its words give.

A verdict on another day than the sentence's own is worse than none: whatever question a statement
led to, it gets no verdict where the two differ.
"""

from __future__ import annotations

from datetime import date, timedelta

from geo.articles.statement import DaySource, Since, Statement
from geo.atlas import Atlas
from geo.stories import question
from geo.stories.answers.finding import Line, line

_DAY = timedelta(1)

Days = tuple[date, date]


def tested_days(atlas: Atlas, statement: Statement, query: question.Question) -> Days:
    """Return the first and last day that a question asks about."""
    if isinstance(query, question.HeldSince):
        return query.since, query.date
    if isinstance(query, question.Changed):
        first = query.first + _DAY
        if statement.first and statement.since in {Since.ON, Since.UNTIL}:
            first = max(first, statement.first - _DAY * (statement.since is Since.UNTIL))
        return min(first, query.last), query.last
    if isinstance(query, question.Happened):
        rows = atlas.table("events")
        start = rows["start"][rows["id"] == query.id].iloc[0]
        return start, start
    day: date = query.date  # type: ignore[union-attr]
    return day, day


def given_days(statement: Statement) -> Days | None:
    """Return the first and last day that a statement's words give; None where they give none."""
    if statement.first is not None and statement.last is not None:
        return statement.first, statement.last
    if statement.spoken_on is not None:
        return statement.spoken_on, statement.spoken_on
    return None


def days_in_words(statement: Statement, tested: Days, written: date) -> Line:
    """Say on which day a statement was tested, and which its words give, in every language."""
    given = given_days(statement)
    return line(
        f"article.day.{statement.day_source if given else DaySource.ARTICLE}",
        tested=_in_words(tested),
        given=_in_words(given or tested),
        written=written,
    )


def _in_words(days: Days) -> Line | date:
    first, last = days
    return first if first == last else line("article.days", first=first, last=last)


def is_own_day(statement: Statement, tested: Days, day: date) -> bool:
    """Return whether a statement is tested on its own day, or on one that its words give.

    ``day`` is the day on which it was said or written.
    """
    first, last = tested
    if statement.first is None or statement.last is None:
        return last <= day
    match statement.since:
        case Since.SINCE:
            return statement.first <= first and last <= day
        case Since.UNTIL:
            return statement.first - _DAY <= first and last <= statement.last + _DAY
        case Since.BY:
            return last == statement.last
        case _:
            return statement.first <= first and last <= statement.last
