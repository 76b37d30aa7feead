"""Who hears of which change: the page and the widgets, without a loop."""

from __future__ import annotations

from datetime import date

import pytest

from geo import View
from geo.model import Layer
from geo.stories.story import drawn_marks
from geo.web.state import State, pairs, read


def write_query(view: View) -> str:
    return view.to_query()


def test_a_widget_tells_the_page_once() -> None:
    now = State.of({})
    now.change(perspective="un")
    assert (now.seq, now.view.perspective) == (1, "un")
    now.change(perspective="un")
    assert now.seq == 1


def test_the_page_is_not_told_what_it_said() -> None:
    now = State.of({})
    now.receive("d=2014-08-08&b=40,33,46,37")
    assert now.seq == 0
    assert now.view.date == date(2014, 8, 8)
    assert now.view.bounds == (40, 33, 46, 37)
    assert now.page == now.view


def test_a_widget_and_the_page_at_once_both_count() -> None:
    now = State.of({})
    now.change(layers=(Layer.CONTROL,))
    now.page = View()  # the page had not heard of it yet when it spoke
    now.receive("d=2014-08-08")
    assert now.view == View(date=date(2014, 8, 8), layers=(Layer.CONTROL,))


def test_what_a_reader_drew_is_known_while_it_is_shown() -> None:
    now = State.of({})
    now.receive(
        "st=own&sp=step-1", 1, drawn_marks([{"kind": "note", "at": [[44, 35]], "text": "x"}])
    )
    assert [drawn_mark.kind for drawn_mark in now.drawn] == ["note"]
    now.receive("", 2, drawn_marks("no list"))
    assert now.drawn == ()


def test_a_widget_keeps_the_frame_of_the_map() -> None:
    now = State.of({})
    now.receive("b=40,33,46,37")
    now.change(date=date(2003, 4, 10))
    assert now.view.bounds == (40, 33, 46, 37)
    assert not now.bounds


def test_the_page_tells_which_step_is_read_and_is_not_told_again() -> None:
    now = State.of({"st": "sample"})
    now.receive("d=2014-06-12&st=sample&sp=summer")
    assert (now.view.story, now.view.step, now.seq) == ("sample", "summer", 0)
    now.receive(View().to_query())
    assert (now.view, now.seq) == (View(), 0)


def test_what_the_map_chose_heads_its_table() -> None:
    now = State.of({})
    marks = now.marks
    now.receive("s=fields:jambur")
    assert (now.tab, now.pinned, now.marks) == ("fields", "jambur", marks + 1)
    now.receive("")
    assert (now.tab, now.pinned, now.view.selection) == ("fields", None, None)


def test_a_row_leads_the_map_there_each_time() -> None:
    now = State.of({})
    marks = now.marks
    now.change(selection="fields:jambur", go=True)
    now.change(selection="fields:jambur", go=True)
    assert (now.seq, now.go, now.marks) == (2, True, marks)


def test_going_back_tells_the_page_and_moves_it_only_if_it_moved() -> None:
    now = State.of({"d": "2014-08-08"})
    now.navigate({"d": "2014-08-08", "p": "un"})
    assert (now.seq, now.bounds) == (1, False)
    now.navigate({"b": "40,33,46,37"})
    assert (now.seq, now.bounds) == (2, True)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"d": "yesterday"}, "yesterday"),
        ({"d": "2099-01-01"}, "2099-01-01"),
        ({"p": "mars"}, "mars"),
        ({"l": "control.moon"}, "moon"),
        ({"w": "many"}, "many"),
        ({"b": "1,2,3"}, "1"),
        ({"lang": "xx"}, "xx"),
        ({"t": "<img onerror=alert(1)>"}, "<img"),
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_stands(
    query: dict[str, str], named: str
) -> None:
    view, faults = read({**query, "s": "fields:jambur"})
    assert view == View(selection="fields:jambur")
    assert len(faults) == 1
    assert named in faults[0]


@pytest.mark.parametrize(
    "view", [View(), View(layers=(), event_types=()), View(bounds=(40, 33, 46, 37), window=0)]
)
def test_an_address_gives_its_view_back(view: View) -> None:
    assert read(pairs(view)) == (view, [])
