"""Where the words of a statement stand, and which words of its sentence were left alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from geo.articles.article import Sentence
from geo.articles.masked_sentence import Masked, slot_of
from geo.articles.statement import LeftAlone, Statement

#: What ends a clause.
_CLAUSE = re.compile(r"[,;:.!؛،]")

#: Slots beside a date, or beside each other, that make words worth a verdict.
_THINGS = frozenset(("ground", "field", "gate", "pipeline"))


def with_words(
    statement: Statement,
    masked: Masked,
    sentence: Sentence,
    text: str,
    signs: Sequence[str] = (),
) -> Statement:
    """Return a statement with where its words stand: its names and dates, to the clause's ends."""
    spans = [masked.spans[sign] for sign in (*text, *signs) if sign in masked.spans]
    if not spans:
        return replace(statement, start=sentence.start, end=sentence.end)
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    before = [span[1] for span in masked.spans.values() if span[1] <= start]
    after = [span[0] for span in masked.spans.values() if span[0] >= end]
    low, high = max(before, default=0), min(after, default=len(sentence.text))
    ends = [match.end() for match in _CLAUSE.finditer(sentence.text, low, start)]
    low = ends[-1] if ends else low
    stop = _CLAUSE.search(sentence.text, end, high)
    high = stop.start() if stop else end if after else high
    blank = len(sentence.text[low:start]) - len(sentence.text[low:start].lstrip())
    return replace(statement, start=sentence.start + low + blank, end=sentence.start + high)


def left_words(
    number: int, statements: Iterable[Statement], masked: Masked, sentence: Sentence
) -> list[LeftAlone]:
    """Return the words of a sentence that name a thing with a day or an actor, and got no verdict.

    Words that say who said so are not among those that ``masked`` still has.
    """
    covered = [(each.start - sentence.start, each.end - sentence.start) for each in statements]
    return [
        LeftAlone(number, "form", sentence.start + start, sentence.start + end)
        for start, end, slots in _gaps(masked, covered)
        if slots & _THINGS and slots & {"date", "actor", "side"}
    ]


def _gaps(
    masked: Masked, covered: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, set[str]]]:
    """Yield runs of names and dates outside of what is covered, with what they are."""
    run: list[tuple[int, int]] = []
    slots: set[str] = set()
    for sign, span in masked.spans.items():
        if sign not in masked.text:
            continue
        if any(start <= span[0] < end for start, end in covered):
            if run:
                yield run[0][0], run[-1][1], slots
            run, slots = [], set()
        else:
            run.append(span)
            slots.add(slot_of(sign))
    if run:
        yield run[0][0], run[-1][1], slots
