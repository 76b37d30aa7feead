"""The question that tests a statement; none where the atlas's records are not plain on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from geo.articles.dates_in_prose import Span
from geo.articles.statement import Said, Since, Statement
from geo.articles.statement_forms import parties
from geo.atlas import Atlas
from geo.errors import QuestionError
from geo.gazetteer.entries import Entry, Kind
from geo.gazetteer.resolver import resolve
from geo.profile import Holder, current
from geo.stories import question
from geo.stories.answers import answer
from geo.stories.holding_periods import (
    STATES,
    Change,
    Periods,
    beside,
    changes,
    doubtful,
    holder,
    periods,
)
from geo.stories.statement_events import figure, spoke, took_part
from geo.stories.statement_figures import (
    Asked,
    area,
    days_of,
    holder_of,
    known_holder,
    produced,
    share,
)

_DAY = timedelta(1)

#: Rank of places from which on a record of the unit around is no record against a statement.
_HAMLET = 5

#: Days by which sources differ on when something passed: within these no verdict is against it.
NEAR = timedelta(5)

#: How far the start of a spell may lie from a date, by how exactly that is known.
WITHIN = {Span.DAY: 3, Span.WEEK: 7, Span.MONTH: 31, Span.YEAR: 366, Span.RANGE: 31}

Questions = Sequence[question.Question]
Sides = tuple[Holder | None, Holder]


def asked(atlas: Atlas, one: Statement, day: date) -> Questions:
    """Return the questions that test a statement, one a thing; none where it is left alone.

    Parameters
    ----------
    atlas
        The atlas.
    one
        The statement.
    day
        The day of the article.

    Raises
    ------
    QuestionError
        Where a thing lies outside the atlas.
    """
    since = parties().since.get(str(holder_of(one.actors)))
    if (since and one.last and one.last < since) or (one.first and one.first > day):
        return ()
    found = _ASKED[one.kind](atlas, one, day)
    own = tuple(each for each in found if each is not None)
    return own if len(own) == len(found) else ()


def _took(atlas: Atlas, one: Statement, day: date) -> Asked:
    to, whom = holder_of(one.actors), known_holder(one.whom)
    if not to or one.since is not Since.ON or (one.whom and not whom) or whom == to:
        return []
    return [_passed(atlas, thing, one, day, (whom, to)) for thing in one.things]


def _passed(
    atlas: Atlas, thing: Entry, one: Statement, day: date, sides: Sides
) -> question.Question | None:
    """Ask whether a thing passed from one side, empty where it is not said, to the other."""
    to, every = sides[1], periods(atlas, thing)
    hits = [_hit(own, one, day, sides) for own in every]
    if every and all(hits):
        return _change(atlas, thing, one, [hit for hit in hits if hit], sides)
    if not every or any(hits) or not all(_never(own, one, day, to) for own in every):
        return None
    if _small(thing) or any(_hit(own, one, day, sides) for own in beside(atlas, thing)):
        return None
    first, last = one.first or current().days.first, one.last or day
    span = first - NEAR, last + NEAR
    others = any(
        each.from_holder != to and span[0] <= each.day <= span[1]
        for own in every
        for each in changes(own)
    )
    lost = all(
        any(each.from_holder == to and span[0] <= each.day <= span[1] for each in changes(own))
        for own in every
    )
    known = not others or one.first is None
    if not lost and took_part(atlas, thing, span, to, others=not known):
        return None
    if thing.kind in _GATES:
        return question.Crossing(question="crossing", id=thing.id, date=last, run_by=to)
    return question.Changed(
        question="changed", first=first - _DAY if one.first else first, last=last, to_holder=to,
        **_about(atlas, thing),
    )  # fmt: skip


def _hit(own: Periods, one: Statement, day: date, sides: Sides) -> Change | None:
    """Return the change that a statement tells of, the last one up to the article's day."""
    whom, to = sides
    fitting = [
        each
        for each in changes(own)
        if each.to_holder == to
        and each.from_holder == (whom or each.from_holder)
        and (_within(each, one) if one.first else each.day <= day)
    ]
    return fitting[-1] if fitting else None


def _within(change: Change, one: Statement) -> bool:
    if one.first is None or one.last is None:
        return False
    slack = change.slack if one.span is Span.DAY else timedelta(0)
    return one.first - slack <= change.day <= one.last + slack


def _never(own: Periods, one: Statement, day: date, to: Holder) -> bool:
    """Return whether the records are plain that a thing did not pass to a holder then."""
    last = one.last or day
    first = one.first or current().days.first
    open_ones = _unsure(to)
    if doubtful(own, last) or {holder(own, last), holder(own, first)} & open_ones:
        return False
    if one.first is None:
        return all(each.holder != to for each in own if each.start <= day + NEAR) and not any(
            each.holder in open_ones and each.start <= day < each.end for each in own
        )
    wide = NEAR + (timedelta(0) if one.span is Span.DAY else timedelta(WITHIN[Span.WEEK]))
    return not any(
        first - wide - each.slack <= each.start <= last + wide + each.slack
        for each in own
        if each.holder == to or each.holder in open_ones
    )


def _small(thing: Entry) -> bool:
    """Return whether a place is a hamlet, of which the unit around it says too little."""
    return thing.kind is Kind.PLACE and thing.rank >= _HAMLET


def _unsure(own: Holder) -> frozenset[str]:
    """Return the states under which an actor may have held ground or not."""
    return STATES if own in current().mixed.of else STATES - {"mixed"}


def _change(
    atlas: Atlas, thing: Entry, one: Statement, hits: list[Change], sides: Sides
) -> question.Question | None:
    whom, to = sides
    last = max(hit.day for hit in hits)
    if thing.kind in _GATES:
        return question.Crossing(question="crossing", id=thing.id, date=last, run_by=to)
    first = min(hit.before for hit in hits)
    if one.first and one.last:
        last, first = (
            max(last, min(one.last, _end(atlas, thing, last))),
            min(first, one.first - _DAY),
        )
        first = max(first, _start(atlas, thing, hits))
    return question.Changed(
        question="changed", first=first, last=last, to_holder=to, from_holder=whom,
        **_about(atlas, thing),
    )  # fmt: skip


def _end(atlas: Atlas, thing: Entry, day: date) -> date:
    """Return the last day on which who holds a thing on a day still held it."""
    return min(
        each.end - _DAY
        for own in periods(atlas, thing)
        for each in own
        if each.start <= day < each.end
    )


def _start(atlas: Atlas, thing: Entry, hits: list[Change]) -> date:
    """Return the first day on which who lost a thing had held it."""
    return max(
        each.start
        for own, hit in zip(periods(atlas, thing), hits, strict=True)
        for each in own
        if each.start <= hit.before < each.end
    )


def _lost(atlas: Atlas, one: Statement, day: date) -> Asked:
    """Ask only where a record bears it out: who left need not have been who held."""
    own = holder_of(one.actors)
    found: Asked = []
    for thing in one.things:
        every = periods(atlas, thing)
        hits = [
            [
                each
                for each in changes(rows)
                if each.from_holder == own
                and (_within(each, one) if one.first else each.day <= day)
            ][-1:]
            for rows in every
        ]
        if not own or len(every) != 1 or not hits[0] or thing.kind in _GATES:
            return []
        hit = hits[0][0]
        found.append(
            question.Changed(
                question="changed",
                first=hit.before,
                last=hit.day,
                from_holder=own,
                to_holder=Holder(hit.to_holder),
                **_about(atlas, thing),
            )
        )
    return found


def _held(atlas: Atlas, one: Statement, day: date) -> Asked:
    own = holder_of(one.actors)
    if not own:
        return []
    if one.first is None and one.past:
        return []
    return [_holds(atlas, thing, one, day, own) for thing in one.things]


def _holds(
    atlas: Atlas, thing: Entry, one: Statement, day: date, own: Holder
) -> question.Question | None:
    every = periods(atlas, thing)
    if not every:
        return None
    if one.since in {Since.SINCE, Since.FROM}:
        return _since(atlas, thing, one, day, own)
    days = days_of(one, day)
    if one.since is Since.UNTIL and one.first:
        days = [one.first - _DAY]
    holders = {holder(rows, each) for rows in every for each in days}
    shared = {"mixed"} & _unsure(own)
    if len(holders) != 1 or holders & {"", *shared}:
        return None
    against = own not in holders
    if against and (one.since is Since.UNTIL or not _plain(atlas, thing, days, own)):
        return None
    return _held_on(atlas, thing, days[0], own)


def _plain(atlas: Atlas, thing: Entry, days: Sequence[date], own: Holder) -> bool:
    """Return whether the records are plain that a thing was not a holder's on some days."""
    every = periods(atlas, thing)
    if _small(thing) or any(doubtful(rows, each) for rows in every for each in days):
        return False
    around = [each + step for each in days for step in (-_DAY, _DAY)]
    near = {holder(rows, each) for rows in every for each in around}
    near |= {holder(rows, each) for rows in beside(atlas, thing) for each in days}
    return not near & {own, *({"mixed"} & _unsure(own))}


def _held_on(atlas: Atlas, thing: Entry, day: date, own: Holder) -> question.Question:
    if thing.kind is Kind.FIELD:
        return question.FieldsHeld(
            question="fields_held", date=day, holder=own, include=(thing.id,)
        )
    if thing.kind in _GATES:
        return question.Crossing(question="crossing", id=thing.id, date=day, run_by=own)
    return question.Held(question="held", place=_name(atlas, thing), date=day, holder=own)


def _since(
    atlas: Atlas, thing: Entry, one: Statement, day: date, own: Holder
) -> question.Question | None:
    """Ask since when; not where ground was shared or fought over when it is said to begin."""
    if one.first is None or one.last is None or one.span is None:
        return None
    until = one.last if one.past or one.since is Since.FROM else day
    every = periods(atlas, thing)
    shared = {"mixed"} & _unsure(own)
    unsure = {"", "contested", *shared}
    if any(holder(rows, until) in unsure for rows in every) or thing.kind in _GATES:
        return None
    if all(holder(rows, until) == own for rows in every):
        last = one.first if one.since is Since.FROM else one.last
        near = timedelta(WITHIN[one.span])
        for rows in every:
            run = next(each for each in rows if each.start <= until < each.end)
            fits = one.first - near - run.slack <= run.start <= last + near + run.slack
            then = holder(rows, one.first)
            if not fits and (run.start < one.first or then in STATES or then in {"", own}):
                return None
    elif (
        len({holder(rows, until) for rows in every}) != 1
        or _small(thing)
        or any(doubtful(rows, until) for rows in every)
    ):
        return None
    within = WITHIN[one.span]
    return question.HeldSince(
        question="held_since", holder=own, since=one.first, date=until, within_days=within,
        **_about(atlas, thing),
    )  # fmt: skip


def _state(atlas: Atlas, one: Statement, day: date) -> Asked:
    """Ask for open or shut; what was open in part is left alone unless that is what is said."""
    if one.first is None and one.past:
        return []
    found: Asked = []
    for thing in one.things:
        days = days_of(one, day)
        if one.since is Since.SINCE and one.last:
            days = [max(one.last, current().days.first), day]
        elif one.since is Since.UNTIL and one.first:
            days = [one.first - _DAY]
        elif one.first and not one.past:
            days = [one.last or day]
        own = [_state_on(thing, each, one.state) for each in days]
        states = {answer(atlas, each).figures.get("state") for each in own if each}
        if len(states) != 1 or None in own:
            return []
        state = states.pop()
        if state == "partial" != one.state or (one.state == "partial" != state):
            return []
        found.append(own[-1])
    return found


def _state_on(thing: Entry, day: date, state: str) -> question.Question | None:
    if thing.kind is Kind.PIPELINE:
        return question.Pipeline(question="pipeline", id=thing.id, date=day, state=state)  # type: ignore[arg-type]
    if thing.kind in _GATES:
        return question.Crossing(question="crossing", id=thing.id, date=day, state=state)  # type: ignore[arg-type]
    return None


_GATES = frozenset((Kind.CROSSING, Kind.AIRPORT))


def _about(atlas: Atlas, thing: Entry) -> dict[str, Any]:
    if thing.kind is Kind.FIELD:
        return {"field": thing.id}
    return {"place": _name(atlas, thing)}


def _name(atlas: Atlas, thing: Entry) -> str:
    """Return the English name where it means the same thing, else the key."""
    try:
        entry = resolve(atlas, thing.english).entry
    except QuestionError:
        return thing.key
    return thing.english if entry == thing else thing.key


_ASKED = {
    Said.HELD: _held,
    Said.TOOK: _took,
    Said.LOST: _lost,
    Said.STATE: _state,
    Said.PRODUCED: produced,
    Said.SHARE: share,
    Said.AREA: area,
    Said.SPOKE: spoke,
    Said.FIGURE: figure,
}
