"""The question that tests a statement; none where the atlas's records are not plain on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from geo.articles.check.changes import (
    GATES,
    NEAR,
    WITHIN,
    about,
    changed_hands,
    is_hamlet,
    lost,
    name_of,
    took,
    unsure_states,
)
from geo.articles.check.events import figure, happened, spoke
from geo.articles.check.figures import (
    Asked,
    area,
    days_of,
    holder_of,
    known_holder,
    produced,
    share,
)
from geo.articles.check.holding_periods import (
    STATES,
    Periods,
    beside,
    changes,
    doubtful,
    holder,
    periods,
    units,
)
from geo.articles.dates_in_prose import Span
from geo.articles.statement import Said, Since, Statement
from geo.articles.statement_forms import parties
from geo.atlas import Atlas
from geo.gazetteer.entries import Entry, Kind
from geo.profile import Holder, current
from geo.stories import question
from geo.stories.answers import answer

_DAY = timedelta(1)

_GROUND = frozenset((Kind.PLACE, Kind.SUBDISTRICT, Kind.DISTRICT, Kind.GOVERNORATE))

Questions = Sequence[question.Question]


def questions_for(atlas: Atlas, one: Statement, day: date) -> Questions:
    """Return the questions that test a statement, one a thing; none where it is left alone."""
    since = parties().since.get(str(holder_of(one.actors)))
    if (since and one.last and one.last < since) or (one.first and one.first > day):
        return ()
    found = _ASKED[one.kind](atlas, one, day)
    own = tuple(each for each in found if each is not None)
    return own if len(own) == len(found) else ()


def _claims(atlas: Atlas, one: Statement, day: date) -> Asked:
    """Ask whether somebody claims ground; of the past only on a day."""
    own = holder_of(one.actors)
    if not own or one.since is not Since.ON or (one.past and not one.first):
        return []
    found: Asked = []
    for thing in one.things:
        if thing.kind not in _GROUND or len(units(atlas, thing)) != 1:
            return []
        found.append(
            question.Claimed(
                question="claimed", place=name_of(atlas, thing), date=one.last or day, claimant=own
            )
        )
    return found


def _held(atlas: Atlas, one: Statement, day: date) -> Asked:
    own = holder_of(one.actors) if one.way != "jointly" else _joint(one.actors)
    if not own:
        return []
    if one.first is None and one.past:
        return []
    return [_holds(atlas, thing, one, day, own) for thing in one.things]


def _joint(actors: Sequence[str]) -> Holder | None:
    """Return the state of ground that two actors hold together, where the atlas has one."""
    sides, mixed = {known_holder(actor) for actor in actors}, current().mixed
    return Holder("mixed") if len(sides) == 2 and sides <= set(mixed.of) else None


def _holds(
    atlas: Atlas, thing: Entry, one: Statement, day: date, own: Holder
) -> question.Question | None:
    every = periods(atlas, thing)
    if not every:
        return None
    if one.since in {Since.SINCE, Since.FROM}:
        return _since(atlas, thing, one, day, own)
    if one.since is Since.UNTIL:
        return _until(atlas, thing, one, own)
    days = days_of(one, day) if one.since is Since.ON else [one.last or day]
    holders = {
        each.holder
        for rows in every
        for each in rows
        if each.start <= days[-1] and each.end > days[0]
    }
    shared = {"mixed"} & unsure_states(own) if own != "mixed" else set()
    if len(holders) != 1 or holders & {"", *shared}:
        return None
    if own not in holders and not _plain(atlas, thing, days, own):
        return None
    return _held_on(atlas, thing, days[0], own)


def _until(atlas: Atlas, thing: Entry, one: Statement, own: Holder) -> question.Question | None:
    """Ask whether a holder lost a thing at the end of a time; not where that lies close by."""
    if one.first is None or one.last is None or thing.kind in GATES:
        return None
    eve, every = one.first - _DAY, periods(atlas, thing)
    hits = [
        each
        for rows in every
        for each in changes(rows)
        if each.from_holder == own and one.first <= each.day <= one.last + _DAY
    ]
    if every and len(hits) == len(every):
        return _lost_by(atlas, thing, min(hit.before for hit in hits), one.last, own)
    ends = {each.end for rows in every for each in rows if each.start <= eve < each.end}
    near = timedelta(WITHIN[one.span or Span.DAY]) + NEAR
    if (
        hits
        or is_hamlet(thing)
        or any(holder(rows, eve) != own or doubtful(rows, one.last) for rows in every)
        or any(one.first - near <= end <= one.last + near for end in ends)
    ):
        return None
    return _lost_by(atlas, thing, eve, one.last, own)


def _lost_by(atlas: Atlas, thing: Entry, first: date, last: date, own: Holder) -> question.Question:
    return question.Changed(
        question="changed", first=first, last=last, from_holder=own, **about(atlas, thing)
    )


def _plain(atlas: Atlas, thing: Entry, days: Sequence[date], own: Holder) -> bool:
    """Return whether the records are plain that a thing was not a holder's on some days."""
    every = periods(atlas, thing)
    if is_hamlet(thing) or any(doubtful(rows, each) for rows in every for each in days):
        return False
    around = [each + step for each in days for step in (-_DAY, _DAY)]
    near = {holder(rows, each) for rows in every for each in around}
    near |= {holder(rows, each) for rows in beside(atlas, thing) for each in days}
    return not near & {own, *({"mixed"} & unsure_states(own))}


def _held_on(atlas: Atlas, thing: Entry, day: date, own: Holder) -> question.Question:
    if thing.kind is Kind.FIELD:
        return question.FieldsHeld(
            question="fields_held", date=day, holder=own, include=(thing.id,)
        )
    if thing.kind in GATES:
        return question.Crossing(question="crossing", id=thing.id, date=day, run_by=own)
    return question.Held(question="held", place=name_of(atlas, thing), date=day, holder=own)


def _since(
    atlas: Atlas, thing: Entry, one: Statement, day: date, own: Holder
) -> question.Question | None:
    """Ask since when; not where ground was shared or fought over at the beginning."""
    if one.first is None or one.last is None or one.span is None:
        return None
    until = one.last if one.past or one.since is Since.FROM else day
    every = periods(atlas, thing)
    shared = {"mixed"} & unsure_states(own)
    unsure = {"", "contested", *shared}
    if thing.kind in GATES:
        return _run_since(
            every, thing, one.first if one.since is Since.FROM else one.last, until, own
        )
    if any(holder(rows, until) in unsure for rows in every):
        return None
    if all(holder(rows, until) == own for rows in every):
        last = one.first if one.since is Since.FROM else one.last
        near = timedelta(WITHIN[one.span])
        for rows in every:
            run = next(each for each in rows if each.start <= until < each.end)
            wide = max(near, NEAR) + run.slack
            if one.first - near <= run.start <= last + near:
                continue
            then = holder(rows, one.first)
            close = one.first - wide <= run.start <= last + wide
            if close or run.start < one.first or then in STATES or then in {"", own}:
                return None
    elif (
        len({holder(rows, until) for rows in every}) != 1
        or is_hamlet(thing)
        or any(doubtful(rows, until) for rows in every)
    ):
        return None
    within = WITHIN[one.span]
    return question.HeldSince(
        question="held_since", holder=own, since=one.first, date=until, within_days=within,
        **about(atlas, thing),
    )  # fmt: skip


def _run_since(
    every: Sequence[Periods], thing: Entry, first: date, until: date, own: Holder
) -> question.Question | None:
    """Ask who runs a crossing; not where that changed meanwhile or its start is not known."""
    (rows,) = every
    days = [first, *(one.start for one in rows if first < one.start <= until), until]
    runs = {holder(rows, each) for each in days}
    if runs & {"", "contested", "mixed"} or (own in runs and len(runs) > 1):
        return None
    if own not in runs and any(doubtful(rows, each) for each in days):
        return None
    return question.Crossing(question="crossing", id=thing.id, date=until, run_by=own)


def _state(atlas: Atlas, one: Statement, day: date) -> Asked:
    """Ask for open or shut; what was open in part is left out unless the statement says so."""
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
        if one.way == "event" and (
            one.since is not Since.ON or not _is_new(atlas, thing, days[0], one.state)
        ):
            return []
        states = {answer(atlas, each).figures.get("state") for each in own if each}
        if len(states) != 1 or None in own:
            return []
        state = states.pop()
        if state == "partial" != one.state or (one.state == "partial" != state):
            return []
        found.append(own[-1])
    return found


def _is_new(atlas: Atlas, thing: Entry, day: date, state: str) -> bool:
    """Return whether a thing was in another state the day before: it was shut or opened then."""
    before = max(day - _DAY, current().days.first)
    asked = _state_on(thing, before, state)
    return asked is not None and answer(atlas, asked).figures.get("state") not in {None, state}


def _state_on(thing: Entry, day: date, state: str) -> question.Question | None:
    if thing.kind is Kind.PIPELINE:
        return question.Pipeline(question="pipeline", id=thing.id, date=day, state=state)  # type: ignore[arg-type]
    if thing.kind in GATES:
        return question.Crossing(question="crossing", id=thing.id, date=day, state=state)  # type: ignore[arg-type]
    return None


_ASKED = {
    Said.HELD: _held,
    Said.TOOK: took,
    Said.LOST: lost,
    Said.PASSED: changed_hands,
    Said.CLAIMED: _claims,
    Said.STATE: _state,
    Said.PRODUCED: produced,
    Said.SHARE: share,
    Said.AREA: area,
    Said.SPOKE: spoke,
    Said.FIGURE: figure,
    Said.HAPPENED: happened,
}
