"""Statements of an article put to the atlas: what is judged, and what is left alone."""

from __future__ import annotations

from datetime import date

import pytest

from geo import Atlas
from geo.articles.article import article
from geo.articles.check.article_check import CheckedArticle, check_article
from geo.articles.extraction import find

DAY = date(2017, 10, 24)


def done(atlas: Atlas, text: str, day: date = DAY) -> CheckedArticle:
    return check_article(atlas, find(atlas, article(text, day)))


def verdicts(atlas: Atlas, text: str, day: date = DAY) -> list[str]:
    return [one.finding.verdict.value for one in done(atlas, text, day).checks]


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
        ("According to the ministry Iraqi forces took Erbil.", "report"),
        ("Iraqi forces took parts of Erbil.", "part"),
        ("In Syria, Islamic State took Kirkuk.", "elsewhere"),
        ("Iraqi forces took the road to Erbil.", "form"),
        ("Iraqi forces took Erbil's stadium.", "form"),
        ("“Iraqi forces took Erbil.”", ""),
    ],
)
def test_what_is_no_plain_statement_is_left_alone(atlas: Atlas, text: str, why: str) -> None:
    found = done(atlas, text)
    assert found.checks == ()
    assert [one.why for one in found.left] == ([why] if why else [])


def test_a_day_close_by_gets_no_verdict(atlas: Atlas) -> None:
    found = done(atlas, "Iraqi forces took Kirkuk on 17 October.")
    assert found.checks == ()
    assert [one.why for one in found.left] == ["unsure"]


def test_a_pipeline_that_was_open_in_part_gets_no_verdict(atlas: Atlas) -> None:
    assert verdicts(atlas, "The Kirkuk-Ceyhan pipeline is open.") == []
    assert verdicts(atlas, "The Kirkuk-Ceyhan pipeline is shut.") == []


def test_party_wings_hold_nothing_of_their_own(atlas: Atlas) -> None:
    assert verdicts(atlas, "The PUK holds Kirkuk.", date(2017, 9, 1)) == []


def test_a_verdict_names_its_sources(atlas: Atlas) -> None:
    one = done(atlas, "Iraqi forces took Kirkuk on 16 October.").checks[0]
    assert one.finding.rests
    assert set(one.finding.rests) <= set(atlas.table("sources")["id"])


def test_hostile_text_brings_no_slots_and_takes_no_time(atlas: Atlas) -> None:
    text = "Iraqi forces took \ue100 on Monday. \ue000 took Kirkuk. " + "<b>the city of " * 3000
    assert verdicts(atlas, text) == []
    listed = "Iraqi forces took " + "Kirkuk, " * 6000 + "Erbil."
    assert verdicts(atlas, listed) == []


def test_an_article_has_only_so_many_statements(atlas: Atlas) -> None:
    found = done(atlas, "Iraqi forces took Kirkuk on 16 October. " * 250)
    assert len(found.checks) == 200
    assert {one.why for one in found.left} == {"many"}


def test_a_language_without_forms_states_nothing(atlas: Atlas) -> None:
    found = done(atlas, "هێزەکانی عێراق کەرکووکیان گرت.")
    assert (found.checks, found.left) == ((), ())
