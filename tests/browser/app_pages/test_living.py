"""What keeps a page's facts alive: its version and what changed since, citations."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from geo import Atlas, View, export
from geo.versions.history import steps
from geo.versions.release import list_released
from tests.browser import Opened
from tests.browser.app import Launch
from tests.browser.conftest import Open

pytestmark = pytest.mark.thorough

DATA = Path(__file__).parents[3] / "data"


def save_file(opened: Opened, button: str, target: Path) -> str:
    """Press a button and return the text of the file that it saves."""
    with opened.page.expect_download() as caught:
        opened.page.locator(button).click()
    caught.value.save_as(target)
    return target.read_text("utf-8")


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a page of the first release."""
    first = Atlas.load(version=list_released(DATA)[0])
    return export.html(first, View(), tmp_path_factory.mktemp("old") / "old.html")


@pytest.mark.thorough
def test_a_page_of_an_old_version_says_what_changed_since(open_page: Open, old: Path) -> None:
    first = list_released(DATA)[0]
    count = sum(step.facts for step in steps(DATA, after=first))
    opened = open_page(old)
    text = opened.page.locator(".gl-version").inner_text()
    assert first in text
    assert f"{count:,}" in text
    opened.page.locator("#gl-version-show").click()
    leading = opened.page.locator(".gl-changes-since li button").first
    before = opened.tell("atlas.map.getCenter()")
    leading.click()
    assert opened.tell("atlas.map.getCenter()") != before
    assert opened.tell("atlas.map.getZoom()") >= 9
    expect(leading).to_be_focused()  # the list stays as it is read
    opened.assert_calm()


@pytest.mark.thorough
def test_changes_in_the_frame_shown_are_counted_and_stand_first(open_page: Open, old: Path) -> None:
    """Around Saadiya the first sentences are of Saadiya, and the line says how many facts."""
    opened = open_page(old, query="b=44.9,34.1,45.2,34.3")
    frame = opened.tell("atlas.map.getBounds().toBBoxString()").split(",")
    west, south, east, north = map(float, frame)
    answer = [item for step in opened.tell("atlas.data.about.versions") for item in step["told"]]
    here = [
        [
            west <= lon <= east and south <= lat <= north
            for lon, lat in zip(at[::2], at[1::2], strict=True)
        ]
        for _, at in answer
    ]
    assert 0 < sum(map(any, here)) < len(answer)
    count = opened.page.locator(".gl-version")
    expect(count).to_contain_text(f"On the map shown: {sum(map(sum, here))}.")
    opened.page.locator("#gl-version-show").click()
    texts = opened.page.locator(".gl-changes-since li").all_inner_texts()
    assert len(texts) == len(answer)
    inside = {text for (text, _), some in zip(answer, here, strict=True) if any(some)}
    assert set(texts[: len(inside)]) == inside
    opened.tell("atlas.map.setView([30.5, 47.8], 10, {animate: false})")
    expect(count).not_to_contain_text(f": {sum(map(sum, here))}.")


@pytest.mark.thorough
def test_an_old_link_says_by_which_version_it_was_made_and_new_ones_carry_theirs(
    open_page: Open, exported: Path, atlas: Atlas
) -> None:
    first = list_released(DATA)[0]
    assert open_page(exported).page.locator(".gl-version").is_hidden()
    opened = open_page(exported, query=f"d=2014-08-08&v={first}")
    assert first in opened.page.locator(".gl-version").inner_text()
    assert opened.query.endswith(f"v={first}")
    opened.tell("atlas.set({perspective: 'un'})")
    opened.until(f"location.hash.endsWith('v={atlas.release}')")
    assert View.from_query(opened.query) == View(date="2014-08-08", perspective="un")
    opened.page.evaluate("location.hash = '#v=999.0.0'")
    opened.until("document.querySelector('.gl-version').textContent.includes('999.0.0')")
    assert open_page(exported, query="v=<b>1</b>").page.locator(".gl-version").is_hidden()
    opened.assert_calm()


@pytest.mark.thorough
def test_the_app_says_by_which_version_a_link_was_made(app: Launch) -> None:
    shown = app(f"?d=2014-08-08&v={list_released(DATA)[0]}")
    line = shown.frame.locator(".gl-version")
    expect(line).to_contain_text(f"made with version {list_released(DATA)[0]}")
    shown.frame.locator("#gl-version-show").click()
    expect(shown.frame.locator(".gl-changes-since li").first).to_be_visible()


@pytest.mark.thorough
def test_a_card_is_cited_as_programs_for_references_take_it(
    open_page: Open, exported: Path, atlas: Atlas, tmp_path: Path
) -> None:
    opened = open_page(exported, query="s=control:IQG13Q04N06")
    text = save_file(opened, ".gl-details [data-format=json]", tmp_path / "c.json")
    (item,) = json.loads(text)
    assert item["version"] == atlas.label
    assert View.from_query(item["URL"]).selection == "control:IQG13Q04N06"
    assert item["URL"].endswith(f"v={atlas.release}")
    assert item["accessed"]["date-parts"][0][0] == datetime.now(UTC).year
    assert save_file(opened, ".gl-details [data-format=bib]", tmp_path / "c.bib").startswith(
        "@dataset"
    )
    assert "TY  - DATA" in save_file(opened, ".gl-details [data-format=ris]", tmp_path / "c.ris")
