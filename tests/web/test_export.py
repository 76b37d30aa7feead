"""What leaves the app: a graphic as it was chosen, the map alone."""

from __future__ import annotations

import pytest

from geo.model import Language
from geo.pictures.settings import SHAPES
from geo.words import say
from tests.web.running import offers, run


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
