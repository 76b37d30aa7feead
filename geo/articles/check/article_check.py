"""The statements of an article as draft checks: each with its question and its verdict.

A wrong verdict is worse than none. A statement is therefore tested only where the atlas's records
are plain on it: *not supported* is the outcome where the record is far from the statement, never
where a day lies close by, where two holders share the ground, or where a figure is but somewhat
off.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from geo.articles.article import Article
from geo.articles.check.days import Days, days_in_words, given_days, is_own_day, tested_days
from geo.articles.check.questions import questions_for
from geo.articles.extraction import Found
from geo.articles.statement import DaySource, LeftAlone, Statement
from geo.articles.statements import statements
from geo.articles.time_limit import TimeLimit
from geo.atlas import Atlas
from geo.errors import QuestionError
from geo.stories.answers import Finding, Verdict, answer
from geo.stories.answers.finding import Line
from geo.stories.question import Question


@dataclass(frozen=True)
class DraftCheck:
    """A statement, the question that tests it, and the result."""

    statement: Statement
    claim: str  #: The words that state it.
    ask: Question  #: The question.
    finding: Finding  #: What the atlas finds.
    tested: Days  #: First and last day on which it was tested.
    #: First and last day that its words, or those of who said so, give; None where none do.
    given: Days | None

    @property
    def day_source(self) -> DaySource:
        """What gives the day on which it was tested."""
        return self.statement.day_source

    def days_in_words(self, written: date) -> Line:
        """Say on which day it was tested, and which its words give, in every language."""
        return days_in_words(self.statement, self.tested, written)


@dataclass(frozen=True)
class CheckedArticle:
    """What an article states, put to the atlas."""

    checks: tuple[DraftCheck, ...]  #: Statements with a verdict, in order.
    #: Sentences, and words of sentences, that got no verdict, in order, and why.
    left: tuple[LeftAlone, ...]

    def of(self, sentence: int) -> tuple[DraftCheck, ...]:
        return tuple(check for check in self.checks if check.statement.sentence == sentence)


@lru_cache(maxsize=16)
def check_article(atlas: Atlas, findings: Found) -> CheckedArticle:
    """Put what an article states to the atlas.

    >>> from datetime import date
    >>> from geo import Atlas
    >>> from geo.articles.article import article
    >>> from geo.articles.extraction import find
    >>> text = "Iraqi forces took Kirkuk on Monday. They may take Erbil."
    >>> atlas = Atlas.load()
    >>> done = check_article(atlas, find(atlas, article(text, date(2017, 10, 17))))
    >>> [check.finding.verdict.value for check in done.checks], [skipped.why
    ...     for skipped in done.left]
    (['supported'], ['condition'])
    """
    read = statements(atlas, findings)
    checks: list[DraftCheck] = []
    left = list(read.left)
    limit = TimeLimit()
    for statement in read.statements:
        late = limit.is_over
        is_ahead = _is_ahead(statement, findings.article)
        check = None if late or is_ahead else _check(atlas, statement, findings.article)
        if check is None:
            why = "late" if late else "ahead" if is_ahead else "unsure"
            left.append(LeftAlone(statement.sentence, why, statement.start, statement.end))
        else:
            checks.append(check)
    alone = {(each.start, each.end): each for each in reversed(left)}
    return CheckedArticle(
        tuple(checks), tuple(sorted(alone.values(), key=lambda each: (each.start, each.end)))
    )


def _is_ahead(statement: Statement, article: Article) -> bool:
    """Return whether a statement's day, or that on which it was made, is after the article's.

    The day of an article that states none is its first date, which says nothing of later ones.
    """
    days = (statement.first, statement.spoken_on)
    return article.is_dated and any(day > article.date for day in days if day)


def _day_of(statement: Statement, article: Article) -> date:
    """Return the day on which a statement was made; no article is older than what it tells."""
    written = article.date
    if not article.is_dated and statement.first:
        written = max(written, statement.first)
    return statement.spoken_on or written


def _check(atlas: Atlas, statement: Statement, article: Article) -> DraftCheck | None:
    """Return a statement with its verdict; None where none is sure."""
    day = _day_of(statement, article)
    try:
        answers = [
            (requested, answer(atlas, requested))
            for requested in questions_for(atlas, statement, day)
        ]
    except (QuestionError, ValueError):
        return None
    verdicts = {finding.verdict for _, finding in answers}
    if len(verdicts) != 1 or (statement.weak and verdicts != {Verdict.SUPPORTED}):
        return None
    query, finding = answers[0]
    tested = tested_days(atlas, statement, query)
    if not is_own_day(statement, tested, day):
        return None
    claim = article.text[statement.start : statement.end]
    return DraftCheck(statement, claim, query, finding, tested, given_days(statement))
