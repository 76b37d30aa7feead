"""What the page tells the app that holds it in a frame: acts of the reader, each with its number."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo import Atlas, View, export
from geo.stories.story import parse
from tests.browser import Opened
from tests.browser.conftest import Open
from tests.browser.holder import frame, hold, read_messages
from tests.browser.story_steps import SAMPLE, STEPS


@pytest.fixture(scope="module")
def holder(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    story = parse(SAMPLE.read_bytes(), SAMPLE.name, atlas)
    text = export.page(atlas, View(), framed=True, stories=[story])
    path = tmp_path_factory.mktemp("acts") / "holder.html"
    path.write_text(hold(text), encoding="utf-8")
    return path


@pytest.fixture
def held(open_page: Open, holder: Path) -> Opened:
    return open_page(holder)


@pytest.mark.thorough
def test_every_step_is_an_act_of_its_own_and_none_is_passed_over(held: Opened) -> None:
    frame(held).locator("#gl-stories").click()
    frame(held).locator(".gl-story-choice").first.click()
    for _ in STEPS[1:]:
        frame(held).evaluate(
            "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'PageDown', bubbles: true, cancelable: true}))"
        )
    messages = read_messages(held)
    steps = {}
    for message in messages:
        steps.setdefault(message["act"], View.from_query(message["query"]).step)
    assert list(steps.values())[-len(STEPS) :] == STEPS
    assert sorted(steps) == list(steps)
