"""What a story still lacks in a language of its profile; it is shown in another, and marked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.model import Language
    from geo.stories.story import Story
    from geo.stories.texts import Texts


def count_untranslated(story: Story, language: Language) -> int:
    """Return how many texts of a story are missing in a language of the profile."""
    return sum(language.value in text.missing for text in _texts(story))


def _texts(story: Story) -> Iterator[Texts]:
    yield from (story.title, story.summary)
    for step in story.steps:
        yield from (step.title, step.text)
        yield from (check.claim for check in step.checks)
        reasons = (getattr(check.ask, "because", None) for check in step.checks)
        yield from (text for text in reasons if text)
        yield from (mark.text for mark in step.marks if mark.text)
