"""Marked places hold what fills them: no figure of the documentation is typed by hand."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tools.docs import catalogues, fill

from .pages import name, pages

PLACES = [(page, what) for page in pages() for what, _ in fill.places(page)]


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("page", "what"), PLACES, ids=[f"{name(page)}: {what}" for page, what in PLACES]
)
def test_a_marked_place_is_fresh(page: Path, what: str) -> None:
    if what == "libraries" and sys.version_info >= (3, 12):
        pytest.skip("the page names what the lock has for Python 3.11; others get a later pyproj")
    stands = dict(fill.places(page))[what]
    assert stands == fill.produce_text(what), f"{name(page)} is stale: run `make figures`"


def test_a_command_that_fails_is_said() -> None:
    with pytest.raises(SystemExit, match="ended with 1"):
        fill.produce_text("greenline history Nowhere-at-all")


def test_catalogues_and_the_page_have_the_licences_and_audits_of_the_data() -> None:
    for file, text in catalogues.fill(fill.ROOT).items():
        assert file.read_text(encoding="utf-8") == text, f"{file.name} is stale: run `make figures`"
    text = (fill.ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert "fields (Open Data Commons" in text and "license: CC-BY-4.0" in text
