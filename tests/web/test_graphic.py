"""The app's panel of graphics: what is chosen is shown, and what is shown is saved."""

from __future__ import annotations

from geo.model import Language
from geo.pictures.settings import SHAPES
from geo.words import say
from tests.web.running import offers, run


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
    mark, image = app.session_state["gl-graphic-preview"]
    assert mark[2].headline == "The day after"
    assert image.startswith(b"\x89PNG")
    app.text_input(key="gl-graphic-days").input("2014-06-01").run()
    assert any("2 to 24" in item.value for item in app.warning)
