"""An article beside the map in a real browser: places lit, sentences linked, names asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from geo import Atlas, export
from geo.articles.article import article
from geo.articles.extraction import find
from geo.draw.article import opening
from geo.model import Language
from tests.browser import Opened
from tests.browser.conftest import Open

pytestmark = pytest.mark.thorough

TEXT = (
    "Troops <img src=x onerror=alert(1)> entered Kirkuk on Monday. In Rabia all was calm. "
    "Families left Tuz Khurmatu for Erbil. Kirkuk province is quiet."
)
ARTICLE = "atlas.chromeBox.article"


@pytest.fixture(scope="module")
def file(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    position = find(atlas, article(TEXT, date(2017, 10, 18)))
    path = tmp_path_factory.mktemp("article") / "article.html"
    return export.html(atlas, opening(position), path, article=position)


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


@pytest.mark.thorough
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


@pytest.mark.thorough
def test_text_of_the_article_is_text(page: Opened) -> None:
    first = page.page.locator(".gl-article .gl-step").first
    assert "<img src=x onerror=alert(1)>" in first.inner_text()
    assert page.page.locator(".gl-article img[src='x']").count() == 0
    page.assert_calm()


@pytest.mark.thorough
def test_a_sentence_shows_its_day_and_its_places(page: Opened) -> None:
    page.page.locator("#gl-sentence-0 > p").last.click(position={"x": 4, "y": 4})
    assert page.tell("Greenline.Dates.iso(view.date)") == "2017-10-16"
    assert page.page.locator("#gl-sentence-0").get_attribute("aria-current") == "step"
    page.page.locator("#gl-sentence-2 > p").last.click(position={"x": 4, "y": 4})
    assert page.tell("Greenline.Dates.iso(view.date)") == "2017-10-18"
    assert page.tell("atlas.map.getBounds().contains([34.89, 44.63])")


@pytest.mark.thorough
def test_a_name_brings_its_place_and_its_card(page: Opened) -> None:
    page.page.locator(".gl-step .gl-name", has_text="Tuz Khurmatu").click()
    assert page.tell("view.selection") == "towns:tuz_khurmatu"
    assert "Tuz Khurmatu" in page.card
    before = page.picture()
    page.page.locator(".gl-step .gl-name", has_text="Tuz Khurmatu").hover()
    page.page.mouse.move(2, 2)
    assert page.picture() != before
    page.assert_calm()


@pytest.mark.thorough
def test_what_is_asked_is_lit_once_it_is_answered(page: Opened) -> None:
    assert page.page.locator(".gl-open").count() == 1
    page.page.locator(".gl-open").click()
    assert page.page.evaluate("document.activeElement.id") == "gl-asked-0"
    options = page.page.locator("#gl-asked-0 option").all_inner_texts()
    assert options[1:] == ["Rabia · Town · Tal Afar", "Rabia · Village · Khanaqin"]
    page.page.select_option("#gl-asked-0", label=options[1])
    assert page.page.locator(".gl-open").count() == 0
    assert page.tell(f"{ARTICLE}.thingsOf(1).map((one) => one.key)") == ["place:rabia"]
    assert page.tell("atlas.map.getBounds().contains([36.8, 42.1])")
    page.page.select_option("#gl-asked-0", index=0)
    assert page.tell(f"{ARTICLE}.thingsOf(1).length") == 0
    page.assert_calm()


@pytest.mark.thorough
def test_keys_lead_from_sentence_to_sentence(page: Opened) -> None:
    page.page.locator("#gl-article-next").focus()
    page.page.keyboard.press("Enter")
    assert page.tell(f"{ARTICLE}.at") == 0
    page.page.keyboard.press("ArrowRight")
    page.page.keyboard.press("ArrowRight")
    assert page.tell(f"{ARTICLE}.at") == 2
    page.page.keyboard.press("End")
    assert page.tell(f"{ARTICLE}.at") == 3
    page.page.keyboard.press("ArrowRight")
    assert page.tell(f"{ARTICLE}.at") == 3


@pytest.mark.thorough
def test_another_language_keeps_the_article(page: Opened) -> None:
    page.tell("atlas.set({language: 'ckb'})")
    assert page.tell("document.querySelector('.gl-root').dir") == "rtl"
    names = page.page.locator(".gl-names .gl-name").all_inner_texts()
    assert "هەولێر" in names
    assert page.page.locator(".gl-article .gl-steps").get_attribute("dir") == "ltr"
    page.assert_calm()


@pytest.mark.thorough
def test_a_story_takes_its_place_and_closing_gives_the_map_back(page: Opened) -> None:
    page.page.locator("#gl-stories").click()
    page.page.locator(".gl-story-choice").first.click()
    assert page.page.locator(".gl-article").count() == 0
    assert page.page.locator(".gl-story").count() == 1
    page.page.locator(".gl-story-leave").click()
    assert page.tell("document.querySelector('.gl-root').classList.contains('gl-telling')") is False
    page.assert_calm()


@pytest.mark.thorough
def test_on_a_phone_it_is_a_sheet(open_page: Open, file: Path) -> None:
    page = open_page(file, size=(390, 844))
    box = page.page.locator(".gl-article").bounding_box()
    assert box is not None
    assert box["width"] == 390
    assert box["y"] > 300
    assert page.page.evaluate("document.documentElement.scrollWidth") <= 390
    page.page.locator(".gl-step .gl-name", has_text="Erbil").click()
    assert page.card == ""
    assert page.tell("atlas.map.getBounds().contains([36.19, 44.01])")


@pytest.mark.thorough
def test_arabic_reads_from_right_to_left(atlas: Atlas, open_page: Open, tmp_path: Path) -> None:
    position = find(
        atlas, article("دخلت القوات كركوك يوم الاثنين وخرجت من سنجار.", date(2017, 10, 18))
    )
    assert position.article.language is Language.AR
    path = export.html(atlas, opening(position), tmp_path / "ar.html", article=position)
    page = open_page(path)
    assert page.tell("document.querySelector('.gl-root').dir") == "rtl"
    assert page.page.locator(".gl-step .gl-name").all_inner_texts() == ["كركوك", "سنجار"]
    page.assert_calm()


@pytest.mark.thorough
def test_places_that_the_atlas_does_not_know_are_listed(
    atlas: Atlas, open_page: Open, tmp_path: Path
) -> None:
    text = "Shells hit the village of Halgurd and the village of Parakh near Zakho."
    position = find(atlas, article(text, date(2022, 7, 20)))
    path = export.html(atlas, opening(position), tmp_path / "unknown.html", article=position)
    page = open_page(path)
    listed = page.page.locator(".gl-article .gl-unknown")
    assert listed.inner_text() == "Places named that the atlas does not know: Halgurd, Parakh"
    assert page.page.locator(".gl-story-summary").inner_text() == "Places found: 1"
    page.assert_calm()


@pytest.mark.thorough
def test_what_it_states_stands_beneath_its_sentence_with_the_result(
    open_page: Open, atlas: Atlas, tmp_path: Path
) -> None:
    text = (
        "Iraqi forces took Kirkuk on 16 October. Islamic State holds Kirkuk. They may take Erbil."
    )
    position = find(atlas, article(text, date(2017, 10, 18)))
    page = open_page(
        export.html(atlas, opening(position), tmp_path / "stated.html", article=position)
    )
    claims = page.page.locator(".gl-article .gl-step details.gl-claim")
    assert [item.split("\n")[0] for item in claims.all_inner_texts()] == [
        "supported",
        "not supported",
    ]
    assert "Kirkuk: federal government on 16 October 2017" in claims.first.inner_text()
    days = page.page.locator(".gl-claim-days").all_inner_texts()
    assert days == [
        "Day tested: 16 October 2017. Its words give: 16 October 2017.",
        "Day tested: 18 October 2017. Its words give no day; the article is dated 18 October 2017.",
    ]
    skipped = page.page.locator(".gl-step").last
    assert skipped.locator(".gl-skipped").all_inner_texts() == ["They may take ", "Erbil", "."]
    assert "[No verdict: a condition or possibility]" in skipped.inner_text()
    claims.first.locator("summary").first.click()
    assert "What the atlas relies on" in claims.first.inner_text()
    left = page.page.locator(".gl-article .gl-left")
    left.locator("summary").click()
    assert "They may take Erbil. · a condition or possibility" in left.inner_text()
    page.assert_calm()
