"""The app's panel of graphics: what is chosen is what is made, and faults are said there."""

from __future__ import annotations

import pytest

from geo.model import Language
from geo.web.saving import graphic
from geo.words import say
from tests.web.running import offers, run


def test_a_graphic_is_made_of_what_was_chosen() -> None:
    app = run(d="2017-10-16")
    offers(app, "selectbox", "gl-kind").select(say("file.svg", Language.EN)).run()
    offers(app, "button_group", "gl-use").set_value(graphic.GRAPHIC).run()
    sizes = offers(app, "selectbox", "gl-graphic-size").options
    assert sizes[:2] == ["85 mm wide", "90 mm wide"]
    assert {f"Phone, {shape}" for shape in graphic.shapes()} <= set(sizes)
    app.text_input(key="gl-graphic-headline").input("The day after").run()
    app.button(key="gl-graphic-make").click().run()
    assert not app.exception
    name, content = app.session_state["gl-graphic-kept"]
    assert name.endswith(".svg")
    assert b">The day after</text>" in content
    app.text_input(key="gl-graphic-days").input("2014-06-01").run()
    assert any("2 to 24" in item.value for item in app.warning)


@pytest.mark.parametrize("language", list(Language))
def test_each_size_has_a_name(language: Language) -> None:
    for key in ("mm", "px", "phone", "screen", "light", "dark", "transparent"):
        assert say(f"web.graphic.{key}", language, n=1, shape="1:1")
