"""What an article names: places, fields, crossings, actors, and names that the reader must decide.

A name is believed where the words around it allow it; one that two places share is decided by the
words beside it and by what the sentence names otherwise, or else the reader decides; nothing is
guessed. See :mod:`geo.articles.disambiguation` for which of a town, its district and its province a
name stands for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from geo.articles.article import Article, Sentence
from geo.articles.article import article as taken_as
from geo.articles.dates_in_prose import When, dates
from geo.articles.disambiguation import disambiguate
from geo.articles.name_context import Cue, NameContext, listed
from geo.articles.name_matcher import NameMatch, NameMatcher, definite, weak
from geo.articles.time_limit import TimeLimit
from geo.articles.unknown_places import unknown_places
from geo.atlas import Atlas
from geo.errors import QuestionError
from geo.gazetteer.entries import Entry, actors, gazetteer
from geo.gazetteer.lexicon import key
from geo.gazetteer.spelling import tokens
from geo.model import Confidence


@dataclass(frozen=True)
class Mention:
    """A name in an article and what it stands for."""

    text: str
    """As written."""
    start: int
    """Where it begins, in characters of the article."""
    end: int
    """Where it ends."""
    sentence: int
    """Number of the sentence, from 0."""
    entries: tuple[Entry, ...]
    """What it stands for; several for a field in parts, none where it must be asked."""
    candidates: tuple[Entry, ...]
    """What it may stand for, the best known first."""
    confidence: Confidence
    """High for a name that only one thing has, low for one that is spelled like none."""

    @property
    def asked(self) -> bool:
        """Whether only the reader can say what it stands for."""
        return not self.entries

    @property
    def keys(self) -> tuple[str, ...]:
        """Kind and id of what it stands for, ``place:kirkuk``."""
        return tuple(one.key for one in self.entries)

    @property
    def name(self) -> str:
        """What ambiguous names that are decided together have in common."""
        return " ".join(key(self.text))


@dataclass(frozen=True)
class Found:
    """What was found in an article."""

    article: Article
    """The article."""
    mentions: tuple[Mention, ...]
    """Places, fields, pipelines, refineries, crossings and airports, in order."""
    actors: tuple[Mention, ...]
    """Actors, in order."""
    dates: tuple[When, ...]
    """Dates, in order."""
    unknown: tuple[Mention, ...] = ()
    """Names of places that the atlas does not know, in order; they stand for nothing."""

    @cached_property
    def places(self) -> tuple[Entry, ...]:
        """Everything that was found, each once, in the order of the text."""
        return tuple({one: None for mention in self.mentions for one in mention.entries})

    @cached_property
    def by_sentence(self) -> tuple[tuple[Mention, ...], ...]:
        """Mentions of each sentence."""
        groups: list[list[Mention]] = [[] for _ in self.article.sentences]
        for one in self.mentions:
            groups[one.sentence].append(one)
        return tuple(map(tuple, groups))

    @cached_property
    def dated(self) -> tuple[tuple[When, ...], ...]:
        """Dates of each sentence."""
        starts = [one.start for one in self.article.sentences]
        groups: list[list[When]] = [[] for _ in starts]
        for one in self.dates:
            groups[max(bisect_right(starts, one.start) - 1, 0)].append(one)
        return tuple(map(tuple, groups))

    @cached_property
    def questions(self) -> dict[str, tuple[Mention, ...]]:
        """Ambiguous names, as :attr:`Mention.name` has them, with where they stand."""
        names: dict[str, list[Mention]] = {}
        for one in self.mentions:
            if one.asked:
                names.setdefault(one.name, []).append(one)
        return {name: tuple(own) for name, own in names.items()}

    def answered(self, answers: Mapping[str, str]) -> Found:
        """Return what was found once the reader has decided what names stand for."""
        wanted = {" ".join(key(name)): choice for name, choice in answers.items()}
        for name, choice in wanted.items():
            known = {
                one.key: one for each in self.questions.get(name, ()) for one in each.candidates
            }
            if choice not in known:
                accepted = ", ".join(known) or f"one of the names {', '.join(self.questions)}"
                raise QuestionError(f"{name} as {choice!r}: expected {accepted}")
        return replace(self, mentions=tuple(_answered(one, wanted) for one in self.mentions))


def _answered(one: Mention, wanted: Mapping[str, str]) -> Mention:
    choice = wanted.get(one.name) if one.asked else None
    own = tuple(entry for entry in one.candidates if entry.key == choice)
    return replace(one, entries=own, confidence=Confidence.HIGH) if own else one


def find(atlas: Atlas, article: Article | str) -> Found:
    """Find what an article names; a text is taken for an article that says its day at its head.

    Examples
    --------
    >>> from datetime import date
    >>> from geo import Atlas
    >>> from geo.articles.article import article
    >>> text = "Troops left Kerkuk on Monday. Salman Rashid saw the Bay Hasan field burn."
    >>> found = find(Atlas.load(), article(text, date(2017, 10, 17)))
    >>> [(one.text, one.keys) for one in found.mentions]
    [('Kerkuk', ('place:kirkuk',)), ('Bay Hasan', ('field:bai_hassan',))]
    """
    if isinstance(article, str):
        article = taken_as(article)
    limit = TimeLimit()
    scenes = [
        _Scene(atlas, article, number) for number in limit.each(range(len(article.sentences)))
    ]
    firm = {name for scene in scenes for name in scene.firm}
    whens = dates(article.text, article.date, article.language)
    found = Found(
        article,
        tuple(one for scene in limit.each(scenes) for one in scene.mentions(firm)),
        tuple(one for scene in limit.each(scenes) for one in scene.actors(atlas)),
        whens,
    )
    taken: list[list[tuple[int, int]]] = [
        [(when.start, when.end) for when in own] for own in found.dated
    ]
    for actor in found.actors:
        taken[actor.sentence].append((actor.start, actor.end))
    unknown = (one for scene in limit.each(scenes) for one in scene.unknown(taken[scene.number]))
    return replace(found, unknown=tuple(unknown))


class _Scene:
    """One sentence and its names."""

    def __init__(self, atlas: Atlas, article: Article, number: int) -> None:
        self.article = article
        self.number = number
        self.sentence: Sentence = article.sentences[number]
        spotter = NameMatcher(gazetteer(atlas), self.sentence, article.language)
        spots = tuple(spotter.matches())
        self.every = sorted((*spots, *spotter.near(spots)), key=lambda spot: spot.start)
        self.spots = [spot for spot in self.every if spot.hits]
        self.beside = [NameContext(spot, self.sentence.text) for spot in self.spots]
        self.cues = self._cues()
        self.sure = [self._stands(at) for at in range(len(self.spots))]
        self._lists()

    @property
    def firm(self) -> Iterator[str]:
        """Names that the sentence leaves no doubt about."""
        for spot, sure in zip(self.spots, self.sure, strict=True):
            if sure and not any(weak(one) for one in spot.hits):
                yield " ".join(spot.letters)

    def _cues(self) -> list[Cue | None]:
        """Return the word that states the kind of each name; one before several holds for all."""
        found = [beside.cue() for beside in self.beside]
        pairs = [
            (at, at + 1)
            for at in range(len(self.spots) - 1)
            if listed(self.sentence.text, self.spots[at], self.spots[at + 1])
        ]
        for one, other in pairs:
            cue = found[one]
            if found[other] is None and cue and cue.several and cue.before:
                found[other] = cue
        for one, other in reversed(pairs):
            cue = found[other]
            if found[one] is None and cue and cue.several and not cue.before:
                found[one] = cue
        return found

    def _stands(self, at: int) -> bool:
        """Return whether words are the name of a place here."""
        spot, beside, cue = self.spots[at], self.beside[at], self.cues[at]
        if beside.feature or beside.organisation or (beside.person and spot.size == 1):
            return False
        why = next((found for one in spot.hits if (found := weak(one))), "")
        if why:
            return self._weak(spot, beside, cue, why)
        hamlet = all(one.entry.rank > 4 for one in spot.hits) and spot.size == 1
        if not hamlet or cue:
            return not (spot.near and beside.titled)
        return beside.led(sited=False) and not beside.capitals

    def _weak(self, spot: NameMatch, beside: NameContext, cue: Cue | None, why: str) -> bool:
        """Return whether a name that is mostly a person's, a word or elsewhere is a place here."""
        hits = [one for one in spot.hits if not beside.arabic or definite(spot, one)]
        kinds = {str(one.entry.kind) for one in hits}
        kind_named = cue is not None and (
            cue.kind in kinds or (bool(kinds) and cue.kind in _LEVELS)
        )
        if kind_named or why == "foreign" or beside.titled:
            return kind_named
        if why == "word" and beside.arabic:
            return False
        return beside.led(sited=True) and not beside.capitals and spot.first > 0

    def _lists(self) -> None:
        """Believe an ordinary word or hamlet in a list of places."""
        text = self.sentence.text
        for step in (1, -1):
            order = range(len(self.spots))[::step]
            for at in order:
                other = at - step
                if self.sure[at] or not 0 <= other < len(self.spots) or not self.sure[other]:
                    continue
                low, high = sorted((at, other))
                spot, beside = self.spots[at], self.beside[at]
                persons = {weak(one) for one in spot.hits} & {"person", "foreign"}
                if persons or beside.capitals or beside.person or beside.feature:
                    continue
                if beside.arabic and any(weak(one) for one in spot.hits):
                    continue
                self.sure[at] = listed(text, self.spots[low], self.spots[high])

    def mentions(self, firm: set[str]) -> Iterator[Mention]:
        """Yield the places that the sentence names."""
        kept = [at for at in range(len(self.spots)) if self.sure[at] or self._again(at, firm)]
        first = {at: disambiguate(self.spots[at], self.cues[at], ()) for at in kept}
        plain = [one for found in first.values() if found.sure for one in found.entries]
        around = tuple(dict.fromkeys(plain))
        for at in kept:
            spot, found = self.spots[at], first[at]
            if not found.sure:
                found = disambiguate(spot, self.cues[at], around)
            if found.candidates:
                sure = _confidence(spot, found.sure)
                yield self._mention(spot, found.entries, found.candidates, sure)

    def _again(self, at: int, firm: set[str]) -> bool:
        """Return whether a hamlet is named that another sentence leaves no doubt about."""
        spot, beside = self.spots[at], self.beside[at]
        named = " ".join(spot.letters) in firm and not beside.capitals
        return named and not (beside.feature or beside.organisation or beside.person)

    def actors(self, atlas: Atlas) -> Iterator[Mention]:
        """Yield the actors that the sentence names."""
        spotter = NameMatcher(actors(atlas), self.sentence, self.article.language, actors=True)
        for spot in spotter.matches():
            own = (spot.hits[0].entry,)
            yield self._mention(spot, own, own, Confidence.HIGH)

    def unknown(self, taken: Iterable[tuple[int, int]]) -> Iterator[Mention]:
        """Yield the places that the sentence names and the atlas does not know."""
        begin = self.sentence.start
        own = [(start - begin, end - begin) for start, end in taken]
        words = tokens(self.sentence.text)
        for start, end in unknown_places(words, self.sentence.text, self.every, own):
            text = self.sentence.text[start:end]
            yield Mention(text, begin + start, begin + end, self.number, (), (), Confidence.MEDIUM)

    def _mention(
        self,
        spot: NameMatch,
        entries: tuple[Entry, ...],
        candidates: tuple[Entry, ...],
        confidence: Confidence,
    ) -> Mention:
        begin = self.sentence.start
        text = self.sentence.text[spot.start : spot.end]
        return Mention(
            text, begin + spot.start, begin + spot.end, self.number, entries, candidates, confidence
        )


_LEVELS = frozenset(("place", "district", "subdistrict", "governorate"))


def _confidence(spot: NameMatch, sure: bool) -> Confidence:
    if spot.near:
        return Confidence.LOW
    return Confidence.HIGH if sure and spot.exact else Confidence.MEDIUM
