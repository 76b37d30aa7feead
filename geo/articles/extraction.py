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
from itertools import pairwise

from geo.articles.article import Article, Sentence
from geo.articles.article import article as taken_as
from geo.articles.dates_in_prose import When, dates
from geo.articles.disambiguation import disambiguate
from geo.articles.name_context import NameContext, are_listed
from geo.articles.name_matcher import NameMatch, NameMatcher, agrees_on_article, find_weakness
from geo.articles.time_limit import TimeLimit
from geo.articles.unknown_places import unknown_places
from geo.atlas import Atlas
from geo.errors import QuestionError
from geo.gazetteer.entries import Entry
from geo.gazetteer.index import actors, gazetteer
from geo.gazetteer.lexicon import key
from geo.gazetteer.spelling import tokens
from geo.model import Confidence


@dataclass(frozen=True)
class Mention:
    """A name in an article and what it stands for."""

    text: str  #: As written.
    start: int  #: Where it begins, in characters of the article.
    end: int  #: Where it ends.
    sentence: int  #: Number of the sentence, from 0.
    #: What it stands for; several for a field in parts, none where it must be asked.
    entries: tuple[Entry, ...]
    candidates: tuple[Entry, ...]  #: What it may stand for, the best known first.
    #: High for a name that only one thing has, low for one that is spelled like none.
    confidence: Confidence

    @property
    def is_ambiguous(self) -> bool:
        """Whether only the reader can say what it stands for."""
        return not self.entries

    @property
    def keys(self) -> tuple[str, ...]:
        """Kind and id of what it stands for, ``place:kirkuk``."""
        return tuple(entry.key for entry in self.entries)

    @property
    def name(self) -> str:
        """What ambiguous names that are decided together have in common."""
        return " ".join(key(self.text))


@dataclass(frozen=True)
class Found:
    """Names, dates and places that an article mentions."""

    article: Article
    #: Places, fields, pipelines, refineries, crossings and airports, in order.
    mentions: tuple[Mention, ...]
    actors: tuple[Mention, ...]  #: Actors, in order.
    dates: tuple[When, ...]  #: Dates, in order.
    #: Names of places that the atlas does not know, in order; they stand for nothing.
    unknown: tuple[Mention, ...] = ()

    @cached_property
    def places(self) -> tuple[Entry, ...]:
        """Everything that was found, each once, in the order of the text."""
        return tuple({entry: None for mention in self.mentions for entry in mention.entries})

    @cached_property
    def by_sentence(self) -> tuple[tuple[Mention, ...], ...]:
        groups: list[list[Mention]] = [[] for _ in self.article.sentences]
        for item in self.mentions:
            groups[item.sentence].append(item)
        return tuple(map(tuple, groups))

    @cached_property
    def dated(self) -> tuple[tuple[When, ...], ...]:
        starts = [sentence.start for sentence in self.article.sentences]
        groups: list[list[When]] = [[] for _ in starts]
        for date in self.dates:
            groups[max(bisect_right(starts, date.start) - 1, 0)].append(date)
        return tuple(map(tuple, groups))

    @cached_property
    def questions(self) -> dict[str, tuple[Mention, ...]]:
        """Ambiguous names, as :attr:`Mention.name` has them, with where they stand."""
        names: dict[str, list[Mention]] = {}
        for item in self.mentions:
            if item.is_ambiguous:
                names.setdefault(item.name, []).append(item)
        return {name: tuple(own_name) for name, own_name in names.items()}

    def apply_answers(self, answers: Mapping[str, str]) -> Found:
        """Apply the reader's answers to ambiguous names."""
        wanted = {" ".join(key(name)): choice for name, choice in answers.items()}
        for name, choice in wanted.items():
            known = {
                candidate.key: candidate
                for each in self.questions.get(name, ())
                for candidate in each.candidates
            }
            if choice not in known:
                accepted = ", ".join(known) or f"one of the names {', '.join(self.questions)}"
                raise QuestionError(f"{name} as {choice!r}: expected {accepted}")
        return replace(self, mentions=tuple(_apply_answer(item, wanted) for item in self.mentions))


def _apply_answer(mention: Mention, wanted: Mapping[str, str]) -> Mention:
    choice = wanted.get(mention.name) if mention.is_ambiguous else None
    entries = tuple(entry for entry in mention.candidates if entry.key == choice)
    return replace(mention, entries=entries, confidence=Confidence.HIGH) if entries else mention


def find(atlas: Atlas, article: Article | str) -> Found:
    """Find what an article names; a text is taken for an article that says its day at its head.

    >>> from datetime import date
    >>> from geo import Atlas
    >>> from geo.articles.article import article
    >>> text = "Troops left Kerkuk on Monday. Salman Rashid saw the Bay Hasan field burn."
    >>> position = find(Atlas.load(), article(text, date(2017, 10, 17)))
    >>> [(mention.text, mention.keys) for mention in position.mentions]
    [('Kerkuk', ('place:kirkuk',)), ('Bay Hasan', ('field:bai_hassan',))]
    """
    if isinstance(article, str):
        article = taken_as(article)
    limit = TimeLimit()
    scenes = [
        _SentenceNames(atlas, article, number)
        for number in limit.each(range(len(article.sentences)))
    ]
    firm = {name for scene in scenes for name in scene.firm}
    whens = dates(article.text, article.date, article.language)
    findings = Found(
        article,
        tuple(hit for scene in limit.each(scenes) for hit in scene.mentions(firm)),
        tuple(hit for scene in limit.each(scenes) for hit in scene.actors(atlas)),
        whens,
    )
    taken: list[list[tuple[int, int]]] = [
        [(when.start, when.end) for when in moments] for moments in findings.dated
    ]
    for actor in findings.actors:
        taken[actor.sentence].append((actor.start, actor.end))
    unknown = (
        hit for scene in limit.each(scenes) for hit in scene.find_unknown(taken[scene.number])
    )
    return replace(findings, unknown=tuple(unknown))


class _SentenceNames:
    """One sentence and its names."""

    def __init__(self, atlas: Atlas, article: Article, number: int) -> None:
        self.article = article
        self.number = number
        self.sentence: Sentence = article.sentences[number]
        spotter = NameMatcher(gazetteer(atlas), self.sentence, article.language)
        spots = tuple(spotter.matches())
        self.every = sorted((*spots, *spotter.match_misspelt(spots)), key=lambda spot: spot.start)
        self.names = [NameContext(spot, self.sentence.text) for spot in self.every if spot.hits]
        self._find_cues()
        for name in self.names:
            name.is_sure = _is_trusted(name)
        self._trust_listed_names()

    @property
    def firm(self) -> Iterator[str]:
        """Names that the sentence leaves no doubt about."""
        for name in self.names:
            if name.is_sure and not any(find_weakness(hit) for hit in name.spot.hits):
                yield " ".join(name.spot.letters)

    def _are_listed(self, first: NameContext, other: NameContext) -> bool:
        return are_listed(self.sentence.text, first.spot, other.spot)

    def _find_cues(self) -> None:
        """Find the word that states the kind of each name; one before several holds for all."""
        for name in self.names:
            name.cue = name.find_cue()
        pairs = [pair for pair in pairwise(self.names) if self._are_listed(*pair)]
        for name, other in pairs:
            if other.cue is None and name.cue and name.cue.several and name.cue.before:
                other.cue = name.cue
        for other, name in reversed(pairs):
            if other.cue is None and name.cue and name.cue.several and not name.cue.before:
                other.cue = name.cue

    def _trust_listed_names(self) -> None:
        """Believe an ordinary word or hamlet in a list of places."""
        for other, name in pairwise(self.names):
            if other.is_sure and not name.is_sure and _may_be_listed(name):
                name.is_sure = self._are_listed(other, name)
        for other, name in pairwise(self.names[::-1]):
            if other.is_sure and not name.is_sure and _may_be_listed(name):
                name.is_sure = self._are_listed(name, other)

    def mentions(self, firm: set[str]) -> Iterator[Mention]:
        """Yield the places that the sentence names."""
        names = [name for name in self.names if name.is_sure or _is_repeat(name, firm)]
        first = [disambiguate(name.spot, name.cue, ()) for name in names]
        plain = [entry for matches in first if matches.sure for entry in matches.entries]
        around = tuple(dict.fromkeys(plain))
        for name, result in zip(names, first, strict=True):
            spot = name.spot
            again = result if result.sure else disambiguate(spot, name.cue, around)
            if again.candidates:
                sure = _confidence(spot, again.sure)
                yield self._mention(spot, again.entries, again.candidates, sure)

    def actors(self, atlas: Atlas) -> Iterator[Mention]:
        """Yield the actors that the sentence names."""
        spotter = NameMatcher(actors(atlas), self.sentence, self.article.language, actors=True)
        for spot in spotter.matches():
            own_entries = (spot.hits[0].entry,)
            yield self._mention(spot, own_entries, own_entries, Confidence.HIGH)

    def find_unknown(self, taken: Iterable[tuple[int, int]]) -> Iterator[Mention]:
        """Yield the places that the sentence names and the atlas does not know."""
        begin = self.sentence.start
        spans = [(start - begin, end - begin) for start, end in taken]
        words = tokens(self.sentence.text)
        for start, end in unknown_places(words, self.sentence.text, self.every, spans):
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


def _is_trusted(name: NameContext) -> bool:
    """Return whether words are the name of a place here."""
    spot = name.spot
    if name.feature or name.organisation or (name.person and spot.size == 1):
        return False
    why = next((weakness for hit in spot.hits if (weakness := find_weakness(hit))), "")
    if why:
        return _is_place_despite(name, why)
    hamlet = all(hit.entry.rank > 4 for hit in spot.hits) and spot.size == 1
    if not hamlet or name.cue:
        return not (spot.near and name.titled)
    return name.follows_place_word(sited=False) and not name.capitals


def _is_place_despite(name: NameContext, why: str) -> bool:
    """Return whether a name that is mostly a person's, a word or elsewhere is a place here."""
    spot, cue = name.spot, name.cue
    hits = [hit for hit in spot.hits if not name.arabic or agrees_on_article(spot, hit)]
    kinds = {str(hit.entry.kind) for hit in hits}
    kind_named = cue is not None and (cue.kind in kinds or (bool(kinds) and cue.kind in _LEVELS))
    if kind_named or why == "foreign" or name.titled:
        return kind_named
    if why == "word" and name.arabic:
        return False
    return name.follows_place_word(sited=True) and not name.capitals and spot.first > 0


def _may_be_listed(name: NameContext) -> bool:
    """Return whether a name may be that of a place because it stands beside one in a list."""
    weaknesses = {find_weakness(hit) for hit in name.spot.hits} - {""}
    if weaknesses & {"person", "foreign"} or name.capitals or name.person or name.feature:
        return False
    return not (name.arabic and weaknesses)


def _is_repeat(name: NameContext, firm: set[str]) -> bool:
    """Return whether a hamlet is named that another sentence leaves no doubt about."""
    is_named = " ".join(name.spot.letters) in firm and not name.capitals
    return is_named and not (name.feature or name.organisation or name.person)


def _confidence(spot: NameMatch, sure: bool) -> Confidence:
    if spot.near:
        return Confidence.LOW
    return Confidence.HIGH if sure and spot.exact else Confidence.MEDIUM
