"""What leaves the app: graphics and films as chosen, built without the reader's session."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
import streamlit as st

from geo.model import Language
from geo.pictures.settings import SHAPES
from geo.web import graphic
from geo.web.download import KINDS
from geo.words import say
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


@pytest.mark.thorough
def test_a_graphic_is_made_of_what_was_chosen() -> None:
    app = run(d="2017-10-16")
    offers(app, "selectbox", "gl-kind").select(say("file.svg", Language.EN)).run()
    sizes = offers(app, "selectbox", "gl-graphic-size-still")
    assert {"A4, landscape", "90 mm wide", *(f"Phone, {shape}" for shape in SHAPES)} <= {
        *sizes.options
    }
    sizes.select("Phone, 9:16").run()
    app.text_input(key="gl-graphic-headline").input("The day after").run()
    assert not app.exception
    images = [app.session_state["greenline"].preview[1]]
    assert images[0].startswith(b"\x89PNG")
    for places in ("44.39,35.47", "43.1,36.3"):  # a file of one name with other rows
        table = f"date,longitude,latitude,type\n2017-10-16,{places},raid\n".encode()
        app.file_uploader[0].upload("mine.csv", table, "text/csv").run()
        assert not app.exception
        images.append(app.session_state["greenline"].preview[1])
    assert len(set(images)) == 3
    days = app.text_input(key="gl-graphic-days")
    days.input("2014-06-01").run()
    assert any("2 to 24" in item.value for item in app.warning)
    days.input("2014-06-01، 2014-08-08").run()
    assert not app.warning


def test_embedded_there_is_the_map_and_nothing_else() -> None:
    app = run(embed="1", d="2014-08-08")
    assert len(app.get("bidi_component")) == 2
    assert not app.metric
    assert not app.sidebar.children
    assert not app.get("tab")
