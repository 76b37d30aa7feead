"""The page and the app of an invented country, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo import Atlas, View, export
from geo.profile import using
from tests.browser import Opened
from tests.browser.conftest import Open
from tests.second_country.test_country import FOREIGN

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def page_file(vellin: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    country = Atlas.load(vellin)
    with using(country.profile):
        return export.html(country, View(), tmp_path_factory.mktemp("vellin") / "vellin.html")


def text_of(opened: Opened) -> str:
    return str(opened.page.evaluate("document.body.innerText"))


@pytest.mark.thorough
@pytest.mark.parametrize("language", ["en", "ar"])
def test_its_page_shows_it_and_nothing_of_another(
    open_page: Open, page_file: Path, language: str
) -> None:
    opened = open_page(page_file, query=f"lang={language}")
    opened.show("legend")
    shown = text_of(opened)
    assert ("Free Ports" if language == "en" else "الموانئ الحرة") in shown
    assert {word for word in FOREIGN if word in shown} == set()
    opened.click(33.375, 24.75)
    assert ("Jarrow" if language == "en" else "جارو") in opened.card
    opened.assert_calm()
