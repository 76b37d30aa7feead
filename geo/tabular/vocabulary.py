"""What people call their columns, in English, French, Arabic and Kurdish."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from rapidfuzz import fuzz

#: Field -> names of columns, the surest first.
WORDS: Final[dict[str, list[str]]] = json.loads(
    Path(__file__).with_suffix(".json").read_text(encoding="utf-8")
)

#: Letters from which on a cell is no name of a column.
LONGEST: Final = 80

_LETTERS = str.maketrans("يىكةەۆێڕڵ", "یی" + "کهه" + "وی" + "رل")


@lru_cache(maxsize=8192)
def fold(name: str) -> str:
    """Return a name without case, accents, articles and signs.

    >>> fold("Date_de_Début"), fold("eventDate"), fold("خطّ العرض") == fold("خط عرض")
    ('date de debut', 'event date', True)
    """
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    parts = unicodedata.normalize("NFKD", spaced)
    stripped = "".join(
        part for part in parts if not unicodedata.combining(part) and part != "ـ"
    ).lower()
    words = re.findall(r"[^\W_]+", stripped.translate(_LETTERS))
    return " ".join(word[2:] if len(word) > 4 and word.startswith("ال") else word for word in words)


@cache
def _words(field: str) -> dict[str, float]:
    """Return the names of a field in plain letters, with how sure each is."""
    result: dict[str, float] = {}
    for rank, word in enumerate(WORDS[field]):
        result.setdefault(fold(word), 1.0 - 0.2 * min(rank, 100) / 100)
    return result


@lru_cache(maxsize=8192)
def score(name: str, field: str) -> float:
    """Return how well a column's name says that it holds a field, from 0 to 1.

    >>> score("LATITUDE", "lat"), score("latitud", "lat") > 0.5, score("plate", "lat")
    (1.0, True, 0.0)
    """
    text, words = fold(name), _words(field)
    if not text:
        return 0.0
    if text in words:
        return words[text]
    joined = {word.replace(" ", ""): sure for word, sure in words.items()}
    if text.replace(" ", "") in joined:
        return joined[text.replace(" ", "")] - 0.02
    return max(_score_part(text, words), _score_near(text, words))


def _score_part(text: str, words: dict[str, float]) -> float:
    """Return how sure a longer name is that ends or begins in a word of the field."""
    best = 0.0
    for word, sure in words.items():
        if len(word) > 2 and (text.endswith(f" {word}") or text.startswith(f"{word} ")):
            best = max(best, sure * (0.55 + 0.3 * len(word) / len(text)))
    return best


def _score_near(text: str, words: dict[str, float]) -> float:
    """Return how sure a name is that is spelt a little otherwise."""
    close = [fuzz.ratio(text, word) for word in words if len(word) > 5]
    return 0.6 if len(text) > 5 and max(close, default=0.0) >= 88 else 0.0


@lru_cache(maxsize=8192)
def is_known(name: str) -> bool:
    """Return whether a cell is a usual name of a column."""
    text = fold(name) if len(name) < LONGEST else ""
    return bool(text) and any(text in _words(field) for field in WORDS)
