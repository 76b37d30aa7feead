"""The measure of statements: marked articles, and the score that the documentation prints."""

from __future__ import annotations

import pytest

from geo import Atlas
from tools.statements.marked import HALVES, marked_articles
from tools.statements.score import Score, score, summary, table

#: A wrong verdict is worse than none.
PRECISION, RECALL = 0.95, 0.7


@pytest.fixture(scope="module")
def scores(atlas: Atlas) -> dict[str, Score]:
    every = marked_articles()
    return {
        half: score(
            atlas, [marked_article for marked_article in every if marked_article.half == half]
        )
        for half in HALVES
    }


def test_the_set_is_large_enough_and_half_is_kept_aside() -> None:
    every = marked_articles()
    total = sum(
        marked_article.statements for marked_article in every if marked_article.half != "own"
    )
    complete = sum(marked_article.statements for marked_article in every)
    assert len(every) >= 25
    assert complete >= 150
    assert total * 2 >= complete
    assert len({marked_article.style for marked_article in every}) >= 8


@pytest.mark.quick(1)
@pytest.mark.parametrize("half", HALVES)
def test_verdicts_are_right_and_few_are_missed(scores: dict[str, Score], half: str) -> None:
    result = scores[half]
    assert result.precision >= PRECISION, result.faults
    assert result.recall >= RECALL, result.faults


def test_the_table_counts_every_verdict_and_every_sentence_left_alone(
    scores: dict[str, Score],
) -> None:
    result = scores["own"]
    assert table(result).count("\n") == 6
    assert f"{result.answered} verdicts" in summary(result, 12)
    assert sum(result.confusion.values()) >= result.answered
