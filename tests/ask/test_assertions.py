"""Assertions written from sources."""

from __future__ import annotations

from geo import Atlas
from geo.ask.assertions import verify


def test_there_are_enough_assertions_each_of_another_place_or_day(atlas: Atlas) -> None:
    rows = atlas.table("assertions")
    assert len(rows) >= 200
    assert not rows.duplicated(["lon", "lat", "day", "perspective"]).any()
    assert all(result.unit for result in verify(atlas))
    assert (rows["seen"] == False).sum() >= 200  # noqa: E712
