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
def test_a_drag_is_one_act_however_long_it_takes(held: Opened) -> None:
    box = frame(held).locator("#gl-slider").bounding_box()
    assert box
    y = box["y"] + box["height"] - 6
    for start in (0.3, 0.6):
        held.page.mouse.move(box["x"] + start * box["width"], y)
        held.page.mouse.down()
        for part in range(1, 6):
            held.page.mouse.move(box["x"] + (start + part / 40) * box["width"], y)
            held.page.wait_for_timeout(250)
        held.page.mouse.up()
    acts = [item["act"] for item in read_messages(held)]
    assert len(acts) >= 6
    assert len(set(acts)) == 2
    assert acts == sorted(acts)


@pytest.mark.thorough
def test_notches_of_one_turn_of_the_wheel_are_one_act(held: Opened) -> None:
    held.page.mouse.move(500, 400)
    for _ in range(5):
        held.page.mouse.wheel(0, -120)
        held.page.wait_for_timeout(100)
    acts = {item["act"] for item in read_messages(held)}
    assert len(acts) == 1
    held.page.wait_for_timeout(2500)
    held.page.mouse.wheel(0, 120)
    assert not acts & {item["act"] for item in read_messages(held)}


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
