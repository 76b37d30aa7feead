"""What an article states: who held or took what when, how much, what was open or shut.

A sentence is understood only where it has one of the forms of the profile's
``language/statements.json`` as a whole: a word that denies, supposes, plans, reports or asks
leaves it alone, and so does anything between a verb and its object that the form does not know.
What is left alone is listed with the reason, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from geo.articles.dates_in_prose import When
from geo.articles.extraction import Found
from geo.articles.masked_sentence import Masked, slot_of
from geo.articles.masking import Before, Masking
from geo.articles.spoken_statements import spoken
from geo.articles.statement import LeftAlone, Said, Since, Statement, Statements
from geo.articles.statement_forms import Form, StatementForms, parties, statement_forms
from geo.atlas import Atlas
from geo.gazetteer.entries import Entry, Kind, gazetteer

#: Characters of a sentence beyond which it is left alone: a list or a table, no statement.
_LONGEST = 700

#: Statements that one article may have; what is beyond is left alone.
MOST = 200

#: Slots of what is held, taken, open or shut.
_THINGS = "ground field gate pipeline"

_MEANT = (Since.SINCE, Since.UNTIL)

#: Kinds of statements after which who had held is somebody else.
_PASSING = (Said.TOOK, Said.PASSED)


def statements(atlas: Atlas, found: Found) -> Statements:
    """Return what an article states.

    Examples
    --------
    >>> from datetime import date
    >>> from geo import Atlas
    >>> from geo.articles.article import article
    >>> from geo.articles.extraction import find
    >>> text = "Iraqi forces took Kirkuk on 16 October. They may take Erbil."
    >>> atlas = Atlas.load()
    >>> said = statements(atlas, find(atlas, article(text, date(2017, 10, 17))))
    >>> [(one.kind.value, one.actors, one.things[0].id, one.first.day) for one in said.found]
    [('took', ('federal',), 'kirkuk', 16)]
    >>> [(one.sentence, one.why) for one in said.left]
    [(1, 'condition')]
    """
    forms = statement_forms(found.article.language)
    if forms is None:
        return Statements((), ())
    reader = _Reader(atlas, found, forms)
    every: list[Statement] = []
    left: list[LeftAlone] = []
    for number in range(len(found.article.sentences)):
        own, why = reader.read(number)
        if own and len(every) + len(own) <= MOST:
            every += own
        elif why or own:
            left.append(LeftAlone(number, why or "many"))
    return Statements(tuple(every), tuple(left))


class _Reader:
    """Reads the sentences of one article, in order."""

    def __init__(self, atlas: Atlas, found: Found, forms: StatementForms) -> None:
        self.found = found
        self.forms = forms
        self.names = gazetteer(atlas)
        self.masking = Masking(self.names, found, forms)
        self.before: Before | None = None

    def read(self, number: int) -> tuple[list[Statement], str]:
        """Return what a sentence states, why it is left alone, or neither: it names nothing."""
        before, self.before = self.before, None
        sentence = self.found.article.sentences[number]
        if len(sentence.text) > _LONGEST:
            return [], "long" if self.found.by_sentence[number] else ""
        one, led = self.masking.masked(number, sentence, before)
        telling = any(slot_of(sign) not in {"date", "other"} for sign in one.values)
        if not telling:
            return [], ""
        article = self.found.article
        reported = list(spoken(number, one, self.forms, article.language, article.date))
        if why := self._guarded(one.text):
            return reported, why
        own = self._statements(number, one)
        if led:  # who or what is meant is likely, not certain
            own = [replace(each, weak=True) for each in own]
        if own:
            self.before = Before(one, any(each.kind in _PASSING for each in own))
        return [*own, *reported], "" if own or reported else "form"

    def _guarded(self, text: str) -> str:
        """Return why a sentence is left alone whatever its form; empty where it need not be.

        Who *claims* ground states something else than who claims that something is so.
        """
        for form in self.forms.forms:
            if form.kind == Said.CLAIMED:
                for match in reversed(list(form.pattern.finditer(text))):
                    text = text[: match.start("verb")] + text[match.end("verb") :]
        if sources := self.forms.words.get("sources"):
            text = sources.sub("", text)
        if (elsewhere := self.forms.words.get("elsewhere")) and elsewhere.search(text):
            return "elsewhere"
        return next((why for why, words in self.forms.guards if words.search(text)), "")

    def _statements(self, number: int, one: Masked) -> list[Statement]:
        matches = _apart(
            (match, form) for form in self.forms.forms for match in form.pattern.finditer(one.text)
        )
        every: list[Statement] = []
        before: list[Statement] = []
        loose = sum(slot_of(sign) == "date" for sign in one.text)
        for at, (match, form) in enumerate(matches):
            goes_on = form.again in {"again", "same", "ever", "they"}
            if form.again == "they" and len(set(_named(one, "actor side"))) != 1:
                continue
            if goes_on and (not before or (form.again == "same" and before[-1].whom)):
                continue
            if form.again == "same" and before[-1].kind != form.kind:
                continue
            following = matches[at + 1][0].start() if at + 1 < len(matches) else len(one.text)
            time = self._time(one, match, following, first=at == 0)
            if time is None:
                return []
            if form.again == "ever":  # since what the statement before tells of
                time = {} if time else _ever(before[0])
                if not time:
                    return []
            loose -= bool(time) + (time.get("since") is Since.FROM)
            if goes_on:
                before = [self._again(each, match, form, one, time) for each in before]
            else:
                ended = matches[at - 1][0].end() if at else 0
                around = one.text[ended : match.start()] + one.text[match.end() : following]
                before = list(self._stated(number, match, form, one, time))
                if any(each.kind is Said.PRODUCED for each in before) and _signs(
                    around, "ground field other"
                ):
                    before = []  # of a place that the form does not know
            every += before
        undated = any(
            each.first is None and (each.past or each.kind in {*_PASSING, Said.LOST})
            for each in every
        )
        return [] if loose > 0 and undated else every

    def _again(
        self, last: Statement, match: re.Match[str], form: Form, one: Masked, time: dict[str, Any]
    ) -> Statement:
        """Return a statement on what the one before was about."""
        part = match.groupdict()
        own = _signs(part.get("what"), _THINGS)
        word = (part.get("state") or "").lower()
        return Statement(
            Said(form.kind),
            last.sentence,
            one.values[own[0]] if own else last.things,
            _actors(one, part) or last.actors,
            _id(one, part.get("whom")),
            state=self.forms.groups["states"].get(word, ""),
            **time,
        )

    def _stated(
        self, number: int, match: re.Match[str], form: Form, one: Masked, time: dict[str, Any]
    ) -> Iterator[Statement]:
        part = match.groupdict()
        kind, group = Said(form.kind), self.forms.groups
        verb = (part.get("verb") or part.get("flow") or "").lower()
        verbless = "verb" in part and "verbless" in self.forms.words  # "TOWN, held by"
        base = Statement(
            kind, number,
            weak=form.again == "noun",
            way=form.again,
            actors=_actors(one, part),
            whom=_id(one, part.get("whom")),
            past=(verb in group["past"] or (verbless and not verb))
            and not self.forms.words["still"].search(match[0]),
            bound=group["bounded"].get((part.get("bound") or "").lower(), ""),
            **time,
        )  # fmt: skip
        things = [
            one.values[sign] for sign in _signs(part.get("what"), "ground field gate pipeline")
        ]
        amounts = _signs(match[0], "barrels percent area")
        if kind in {Said.PRODUCED, Said.SHARE, Said.AREA}:
            if amounts:
                unit = slot_of(amounts[-1])
                base = replace(base, value=float(one.values[amounts[-1]]), unit=unit)
                yield from self._amount(base, one, part, things)
        elif kind is Said.STATE:
            word = part["state"].lower()
            state = group["states"].get(word) or group["shuts"].get(word, "")
            yield from (replace(base, things=own, state=state) for own in things)
        else:
            yield from (replace(base, things=own) for own in things)

    def _amount(
        self, base: Statement, one: Masked, part: dict[str, Any], things: Sequence[Any]
    ) -> Iterator[Statement]:
        if base.kind is Said.AREA:
            own = things[0] if things else ()
            country = _signs(part.get("what"), "country")
            yield replace(base, things=own, whole=one.values[country[0]][0] if country else "")
            return
        if (never := self.forms.words.get("never")) and never.search(one.text):
            return
        flow = self.forms.groups["flows"].get((part.get("flow") or "").lower(), "produced")
        signs = _signs(part.get("src") or part.get("side"), "actor side country field ground")
        if len(signs) != 1:
            return
        value, slot = one.values[signs[0]], slot_of(signs[0])
        field = slot in {"field", "ground"}
        if slot == "ground" and not (value := self._fields(value)):
            return
        whole = one.values[part["whole"]][0] if part.get("whole") else ""
        yield replace(
            base, things=value if field else (), source="field" if field else value[0], flow=flow,
            whole=whole,
        )  # fmt: skip

    def _fields(self, ground: Sequence[Entry]) -> tuple[Entry, ...]:
        """Return the one field that has the name of a town; none where there are several."""
        named = self.names.spelled(ground[0].english)
        found = {one.entry for one in named if one.entry.kind is Kind.FIELD}
        return tuple(found) if len(found) == 1 else ()

    def _time(
        self, one: Masked, match: re.Match[str], following: int, *, first: bool
    ) -> dict[str, Any] | None:
        """Return the time of a match; None where the sentence says several."""
        words = self.forms.words
        text = one.text
        boundary = [each.span() for each in words["boundary"].finditer(text)]
        low = max((end for _, end in boundary if end <= match.start() + 1), default=0)
        low = low if first else match.start()
        high = min((start for start, _ in boundary if start >= match.end()), default=len(text))
        high = max(match.end(), min(high, following))
        aside = match.span("app") if "app" in match.re.groupindex else (0, 0)
        dates = [
            at
            for at in range(low, high)
            if slot_of(text[at]) == "date" and not aside[0] <= at < aside[1]
        ]
        if not dates and first:
            dates = [at for at in range(low) if slot_of(text[at]) == "date"]
            led = re.match(r"^\W*(?:\w+ ){0,3}$", text[: dates[0]]) if len(dates) == 1 else None
            if not led or ";" in text[: match.end()]:
                dates = []
        if not dates and (apart := words.get("apart")):
            later = [at for at in range(high, len(text)) if slot_of(text[at]) == "date"]
            dates = [at for at in later[:1] if apart.search(text[match.end() : at])]
        if not dates:
            return {}
        whens = [one.values[text[at]] for at in dates]
        lead = [text[:at] for at in dates]
        if len(dates) == 2 and words["between"].search(text[dates[0] + 1 : dates[1]]):
            return _range(whens[0], whens[1])
        several = len({(when.first, when.last) for when in whens}) > 1
        if several or words["before"].search(lead[0]):
            return None
        meant = next((each for each in _MEANT if words[each.value].search(lead[0])), Since.ON)
        return _when(whens[0]) | {"since": meant}


def _apart(found: Iterable[tuple[re.Match[str], Form]]) -> list[tuple[re.Match[str], Form]]:
    """Return matches that do not overlap, the earlier and longer first, in order."""
    chosen: list[tuple[re.Match[str], Form]] = []
    end = 0
    for match, form in sorted(found, key=lambda each: (each[0].start(), -each[0].end())):
        if match.start() >= end - 1:
            chosen.append((match, form))
            end = match.end()
    return chosen


def _when(one: When) -> dict[str, Any]:
    return {"first": one.first, "last": one.last, "span": one.span}


def _ever(one: Statement) -> dict[str, Any]:
    """Return the time since the event of a statement; nothing where it has no day."""
    if one.first is None or one.since is not Since.ON:
        return {}
    return {"first": one.first, "last": one.last, "span": one.span, "since": Since.SINCE}


def _range(one: When, other: When) -> dict[str, Any] | None:
    """Return the time from the start of one date to the day before another."""
    last = other.first - timedelta(1)
    if last < one.first:
        return None
    return {"first": one.first, "last": last, "span": one.span, "since": Since.FROM}


def _actors(one: Masked, part: dict[str, Any]) -> tuple[str, ...]:
    own = [part.get(name) for name in ("who", "who2", "side")]
    return tuple(dict.fromkeys(_id(one, sign) for sign in own if sign))


def _id(one: Masked, sign: str | None) -> str:
    """Return who a slot stands for: a capital or country for its government; empty for none."""
    if not sign:
        return ""
    value, slot = one.values[sign][0], slot_of(sign)
    if slot == "ground":
        return parties().voices.get(value.key, "")
    return parties().voices.get(value, "") if slot == "country" else str(value)


def _named(one: Masked, slots: str) -> list[Any]:
    """Return what the slots of some kinds stand for."""
    return [one.values[sign] for sign in _signs(one.text, slots)]


def _signs(text: str | None, names: str) -> list[str]:
    wanted = names.split()
    return [sign for sign in text or "" if slot_of(sign) in wanted]
