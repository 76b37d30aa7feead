"""What a story of the data still lacks in a language of its profile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from geo.errors import Fault
from geo.stories.faults import StoryFault

if TYPE_CHECKING:
    from geo.stories.story import Story
    from geo.stories.texts import Texts


def untranslated(story: Story, file: str) -> list[Fault]:
    """Return a fault for each text and language of the profile in which it is missing."""
    return [
        StoryFault(file, None, f"{key}.{code}", "nothing", "a value", step)
        for step, key, text in _texts(story)
        for code in text.missing
    ]


def _texts(story: Story) -> Iterator[tuple[str, str, Texts]]:
    """Yield every text with its step, empty where it is the story's, and its key."""
    yield from (("", key, getattr(story, key)) for key in ("title", "summary"))
    for step in story.steps:
        name = repr(step.id)
        yield from ((name, key, getattr(step, key)) for key in ("title", "text"))
        yield from ((name, "checks.claim", check.claim) for check in step.checks)
        reasons = (getattr(check.ask, "because", None) for check in step.checks)
        yield from ((name, "checks.ask.because", text) for text in reasons if text)
        yield from ((name, "marks.text", mark.text) for mark in step.marks if mark.text)
