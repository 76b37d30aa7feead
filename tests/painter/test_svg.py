"""What a designer opens: text of data stays text, clips are few, Inkscape keeps layers and Arabic."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from geo import Atlas, View
from geo.model import Language
from geo.pictures import painter
from geo.stories.story import DrawnMark
from tests.painter.test_drawing import FRAME, SVG

HOSTILE = "</text><script>alert(1)</script> \"quoted\" 'text' & ]]> \x00\x1b\ud800 \u202e"


@pytest.mark.parametrize("outlines", [False, True])
def test_text_of_data_stays_text(atlas: Atlas, outlines: bool) -> None:
    mark = DrawnMark.__new__(DrawnMark)  # what a story's reader would refuse
    object.__setattr__(mark, "kind", "note")
    object.__setattr__(mark, "at", ((44.39, 35.47),))
    object.__setattr__(mark, "text", Anything())
    picture = painter.draw(atlas, View(), FRAME, marks=[mark], outlines=outlines)
    root = ET.fromstring(picture.svg)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "defs", "g", "path", "text", "clipPath", "pattern", "linearGradient", "stop",
    }  # fmt: skip
    words = [element.text or element.get("aria-label") or "" for element in root.iter()]
    assert any("<script>alert(1)" in word for word in words)
    assert "\x00" not in picture.svg


class Anything:
    """A text that is hostile in every language."""

    def of(self, _: Language) -> str:
        return HOSTILE

    def to_dict(self) -> dict[str, str]:
        return {}


def test_a_picture_says_what_it_shows(atlas: Atlas) -> None:
    picture = painter.draw(atlas, View(language=Language("ar")), FRAME)
    root = ET.fromstring(picture.svg)
    assert root.findtext(f"{SVG}title") == picture.title
    description = root.findtext(f"{SVG}desc") or ""
    assert f"data of {atlas.date.isoformat()}, version {atlas.label}" in description
    assert atlas.version not in picture.svg
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
