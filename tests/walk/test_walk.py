"""Readers walk through the app and the exported file; `make stress` walks far, with other seeds every time.

A walk that fails is printed in its shortest form: the acts that are left when none can be taken away.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from typing import Any

import pytest

from geo.model import Language, Layer, PositionPrecision

from .reader import SET
from .rules import BOUND, LONG, MANY, Walk, walk

far = pytest.mark.skipif("GREENLINE_STRESS" not in os.environ, reason="far in `make stress`")


@pytest.mark.thorough
@pytest.mark.timeout(900)
@pytest.mark.parametrize(("name", "walks", "steps"), [("app", 1, 8), ("page", 1, 12)])
def test_nothing_goes_wrong_on_the_way(
    name: str, walks: int, steps: int, request: pytest.FixtureRequest
) -> None:
    walk(request.getfixturevalue(name), walks, steps, fixed=True)


@far
@pytest.mark.timeout(2 * BOUND + 1200)
@pytest.mark.parametrize("name", ["app", "page"])
def test_nothing_goes_wrong_on_a_long_way(name: str, request: pytest.FixtureRequest) -> None:
    machine, end = request.getfixturevalue(name), time.monotonic() + BOUND
    for _ in range(0, MANY, 5):
        walk(machine, 5, LONG, fixed=False)
        if time.monotonic() > end:
            break


#: Walks on which something went wrong once, in their shortest form: through the app, and the file.
IN_APP: dict[str, list[tuple[Any, ...]]] = {
    "a comparison counts no own events where there are none": [
        ("compare", "2014-08-08", "change"),
        ("drawer",),
    ],
    "the address names the frame that stands already": [
        ("search", "bai hassan", 0),
        ("compare", "2014-08-08", "swipe"),
        ("size", "phone"),
        ("back",),
        ("back",),
    ],
    "the way to the days of the events shows all of them": [
        ("upload", "old <b>.csv"),
        ("own_kind", 0),
        ("set_least", 2),
        ("period",),
    ],
}
IN_PAGE: dict[str, list[tuple[Any, ...]]] = {
    "the first day of an interval may lie after its last": [
        ("interval", "1991-02-07", "1996-07-09"),
        ("interval", "2007-02-23", "2017-10-16"),
    ],
    "the last line of a panel is in reach above a hint": [
        ("size", "tablet"), ("story", 9), ("draw", 1, "undo"), ("window", 0), ("pick_own", 3),
    ],
}  # fmt: skip


@pytest.fixture
def begun(request: pytest.FixtureRequest) -> Iterator[Walk]:
    """Yield a walk that has just begun, through what the parameter names."""
    machine = request.getfixturevalue(request.param)()
    yield machine
    machine.teardown()


def follow(begun: Walk, acts: list[tuple[Any, ...]]) -> None:
    for name, *given in acts:
        named = given.pop() if given and isinstance(given[-1], dict) else {}
        begun.take(name, *given, **named)


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("begun", "acts"),
    [
        *(pytest.param("app", acts, id=name) for name, acts in IN_APP.items()),
        *(pytest.param("page", acts, id=name) for name, acts in IN_PAGE.items()),
    ],
    indirect=["begun"],
)
def test_nothing_goes_wrong_any_more(begun: Walk, acts: list[tuple[Any, ...]]) -> None:
    follow(begun, acts)


@pytest.mark.thorough
@pytest.mark.parametrize("begun", ["app"], indirect=True)
def test_what_was_chosen_among_the_first_events_does_not_hide_the_second(begun: Any) -> None:
    acts = [("precision", "exact"), ("own_kind", 0), ("layer", Layer.USER_EVENTS)]
    follow(begun, [("upload", "whole.csv"), *acts, ("upload", "seen.csv")])
    assert begun.view.coarsest is PositionPrecision.UNKNOWN
    assert begun.view.kinds is None
    assert Layer.USER_EVENTS in begun.view.layers


@pytest.mark.thorough
@pytest.mark.parametrize("begun", ["page"], indirect=True)
def test_settings_outlast_a_change_of_language(begun: Walk) -> None:
    follow(
        begun,
        [
            ("set_list", "step", "month"),
            ("set_list", "speed", "120"),
            ("set_list", "oil-scope", "all"),
            ("narrow_list", "kirk"),
            ("actor", "force", 0),
            ("search", "kirk", -1),
        ],
    )
    remaining = {
        "user_events": {"gl-actor-find": "force"},
        "oil": {"gl-oil-scope": "all"},
        "ask": {"gl-ask-filter": "kirk"},
    }
    for panel, fields in remaining.items():
        begun.take("language", Language.AR)
        begun.reader.panel(panel)
        value = begun.reader.frame.evaluate(SET)
        assert {name: value["fields"].get(name) for name in fields} == fields
        assert (value["step"], value["speed"]) == ("month", 120)
        assert value["fields"]["gl-search"] == "kirk"
        begun.take("language", Language.EN)
