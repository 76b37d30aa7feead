"""What the page tells the app that holds it in a frame: acts of the reader, each with its number."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Frame

from geo import Atlas, View, export
from geo.stories.story import parse

from . import Opened
from .conftest import Open
from .story_steps import SAMPLE, STEPS

#: A page as the app's: it holds the map in a frame and keeps what the map tells it.
HOLDER = """<!doctype html><style>html, body { margin: 0 } iframe { border: 0; width: 100vw; height: 100vh }</style>
<iframe sandbox="allow-scripts"></iframe>
<script type="text/plain" id="page">PAGE</script>
<script>
const told = [];
const frame = document.querySelector('iframe');
frame.srcdoc = JSON.parse(document.getElementById('page').textContent);
addEventListener('message', ({data}) => {
  if (data.greenline === 'ready') {
    frame.contentWindow.postMessage({greenline: 'set', query: '', bounds: false, go: false, embed: ''}, '*');
    setTimeout(() => performance.mark('map-drawn'), 300);
  } else if (data.greenline === 'view') told.push(data);
});
</script>"""


@pytest.fixture(scope="module")
def holder(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    story = parse(SAMPLE.read_bytes(), SAMPLE.name, atlas)
    text = export.page(atlas, View(), framed=True, stories=[story])
    path = tmp_path_factory.mktemp("acts") / "holder.html"
    packed = json.dumps(text).replace("<", "\\u003c")
    path.write_text(HOLDER.replace("PAGE", packed), encoding="utf-8")
    return path


@pytest.fixture
def held(open_page: Open, holder: Path) -> Opened:
    return open_page(holder)


def frame(opened: Opened) -> Frame:
    return opened.page.frames[1]


def told(opened: Opened) -> list[dict[str, Any]]:
    """Return what the page has told once it rests."""
    opened.page.wait_for_timeout(400)
    found: list[dict[str, Any]] = opened.page.evaluate("told.splice(0)")
    return found


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
    acts = [one["act"] for one in told(held)]
    assert len(acts) >= 6
    assert len(set(acts)) == 2
    assert acts == sorted(acts)


def test_notches_of_one_turn_of_the_wheel_are_one_act(held: Opened) -> None:
    held.page.mouse.move(500, 400)
    for _ in range(5):
        held.page.mouse.wheel(0, -120)
        held.page.wait_for_timeout(100)
    acts = {one["act"] for one in told(held)}
    assert len(acts) == 1
    held.page.wait_for_timeout(700)
    held.page.mouse.wheel(0, 120)
    assert not acts & {one["act"] for one in told(held)}


def test_every_step_is_an_act_of_its_own_and_none_is_passed_over(held: Opened) -> None:
    frame(held).locator("#gl-stories").click()
    frame(held).locator(".gl-story-choice").first.click()
    for _ in STEPS[1:]:
        frame(held).evaluate(
            "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'PageDown', bubbles: true, cancelable: true}))"
        )
    messages = told(held)
    steps = {}
    for one in messages:
        steps.setdefault(one["act"], View.from_query(one["query"]).step)
    assert list(steps.values())[-len(STEPS) :] == STEPS
    assert sorted(steps) == list(steps)
