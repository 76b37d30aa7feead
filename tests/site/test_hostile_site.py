"""Another country's site, and one whose records try to be markup, paths and addresses."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from geo import Atlas
from geo.profile import using
from geo.site import Options, build
from geo.site.subjects import slug

from .test_site import Read

EVIL = "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def hostile(vellin: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site of an invented country whose names and sources are hostile."""
    result = Atlas.load(vellin)
    tables = {name: result.table(name) for name in result.names}
    tables["areas"]["name_en"] = [EVIL, *tables["areas"]["name_en"][1:]]
    for name in ("events", "claims", "spells"):
        column = "note" if name == "spells" else "text"
        tables[name][column] = EVIL
    tables["sources"]["title"] = EVIL
    tables["sources"]["url"] = "javascript:alert(1)"
    atlas = Atlas(
        result.folder, result.version, result.package, result.profile, tables, result._shapes
    )
    folder = tmp_path_factory.mktemp("hostile") / "public"
    with using(result.profile):
        build(atlas, folder, Options(base_url="https://vellin.example"))
    return folder


@pytest.mark.thorough
def test_another_country_has_a_site_of_its_own(hostile: Path) -> None:
    for page in hostile.glob("en/**/*.html"):
        text = page.read_text("utf-8")
        for word in ("Iraq", "Kirkuk", "Kurdistan", "UNAMI"):
            assert word not in text, (page, word)
    assert (hostile / "ar/index.html").is_file()
    assert not (hostile / "ckb").exists()
    assert not (hostile / "en/fields").exists()


def test_nothing_of_the_records_becomes_markup(hostile: Path) -> None:
    for page in [*hostile.glob("en/**/*.html"), *hostile.glob("ar/**/*.html")]:
        read = Read(page.read_text("utf-8"))
        assert read.tags["script"] == 1, page
        assert not [link for link in read.links if "javascript" in link.lower()]
        for tag, given in read.attributes:
            assert not [name for name in given if name.startswith("on")], (page, tag)
    assert re.search(r"<script>alert", (hostile / "llms.txt").read_text("utf-8")) is None
    assert "alert(1)" in Read((hostile / "en/areas/index.html").read_text("utf-8")).text


def test_ids_become_names_of_files_that_stay_in_their_folder() -> None:
    names = ["../../x", "a/b", ".", "", "index", "CON:", "a" * 300, "كركوك", "a.b"]
    texts = [slug(name) for name in names]
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,80}", text) for text in texts), texts
    assert len(set(texts)) == len(names)
    assert slug("kirkuk") == "kirkuk"


def test_empty_tables_are_no_trouble(hostile: Path) -> None:
    assert pd.read_json(hostile / "api/v1/events.json", typ="series")["count"] > 0
