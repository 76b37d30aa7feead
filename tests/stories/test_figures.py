"""Every figure of a story is one that its checks ask for; sources stand the best first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from geo import Atlas
from geo.stories.check import check, faults, find_figures, untested_figures
from geo.stories.question import order_sources
from geo.stories.story import QUESTIONS, Story, answer, stories
from geo.stories.written_texts import Texts


@pytest.fixture
def story(atlas: Atlas) -> Story:
    return next(each for each in stories(atlas) if each.id == "2017-10-16")


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("On 16 October 2017, the 27th, 7 fields of 2014", []),
        ("about 17,000 km² and 28 %", [17000, 28]),
        ("نحو ١٧ ألف كم² و١٤٬٤٣٩ كم²", [17, 14439]),
        ("٢٨ %ی زەوییەکە، ٤٫٤٩ ملیۆن", [28, 4.49]),
        ("27 dead, 120 hurt, 3 % of them", [120, 3]),
    ],
)
def test_days_years_and_small_counts_are_no_figures(text: str, figures: list[float]) -> None:
    assert [figure.value for figure in find_figures(text)] == figures


def test_every_figure_of_the_stories_is_tested(atlas: Atlas) -> None:
    assert faults(atlas) == []


def test_a_summary_that_the_table_contradicts_is_a_fault(atlas: Atlas, story: Story) -> None:
    texts = {"en": "About 19,000 km² passed.", "ar": "انتقل ١٩ ألف كم².", "ckb": "١٩٬٠٠٠ کم²"}
    wrong = replace(story, summary=Texts.read(texts))
    result = untested_figures(wrong, check(atlas, wrong))
    assert [(each.column, each.value) for each in result] == [
        ("summary.en", "19,000 km²"), ("summary.ar", "19 ألف كم²"), ("summary.ckb", "19,000 کم²"),
    ]  # fmt: skip
    assert "a figure that a check of the step asks for" in str(result[0])


def test_ground_that_passed_is_counted_between_the_holders_named(atlas: Atlas) -> None:
    days = {"first": date(2017, 10, 15), "last": date(2017, 10, 20), "from_holder": "region"}
    area_changed = QUESTIONS["area_changed"](
        question="area_changed", **days, to_holder="federal", value=17000, within=0.1
    )
    finding = answer(atlas, area_changed)
    assert finding.verdict == "not_supported"
    assert round(finding.figures["km2"]) == 14264
    lost = QUESTIONS["area_changed"](question="area_changed", **days, value=17364, within=0.01)
    finding = answer(atlas, lost)
    assert finding.verdict == "supported"
    assert round(finding.figures["percent"]) == 28


def ask_held(day: str) -> Any:
    return QUESTIONS["held"](question="held", place="Kirkuk", date=day, holder="federal")


def test_a_change_of_june_2014_cites_no_page_of_2004(atlas: Atlas) -> None:
    changed = QUESTIONS["changed"](
        question="changed", place="Mosul", first=date(2014, 6, 9), last=date(2014, 6, 10),
        to_holder="is",
    )  # fmt: skip
    rests = answer(atlas, changed).rests
    published = atlas.table("sources").set_index("id")["date"]
    assert rests
    assert {str(published[name])[:4] for name in rests} <= {"2014", "2015", ""}


def test_agencies_come_before_papers_and_these_before_encyclopaedias(atlas: Atlas) -> None:
    ids = ("wikipedia-uprising-kirkuk-1991", "guardian-1991-03-20-kirkuk")
    assert order_sources(atlas, ids, ask_held("1991-03-20")) == ids[::-1]
    ids = (
        "wikisum-fall-of-mosul",
        "rudaw-2014-06-17-territories",
        "upi-2014-06-12-kirkuk-peshmerga",
    )
    assert order_sources(atlas, ids, ask_held("2014-06-13")) == ids[::-1]


def test_where_no_source_lies_near_all_are_named(atlas: Atlas) -> None:
    ids = ("upi-2014-06-12-kirkuk-peshmerga", "rudaw-2014-06-17-territories")
    assert set(order_sources(atlas, ids, ask_held("1992-01-01"))) == set(ids)
    assert order_sources(atlas, (), ask_held("1992-01-01")) == ()
