"""Where the words of a text may be a name: every spelling of the gazetteer, longest first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from geo.articles.article import Sentence
from geo.gazetteer.entries import EntryName
from geo.gazetteer.index import JOINED, LONG, Gazetteer
from geo.gazetteer.lexicon import Key, lexicon
from geo.gazetteer.spelling import Stem, Token, rules, spell_sound, stems, tokens
from geo.model import Language

#: What may stand between two words of one name.
_GAP = re.compile(r"[ \t\u00a0\u200c]?[-‐‑–—][ \t]?|[ \t\u00a0]+")

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

#: How alike a word and a long name must be, of 100, where it is none of its spellings.
_ALIKE = 90


@dataclass(frozen=True)
class NameMatch:
    """Words that may be a name."""

    words: tuple[Token, ...]  #: The words of the sentence.
    first: int  #: The first of them that belongs to the name.
    after: int  #: The first behind the name.
    #: Where the name begins, in characters of the sentence, without what is written onto it.
    start: int
    end: int  #: Where it ends.
    hits: tuple[EntryName, ...]  #: Who goes by it.
    exact: bool  #: Whether it is spelled as the gazetteer has it.
    near: bool = False  #: Whether it only resembles the name.
    head: str = ""  #: What Arabic writes before it, as letters.
    tail: str = ""  #: What Sorani writes behind it.

    @property
    def size(self) -> int:
        """How many words the name has."""
        return self.after - self.first

    @property
    def letters(self) -> Key:
        return self.hits[0].letters


@dataclass(frozen=True)
class _Path:
    """Words from somewhere on, as the beginning of a key of the gazetteer."""

    key: Key
    letters: Key
    after: int
    start: int
    end: int
    open: bool
    head: str = ""
    tail: str = ""
    article: bool = False
    is_complete: bool = True


class NameMatcher:
    """Finds names in one sentence."""

    def __init__(
        self, index: Gazetteer, sentence: Sentence, language: Language, *, actors: bool = False
    ) -> None:
        self.index = index
        self._actors = actors
        self.text = sentence.text
        self.language = language
        self.words = tokens(sentence.text)

    def matches(self) -> Iterator[NameMatch]:
        """Yield the names of the sentence, in order, none within another."""
        at = 0
        while at < len(self.words):
            name_match = self._match_longest(at)
            if name_match:
                yield name_match
            at = name_match.after if name_match else at + 1

    def _match_longest(self, at: int) -> NameMatch | None:
        paths = sorted(self._paths(at), key=lambda path: (-path.after, len(path.head + path.tail)))
        for path in paths:
            hits = self._select_likely(path, at)
            if hits:
                exact = any(path.letters == hit.letters for hit in hits)
                return NameMatch(
                    self.words, at, path.after, path.start, path.end, hits, exact,
                    head=path.head, tail=path.tail,
                )  # fmt: skip
        return None

    def _paths(self, at: int) -> Iterator[_Path]:
        """Yield the ways to read the words from here on that are keys of the gazetteer."""
        waiting = [_Path((), (), at, -1, -1, open=True)]
        while waiting:
            path = waiting.pop()
            if path.is_complete and path.key in self.index.index:
                yield path
            if path.open and path.after < len(self.words):
                waiting += self._further(path)
        yield from self._join_words(at)

    def _further(self, path: _Path) -> Iterator[_Path]:
        at = path.after
        token = self.words[at]
        if path.key and not _GAP.fullmatch(self.text[path.end : token.start]):
            return
        article = token.letters in rules().articles and token.text[:1].isascii()
        if article and at + 1 < len(self.words):
            if path.is_complete and (path.key or self._ties(at)):
                start = token.start if path.start < 0 else path.start
                yield replace(path, after=at + 1, start=start, end=token.end, is_complete=False)
            return
        for stem in self._stems(token):
            if path.key and stem.head and not stem.article:
                continue
            own_path = _Path(
                (*path.key, spell_sound(stem.letters)),
                (*path.letters, stem.letters),
                at + 1,
                path.start if path.start >= 0 else token.start + _head_length(token.text, stem),
                token.end - stem.tail,
                open=not stem.tail,
                head=path.head or token.letters[: stem.head],
                tail=token.letters[len(token.letters) - stem.tail :] if stem.tail else "",
                article=path.article or stem.article,
            )
            if own_path.key in self.index.starts:
                yield own_path

    def _ties(self, at: int) -> bool:
        """Return whether an article belongs to the capital word behind it."""
        after = self.words[at + 1]
        return after.capital and (after.joined or (at > 0 and self.words[at].capital))

    def _stems(self, token: Token) -> tuple[Stem, ...]:
        if not token.arabic:
            return (Stem(token.letters),)
        return stems(token.text, behind=self.language is Language.CKB)

    def _join_words(self, at: int) -> Iterator[_Path]:
        """Yield two words that are one in the gazetteer: Khana Sor."""
        pair = self.words[at : at + 2]
        if len(pair) < 2 or not _GAP.fullmatch(self.text[pair[0].end : pair[1].start]):
            return
        if not (pair[0].capital and pair[1].capital and pair[0].arabic == pair[1].arabic):
            return
        for last in (
            self._stems(pair[1]) if self.language is Language.CKB else (Stem(pair[1].letters),)
        ):
            letters = pair[0].letters + last.letters
            key = (spell_sound(letters),)
            if len(letters) >= JOINED and key in self.index.index:
                yield _Path(
                    key, (letters,), at + 2, pair[0].start, pair[1].end - last.tail, open=False,
                    tail=pair[1].letters[len(last.letters) :],
                )  # fmt: skip

    def _select_likely(self, path: _Path, at: int) -> tuple[EntryName, ...]:
        """Return candidates for words that sound like a name."""
        words = self.words[at : path.after]
        if self._actors:
            return tuple(
                item for item in self.index.index[path.key] if self._actor(item, path, words)
            )
        if not words[0].arabic and not self._is_capitalised(words):
            return ()
        heard = sum(map(len, path.key)) >= _HEARD
        return tuple(
            item
            for item in self.index.index[path.key]
            if _is_same_name(item, path)
            or (heard and item.entry.rank < 5)
            or (heard and len(path.key[0]) > 6)
        )

    def _is_capitalised(self, words: tuple[Token, ...]) -> bool:
        own_words = [word for word in words if word.letters not in rules().articles]
        return own_words[0].capital and all(
            word.capital or word.letters in _SMALL for word in own_words
        )

    def _actor(self, name: EntryName, path: _Path, words: tuple[Token, ...]) -> bool:
        """Return whether an actor's name is written as it may be: IS is one, is is none."""
        if words[0].arabic:
            article = words[0].letters.startswith("ال") or path.head.endswith("لل")
            return len(words) == 1 or article == name.letters[0].startswith("ال")
        if name.text.isupper():
            return self.text[path.start : path.end] == name.text
        return words[0].capital or name.letters in lexicon().any_case

    def match_misspelt(self, spots: tuple[NameMatch, ...]) -> Iterator[NameMatch]:
        """Yield words that differ from a long name by about a letter."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 -- only where a word is long

        taken = {at for spot in spots for at in range(spot.first, spot.after)}
        for at, token in enumerate(self.words):
            if at in taken or not token.capital or self._leans(at, taken):
                continue
            for stem in self._stems(token)[:3]:
                word = spell_sound(stem.letters)
                if len(word) < LONG:
                    continue
                best = process.extractOne(
                    word, self.index.long, scorer=fuzz.ratio, score_cutoff=_ALIKE
                )
                if best and not _belongs(word, best[0]):
                    hits = tuple(
                        item for item in self.index.index[(best[0],)] if item.entry.rank <= 4
                    )
                    start = token.start + stem.head
                    yield NameMatch(
                        self.words, at, at + 1, start, token.end - stem.tail, hits,
                        exact=False, near=True, head=token.letters[: stem.head],
                    )  # fmt: skip
                    break

    def _leans(self, at: int, taken: set[int]) -> bool:
        """Return whether a capital word stands beside, as in a person's name."""
        if self.words[at].arabic:
            return False
        for other in (at - 1, at + 1):
            if 0 <= other < len(self.words) and other not in taken:
                item = self.words[other]
                between = self.text[
                    min(item.end, self.words[at].end) : max(item.start, self.words[at].start)
                ]
                if item.capital and other > 0 and _GAP.fullmatch(between):
                    return True
        return False


def _head_length(text: str, stem: Stem) -> int:
    """Return how many characters before a name are not part of it; its article is."""
    if not stem.article or text[: stem.head].endswith("لل"):
        return stem.head
    return stem.head - 2


def _is_same_name(name: EntryName, path: _Path) -> bool:
    """Return whether letters are the name's, its article aside."""
    if name.letters == path.letters or "".join(name.letters) == "".join(path.letters):
        return True
    variants = [
        tuple(word.removeprefix("ال") for word in words) for words in (name.letters, path.letters)
    ]
    return variants[0] == variants[1]


def _belongs(word: str, name: str) -> bool:
    """Return whether a word is who comes from a place: Barzani, الموصلي."""
    longer, shorter = sorted((word, name), key=len, reverse=True)
    tail = longer.removeprefix(shorter)
    return tail != longer and tail in {"i", "ia", "is", "ian", "ی", "یە", "یین", "ە", "ین", "یان"}


def agrees_on_article(spot: NameMatch, name: EntryName) -> bool:
    """Return whether text and name agree on the Arabic article."""
    written = "".join(word.letters for word in spot.words[spot.first : spot.first + 1])
    return name.letters[0].startswith("ال") == (
        written.startswith("ال") or spot.head.endswith(("ال", "لل"))
    )


def find_weakness(name: EntryName) -> str:
    """Return why a name alone is not enough: ``person``, ``word``, ``foreign``, or nothing."""
    known = lexicon()
    for why, names in (
        ("foreign", known.foreign),
        ("person", known.persons),
        ("word", known.words),
    ):
        if name.letters in names:
            return why
    return ""
