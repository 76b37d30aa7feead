"""What a designer opens: text of data stays text, clips are few, Inkscape keeps layers and Arabic."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from geo import Atlas, View, painter
from geo.model import Language
from geo.stories.story import DrawnMark
from tests.painter.test_drawing import FRAME, INKSCAPE, SVG, layers_of

HOSTILE = "</text><script>alert(1)</script> \"quoted\" 'text' & ]]> \x00\x1b\ud800 \u202e"


@pytest.mark.parametrize("text", [painter.Text.LIVE, painter.Text.OUTLINES])
def test_text_of_data_stays_text(atlas: Atlas, text: painter.Text) -> None:
    mark = DrawnMark.__new__(DrawnMark)  # what a story's reader would refuse
    object.__setattr__(mark, "kind", "note")
    object.__setattr__(mark, "at", ((44.39, 35.47),))
    object.__setattr__(mark, "text", Anything())
    picture = painter.draw(atlas, View(), FRAME, marks=[mark], text=text)
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


def test_every_definition_is_used_and_no_clip_holds_the_whole_picture(atlas: Atlas) -> None:
    picture = painter.draw(atlas, View(), FRAME)
    root = ET.fromstring(picture.svg)
    defined = {item.get("id") for item in root.find(f"{SVG}defs") or ()}
    used = Counter(re.findall(r"url\(#([^)]+)\)", picture.svg))
    assert defined == set(used)
    for clip in root.iter(f"{SVG}clipPath"):
        (path,) = clip
        assert not re.fullmatch(r"M0 0l\d+ 0 0 \d+-\d+ 0z", path.get("d", ""))
    assert len({ET.tostring(clip[0]) for clip in root.iter(f"{SVG}clipPath")}) == sum(
        1 for _ in root.iter(f"{SVG}clipPath")
    )


def test_a_picture_says_what_it_shows(atlas: Atlas) -> None:
    picture = painter.draw(atlas, View(language=Language("ar")), FRAME)
    root = ET.fromstring(picture.svg)
    assert root.findtext(f"{SVG}title") == picture.title
    description = root.findtext(f"{SVG}desc") or ""
    assert f"data of {atlas.date.isoformat()}, version {atlas.label}" in description
    assert atlas.version not in picture.svg
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"


@pytest.mark.skipif(
    shutil.which("inkscape") is None,
    reason="Inkscape is not installed; on Debian, as root: apt-get install inkscape",
)
def test_inkscape_keeps_layers_ids_and_arabic(atlas: Atlas, tmp_path: Path) -> None:
    picture = painter.draw(atlas, View(language=Language("ckb")), FRAME)
    source, saved = tmp_path / "map.svg", tmp_path / "saved.svg"
    source.write_text(picture.svg, encoding="utf-8")
    command = ["inkscape", str(source), "--export-type=svg", f"--export-filename={saved}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=200)
    assert saved.is_file(), done.stderr
    before, after = ET.fromstring(picture.svg), ET.parse(saved).getroot()

    def words(root: ET.Element) -> list[str]:
        return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]

    def ids(root: ET.Element) -> set[str]:
        return {
            item.get("id", "") for item in root.iter() if item.tag in {f"{SVG}path", f"{SVG}g"}
        } - {""}

    assert words(before) == words(after)
    assert any("کەرکووک" in word for word in words(after))
    assert ids(before) <= ids(after)
    remaining = [
        group.get(f"{INKSCAPE}label")
        for group in after.iter(f"{SVG}g")
        if group.get(f"{INKSCAPE}groupmode") == "layer"
    ]
    assert remaining == layers_of(picture)
