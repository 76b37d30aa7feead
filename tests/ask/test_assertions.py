"""Assertions written from sources, and what they would notice if a spell moved."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from geo import Atlas
from geo.ask.assertions import holder_on, verify
from geo.ask.perspective import group_spells
from tools.accuracy.mutation import move_spell


def day(number: int) -> date:
    return date(2014, 6, number)


SPELLS = [
    {"start": day(1), "end": day(10), "holder": "a"},
    {"start": day(10), "end": day(12), "holder": "b"},
    {"start": day(12), "end": None, "holder": "c"},
]


@pytest.mark.parametrize(
    ("index", "by", "holders"),
    [
        (0, 3, {9: "a", 11: "a", 12: "a", 13: "c"}),
        (1, 7, {9: "a", 11: "a", 16: "a", 17: "b", 18: "b", 19: "c"}),
        (1, -7, {2: "a", 3: "b", 4: "b", 5: "c", 11: "c"}),
        (2, -5, {6: "a", 7: "c", 11: "c"}),
    ],
)
def test_neighbours_fill_the_gap_of_a_spell_that_moves(
    index: int, by: int, holders: dict[int, str]
) -> None:
    moved = move_spell(SPELLS, index, timedelta(days=by))
    assert {number: holder_on(moved, day(number)) for number in holders} == holders


def test_there_are_enough_assertions_each_of_another_place_or_day(atlas: Atlas) -> None:
    rows = atlas.table("assertions")
    assert len(rows) >= 200
    assert not rows.duplicated(["lon", "lat", "day", "perspective"]).any()
    assert (rows["seen"] == False).sum() >= 200  # noqa: E712


def test_an_answer_is_that_of_the_unit_at_the_position(atlas: Atlas) -> None:
    known = group_spells(atlas, "held")
    for result in verify(atlas):
        assert result.unit
        if result.perspective == "held":
            assert result.answer == holder_on(known[result.unit], result.day)
