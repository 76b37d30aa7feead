"""Five tasks of a reader can be done with keys alone and with a thumb, in so many acts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from . import WAIT
from .app import App
from .conftest import DRAWN
from .tasks import COUNTS, HANDS, RUNS, TASKS, Hand, counts

pytestmark = pytest.mark.thorough


def _open_app(context: BrowserContext, place: str, *, in_app: bool) -> App:
    app = App(context.new_page())
    context.set_default_timeout(WAIT)
    app.page.add_init_script(
        "navigator.canShare = () => true; navigator.share = () => Promise.resolve()"
    )
    if in_app:
        return app.open(place)
    app.page.goto(place)
    app.page.wait_for_function(f"() => {DRAWN}")
    return app


@pytest.mark.parametrize("hand", HANDS)
@pytest.mark.parametrize("task", TASKS)
def test_a_task_is_done_in_as_many_acts_as_the_documentation_says(
    task: str,
    hand: str,
    browser: Browser,
    exported: Path,
    request: pytest.FixtureRequest,
) -> None:
    place = request.getfixturevalue("address") + "/" if TASKS[task][1] else exported.as_uri()
    anew = request.config.getoption("count_tasks")
    worked = [_work(browser, task, hand, place) for _ in range(RUNS if anew else 1)]
    most = max(worked, key=lambda item: item.acts)
    if anew:
        known = counts() if COUNTS.exists() else {}
        known.setdefault(task, {})[hand] = {
            "acts": most.acts,
            **{character: most.operators[character] for character in "KPHM"},
            "machine_s": round(min(item.machine for item in worked), 2),
        }
        COUNTS.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")
    # What Streamlit draws anew meanwhile may cost a few keys of Tab more.
    more = 3 if TASKS[task][1] else 0
    assert most.acts <= more + counts()[task][hand]["acts"]


def _work(browser: Browser, task: str, hand: str, place: str) -> Hand:
    """Work a task in a window of its own, and return who did it."""
    run, in_app = TASKS[task]
    kind, (width, height), touch = HANDS[hand]
    context = browser.new_context(
        viewport={"width": width, "height": height}, has_touch=touch, reduced_motion="reduce"
    )
    worker: Hand = kind(_open_app(context, place, in_app=in_app).page)
    run(worker)
    context.close()
    return worker
