"""What the atlas finds when a claim is put to it: a verdict, lines that say so, and sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from geo.atlas import Atlas
from geo.model import Language
from geo.profile import Holder, current
from geo.words import locale, name_of, say, side_word

#: One line in every language, by the code of the language.
Line = Mapping[str, str]


class Verdict(StrEnum):
    """What comes of a claim."""

    SUPPORTED = "supported"
    DISPUTED = "disputed"
    NOT_SUPPORTED = "not_supported"
    NOT_TESTABLE = "not_testable"


@dataclass(frozen=True)
class Finding:
    """What the atlas finds."""

    verdict: Verdict  #: Verdict on the claim.
    recorded: tuple[Line, ...]  #: What the atlas has on it.
    expected: tuple[Line, ...] = ()  #: What it would have if the claim held.
    rests: tuple[str, ...] = ()  #: Ids of the sources of what it has.
    #: Ids of the sources of records that say otherwise than the claim.
    against: tuple[str, ...] = ()
    #: What it has in numbers, dates and ids, as JSON takes it.
    figures: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


def line(key: str, **values: Any) -> Line:
    """Return a string of the words in every language, with its values as each writes them.

    >>> line("check.said.barrelsOne", value=600000)["ckb"]
    '٦٠٠٬٠٠٠ بەرمیل لە ڕۆژێکدا'
    """
    day = values.get("date", values.get("last"))
    days = {"from": values.get("first")}
    return {
        language.value: say(
            key,
            language,
            **{name: word(value, language, days.get(name, day)) for name, value in values.items()},
        )
        for language in current().languages
    }


def word(value: Any, language: Language, day: date | None = None) -> str:
    """Write a value in a language: a day, number, names, a list of them; a holder as of a day."""
    if isinstance(value, Mapping):
        return str(value[language.value])
    if isinstance(value, Holder):
        return say(side_word(value, day=day), language)
    if isinstance(value, date):
        return locale.day(value, language)
    if isinstance(value, (int, float)):
        return locale.number(value, language, 1)
    if isinstance(value, str):
        return value
    comma = say("sentence.comma", language)
    listed = comma.join(word(item, language) for item in value)
    return listed or say("check.said.noFields", language)


def first_day(row: Mapping[Any, Any]) -> Line:
    """Return the day on which a row begins, as exactly as it is known."""
    return {
        language.value: locale.day(row["start"], language, row["precision"])
        for language in current().languages
    }


def names(row: Any) -> Line:
    """Return the names of a record by language, the English one where there is no other."""
    return {language.value: name_of(row, language) for language in current().languages}


def translate(atlas: Atlas, text: str) -> Line:
    """Return a text of the data by language, the English one where nobody translated it."""
    return {
        language.value: atlas.translated(text, language) or text for language in current().languages
    }


def band(values: Sequence[float], wanted: float, width: float) -> Verdict:
    """Judge numbers that sources give against one that is claimed.

    >>> band([590, 600], 600, 20).value, band([200, 600], 600, 20).value
    ('supported', 'disputed')
    >>> band([200, 250], 600, 20).value
    'not_supported'
    """
    near = [abs(value - wanted) <= width * (1 + 1e-9) for value in values]
    if all(near):
        return Verdict.SUPPORTED
    spans = min(values) <= wanted + width and max(values) >= wanted - width
    return Verdict.DISPUTED if any(near) or spans else Verdict.NOT_SUPPORTED


def compare_holders(holder: str, wanted: str) -> Verdict:
    """Compare the holder on record with the one in the claim.

    >>> compare_holders("region", "region").value, compare_holders("contested", "region").value
    ('supported', 'disputed')
    """
    if holder == wanted:
        return Verdict.SUPPORTED
    if holder == "unknown":
        return Verdict.NOT_TESTABLE
    return Verdict.DISPUTED if holder == "contested" else Verdict.NOT_SUPPORTED
