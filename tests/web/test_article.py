"""A text in the app: pasted, read, closed."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from geo.model import Language
from geo.words import say
from tests.web.running import APP

TEXT = "Troops entered Altun Kupri on Friday. In Rabia all was calm."


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GREENLINE_DATA", raising=False)


def press(app: AppTest, key: str) -> None:
    label = say(key, Language.EN)
    next(item for item in app.button if item.label == label).click().run()
    assert not app.exception


def test_a_text_is_read_in_place_of_a_story_and_closed() -> None:
    app = AppTest.from_file(str(APP), default_timeout=120)
    app.query_params["st"] = "2017-10-16"
    app.run()
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
