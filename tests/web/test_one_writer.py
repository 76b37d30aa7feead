"""The page alone writes the view: widgets ask, stale values change nothing, and nothing is done twice."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from geo import View
from geo.model import Language
from geo.web.state import Command
from geo.words import say
from tests.client import deno
from tests.web.page import Page
from tests.web.running import offers, run

#: A day, a period, a side, layers, a place and a language that the page takes.
ACT = {
    "date": date(2014, 6, 11),
    "window": 3,
    "perspective": "un",
    "layers": ("control", "lines"),
    "event_types": ("battle",),
    "selection": "events:2014-06-10-mosul",
    "language": "ckb",
}


def begin() -> Page:
    """Open the app with a page."""
    return Page(run())


def choose_language(page: Page, code: str) -> None:
    offers(page.app, "button_group", "gl-language").set_value(code).run()
    assert not page.app.exception


def test_a_widget_is_an_act_of_the_page_that_is_done_once() -> None:
    page = begin()
    choose_language(page, "ar")
    (command,) = page.message["commands"]
    assert command["set"] == {"lang": "ar"}
    assert page.known.view.language is Language.AR, "the reader waits for no answer of the page"
    page.app.run()
    assert page.message["commands"] == [command], "it is said until the page has done it"
    page.answer()
    assert page.message["commands"] == []
    assert page.known.view == page.view == page.history[-1]
    assert len(page.history) == 2


def test_widgets_that_the_browser_has_not_redrawn_undo_nothing() -> None:
    page = begin()
    late = page.app._tree.get_widget_states()
    page.act(**ACT)
    tab = page.known.tab
    for _ in range(2):  # a browser may fall behind by several messages
        page.report(late)
        assert (page.known.view, page.known.tab) == (page.view, tab)
        assert page.message["commands"] == []
    assert offers(page.app, "button_group", "gl-language").value == "ckb"


@pytest.mark.thorough
def test_tabs_and_tables_of_another_language_say_nothing_more_and_break_nothing() -> None:
    page = begin()
    page.known.opened = True
    page.app.run()
    late = page.app._tree.get_widget_states()
    tabs = [item.proto.tab_container.id for item in page.app.get("tab_container")]
    grids = [item.proto.id for item in page.app.dataframe]
    assert tabs and grids
    page.act(language="ar")
    for widget in tabs:
        late.widgets.add(id=widget, string_value=say("web.tab.held", Language.EN))
    for widget in grids:
        late.widgets.add(id=widget, string_value='{"selection":{"rows":[],"columns":[]}}')
    before = page.known.tab
    page.report(late)
    assert (page.known.tab, page.message["commands"]) == (before, [])


@pytest.mark.thorough
def test_a_reader_may_take_back_what_the_page_changed() -> None:
    page = begin()
    before = page.view
    page.act(language="ckb")
    assert page.known.view != before
    choose_language(page, "en")
    page.answer()
    assert page.known.view == page.view == before
    assert len(page.history) == 3


@pytest.mark.thorough
def test_back_is_the_page_s_alone() -> None:
    page = begin()
    page.act(date="2014-08-08")
    choose_language(page, "ar")
    page.answer()
    assert len(page.history) == 3
    page.app.query_params["d"] = "1999-01-01"  # Streamlit sends an address too: nobody reads it
    page.back()
    assert page.known.view == page.view
    assert (page.view.date, page.view.language) == (date(2014, 8, 8), Language.EN)
    assert page.message["commands"] == []
    assert offers(page.app, "button_group", "gl-language").value == "en"


@pytest.mark.thorough
def test_a_new_session_shows_what_the_page_of_the_one_before_reports() -> None:
    """A browser sends its widgets to a server that was started anew, the report among them."""
    page = begin()
    page.act(date="2014-08-08", language="ar")
    again = Page(run())
    again.view, again.done = page.view, "of the session before"
    again.report(lost=True)
    assert again.known.view == page.view
    assert again.known.lost
    again.act(perspective="un")
    assert not again.known.lost


#: What the page makes of commands, each over a view.
PAGE = """import './testing.ts';
import * as View from './paint/data/view.ts';
const given = %s;
console.log(JSON.stringify(given.map(([query, set]) => View.write(View.change(set, View.read(query, View.initial()))))));
"""

VIEWS = (
    View(),
    View.opening(),
    View(date="2014-08-08", perspective="un", language="ckb", bounds=(40, 33, 46, 37), window=0),
    View(layers=(), event_types=(), kinds=(), actors=("داعش", "a~b"), min_deaths=5, tiles=True),
    View(story="sample", step="x y+z", selection="fields:bai_hassan", compare="2003-04-10"),
    View(interval=("2014-06-01", "2014-06-30"), coarsest="near", area_of_interest="areas:kirkuk"),
)


def test_the_page_does_what_python_asks_for() -> None:
    """From each of the views to each of the others, in all fields and in each field alone."""
    cases: list[tuple[View, dict[str, Any]]] = []
    for wanted in VIEWS:
        fields = {name: getattr(wanted, name) for name in View.__dataclass_fields__}
        for view in VIEWS:
            cases += [(view, {name: value}) for name, value in fields.items()] + [(view, fields)]
    given = [(view.to_query(), Command(changes).to_json()["set"]) for view, changes in cases]
    script = PAGE % json.dumps(given)
    written = json.loads(
        deno("run", "--quiet", "--no-check", "--allow-read", "--ext=js", "-", given=script)
    )
    for (view, changes), query in zip(cases, written, strict=True):
        assert View.from_query(query) == view.with_(**changes), (view.to_query(), changes)
