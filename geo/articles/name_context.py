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
    """The kind."""
    several: bool = False
    """Whether it is said of several names."""
    before: bool = True
    """Whether it stands before the name."""


class NameContext:
    """The words beside a spot, up to the next comma or full stop."""

    def __init__(self, spot: NameMatch, text: str) -> None:
        self.spot = spot
        self.text = text
        self.words = spot.words
        self.arabic = self.words[spot.first].arabic
        self.left = self._run(range(spot.first - 1, -1, -1))
        self.right = self._run(range(spot.after, len(self.words)))

    def _run(self, numbers: range) -> list[Token]:
        """Return the words one way, nearest first, as far as nothing but space is between."""
        found: list[Token] = []
        first, last = self.spot.first, self.spot.after - 1
        before = self.words[first if numbers.step < 0 else last]
        for number in numbers[:6]:
            one = self.words[number]
            low, high = (one, before) if one.start < before.start else (before, one)
            if not _GAP.fullmatch(self.text[low.end : high.start]):
                break
            found.append(one)
            before = one
        return found

    def cue(self) -> Cue | None:
        """Return the word that states the kind of the name; first one behind it."""
        return (None if self.arabic else self._behind()) or self._before()

    def _behind(self) -> Cue | None:
        known = lexicon()
        skipped = ""
        for at, token in enumerate(self.right[:4]):
            words = [one.letters for one in self.right[at : at + _LONGEST]]
            for size in range(len(words), 0, -1):
                if found := known.cues.get(tuple(words[:size])):
                    return Cue(*found, before=False)
            passing = token.letters in known.between - {"of", "the"}
            if not passing and not (token.letters == "and" and skipped in {"oil", "gas"}):
                return None
            skipped = token.letters
        return None

    def _before(self) -> Cue | None:
        known = lexicon()
        for at, token in enumerate(self.left[:4]):
            for size in range(_LONGEST, 0, -1):
                for words in self._read(self.left[at : at + size][::-1]):
                    if len(words) == size and (found := known.cues.get(words)):
                        return Cue(*found)
            if token.letters not in known.between and token.letters not in rules().articles:
                return None
        return None

    def _read(self, words: list[Token]) -> list[Key]:
        """Return the ways to read words, with what Arabic writes before the first taken off."""
        if not words:
            return []
        rest = tuple(one.letters for one in words[1:])
        if not words[0].arabic:
            return [(words[0].letters, *rest)]
        return [(one.letters, *rest) for one in stems(words[0].text) if not one.article]

    @property
    def feature(self) -> bool:
        """Whether the name is that of a river, mountain or plain."""
        known = lexicon().features
        sides = self.left[:1] if self.arabic else (*self.left[:1], *self.right[:1])
        if not self.arabic and self.left[1:2] and self.left[0].letters == "of":
            sides = (*sides, self.left[1]) if self.left[1].letters in known else sides
        return any(words[0] in known for one in sides for words in self._read([one]))

    @property
    def organisation(self) -> bool:
        """Whether the name is part of that of a paper, club or firm."""
        known = lexicon().organisations
        for size in (2, 1):
            side = self.left[:size][::-1] if self.arabic else self.right[:size]
            named = self.arabic or all(one.capital for one in side)
            if named and any(words in known for words in self._read(side) if len(words) == size):
                return True
        return False

    @property
    def person(self) -> bool:
        """Whether a person's first name stands before the name."""
        if not self.left or not (self.arabic or self.left[0].capital):
            return False
        one = self.left[0]
        return one.letters in lexicon().first_names and not one.text.endswith("ى")

    @property
    def titled(self) -> bool:
        """Whether a person's title or office stands before the name."""
        return any(one.letters in lexicon().titles for one in self.left[:2])

    @property
    def capitals(self) -> bool:
        """Whether another capital word stands beside, as in a person's whole name."""
        if self.arabic:
            return False
        before = self.left[:1] if self.left[:1] and self.left[0].start > 0 else []
        known = lexicon().sited
        return any(one.capital and one.letters not in known for one in (*before, *self.right[:1]))

    def led(self, sited: bool) -> bool:
        """Return whether a word stands before after which places are named."""
        known = lexicon().sited if sited else lexicon().before
        if self.spot.head in {"ب", "ل", "وب", "ول", "بال", "لل", "وبال"} and not sited:
            return True
        at = 1 if self.left and self.left[0].letters in {"the", "al", "el"} else 0
        return bool(self.left[at:]) and any(
            words[0] in known for words in self._read([self.left[at]])
        )


def listed(text: str, one: NameMatch, other: NameMatch) -> bool:
    """Return whether two names stand beside each other in a list."""
    between = text[one.end : other.start]
    return (
        0 < len(between) < 20
        and bool(_LIST.fullmatch(between))
        and bool(between.strip() or other.head)
    )
