"""Pictures opened and saved by Inkscape: layers by name, live text and Arabic in its order are still there."""

from __future__ import annotations

import csv
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


def run_inkscape(folder: Path, *words: str) -> str:
    """Run Inkscape without a screen, with settings of its own, and return what it writes."""
    around = {**os.environ, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config")}
    ran = subprocess.run(
        [INKSCAPE or "", *words],
        check=True,
        cwd=folder,
        env=around,
        timeout=240,
        capture_output=True,
    )
    return ran.stdout.decode()


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
        else graphic.render(atlas, view, ".svg", GraphicSettings(format="120mm"))
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


def test_lines_of_arabic_begin_at_the_right_margin(atlas: Atlas, tmp_path: Path) -> None:
    (tmp_path / "in.svg").write_bytes(picture.render(atlas, DAY.with_(language="ar"), ".svg"))
    run_inkscape(tmp_path, "--export-filename=out.svg", "in.svg")
    root = ET.parse(tmp_path / "out.svg").getroot()
    (texts,) = [item for item in root.iter(f"{SVG}g") if item.get("id") == "text"]
    rows = csv.reader(run_inkscape(tmp_path, "--query-all", "out.svg").splitlines())
    boxes = {row[0]: [float(side) for side in row[1:]] for row in rows if len(row) == 5}
    lines = [boxes[item.get("id", "")] for item in texts.iter(f"{SVG}text")]
    page = next(iter(boxes.values()))
    foot = [box for box in lines if box[1] > 0.9 * page[3]]
    assert len(foot) >= 4
    edges = [x + wide for x, _, wide, _ in foot]
    assert max(edges) - min(edges) < 6, "pixels"
