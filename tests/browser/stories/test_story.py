"""A story read in the exported file, offline: by keys, by scrolling, mirrored, on a phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from geo import Atlas, View, export
from geo.stories.story import parse
from tests.browser import Opened
from tests.browser.conftest import Open
from tests.browser.reading.test_reader import PHONE, is_inside
from tests.browser.story_steps import DAYS, SAMPLE, STEPS, current_step, day, rests


def test_the_file_opens_at_the_story(open_page: Open, story_file: Path) -> None:
    opened = open_page(story_file)
    assert opened.page.title() == "Greenline: Kirkuk, held and claimed"
    assert day(opened) == "2017-09-25"
    assert "The vote" in current_step(opened)
    assert "25 September 2017" in opened.page.locator(".gl-sentence").inner_text()
    west, south, east, north = opened.tell(
        "(({_southWest: a, _northEast: b}) => [a.lng, a.lat, b.lng, b.lat])(atlas.map.getBounds())"
    )
    assert west < 43.3 and south < 34.8 and east > 45.2 and north > 36.3
    assert east - west < 6
    opened.assert_calm()


@pytest.mark.thorough
def test_keys_alone_lead_through_all_steps_and_back(open_page: Open, story_file: Path) -> None:
    opened = open_page(story_file)
    keys = opened.page.keyboard
    for name, shown in zip(STEPS, DAYS, strict=True):
        assert (opened.tell("view.step"), day(opened)) == (name, shown)
        keys.press("ArrowRight")
    assert opened.tell("view.step") == "list"
    assert opened.tell("view.perspective") == "un"
    keys.press("Home")
    assert opened.tell("view.step") == "vote"
    keys.press("PageDown")
    keys.press("PageDown")
    assert opened.tell("view.step") == "pipeline"
    assert opened.tell("view.layers.join()") == "neighbours,control,water,pipelines,towns,fields"
    keys.press("PageUp")
    assert opened.tell("view.selection") == "fields:kirkuk_baba"
    keys.press("End")
    keys.press("ArrowLeft")
    assert opened.tell("[view.step, Greenline.Dates.iso(view.compare)]") == ["after", "2017-10-15"]
    opened.assert_calm()


@pytest.mark.thorough
def test_scrolling_the_text_leads_the_map(open_page: Open, story_file: Path) -> None:
    opened = open_page(story_file)
    opened.page.evaluate(
        "() => { const step = document.getElementById('gl-step-3');"
        " document.querySelector('.gl-story-text').scrollTop = step.offsetTop - 20; }"
    )
    opened.until("view.step === 'before'")
    assert day(opened) == "2017-10-15"
    assert "The eve" in current_step(opened)
    opened.page.evaluate("document.querySelector('.gl-story-text').scrollTop = 0")
    opened.until("view.step === 'vote'")
    opened.assert_calm()


def test_outcomes_have_a_shape_a_word_and_are_counted(open_page: Open, story_file: Path) -> None:
    opened = open_page(story_file)
    words = ["supported", "disputed by sources", "not supported", "not testable"]
    assert opened.page.locator(".gl-outcome").all_inner_texts() == words
    marks = opened.page.locator(".gl-outcome img").evaluate_all(
        "(all) => all.map((one) => one.src)"
    )
    assert len(set(marks)) == 4
    assert opened.page.locator(".gl-tally li").all_inner_texts() == [f"1 {word}" for word in words]
    opened.page.locator(".gl-claim.gl-disputed > summary").click()
    text = opened.page.locator(".gl-claim.gl-disputed .gl-evidence").inner_text()
    assert "Sources that say otherwise" in text
    link = opened.page.locator(".gl-claim.gl-disputed a").first
    assert (link.get_attribute("href") or "").startswith("http")


@pytest.mark.thorough
def test_the_reader_wanders_off_and_comes_back(open_page: Open, story_file: Path) -> None:
    opened = open_page(story_file)
    back = opened.page.locator(".gl-story-back")
    assert not back.is_visible()
    x, y = opened.pixel(35.4, 44.4)
    opened.page.mouse.move(x, y)
    opened.page.mouse.down()
    opened.page.mouse.move(x - 120, y - 60, steps=4)
    opened.page.mouse.up()
    back.wait_for()
    opened.page.fill("#gl-date", "2015-01-01")
    opened.page.press("#gl-date", "Enter")
    assert day(opened) == "2015-01-01"
    assert "The vote" in current_step(opened)
    back.click()
    assert day(opened) == "2017-09-25"
    assert not back.is_visible()
    assert abs(opened.pixel(35.4, 44.4)[0] - x) < 2
    opened.assert_calm()


@pytest.mark.thorough
def test_leaving_brings_the_map_back_as_it_was(open_page: Open, story_file: Path) -> None:
    opened = open_page(story_file, query="d=2016-05-05&p=region&w=90&l=control.towns&st=")
    assert opened.page.locator(".gl-story").count() == 0
    before = opened.tell(
        "[Greenline.View.write({...view, bounds: null}), atlas.map.getCenter(), atlas.map.getZoom()]"
    )
    opened.show("stories")
    choices = opened.page.locator(".gl-story-choice")
    assert "Steps: 6" in choices.first.inner_text()
    choices.first.click()
    opened.page.keyboard.press("End")
    assert opened.tell("view.perspective") == "un"
    opened.page.locator(".gl-story-leave").click()
    after = opened.tell(
        "[Greenline.View.write({...view, bounds: null}), atlas.map.getCenter(), atlas.map.getZoom()]"
    )
    assert after == before
    assert opened.page.evaluate("document.activeElement.id") == "gl-stories"
    opened.assert_calm()


HOSTILE = "<img src=x onerror=window.__hit=1></script><script>window.__hit=1</script><b>"


@pytest.mark.thorough
def test_hostile_text_stays_text(atlas: Atlas, open_page: Open, tmp_path: Path) -> None:
    content = yaml.safe_load(SAMPLE.read_text(encoding="utf-8"))
    stories = [content, *content["steps"]]
    for story in [
        *stories,
        *(check for step in content["steps"] for check in step.get("checks", [])),
    ]:
        for name in {"title", "summary", "text", "claim"} & story.keys():
            story[name] = dict.fromkeys(("en", "ar", "ckb"), HOSTILE)
    content["references"] = [HOSTILE, "https://example.org/report"]
    hostile = parse(yaml.safe_dump(content), "hostile.yaml", atlas)
    file = export.html(atlas, View(story="sample"), tmp_path / "x.html", stories=[hostile])
    opened = open_page(file)
    for _ in hostile.steps:
        opened.page.keyboard.press("ArrowRight")
    opened.show("stories")
    assert opened.page.evaluate("window.__hit") is None
    assert opened.page.locator(".gl-story :is(b, script), .gl-panel b").count() == 0
    assert HOSTILE in current_step(opened)
    references = opened.page.locator(".gl-references li")
    assert references.all_inner_texts() == content["references"]
    assert references.locator("a").count() == 1
    opened.assert_calm()


def free(opened: Opened) -> list[Any]:
    """Return pairs of boxes around the map that lie over one another."""
    values: list[Any] = opened.tell(
        """((boxes) => boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => {
          const [p, q] = [a.getBoundingClientRect(), b.getBoundingClientRect()];
          return p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - 1 && q.top < p.bottom - 1;
        }).map((b) => [a.className, b.className])))
        ([...document.querySelectorAll('.gl-title, .gl-tools > *, .gl-time, .gl-story, .leaflet-control-scale, .leaflet-control-attribution')]
          .filter((element) => element.checkVisibility() && element.offsetWidth > 1))"""
    )
    return values


@pytest.mark.quick(1)
@pytest.mark.parametrize("size", [(1000, 640), PHONE])
def test_nothing_lies_over_anything(
    open_page: Open, story_file: Path, size: tuple[int, int]
) -> None:
    opened = open_page(story_file, size, "st=sample")
    for language in ("en", "ar"):
        opened.tell("atlas.set({language: argument})", language)
        rests(opened)
        assert free(opened) == [], language
        assert is_inside(opened)
    opened.assert_calm()


@pytest.mark.thorough
def test_on_a_phone_the_text_is_a_sheet_that_can_be_drawn(
    open_page: Open, story_file: Path
) -> None:
    opened = open_page(story_file, PHONE, "st=sample", touch=True)
    sheet = opened.page.locator(".gl-story")

    def height() -> float:
        opened.settle()
        sheet.evaluate("(one) => Promise.allSettled(one.getAnimations().map((a) => a.finished))")
        box = sheet.bounding_box()
        assert box
        assert box["y"] + box["height"] == pytest.approx(844)
        assert is_inside(opened)
        return box["height"]

    assert height() == pytest.approx(844 * 0.45, abs=2)
    grip = opened.page.locator(".gl-story-grip")
    grip.click()
    assert grip.get_attribute("aria-expanded") == "true"
    assert height() > 700
    for name in ("gl-story-next", "gl-story-back"):
        opened.page.locator(f"#{name}").click()
    grip.click()
    assert height() < 400
    box = grip.bounding_box()
    assert box
    opened.page.mouse.move(box["x"] + 100, box["y"] + 10)
    opened.page.mouse.down()
    opened.page.mouse.move(box["x"] + 100, box["y"] + 200, steps=4)
    opened.page.mouse.up()
    assert height() < 100
    grip.click()
    assert height() == pytest.approx(844 * 0.45, abs=2)
    opened.page.mouse.move(box["x"] + 100, grip.bounding_box()["y"] + 10)  # type: ignore[index]
    opened.page.mouse.down()
    opened.page.mouse.move(box["x"] + 100, 300, steps=4)
    grip.evaluate("(one) => one.replaceWith(one.cloneNode(true))")
    opened.page.mouse.up()
    assert height() == pytest.approx(844 * 0.45, abs=2)
    opened.page.locator("#gl-story-next").click()
    assert "The summer of 2014" in sheet.inner_text()
    opened.assert_calm()
