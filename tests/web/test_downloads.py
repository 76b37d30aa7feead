"""A film that the app offers is built without the reader's session; other files, a browser saves."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
import streamlit as st

from geo.web import graphic
from geo.web.download import KINDS
from tests.web.running import offers, run


@pytest.mark.thorough
def test_a_film_has_a_picture_for_each_of_the_days_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    built: dict[str, tuple[str, Callable[[], bytes]]] = {}

    def button(label: str, data: Any, *, file_name: str, key: str, **look: Any) -> None:
        assert label and look["mime"] in KINDS.values()
        built[key] = file_name, data

    monkeypatch.setattr(st, "download_button", button)
    monkeypatch.setattr(
        "streamlit.delta_generator.DeltaGenerator.download_button",
        lambda _, label, data, **character: button(label, data, **character),
    )
    app = run()
    offers(app, "selectbox", "gl-kind").set_value(".mp4").run()
    app.date_input(key="gl-film-first").set_value(date(2017, 9, 26)).run()
    assert ".mp4" not in built.pop("gl-export", ("",))[0]
    acts = iter([st.rerun])  # the reader acts once while the film is made
    render = graphic.render_film
    monkeypatch.setattr(
        graphic, "render_film", lambda *film, **more: next(acts, lambda: render(*film, **more))()
    )
    app.button(key="gl-film-make").click().run()
    assert not app.exception
    name, build = built.pop("gl-export")
    assert re.fullmatch(r"greenline-2017-09-27-film-\w{6}\.mp4", name)
    with ThreadPoolExecutor(1) as pool:  # as Streamlit does: in a thread that has no session
        assert pool.submit(build).result()[4:8] == b"ftyp"
    app.date_input(key="gl-film-first").set_value(date(2010, 1, 1)).run()
    assert not app.exception
    assert "gl-export" not in built
    assert any("120" in item.value for item in app.warning)
