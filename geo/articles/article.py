"""An article: its text in sentences, its language, and the day it was written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from geo.articles.dates_in_prose import dated
from geo.errors import QuestionError
from geo.gazetteer.spelling import ARABIC
from geo.model import Language
from geo.profile import current
from geo.view import day_of

#: Characters that an article may have.
LONGEST = 60_000

#: Characters of the beginning in which a line with place and day may stand.
_HEAD = 400

_SORANI = re.compile("[ێۆەڕڵڤگپچژ]")
_LETTER = re.compile(r"[^\W\d_]")

#: What ends a sentence, with the quotation marks and brackets that close after it.
_END = re.compile(r"(?:[.!?؟…]+[\"'”’»)\]]*|[:؛](?=\s*\n))(?=\s|$)|\n[ \t]*\n+|\n")

#: Words whose full stop ends no sentence.
_SHORT = re.compile(
    r"(?:^|[\s(\"“'])(?:[A-Z]|[A-Za-z]\.[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Maj|Col|Capt|Sgt|Brig|Sen|"
    r"Rep|Gov|Hon|Rev|St|Mt|No|vs|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Inc|Ltd|Co|"
    r"Fig|ca|c|e\.g|i\.e|al|د|م|أ|ص|پ|ب\.ن)$"
)


@dataclass(frozen=True)
class Sentence:
    """One sentence, or a heading."""

    text: str
    """Its text."""
    start: int
    """Where it begins, in characters of the article."""
    end: int
    """Where it ends."""


@dataclass(frozen=True)
class Article:
    """A text that a reader brings."""

    text: str
    """The text, without control characters."""
    date: date
    """The day it was written."""
    told: bool
    """Whether the reader gave that day; else it stands in the text."""
    language: Language
    """What it is written in."""
    sentences: tuple[Sentence, ...]
    """Its sentences, in order."""


def article(
    text: str, day: date | str | None = None, language: Language | str | None = None
) -> Article:
    """Take a text as an article.

    Examples
    --------
    >>> one = article("KIRKUK, Sept. 27, 2017 - Gen. Ali spoke. Nobody heard.")
    >>> one.date.isoformat(), len(one.sentences)
    ('2017-09-27', 2)
    """
    text = _clean(text)
    if not text.strip():
        raise QuestionError("an article without text: expected sentences")
    if len(text) > LONGEST:
        raise QuestionError(f"an article of {len(text):,} characters: expected at most {LONGEST:,}")
    written = written_in(text) if language is None else _spoken(language)
    found = dated(text[:_HEAD], written) if day is None else day_of(day, covered=False)
    if found is None:
        raise QuestionError("no day at the head of the article: expected the day it was written")
    if found not in current().days:
        raise QuestionError(f"an article of {found}: expected a day from {current().days}")
    return Article(text, found, day is not None, written, sentences(text))


def _spoken(language: Language | str) -> Language:
    known = {one.value: one for one in (*current().languages, *Language)}
    if str(language) not in known:
        raise QuestionError(f"language {language!r}: expected one of {', '.join(known)}")
    return known[str(language)]


def written_in(text: str) -> Language:
    """Return the language that a text's letters speak for.

    Examples
    --------
    >>> [str(written_in(text)) for text in ("Kirkuk", "دخلت القوات كركوك", "لە کەرکووک و هەولێر")]
    ['en', 'ar', 'ckb']
    """
    all_letters = len(_LETTER.findall(text))
    arabic = len(ARABIC.findall(text))
    if 2 * arabic < all_letters or not arabic:
        return Language.EN
    return Language.CKB if 20 * len(_SORANI.findall(text)) > arabic else Language.AR


def sentences(text: str) -> tuple[Sentence, ...]:
    """Split a text into sentences; a line of its own is one.

    Examples
    --------
    >>> [one.text for one in sentences("Lt. Gen. A. Hassan left. He said: “No.” Why?")]
    ['Lt. Gen. A. Hassan left.', 'He said: “No.”', 'Why?']
    """
    found: list[Sentence] = []
    start = 0
    for end in _END.finditer(text):
        if end[0].startswith(".") and _goes_on(text, end):
            continue
        found += _one(text, start, end.end())
        start = end.end()
    return (*found, *_one(text, start, len(text)))


def _goes_on(text: str, end: re.Match[str]) -> bool:
    """Return whether a full stop belongs to a shortened word, or a small letter follows it."""
    after = text[end.end() :].lstrip(" \t")[:1]
    return end[0] == "." and bool(
        _SHORT.search(text[max(0, end.start() - 12) : end.start()]) or after.islower()
    )


def _one(text: str, start: int, end: int) -> list[Sentence]:
    part = text[start:end]
    bare = part.strip()
    if not bare:
        return []
    begin = start + len(part) - len(part.lstrip())
    return [Sentence(bare, begin, begin + len(bare))]


def _clean(text: str) -> str:
    """Return text without control characters, with one kind of line end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    return "".join(sign for sign in text if sign in "\n\t" or _shown(sign))


def _shown(sign: str) -> bool:
    """Return whether a sign is none that turns text round, controls or breaks encodings."""
    code = ord(sign)
    hidden = code < 32 or 127 <= code < 160 or 0xD800 <= code < 0xE000
    return not hidden and not (0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069)
