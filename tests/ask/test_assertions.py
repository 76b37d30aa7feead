"""Assertions written from sources."""

from __future__ import annotations

from geo import Atlas
from geo.ask.assertions import holder_on, verify
from geo.ask.perspective import group_spells


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
