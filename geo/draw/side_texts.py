"""What a page has to read beside the map: stories with what came of their checks, an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from folium.template import Template

from geo.atlas import Atlas
from geo.draw.bundle import Bundle
from geo.draw.layers.layer import PageElement, cite
from geo.files.cache import load_derived
from geo.files.compact import cell
from geo.gazetteer.entries import Box, Entry, Kind
from geo.gazetteer.resolver import gazetteer
from geo.gazetteer.texts import Sentence, Text
from geo.model import Language
from geo.profile import current
from geo.stories.check import check
from geo.stories.story import Step, Story, stories
from geo.view import View

#: What the page shows of an outcome.
OUTCOME_KEYS = ("outcome", "claim", "found", "expected", "sources", "against", "rests")


class Stories(PageElement):
    """Stories for the page, as :class:`geo.draw.map.Chrome` takes them."""

    _template = Template("")

    def __init__(self, atlas: Atlas, chosen: Iterable[Story] | None = None) -> None:
        super().__init__()
        self._name = "GreenlineStories"
        self.atlas: Atlas = atlas
        self.stories = atlas_stories(atlas) if chosen is None else tuple(chosen)

        def write() -> list[dict[str, Any]]:
            return [story_page(atlas, story) for story in self.stories]

        self.pages = load_derived(atlas, "stories", write) if chosen is None else write()

    def _fill(self, bundle: Bundle) -> None:
        bundle.put("stories", self.pages)
        cite(bundle, self.atlas, _list_sources(self.pages))


def open_story(view: View, carried: Iterable[Story]) -> View:
    """Return what the map shows where a view names a story and nothing else of the map.

    That is the state of the step; any other view is returned as it is.

    >>> carried = stories(Atlas.load())
    >>> view = open_story(View(story=carried[0].id, language="ar"), carried)
    >>> (view.date, view.language.value) == (carried[0].steps[0].view.date, "ar")
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


def story_page(atlas: Atlas, story: Story) -> dict[str, Any]:
    """Return a story as the page has it, its checks put to the atlas.

    >>> atlas = Atlas.load()
    >>> list(story_page(atlas, stories(atlas)[0]))
    ['id', 'title', 'summary', 'date', 'sources', 'steps']
    """
    page = story.to_dict() | {"date": cell(story.date)}
    outcomes = [outcome.to_dict() for outcome in check(atlas, story)]
    for step in page["steps"]:
        checks = [outcome for outcome in outcomes if outcome["step"] == step["id"]]
        step["checks"] = [{name: outcome[name] for name in OUTCOME_KEYS} for outcome in checks]
        if not step["marks"]:
            del step["marks"]
    return page


def _list_sources(pages: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield the ids of every source that stories cite."""
    for story in pages:
        yield from story["sources"]
        for step in story["steps"]:
            yield from step["sources"]
            for item in step["checks"]:
                for name in ("sources", "against", "rests"):
                    yield from item[name]


#: Degrees around what a sentence names, so that one town is not the whole map.
_ROOM = 0.22


class Article(PageElement):
    """A text for the page that :class:`geo.draw.map.Chrome` opens with."""

    _template = Template("")

    def __init__(self, atlas: Atlas, text: Text) -> None:
        super().__init__()
        self._name = "GreenlineArticle"
        self.page = article_page(atlas, text)

    def _fill(self, bundle: Bundle) -> None:
        bundle.put("article", self.page)


def open_article(text: Text, language: Language | None = None) -> View:
    """Return what the map shows as a text opens: its day, in its language.

    >>> from geo.gazetteer.texts import read_text
    >>> open_article(read_text(Atlas.load(), "They left Kirkuk.", "2017-10-17")).to_query()
    'd=2017-10-17'
    """
    return View(date=text.date, language=language or text.language)


def article_page(atlas: Atlas, text: Text) -> dict[str, Any]:
    """Return a text as the page has it: things by their numbers, sentences in pieces."""
    entries = [*text.places, *(entry for item in text.mentions for entry in item.candidates)]
    things = {entry: number for number, entry in enumerate(dict.fromkeys(entries))}
    units = {
        name.entry.id: name.entry
        for name in gazetteer(atlas).names
        if name.entry.kind in {Kind.DISTRICT, Kind.GOVERNORATE}
    }

    def find_day(sentence: Sentence) -> date:
        """Return the day that a sentence names, else that of the text."""
        days = (item.day for item in sentence.days)
        return next((day for day in days if day in current().days and day != text.date), text.date)

    return {
        "date": cell(text.date),
        "language": text.language.value,
        "frame": _frame(text.places),
        "things": [_thing(entry, units) for entry in things],
        "sentences": [
            {"day": cell(find_day(sentence)), "parts": _split(sentence, things)}
            for sentence in text.sentences
        ],
    }


def _split(sentence: Sentence, things: dict[Entry, int]) -> list[Any]:
    """Return a sentence in pieces: text, and names with the numbers of what they stand for."""
    parts: list[Any] = []
    at = 0
    for item in sentence.mentions:
        numbers = [things[entry] for entry in item.entries or item.candidates]
        name = {"text": item.text, "things": numbers, "open": not item.entries}
        parts += [sentence.text[at : item.start], name]
        at = item.end
    return [part for part in (*parts, sentence.text[at:]) if part]


def _thing(entry: Entry, units: dict[str, Entry]) -> dict[str, Any]:
    """Return a thing with its names and those of the district, else governorate, around it."""
    codes = (code for code in entry.within if code in units and code != entry.id)
    within = max(codes, key=len, default=None)
    return {
        "key": entry.key,
        "kind": entry.kind.value,
        "layer": entry.kind.layer.value,
        "id": entry.id,
        **_names(entry),
        "in": _names(units[within]) if within else None,
        "lon": cell(entry.lon),
        "lat": cell(entry.lat),
        "frame": _frame([entry]),
    }


def _names(entry: Entry) -> dict[str, str]:
    return {f"name_{code}": name for code, name in entry.names}


def _frame(entries: Iterable[Entry]) -> Box | None:
    """Return the frame around things in degrees; None around none."""
    boxes = [entry.box for entry in entries if any(entry.box)]
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    edges = (min(west) - _ROOM, min(south) - _ROOM, max(east) + _ROOM, max(north) + _ROOM)
    west_edge, south_edge, east_edge, north_edge = (round(edge, 2) for edge in edges)
    return west_edge, south_edge, east_edge, north_edge
