"""An article beside the map: its sentences, each with the places that it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, cast

from folium.template import Template

from geo.articles.article import Sentence
from geo.articles.check.article_check import CheckedArticle, DraftCheck, check_article
from geo.articles.dates_in_prose import Span
from geo.articles.extraction import Found, Mention
from geo.articles.statement import LeftAlone
from geo.atlas import Atlas
from geo.cell_output import split_ids
from geo.draw.bundle import Bundle, cell
from geo.draw.layers.base import PageElement, source_cells
from geo.gazetteer.entries import Entry, Kind
from geo.gazetteer.index import gazetteer
from geo.model import Language
from geo.profile import current
from geo.view import View

#: Degrees around what a sentence names, so that one town is not the whole map.
_ROOM = 0.22


class Reading(PageElement):
    """An article for the page that :class:`geo.draw.map.Chrome` opens with."""

    _template = Template("")

    def __init__(self, atlas: Atlas, findings: Found) -> None:
        super().__init__()
        self._name = "GreenlineReading"
        self.page = page(atlas, findings)

    def _fill(self, bundle: Bundle) -> None:
        bundle.put("article", self.page)


def opening(findings: Found, language: Language | None = None) -> View:
    """Return what the map shows as an article opens: its day, in its language.

    >>> from geo.articles.extraction import find
    >>> from geo.articles.article import article
    >>> opening(find(Atlas.load(), article("Kirkuk.", date(2017, 10, 17)))).to_query()
    'd=2017-10-17'
    """
    return View(date=findings.article.date, language=language or findings.article.language)


def day_of(findings: Found, sentence: int) -> date:
    """Return the day that a sentence speaks of: one that it names, else the article's."""
    days = (moment.first for moment in findings.dated[sentence] if moment.span is Span.DAY)
    other = (day for day in days if day in current().days and day != findings.article.date)
    return next(other, findings.article.date)


def frame(entries: Iterable[Entry]) -> tuple[float, float, float, float] | None:
    """Return the frame around things: west, south, east, north (degrees); None around none."""
    boxes = [entry.box for entry in entries if any(entry.box)]
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    edges = (min(west) - _ROOM, min(south) - _ROOM, max(east) + _ROOM, max(north) + _ROOM)
    return cast("tuple[float, float, float, float]", tuple(round(edge, 2) for edge in edges))


def page(atlas: Atlas, findings: Found) -> dict[str, Any]:
    every = [
        *findings.places,
        *(candidate for each in findings.mentions for candidate in each.candidates),
    ]
    things = {item: number for number, item in enumerate(dict.fromkeys(every))}
    actors = dict.fromkeys(actor.entries[0] for actor in findings.actors)
    done = check_article(atlas, findings)
    cited = [
        name for check in done.checks for name in (*check.finding.rests, *check.finding.against)
    ]
    return {
        "date": cell(findings.article.date),
        "language": findings.article.language.value,
        "things": [_thing(thing, lies_in(atlas, thing)) for thing in things],
        "frame": frame(findings.places),
        "actors": [_names(actor) for actor in actors],
        "unknown": list(dict.fromkeys(mention.text for mention in findings.unknown)),
        "sources": source_cells(atlas, split_ids(*cited)),
        "sentences": [
            _sentence(findings, number, things, done)
            for number in range(len(findings.article.sentences))
        ],
    }


def lies_in(atlas: Atlas, entry: Entry) -> Entry | None:
    """Return the district, else the governorate, that something lies in."""
    units = _units(atlas)
    codes = (code for code in entry.within if code in units and code != entry.id)
    code = max(codes, key=len, default=None)
    return units[code] if code else None


@lru_cache(maxsize=2)
def _units(atlas: Atlas) -> dict[str, Entry]:
    """Return districts and governorates by their codes."""
    kinds = {Kind.DISTRICT, Kind.GOVERNORATE}
    return {
        name.entry.id: name.entry for name in gazetteer(atlas).names if name.entry.kind in kinds
    }


def _thing(entry: Entry, within: Entry | None) -> dict[str, Any]:
    layer = entry.kind.layer
    return {
        "key": entry.key,
        "kind": entry.kind.value,
        "layer": layer.value if layer else None,
        "id": entry.id,
        **_names(entry),
        "in": _names(within) if within else None,
        "lon": cell(entry.lon),
        "lat": cell(entry.lat),
        "frame": frame([entry]),
    }


def _names(entry: Entry) -> dict[str, str]:
    return {f"name_{code}": name for code, name in entry.names}


def _sentence(
    findings: Found, number: int, things: dict[Entry, int], done: CheckedArticle
) -> dict[str, Any]:
    sentence = findings.article.sentences[number]
    mentions = findings.by_sentence[number]
    left = [each for each in done.left if each.sentence == number]
    return {
        "day": cell(day_of(findings, number)),
        "frame": frame(entry for mention in mentions for entry in mention.entries),
        "dates": [
            [moment.text, cell(moment.first), cell(moment.last), moment.span.value]
            for moment in findings.dated[number]
        ],
        "parts": list(_parts(sentence, mentions, things, left)),
        "checks": [_check(check, findings.article.date) for check in done.of(number)],
        "left": left[0].why if left else "",
    }


def _check(check: DraftCheck, written: date) -> dict[str, Any]:
    """Return a check as the page has those of stories, with the day tested and the day given.

    The claim is how the sentence was understood or, of events, the record that was found: the
    sentence itself stands above it.
    """
    finding = check.finding
    lines = list(finding.recorded)
    claim = finding.expected[0] if finding.expected else lines.pop(0)
    return {
        "outcome": finding.verdict.value,
        "claim": dict(claim),
        "days": dict(check.days_in_words(written)),
        "found": [dict(each) for each in lines],
        "expected": [],
        "sources": [],
        "against": list(finding.against),
        "rests": list(finding.rests),
    }


def _parts(
    sentence: Sentence,
    mentions: Iterable[Mention],
    things: dict[Entry, int],
    left: Sequence[LeftAlone],
) -> Iterator[Any]:
    """Yield a sentence in pieces: text, names with what they stand for, what got no verdict.

    A piece of words that were left alone has ``s``; the last of them says in ``l`` why.
    """
    pieces: list[tuple[int, int, Mention | None]] = []
    at = sentence.start
    cuts = sorted({edge for each in left for edge in (each.start, each.end)})
    for mention in (*mentions, None):
        until = mention.start if mention else sentence.end
        for cut in (*(each for each in cuts if at < each < until), until):
            if cut > at:
                pieces.append((at, cut, None))
            at = cut
        if mention:
            pieces.append((mention.start, mention.end, mention))
            at = mention.end
    for start, end, mention in pieces:
        words = next((each for each in left if each.start <= start < each.end), None)
        part: dict[str, Any] = {"t": sentence.text[start - sentence.start : end - sentence.start]}
        if mention:
            part |= _name_part(mention, things)
        if words:
            part |= {"s": True} | ({"l": words.why} if end >= words.end else {})
        yield part if mention or words else part["t"]


def _name_part(mention: Mention, things: dict[Entry, int]) -> dict[str, Any]:
    part: dict[str, Any] = {"a": [things[entry] for entry in mention.entries]}
    if mention.is_ambiguous:
        part |= {"n": mention.name, "c": [things[entry] for entry in mention.candidates]}
    return part | ({"u": True} if mention.confidence == "low" else {})
