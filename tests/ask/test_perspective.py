"""Perspectives give every unit one class on every day, by the most specific claim."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import Atlas
from geo.ask import control, perspective
from geo.profile import current

CLAIMS = ("federal", "region", "un")


@pytest.mark.quick(1)
@pytest.mark.parametrize("view", CLAIMS)
def test_stretches_follow_one_another_and_differ(atlas: Atlas, view: str) -> None:
    rows = perspective.classes(atlas, view)
    assert set(rows["unit"]) == set(atlas.units["unit"])
    for _, group in rows.groupby("unit"):
        stretches = list(group.itertuples())
        assert stretches[0].start == current().days.first
        assert stretches[-1].end is None
        for first, other in pairwise(stretches):
            assert first.end == other.start
            assert first.start < first.end
            assert first.holder != other.holder


def by_hand(standing: list[Any], pcode: str) -> str:
    """Return the class of a unit as the rule says it in words, of the views of a day."""
    best: tuple[int, date, str] | None = None
    for row in standing:
        for code in row.pcodes.split(";"):
            rank = (len(code), row.start)
            if pcode.startswith(code) and (best is None or rank >= best[:2]):
                best = (*rank, row.kind)
    return best[2] if best else "federal"


@given(day=st.dates(current().days.first, current().days.last), view=st.sampled_from(CLAIMS))
@settings(max_examples=15)
def test_the_most_specific_code_wins_then_the_later_start(
    atlas: Atlas, day: date, view: str
) -> None:
    views = atlas.table("views")
    views = views[views["perspective"] == view].rename(columns={"class": "kind"})
    standing = [
        row for row in views.itertuples() if row.start <= day and not (row.end and row.end <= day)
    ]
    dated_frame = control.at(atlas, day, view)
    for pcode, holder in zip(dated_frame["pcode"], dated_frame["holder"], strict=True):
        assert holder == by_hand(standing, pcode), pcode


def test_the_un_sees_its_fifteen_areas_as_disputed_since_its_reports(atlas: Atlas) -> None:
    areas = atlas.table("areas")
    listed = areas[areas["list_number"].notna()]
    assert sorted(listed["list_number"]) == list(range(1, 16))
    units = atlas.units
    expected = {
        units["unit"][index]
        for codes in listed["pcodes"]
        for index in perspective.within(units, codes)
    }
    dated_frame = control.at(atlas, date(2017, 9, 27), "un")
    assert set(dated_frame[dated_frame["holder"] == "disputed"]["unit"]) == expected
