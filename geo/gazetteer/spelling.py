"""Spellings: tokens of a text and the forms in which different spellings of one name meet.

Three forms, each looser than the one before: *letters* (case, accents and the letters of Arabic
and Sorani made one), *sound* (Latin transcriptions made one: Dohuk and Duhok, Daquq and Daqouq)
and *stems* (letters without what Arabic and Sorani write onto a word: وكركوك, کەرکووکەوە).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")

#: Signs that are written within a word and are no letters of it.
_WITHIN = "'’ʼʿʾ`‘ـ\u200c\u200d\u064b-\u065f\u0670"
_WORD = re.compile(rf"[^\W_]+(?:[{_WITHIN}]+[^\W_]+)*[{_WITHIN[10:]}]*")
_DROPPED = re.compile(rf"[{_WITHIN}]")
_OWNER = re.compile(r"['’ʼ]s$", re.IGNORECASE)

#: The Latin article in the forms that Arabic gives it.
ARTICLES = frozenset(("al", "el", "as", "ash", "ad", "adh", "an", "ar", "at", "ath", "az"))


@dataclass(frozen=True)
class Token:
    """One word of a text."""

    text: str
    """The word as written, without a final 's."""
    start: int
    """Where it begins, in characters of the text."""
    end: int
    """Where it ends."""
    joined: bool = False
    """Whether a hyphen ties it to the word before."""

    @property
    def arabic(self) -> bool:
        """Whether it is written in Arabic letters."""
        return ARABIC.match(self.text) is not None

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital or a digit."""
        return not self.text[:1].islower()

    @property
    def letters(self) -> str:
        """Its letters, see :func:`letters`."""
        return letters(self.text)


def tokens(text: str) -> tuple[Token, ...]:
    """Split a text into words.

    Examples
    --------
    >>> [token.text for token in tokens("Kirkuk's Al-Hawija, Rabi'a")]
    ['Kirkuk', 'Al', 'Hawija', "Rabi'a"]
    """
    return tuple(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    last = -2
    for found in _WORD.finditer(text):
        word = _OWNER.sub("", found[0])
        joined = found.start() == last + 1 and text[last] in "-‐‑"
        last = found.end()
        yield Token(word, found.start(), found.start() + len(word), joined)


@lru_cache(maxsize=65536)
def letters(word: str) -> str:
    """Return a word's letters so that case, accents and kinds of Arabic letters do not matter.

    Examples
    --------
    >>> letters("Kerkûk"), letters("Rabi'a"), letters("كَركوك") == letters("کەرکووک")
    ('kerkuk', 'rabia', False)
    >>> letters("أربيل") == letters("اربیل")
    True
    """
    text = _DROPPED.sub("", unicodedata.normalize("NFKD", word.lower().translate(_LATIN)))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return text.translate(_ARABIC)


_LATIN = str.maketrans({"ı": "i", "ş": "sh", "ç": "ch", "ğ": "gh", "ø": "o", "æ": "ae", "ß": "ss"})
_ARABIC = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىيئێې", "ی"),
        "ك": "ک",
        **dict.fromkeys("ةهھۀ", "ە"),
        **dict.fromkeys("ؤۆۇۊ", "و"),
        "ڕ": "ر",
        "ڵ": "ل",
        "ء": "",
        **{chr(0x660 + i): str(i) for i in range(10)},
        **{chr(0x6F0 + i): str(i) for i in range(10)},
    }
)


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """Return a Latin word as it sounds: transcriptions of one Arabic or Kurdish name meet.

    Takes and gives :func:`letters`. Of Arabic letters, those that only Sorani has become the ones
    that Arabic writes for them, and none stands twice.

    Examples
    --------
    >>> sound("dohuk") == sound("duhok"), sound("daqouq") == sound("dakuk")
    (True, True)
    >>> sound("sulaymaniyah") == sound("sulaimaniya") == sound("suleimaniyya")
    True
    """
    if ARABIC.match(word):
        return re.sub(r"(.)\1+", r"\1", word.translate(_SORANI))
    for form, plain in _SOUNDS:
        word = form.sub(plain, word)
    return word


_SORANI = str.maketrans("گچپڤژ", "کجبفز")
_SOUNDS = tuple(
    (re.compile(form), plain)
    for form, plain in (
        (r"tch", "ch"),
        (r"x", "kh"),
        (r"dj", "j"),
        (r"ph", "f"),
        (r"[ae][yi](?=.)", "ai"),
        (r"ee|ie(?=.)", "i"),
        (r"o[uo]|[ou]", "u"),
        (r"q|ck", "k"),
        (r"i?y+ah?$|i?y+eh?$|iya$|ia$", "ia"),
        (r"(?<=[^aeiou])[ae]h$|(?<=[^aeiou])e$", "a"),
        (r"y", "i"),
        (r"e", "i"),
        (r"v", "w"),
        (r"(.)\1+", r"\1"),
    )
)


@dataclass(frozen=True)
class Stem:
    """A word, or what is left of it without what its language writes onto it."""

    letters: str
    """What is left, as :func:`letters` has it."""
    head: int = 0
    """Characters taken off before it."""
    tail: int = 0
    """Characters taken off behind it."""
    article: bool = False
    """Whether the Arabic article was among them."""


@lru_cache(maxsize=65536)
def stems(word: str, sorani: bool = False) -> tuple[Stem, ...]:
    """Return an Arabic or Sorani word as it is, then without what is written onto it.

    Arabic writes *and, then, in, to, as, the* before a name; Sorani writes *of, in, from, too*
    behind it.

    Examples
    --------
    >>> [stem.letters for stem in stems("وكركوك")][:2]
    ['وکرکوک', 'کرکوک']
    >>> "کەرکووک" in {stem.letters for stem in stems("کەرکووکەوە", sorani=True)}
    True
    """
    whole = letters(word)
    found = [Stem(whole)]
    if sorani:
        ends = (tail for tail in _TAILS if whole.endswith(tail) and len(whole) - len(tail) >= 2)
        return (*found, *(Stem(whole[: -len(tail)], tail=len(tail)) for tail in ends))
    for size in range(1, min(5, len(whole) - 1)):
        if _HEAD.fullmatch(whole[:size]):
            article = whole[:size].endswith(("ال", "لل"))
            found.append(Stem(whole[size:], size, article=article))
    return tuple(found)


#: What Arabic writes before a name: and, then, in, to, as, the; two or three of them together.
_HEAD = re.compile("[وف]?(?:[بک]?ال|لل|[بلک])|[وف]")

#: What Sorani writes behind one.
_TAILS = ("ی", "یە", "دا", "یدا", "ەوە", "وە", "یەوە", "ش", "یش", "یان", "ە")
