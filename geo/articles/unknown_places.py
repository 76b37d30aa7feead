"""Names that a sentence uses as names of places though no thing of the atlas has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from geo.articles.name_context import NameContext
from geo.articles.name_matcher import NameMatch
from geo.gazetteer.lexicon import lexicon
from geo.gazetteer.spelling import Token, rules, stems

#: What may stand between two words of one name.
_GAP = re.compile(r"[ \t\u00a0]+|[ \t]?[-‐‑–—][ \t]?")

#: Kinds of things whose word beside a name makes it that of a place.
_KINDS = frozenset(("place", "district", "subdistrict", "governorate"))

#: Words of a name at most.
_LONGEST = 3

#: Endings of English words for peoples and languages, which say no place: *in Kurdish hands*.
_PEOPLE = re.compile(r"(?:ish|ian|ese|iyya|i|ite|ites|ians|is)$")

#: What stands behind a name that ends a phrase: *in Halgurd and*, *in Halgurd on Monday*.
_AFTER = frozenset(
    (
        *("a", "after", "and", "as", "at", "because", "before", "but", "by", "during", "for"),
        *("from", "had", "has", "have", "in", "is", "later", "near", "of", "on", "or", "said"),
        *("since", "so", "that", "the", "then", "this", "to", "today", "until", "was", "were"),
        *("when", "where", "which", "while", "who", "will", "with", "without", "yesterday"),
    )
)


def unknown_places(
    words: Sequence[Token],
    text: str,
    matches: Sequence[NameMatch],
    taken: Sequence[tuple[int, int]],
) -> Iterator[tuple[int, int]]:
    """Yield where a sentence names places that the atlas does not know.

    A name counts where a word beside it says that it is a place (*the village of Halgurd*, قرية,
    گوندی) or, in English, where it follows a word after which hardly anything but a place is
    named (*near Halgurd*). What is doubtful is left out.
    """
    covered = bytearray(len(text))
    for start, end in taken:
        covered[start:end] = b"\1" * (min(end, len(text)) - start)
    known = {at for match in matches for at in range(match.first, match.after)}
    busy = [at in known or any(covered[word.start : word.end]) for at, word in enumerate(words)]
    at = 0
    while at < len(words):
        after = _find_end(words, text, busy, at)
        if after > at:
            match = NameMatch(
                tuple(words), at, after, words[at].start, words[after - 1].end, (), exact=False
            )
            if _is_place(match, text):
                yield match.start, match.end
        at = max(after, at + 1)


def _find_end(words: Sequence[Token], text: str, busy: Sequence[bool], at: int) -> int:
    """Return the word behind a name that begins here; the same word where none does."""
    word = words[at]
    if busy[at] or word.letters in rules().articles or not word.text[0].isalpha():
        return at
    if word.arabic:
        return at + 1
    after = at
    while after < len(words) and not busy[after] and words[after].capital:
        if after > at and not _is_tied(words, text, after):
            break
        after += 1
    is_complete = after - at <= _LONGEST and not (
        after < len(words) and busy[after] and _is_tied(words, text, after)
    )
    return after if is_complete else max(after, at)


def _is_tied(words: Sequence[Token], text: str, after: int) -> bool:
    """Return whether a word follows the one before without a comma between."""
    return bool(_GAP.fullmatch(text[words[after - 1].end : words[after].start]))


def _is_place(spot: NameMatch, text: str) -> bool:
    """Return whether words are used as the name of a place."""
    beside = NameContext(spot, text)
    words = spot.words[spot.first : spot.after]
    if (
        spot.size > _LONGEST
        or beside.titled
        or beside.person
        or beside.organisation
        or beside.feature
    ):
        return False
    known = lexicon()
    if any(word.letters in known.first_names | known.general for word in words):
        return False
    cue = beside.find_cue()
    kind_named = cue is not None and cue.kind in _KINDS
    if words[0].arabic:
        return kind_named and not _is_adjective(words[0])
    if spot.first == 0 or all(word.text.isupper() for word in words) or len(words[0].text) < 3:
        return False
    is_led = bool(beside.left) and beside.left[0].letters in known.sited
    return kind_named or (
        is_led and not _PEOPLE.search(words[-1].letters) and _ends_phrase(spot, text)
    )


def _ends_phrase(spot: NameMatch, text: str) -> bool:
    """Return whether a name ends its phrase, so that it describes nothing: *in Ottoman times*."""
    if spot.after >= len(spot.words):
        return True
    word = spot.words[spot.after]
    return not _GAP.fullmatch(text[spot.end : word.start]) or word.letters in _AFTER


def _is_adjective(word: Token) -> bool:
    """Return whether a word after *village* or *town* is not a name: قرية صغيرة, قرية قرب."""
    plain = not any(stem.article for stem in stems(word.text))
    adjective = plain and word.text.endswith(("ة", "ات"))
    return adjective or word.text.startswith("و") or word.letters in lexicon().before
