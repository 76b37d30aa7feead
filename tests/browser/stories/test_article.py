"""A text beside the map in a real browser: places marked, sentences linked, names of two places shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from geo import Atlas, export
from geo.draw.side_texts import open_article
from geo.gazetteer.texts import read_text
from tests.browser import Opened
from tests.browser.conftest import Open

pytestmark = pytest.mark.thorough

TEXT = (
    "Troops <img src=x onerror=alert(1)> entered Kirkuk on Monday. In Rabia all was calm. "
    "Families left Tuz Khurmatu for Erbil. Kirkuk province is quiet."
)


@pytest.fixture(scope="module")
def file(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    text = read_text(atlas, TEXT, date(2017, 10, 18))
    path = tmp_path_factory.mktemp("article") / "article.html"
    return export.html(atlas, open_article(text), path, article=text)


@pytest.fixture
def page(open_page: Open, file: Path) -> Opened:
    return open_page(file)


def accents(page: Opened) -> int:
    """Count the pixels of the map in the colour of what is lit."""
    page.settle()
    count: int = page.page.evaluate(
        """() => { let n = 0;
        for (const canvas of document.querySelectorAll('.leaflet-pane canvas')) {
          const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          for (let i = 0; i < data.length; i += 4) {
            if (data[i] === 200 && data[i + 1] === 66 && data[i + 2] === 31) n++;
          }
        }
        return n; }"""
    )
    return count


def test_it_opens_at_its_day_with_its_places_lit_and_in_sight(page: Opened) -> None:
    assert page.tell("Greenline.Dates.iso(view.date)") == "2017-10-18"
    sight = "atlas.map.getBounds().contains"
    assert page.tell(
        f"{sight}([35.47, 44.39]) && {sight}([34.89, 44.63]) && {sight}([36.19, 44.01])"
    )
    lit = accents(page)
    assert lit > 300
    page.page.locator(".gl-story-leave").click()
    assert accents(page) < lit / 3
    page.assert_calm()


def test_text_of_the_article_is_text(page: Opened) -> None:
    first = page.page.locator(".gl-article .gl-step").first
    assert "<img src=x onerror=alert(1)>" in first.inner_text()
    assert page.page.locator(".gl-article img[src='x']").count() == 0
    page.assert_calm()


def test_a_sentence_shows_its_day_and_its_places(page: Opened) -> None:
    day = "Greenline.Dates.iso(view.date)"
    page.page.locator("#gl-sentence-0 .gl-eyebrow").click()
    assert page.tell(day) == "2017-10-16"
    assert page.page.locator("#gl-sentence-0").get_attribute("aria-current") == "step"
    page.page.keyboard.press("ArrowRight")
    page.page.keyboard.press("ArrowRight")
    assert page.page.locator("#gl-sentence-2").get_attribute("aria-current") == "step"
    assert page.tell(day) == "2017-10-18"
    assert page.tell("atlas.map.getBounds().contains([34.89, 44.63])")
    page.assert_calm()


def test_a_name_of_two_places_has_a_button_for_each(page: Opened) -> None:
    choices = page.page.locator(".gl-asked .gl-name")
    assert choices.all_inner_texts() == ["Rabia · Tal Afar", "Rabia · Khanaqin"]
    choices.first.click()
    assert page.tell("atlas.map.getBounds().contains([36.8, 42.1])")
    page.assert_calm()
