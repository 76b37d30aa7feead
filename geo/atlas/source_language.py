"""The language that a source is written in, as far as its title and its address say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import SplitResult, urlsplit

import pandas as pd

#: What a title may say of itself: ``Bashmaq crossing reopened (in Persian)``.
_STATED = re.compile(r"\((?:in )?(Arabic|Persian|French|German|Kurdish|Turkish)\b", re.IGNORECASE)
_NAMED = {
    "arabic": "ar", "persian": "fa", "french": "fr", "german": "de", "kurdish": "ku",
    "turkish": "tr",
}  # fmt: skip

#: Letters that one language alone writes, the narrower script first.
_LETTERS = (
    ("ckb", re.compile("[ەێۆڕڵ]")),
    ("fa", re.compile("[پچژگ]")),
    ("ar", re.compile("[\u0621-\u064a]")),
    ("el", re.compile("[α-ω]", re.IGNORECASE)),
    ("tr", re.compile("[ğıİş]")),
)

#: A label of a host, or the first part of a path, that names the language of what lies there.
_LABELS = {
    "en": "en", "eng": "en", "english": "en", "ar": "ar", "ara": "ar", "arabic": "ar", "fa": "fa",
    "tr": "tr", "turkce": "tr", "de": "de", "fr": "fr", "ckb": "ckb", "sorani": "ckb",
}  # fmt: skip

#: Those that a path has for the frame around a text, which may be in another language.
_OF_HOSTS = {"de", "fr"}

#: Words that English alone has, as titles and addresses write them.
_ENGLISH = re.compile(
    r"(?<![^\W_])(the|of|and|to|for|with|from|over|after|by|at|amid|says?|on|into|has|have|will)(?![^\W_])",
    re.IGNORECASE,
)

#: A title that is not the publisher's own words.
_OURS = re.compile(r"\bTitle (taken from|is ours|paraphrased)", re.IGNORECASE)


def language_of(title: str, address: str, note: str = "", read: bool = False) -> str:
    """Return the code of the language of a source; empty where nothing says.

    >>> language_of("البيشمركة تخلي مواقعها", "https://www.alkawthartv.ir/news/99674")
    'ar'
    >>> language_of("Bashmaq crossing reopened (in Persian)", "https://fardanews.com/x")
    'fa'
    >>> language_of("Zumar (copy)", "https://de.wiki.li/Zumar"), language_of("Zumar", "")
    ('de', '')
    """
    if stated := _STATED.search(title):
        return _NAMED[stated[1].lower()]
    for code, letters in _LETTERS:
        if letters.search(title):
            return code
    if read and not _OURS.search(note) and _ENGLISH.search(title):
        return "en"
    label = next((_LABELS[item] for item in _labels(address) if item in _LABELS), "")
    return label or ("en" if _ENGLISH.search(_parts(address).path) else "")


def language_of_row(row: Any) -> str:
    """Return the language of a row of the table ``sources``."""
    read = pd.notna(getattr(row, "read", None))
    return language_of(str(row.title), str(row.url), str(getattr(row, "note", "")), read)


def _parts(address: str) -> SplitResult:
    """Return the parts of an address, all empty where its host is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def _labels(address: str) -> Iterator[str]:
    """Yield the parts of an address that may name a language."""
    parts = _parts(address)
    yield from (parts.hostname or "").split(".")[:1]
    paths = parts.path.lower().strip("/").split("/")[:2]
    yield from (path for path in paths if path not in _OF_HOSTS)
