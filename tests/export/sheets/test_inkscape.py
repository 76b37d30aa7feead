"""Pictures opened and saved by Inkscape: layers by name, live text and Arabic in its order are still there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from geo import Atlas, View
from geo.export import graphic, picture
from geo.export.graphic import GraphicSettings

INKSCAPE = shutil.which("inkscape")
WHY = "Inkscape is missing: on Debian, as root: apt-get install --no-install-recommends inkscape"

SVG = "{http://www.w3.org/2000/svg}"
INK = "{http://www.inkscape.org/namespaces/inkscape}"

pytestmark = [pytest.mark.thorough, pytest.mark.skipif(INKSCAPE is None, reason=WHY)]

DAY = View(date="2017-10-16")


def run_inkscape(folder: Path, *words: str) -> None:
    """Run Inkscape without a screen, with settings of its own."""
    around = {**os.environ, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config")}
    subprocess.run(
        [INKSCAPE or "", *words],
        check=True,
        cwd=folder,
        env=around,
        timeout=240,
        capture_output=True,
    )


def layers(root: ET.Element) -> list[str]:
    return [
        item.get(f"{INK}label", "")
        for item in root.iter(f"{SVG}g")
        if item.get(f"{INK}groupmode") == "layer"
    ]


def words(root: ET.Element) -> list[str]:
    texts = ("".join(item.itertext()).strip() for item in root.iter(f"{SVG}text"))
    return [text for text in texts if text]


def ids(root: ET.Element) -> set[str]:
    return {item.get("id", "") for item in root.iter()} - {""}


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
@pytest.mark.parametrize("kind", ["sheet", "graphic"])
def test_what_inkscape_saves_is_what_it_opened(
    atlas: Atlas, tmp_path: Path, kind: str, language: str
) -> None:
    view = DAY.with_(language=language)
    content = (
        picture.render(atlas, view, ".svg")
        if kind == "sheet"
        else graphic.render(atlas, view, ".svg", GraphicSettings(width="120mm"))
    )
    (tmp_path / "in.svg").write_bytes(content)
    run_inkscape(tmp_path, "--export-filename=out.svg", "in.svg")
    before, after = (ET.parse(tmp_path / name).getroot() for name in ("in.svg", "out.svg"))
    assert layers(after) == layers(before)
    assert any(label.startswith("control") for label in layers(after))
    assert words(after) == words(before)
    if language != "en":
        assert any(re.search("[\u0600-\u06ff]", text) for text in words(after))
    assert ids(before) <= ids(after), "P-codes are still names of paths"
