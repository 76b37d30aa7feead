"""The app's script without a browser: widgets, address, faults."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import pytest
from streamlit.testing.v1 import AppTest

from geo import Atlas, View
from geo.draw.stories import own
from geo.model import Language, Layer
from geo.words import language
from tests.web.running import APP, offers, run


def sentence(app: AppTest) -> str:
    """Return the sentence below the map."""
    return next(html.proto.body for html in app.get("html") if "gl-say" in html.proto.body)


def test_it_opens_on_the_day_of_the_news() -> None:
    app = run()
    assert "27 September 2017" in sentence(app)
    assert app.date_input(key="gl-date").value == date(2017, 9, 27)
    assert dict(app.query_params) == {}
    keys = {mount.key for mount in app.get("bidi_component")}
    assert keys == {"gl-state", "gl-page", "gl-drawer", "gl-user-events-carry"}
    assert app.metric[0].label == "Oil and gas fields in disputed areas"


def test_widgets_write_the_address_and_the_address_sets_widgets() -> None:
    app = run()
    app.date_input(key="gl-date").set_value(date(2014, 8, 8)).run()
    offers(app, "radio", "gl-perspective").set_value("un").run()
    app.checkbox(key="gl-layer-lines").check().run()
    offers(app, "selectbox", "gl-window").set_value(30).run()
    asked = dict(app.query_params)
    assert asked["d"] == "2014-08-08"
    assert asked["p"] == "un"
    assert asked["w"] == "30"
    assert "lines" in asked["l"].split(".")
    again = run(**asked)
    assert again.date_input(key="gl-date").value == date(2014, 8, 8)
    assert offers(again, "radio", "gl-perspective").value == "un"
    assert again.checkbox(key="gl-layer-lines").value is True
    assert offers(again, "selectbox", "gl-window").value == 30


def test_every_layer_has_a_switch() -> None:
    app = run(l="control.towns")
    on = {layer for layer in Layer if app.checkbox(key=f"gl-layer-{layer}").value}
    assert on == {Layer.CONTROL, Layer.TOWNS}


def test_all_layers_and_kinds_may_be_off() -> None:
    app = run(l="", t="")
    assert not any(app.checkbox(key=f"gl-layer-{layer}").value for layer in Layer)
    app.checkbox(key="gl-layer-control").check().run()
    assert app.query_params["l"] == "control"
    assert app.query_params["t"] == ""


def test_a_bad_address_is_named_as_text() -> None:
    app = run(d="2099-01-01", p="![x](http://example.org/a.png)")
    shown = [warning.value for warning in app.warning]
    assert len(shown) == 2
    assert any("2099\\-01\\-01" in text for text in shown)
    assert not any("![x](" in text for text in shown)
    assert app.date_input(key="gl-date").value == date(2017, 9, 27)
    app.checkbox(key="gl-layer-lines").check().run()
    assert not app.warning


@pytest.mark.parametrize("code", ["en", "ar", "ckb"])
def test_each_language(code: str) -> None:
    app = run(lang=code)
    assert app.date_input(key="gl-date").label in set(language(Language(code)).values())
    styles = [html.proto.body for html in app.get("html") if "<style>" in html.proto.body]
    assert ("direction: rtl" in styles[0]) == (code != "en")


@pytest.mark.parametrize("tab", ["held", "fields", "events", "areas", "crossings", "sources"])
def test_each_table_is_drawn(tab: str) -> None:
    app = run()
    app.session_state["greenline"].tab = tab
    app.run()
    assert not app.exception
    assert len(app.dataframe) == 1
    assert len(app.dataframe[0].value) > 10


def test_faults_of_the_data_are_listed(
    monkeypatch: pytest.MonkeyPatch, folder: Path, spoil: Callable[[str, int, str, str], str]
) -> None:
    spoil("oil/fields.csv", 3, "lon", "east")
    spoil("events/events.csv", 2, "type", "<b>")
    monkeypatch.setenv("GREENLINE_DATA", str(folder))
    app = AppTest.from_file(str(APP), default_timeout=120).run()
    assert not app.exception
    faults = app.dataframe[0].value
    assert set(faults["File"]) == {"oil/fields.csv", "events/events.csv"}
    assert set(faults["Found"]) == {"east", "<b>"}
    assert not app.get("bidi_component")


def test_a_folder_that_is_not_there_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GREENLINE_DATA", str(tmp_path / "nowhere"))
    app = AppTest.from_file(str(APP), default_timeout=120).run()
    assert not app.exception
    assert len(app.dataframe[0].value) >= 1
    assert os.environ["GREENLINE_DATA"] not in sentence_of(app)


def sentence_of(app: AppTest) -> str:
    """Return all plain text that is shown."""
    return " ".join(text.value for text in app.text)


def test_a_story_is_chosen_and_left_in_the_side_bar(atlas: Atlas) -> None:
    told = own(atlas)[0]
    app = run(d="2014-08-08", p="un", lang="ckb")
    choice = offers(app, "selectbox", "gl-story")
    assert choice.value is None
    assert told.title.ckb in choice.options
    assert not saves(app)
    choice.set_value(told.id).run()
    assert not app.exception
    first = told.steps[0]
    opened = View.from_query(urlencode(dict(app.query_params)))
    assert opened == first.view.with_(
        story=told.id, step=first.id, language=Language.CKB, bounds=None
    )
    assert saves(app)
    offers(app, "selectbox", "gl-story").set_value(None).run()
    assert not {"st", "sp"} & set(app.query_params)


def test_an_address_opens_a_story_and_an_unknown_one_is_no_fault(atlas: Atlas) -> None:
    told = own(atlas)[0]
    app = run(st=told.id, sp=told.steps[-1].id)
    assert offers(app, "selectbox", "gl-story").value == told.id
    opened = app.session_state["greenline"].view
    assert (opened.story, opened.step) == (told.id, told.steps[-1].id)
    assert opened.date == told.steps[-1].view.date
    unknown = run(st="no-such-story")
    assert offers(unknown, "selectbox", "gl-story").value is None
    assert not unknown.warning


def saves(app: AppTest) -> bool:
    """Whether the file of the story is offered."""
    return any("gl-story-save" in one.proto.id for one in app.get("download_button"))
