"""Articles: sentences, language, day, bounds."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.articles.article import LONGEST, article, sentences, written_in
from geo.errors import QuestionError
from geo.model import Language

DAY = date(2017, 9, 27)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Lt. Gen. A. Hassan left. Mr. Karim stayed.", 2),
        ("It pumps 3.5 million barrels. “Why?” he asked. Nobody knew!", 4),
        ("He spoke for the U.S. Army in Kirkuk. They left.", 2),
        ("HEADLINE WITHOUT A STOP\nFirst sentence. Second one", 3),
        ("قال د. كريم إنه باق. وغادر الجيش؟ نعم!", 3),
        ("چوونە ناو شارەکە. کەس نەما؟ نەخێر.", 3),
        ("", 0),
        ("...", 1),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@given(st.text(max_size=300))
def test_sentences_are_pieces_of_the_text_in_order(text: str) -> None:
    last = 0
    for sentence in sentences(text):
        assert text[sentence.start : sentence.end] == sentence.text
        assert last <= sentence.start < sentence.end
        last = sentence.end
    assert not "".join(text.split()) or last


def test_language_is_what_most_letters_speak_for() -> None:
    assert written_in("Kirkuk (كركوك) lies north of Baghdad.") is Language.EN
    assert written_in("دخلت القوات مدينة كركوك Kirkuk") is Language.AR
    assert written_in("هێزەکان چوونە ناو کەرکووک") is Language.CKB
    assert written_in("2017 ...") is Language.EN


def test_the_day_is_told_or_stands_at_the_head() -> None:
    message = article("They left on Monday.", DAY)
    assert (message.date, message.is_day_given) == (DAY, True)
    read = article("ERBIL, 3 October 2017 - They left. On 5 May 2014 they came.")
    assert (read.date, read.is_day_given) == (date(2017, 10, 3), False)


@pytest.mark.parametrize(
    ("text", "day", "message"),
    [
        ("They left on Monday.", None, "no day at the head"),
        (" \n\t", DAY, "without text"),
        ("a" * (LONGEST + 1), DAY, "60,001 characters: expected at most 60,000"),
        ("Kirkuk, 3 May 1950.", None, "expected a day from 1991-01-01"),
        ("Kirkuk.", date(2030, 1, 1), "expected a day from 1991-01-01"),
    ],
)
def test_what_is_no_article_is_told(text: str, day: date | None, message: str) -> None:
    with pytest.raises(QuestionError, match=message):
        article(text, day)


def test_signs_that_turn_or_hide_text_are_dropped() -> None:
    item = article("\ufeffKir\u202ekuk\x00 fell.\r\nErbil\x1b[2J did not.", DAY)
    assert [each.text for each in item.sentences] == ["Kirkuk fell.", "Erbil[2J did not."]
