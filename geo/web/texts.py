"""What the app says: words, days, numbers and names in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from geo.errors import GreenlineError
from geo.model import Language
from geo.web.state import state
from geo.words import Phrase, locale, name_of, say, sentence, side_word

#: What an address, an e-mail address, an emoji or an icon cannot do without.
_STARTS = re.compile(r":|@|www", re.IGNORECASE)

_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>$~:&])")


def language() -> Language:
    """Return the reader's language."""
    return state().view.language


def t(key: str, **values: object) -> str:
    """Return a string of the words in the reader's language."""
    return say(key, language(), **values)


def speak(text: str) -> str:
    """Say a phrase in the reader's language; other text as it stands."""
    return text.say(language()) if isinstance(text, Phrase) else text


def explain(fault: GreenlineError | str) -> str:
    """Say in the reader's words what is wrong, as Markdown."""
    text = sentence(fault) if isinstance(fault, GreenlineError) else fault
    return plain_markdown(speak(text))


def number(value: float) -> str:
    """Write a number with the digits and separators of the reader's language."""
    return locale.number(value, language())


def day(value: date) -> str:
    """Write a day in words."""
    return locale.day(value, language())


def holder_name(holder: str) -> str:
    """Return the name of a holder on the view's day, or of a class in its perspective's words."""
    view = state().view
    return t(side_word(holder, view.perspective, view.day))


def actual_holder_name(holder: str) -> str:
    """Return the name of who holds or runs a thing, which no perspective changes."""
    return t(side_word(holder, day=state().view.day))


def name(row: Mapping[Any, Any]) -> str:
    """Return the name of a record in the reader's language, else in another."""
    return name_of(row, language(), "id")


def plain_markdown(text: str) -> str:
    r"""Return text so that Streamlit's Markdown shows it as it stands, in one line.

    Marks are escaped. Addresses, e-mail addresses, emoji and icons are found by Streamlit after
    marks were read, so that no escape keeps them from becoming links or pictures: a word joiner
    (U+2060), which nobody sees, stands where each begins.

    >>> plain_markdown("![x](http)")
    '\\!\\[x\\]\\(http\\)'
    >>> ascii(plain_markdown("https://a.b"))
    "'https\\\\:\\u2060//a\\\\.b'"
    """
    line = " ".join(text.split())
    return _STARTS.sub("\\g<0>\u2060", _MARKS.sub(r"\\\1", line))
