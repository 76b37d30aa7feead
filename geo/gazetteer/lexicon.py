"""How names are spelled, and what words around them say: the profile's language files, folded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

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
    raw = profile.language_data("spelling")
    try:
        before = raw.get("written_before")
        return Rules(
            letters=_sources(raw.get("letters", {})),
            articles=frozenset(raw.get("articles", ())),
            article_prefix=raw.get("article_prefix", ""),
            sounds=tuple((re.compile(form), plain) for form, plain in raw.get("sounds", ())),
            letter_sounds=_sources(raw.get("letter_sounds", {})),
            words=_sources(raw.get("words", {})),
            written_before=re.compile(before) if before else None,
            written_behind=tuple(raw.get("written_behind", ())),
        )
    except (AttributeError, TypeError, ValueError, re.error) as error:
        accepted = "rules of spelling as docs/reference.md describes them"
        raise DataError([Fault("language/spelling.json", None, "", str(error), accepted)]) from None


def rules_of_page(profile: Profile) -> dict[str, object]:
    """Return the rules that ``client/paint/data/spelling.ts`` reads: all but those for prose."""
    raw = profile.language_data("spelling")
    return {name: rules for name, rules in raw.items() if not name.startswith("written_")}


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
    result = []
    last = -2
    for match in _WORD.finditer(text):
        word = _OWNER.sub("", match[0])
        joined = match.start() == last + 1 and text[last] in "-‐‑"
        last = match.end()
        result.append(Token(word, match.start(), match.start() + len(word), joined))
    return tuple(result)


def letters(word: str) -> str:
    """Return a word's letters so that case, accents and kinds of one letter do not matter.

    >>> letters("Kerkûk"), letters("Rabi'a"), letters("كَركوك") == letters("کەرکووک")
    ('kerkuk', 'rabia', False)
    >>> letters("أربيل") == letters("اربیل")
    True
    """
    return _letters(rules(), word)


@lru_cache(maxsize=65536)
def _letters(spelling: Rules, word: str) -> str:
    same = spelling.letters
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
def _sound(spelling: Rules, word: str) -> str:
    if ARABIC.match(word):
        word = "".join(spelling.letter_sounds.get(letter, letter) for letter in word)
    else:
        for form, plain in spelling.sounds:
            word = form.sub(plain, word)
    return _TWICE.sub(r"\1", word)


def spell_sound(word: str) -> str:
    """Return how a word of a name sounds, words with many spellings made one.

    >>> spell_sound("til"), spell_sound("tall"), spell_sound("الحويجة") == spell_sound("حويجة")
    ('tal', 'tal', True)
    """
    return _spell_sound(rules(), word)


@lru_cache(maxsize=65536)
def _spell_sound(spelling: Rules, word: str) -> str:
    text = word.removeprefix(spelling.article_prefix) if len(word) > _SHORT else word
    heard = _sound(spelling, text)
    return spelling.words.get(heard, heard)


#: Letters above which an article that is written onto a word is taken off.
_SHORT = 4

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
def _stems(spelling: Rules, word: str, behind: bool) -> tuple[Stem, ...]:
    letters = _letters(spelling, word)
    result = [Stem(letters)]
    if behind:
        ends = (end for end in spelling.written_behind if letters.endswith(end))
        short = (end for end in ends if len(letters) - len(end) >= 2)
        return (*result, *(Stem(letters[: -len(end)], tail=len(end)) for end in short))
    if spelling.written_before is None:
        return tuple(result)
    for size in range(1, min(5, len(letters) - 1)):
        if spelling.written_before.fullmatch(letters[:size]):
            article = letters[:size].endswith(("ال", "لل"))
            result.append(Stem(letters[size:], size, article=article))
    return tuple(result)


#: The letters of one or more words, articles left out.
Key = tuple[str, ...]


def key(text: str) -> Key:
    """Return the words of a name as letters, without articles.

    >>> key("Al-Hawija"), key("Salah al-Din")
    (('hawija',), ('salah', 'din'))
    """
    words = [token.letters for token in tokens(unicodedata.normalize("NFC", text))]
    articles = rules().articles
    texts = tuple(word for word in words if word not in articles)
    return texts or tuple(words)


@dataclass(frozen=True)
class Lexicon:
    """Words by what they mean; every word as :func:`key` has it."""

    #: Words that name a kind of place -> that kind, and whether it is said of several at once.
    cues: dict[Key, tuple[str, bool]]
    between: frozenset[str]  #: Words that may stand between such a word and the name.
    features: frozenset[str]  #: Words that make a name that of a river, mountain or plain.
    first_names: frozenset[str]  #: Names of persons, after which another name is a person's too.
    organisations: frozenset[Key]  #: Words that make a name that of a paper, club or firm.
    persons: frozenset[Key]  #: Names of places that are mostly persons' names.
    words: frozenset[Key]  #: Names of places that are mostly ordinary words.
    foreign: frozenset[Key]  #: Names of places that are mostly those of places elsewhere.
    dropped: frozenset[Key]  #: Names in the tables that name nothing in a text.
    doubles: frozenset[str]  #: Ids of places that stand in a table of their own as well.
    before: frozenset[str]  #: Words after which the name of a place may follow.
    sited: frozenset[str]  #: Words after which hardly anything but a place follows.
    actors: dict[str, dict[str, tuple[str, ...]]]  #: Actor -> its names as written, by language.
    #: Holder -> what maps of others call it besides its names: its forces, abbreviations.
    holders: dict[str, tuple[str, ...]]
    holder_words: frozenset[str]  #: Words beside the name of a holder that say nothing of whom.
    holder_negations: frozenset[str]  #: Words that turn the name of a holder into another's.


def lexicon() -> Lexicon:
    """Return the lexicon of the profile in use, read once.

    >>> lexicon().cues[("governor",)]
    ('governorate', False)
    """
    return _lexicon(current())


@lru_cache(maxsize=4)
def _lexicon(profile: Profile) -> Lexicon:
    raw = profile.language_data("lexicon")
    try:
        return _read(raw)
    except (AttributeError, TypeError, ValueError) as error:
        accepted = "lists of words as docs/reference.md describes them"
        raise DataError([Fault("language/lexicon.json", None, "", str(error), accepted)]) from None


def _read(raw: Mapping[str, Any]) -> Lexicon:
    def list_words(name: str) -> list[str]:
        value = raw.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise TypeError(f"{name}: not a list of words")
        return value

    def word_set(name: str) -> frozenset[str]:
        return frozenset(map(letters, list_words(name)))

    def keys(name: str) -> frozenset[Key]:
        return frozenset(map(key, list_words(name)))

    return Lexicon(
        cues={
            _words(text): (kind, text.endswith("*"))
            for kind, of_kind in raw.get("cues", {}).items()
            for text in of_kind
        },
        between=word_set("between"),
        features=word_set("features"),
        first_names=word_set("first_names"),
        organisations=frozenset(map(_words, list_words("organisations"))),
        persons=keys("persons"),
        words=keys("words"),
        foreign=keys("foreign"),
        dropped=keys("dropped"),
        doubles=frozenset(list_words("doubles")),
        before=word_set("places_before"),
        sited=word_set("sited"),
        actors={
            name: {code: tuple(texts) for code, texts in of_kind.items()}
            for name, of_kind in raw.get("actors", {}).items()
        },
        holders={name: tuple(texts) for name, texts in raw.get("holders", {}).items()},
        holder_words=word_set("holder_words"),
        holder_negations=word_set("holder_negations"),
    )


def _words(text: str) -> Key:
    return tuple(token.letters for token in tokens(text))
