"""Claims are judged by what the atlas records: each question, each outcome, with figures and sources."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest

from geo import Atlas, DataError
from geo.ask import control
from geo.model import Language
from geo.stories import check, story
from geo.stories.question import Finding, line
from geo.stories.story import QUESTIONS, answer
from geo.words import locale

DAY = "2017-09-27"
FIVE = ["kirkuk_baba", "kirkuk_avanah", "bai_hassan", "jambur", "khabbaz"]


def ask_atlas(atlas: Atlas, name: str, **values: Any) -> Finding:
    return answer(atlas, QUESTIONS[name](question=name, **values))


@pytest.mark.parametrize(
    ("place", "day", "holder", "verdict"),
    [
        ("Kirkuk", DAY, "region", "supported"),
        ("كركوك", DAY, "region", "supported"),
        ("44.3922,35.4681", DAY, "region", "supported"),
        ("IQG13Q04N06", "2017-10-16", "federal", "supported"),
        ("Kirkuk", DAY, "federal", "not_supported"),
        ("Gwer", "2017-10-18", "federal", "disputed"),
        ("Gwer", "2017-10-18", "contested", "supported"),
        ("Sinjar", "2014-06-09", "region", "not_supported"),
    ],
)
def test_who_held(atlas: Atlas, place: str, day: str, holder: str, verdict: str) -> None:
    finding = ask_atlas(atlas, "held", place=place, date=day, holder=holder)
    assert finding.verdict.value == verdict
    row = control.valid_on(control.history(atlas, place), date.fromisoformat(day)).iloc[0]
    assert finding.figures == {"holder": row["holder"], "since": str(row["start"])}
    assert finding.rests
    assert set(finding.rests) <= set(row["source"].split(";"))
    assert bool(finding.against) == (verdict == "not_supported")


def test_a_day_is_said_as_exactly_as_it_is_known(atlas: Atlas) -> None:
    row = next(row for row in atlas.records("spells") if row["precision"] == "month" and row["end"])
    unit, holder = row["unit"], row["holder"]
    finding = ask_atlas(atlas, "held", place=unit, date=str(row["start"]), holder=holder)
    for language in Language:
        text = finding.recorded[0][language]
        assert locale.day(row["start"], language, "month") in text
        held_on = locale.day(row["start"], language)
        assert text.count(held_on) == 1, "the day that was asked for, not the first of the spell"
    event = next(row for row in atlas.records("events") if row["precision"] == "month")
    finding = ask_atlas(atlas, "event", id=event["id"])
    assert finding.recorded[0]["en"].startswith(locale.day(event["start"], Language.EN, "month"))


SINCE = {"field": "bai_hassan", "holder": "region", "date": DAY}
KIRKUK = {"first": "2017-10-15", "last": "2017-10-16", "place": "Kirkuk"}
TO_FEDERAL = {"from_holder": "region", "to_holder": "federal", "first": "2017-10-15"}
SEVEN = [*FIVE, "ain_zalah", "butmah"]
HELD = {"date": DAY, "holder": "region"}
NO_PLACE = {"first": "2017-10-01", "last": "2017-10-15", "place": "Kirkuk"}
SHARE = {"part": ["total:krg"], "whole": ["total:iraq"], "date": DAY, "value": 0.15}
VOTE = {"type": "law", "first": DAY, "last": DAY}
WEEK = {"first": "2017-09-24", "last": DAY}
GATE = {"id": "ibrahim_khalil"}
#: The verdict, the question and what is claimed.
VERDICTS: list[tuple[str, str, dict[str, Any]]] = [
    ("supported", "held_since", {"since": "2014-06-12", **SINCE}),
    ("not_supported", "held_since", {"since": "2014-05-01", **SINCE}),
    ("supported", "held_since", {"since": "2014-05-01", "within_days": 50, **SINCE}),
    ("not_supported", "held_since", {"since": "2014-06-12", **SINCE, "holder": "is"}),
    ("supported", "changed", {"from_holder": "region", "to_holder": "federal", **KIRKUK}),
    ("supported", "changed", {"from_holder": None, "to_holder": "federal", **KIRKUK}),
    ("not_supported", "changed", {"from_holder": "is", "to_holder": "federal", **KIRKUK}),
    ("not_supported", "changed", {"from_holder": "federal", "to_holder": "region", **KIRKUK}),
    ("not_supported", "changed", {"from_holder": "region", "to_holder": "region", **NO_PLACE}),
    ("not_testable", "changed", {"field": "bai_hassan", "first": "1999-01-01", "last": DAY, "to_holder": "region"}),
    ("supported", "fields_held", {"include": FIVE, "exclude": ["ajil"], **HELD}),
    ("not_supported", "fields_held", {"include": ["rumaila"], **HELD}),
    ("not_supported", "fields_held", {"include": ["jambur"], "exclude": ["khabbaz"], **HELD}),
    ("supported", "fields_held", {"include": FIVE[:1] + FIVE[3:], "run_by": "federal", **HELD}),
    ("not_supported", "fields_held", {"include": FIVE, "run_by": "federal", **HELD}),
    ("not_testable", "fields_held", {"date": "1999-01-01", "holder": "federal", "include": ["bai_hassan"]}),
    ("supported", "fields_changed", {"last": "2017-10-17", "fields": FIVE, **TO_FEDERAL}),
    ("supported", "fields_changed", {"last": "2017-10-20", "fields": SEVEN, **TO_FEDERAL}),
    ("not_supported", "fields_changed", {"last": "2017-10-20", "fields": FIVE, **TO_FEDERAL}),
    ("not_supported", "fields_changed", {"last": "2017-10-20", "fields": [*SEVEN, "shaikan"], **TO_FEDERAL}),
    # The only figures of the first group for its day are a capacity, those of the other a claim.
    ("not_testable", "production", {"subjects": ["group:kirkuk_bai_hassan"], "date": "2014-07-12", "value": 300000}),
    ("not_testable", "production", {"subjects": ["group:avanah_bai_hassan"], "date": "2016-10-12", "value": 300000}),
    ("supported", "share", SHARE),
    ("not_supported", "share", {"within": 0.01, **SHARE}),
    ("disputed", "share", SHARE | {"part": ["group:kirkuk_share_of_krg"], "whole": ["total:krg"], "value": 0.4}),
    ("supported", "event", {"id": "2017-09-27-result"}),
    ("not_supported", "event", {"id": "2017-09-27-result", "last": "2017-09-26"}),
    ("supported", "event", {**VOTE, "about": "kirkuk_baba"}),
    ("not_supported", "event", {**VOTE, "about": "kirkuk"}),
    *(("supported", "position", {"actor": actor, **WEEK}) for actor in ("EU", "UN", "US", "Turkey", "Iran")),
    ("not_supported", "position", {"actor": "EU", "mentions": ["welcomed"], **WEEK}),
    ("not_supported", "position", {"actor": "EU", "first": "1999-01-01", "last": "1999-12-31"}),
    ("supported", "crossing", {**GATE, "date": DAY, "run_by": "region", "state": "open"}),
    ("not_supported", "crossing", {**GATE, "date": DAY, "run_by": "federal", "state": "open"}),
    ("not_supported", "crossing", {**GATE, "date": DAY, "run_by": "region", "state": "shut"}),
    ("disputed", "crossing", {**GATE, "date": "2017-10-31", "run_by": "federal"}),
    ("supported", "crossing", {**GATE, "date": "2017-10-31", "state": "open"}),
    ("not_testable", "crossing", {**GATE, "date": "1995-01-01", "state": "open"}),
    ("supported", "pipeline", {"id": "krg_line", "date": DAY, "state": "open"}),
    ("not_supported", "pipeline", {"id": "itp", "date": DAY, "state": "open"}),
    ("not_testable", "pipeline", {"id": "naft_khana_daura", "date": DAY, "state": "open"}),
    ("not_testable", "pipeline", {"id": "krg_line", "date": "1999-01-01", "state": "open"}),
]  # fmt: skip


@pytest.mark.parametrize(("verdict", "name", "values"), VERDICTS)
def test_a_claim_has_the_verdict_of_what_is_recorded(
    atlas: Atlas, verdict: str, name: str, values: dict[str, Any]
) -> None:
    assert ask_atlas(atlas, name, **values).verdict == verdict


def test_figures_of_a_finding_are_those_of_the_records(atlas: Atlas) -> None:
    near = ask_atlas(atlas, "held_since", since="2014-05-01", within_days=50, **SINCE)
    assert near.figures["since"] == "2014-06-12"
    held = ask_atlas(atlas, "fields_held", include=FIVE, exclude=["ajil"], run_by="federal", **HELD)
    assert (held.figures["held"], held.figures["not_held"]) == (FIVE, ["ajil"])
    assert held.figures["run"] == ["kirkuk_baba", "jambur", "khabbaz"]
    changed = ask_atlas(atlas, "fields_changed", last="2017-10-17", fields=FIVE, **TO_FEDERAL)
    assert set(changed.figures["fields"]) == set(FIVE)
    assert ask_atlas(atlas, "share", **SHARE).figures == {"low": 0.1364, "high": 0.1364}
    event = ask_atlas(atlas, "event", **VOTE, about="kirkuk_baba")
    assert event.figures["events"] == ["2017-09-27-parliament-troops"]
    assert ask_atlas(atlas, "event", place="Atlantis").recorded == (line("check.said.noEvent"),)


def test_sources_that_differ_on_barrels_are_both_named(atlas: Atlas) -> None:
    finding = ask_atlas(
        atlas, "production", subjects=["group:kirkuk_share_of_krg"], date=DAY, value=250000
    )
    assert (finding.verdict, finding.figures) == ("disputed", {"low": 250000, "high": 380000})
    assert "petroleumeconomist-2017-more-clouds" in finding.against
    assert "ahram-2017-09-24-oil-buyers" in finding.rests
    text = " ".join(item["en"] for item in finding.recorded)
    assert "Petroleum Economist" in text
    assert "AFP" in text


def test_an_event_is_told_in_the_language_of_the_reader(atlas: Atlas) -> None:
    (line_of_event,) = ask_atlas(atlas, "event", id="2017-09-27-result").recorded
    row = atlas.table("events").set_index("id").loc["2017-09-27-result"]
    for language in (Language.AR, Language.CKB):
        assert str(atlas.translated(row["text"], language)) in line_of_event[language]
        assert row["text"] not in line_of_event[language]


def test_an_event_against_another_is_disputed_and_both_are_named(atlas: Atlas) -> None:
    pair = {"id": "2017-09-26-oil-revenues-demand", "against": "2017-09-26-airports-ultimatum"}
    finding = ask_atlas(atlas, "event", **pair)
    assert finding.verdict == "disputed"
    assert "k24-2017-09-26-three-days" in finding.rests
    assert finding.against == ("reuters-2017-09-26-airports",)
    assert len(finding.recorded) == 2


def test_areas(atlas: Atlas) -> None:
    held = control.at(atlas, date(2017, 10, 31))
    total = held[held["holder"] == "region"]["km2"].sum()
    finding = ask_atlas(atlas, "area", holder="region", date="2017-10-31", value=45000, within=0.01)
    assert (finding.verdict, finding.figures["km2"]) == (
        "supported",
        pytest.approx(total, abs=0.01),
    )
    assert (
        ask_atlas(atlas, "area", holder="region", date="2017-10-31", value=37000).verdict
        == "not_supported"
    )
    kirkuk = held[held["pcode"].str.startswith("IQG13") & (held["holder"] == "federal")][
        "km2"
    ].sum()
    part = ask_atlas(atlas, "area", holder="federal", date="2017-10-31", value=9400, pcode="IQG13")
    assert part.figures["km2"] == pytest.approx(kirkuk, abs=0.01)


def with_check(atlas: Atlas, **changes: Any) -> story.Story:
    file = atlas.folder / "stories/2017-09-27.yaml"
    tree = story.parse(file.read_bytes(), file.name, atlas)
    step = next(step for step in tree.steps if step.id == "mandate")
    other = dataclasses.replace(step, checks=(dataclasses.replace(step.checks[1], **changes),))
    return dataclasses.replace(tree, steps=(other,))


def test_an_outcome_tells_who_says_what(atlas: Atlas) -> None:
    outcome = check.check(atlas, with_check(atlas))[0]
    assert (outcome.step, outcome.number, outcome.outcome) == ("mandate", 1, "supported")
    assert outcome.question == {
        "question": "held",
        "place": "Kirkuk",
        "date": "2017-09-27",
        "holder": "region",
    }
    assert outcome.sources == ("newarab-2017-09-27-troops",)
    assert outcome.rests
    assert outcome.as_noted


def test_a_source_that_says_otherwise_makes_a_claim_disputed(atlas: Atlas) -> None:
    outcome = check.check(atlas, with_check(atlas, against=("rt-2017-09-27-troops",)))[0]
    assert outcome.outcome == "disputed"
    assert outcome.against == ("rt-2017-09-27-troops",)
    assert not outcome.as_noted  # the writer noted: supported


def test_a_place_that_is_not_there_is_a_fault(atlas: Atlas) -> None:
    ask = QUESTIONS["held"](question="held", place="Atlantis", date=DAY, holder="region")
    with pytest.raises(DataError) as caught:
        check.check(atlas, with_check(atlas, ask=ask))
    assert str(caught.value.faults[0]).startswith(
        "stories/2017-09-27.yaml, step 'mandate', key 'checks.0.ask': 'Atlantis' is not accepted"
    )


def test_fields_are_summed_and_one_without_a_figure_is_named(atlas: Atlas) -> None:
    two = ask_atlas(
        atlas, "production", subjects=["bai_hassan", "kirkuk_baba"], date="2021-06-01", value=206835
    )
    assert (two.verdict, two.figures) == ("supported", {"low": 206835, "high": 206835})
    none = ask_atlas(atlas, "production", subjects=["bai_hassan", "butmah"], date=DAY, value=100000)
    assert none.verdict == "not_testable"
    assert "Butmah" in none.recorded[0]["en"]
    assert "Bai Hassan" not in none.recorded[0]["en"]
