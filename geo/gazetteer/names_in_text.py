"""Names of places in sentences: every spelling of the gazetteer, believed where the words allow it.

A name is that of a place unless the words beside it say otherwise: a person's first name, a paper,
a river. One that two places share is decided by a word for a kind (*province*, قضاء), by how well
known each is, and by what the sentence names otherwise; else it is left to the reader. What the
words mean stands in the profile's ``language/lexicon.json``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise, product
from typing import NamedTuple

from geo.gazetteer.entries import HAMLET, POINT_KINDS, Entry, EntryName, Kind
from geo.gazetteer.lexicon import Key, Stem, Token, lexicon, rules, spell_sound, stems, tokens
from geo.gazetteer.resolver import Gazetteer
from geo.model import Language
from geo.profile import current

#: What may stand between two words of one name.
_GAP = re.compile(r"[ \t\u00a0\u200c]?[-‐‑–—][ \t]?|[ \t\u00a0]+")

#: What may stand between a name and the words that say something of it.
_BESIDE = re.compile(r"[ \t\u00a0]*[-‐‑–]?[ \t\u00a0]*(?:['’]s?\s)?")

#: What stands between the members of a list.
_LIST = re.compile(r"\s*(?:[,،]\s*)?(?:(?:and|or|as well as|أو|یان|و)\s+)?(?:the\s+|al-|و)?")

#: Words of a name that are written small.
_SMALL = frozenset(
    (
        *("air", "airport", "and", "base", "bin", "border", "camp", "cement", "city", "crossing"),
        *("dam", "depot", "district", "dome", "e", "factory", "field", "fields", "gas", "i"),
        *("international", "line", "link", "military", "of", "oil", "pipeline", "plant", "power"),
        *("refinery", "section", "shrine", "station", "town", "u", "village"),
    )
)

#: Letters that a spelling needs where only its sound is that of the name.
_HEARD = 5

#: Kilometres within which two things of one name are the same town and what is called after it.
_NEAR = 20.0

#: By how many ranks a place must be better known than all others to be meant without a word more.
_AHEAD = 2

#: Kinds that are named only with a word that says so, where a town has the same name.
_WORKS = (Kind.FIELD, Kind.PIPELINE, *POINT_KINDS.values(), Kind.AIRPORT)

#: What is meant where only a name is said, first to last.
_ORDER = (
    *(Kind.PLACE, *_WORKS, Kind.CROSSING),
    *(Kind.SUBDISTRICT, Kind.DISTRICT, Kind.AREA, Kind.GOVERNORATE),
)

#: What else a word for a level may mean: papers call a sub-district a district.
_LEVELS = {
    Kind.DISTRICT: (Kind.DISTRICT, Kind.SUBDISTRICT, Kind.AREA),
    Kind.SUBDISTRICT: (Kind.SUBDISTRICT, Kind.DISTRICT),
    Kind.AREA: (Kind.AREA, Kind.DISTRICT, Kind.SUBDISTRICT),
}

_UNITS = frozenset((Kind.PLACE, Kind.DISTRICT, Kind.SUBDISTRICT, Kind.GOVERNORATE))


@dataclass(frozen=True)
class Mention:
    """A name in a sentence and what it stands for."""

    text: str  #: As written.
    start: int  #: Where it begins, in characters of the sentence.
    end: int  #: Where it ends.
    #: What it stands for; several for a field in parts, none where only the reader knows.
    entries: tuple[Entry, ...]
    candidates: tuple[Entry, ...]  #: What it may stand for, the best known first.

    @property
    def keys(self) -> tuple[str, ...]:
        """Kind and id of what it stands for, ``place:kirkuk``."""
        return tuple(entry.key for entry in self.entries)


def find_mentions(
    index: Gazetteer, sentences: Sequence[str], language: Language
) -> list[tuple[Mention, ...]]:
    """Return the names of places in each sentence of a text."""
    names = (_read_names(index, sentence, language) for sentence in sentences)
    return [tuple(_decide([name for name in each if name.is_place])) for each in names]


@dataclass(frozen=True)
class _Reading:
    """Words of a sentence read as a key of the gazetteer."""

    key: Key = ()
    letters: Key = ()
    after: int = 0  #: The first word behind it.
    start: int = 0  #: Where the name begins, without what is written onto it.
    end: int = 0
    head: str = ""  #: What Arabic writes before it, as letters.
    tail: int = 0  #: Letters that Sorani writes behind it.


class _Cue(NamedTuple):
    """A word beside a name that says of what kind it is."""

    kind: Kind
    is_of_several: bool  #: Whether it is said of several at once: *the fields of A and B*.
    is_before: bool


class _Name:
    """Words that may be a name, with the words beside it up to the next comma or full stop."""

    def __init__(
        self, text: str, words: Sequence[Token], first: int, hits: Sequence[EntryName], at: _Reading
    ) -> None:
        self.text, self.hits, self.at = text, hits, at
        self.size = at.after - first
        self.is_first = first == 0
        self.arabic = words[at.after - 1].arabic
        self.left = _run(text, words[max(0, first - 6) : first + 1][::-1])
        self.right = _run(text, words[at.after - 1 : at.after + 6])
        self.cue = self._find_cue()
        self.is_place = False  #: Whether the words are the name of a place here.

    def _find_cue(self) -> _Cue | None:
        meanings = lexicon()
        for side, before in ((() if self.arabic else self.right, False), (self.left, True)):
            last = ""
            for at, token in enumerate(side[:4]):
                for size in (3, 2, 1):
                    run = side[at : at + size][::-1] if before else side[at : at + size]
                    for words in _forms(run):
                        if len(words) == size and words in meanings.cues:
                            kind, is_of_several = meanings.cues[words]
                            return _Cue(Kind(kind), is_of_several, before)
                if before:
                    is_passed = token.letters in meanings.between | rules().articles
                else:
                    is_passed = token.letters in meanings.between - {"of", "the"}
                    is_passed |= token.letters == "and" and last in {"oil", "gas"}
                if not is_passed:
                    break
                last = token.letters
        return None

    @cached_property
    def is_feature(self) -> bool:
        """Whether it is the name of a river, mountain or plain."""
        features = lexicon().features
        beside = [*self.left[:1], *(() if self.arabic else self.right[:1])]
        if not self.arabic and self.left[1:] and self.left[0].letters == "of":
            beside.append(self.left[1])
        return any(words[0] in features for token in beside for words in _forms([token]))

    @cached_property
    def is_organisation(self) -> bool:
        """Whether it is part of the name of a paper, club or firm."""
        organisations = lexicon().organisations
        sides = [self.left[:size][::-1] if self.arabic else self.right[:size] for size in (2, 1)]
        return any(
            words in organisations
            for side in sides
            if self.arabic or all(token.capital for token in side)
            for words in _forms(side)
        )

    @cached_property
    def is_person(self) -> bool:
        """Whether a person's first name stands before it."""
        return any(
            (token.arabic or token.capital)
            and token.letters in lexicon().first_names
            and not token.text.endswith("ى")
            for token in self.left[:1]
        )

    @cached_property
    def has_capitals(self) -> bool:
        """Whether another capital word stands beside it, as in a person's whole name."""
        before = [token for token in self.left[:1] if token.start > 0]
        beside = () if self.arabic else (*before, *self.right[:1])
        return any(token.capital and token.letters not in lexicon().sited for token in beside)

    @cached_property
    def weakness(self) -> str:
        """Why the name alone is not enough: mostly ``foreign``, a ``person`` or a ``word``."""
        meanings = lexicon()
        lists = {"foreign": meanings.foreign, "person": meanings.persons, "word": meanings.words}
        reasons = (why for hit in self.hits for why in lists if hit.letters in lists[why])
        return next(reasons, "")

    def _follows(self, introductions: frozenset[str]) -> bool:
        """Return whether a word that introduces places stands before."""
        articles = {"the", *rules().articles}
        left = self.left[1:] if self.left and self.left[0].letters in articles else self.left
        return any(words[0] in introductions for words in _forms(left[:1]))

    def is_trusted(self) -> bool:
        """Return whether the words are the name of a place here."""
        if self.is_feature or self.is_organisation or (self.is_person and self.size == 1):
            return False
        is_hamlet = all(hit.entry.rank >= HAMLET for hit in self.hits) and self.size == 1
        if not self.weakness:
            if not is_hamlet or self.cue:
                return True
            is_led = self.at.head in {"ب", "ل", "وب", "ول", "بال", "لل", "وبال"}
            return (is_led or self._follows(lexicon().before)) and not self.has_capitals
        article = rules().article_prefix
        letters, head = self.at.letters[0], self.at.head
        is_written = letters.startswith(article) or head.endswith((article, "لل"))
        kinds = {
            hit.entry.kind
            for hit in self.hits
            if not self.arabic or hit.letters[0].startswith(article) == is_written
        }
        if self.cue and kinds and self.cue.kind in kinds | _UNITS:
            return True
        if self.weakness == "foreign" or (self.weakness == "word" and self.arabic):
            return False
        return self._follows(lexicon().sited) and not self.has_capitals and not self.is_first

    @property
    def may_be_listed(self) -> bool:
        """Whether it may be that of a place because it stands beside one in a list."""
        is_other = self.has_capitals or self.is_person or self.is_feature
        return not is_other and self.weakness in ({""} if self.arabic else {"", "word"})

    def is_beside(self, other: _Name) -> bool:
        """Return whether another name follows in a list."""
        between = self.text[self.at.end : other.at.start]
        is_list = 0 < len(between) < 20 and _LIST.fullmatch(between) is not None
        return is_list and bool(between.strip() or other.at.head)


def _run(text: str, words: Sequence[Token]) -> list[Token]:
    """Return the words behind the first one, as far as nothing but space is between."""
    result = []
    for before, word in pairwise(words):
        low, high = sorted((before, word), key=lambda token: token.start)
        if not _BESIDE.fullmatch(text[low.end : high.start]):
            break
        result.append(word)
    return result


def _forms(words: Sequence[Token]) -> list[Key]:
    """Return the ways to read words, with what Arabic writes before the first taken off."""
    if not words:
        return []
    remaining = tuple(word.letters for word in words[1:])
    if not words[0].arabic:
        return [(words[0].letters, *remaining)]
    return [(stem.letters, *remaining) for stem in stems(words[0].text) if not stem.article]


def _read_names(index: Gazetteer, text: str, language: Language) -> list[_Name]:
    """Return what may be names in a sentence, none within another."""
    words = tokens(text)
    names: list[_Name] = []
    at = 0
    while at < len(words):
        readings = _readings(index, text, words, at, language)
        for item in sorted(readings, key=lambda item: (-item.after, len(item.head) + item.tail)):
            if hits := _select_likely(index, words[at : item.after], item):
                first, reading = at, item
                if _has_article(words, at):
                    first, reading = at - 1, replace(item, start=words[at - 1].start)
                names.append(_Name(text, words, first, hits, reading))
                at = item.after - 1
                break
        at += 1
    pairs = [pair for pair in pairwise(names) if pair[0].is_beside(pair[1])]
    # "The fields of A, B": a word for several holds for the whole list, on either side.
    for name, other in pairs:
        if not other.cue and name.cue and name.cue.is_of_several and name.cue.is_before:
            other.cue = name.cue
    for name, other in pairs[::-1]:
        if not name.cue and other.cue and other.cue.is_of_several and not other.cue.is_before:
            name.cue = other.cue
    for name in names:
        name.is_place = name.is_trusted()
    for name, other in (*pairs, *((other, name) for name, other in pairs[::-1])):
        other.is_place |= name.is_place and other.may_be_listed
    return names


def _has_article(words: Sequence[Token], at: int) -> bool:
    """Return whether the word before is an article that belongs to a name: *al* in *al-Hawija*."""
    if not at or words[at - 1].arabic or words[at - 1].letters not in rules().articles:
        return False
    is_name = words[at].joined or (at > 1 and words[at - 1].capital)
    return words[at].capital and is_name


def _readings(
    index: Gazetteer, text: str, words: Sequence[Token], first: int, language: Language
) -> list[_Reading]:
    """Return the ways to read words from here on that are keys of the gazetteer."""
    result = []
    waiting = [_Reading()]
    is_sorani = language is Language.CKB
    for number in range(first, len(words)):
        token = words[number]
        if number > first and not _GAP.fullmatch(text[words[number - 1].end : token.start]):
            break
        if not token.arabic and token.letters in rules().articles:
            if number == first:
                break
            continue
        further = []
        variants = stems(token.text, behind=is_sorani) if token.arabic else [Stem(token.letters)]
        for before, stem in product(waiting, variants):
            reading = before
            if number == first:
                has_article = stem.article and not token.text[: stem.head].endswith("لل")
                skipped = stem.head - (len(rules().article_prefix) if has_article else 0)
                head = token.letters[: stem.head]
                reading = _Reading(start=token.start + skipped, head=head)
            elif stem.head and not stem.article:
                continue
            item = replace(
                reading,
                key=(*reading.key, spell_sound(stem.letters)),
                letters=(*reading.letters, stem.letters),
                after=number + 1,
                end=token.end - stem.tail,
                tail=stem.tail,
            )
            if item.key in index.index:
                result.append(item)
            if item.key in index.starts and not stem.tail:
                further.append(item)
        if not further:
            break
        waiting = further
    return result


def _select_likely(
    index: Gazetteer, words: Sequence[Token], reading: _Reading
) -> tuple[EntryName, ...]:
    """Return what goes by a name that is written as names are, and not only sounds alike."""
    spelled = [word for word in words if word.arabic or word.letters not in rules().articles]
    is_name = all(word.capital or word.letters in _SMALL for word in spelled)
    if not spelled[0].arabic and not (is_name and spelled[0].capital):
        return ()
    article = rules().article_prefix
    written = "".join(reading.letters), [word.removeprefix(article) for word in reading.letters]
    is_long = sum(map(len, reading.key)) >= _HEARD
    return tuple(
        hit
        for hit in index.index[reading.key]
        if "".join(hit.letters) == written[0]
        or [word.removeprefix(article) for word in hit.letters] == written[1]
        or (is_long and (hit.entry.rank < HAMLET or len(reading.key[0]) > 6))
    )


def _decide(names: Sequence[_Name]) -> Iterator[Mention]:
    """Yield the names of a sentence with what each stands for."""
    ranked = [_rank(name) for name in names]
    around = [entry for entries, is_sure in ranked if is_sure for entry in entries]
    for name, (entries, is_sure) in zip(names, ranked, strict=True):
        chosen = entries
        if not is_sure and entries:
            chosen = _pick_closest(entries, around)
            if entries[1].rank - entries[0].rank >= _AHEAD and chosen in {(), entries[:1]}:
                chosen = entries[:1]
            elif entries[1].rank - entries[0].rank >= _AHEAD:
                chosen = ()
        if entries:
            at = name.at
            yield Mention(name.text[at.start : at.end], at.start, at.end, chosen, entries)


def _rank(name: _Name) -> tuple[tuple[Entry, ...], bool]:
    """Return what a name may stand for, the best known first, and whether all of it is meant.

    Of a town and the units, fields and gates that are called after it only one is meant.
    """
    hits = _of_kind(name)
    if all(hit.needs_kind and hit.entry.kind is Kind.FIELD for hit in hits):
        return tuple({hit.entry: None for hit in hits}), True  # the domes of one field
    main = {hit.entry for hit in hits if hit.main}

    def order(entry: Entry) -> tuple[bool, int, int, str]:
        return entry not in main, _ORDER.index(entry.kind), entry.rank, entry.id

    heads: list[Entry] = []
    for entry in sorted({hit.entry for hit in hits}, key=order):
        if not any(_are_kin(entry, head) for head in heads):
            heads.append(entry)
    return tuple(sorted(heads, key=lambda head: (head.rank, head.key))), len(heads) == 1


def _of_kind(name: _Name) -> tuple[EntryName, ...]:
    """Return who goes by a name without those that the words beside it rule out."""
    if name.cue:
        for kind in _LEVELS.get(name.cue.kind, (name.cue.kind,)):
            hits = tuple(hit for hit in name.hits if hit.entry.kind is kind)
            if hits:
                return hits
    free = tuple(hit for hit in name.hits if not hit.needs_kind)
    kinds = {hit.entry.kind for hit in free}
    ruled_out = _WORKS if kinds - {*_WORKS, Kind.CROSSING} else ()
    return tuple(hit for hit in free if hit.entry.kind not in ruled_out)


def _are_kin(first: Entry, other: Entry) -> bool:
    """Return whether one lies in the other, or both are one town and what is called after it."""
    if first.id in other.within or other.id in first.within:
        return True
    if Kind.AREA in {first.kind, other.kind} and first.within & other.within:
        return True
    lat = math.radians((first.lat + other.lat) / 2)
    x = math.radians(first.lon - other.lon) * math.cos(lat)
    return 6371.0 * math.hypot(x, math.radians(first.lat - other.lat)) < _NEAR


def _pick_closest(entries: Sequence[Entry], around: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the one thing that lies where other names of the sentence lie, if there is one.

    The narrowest unit decides: a district before a governorate.
    """
    named = {code for entry in around for code in (*entry.within, entry.id)}
    admin = current().admin
    for size in (admin.subdistrict, admin.district, admin.governorate):
        codes = {code for code in named if len(code) == size}
        shared = tuple(entry for entry in entries if entry.within & codes)
        if shared:
            return shared if len(shared) == 1 else ()
    return ()
