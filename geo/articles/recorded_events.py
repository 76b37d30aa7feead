"""Events that a sentence dates: a vote that was held, an attack and how many it killed."""

from __future__ import annotations

from collections.abc import Iterator

from geo.articles.attribution import Attributed
from geo.articles.clause_time import date_fields
from geo.articles.dates_in_prose import Span
from geo.articles.masked_sentence import slot_of
from geo.articles.spoken_statements import numbers
from geo.articles.statement import Said, Since, Statement
from geo.articles.statement_forms import parties
from geo.model import Language

#: Slots of who acts, of whom a record has to name the same.
_ACTORS = frozenset(("actor", "voice"))


def recorded_events(
    number: int, attributed: Attributed, language: Language
) -> Iterator[tuple[Statement, str]]:
    """Yield events of a sentence that names one day, and the words that tell of them.

    Of several places or numbers none is known to be the event's, so that nothing is.
    """
    masked = attributed.masked
    dates = [sign for sign in masked.text if slot_of(sign) == "date"]
    if len(dates) != 1 or masked.values[dates[0]].span is not Span.DAY:
        return
    grounds = [sign for sign in masked.text if slot_of(sign) == "ground"]
    actors = [str(masked.values[sign][0]) for sign in masked.text if slot_of(sign) in _ACTORS]
    for name, happening in parties().happenings.items():
        pattern = happening.patterns.get(language)
        match = pattern.search(masked.text) if pattern else None
        if not match:
            continue
        counted = match.groupdict().get("n")
        if happening.placed and (len(grounds) != 1 or not counted):
            continue
        yield (
            Statement(
                Said.HAPPENED,
                number,
                masked.values[grounds[0]] if happening.placed else (),
                tuple(dict.fromkeys(actors)),
                acts=(name,),
                numbers=tuple(numbers(counted or "", language)),
                **date_fields(masked.values[dates[0]]) | {"since": Since.ON},
            ),
            "".join((match[0], *dates, *(grounds if happening.placed else ()))),
        )
