"""The questions that a check of a story may ask, and what answers each.

What a question is called and what it needs to know stands in :mod:`geo.stories.question`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from geo.atlas import Atlas
from geo.stories import question
from geo.stories.answers import amounts, events, holders
from geo.stories.answers.finding import Finding, Verdict
from geo.stories.answers.sources import order_sources

__all__ = ["ANSWERS", "Finding", "Verdict", "answer"]


def answer(atlas: Atlas, query: question.Question) -> Finding:
    """Put a question to an atlas.

    >>> from geo import Atlas
    >>> day = {"date": "2017-09-27", "holder": "region"}
    >>> answer(Atlas.load(), question.Held(question="held", place="Kirkuk", **day)).verdict.value
    'supported'
    """
    finding = ANSWERS[query.question](atlas, query)
    return replace(
        finding,
        rests=order_sources(atlas, finding.rests, query),
        against=order_sources(atlas, finding.against, query),
    )


def _answer_untestable(_: Atlas, no_question: question.NoQuestion) -> Finding:
    return Finding(Verdict.NOT_TESTABLE, (no_question.because.to_dict(),))


#: What answers each question of ``geo.stories.question.QUESTIONS``.
ANSWERS: dict[str, Callable[[Atlas, Any], Finding]] = {
    "held": holders.answer_held,
    "held_since": holders.held_since,
    "changed": holders.answer_changed,
    "claimed": holders.answer_claimed,
    "fields_held": holders.fields_held,
    "fields_changed": holders.fields_changed,
    "production": amounts.barrels,
    "share": amounts.share,
    "event": events.answer_happened,
    "position": events.position,
    "crossing": holders.crossing,
    "pipeline": holders.pipeline,
    "area": amounts.area,
    "area_changed": amounts.area_changed,
    "none": _answer_untestable,
}
