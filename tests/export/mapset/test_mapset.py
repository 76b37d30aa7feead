"""Sets of maps: what a recipe makes, what it leaves as it is, what it says of faults."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pypdfium2
import pytest

from geo import Atlas, DataError
from geo.export import mapset
from geo.model import Language
from geo.words import say

RECIPE = """
title: Kirkuk <in> October
prefix: K
defaults: {date: 2017-10-16, layers: [control, disputed, towns]}
maps:
  - {name: overview, papers: [a4, 90mm], languages: [en, ar]}
  - {name: Kirkuk, areas: [kirkuk], formats: [svg]}
  - {name: six, papers: 180mm, dates: [2014-06-01, 2014-08-08], formats: svg}
  - {name: told, story: 2017-10-16}
"""


def recipe(folder: Path, text: str = RECIPE) -> Path:
    file = folder / "maps.yaml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.thorough
def test_a_recipe_makes_its_maps_and_only_what_changed_again(atlas: Atlas, tmp_path: Path) -> None:
    out = tmp_path / "out"
    read = mapset.read(atlas, recipe(tmp_path))
    made = mapset.build(atlas, read, out, one_pdf=True)
    assert made.faults == []
    assert len(made.written) == 7
    assert {name for name in made.written if name.startswith("K01")} == {
        f"K01-overview-{language}-{size}.pdf"
        for language in ("en", "ar")
        for size in ("a4", "90mm")
    }
    assert all((out / name).is_file() for name in made.written)
    index = (out / "index.html").read_text(encoding="utf-8")
    assert all(f'href="{name}"' in index for name in made.written)
    assert "Kirkuk &lt;in&gt; October" in index
    pages = pypdfium2.PdfDocument(out / "all.pdf")
    story_pages = len(pypdfium2.PdfDocument(out / "K04-told.pdf"))
    assert len(pages) == 1 + 4 + story_pages
    contents = pages[0].get_textpage().get_text_range()
    assert all(
        number in contents for number in ("K01", "K04", say("picture.set.contents", Language.EN))
    )
    again = mapset.build(atlas, read, out)
    assert (again.written, len(again.unchanged)) == ([], 7)
    (out / "K02-Kirkuk.svg").write_text("changed by hand", encoding="utf-8")
    fewer = RECIPE.replace("2014-08-08", "2014-08-09").replace(
        "  - {name: told, story: 2017-10-16}\n", ""
    )
    third = mapset.build(atlas, mapset.read(atlas, recipe(tmp_path, fewer)), out)
    assert set(third.written) == {"K02-Kirkuk.svg", "K03-six.svg"}
    assert third.removed == ["K04-told.pdf"]
    assert not (out / "K04-told.pdf").exists()


FAULTS = """
maps:
  - {name: good, date: 2017-10-16, papers: 90mm, formats: svg}
  - {name: nowhere, areas: [atlantis]}
  - {name: story, story: none-such}
  - {name: language, languages: [xx]}
  - {name: key, colour: red}
  - {name: day, date: 2017-13-01}
  - {name: narrow, papers: 85mm, layers: [control, disputed, fields, pipelines, refineries]}
  - {name: paper, papers: a9}
  - {name: font, papers: 90mm, font: none.ttf, formats: svg}
  - {name: long, papers: 90mm, headline: "LONG", formats: svg}
"""


def test_faults_are_named_and_the_other_maps_are_made(atlas: Atlas, tmp_path: Path) -> None:
    text = FAULTS.replace("LONG", "a long headline " * 20)
    made = mapset.build(atlas, mapset.read(atlas, recipe(tmp_path, text)), tmp_path / "out")
    assert made.written == ["M01-good.svg"]
    wording = "\n".join(made.faults)
    for number, accepted in (
        (2, "an id of the disputed areas"), (3, "2017-09-27"), (4, "en, ar, ckb"), (5, "headline"),
        (6, "2017-13-01"), (7, "expected up to 3"), (8, "a4"),
    ):  # fmt: skip
        assert re.search(rf"map {number}\b.*{re.escape(accepted)}", wording), (number, wording)
    assert re.search(r"M09 font .*none\.ttf: there is no such file", wording)
    assert re.search(r"M10 long .*expected up to 3 lines", wording)


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("- 1", "keys title"),
        ("maps: 3", "a list of maps"),
        ("colour: 1", "title, prefix"),
        ("{", "YAML"),
    ],
)
def test_a_file_that_is_no_recipe_is_refused(
    atlas: Atlas, tmp_path: Path, text: str, accepted: str
) -> None:
    with pytest.raises(DataError, match=accepted):
        mapset.read(atlas, recipe(tmp_path, text))


def test_a_manifest_names_no_file_outside_its_folder(atlas: Atlas, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    other = tmp_path / "mine.txt"
    other.write_text("mine", encoding="utf-8")
    row = {"key": "", "sha256": "4c8cb3aa0ba2ce0ca8e8a5bc8ef9e4df7fb3df5c9a53ed19bd9b8a3e5fd1f4d8"}
    (out / "maps.json").write_text(json.dumps({"maps": {"../mine.txt": row}}), encoding="utf-8")
    small = "maps: [{name: good, papers: 90mm, formats: svg}]"
    made = mapset.build(atlas, mapset.read(atlas, recipe(tmp_path, small)), out)
    assert made.removed == []
    assert other.read_text(encoding="utf-8") == "mine"
