"""What the words beside a name say of it: a province, a field, a river, a person, a paper."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geo.articles.name_matcher import NameMatch
from geo.gazetteer.lexicon import Key, lexicon
from geo.gazetteer.spelling import Token, rules, stems

_GAP = re.compile(r"[ \t\u00a0]*[-‐‑–]?[ \t\u00a0]*(?:['’]s?\s)?")

#: Words that a kind may be detected from, at most.
_LONGEST = 3

#: What stands between the members of a list.
_LIST = re.compile(r"\s*(?:[,،]\s*)?(?:(?:and|or|as well as|أو|یان|و)\s+)?(?:the\s+|al-|و)?")


@dataclass(frozen=True)
class Cue:
    """A word that states the kind of a name."""

    kind: str
    several: bool = False  #: Whether it is said of several names.
    before: bool = True  #: Whether it stands before the name.


class NameContext:
    """The words beside a spot, up to the next comma or full stop."""

    def __init__(self, spot: NameMatch, text: str) -> None:
        self.spot = spot
        self.text = text
        self.words = spot.words
        self.arabic = self.words[spot.first].arabic
        self.left = self._run(range(spot.first - 1, -1, -1))
        self.right = self._run(range(spot.after, len(self.words)))
        self.cue: Cue | None = None
        """The word that states the kind of the name, also that of a list."""
        self.is_sure = False
        """Whether the words are the name of a place here."""

    def _run(self, numbers: range) -> list[Token]:
        """Return the words one way, nearest first, as far as nothing but space is between."""
        tokens: list[Token] = []
        first, last = self.spot.first, self.spot.after - 1
        before = self.words[first if numbers.step < 0 else last]
        for number in numbers[:6]:
            word = self.words[number]
            low, high = (word, before) if word.start < before.start else (before, word)
            if not _GAP.fullmatch(self.text[low.end : high.start]):
                break
            tokens.append(word)
            before = word
        return tokens

    def find_cue(self) -> Cue | None:
        """Return the word that states the kind of the name; first one behind it."""
        return (None if self.arabic else self._find_cue_behind()) or self._find_cue_before()

    def _find_cue_behind(self) -> Cue | None:
        known = lexicon()
        skipped = ""
        for at, token in enumerate(self.right[:4]):
            words = [item.letters for item in self.right[at : at + _LONGEST]]
            for size in range(len(words), 0, -1):
                if result := known.cues.get(tuple(words[:size])):
                    return Cue(*result, before=False)
            passing = token.letters in known.between - {"of", "the"}
            if not passing and not (token.letters == "and" and skipped in {"oil", "gas"}):
                return None
            skipped = token.letters
        return None

    def _find_cue_before(self) -> Cue | None:
        known = lexicon()
        for at, token in enumerate(self.left[:4]):
            for size in range(_LONGEST, 0, -1):
                for words in self._read(self.left[at : at + size][::-1]):
                    if len(words) == size and (result := known.cues.get(words)):
                        return Cue(*result)
            if token.letters not in known.between and token.letters not in rules().articles:
                return None
        return None

    def _read(self, words: list[Token]) -> list[Key]:
        """Return the ways to read words, with what Arabic writes before the first taken off."""
        if not words:
            return []
        letters = tuple(word.letters for word in words[1:])
        if not words[0].arabic:
            return [(words[0].letters, *letters)]
        return [(stem.letters, *letters) for stem in stems(words[0].text) if not stem.article]

    @property
    def feature(self) -> bool:
        """Whether the name is that of a river, mountain or plain."""
        known = lexicon().features
        sides = self.left[:1] if self.arabic else (*self.left[:1], *self.right[:1])
        if not self.arabic and self.left[1:2] and self.left[0].letters == "of":
            sides = (*sides, self.left[1]) if self.left[1].letters in known else sides
        return any(words[0] in known for item in sides for words in self._read([item]))

    @property
    def organisation(self) -> bool:
        """Whether the name is part of that of a paper, club or firm."""
        known = lexicon().organisations
        for size in (2, 1):
            side = self.left[:size][::-1] if self.arabic else self.right[:size]
            named = self.arabic or all(item.capital for item in side)
            if named and any(words in known for words in self._read(side) if len(words) == size):
                return True
        return False

    @property
    def person(self) -> bool:
        if not self.left or not (self.arabic or self.left[0].capital):
            return False
        item = self.left[0]
        return item.letters in lexicon().first_names and not item.text.endswith("ى")

    @property
    def titled(self) -> bool:
        """Whether a person's title or office stands before the name."""
        return any(item.letters in lexicon().titles for item in self.left[:2])

    @property
    def capitals(self) -> bool:
        """Whether another capital word stands beside, as in a person's whole name."""
        if self.arabic:
            return False
        before = self.left[:1] if self.left[:1] and self.left[0].start > 0 else []
        known = lexicon().sited
        return any(
            item.capital and item.letters not in known for item in (*before, *self.right[:1])
        )

    def follows_place_word(self, sited: bool) -> bool:
        """Return whether a word that introduces places stands before."""
        known = lexicon().sited if sited else lexicon().before
        if self.spot.head in {"ب", "ل", "وب", "ول", "بال", "لل", "وبال"} and not sited:
            return True
        at = 1 if self.left and self.left[0].letters in {"the", "al", "el"} else 0
        return bool(self.left[at:]) and any(
            words[0] in known for words in self._read([self.left[at]])
        )


def are_listed(text: str, name_match: NameMatch, other: NameMatch) -> bool:
    """Return whether two names stand beside each other in a list."""
    between = text[name_match.end : other.start]
    return (
        0 < len(between) < 20
        and bool(_LIST.fullmatch(between))
        and bool(between.strip() or other.head)
    )
