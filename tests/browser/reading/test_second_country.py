"""The page and the app of an invented country, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from geo import Atlas, View, export
from geo.profile import using
from tests.browser import Opened
from tests.browser.app import STANDS
from tests.browser.conftest import WAIT, Open
from tests.browser.serve import serve
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


@pytest.mark.thorough
def test_a_perspective_of_its_own_redraws_it(open_page: Open, page_file: Path) -> None:
    opened = open_page(page_file)
    held = opened.picture()
    opened.tell("atlas.set({perspective: 'league'})")
    opened.settle()
    assert opened.picture() != held
    assert opened.tell("view.perspective") == "league"
    opened.assert_calm()


@pytest.fixture(scope="module")
def vellin_app(vellin: Path) -> Iterator[str]:
    with serve(environment={"GREENLINE_DATA": str(vellin)}) as server:
        yield server.address


@pytest.mark.thorough
def test_its_app_opens_with_its_map(browser: Browser, vellin_app: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(WAIT)
    page.goto(vellin_app)
    page.wait_for_function(STANDS)
    shown = page.locator("body").inner_text()
    assert "Vellin" in shown
    assert {word for word in FOREIGN if word in shown} == set()
    assert page.locator('[data-testid="stException"]').count() == 0
    context.close()
