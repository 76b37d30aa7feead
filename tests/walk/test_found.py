"""Walks on which something went wrong once, in their shortest form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from geo import Atlas
from geo.model import Language, Layer, PositionPrecision
from geo.words import say
from tests.browser.conftest import browser

from .machine import Place, Walk
from .test_file import FileWalk, carrying
from .window import SET

__all__ = ["browser", "carrying"]  # fixtures of other modules

FOUND: dict[str, Callable[[Walk], None]] = {}


def keep_walk(walk: Callable[[Walk], None]) -> Callable[[Walk], None]:
    """Keep a walk."""
    FOUND[walk.__name__] = walk
    return walk


@keep_walk
def a_day_that_was_written_follows_the_way_back(walk: Walk) -> None:
    walk.day(day="1991-04-26")
    walk.day(day="1994-01-21")
    walk.back()


@keep_walk
def a_sheet_is_chosen_from_its_list_beside_own_events(walk: Walk) -> None:
    walk.upload(name="whole.csv")
    walk.paper(at=2)


@keep_walk
def own_events_are_listed_below_their_cross_table(walk: Walk) -> None:
    walk.upload(name="whole.csv")
    walk.time(name="all")
    walk.cross(at=0, choice="by")


@keep_walk
def a_comparison_counts_no_own_events_where_there_are_none(walk: Walk) -> None:
    walk.compare(day="2014-08-08", mode="change")
    walk.drawer()


@keep_walk
def a_layer_that_came_by_zoom_is_switched_off(walk: Walk) -> None:
    walk.search(at=0, text="bai hassan")
    walk.layer(layer=Layer.REFINERIES)


@keep_walk
def columns_are_asked_for_again_and_the_map_stays(walk: Walk) -> None:
    walk.upload(name="seen.csv")
    walk.columns_again()
    walk.columns(read=False)
    walk.columns_again()


@keep_walk
def the_map_in_the_app_may_write_to_the_clipboard(walk: Walk) -> None:
    walk.search(at=0, text="bai hassan")
    walk.card(at=0, way="cite")


@keep_walk
def the_address_names_the_frame_that_stands_already(walk: Walk) -> None:
    walk.search(at=0, text="bai hassan")
    walk.compare(day="2014-08-08", mode="swipe")
    walk.size(name="phone")
    walk.back()
    walk.back()


@keep_walk
def an_article_whose_place_a_story_took_is_shown_again(walk: Walk) -> None:
    walk.article()
    walk.story(at=2)
    walk.article()


@keep_walk
def july_has_one_name_in_sorani(walk: Walk) -> None:
    walk.article()
    walk.language(code=Language.CKB)


@keep_walk
def tools_stay_in_reach_beside_a_panel(walk: Walk) -> None:
    walk.size(name="tablet")
    walk.measure()
    walk.size(name="phone")
    walk.layer(layer="water")


@keep_walk
def what_was_chosen_among_the_first_events_does_not_hide_the_second(walk: Walk) -> None:
    walk.upload(name="whole.csv")
    walk.precision(name="exact")
    walk.own_kind(at=0)
    walk.layer(layer=Layer.USER_EVENTS)
    walk.upload(name="seen.csv")
    assert walk.view.coarsest is PositionPrecision.UNKNOWN
    assert walk.view.kinds is None
    assert Layer.USER_EVENTS in walk.view.layers


@keep_walk
def the_way_to_the_days_of_the_events_shows_all_of_them(walk: Walk) -> None:
    walk.upload(name="old <b>.csv")
    walk.own_kind(at=0)
    walk.set_least(deaths=2)
    walk.period()


@keep_walk
def a_table_of_the_frame_follows_the_map(walk: Walk) -> None:
    walk.size(name="tablet")
    walk.list_framed()
    walk.article()
    walk.list_framed()
    walk.zoom(notches=-3)


IN_FILE: dict[str, Callable[[FileWalk], None]] = {}


def found_in_file(walk: Callable[[FileWalk], None]) -> Callable[[FileWalk], None]:
    """Keep a walk through the exported file."""
    IN_FILE[walk.__name__] = walk
    return walk


@found_in_file
def settings_outlast_a_change_of_language(walk: FileWalk) -> None:
    walk.set_list(choice="step", at=1)
    walk.set_list(choice="speed", at=2)
    walk.set_list(choice="oil-scope", at=2)
    walk.narrow_list(text="kirk")
    walk.actor(text="force", at=0)
    walk.type_name(text="kirk")
    walk.film_days(first="2014-08-08", last="2017-10-16")
    walk.set_list(choice="film-step", at=1)
    remaining = {
        "user_events": {"gl-actor-find": "force"},
        "oil": {"gl-oil-scope": "all"},
        "ask": {"gl-ask-filter": "kirk"},
        "compare": {"gl-film-first": "2014-08-08", "gl-film-step": "month"},
    }
    for panel, fields in remaining.items():
        walk.language(code=Language.AR)
        walk.reader.panel(panel)
        value = walk.reader.frame.evaluate(SET)
        assert {name: value["fields"].get(name) for name in fields} == fields
        assert (value["step"], value["speed"]) == ("month", 120)
        assert value["fields"]["gl-search"] == "kirk"
        walk.language(code=Language.EN)


@found_in_file
def the_map_without_panels_stays_so_in_another_language(walk: FileWalk) -> None:
    walk.look_into(name="legend")
    walk.reader.frame.evaluate("() => Greenline.on(map_greenline).set({language: 'ar'})")
    assert walk.reader.frame.evaluate("() => Greenline.on(map_greenline).chromeBox.opened") is None


@found_in_file
def a_shape_goes_on_in_another_language(walk: FileWalk) -> None:
    walk.collect()
    walk.mark(at=0, kind="area", midway="language", code=Language.CKB)
    assert walk.reader.collected[0]["marks"] == [["area", "Here"]]


@found_in_file
def letters_are_typed_while_a_shape_is_drawn(walk: FileWalk) -> None:
    walk.collect()
    walk.mark(at=0, kind="arrow", midway="search", code=Language.EN)


@found_in_file
def one_shape_takes_the_place_of_another(walk: FileWalk) -> None:
    walk.collect()
    walk.draw(corners=2, how="undo")
    walk.mark(at=0, kind="note", midway="nothing", code=Language.EN)


@found_in_file
def a_mark_goes_to_its_view_wherever_that_stands_by_then(walk: FileWalk) -> None:
    walk.collect()
    walk.collect()
    reader = walk.reader
    reader.step_tool("arrow", 0)
    reader.point(0.42, 0.42)
    reader.order(0, "down")
    reader.frame.locator("#gl-stories").click()
    reader.point(0.6, 0.46)
    reader.collected = reader.collection
    assert [item["marks"] for item in reader.collected] == [[], [["arrow", ""]]]
    walk.look()


@found_in_file
def a_text_stays_where_it_was_written(walk: FileWalk) -> None:
    walk.collect()
    walk.write(at=0, title="One", text="Held until dawn")
    walk.collect()


@found_in_file
def the_first_day_of_an_interval_may_lie_after_its_last(walk: FileWalk) -> None:
    walk.interval(first="1991-02-07", last="1996-07-09")
    walk.interval(first="2007-02-23", last="2017-10-16")


@found_in_file
def a_proposal_is_filled_in_across_a_change_of_language(walk: FileWalk) -> None:
    walk.search(text="Kirkuk", at=0)
    walk.card(way="propose", at=0)


@found_in_file
def a_panel_over_a_card_stays_in_another_language(walk: FileWalk) -> None:
    walk.size(name="phone")
    walk.search(text="Kirkuk", at=0)
    walk.language(code=Language.AR)
    assert walk.reader.frame.locator("#gl-panel-about").is_visible()


@found_in_file
def the_last_line_of_a_panel_is_in_reach_beside_a_story(walk: FileWalk) -> None:
    walk.size(name="phone")
    walk.story(at=4)
    walk.turn(where="next")
    walk.layer(layer="districts")
    walk.unfold_part(name="legend")


@found_in_file
def the_last_line_of_a_panel_is_in_reach_above_a_hint(walk: FileWalk) -> None:
    walk.size(name="tablet")
    walk.story(at=9)
    walk.draw(corners=1, how="undo")
    walk.window(days=0)
    walk.pick_own(at=3)


@found_in_file
def the_line_between_two_maps_is_named_in_the_language(walk: FileWalk) -> None:
    walk.compare(day="2014-08-08", mode="swipe")
    walk.language(code=Language.AR)
    name = walk.reader.frame.locator("#gl-swipe-at").get_attribute("aria-label")
    assert name == say("compare.handle", Language.AR)


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


@pytest.fixture
def file_walk(browser: Browser, atlas: Atlas, carrying: Path) -> Iterator[FileWalk]:
    """Yield a walk through the file that has just begun."""
    FileWalk.browser, FileWalk.file, FileWalk.atlas = browser, carrying, atlas
    begun = FileWalk()
    yield begun
    begun.teardown()


@pytest.mark.thorough
@pytest.mark.parametrize("name", IN_FILE)
def test_nothing_goes_wrong_in_the_file_any_more(file_walk: FileWalk, name: str) -> None:
    IN_FILE[name](file_walk)
