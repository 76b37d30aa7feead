"""The sources of a finding: near its day, and the best first."""

from __future__ import annotations

from datetime import date
from typing import Any

from geo import Atlas
from geo.stories.question import order_sources
from geo.stories.story import QUESTIONS, answer


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
