"""Statements of an article checked against the atlas: what is judged, and what is left alone."""

from __future__ import annotations

from datetime import date

import pytest

from geo import Atlas
from geo.articles.article import article
from geo.articles.check.article_check import CheckedArticle, check_article
from geo.articles.extraction import find

DAY = date(2017, 10, 24)


def check_text(atlas: Atlas, text: str, day: date = DAY) -> CheckedArticle:
    return check_article(atlas, find(atlas, article(text, day)))


def verdicts(atlas: Atlas, text: str, day: date = DAY) -> list[str]:
    return [check.finding.verdict.value for check in check_text(atlas, text, day).checks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Iraqi forces took Kirkuk on 16 October.", ["supported"]),
        ("Iraqi forces took Kirkuk on 2 October.", ["not_supported"]),
        ("Peshmerga forces took Kirkuk on 16 October.", ["not_supported"]),
        ("Kirkuk fell to Iraqi forces on 16 October.", ["supported"]),
        ("Kirkuk was taken on 16 October by Iraqi forces.", ["supported"]),
        ("Sinjar was seized by ISIS in August 2014 and retaken by Kurdish forces in November 2015.",
         ["supported", "supported"]),
        ("In October Iraqi forces took Kirkuk, Sinjar and Makhmur.", ["supported"] * 3),
        ("Kirkuk is held by Islamic State.", ["not_supported"]),
        ("Iraqi forces have held Kirkuk since 16 October.", ["supported"]),
        ("Islamic State has held Kirkuk since 2014.", ["not_supported"]),
        ("From July 2014 to September 2017 Kirkuk was in Kurdish hands.", ["supported"]),
        ("The Bai Hassan oil field is held by federal forces.", ["supported"]),
        ("The Bashmaq crossing was closed on 20 October.", ["supported"]),
        ("The Kirkuk-Banias pipeline is open.", ["not_supported"]),
        ("In September the Kurdistan Region exported about 600,000 barrels a day.", ["supported"]),
        ("Taq Taq produced 500,000 barrels a day in April 2017.", ["not_supported"]),
    ],
)  # fmt: skip
def test_what_is_stated_is_judged(atlas: Atlas, text: str, expected: list[str]) -> None:
    assert verdicts(atlas, text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Iraqi forces did not take Kirkuk.", "negation"),
        ("If Iraqi forces took Erbil, thousands would flee.", "condition"),
        ("Iraqi forces could take Erbil.", "condition"),
        ("Iraqi forces threatened to take Erbil.", "intent"),
        ("Baghdad plans to hold Erbil.", "intent"),
        ("Did Iraqi forces take Erbil?", "question"),
        ("Iraqi forces took Erbil, a Kurdish spokesman claimed.", "report"),
        ("According to rumours Iraqi forces took Erbil on 16 October.", "report"),
        ("Iraqi forces took parts of Erbil.", "part"),
        ("In Syria, Islamic State took Kirkuk.", "elsewhere"),
        ("Iraqi forces took the road to Erbil.", "form"),
        ("Iraqi forces took Erbil's stadium.", "form"),
        ("“Iraqi forces took Erbil.”", ""),
    ],
)
def test_what_is_no_plain_statement_is_left_alone(atlas: Atlas, text: str, why: str) -> None:
    checked_article = check_text(atlas, text)
    assert checked_article.checks == ()
    assert [skipped.why for skipped in checked_article.left] == ([why] if why else [])


def test_a_day_close_by_gets_no_verdict(atlas: Atlas) -> None:
    checked_article = check_text(atlas, "Iraqi forces took Kirkuk on 17 October.")
    assert checked_article.checks == ()
    assert [skipped.why for skipped in checked_article.left] == ["unsure"]


def test_a_pipeline_that_was_open_in_part_gets_no_verdict(atlas: Atlas) -> None:
    assert verdicts(atlas, "The Kirkuk-Ceyhan pipeline is open.") == []
    assert verdicts(atlas, "The Kirkuk-Ceyhan pipeline is shut.") == []


def test_party_wings_hold_nothing_of_their_own(atlas: Atlas) -> None:
    assert verdicts(atlas, "The PUK holds Kirkuk.", date(2017, 9, 1)) == []


def test_a_verdict_names_its_sources(atlas: Atlas) -> None:
    check = check_text(atlas, "Iraqi forces took Kirkuk on 16 October.").checks[0]
    assert check.finding.rests
    assert set(check.finding.rests) <= set(atlas.table("sources")["id"])


def test_hostile_text_brings_no_slots_and_takes_no_time(atlas: Atlas) -> None:
    text = "Iraqi forces took \ue100 on Monday. \ue000 took Kirkuk. " + "<b>the city of " * 3000
    assert verdicts(atlas, text) == []
    listed = "Iraqi forces took " + "Kirkuk, " * 6000 + "Erbil."
    assert verdicts(atlas, listed) == []


def test_an_article_has_only_so_many_statements(atlas: Atlas) -> None:
    checked_article = check_text(atlas, "Iraqi forces took Kirkuk on 16 October. " * 250)
    assert len(checked_article.checks) == 200
    assert {skipped.why for skipped in checked_article.left} == {"many"}


def test_a_language_without_forms_states_nothing(atlas: Atlas) -> None:
    checked_article = check_text(atlas, "هێزەکانی عێراق کەرکووکیان گرت.")
    assert (checked_article.checks, checked_article.left) == ((), ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kurdish forces still hold Makhmur town, a ministry official said on 20 October 2017.",
         [("not_supported", "2017-10-20", "speech")]),
        (("Federal forces entered Kirkuk on 16 October 2017. Trade went on. Kurdish forces still "
          "hold Makhmur town, a ministry official said on 20 October 2017."),
         [("supported", "2017-10-16", "sentence"), ("not_supported", "2017-10-20", "speech")]),
        ("Islamic State holds Falluja, officials said on 15 May 2016.",
         [("supported", "2016-05-15", "speech")]),
        ("A police colonel said on 20 October 2017 that Makhmur was in federal hands.",
         [("supported", "2017-10-20", "speech")]),
        ("According to a report of 20 October 2017, federal forces hold Makhmur.",
         [("supported", "2017-10-20", "speech")]),
        ("Makhmur, a commander said on 20 October 2017, is in federal hands.",
         [("supported", "2017-10-20", "speech")]),
        ("Federal forces took Kirkuk on 16 October 2017, officials said on 18 October 2017.",
         [("supported", "2017-10-16", "sentence")]),
        ("قال مسؤول في 20 تشرين الأول 2017 إن مخمور بيد البيشمركة.",
         [("not_supported", "2017-10-20", "speech")]),
        ("By 20 October 2017 federal forces were in control of Makhmur.",
         [("supported", "2017-10-20", "sentence")]),
        ("Islamic State held Hawija until 5 October 2016.",
         [("not_supported", "2016-10-05", "sentence")]),
        ("Islamic State held Hawija until 5 October 2017.",
         [("supported", "2017-10-05", "sentence")]),
        ("Federal police had control of Kirkuk city throughout 2015.",
         [("not_supported", "2015-01-01", "sentence")]),
        ("The Kurds held Zummar in 2014.", []),
        ("The Kurds control Kirkuk city at the height of summer.", []),
        ("The Bashmaq crossing reopened on 26 October 2017.", []),
        ("The Kurdistan Region held an independence referendum on 25 September 2017.",
         [("supported", "2017-09-25", "sentence")]),
        ("The Kurdistan Region held an independence referendum on 25 September 2015.", []),
        ("A truck bomb killed 150 people in Amerli on 7 July 2007.",
         [("supported", "2007-07-07", "sentence")]),
        ("A truck bomb killed 250 people in Amerli on 7 July 2007.", []),
    ],
)  # fmt: skip
def test_a_statement_is_tested_on_the_day_that_its_words_give(
    atlas: Atlas, text: str, expected: list[tuple[str, str, str]]
) -> None:
    checks = check_text(atlas, text, date(2018, 6, 1)).checks
    assert [
        (check.finding.verdict.value, check.tested[1].isoformat(), check.day_source.value)
        for check in checks
    ] == expected


def test_a_statement_without_a_day_needs_one_that_the_reader_or_a_dateline_gives(
    atlas: Atlas,
) -> None:
    text = "Federal forces entered Kirkuk on 16 October 2017. Kurdish forces still hold Makhmur."
    checked = check_article(atlas, find(atlas, article(text)))
    assert [check.claim for check in checked.checks] == [text.split(".", maxsplit=1)[0]]
    assert [(each.why, each.sentence) for each in checked.left] == [("day", 1)]
    dateline = "KIRKUK, 18 October 2017 - Kurdish forces still hold Makhmur."
    (check,) = check_article(atlas, find(atlas, article(dateline))).checks
    assert (check.finding.verdict, check.tested, check.given) == (
        "not_supported", (date(2017, 10, 18),) * 2, None,
    )  # fmt: skip


def test_an_undated_change_of_hands_is_a_recent_one(atlas: Atlas) -> None:
    assert verdicts(atlas, "Iraqi forces took Erbil.", date(2017, 10, 24)) == []
    assert verdicts(atlas, "Iraqi forces took Kirkuk.", date(2017, 10, 24)) == ["supported"]
    assert verdicts(atlas, "Iraqi forces took Kirkuk.", date(2019, 10, 24)) == []


def test_words_that_got_no_verdict_are_marked_beside_those_that_did(atlas: Atlas) -> None:
    text = (
        "Zummar was recaptured by the peshmerga on 25 October 2014, but Islamic State was still "
        "holding it on 25 December 2014."
    )
    checked = check_text(atlas, text, date(2018, 6, 1))
    assert [check.claim for check in checked.checks] == [text.split(",", maxsplit=1)[0]]
    (left,) = checked.left
    assert text[left.start : left.end] == text.split(", ")[1].rstrip(".")


def test_a_claim_that_somebody_doubts_is_left_alone(atlas: Atlas) -> None:
    for words in ("a rumour on social media said", "it is said", "unconfirmed reports said"):
        checked = check_text(atlas, f"Iraqi forces took Kirkuk on 16 October 2017, {words}.")
        assert (checked.checks, [each.why for each in checked.left]) == ((), ["report"])


def test_a_statement_of_a_day_after_the_article_is_told_as_such(atlas: Atlas) -> None:
    for text in (
        "On 20 October 2017 Sinjar was held by the Kurdistan Region.",
        "Sinjar is held by the Kurdistan Region, officials said on 20 October 2017.",
        "Federal forces took Kirkuk on 16 October 2017, officials said on 20 October 2017.",
        "Federal forces held Kirkuk on 20 October 2017.",
        "Federal forces hold Kirkuk, officials said on 20 October 2017.",
    ):
        done = check_article(atlas, find(atlas, article(text, date(2017, 10, 18))))
        assert (done.checks, [skipped.why for skipped in done.left]) == ((), ["ahead"])


def test_an_article_that_states_no_day_has_none_to_be_ahead_of(atlas: Atlas) -> None:
    """Its first date stands in for it, and later ones are as sure as that one."""
    text = "Federal forces entered Kirkuk on 16 October 2017. On 20 October 2017 Sinjar was held by federal forces."
    done = check_article(atlas, find(atlas, article(text)))
    assert "ahead" not in [skipped.why for skipped in done.left]
    assert date(2017, 10, 20) in {check.tested[0] for check in done.checks}
