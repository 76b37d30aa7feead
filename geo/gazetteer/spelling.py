"""Spellings: tokens of a text and the forms in which different spellings of one name meet.

Three forms, each looser than the one before: *letters* (case, accents and the letters of Arabic
and Sorani made one), *sound* (Latin transcriptions made one: Dohuk and Duhok, Daquq and Daqouq)
and *stems* (letters without what Arabic and Sorani write onto a word: وكركوك, کەرکووکەوە).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from geo.errors import DataError, Fault
from geo.profile import Profile, current

ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")

#: Signs that are written within a word and are no letters of it.
_WITHIN = "'’ʼʿʾ`‘ـ\u200c\u200d\u064b-\u065f\u0670"
_WORD = re.compile(rf"[^\W_]+(?:[{_WITHIN}]+[^\W_]+)*[{_WITHIN[10:]}]*")
_DROPPED = re.compile(rf"[{_WITHIN}]")
_OWNER = re.compile(r"['’ʼ]s$", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Rules:
    """How names are written in the languages of a profile: its ``language/spelling.json``."""

    letters: Mapping[str, str]  #: Letter -> what it is made, so that kinds of one letter meet.
    articles: frozenset[str]  #: Words that are articles, in Latin transcription.
    #: The article that is written onto the word behind it; empty where there is none.
    article_prefix: str
    #: Forms of Latin transcriptions, and what each is made, in this order.
    sounds: tuple[tuple[re.Pattern[str], str], ...]
    #: Letters of one language of a script -> those that another one writes for them.
    letter_sounds: Mapping[str, str]
    #: Words of names, as they sound, that have many spellings -> the one that stands for all.
    words: Mapping[str, str]
    #: What is written onto the front of a name: *and, in, to, the*.
    written_before: re.Pattern[str] | None
    written_behind: tuple[str, ...]  #: What is written onto its end.


@lru_cache(maxsize=4)
def _rules(profile: Profile) -> Rules:
    known = profile.language_data("spelling")
    try:
        before = known.get("written_before")
        return Rules(
            letters=_sources(known.get("letters", {})),
            articles=frozenset(known.get("articles", ())),
            article_prefix=known.get("article_prefix", ""),
            sounds=tuple((re.compile(form), plain) for form, plain in known.get("sounds", ())),
            letter_sounds=_sources(known.get("letter_sounds", {})),
            words=_sources(known.get("words", {})),
            written_before=re.compile(before) if before else None,
            written_behind=tuple(known.get("written_behind", ())),
        )
    except (AttributeError, TypeError, ValueError, re.error) as error:
        accepted = "rules of spelling as docs/reference.md describes them"
        raise DataError([Fault("language/spelling.json", None, "", str(error), accepted)]) from None


def rules_of_page(profile: Profile) -> dict[str, object]:
    """Return the rules that ``client/paint/data/spelling.ts`` reads: all but those for prose."""
    known = profile.language_data("spelling")
    return {name: rules for name, rules in known.items() if not name.startswith("written_")}


def _sources(targets: Mapping[str, Iterable[str]]) -> Mapping[str, str]:
    return {source: target for target, sources in targets.items() for source in sources}


def rules() -> Rules:
    """Return the rules of the profile in use.

    >>> "al" in rules().articles, rules().words["til"]
    (True, 'tal')
    """
    return _rules(current())


@dataclass(frozen=True)
class Token:
    """One word of a text."""

    text: str  #: The word as written, without a final 's.
    start: int  #: Where it begins, in characters of the text.
    end: int  #: Where it ends.
    joined: bool = False  #: Whether a hyphen ties it to the word before.

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

    >>> [token.text for token in tokens("Kirkuk's Al-Hawija, Rabi'a")]
    ['Kirkuk', 'Al', 'Hawija', "Rabi'a"]
    """
    return tuple(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    last = -2
    for match in _WORD.finditer(text):
        word = _OWNER.sub("", match[0])
        joined = match.start() == last + 1 and text[last] in "-‐‑"
        last = match.end()
        yield Token(word, match.start(), match.start() + len(word), joined)


def letters(word: str) -> str:
    """Return a word's letters so that case, accents and kinds of one letter do not matter.

    >>> letters("Kerkûk"), letters("Rabi'a"), letters("كَركوك") == letters("کەرکووک")
    ('kerkuk', 'rabia', False)
    >>> letters("أربيل") == letters("اربیل")
    True
    """
    return _letters(rules(), word)


@lru_cache(maxsize=65536)
def _letters(known: Rules, word: str) -> str:
    same = known.letters
    text = "".join(same.get(letter, letter) for letter in word.lower())
    text = _DROPPED.sub("", unicodedata.normalize("NFKD", text))
    return "".join(same.get(letter, letter) for letter in text if not unicodedata.combining(letter))


def sound(word: str) -> str:
    """Return a word as it sounds: transcriptions of one name meet.

    Takes and gives :func:`letters`. Letters that one language of a script has become those that
    another one writes for them, and none stands twice.

    >>> sound("dohuk") == sound("duhok"), sound("daqouq") == sound("dakuk")
    (True, True)
    >>> sound("sulaymaniyah") == sound("sulaimaniya") == sound("suleimaniyya")
    True
    """
    return _sound(rules(), word)


@lru_cache(maxsize=65536)
def _sound(known: Rules, word: str) -> str:
    if ARABIC.match(word):
        word = "".join(known.letter_sounds.get(letter, letter) for letter in word)
    else:
        for form, plain in known.sounds:
            word = form.sub(plain, word)
    return _TWICE.sub(r"\1", word)


def spell_sound(word: str) -> str:
    """Return how a word of a name sounds, words with many spellings made one.

    >>> spell_sound("til"), spell_sound("tall"), spell_sound("الحويجة") == spell_sound("حويجة")
    ('tal', 'tal', True)
    """
    return _spell_sound(rules(), word)


@lru_cache(maxsize=65536)
def _spell_sound(known: Rules, word: str) -> str:
    text = word.removeprefix(known.article_prefix) if len(word) > _BARE else word
    heard = _sound(known, text)
    return known.words.get(heard, heard)


#: Letters above which an article that is written onto a word is taken off.
_BARE = 4

_TWICE = re.compile(r"(.)\1+")


@dataclass(frozen=True)
class Stem:
    """A word, or what is left of it without what its language writes onto it."""

    letters: str  #: What is left, as :func:`letters` has it.
    head: int = 0  #: Characters taken off before it.
    tail: int = 0  #: Characters taken off behind it.
    article: bool = False  #: Whether the Arabic article was among them.


def stems(word: str, *, behind: bool = False) -> tuple[Stem, ...]:
    """Return a word as it is, then without what its language writes onto it.

    >>> [stem.letters for stem in stems("وكركوك")][:2]
    ['وکرکوک', 'کرکوک']
    >>> "کەرکووک" in {stem.letters for stem in stems("کەرکووکەوە", behind=True)}
    True
    """
    return _stems(rules(), word, behind)


@lru_cache(maxsize=65536)
def _stems(known: Rules, word: str, behind: bool) -> tuple[Stem, ...]:
    letters = _letters(known, word)
    result = [Stem(letters)]
    if behind:
        ends = (end for end in known.written_behind if letters.endswith(end))
        short = (end for end in ends if len(letters) - len(end) >= 2)
        return (*result, *(Stem(letters[: -len(end)], tail=len(end)) for end in short))
    if known.written_before is None:
        return tuple(result)
    for size in range(1, min(5, len(letters) - 1)):
        if known.written_before.fullmatch(letters[:size]):
            article = letters[:size].endswith(("ال", "لل"))
            result.append(Stem(letters[size:], size, article=article))
    return tuple(result)
