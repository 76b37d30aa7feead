"""What the app put into a widget and comes back is no act of the reader."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from geo.web.echoes import Echoes
from geo.web.state import State
from tests.web.running import offers, run

#: A day, a period, a side, layers and a place that the page tells.
TOLD = "d=2014-06-11&w=3&p=un&l=control.lines&t=battle&s=events:2014-06-10-mosul&lang=ckb"


def known_state(app: AppTest) -> State:
    """Return what the session knows."""
    state: State = app.session_state["greenline"]
    return state


def test_widgets_that_the_browser_has_not_redrawn_undo_nothing() -> None:
    app = run()
    late = app._tree.get_widget_states()
    known_state(app).receive(TOLD, 1)
    app.run()
    view, tab = known_state(app).view, known_state(app).tab
    assert view.date == date(2014, 6, 11)
    for _ in range(2):  # a browser may fall behind by several messages
        app._run(late)
        assert not app.exception
        assert (known_state(app).view, known_state(app).act, known_state(app).tab) == (view, 0, tab)
    assert offers(app, "button_group", "gl-language").value == "ckb"


def test_an_act_counts_while_other_widgets_are_not_redrawn() -> None:
    app = run()
    tab = known_state(app).tab
    known_state(app).receive("d=2014-06-11&s=fields:jambur", 1)
    offers(app, "button_group", "gl-language").set_value("ar")
    late = app._tree.get_widget_states()
    app._run(late)
    view = known_state(app).view
    assert (view.date, view.language, known_state(app).act) == (date(2014, 6, 11), "ar", 1)
    assert known_state(app).tab == "fields" != tab


def test_a_reader_may_take_back_what_the_page_changed() -> None:
    app = run()
    before = known_state(app).view
    known_state(app).receive(before.with_(language="ckb").to_query(), 1)
    app.run()
    assert known_state(app).view != before
    offers(app, "button_group", "gl-language").set_value("en").run()
    assert (known_state(app).act, known_state(app).view) == (1, before)


def test_two_clicks_that_are_faster_than_the_browser_both_count() -> None:
    echoes = Echoes("a", run=1)
    echoes.show("towns", "towns", True)
    mark = echoes.mark
    for on in (False, True, False):
        assert echoes.is_new_value("towns", "towns", on, mark)
        echoes.run += 1
        echoes.show("towns", "towns", on)


def test_a_widget_that_another_took_the_place_of_says_nothing_more() -> None:
    echoes = Echoes("a", run=1)
    echoes.show("window", "window-30", 30)
    echoes.run = 2
    echoes.show("window", "window-3", 3)
    assert not echoes.is_new_value("window", "window-30", 30, "a.1")
    assert not echoes.is_new_value("window", "window-30", 365, "a.2")
    assert echoes.is_new_value("window", "window-3", 30, "a.2")


@pytest.mark.parametrize("mark", ["", "b.2", "a.3", "a.-1", "a.²", "a." + "9" * 5000, "<b>"])
def test_a_mark_that_is_not_of_this_session_has_seen_nothing(mark: str) -> None:
    echoes = Echoes("a", run=1)
    echoes.show("day", "day", 9)
    echoes.run = 2
    echoes.show("day", "day", 11)
    assert not echoes.is_new_value("day", "day", 9, mark)
    assert echoes.is_new_value("day", "day", 10, mark)
