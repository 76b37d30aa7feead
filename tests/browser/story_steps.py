"""The sample story in the exported file: its steps, and what a test reads of them."""

from __future__ import annotations

from pathlib import Path

from . import Opened

SAMPLE = Path(__file__).parents[1] / "draw" / "story.yaml"
STEPS = ["vote", "summer", "pipeline", "before", "after", "list"]
DAYS = ["2017-09-25", "2014-06-12", "2017-09-27", "2017-10-15", "2017-10-31", "2017-11-20"]


def day(opened: Opened) -> str:
    text: str = opened.tell("Greenline.Dates.iso(view.date)")
    return text


def current_step(opened: Opened) -> str:
    """Return the text of the step that is marked as the current one, which is one only."""
    (text,) = opened.page.locator(".gl-step[aria-current=step]").all_inner_texts()
    return text


def rests(opened: Opened) -> None:
    """Wait until the text has been scrolled and its observer has spoken."""
    opened.settle()
    opened.page.wait_for_timeout(150)
