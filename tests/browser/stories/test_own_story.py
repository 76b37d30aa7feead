"""A story made by hand on the page: its steps, its frame, its way out."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from geo import Atlas
from geo.stories.story import parse
from tests.browser import Opened
from tests.browser.conftest import Open


def one_step(open_page: Open, story_file: Path) -> Opened:
    """Open a page and begin a story with one step, of 8 August 2014."""
    opened = open_page(story_file, query="d=2014-08-08&l=control&st=")
    opened.tell("atlas.set({date: Greenline.Dates.day('2014-08-08'), story: null, step: null})")
    opened.page.click("#gl-stories")
    opened.page.click("#gl-story-add")
    return opened


def saved_story(page: Page, folder: Path) -> Path:
    """Save the story and return its file."""
    with page.expect_download() as got:
        page.click("#gl-story-save")
    file = folder / got.value.suggested_filename
    got.value.save_as(file)
    return file


def test_a_story_made_by_hand_is_one(
    atlas: Atlas,
    open_page: Open,
    story_file: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from geo.cli import main

    opened = one_step(open_page, story_file)
    page = opened.page
    opened.tell("atlas.set({date: Greenline.Dates.day('2017-10-20'), against: 'region'})")
    page.click("#gl-story-add")
    page.fill("#gl-story-title", 'Two "days": one map')
    page.select_option("#gl-story-language", "ar")
    page.fill(
        "#gl-story-sources",
        "reuters-2017-10-17-kirkuk-fields\nA <b>report</b>\n\nhttps://a.example/x",
    )
    page.fill(".gl-own-steps li:nth-child(1) textarea", "key: value\n- \u202e<b>#x</b> {a}")
    page.click("#gl-story-up-1")
    file = saved_story(page, tmp_path)
    made = parse(file.read_bytes(), file.name, atlas)
    assert made.id == file.stem
    assert [step.view.date.isoformat() for step in made.steps] == ["2017-10-20", "2014-08-08"]
    assert made.steps[0].view.against == "region"
    assert made.title.pairs == (("ar", 'Two "days": one map'),)
    assert made.steps[1].text.pairs == (("ar", "key: value\n- <b>#x</b> {a}"),)
    assert made.sources == ("greenline", "reuters-2017-10-17-kirkuk-fields")
    assert made.references == ("A <b>report</b>", "https://a.example/x")
    assert main(["story", "check", str(file)]) == 0, capsys.readouterr()
    page.fill("#gl-story-title", "Another story of the same days")
    assert saved_story(page, tmp_path) != file
    opened.assert_calm()


@pytest.mark.thorough
def test_a_step_comes_back_at_the_scale_at_which_it_was_taken(
    open_page: Open, story_file: Path
) -> None:
    opened = one_step(open_page, story_file)
    opened.tell("atlas.map.setView([35.4, 44.3], 9, {animate: false})")
    opened.page.click("#gl-story-add")
    before = [opened.tell("atlas.map.getZoom()"), opened.tell("atlas.map.getCenter()")]
    opened.tell("atlas.map.setView([33.3, 44.4], 6, {animate: false})")
    opened.page.click("#gl-story-show-1")
    assert abs(opened.tell("atlas.map.getZoom()") - before[0]) < 0.2
    after = opened.tell("atlas.map.getCenter()")
    assert all(abs(after[key] - before[1][key]) < 0.05 for key in ("lat", "lng"))
    opened.assert_calm()


@pytest.mark.thorough
@pytest.mark.parametrize("size", [(390, 800), (1300, 850), (1000, 700)])
def test_a_step_is_told_at_the_scale_at_which_it_was_made(
    open_page: Open, exported: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    opened = open_page(exported, size)
    opened.page.click("#gl-stories")
    opened.tell("atlas.map.setView([35.4, 44.3], 8.25, {animate: false})")
    opened.page.click("#gl-story-add")
    assert opened.page.locator("#gl-panel-stories").is_visible()
    with opened.page.expect_download() as got:
        opened.page.click("#gl-story-page")
    file = tmp_path / got.value.suggested_filename
    got.value.save_as(file)
    answer = open_page(file, size)
    assert answer.tell("atlas.map.getZoom()") == 8.25
    other = open_page(file, (1200, 640))
    assert other.tell(
        "(([west, south, east, north]) => atlas.map.getBounds().contains([[south, west], [north, east]]))"
        "(Greenline.View.read(atlas.data.stories[0].steps[0].view, view).bounds)"
    )
    answer.assert_calm()


@pytest.mark.thorough
def test_what_is_drawn_on_the_map_is_part_of_a_step(
    atlas: Atlas,
    open_page: Open,
    story_file: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from geo.cli import main

    opened = one_step(open_page, story_file)
    page = opened.page
    box = page.locator(".gl-map").bounding_box()
    assert box is not None

    def press(*at: tuple[float, float]) -> None:
        for across, down in at:
            page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])
            page.wait_for_timeout(400)  # two clicks in a row are a double click

    numbers = opened.picture()
    page.click("#gl-story-note-0")
    press((0.5, 0.5))
    page.keyboard.type("Fell <b>back</b>")
    page.click("#gl-story-arrow-0")
    press((0.4, 0.45), (0.55, 0.6))
    page.click("#gl-story-area-0")
    press((0.4, 0.4), (0.6, 0.4), (0.5, 0.55))
    page.click("#gl-ask-finish")
    assert opened.picture() != numbers
    file = saved_story(page, tmp_path)
    assert main(["story", "check", str(file)]) == 0, capsys.readouterr()
    marks = parse(file.read_bytes(), file.name, atlas).steps[0].marks
    assert [(mark.kind, len(mark.at)) for mark in marks] == [("note", 1), ("arrow", 2), ("area", 3)]
    assert marks[0].text.pairs == (("en", "Fell <b>back</b>"),)
    assert marks[0].at[0][0] < marks[1].at[1][0]
    with page.expect_download() as got:
        page.click("#gl-story-page")
    saved = tmp_path / got.value.suggested_filename
    got.value.save_as(saved)
    answer = open_page(saved)
    assert answer.page.locator(".gl-story-marks li").all_inner_texts() == ["Fell <b>back</b>"]
    assert len(answer.tell("atlas.chromeBox.story.marks.shown")) == 3
    opened.assert_calm()
    answer.assert_calm()


@pytest.mark.thorough
def test_a_story_made_by_hand_goes_along_as_one_page_and_as_a_link(
    open_page: Open, story_file: Path, tmp_path: Path
) -> None:
    opened = one_step(open_page, story_file)
    page = opened.page
    page.fill("#gl-story-title", "Of <b>my</b> own")
    page.fill(".gl-own-steps li:nth-child(1) textarea", "</script><b>first</b>")
    page.fill("#gl-story-sources", "A <i>report</i>\nhttps://a.example/x\njavascript:alert(1)")
    page.click("#gl-story-link")
    page.wait_for_function("() => document.querySelector('.gl-workshop input[readonly]').value")
    link = page.locator(".gl-workshop input[readonly]").input_value()
    with page.expect_download() as got:
        page.click("#gl-story-page")
    file = tmp_path / got.value.suggested_filename
    got.value.save_as(file)
    for answer in (open_page(file), open_page(story_file, query=link.partition("#")[2])):
        text = answer.page.locator(".gl-story").inner_text()
        assert "Of <b>my</b> own" in text
        assert "</script><b>first</b>" in text
        assert "A <i>report</i>" in text
        links = answer.page.locator(".gl-references a")
        assert [element.get_attribute("href") for element in links.all()] == ["https://a.example/x"]
        assert answer.tell("Greenline.Dates.iso(view.date)") == "2014-08-08"
        answer.assert_calm()
