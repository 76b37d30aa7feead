"""Who is reported to have said something: words that are taken off before a sentence is read.

*X, officials said on 15 June* is read as *X*, with the day on which it was said. Words of doubt
(*claimed*, *rumoured*) are no attribution: they leave the sentence alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from geo.articles.dates_in_prose import Span, When
from geo.articles.masked_sentence import Masked, slot_of


@dataclass(frozen=True)
class Attributed:
    """A masked sentence without the words that say who said so."""

    masked: Masked  #: The sentence.
    spoken_on: When | None = None  #: Day on which it was said; None where the sentence gives none.
    is_clear: bool = True  #: Whether it gives one such day at most.


def strip_attribution(
    masked: Masked, patterns: Sequence[re.Pattern[str]], doubt: re.Pattern[str]
) -> Attributed:
    """Take off who said something, and when; not where words of doubt stand beside.

    >>> sentence = Masked("Troops left, officials said.", {})
    >>> ending, doubt = re.compile(", officials said(?=[.]$)"), re.compile("rumour")
    >>> strip_attribution(sentence, [ending], doubt).masked.text
    'Troops left.'
    """
    text, removed = masked.text, ""
    for pattern in patterns:
        if (match := pattern.search(text)) and not doubt.search(match[0]):
            text = " ".join(f"{text[: match.start()]} {text[match.end() :]}".split())
            removed += match[0]
    if not removed:
        return Attributed(masked)
    text = re.sub(r" (?=[.,;:!؛،])", "", text)
    whens = {masked.values[sign] for sign in removed if slot_of(sign) == "date"}
    days = {when for when in whens if when.span is Span.DAY}
    spoken_on = next(iter(days)) if len(days) == 1 else None
    is_clear = not whens or whens == days == {spoken_on}
    return Attributed(replace(masked, text=text), spoken_on, is_clear)
