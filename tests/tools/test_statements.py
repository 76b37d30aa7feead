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
    return {half: score(atlas, [one for one in every if one.half == half]) for half in HALVES}


def test_the_set_is_large_enough_and_half_is_kept_aside() -> None:
    every = marked_articles()
    kept = sum(one.statements for one in every if one.half != "own")
    whole = sum(one.statements for one in every)
    assert len(every) >= 25
    assert whole >= 150
    assert kept * 2 >= whole
    assert len({one.style for one in every}) >= 8


@pytest.mark.parametrize("half", HALVES)
def test_verdicts_are_right_and_few_are_missed(scores: dict[str, Score], half: str) -> None:
    found = scores[half]
    assert found.precision >= PRECISION, found.faults
    assert found.recall >= RECALL, found.faults


def test_the_table_counts_every_verdict_and_every_sentence_left_alone(
    scores: dict[str, Score],
) -> None:
    found = scores["own"]
    assert table(found).count("\n") == 6
    assert f"{found.answered} verdicts" in summary(found, 12)
    assert sum(found.confusion.values()) >= found.answered
