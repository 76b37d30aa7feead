"""Every string a reader sees, in English, Arabic and Sorani Kurdish, and others that data brings.

The texts of the profile in use, which name what is particular to a dispute, go before those here.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from geo.errors import GreenlineError, ReadError
from geo.model import HELD, Language, to_date
from geo.profile import Profile, current
from geo.words import locale
from geo.words.cells import is_missing
from geo.words.locale import Ends


@cache
def general_words(code: Language) -> dict[str, str]:
    """Return the words of one language that name nothing particular, by key.

    Those of the map's layers stand in ``layers/``, a file with all languages for each. A language
    that the program has no words of has those in English.
    """
    folder = files("geo.words")
    if not _has_words(code):
        return general_words(Language.EN)
    words: dict[str, str] = json.loads((folder / f"{code.value}.json").read_text(encoding="utf-8"))
    for name in sorted(path.name for path in (folder / "layers").iterdir()):
        layer_words = json.loads((folder / "layers" / name).read_text(encoding="utf-8"))
        words |= layer_words.get(code.value, {})
    return words


def language(code: Language) -> Mapping[str, str]:
    """Return the words of one language by key, those of the profile in use among them."""
    return _language(code, current())


@lru_cache(maxsize=32)
def _language(code: Language, profile: Profile) -> dict[str, str]:
    """Return the words of a language over those of the profile's first, item by item."""
    first = profile.languages[0]
    words = {**general_words(first), **profile.words.get(first, {})}
    if _has_words(code):
        words |= general_words(code)
    words |= profile.words.get(code, {})
    for item in profile.languages:
        if (name := f"web.language.{item.value}") not in words:
            words[name] = _name_itself(item)
    return words


def lacking_keys(code: Language) -> list[str]:
    """Return the keys of words that a language lacks, and that are shown in the first one."""
    profile = current()
    first = profile.languages[0]
    keys = general_words(first).keys() | profile.words.get(first, {}).keys()
    there = set(profile.words.get(code, {}))
    if _has_words(code):
        there |= general_words(code).keys()
    return sorted(keys - there)


def _has_words(code: Language) -> bool:
    return (files("geo.words") / f"{code.value}.json").is_file()


@cache
def _name_itself(code: Language) -> str:
    """Return what a language calls itself (CLDR)."""
    from babel import Locale  # noqa: PLC0415 -- heavy, and asked for once

    return str(Locale.parse(code.value).get_display_name() or code.value)


#: What only Python says: such words need no room in the page.
APART = (
    "web.",
    "site.",
    "file.",
    "note.",
    "doubt.",
    "reason.",
    "paper.",
    "picture.",
    "field.",
    "check.said.",
    "fault.",
)


def all_languages() -> dict[str, dict[str, str]]:
    """Return the words of every language of the profile that the page may need."""
    return {
        code.value: {key: text for key, text in language(code).items() if not key.startswith(APART)}
        for code in current().languages
    }


def say(key: str, code: Language, **values: object) -> str:
    """Return one string with its values filled in; the first language's where it is lacking."""
    text = language(code).get(key) or general_words(Language.EN)[key]
    if not values:
        return text
    return text.format(**{name: _write(value, code) for name, value in values.items()})


def _write(value: object, code: Language) -> object:
    if isinstance(value, Phrase):
        return value.say(code)
    return locale.digits(str(value), code) if type(value) is int else isolate(value, code)


def say_band(ends: Ends, code: Language) -> str:
    """Say a rounded figure with the ends of its band; no end is the figure itself.

    >>> say_band((400.0, 2100.0, 2100.0), Language.EN), say_band((7.0, 7.0, 7.0), Language.EN)
    ('2,100 (at least 400)', '7')
    """
    low, best, high = (locale.number(end, code) for end in ends)
    if low == high:
        return best
    key = "unsure.least" if high == best else "unsure.most" if low == best else "unsure.band"
    return say(key, code, n=best, low=low, high=high)


def say_window(days: int, code: Language) -> str:
    """Say how many days of events are shown; 0 are all."""
    key = f"window.{days}"
    return say(key, code) if key in language(code) else say("window.days", code, n=days)


class Phrase(str):
    """English text that knows its key and values, to be said in another language."""

    __slots__ = ("key", "values")
    key: str
    values: dict[str, Any]

    def say(self, code: Language) -> str:
        written = {
            name: locale.number(value, code, 2) if isinstance(value, int | float) else value
            for name, value in self.values.items()
        }
        return self if code is Language.EN else say(self.key, code, **written)


@lru_cache(maxsize=4096)
def phrase(key: str, **values: Any) -> Phrase:
    """Return the English text of a key; its numbers are written with separators.

    >>> rows = phrase("fault.accepted.rows", most=1000)
    >>> rows, rows.say(Language.AR)
    ('at most 1,000 rows', '١٬٠٠٠ صف على الأكثر')
    """
    written = {
        name: f"{value:,.15g}" if isinstance(value, int | float) else value
        for name, value in values.items()
    }
    text = Phrase(say(key, Language.EN, **written))
    text.key, text.values = key, values
    return text


def to_json(text: Any) -> Any:
    """Return a value of a phrase, a phrase too, as JSON can say it."""
    if not isinstance(text, Phrase):
        return text
    return [text.key, {name: to_json(value) for name, value in text.values.items()}]


def from_json(item: Any) -> Any:
    """Return what :func:`to_json` wrote."""
    if not isinstance(item, list):
        return item
    key, values = item
    return phrase(key, **{name: from_json(value) for name, value in values.items()})


def sentence(error: GreenlineError) -> str:
    """Return what an error says: a phrase where its words are known, else plain English."""
    if not isinstance(error, ReadError):
        return error.args[0] if error.args else ""
    text: str = error.file or phrase("fault.file")
    if error.row is not None:
        text = phrase("fault.row", place=text, row=error.row)
    if error.column:
        text = phrase("fault.column", place=text, column=repr(error.column))
    text = phrase("fault.says", place=text, what=error.what)
    if error.value:
        text = phrase("fault.found", text=text, value=repr(error.value[:120]))
    return phrase("fault.accepted", text=text, accepted=error.accepted) if error.accepted else text


def name_of(row: Any, code: Language, *others: str) -> str:
    """Return the name of a record in a language, else in another one, else what others hold.

    >>> name_of({"name_en": "Kirkuk", "name_ar": ""}, Language.AR), name_of({"id": "x"}, "en", "id")
    ('Kirkuk', 'x')
    """
    columns = (f"name_{code}", *current().name_columns, *others)
    return next((str(row[name]) for name in columns if not is_missing(row.get(name))), "")


def isolate(value: object, code: Language) -> object:
    """Keep a date or a Latin word in text that runs from right to left from being turned around.

    >>> isolate("2017-10-16", Language.EN), len(str(isolate("2017-10-16", Language.AR)))
    ('2017-10-16', 12)
    """
    text = str(value)
    if code.rtl and any(sign.isascii() and sign.isalnum() for sign in text):
        return f"\u2068{text}\u2069"
    return value


def side_word(side: str, perspective: str = HELD, day: dt.date | str | None = None) -> str:
    """Return the key of the word that a perspective has for who holds ground, or for its class.

    >>> side_word("disputed", "region"), side_word("disputed", "un")
    ('class.disputed.region', 'class.disputed')
    """
    if perspective == HELD:
        return current().holder_word(side, day)
    words = language(current().languages[0])
    keys = (f"class.{side}.{perspective}", f"class.{side}")
    # Of what is no class of the perspective, as contested ground, the holder's word.
    return next((key for key in keys if key in words), current().holder_word(side, day))


def side_heading(perspective: str) -> str:
    """Return the key of what a column of sides is called: who holds the ground, or whose claim.

    >>> side_heading("held"), side_heading("un")
    ('details.heldBy', 'perspective.un')
    """
    return "details.heldBy" if perspective == HELD else f"perspective.{perspective}"


def name_holder_over(
    holder: str, code: Language, start: dt.date | str, end: dt.date | str | None
) -> str:
    """Return the name that a holder had for most of the days from one up to another.

    Without an end they are all days of the data from the first on.

    >>> name_holder_over("federal", Language.EN, "1991-01-01", "2003-04-12")
    'Iraqi state (Baath government)'
    >>> name_holder_over("federal", Language.EN, "2003-01-01", None)
    'federal government'
    """
    days = current().days
    first = max(to_date(start), days.first)
    last = days.last if is_missing(end) else max(first, to_date(end))
    return say(side_word(holder, day=first + (last - first) // 2), code)
