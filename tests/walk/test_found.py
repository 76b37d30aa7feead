"""Walks on which something went wrong once, in their shortest form."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from geo.model import Language

from .machine import Place, Walk

FOUND: dict[str, Callable[[Walk], None]] = {}


def found(walk: Callable[[Walk], None]) -> Callable[[Walk], None]:
    """Keep a walk."""
    FOUND[walk.__name__] = walk
    return walk


@found
def a_day_that_was_written_follows_the_way_back(walk: Walk) -> None:
    walk.day(day="1991-04-26")
    walk.day(day="1994-01-21")
    walk.back()


@found
def an_article_whose_place_a_story_took_is_shown_again(walk: Walk) -> None:
    walk.article()
    walk.story(at=2)
    walk.article()


@found
def july_has_one_name_in_sorani(walk: Walk) -> None:
    walk.article()
    walk.language(code=Language.CKB)


@found
def tools_stay_in_reach_beside_a_panel(walk: Walk) -> None:
    walk.size(name="tablet")
    walk.measure()
    walk.size(name="phone")
    walk.layer(layer="water")


@pytest.fixture
def walk(place: Place) -> Iterator[Walk]:
    """Yield a walk that has just begun."""
    Walk.place = place
    begun = Walk()
    yield begun
    begun.teardown()


@pytest.mark.thorough
@pytest.mark.parametrize("name", FOUND)
def test_nothing_goes_wrong_any_more(walk: Walk, name: str) -> None:
    FOUND[name](walk)
