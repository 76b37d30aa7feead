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

from geo.articles.check.questions import questions_for
from geo.articles.extraction import Found
from geo.articles.statement import LeftAlone, Statement
from geo.articles.statements import statements
from geo.atlas import Atlas
from geo.errors import QuestionError
from geo.stories.answers import Finding, Verdict, answer
from geo.stories.question import Question


@dataclass(frozen=True)
class DraftCheck:
    """A statement, the question that tests it, and the result."""

    statement: Statement
    """The statement."""
    claim: str
    """The sentence that states it."""
    ask: Question
    """The question."""
    finding: Finding
    """What the atlas finds."""


@dataclass(frozen=True)
class CheckedArticle:
    """What an article states, put to the atlas."""

    checks: tuple[DraftCheck, ...]
    """Statements with a verdict, in order."""
    left: tuple[LeftAlone, ...]
    """Sentences that were left alone, in order, and why."""

    def of(self, sentence: int) -> tuple[DraftCheck, ...]:
        return tuple(one for one in self.checks if one.statement.sentence == sentence)


@lru_cache(maxsize=16)
def check_article(atlas: Atlas, found: Found) -> CheckedArticle:
    """Put what an article states to the atlas.

    Examples
    --------
    >>> from datetime import date
    >>> from geo import Atlas
    >>> from geo.articles.article import article
    >>> from geo.articles.extraction import find
    >>> text = "Iraqi forces took Kirkuk on Monday. They may take Erbil."
    >>> atlas = Atlas.load()
    >>> done = check_article(atlas, find(atlas, article(text, date(2017, 10, 17))))
    >>> [one.finding.verdict.value for one in done.checks], [one.why for one in done.left]
    (['supported'], ['condition'])
    """
    said = statements(atlas, found)
    checks: list[DraftCheck] = []
    left = list(said.left)
    for one in said.found:
        result = _put(atlas, one, found.article.date)
        if result is None:
            left.append(LeftAlone(one.sentence, "unsure"))
        else:
            claim = found.article.sentences[one.sentence].text
            checks.append(DraftCheck(one, claim, *result))
    checked = {one.statement.sentence for one in checks}
    alone = {one.sentence: one for one in left if one.sentence not in checked}
    return CheckedArticle(tuple(checks), tuple(alone[number] for number in sorted(alone)))


def _put(atlas: Atlas, one: Statement, day: date) -> tuple[Question, Finding] | None:
    """Return the question of a statement and its finding; None where no verdict is sure."""
    try:
        found = [(each, answer(atlas, each)) for each in questions_for(atlas, one, day)]
    except (QuestionError, ValueError):
        return None
    verdicts = {finding.verdict for _, finding in found}
    if len(verdicts) != 1 or (one.weak and verdicts != {Verdict.SUPPORTED}):
        return None
    return found[0]
