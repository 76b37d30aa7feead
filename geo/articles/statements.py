"""What an article states: who held or took what when, how much, what was open or shut.

A sentence is understood only where it has one of the forms of the profile's
``language/statements.json`` as a whole: a word that denies, supposes, plans or doubts leaves it
alone, and so does anything between a verb and its object that the form does not know. A statement
whose own words give no day is read only where the sentence has no day besides. What is left alone
is listed with the reason, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from geo.articles.attribution import Attributed, strip_attribution
from geo.articles.clause_time import date_fields, find_time, since_then
from geo.articles.extraction import Found
from geo.articles.masked_sentence import Masked, slot_of
from geo.articles.masking import Before, Masking
from geo.articles.recorded_events import recorded_events
from geo.articles.spoken_statements import find_spoken
from geo.articles.statement import DISPUTED, DaySource, LeftAlone, Said, Statement, Statements
from geo.articles.statement_forms import Form, StatementForms, parties, statement_forms
from geo.articles.statement_spans import left_words, with_words
from geo.articles.time_limit import TimeLimit
from geo.atlas import Atlas
from geo.gazetteer.entries import Entry, Kind
from geo.gazetteer.index import gazetteer

#: Characters of a sentence beyond which it is left alone: a list or a table, no statement.
_LONGEST = 700

#: Statements that one article may have; what is beyond is left alone.
MOST = 200

#: Slots of what is held, taken, open or shut.
_THINGS = "ground field gate pipeline"

#: Kinds of statements after which who had held is somebody else.
_PASSING = (Said.TOOK, Said.PASSED)

#: Kinds of statements on a state of affairs, which the day of a speech dates.
_STATES = (Said.HELD, Said.STATE, Said.AREA, Said.CLAIMED, Said.PRODUCED, Said.SHARE)


def statements(atlas: Atlas, findings: Found) -> Statements:
    """Return what an article states.

    >>> from datetime import date
    >>> from geo import Atlas
    >>> from geo.articles.article import article
    >>> from geo.articles.extraction import find
    >>> text = "Iraqi forces took Kirkuk on 16 October. They may take Erbil."
    >>> atlas = Atlas.load()
    >>> read = statements(atlas, find(atlas, article(text, date(2017, 10, 17))))
    >>> [(statement.kind.value, statement.actors, statement.things[0].id, statement.first.day)
    ...     for statement in read.statements]
    [('took', ('federal',), 'kirkuk', 16)]
    >>> [(skipped.sentence, skipped.why) for skipped in read.left]
    [(1, 'condition')]
    """
    forms = statement_forms(findings.article.language)
    if forms is None:
        return Statements((), ())
    reader, limit = _Reader(atlas, findings, forms), TimeLimit()
    every: list[Statement] = []
    left: list[LeftAlone] = []
    for number, sentence in enumerate(findings.article.sentences):
        if limit.is_over:
            left.append(LeftAlone(number, "late", sentence.start, sentence.end))
            continue
        read, alone = reader.read(number)
        if len(every) + len(read) <= MOST:
            every += read
            left += alone
        else:
            left.append(LeftAlone(number, "many", sentence.start, sentence.end))
    return Statements(tuple(every), tuple(left))


class _Reader:
    """Reads the sentences of one article, in order."""

    def __init__(self, atlas: Atlas, findings: Found, forms: StatementForms) -> None:
        self.findings = findings
        self.forms = forms
        self.names = gazetteer(atlas)
        self.masking = Masking(self.names, findings, forms)
        self.before: Before | None = None

    def read(self, number: int) -> tuple[list[Statement], list[LeftAlone]]:
        """Return what a sentence states, and what of it is left alone."""
        before, self.before = self.before, None
        article = self.findings.article
        sentence = article.sentences[number]
        everything = LeftAlone(number, "form", sentence.start, sentence.end)
        if len(sentence.text) > _LONGEST:
            is_named = bool(self.findings.by_sentence[number])
            return [], [replace(everything, why="long")] if is_named else []
        masked, is_led = self.masking.mask_sentence(number, sentence, before)
        if all(slot_of(sign) in {"date", "other"} for sign in masked.values):
            return [], []
        speeches = [
            with_words(each, masked, sentence, masked.text)
            for each in find_spoken(number, masked, self.forms, article.language, article.date)
        ]
        is_unclear = not article.is_dated and any(
            when.relative for when in self.findings.dated[number]
        )
        attributed = strip_attribution(masked, self.forms.attributions, self.forms.words["doubt"])
        if is_unclear or not attributed.is_clear:
            return [], [replace(everything, why="day")]
        if why := self._guard(attributed.masked.text):
            return speeches, [] if speeches else [replace(everything, why=why)]
        read = self._read_statements(number, attributed)
        if not read:
            read = [
                with_words(event, masked, sentence, words)
                for event, words in recorded_events(number, attributed, article.language)
            ]
        # The day of an article that states none is no day to test a statement on.
        dated = [each for each in read if each.first is not None or article.is_dated]
        if is_led:  # who or what is meant is likely, not certain
            dated = [replace(each, weak=True) for each in dated]
        if dated:
            self.before = Before(masked, any(each.kind in _PASSING for each in dated))
        result = [*dated, *speeches]
        if result:
            return result, left_words(number, result, attributed.masked, sentence)
        return [], [replace(everything, why="day") if read else everything]

    def _guard(self, text: str) -> str:
        """Return why a sentence is left alone whatever its form; empty where it need not be.

        Words that a form takes for something else than a guard does (``safe``) are passed over: who
        *claims* ground states something else than who claims that something is so.
        """
        for form in self.forms.forms:
            if "safe" in form.pattern.groupindex:
                for match in reversed(list(form.pattern.finditer(text))):
                    text = text[: match.start("safe")] + text[match.end("safe") :]
        if (elsewhere := self.forms.words.get("elsewhere")) and elsewhere.search(text):
            return "elsewhere"
        return next((why for why, words in self.forms.guards if words.search(text)), "")

    def _read_statements(self, number: int, attributed: Attributed) -> list[Statement]:
        """Return the statements of a sentence that have a clear day."""
        masked = attributed.masked
        text, sentence = masked.text, self.findings.article.sentences[number]
        matches = _choose_apart(
            (match, form) for form in self.forms.forms for match in form.pattern.finditer(text)
        )
        every: list[Statement] = []
        previous: list[Statement] = []
        unused = [sign for sign in text if slot_of(sign) == "date"]
        for at, (match, form) in enumerate(matches):
            goes_on = form.goes_on
            if goes_on and not _can_go_on(form, previous, masked):
                continue
            following = matches[at + 1][0].start() if at + 1 < len(matches) else len(text)
            is_first = at == 0 and "joined" not in match.re.groupindex
            time = find_time(masked, self.forms, match, following, first=is_first)
            if time is None:
                previous = []
                continue
            values, signs = time.values, time.signs
            if form.again.startswith("ever"):  # since what the statement before tells of
                values = {} if values else since_then(previous[0])
                if not values:
                    return []
            unused = [sign for sign in unused if sign not in signs]
            if goes_on:
                previous = [self._continue(each, match, form, masked, values) for each in previous]
            else:
                ended = matches[at - 1][0].end() if at else 0
                around = text[ended : match.start()] + text[match.end() : following]
                previous = list(self._read_match(number, match, form, masked, values))
                if any(each.kind is Said.PRODUCED for each in previous) and _signs(
                    around, "ground field other"
                ):
                    previous = []  # of a place that the form does not know
            every += [with_words(each, masked, sentence, match[0], signs) for each in previous]
        # The day of a statement without one may be any of these, or one that was not understood.
        if unused or self.forms.words["sometime"].search(text):
            every = [each for each in every if each.first is not None]
        return [_spoken_of(each, attributed) for each in every]

    def _continue(
        self,
        last: Statement,
        match: re.Match[str],
        form: Form,
        masked: Masked,
        time: dict[str, Any],
    ) -> Statement:
        """Return a statement on what the one before was about."""
        groups = match.groupdict()
        signs = _signs(groups.get("what"), _THINGS)
        state = (groups.get("state") or "").lower()
        if share := _signs(match[0], "percent") if form.kind == Said.AREA else []:
            value = float(masked.values[share[-1]])
            amount: dict[str, Any] = {"value": value, "unit": "percent", "share_of": DISPUTED}
            return replace(last, kind=Said.AREA, things=(), **amount, **time)
        return Statement(
            Said(form.kind),
            last.sentence,
            masked.values[signs[0]] if signs else last.things,
            _actors(masked, groups) or last.actors,
            _id(masked, groups.get("whom")),
            state=self.forms.groups["states"].get(state, ""),
            way=form.again,
            **time,
        )

    def _read_match(
        self, number: int, match: re.Match[str], form: Form, masked: Masked, time: dict[str, Any]
    ) -> Iterator[Statement]:
        """Yield what a match states: one statement for each thing that it names."""
        groups = match.groupdict()
        kind, words = Said(form.kind), self.forms.groups
        verb = (groups.get("verb") or groups.get("flow") or "").lower()
        verbless = "verb" in groups and "verbless" in self.forms.words  # "TOWN, held by"
        base = Statement(
            kind,
            number,
            weak=form.again == "noun",
            way=form.again,
            actors=_actors(masked, groups),
            whom=_id(masked, groups.get("whom")),
            past=(verb in words["past"] or (verbless and not verb) or self._is_pluperfect(match[0]))
            and not self.forms.words["still"].search(match[0]),
            bound=words["bounded"].get((groups.get("bound") or "").lower(), ""),
            **time,
        )
        things = [masked.values[sign] for sign in _signs(groups.get("what"), _THINGS)]
        amounts = _signs(match[0], "barrels percent area")
        if kind in {Said.PRODUCED, Said.SHARE, Said.AREA}:
            if amounts:
                unit = slot_of(amounts[-1])
                base = replace(base, value=float(masked.values[amounts[-1]]), unit=unit)
                yield from self._read_amount(base, masked, groups, things)
        elif kind is Said.STATE:
            word = groups["state"].lower()
            state = words["states"].get(word) or words["shuts"].get(word, "")
            yield from (replace(base, things=entries, state=state) for entries in things)
        else:
            yield from (replace(base, things=entries) for entries in things)

    def _is_pluperfect(self, text: str) -> bool:
        words = self.forms.words.get("pluperfect")
        return words is not None and words.search(text) is not None

    def _read_amount(
        self, base: Statement, masked: Masked, groups: dict[str, Any], things: Sequence[Any]
    ) -> Iterator[Statement]:
        if base.kind is Said.AREA:
            entries = things[0] if things else ()
            country = _signs(groups.get("what"), "country")
            total = masked.values[country[0]][0] if country else ""
            yield replace(
                base, things=entries, share_of=DISPUTED if "disputed" in groups else total
            )
            return
        if (never := self.forms.words.get("never")) and never.search(masked.text):
            return
        flow = self.forms.groups["flows"].get((groups.get("flow") or "").lower(), "produced")
        signs = _signs(groups.get("src") or groups.get("side"), "actor side country field ground")
        if len(signs) != 1:
            return
        value, slot = masked.values[signs[0]], slot_of(signs[0])
        is_field = slot in {"field", "ground"}
        if slot == "ground" and not (value := self._find_field(value)):
            return
        yield replace(
            base,
            things=value if is_field else (),
            source="field" if is_field else value[0],
            flow=flow,
            share_of=masked.values[groups["whole"]][0] if groups.get("whole") else "",
        )

    def _find_field(self, ground: Sequence[Entry]) -> tuple[Entry, ...]:
        """Return the one field that has the name of a town; none where there are several."""
        names = self.names.find_spelled(ground[0].english)
        fields = {name.entry for name in names if name.entry.kind is Kind.FIELD}
        return tuple(fields) if len(fields) == 1 else ()


def _choose_apart(
    matches: Iterable[tuple[re.Match[str], Form]],
) -> list[tuple[re.Match[str], Form]]:
    """Return matches that do not overlap, the earlier and longer first, in order."""
    chosen: list[tuple[re.Match[str], Form]] = []
    end = 0
    for match, form in sorted(matches, key=lambda each: (each[0].start(), -each[0].end())):
        if match.start() >= end - 1:
            chosen.append((match, form))
            end = match.end()
    return chosen


def _can_go_on(form: Form, previous: Sequence[Statement], masked: Masked) -> bool:
    """Return whether a form that continues the previous statement has one to continue."""
    sides = {masked.values[sign] for sign in _signs(masked.text, "actor side")}
    if not previous or (form.again == "they" and len(sides) != 1):
        return False
    return form.again != "same" or (not previous[-1].whom and previous[-1].kind == form.kind)


def _spoken_of(statement: Statement, attributed: Attributed) -> Statement:
    """Add the day of a reported speech to a statement.

    A state without a day of its own is that of the day of the speech, in the past as in the
    present: *said on Friday that the town was in federal hands*.
    """
    if (when := attributed.spoken_on) is None:
        return statement
    statement = replace(statement, spoken_on=when.last)
    if statement.first is not None or statement.kind not in _STATES:
        source = statement.day_source if statement.first else DaySource.SPEECH
        return replace(statement, day_source=source)
    return replace(statement, **date_fields(when) | {"day_source": DaySource.SPEECH})


def _actors(masked: Masked, groups: dict[str, Any]) -> tuple[str, ...]:
    signs = [groups.get(name) for name in ("who", "who2", "side")]
    return tuple(dict.fromkeys(_id(masked, sign) for sign in signs if sign))


def _id(masked: Masked, sign: str | None) -> str:
    """Return who a slot stands for: a capital or country for its government; empty for none."""
    if not sign:
        return ""
    value, slot = masked.values[sign][0], slot_of(sign)
    if slot == "ground":
        return parties().voices.get(value.key, "")
    return parties().voices.get(value, "") if slot == "country" else str(value)


def _signs(text: str | None, names: str) -> list[str]:
    wanted = names.split()
    return [sign for sign in text or "" if slot_of(sign) in wanted]
