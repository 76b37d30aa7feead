"""What dates look like in each language: the profile's ``language/calendar.json`` as patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from geo.errors import DataError, Fault
from geo.model import Language
from geo.profile import Profile, current

#: Blanks of the patterns, and the names that fill them.
_BLANKS = {
    "month": "months",
    "weekday": "weekdays",
    "rel": "days",
    "unit": "units",
    "number": "numbers",
    "which": "which",
}
_BLANK = re.compile(rf"<(?:{'|'.join(_BLANKS)})>")

#: Kinds whose words are capitals or not as they are, so that the verb *may* is no month.
_CASED = frozenset(("date", "month", "weekday", "iso", "slash"))


@dataclass(frozen=True)
class Calendar:
    """What one language calls times."""

    #: Kinds of dates and what they look like, the more exact first.
    forms: tuple[tuple[str, re.Pattern[str]], ...]
    #: Names of months, weekdays, days, units, numbers, and which of them is meant.
    names: dict[str, dict[str, Any]]
    future: re.Pattern[str]  #: Words that put a weekday into the time to come.
    #: Words that do so where they stand right before it: *by Friday*, not *held by*.
    future_before: re.Pattern[str]
    due: re.Pattern[str]  #: Words without which *within a week* tells how long something took.

    def name(self, group: str, text: str) -> Any:
        """Return what a name stands for, whatever its case; None where it is none."""
        names = self.names[group]
        return names.get(text, names.get(text.lower(), names.get(text.capitalize())))


def words(language: Language) -> Calendar:
    """Return the calendar of a language, as the profile in use has it, read once.

    A language that ``language/calendar.json`` does not have names no dates.

    >>> words(Language.AR).name("months", "أيلول"), words(Language.CKB).name("months", "ئەیلوول")
    (9, 9)
    """
    return _calendar(current(), language)


@lru_cache(maxsize=16)
def _calendar(profile: Profile, language: Language) -> Calendar:
    raw = profile.language_data("calendar").get(language, {})
    try:
        blanks = {f"<{blank}>": _choice(raw.get(key, {})) for blank, key in _BLANKS.items()}
        forms = tuple((kind, _form(kind, form, blanks)) for kind, form in raw.get("forms", ()))
        names = {key: raw.get(key, {}) for key in _BLANKS.values()}
        return Calendar(
            forms,
            names,
            _compile_any(raw.get("future", [])),
            _compile_at_end(raw),
            _compile_any(raw.get("due", [])),
        )
    except (AttributeError, TypeError, ValueError, re.error) as error:
        accepted = "names and forms of dates as docs/reference.md describes them"
        fault = Fault("language/calendar.json", None, str(language), str(error), accepted)
        raise DataError([fault]) from None


def _form(kind: str, form: str, blanks: dict[str, str]) -> re.Pattern[str]:
    filled = _BLANK.sub(lambda blank: blanks[blank[0]], form)
    opened = filled if filled.startswith("(?<!") else rf"(?<!\w){filled}"
    return re.compile(opened, 0 if kind in _CASED else re.IGNORECASE)


def _choice(names: dict[str, Any]) -> str:
    longest = sorted(map(re.escape, names), key=len, reverse=True)
    return f"(?:{'|'.join(longest)})"


def _compile_at_end(raw: dict[str, Any]) -> re.Pattern[str]:
    """Compile a pattern for any of some words at the end of a text."""
    future_before = raw.get("future_before", [])
    item = "|".join(map(re.escape, future_before))
    return re.compile(rf"(?<!\w)(?:{item})\s+$" if future_before else r"(?!)", re.IGNORECASE)


def _compile_any(choice: list[str]) -> re.Pattern[str]:
    """Compile a pattern for any of some words; without words it matches everything."""
    item = "|".join(map(re.escape, choice))
    return re.compile(rf"(?<!\w)(?:{item})(?!\w)" if choice else "", re.IGNORECASE)
