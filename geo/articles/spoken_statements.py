"""Who demanded, refused, offered or threatened what, and the figures of a vote.

What was said is no claim about facts: the statement is that it was said. The words of such an
act are those that leave other statements alone, so that these sentences are read by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from geo.articles.date_forms import words
from geo.articles.dates_in_prose import When
from geo.articles.masked_sentence import Masked, slot_of
from geo.articles.statement import Said, Statement
from geo.articles.statement_forms import StatementForms, parties
from geo.gazetteer.entries import Entry
from geo.model import Language

#: Guards that leave an act of speech alone too.
_GUARDS = ("question", "negation", "condition")

#: What may stand before who speaks, and between it and the act.
_LED = re.compile(r"^\W*(?:\w+ ){0,2}[\ue500-\ue5ff]?,? ?(?:\w+ )?$")
_BETWEEN = re.compile(r"(?:['’]s?)?(?: [\w'’\ue500-\ue5ff-]+){0,5} (?:[\w-]+ ){0,2}$|(?:['’]s?)? $")

_NUMBER = re.compile(r"(?<![\w.])\d[\d.,]*|[^\W\d_]+")


def find_spoken(
    number: int, sentence: Masked, forms: StatementForms, language: Language, day: date
) -> Iterator[Statement]:
    """Yield what somebody is said to have demanded, refused or offered, and figures of a vote."""
    times = {
        (when.first, when.last): when
        for sign in sentence.text
        if slot_of(sign) == "date" and (when := sentence.values[sign]).last <= day
    }
    if len(times) > 1:
        return
    when = next(iter(times.values()), None)
    yield from _figures(number, sentence, language, when)
    yield from _acts(number, sentence, forms, language, when)


def _acts(
    number: int, sentence: Masked, forms: StatementForms, language: Language, when: When | None
) -> Iterator[Statement]:
    speaker = _speaker(sentence)
    if speaker is None:
        return
    at, actor = speaker
    known = parties()
    every = [
        (name, match)
        for name, act in known.acts.items()
        if language in act.patterns
        for match in act.patterns[language].finditer(sentence.text)
        if _belongs(sentence.text, at, match)
    ]
    if not every:
        return
    first = min(match.start() for _, match in every)
    acts = [(name, match) for name, match in every if match.start() == first]
    tail = sentence.text[max(at + 1, *(match.end() for _, match in acts)) :]
    if aside := forms.words.get("aside"):
        tail = aside.sub("", tail)
    clause = " ".join((sentence.text[:first], tail))
    if any(guard.search(clause) for why, guard in forms.guards if why in _GUARDS):
        return
    topics = [
        name
        for name, topic in known.topics.items()
        if language in topic.patterns
        and topic.patterns[language].search(_spell_slots(tail, sentence))
    ]
    if topics:
        yield Statement(
            Said.SPOKE, number, _things(tail, sentence), (actor,),
            acts=tuple(name for name, _ in acts),
            topics=tuple(topics), numbers=tuple(numbers(tail, language)), **_time(when),
        )  # fmt: skip


def numbers(text: str, language: Language) -> Iterator[str]:
    """Yield the numbers of a text in digits, those written as words too; *one* is none.

    >>> list(numbers("three days, or 2,500 men", Language.EN))
    ['3', '2,500']
    """
    calendar = words(language)
    for match in _NUMBER.findall(text):
        if match[0].isdigit():
            yield match.rstrip(".,")
        elif (value := calendar.name("numbers", match)) is not None and value > 1:
            yield str(value)


def _belongs(text: str, speaker: int, act: re.Match[str]) -> bool:
    """Return whether an act is the speaker's: it follows it or, as in Arabic, stands before it."""
    if act.start() > speaker:
        return bool(_BETWEEN.match(text[speaker + 1 : act.start()]))
    return not text[act.end() : speaker].strip() and len(text[: act.start()].split()) < 3


def _figures(
    number: int, sentence: Masked, language: Language, when: When | None
) -> Iterator[Statement]:
    for name, figure in parties().figures.items():
        match = (
            figure.patterns[language].search(sentence.text) if language in figure.patterns else None
        )
        signs = [sign for sign in match[0] if slot_of(sign) == "percent"] if match else []
        if len(signs) == 1:
            share = float(sentence.values[signs[0]])
            yield Statement(
                Said.FIGURE, number, value=share, unit="percent", acts=(name,), **_time(when)
            )


def _speaker(sentence: Masked) -> tuple[int, str] | None:
    """Return who speaks, as the first that a sentence names, and where it stands."""
    for at, sign in enumerate(sentence.text):
        slot = slot_of(sign)
        if slot in {"", "date"}:
            continue
        if not _LED.match(sentence.text[:at]):
            return None
        if slot in {"actor", "voice"}:
            return at, str(sentence.values[sign][0])
        if slot == "ground":
            voice = parties().voices.get(sentence.values[sign][0].key)
            return (at, voice) if voice else None
        return None
    return None


def _spell_slots(text: str, sentence: Masked) -> str:
    """Return text in which slots of things have the names of their kinds again."""
    kinds = {"gate": "airport crossing", "pipeline": "pipeline"}
    spelled = {
        sign: " ".join(each.kind.value for each in sentence.values[sign])
        if slot_of(sign) == "gate"
        else kinds.get(slot_of(sign), sign)
        for sign in set(text)
        if slot_of(sign)
    }
    return "".join(f" {spelled[sign]} " if sign in spelled else sign for sign in text)


def _things(text: str, sentence: Masked) -> tuple[Entry, ...]:
    signs = [sign for sign in text if slot_of(sign) in {"ground", "field", "gate"}]
    return tuple(dict.fromkeys(entry for sign in signs for entry in sentence.values[sign]))


def _time(when: When | None) -> dict[str, Any]:
    return {"first": when.first, "last": when.last, "span": when.span} if when else {}
