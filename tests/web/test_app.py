"""The app's script without a browser: widgets, address, faults."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo import Atlas, View
from geo.draw.side_texts import atlas_stories
from geo.model import Language
from geo.words import say
from tests.web.page import Page
from tests.web.running import APP, offers, open_drawer, run


def sentence(app: AppTest) -> str:
    """Return the sentence below the map."""
    return next(html.proto.body for html in app.get("html") if "gl-say" in html.proto.body)


def test_it_opens_on_the_day_of_the_news() -> None:
    app = run()
    assert Page(app).message["query"] == "d=2017-09-27"
    keys = {mount.key for mount in app.get("bidi_component")}
    assert keys == {
        "gl-state",
        "gl-page",
        "gl-drawer",
        "gl-user-areas-carry",
        "gl-user-events-carry",
    }
    assert not app.metric and not app.dataframe and not app.get("tab"), "a folded drawer is empty"
    open_drawer(app)
    assert "27 September 2017" in sentence(app)
    for tab in ("held", "fields"):
        app.session_state["greenline"].tab = tab
        app.run()
        assert not app.exception
        assert len(app.dataframe) == 1
        assert len(app.dataframe[0].value) > 10
    plain = app.dataframe[0].value
    app.session_state["greenline"].pinned = "jambur"
    app.run()
    pinned = app.dataframe[0].value
    assert pinned.iloc[0, 0] == "Jambur" != plain.iloc[0, 0]
    assert sorted(pinned.iloc[:, 0]) == sorted(plain.iloc[:, 0])
    assert app.metric[0].label == "Oil and gas fields that anyone disputes"


def test_events_of_a_comparison_are_said_to_lie_between_its_days() -> None:
    app = run(d="2017-10-16", c="2017-09-27")
    open_drawer(app)
    assert "What changed from 27 September 2017" in sentence(app)
    below = {metric.label: metric.delta for metric in app.metric}
    assert below["Events"].split(" · ")[0] == "between the two days"
    bodies = [html.proto.body for html in app.get("html")]
    assert sum("The figures are of 16 October 2017" in body for body in bodies) == 1


def test_a_bad_address_is_named_as_text() -> None:
    app = run(d="2099-01-01", p="![x](http://example.org/a.png)")
    (shown,) = [warning.value for warning in app.warning]
    assert shown.count("\n- ") == 2
    assert "2099\\-01\\-01" in shown
    assert "![x](" not in shown
    assert app.session_state["greenline"].view == View()
    offers(app, "button_group", "gl-language").set_value(Language.CKB).run()
    assert not app.warning


def test_faults_of_the_data_are_listed(
    monkeypatch: pytest.MonkeyPatch, vellin: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(vellin, tmp_path / "data")
    for path, old, new in (
        ("control/spells.csv", ",crown,", ",<b>,"),
        ("boundaries/subdistricts.csv", ",false,", ",east,"),
    ):
        text = (folder / path).read_text("utf-8")
        (folder / path).write_text(text.replace(old, new, 1), "utf-8")
    monkeypatch.setenv("GREENLINE_DATA", str(folder))
    app = AppTest.from_file(str(APP), default_timeout=120).run()
    assert not app.exception
    faults = app.dataframe[0].value
    assert set(faults["File"]) == {"control/spells.csv", "boundaries/subdistricts.csv"}
    assert set(faults["Found"]) == {"east", "<b>"}
    assert not app.get("bidi_component")


def test_an_address_opens_a_story_whose_file_is_offered_and_an_unknown_one_is_no_fault(
    atlas: Atlas,
) -> None:
    assert saves(run(st=atlas_stories(atlas)[0].id))
    unknown = run(st="no-such-story")
    assert not unknown.warning
    assert not saves(unknown)


def saves(app: AppTest) -> bool:
    """Whether the file of the story is offered."""
    return any("gl-story-save" in item.proto.id for item in app.get("download_button"))


TEXT = "Troops entered Altun Kupri on Friday. In Rabia all was calm."


def press(app: AppTest, key: str) -> None:
    label = say(key, Language.EN)
    next(item for item in app.button if item.label == label).click().run()
    assert not app.exception


@pytest.mark.thorough
def test_a_text_is_read_in_place_of_a_story_and_closed() -> None:
    app = run(st="2017-10-16")
    assert app.session_state["greenline"].view.story == "2017-10-16"
    mounts = len(app.get("bidi_component"))
    app.text_area(key="gl-article-text").set_value(TEXT)
    press(app, "web.article.find")
    assert "no day at the head" in app.warning[0].value
    app.date_input(key="gl-article-day").set_value(date(2017, 10, 21))
    press(app, "web.article.find")
    view = app.session_state["greenline"].view
    assert (view.date, view.story) == (date(2017, 10, 21), None)
    assert "Altun Kupri" in [item.value for item in app.markdown]
    assert len(app.get("bidi_component")) == mounts + 1
    press(app, "article.leave")
    assert "Altun Kupri" not in [item.value for item in app.markdown]
