"""A click on a front: each day on which it moved, who held both sides, who says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from geo import Atlas
from geo.ask.front_history import trace_front
from geo.ask.holdings import on
from geo.ask.uncertainty import fronts
from geo.profile import current
from tests.browser.conftest import Open


@pytest.mark.thorough
def test_a_front_lists_the_days_on_which_it_moved(
    open_page: Open, exported: Path, atlas: Atlas
) -> None:
    held = {row["unit"]: row["holder"] for row in on(atlas, current().days.opening)}
    rows = fronts.widths(atlas).itertuples()
    front = next(row for row in rows if held[row.unit] != held[row.other])
    point = front.line.interpolate(0.5, normalized=True)
    opened = open_page(exported)
    opened.tell("atlas.map.setView(argument, 11, {animate: false})", [point.y, point.x])
    opened.settle()
    key = "control:" + "|".join(sorted((front.unit, front.other)))
    result = opened.tell(
        "atlas.at({lat: argument[0], lng: argument[1]}).map((hit) => hit.layer + ':' + hit.id)",
        [point.y, point.x],
    )
    assert key in result
    opened.tell("atlas.set({selection: argument})", key)
    moves = trace_front(atlas, *sorted((front.unit, front.other)))
    statements = opened.page.locator(".gl-details .gl-spells > li")
    expect(statements).to_have_count(len(moves))
    expect(statements.last).to_contain_text(str(moves[0].day.year))
    opened.assert_calm()


def test_the_switch_of_what_is_not_certain_is_in_the_address(
    open_page: Open, exported: Path
) -> None:
    opened = open_page(exported)
    opened.tell("atlas.set({uncertainty: false})")
    opened.until("location.hash.includes('u=0')")
    opened.tell("atlas.set({uncertainty: true})")
    opened.until("!location.hash.includes('u=0')")
