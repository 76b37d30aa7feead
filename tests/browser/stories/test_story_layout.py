"""Where a story stands beside the map: mirrored, on a phone, in any height and size of letters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser import Opened
from tests.browser.conftest import Open
from tests.browser.reading.test_reader import PHONE, is_inside
from tests.browser.story_steps import rests


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
@pytest.mark.parametrize("size", [(1280, 800), (1000, 640), PHONE])
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
    opened.page.locator("#gl-story-next").click()
    assert "The summer of 2014" in sheet.inner_text()
    opened.assert_calm()
