"""Assertions written from sources."""

from __future__ import annotations

from geo import Atlas
from geo.ask.assertions import holder_on, verify
from geo.ask.perspective import group_spells


def test_there_are_enough_assertions_each_of_another_place_or_day(atlas: Atlas) -> None:
    rows = atlas.table("assertions")
    assert len(rows) >= 200
    assert not rows.duplicated(["lon", "lat", "day", "perspective"]).any()
    for result in verify(atlas):
        spells = group_spells(atlas, result.perspective)[result.unit]
        assert result.answer == holder_on(spells, result.day)
    assert (rows["seen"] == False).sum() >= 200  # noqa: E712
