"""An article: its text in sentences, its language, and the day it was written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from geo.articles.dates_in_prose import When, find_full_date
from geo.errors import QuestionError
from geo.gazetteer.spelling import ARABIC
from geo.model import Language
from geo.profile import current
from geo.view import day_of
from geo.words import phrase

#: Characters that an article may have.
LONGEST = 60_000

#: Characters of the beginning in which a line with place and day may stand.
_HEAD = 400

#: Words that may stand before the day of a dateline.
_DATELINE = 6

#: Words right before a day that make it part of a sentence.
_LEADS = re.compile(
    r"(?:^|[^\w])(?:on|in|since|by|until|from|of|after|before|في|يوم|منذ|حتى|لە)\s*$", re.IGNORECASE
)

#: What stands behind the day of a dateline.
_DATELINE_END = re.compile(r"[ \t]*(?:\([^)\n]{1,40}\))?[ \t]*(?:[-–—:|)]|\n|$)")

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
    start: int  #: Where it begins, in characters of the article.
    end: int  #: Where it ends.


@dataclass(frozen=True)
class Article:
    """A text that a reader brings."""

    text: str  #: The text, without control characters.
    date: date  #: The day it was written.
    is_day_given: bool  #: Whether the reader gave that day; else it stands in the text.
    #: Whether the reader or a dateline gives that day; else it is the first that the text names.
    is_dated: bool
    language: Language  #: What it is written in.
    sentences: tuple[Sentence, ...]  #: Its sentences, in order.


def article(
    text: str, day: date | str | None = None, language: Language | str | None = None
) -> Article:
    """Take a text as an article.

    >>> text_article = article("KIRKUK, Sept. 27, 2017 - Gen. Ali spoke. Nobody heard.")
    >>> text_article.date.isoformat(), len(text_article.sentences)
    ('2017-09-27', 2)
    """
    text = _clean(text)
    if not text.strip():
        raise QuestionError(phrase("fault.article.empty"))
    if len(text) > LONGEST:
        raise QuestionError(phrase("fault.article.long", n=len(text), most=LONGEST))
    written = written_in(text) if language is None else _check_language(language)
    head = find_full_date(text[:_HEAD], written) if day is None else None
    if head is None and day is None:
        raise QuestionError(phrase("fault.article.undated"))
    written_on = head.first if head else day_of(day, covered=False)
    if written_on not in current().days:
        days = current().days
        values = {"day": written_on, "first": days.first, "last": days.last}
        raise QuestionError(phrase("fault.article.other_days", **values))
    is_dated = head is None or _is_dateline(text, head)
    return Article(text, written_on, day is not None, is_dated, written, sentences(text))


def _is_dateline(text: str, when: When) -> bool:
    """Return whether a day stands alone: on a line of its own, or before a dash or bracket.

    >>> text = "Troops entered Kirkuk on 16 October 2017. They hold it."
    >>> article(text).is_dated, article("KIRKUK, 17 October 2017 - " + text).is_dated
    (False, True)
    """
    start = text.rfind("\n", 0, when.start) + 1
    before, after = text[start : when.start], text[when.end :]
    is_led = _LEADS.search(before) is not None or len(before.split()) > _DATELINE
    return not is_led and _DATELINE_END.match(after) is not None


def _check_language(language: Language | str) -> Language:
    known = {item.value: item for item in (*current().languages, *Language)}
    if str(language) not in known:
        raise QuestionError(f"language {language!r}: expected one of {', '.join(known)}")
    return known[str(language)]


def written_in(text: str) -> Language:
    """Return the language that a text's letters speak for.

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

    >>> [sentence.text for sentence in sentences("Lt. Gen. A. Hassan left. He said: “No.” Why?")]
    ['Lt. Gen. A. Hassan left.', 'He said: “No.”', 'Why?']
    """
    result: list[Sentence] = []
    start = 0
    for end in _END.finditer(text):
        if end[0].startswith(".") and _goes_on(text, end):
            continue
        result += _make_sentence(text, start, end.end())
        start = end.end()
    return (*result, *_make_sentence(text, start, len(text)))


def _goes_on(text: str, end: re.Match[str]) -> bool:
    """Return whether a full stop belongs to a shortened word, or a small letter follows it."""
    after = text[end.end() :].lstrip(" \t")[:1]
    return end[0] == "." and bool(
        _SHORT.search(text[max(0, end.start() - 12) : end.start()]) or after.islower()
    )


def _make_sentence(text: str, start: int, end: int) -> list[Sentence]:
    part = text[start:end]
    stripped = part.strip()
    if not stripped:
        return []
    begin = start + len(part) - len(part.lstrip())
    return [Sentence(stripped, begin, begin + len(stripped))]


def _clean(text: str) -> str:
    """Return text without control characters, with one kind of line end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    return "".join(sign for sign in text if sign in "\n\t" or _is_printable(sign))


def _is_printable(sign: str) -> bool:
    """Return whether a character is printable: no control, direction mark or surrogate."""
    code = ord(sign)
    hidden = code < 32 or 127 <= code < 160 or 0xD800 <= code < 0xE000
    return not hidden and not (0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069)
