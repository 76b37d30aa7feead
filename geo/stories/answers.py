"""The questions of a story's checks put to an atlas."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from pydantic import Field, TypeAdapter

from geo.api import rename_parameter
from geo.atlas import Atlas
from geo.stories import amounts, holders
from geo.stories.question import (
    ANSWERS,
    QUESTIONS,
    Finding,
    Verdict,
    list_needs,
    order_sources,
    question,
)
from geo.stories.texts import Texts

__all__ = ["ANSWERS", "QUESTIONS", "Question", "amounts", "answer", "as_json", "holders"]


@question("none")
def answer_untestable(_: Atlas, *, because: Texts) -> Finding:
    """Say ``because`` of what no record of the atlas can test a claim."""
    return Finding(Verdict.NOT_TESTABLE, (because.to_dict(),))


#: Any question, told apart by the name that stands in ``ask.question``.
Question: TypeAlias = Any
if not TYPE_CHECKING:
    Question = Annotated[reduce(or_, QUESTIONS.values()), Field(discriminator="question")]

_QUESTION: TypeAdapter[Any] = TypeAdapter(Question)


def answer(atlas: Atlas, query: Any) -> Finding:
    """Put a question, one of ``QUESTIONS``, to an atlas.

    >>> from geo import Atlas
    >>> day = {"date": "2017-09-27", "holder": "region"}
    >>> held = QUESTIONS["held"](question="held", place="Kirkuk", **day)
    >>> answer(Atlas.load(), held).verdict.value
    'supported'
    """
    finding = ANSWERS[query.question](atlas, **list_needs(query))
    return replace(
        finding,
        rests=order_sources(atlas, finding.rests, query),
        against=order_sources(atlas, finding.against, query),
    )


@rename_parameter("asked", "question")
def as_json(question: Any) -> dict[str, Any]:
    """Return a question as JSON takes it, without what it leaves open."""
    result: dict[str, Any] = _QUESTION.dump_python(question, mode="json", exclude_none=True)
    return {name: value for name, value in result.items() if value != []}
