"""Every string a reader sees, in English, Arabic and Sorani Kurdish."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from geo.model import Language


@cache
def language(code: Language) -> dict[str, str]:
    """Return the words of one language by key."""
    text = (files("geo.words") / f"{code.value}.json").read_text(encoding="utf-8")
    words: dict[str, str] = json.loads(text)
    return words


#: What only Python says: such words need no room in the page.
APART = (
    "web.",
    "file.",
    "note.",
    "doubt.",
    "reason.",
    "paper.",
    "picture.",
    "field.",
    "check.said.",
)


@cache
def all_languages() -> dict[str, dict[str, str]]:
    """Return the words of every language that the page may need."""
    return {
        code.value: {key: text for key, text in language(code).items() if not key.startswith(APART)}
        for code in Language
    }


def say(key: str, code: Language, **values: object) -> str:
    """Return one string with its values filled in; English where the language lacks it."""
    text = language(code).get(key) or language(Language.EN)[key]
    return text.format(**values) if values else text
