"""A text beside the map: its sentences, each with the places and the day that it names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from folium.template import Template

from geo.atlas import Atlas
from geo.draw.bundle import Bundle, cell
from geo.draw.layers.base import PageElement
from geo.gazetteer.entries import Box, Entry, Kind
from geo.gazetteer.resolver import gazetteer
from geo.gazetteer.texts import Sentence, Text
from geo.model import Language
from geo.profile import current
from geo.view import View

#: Degrees around what a sentence names, so that one town is not the whole map.
_ROOM = 0.22


class Article(PageElement):
    """A text for the page that :class:`geo.draw.map.Chrome` opens with."""

    _template = Template("")

    def __init__(self, atlas: Atlas, text: Text) -> None:
        super().__init__()
        self._name = "GreenlineArticle"
        self.page = page(atlas, text)

    def _fill(self, bundle: Bundle) -> None:
        bundle.put("article", self.page)


def opening(text: Text, language: Language | None = None) -> View:
    """Return what the map shows as a text opens: its day, in its language.

    >>> from geo.gazetteer.texts import read_text
    >>> opening(read_text(Atlas.load(), "They left Kirkuk.", "2017-10-17")).to_query()
    'd=2017-10-17'
    """
    return View(date=text.date, language=language or text.language)


def page(atlas: Atlas, text: Text) -> dict[str, Any]:
    """Return a text as the page has it: things by their numbers, sentences in pieces."""
    entries = [*text.places, *(entry for item in text.mentions for entry in item.candidates)]
    things = {entry: number for number, entry in enumerate(dict.fromkeys(entries))}
    units = {
        name.entry.id: name.entry
        for name in gazetteer(atlas).names
        if name.entry.kind in {Kind.DISTRICT, Kind.GOVERNORATE}
    }
    return {
        "date": cell(text.date),
        "language": text.language.value,
        "frame": _frame(text.places),
        "things": [_thing(entry, units) for entry in things],
        "sentences": [
            {"day": _day(text, sentence), "parts": _parts(sentence, things)}
            for sentence in text.sentences
        ],
    }


def _day(text: Text, sentence: Sentence) -> Any:
    """Return the day that a sentence speaks of: one that it names, else that of the text."""
    days = (item.day for item in sentence.days)
    other = (day for day in days if day in current().days and day != text.date)
    return cell(next(other, text.date))


def _parts(sentence: Sentence, things: dict[Entry, int]) -> list[Any]:
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
