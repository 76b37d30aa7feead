"""What the app put into a widget and comes back is no act of the reader."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo.web.echoes import Echoes
from geo.web.state import State
from tests.web.running import offers, run

#: A day, a period, a side, layers and a place that the page tells.
TOLD = "d=2014-06-11&w=3&p=un&l=control.lines&t=battle&s=events:2014-06-10-mosul&lang=ckb"


def known(app: AppTest) -> State:
    """Return what the session knows."""
    found: State = app.session_state["greenline"]
    return found


def test_widgets_that_the_browser_has_not_redrawn_undo_nothing() -> None:
    app = run()
    late = app._tree.get_widget_states()
    known(app).heard(TOLD, 1)
    app.run()
    view, tab = known(app).view, known(app).tab
    assert view.date == date(2014, 6, 11)
    for _ in range(2):  # a browser may fall behind by several messages
        app._run(late)
        assert not app.exception
        assert (known(app).view, known(app).act, known(app).tab) == (view, 0, tab)
    assert app.date_input(key="gl-date").value == date(2014, 6, 11)
    assert app.checkbox(key="gl-layer-towns").value is False


def test_an_act_counts_while_other_widgets_are_not_redrawn() -> None:
    app = run()
    known(app).heard("d=2014-06-11", 1)
    late = app._tree.get_widget_states()
    towns = app.checkbox(key="gl-layer-towns")
    next(one for one in late.widgets if one.id == towns.id).bool_value = False
    app.run()
    app._run(late)
    view = known(app).view
    assert (view.date, "towns" in view.layers, known(app).act) == (date(2014, 6, 11), False, 1)


@pytest.mark.parametrize(
    ("told", "act"),
    [
        ("d=2014-06-11", lambda app: app.date_input(key="gl-date").set_value(date(2017, 9, 27))),
        ("w=3", lambda app: offers(app, "selectbox", "gl-window").set_value(365)),
        ("p=un", lambda app: offers(app, "radio", "gl-perspective").set_value("held")),
        ("l=control", lambda app: app.checkbox(key="gl-layer-towns").check()),
    ],
)
def test_a_reader_may_take_back_what_the_page_changed(
    told: str, act: Callable[[AppTest], Any]
) -> None:
    app = run()
    before = known(app).view
    known(app).heard(told, 1)
    app.run()
    assert known(app).view != before
    act(app).run()
    assert known(app).act == 1
    if not told.startswith("l="):
        assert known(app).view == before


def test_two_clicks_that_are_faster_than_the_browser_both_count() -> None:
    echoes = Echoes("a", run=1)
    echoes.show("towns", "towns", True)
    mark = echoes.mark
    for on in (False, True, False):
        assert echoes.acted("towns", "towns", on, mark)
        echoes.run += 1
        echoes.show("towns", "towns", on)


def test_a_widget_that_another_took_the_place_of_says_nothing_more() -> None:
    echoes = Echoes("a", run=1)
    echoes.show("window", "window-30", 30)
    echoes.run = 2
    echoes.show("window", "window-3", 3)
    assert not echoes.acted("window", "window-30", 30, "a.1")
    assert not echoes.acted("window", "window-30", 365, "a.2")
    assert echoes.acted("window", "window-3", 30, "a.2")


@pytest.mark.parametrize("mark", ["", "b.2", "a.3", "a.-1", "a.²", "a." + "9" * 5000, "<b>"])
def test_a_mark_that_is_not_of_this_session_has_seen_nothing(mark: str) -> None:
    echoes = Echoes("a", run=1)
    echoes.show("day", "day", 9)
    echoes.run = 2
    echoes.show("day", "day", 11)
    assert not echoes.acted("day", "day", 9, mark)
    assert echoes.acted("day", "day", 10, mark)
