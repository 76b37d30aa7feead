"""What a language of the profile lacks: it is shown in the first language, item by item."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from geo.atlas import Atlas
from geo.model import Language
from geo.profile import using
from geo.stories.story import Story, stories
from geo.stories.texts import Texts
from geo.words import lacking_keys as lacking_words


@dataclass(frozen=True)
class Untranslated:
    """How much a language lacks."""

    language: Language
    words: int  #: Words of the page and the program.
    names: int  #: Names in tables that have one in English.
    stories: int  #: Texts of stories.

    def __bool__(self) -> bool:
        return bool(self.words or self.names or self.stories)

    def __str__(self) -> str:
        return (
            f"{self.language}: {self.words:,} words, {self.names:,} names and {self.stories:,} "
            "texts of stories are not translated; they are shown in the first language"
        )


def list_untranslated(atlas: Atlas) -> list[Untranslated]:
    """Return what each language besides the first lacks, of those that lack anything."""
    with using(atlas.profile):
        counts = [
            Untranslated(
                language,
                len(lacking_words(language)),
                sum(_count_unnamed(atlas, table, language) for table in atlas.names),
                sum(count_untranslated(story, language) for story in stories(atlas)),
            )
            for language in atlas.profile.languages[1:]
        ]
    return [count for count in counts if count]


def _count_unnamed(atlas: Atlas, table: str, language: Language) -> int:
    rows = atlas.records(table)
    column = f"name_{language}"
    return sum(bool(row.get("name_en")) and not row.get(column) for row in rows)


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
