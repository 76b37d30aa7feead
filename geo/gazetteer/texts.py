"""Places and days that a text names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from geo.atlas import Atlas
from geo.errors import DataError, Fault, QuestionError
from geo.gazetteer.entries import Entry
from geo.gazetteer.lexicon import ARABIC, key
from geo.gazetteer.names_in_text import Mention, find_mentions
from geo.gazetteer.resolver import gazetteer
from geo.model import Language
from geo.profile import Profile, current
from geo.view import day_of
from geo.words import phrase

#: Blanks of the patterns, and the names that fill them.
_BLANKS = {"month": "months", "weekday": "weekdays", "rel": "days", "which": "which"}

_BLANK = re.compile(rf"<(?:{'|'.join(_BLANKS)})>")

#: Kinds whose names are capitals or not as they are, so that the verb *may* is no month.
_CASED = frozenset(("date", "weekday"))

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")

#: Characters before a day that may say what it means: *they will meet on Friday*.
_NEAR = 300


@dataclass(frozen=True)
class Day:
    """A day that a text names."""

    text: str  #: As written.
    start: int  #: Where it begins, in characters.
    end: int  #: Where it ends.
    day: date  #: What it stands for.
    is_whole: bool  #: Whether its year is written.


def days(text: str, base: date, language: Language) -> tuple[Day, ...]:
    """Return the days that a sentence names, in its order.

    Parameters
    ----------
    text
        The sentence.
    base
        The day it was written: what *yesterday* and *on Monday* count from.
    language
        What it is written in; one that ``language/calendar.json`` does not have names no days.

    Examples
    --------
    >>> text = "Troops came on Monday; 600,000 barrels a day since 10 June 2014, under Article 140."
    >>> for match in days(text, date(2017, 10, 17), Language.EN):
    ...     print(match.text, match.day)
    Monday 2017-10-16
    10 June 2014 2014-06-10
    """
    western = text.translate(_DIGITS)
    calendar = _calendar(current(), language)
    result: list[Day] = []
    latest: Day | None = None
    for kind, match in _matches(western, calendar):
        groups = match.groupdict()
        # Papers leave out the year of their own time, or one that they have just said.
        day = calendar.resolve(kind, match, base, latest.day if latest else base)
        if day:
            start, end = match.span("keep" if groups.get("keep") else 0)
            result.append(Day(text[start:end], start, end, day, bool(groups.get("y"))))
            latest = result[-1] if groups.get("y") else latest
    return tuple(result)


def _matches(text: str, calendar: _Calendar) -> list[tuple[str, re.Match[str]]]:
    """Return what looks like a day, in order, without what lies within another one."""
    taken = bytearray(len(text))
    matches = []
    for kind, form in calendar.forms:
        for match in form.finditer(text):
            start, end = match.span()
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                matches.append((kind, match))
    return sorted(matches, key=lambda item: item[1].start())


@dataclass(frozen=True)
class _Calendar:
    """What one language calls days."""

    names: Mapping[str, Mapping[str, int]]  #: Months, weekdays, days and which of them is meant.
    forms: tuple[tuple[str, re.Pattern[str]], ...]  #: Kinds and patterns, the more exact first.
    to_come: re.Pattern[str]  #: Words that put a weekday into the time to come.

    def resolve(self, kind: str, match: re.Match[str], base: date, near: date) -> date | None:
        """Return the day that a match stands for; None where the calendar has no such day.

        A day without a year is the nearest to ``near``, the others count from ``base``.
        """
        groups = match.groupdict()
        if kind == "rel":
            return base + timedelta(days=self._number("days", groups["r"]))
        if kind == "weekday":
            back = (base.weekday() - self._number("weekdays", groups["w"])) % 7
            which = self._number("which", groups["q"]) if groups.get("q") else None
            lead = match.string[max(0, match.start() - _NEAR) : match.start()]
            if which == 1 or (which is None and back and self.to_come.search(lead)):
                return base + timedelta(days=7 - back)
            return base - timedelta(days=back or (7 if which == -1 else 0))
        name = groups["m"]
        month = int(name) if name.isdigit() else self._number("months", name)
        years = [int(groups["y"])] if groups.get("y") else [near.year + by for by in (-1, 0, 1)]
        possible = [day for year in years if (day := _date(year, month, int(groups["d"])))]
        return min(possible, key=lambda day: abs(day - near), default=None)

    def _number(self, group: str, text: str) -> int:
        names = self.names[group]
        return next(
            names[form] for form in (text, text.lower(), text.capitalize()) if form in names
        )


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=16)
def _calendar(profile: Profile, language: Language) -> _Calendar:
    raw: Mapping[str, Any] = profile.language_data("calendar").get(language, {})
    try:
        names = {key: raw.get(key, {}) for key in _BLANKS.values()}
        blanks = {f"<{blank}>": f"(?:{_any(names[key])})" for blank, key in _BLANKS.items()}
        forms = []
        for kind, form in raw.get("forms", ()):
            filled = _BLANK.sub(lambda blank: blanks[blank[0]], form)
            opened = filled if filled.startswith("(?<!") else rf"(?<!\w){filled}"
            forms.append((kind, re.compile(opened, 0 if kind in _CASED else re.IGNORECASE)))
        to_come = raw.get("future", ())
        pattern = rf"(?<!\w)(?:{_any(to_come)})(?!\w)" if to_come else "(?!)"
        return _Calendar(names, tuple(forms), re.compile(pattern, re.IGNORECASE))
    except (AttributeError, TypeError, ValueError, re.error) as error:
        accepted = "names and forms of days as docs/reference.md describes them"
        fault = Fault("language/calendar.json", None, str(language), str(error), accepted)
        raise DataError([fault]) from None


def _any(words: Any) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


#: Characters that a text may have.
LONGEST = 60_000

#: Characters of the beginning in which the day may stand on which it was written.
_HEAD = 400

#: Characters that turn or hide text: controls, marks of direction, halves of pairs.
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")

_SORANI = re.compile("[ێۆەڕڵڤگپچژ]")
_LETTER = re.compile(r"[^\W\d_]")

#: What ends a sentence, with the quotation marks and brackets that close after it.
_END = re.compile(r"(?:[.!?؟…]+[\"'”’»)\]]*|[:؛](?=\s*\n))(?=\s|$)|\n")

#: Words whose full stop ends no sentence.
_SHORT = re.compile(
    r"(?:^|[\s(\"“'])(?:[A-Z]|[A-Za-z]\.[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Maj|Col|Capt|Sgt|Brig|Sen|"
    r"Rep|Gov|Hon|Rev|St|Mt|No|vs|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Inc|Ltd|Co|"
    r"Fig|ca|c|e\.g|i\.e|al|د|م|أ|ص|پ|ب\.ن)$"
)


@dataclass(frozen=True)
class Sentence:
    """One sentence of a text, or a heading."""

    text: str  #: The sentence.
    start: int  #: Where it begins, in characters of the text.
    mentions: tuple[Mention, ...] = ()  #: Names of places in it, in order.
    days: tuple[Day, ...] = ()  #: Days in it, in order.

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class Text:
    """A text with the places and days that it names."""

    date: date  #: The day it was written.
    is_day_given: bool  #: Whether the reader gave that day; else it stands in the text.
    language: Language  #: What it is written in.
    sentences: tuple[Sentence, ...]  #: Its sentences, in order.

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Names of places, in order."""
        return tuple(mention for sentence in self.sentences for mention in sentence.mentions)

    @property
    def places(self) -> tuple[Entry, ...]:
        """Every place that is named, once, in order; names of several places are left out."""
        return tuple({entry: None for mention in self.mentions for entry in mention.entries})

    def choose(self, answers: Mapping[str, str]) -> Text:
        """Say which place names stand for that several places have.

        Parameters
        ----------
        answers
            By name, the key of what it stands for: ``{"Rabia": "place:rabia"}``.
        """
        choices = {key(name): choice for name, choice in answers.items()}
        open_names = {key(item.text): item for item in self.mentions if not item.entries}
        for name, choice in choices.items():
            keys = {item.key for item in open_names[name].candidates} if name in open_names else ()
            if choice not in keys:
                names = ", ".join(item.text for item in open_names.values())
                accepted = ", ".join(sorted(keys)) or f"one of the names {names}"
                raise QuestionError(f"{' '.join(name)} as {choice!r}: expected {accepted}")

        def decide(mention: Mention) -> Mention:
            choice = None if mention.entries else choices.get(key(mention.text))
            entries = tuple(item for item in mention.candidates if item.key == choice)
            return replace(mention, entries=entries) if entries else mention

        return replace(
            self,
            sentences=tuple(
                replace(sentence, mentions=tuple(map(decide, sentence.mentions)))
                for sentence in self.sentences
            ),
        )


def read_text(
    atlas: Atlas, text: str, day: date | str | None = None, language: Language | str | None = None
) -> Text:
    """Find the places and days that a text names.

    Parameters
    ----------
    atlas
        The atlas whose places are looked for.
    text
        The text, of at most 60,000 characters.
    day
        The day it was written; by default the first whole day at its head.
    language
        What it is written in; by default what its letters speak for.

    Raises
    ------
    QuestionError
        If the text is empty or too long, or has no day within those of the atlas.

    Examples
    --------
    >>> from geo import Atlas
    >>> text = read_text(Atlas.load(), "KIRKUK, 17 October 2017 - Troops left Kerkuk on Monday.")
    >>> [(mention.text, mention.keys) for mention in text.mentions]
    [('KIRKUK', ('place:kirkuk',)), ('Kerkuk', ('place:kirkuk',))]
    >>> [item.day.isoformat() for item in text.sentences[0].days]
    ['2017-10-17', '2017-10-16']
    """
    text = _HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.strip():
        raise QuestionError(phrase("fault.article.empty"))
    if len(text) > LONGEST:
        raise QuestionError(phrase("fault.article.long", n=len(text), most=LONGEST))
    languages = {str(item): item for item in (*current().languages, *Language)}
    if language is not None and str(language) not in languages:
        raise QuestionError(f"language {language!r}: expected one of {', '.join(languages)}")
    written_in = find_language(text) if language is None else languages[str(language)]
    head = days(text[:_HEAD], date(2000, 1, 1), written_in) if day is None else ()
    written_on = next((item.day for item in head if item.is_whole), None)
    if day is not None:
        written_on = day_of(day, covered=False)
    if written_on is None:
        raise QuestionError(phrase("fault.article.undated"))
    covered = current().days
    if written_on not in covered:
        values = {"day": written_on, "first": covered.first, "last": covered.last}
        raise QuestionError(phrase("fault.article.other_days", **values))
    split = split_sentences(text)
    mentions = find_mentions(gazetteer(atlas), [item.text for item in split], written_in)
    return Text(
        written_on,
        day is not None,
        written_in,
        tuple(
            replace(item, mentions=names, days=days(item.text, written_on, written_in))
            for item, names in zip(split, mentions, strict=True)
        ),
    )


def find_language(text: str) -> Language:
    """Return the language that a text's letters speak for.

    >>> [str(find_language(text)) for text in ("Kirkuk", "دخلت كركوك", "لە کەرکووک و هەولێر")]
    ['en', 'ar', 'ckb']
    """
    arabic = len(ARABIC.findall(text))
    if not arabic or 2 * arabic < len(_LETTER.findall(text)):
        return Language.EN
    return Language.CKB if 20 * len(_SORANI.findall(text)) > arabic else Language.AR


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """Split a text into sentences; a line of its own is one.

    >>> split = split_sentences("Lt. Gen. A. Hassan left. He said: “No.” Why?")
    >>> [sentence.text for sentence in split]
    ['Lt. Gen. A. Hassan left.', 'He said: “No.”', 'Why?']
    """
    result = []
    start = 0
    for match in (*_END.finditer(text), None):
        end = match.end() if match else len(text)
        if match and match[0] == ".":
            after = text[end : end + 40].lstrip(" \t")[:1]
            if after.islower() or _SHORT.search(text[max(0, end - 13) : end - 1]):
                continue
        part = text[start:end]
        if part.strip():
            result.append(Sentence(part.strip(), start + len(part) - len(part.lstrip())))
        start = end
    return tuple(result)
