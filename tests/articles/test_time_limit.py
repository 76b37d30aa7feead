"""Reading an article takes time that grows with its text, and no more than it is given."""

from __future__ import annotations

from datetime import date

import pytest

from geo import Atlas
from geo.articles import time_limit
from geo.articles.article import article
from geo.articles.check.article_check import check_article
from geo.articles.extraction import find
from geo.errors import QuestionError
from tests.work import counted_calls

DAY = date(2018, 6, 1)


@pytest.mark.quick(1)
@pytest.mark.parametrize(
    "piece",
    [
        "Monday ", "16 March ", "3 days later ", "within 3 days ", "on 3 June 2014. ", "Kirkuk and Erbil, ",
        "Iraqi forces took Kirkuk on Monday. ", "in 2014 ",
    ],
)  # fmt: skip
def test_four_times_the_text_takes_four_times_the_work(atlas: Atlas, piece: str) -> None:
    def read(times: int) -> int:
        with counted_calls() as calls:
            find(atlas, article(piece * times, DAY))
        return calls[0]

    read(10)
    assert read(400) < 5 * read(100)


def test_an_article_beyond_its_time_is_refused_in_words(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time_limit, "SECONDS", -1.0)
    with pytest.raises(QuestionError, match="to read: expected a shorter text"):
        find(atlas, article("Iraqi forces took Kirkuk.", DAY))


def test_statements_beyond_the_time_are_left_alone(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    position = find(
        atlas, article("Iraqi forces took Kirkuk on 16 October 2017.", date(2018, 6, 2))
    )
    monkeypatch.setattr(time_limit, "SECONDS", -1.0)
    checked = check_article(atlas, position)
    assert (checked.checks, [each.why for each in checked.left]) == ((), ["late"])
