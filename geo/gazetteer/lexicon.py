"""What words around a name say of it: the profile's ``language/lexicon.json`` in folded form."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from geo.errors import DataError, Fault
from geo.gazetteer.spelling import letters, rules, tokens
from geo.profile import Profile, current

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
