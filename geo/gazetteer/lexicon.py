"""What the words around a name, and the name itself, say of it: ``lexicon.json`` in folded form."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from geo.gazetteer.spelling import ARTICLES, letters, tokens

#: The letters of one or more words, articles left out.
Key = tuple[str, ...]


def key(text: str) -> Key:
    """Return the letters of a name's words, without articles.

    Examples
    --------
    >>> key("Al-Hawija"), key("Salah al-Din")
    (('hawija',), ('salah', 'din'))
    """
    words = [token.letters for token in tokens(text)]
    bare = tuple(word for word in words if word not in ARTICLES)
    return bare or tuple(words)


@dataclass(frozen=True)
class Lexicon:
    """Words by what they tell; every word as :func:`key` has it."""

    cues: dict[Key, tuple[str, bool]]
    """Words that name a kind of place -> that kind, and whether it is said of several at once."""
    between: frozenset[str]
    """Words that may stand between such a word and the name."""
    features: frozenset[str]
    """Words that make a name that of a river, mountain or plain."""
    first_names: frozenset[str]
    """Names of persons, after which another name is a person's too."""
    titles: frozenset[str]
    """Words after which a person's name follows."""
    organisations: frozenset[Key]
    """Words that make a name that of a paper, club or firm."""
    persons: frozenset[Key]
    """Names of places that are mostly persons' names."""
    words: frozenset[Key]
    """Names of places that are mostly ordinary words."""
    foreign: frozenset[Key]
    """Names of places that are mostly those of places elsewhere."""
    dropped: frozenset[Key]
    """Names in the tables that name nothing in a text."""
    doubles: frozenset[str]
    """Ids of places that stand in a table of their own as well."""
    before: frozenset[str]
    """Words after which the name of a place may follow."""
    sited: frozenset[str]
    """Words after which hardly anything but a place follows."""
    general: frozenset[str]
    """Capital words that are the name of no single place: *Parliament*, and countries."""
    actors: dict[str, dict[str, tuple[str, ...]]]
    """Actor -> its names as written, by language."""
    any_case: frozenset[Key]
    """Names of actors that may be written small."""


@cache
def lexicon() -> Lexicon:
    """Return the lexicon, read once.

    Examples
    --------
    >>> lexicon().cues[("governor",)]
    ('governorate', False)
    """
    raw = json.loads((files("geo.gazetteer") / "lexicon.json").read_text(encoding="utf-8"))
    cues = {
        _words(text): (kind, text.endswith("*"))
        for kind, own in raw["cues"].items()
        for text in own
    }
    return Lexicon(
        cues=cues,
        between=_letters(raw["between"]),
        features=_letters(raw["features"]),
        first_names=_letters(raw["first_names"]),
        titles=_letters(raw["titles"]),
        organisations=frozenset(map(_words, raw["organisations"])),
        persons=frozenset(map(key, raw["persons"])),
        words=frozenset(map(key, raw["words"])),
        foreign=frozenset(map(key, raw["foreign"])),
        dropped=frozenset(map(key, raw["dropped"])),
        doubles=frozenset(raw["doubles"]),
        before=_letters(raw["places_before"]),
        sited=_letters(raw["sited"]),
        general=_letters(raw["general"]),
        actors={
            name: {code: tuple(texts) for code, texts in own.items()}
            for name, own in raw["actors"].items()
        },
        any_case=frozenset(map(key, raw["any_case"])),
    )


def _words(text: str) -> Key:
    return tuple(token.letters for token in tokens(text))


def _letters(words: list[str]) -> frozenset[str]:
    return frozenset(map(letters, words))
