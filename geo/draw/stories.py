"""The stories that a page carries: their steps, texts and what came of their checks."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import pandas as pd
from folium.template import Template

from geo.atlas import Atlas
from geo.draw.bundle import Bundle, cell
from geo.draw.layers.base import PageElement, cite
from geo.files.cache import load_derived
from geo.stories.check import Outcome, check
from geo.stories.story import Step, Story, stories
from geo.view import View

#: What the page shows of an outcome.
SHOWN = ("outcome", "claim", "found", "expected", "sources", "against", "rests")


class Stories(PageElement):
    """Stories for the page, as :class:`geo.draw.map.Chrome` takes them."""

    _template = Template("")

    def __init__(self, atlas: Atlas, chosen: Iterable[Story] | None = None) -> None:
        super().__init__()
        self._name = "GreenlineStories"
        self.atlas = atlas
        self.stories = atlas_stories(atlas) if chosen is None else tuple(chosen)
        self.pages = (
            _atlas_pages(atlas)
            if chosen is None
            else [page(atlas, story) for story in self.stories]
        )

    def _fill(self, bundle: Bundle) -> None:
        bundle.put("stories", list(self.pages))
        cite(bundle, self.atlas, pd.Series(list(_cited_sources(self.pages)), dtype="str"))


def open_story(view: View, carried: Iterable[Story]) -> View:
    """Return what the map shows where a view names a story and nothing else of the map.

    That is the state of the step; any other view is returned as it is.

    >>> known = stories(Atlas.load())
    >>> view = open_story(View(story=known[0].id, language="ar"), known)
    >>> (view.date, view.language.value) == (known[0].steps[0].view.date, "ar")
    True
    """
    reader = {name: getattr(view, name) for name in ("language", "tiles", "story", "step")}
    step = step_of(view, carried)
    if step is None or view.with_(bounds=None) != View(**reader):
        return view
    return step.view.with_(**reader)


def step_of(view: View, carried: Iterable[Story]) -> Step | None:
    """Return the step that a view names, the first where it names none; None without a story."""
    story = next((candidate for candidate in carried if candidate.id == view.story), None)
    if story is None:
        return None
    steps = {candidate.id: candidate for candidate in story.steps}
    return steps.get(view.step or "", story.steps[0])


@lru_cache(maxsize=4)
def atlas_stories(atlas: Atlas) -> tuple[Story, ...]:
    return stories(atlas)


@lru_cache(maxsize=4)
def _atlas_pages(atlas: Atlas) -> tuple[dict[str, Any], ...]:
    made = load_derived(
        atlas, "stories", lambda: [page(atlas, atlas_story) for atlas_story in atlas_stories(atlas)]
    )
    return tuple(made)


def page(atlas: Atlas, story: Story) -> dict[str, Any]:
    """Return a story as the page has it, its checks put to the atlas.

    >>> atlas = Atlas.load()
    >>> made = page(atlas, stories(atlas)[0])
    >>> list(made)
    ['id', 'date', 'title', 'summary', 'sources', 'steps']
    """
    outcomes = check(atlas, story)
    return {
        "id": story.id,
        "date": cell(story.date),
        "title": story.title.to_dict(),
        "summary": story.summary.to_dict(),
        "sources": list(story.sources),
        "steps": [_step(item, outcomes) for item in story.steps],
    }


def _step(step: Step, outcomes: Iterable[Outcome]) -> dict[str, Any]:
    checks = [outcome.to_dict() for outcome in outcomes if outcome.step == step.id]
    return {
        "id": step.id,
        "view": step.view.to_query(),
        "title": step.title.to_dict(),
        "text": step.text.to_dict(),
        "sources": list(step.sources),
        "checks": [{name: item[name] for name in SHOWN} for item in checks],
        **({"marks": [mark.to_dict() for mark in step.marks]} if step.marks else {}),
    }


def _cited_sources(pages: Iterable[dict[str, Any]]) -> Iterable[str]:
    """Yield the ids of every source that stories cite."""
    for story in pages:
        yield from story["sources"]
        for step in story["steps"]:
            yield from step["sources"]
            for item in step["checks"]:
                for name in ("sources", "against", "rests"):
                    yield from item[name]
