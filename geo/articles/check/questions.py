"""The question that tests a statement; none where the atlas's records are not plain on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from geo.articles.check.changes import (
    GATES,
    NEAR,
    WITHIN,
    ask_lost,
    ask_taken,
    changed_hands,
    is_hamlet,
    name_of,
    name_thing,
    unsure_states,
)
from geo.articles.check.events import ask_event, ask_speech, figure
from geo.articles.check.figures import (
    Asked,
    ask_area,
    ask_produced,
    ask_share,
    days_of,
    holder_of,
    known_holder,
)
from geo.articles.check.holding_periods import (
    STATES,
    Periods,
    changes,
    find_neighbour_periods,
    holder,
    is_doubtful,
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


def questions_for(atlas: Atlas, statement: Statement, day: date) -> Questions:
    """Return the questions that test a statement, one a thing; none where it is left alone."""
    since = parties().since.get(str(holder_of(statement.actors)))
    if (since and statement.last and statement.last < since) or (
        statement.first and statement.first > day
    ):
        return ()
    result = _ASKED[statement.kind](atlas, statement, day)
    questions = tuple(each for each in result if each is not None)
    return questions if len(questions) == len(result) else ()


def _claims(atlas: Atlas, statement: Statement, day: date) -> Asked:
    """Ask whether somebody claims ground; of the past only on a day."""
    own_holder = holder_of(statement.actors)
    if (
        not own_holder
        or statement.since is not Since.ON
        or (statement.past and not statement.first)
    ):
        return []
    questions: Asked = []
    for thing in statement.things:
        if thing.kind not in _GROUND or len(units(atlas, thing)) != 1:
            return []
        questions.append(
            question.Claimed(
                question="claimed",
                place=name_of(atlas, thing),
                date=statement.last or day,
                claimant=own_holder,
            )
        )
    return questions


def _ask_held(atlas: Atlas, statement: Statement, day: date) -> Asked:
    own_holder = (
        holder_of(statement.actors)
        if statement.way != "jointly"
        else _find_joint_state(statement.actors)
    )
    if not own_holder:
        return []
    if statement.first is None and statement.past:
        return []
    return [_holds(atlas, thing, statement, day, own_holder) for thing in statement.things]


def _find_joint_state(actors: Sequence[str]) -> Holder | None:
    """Return the state of ground that two actors hold together, where the atlas has one."""
    sides, mixed = {known_holder(actor) for actor in actors}, current().mixed
    return Holder("mixed") if len(sides) == 2 and sides <= set(mixed.of) else None


def _holds(
    atlas: Atlas, thing: Entry, statement: Statement, day: date, own_holder: Holder
) -> question.Question | None:
    every = periods(atlas, thing)
    if not every:
        return None
    if statement.since in {Since.SINCE, Since.FROM}:
        return _ask_since(atlas, thing, statement, day, own_holder)
    if statement.since is Since.UNTIL:
        return _ask_until(atlas, thing, statement, own_holder)
    days = days_of(statement, day) if statement.since is Since.ON else [statement.last or day]
    holders = {
        each.holder
        for rows in every
        for each in rows
        if each.start <= days[-1] and each.end > days[0]
    }
    shared = {"mixed"} & unsure_states(own_holder) if own_holder != "mixed" else set()
    if len(holders) != 1 or holders & {"", *shared}:
        return None
    if own_holder not in holders and not _is_certain_not_holder(atlas, thing, days, own_holder):
        return None
    return _held_on(atlas, thing, days[0], own_holder)


def _ask_until(
    atlas: Atlas, thing: Entry, statement: Statement, own_holder: Holder
) -> question.Question | None:
    """Ask whether a holder lost a thing at the end of a time; not where that lies close by."""
    if statement.first is None or statement.last is None or thing.kind in GATES:
        return None
    eve, every = statement.first - _DAY, periods(atlas, thing)
    hits = [
        each
        for rows in every
        for each in changes(rows)
        if each.from_holder == own_holder and statement.first <= each.day <= statement.last + _DAY
    ]
    if every and len(hits) == len(every):
        return _lost_by(atlas, thing, min(hit.before for hit in hits), statement.last, own_holder)
    ends = {each.end for rows in every for each in rows if each.start <= eve < each.end}
    near = timedelta(WITHIN[statement.span or Span.DAY]) + NEAR
    if (
        hits
        or is_hamlet(thing)
        or any(
            holder(rows, eve) != own_holder or is_doubtful(rows, statement.last) for rows in every
        )
        or any(statement.first - near <= end <= statement.last + near for end in ends)
    ):
        return None
    return _lost_by(atlas, thing, eve, statement.last, own_holder)


def _lost_by(
    atlas: Atlas, thing: Entry, first: date, last: date, own_holder: Holder
) -> question.Question:
    return question.Changed(
        question="changed",
        first=first,
        last=last,
        from_holder=own_holder,
        **name_thing(atlas, thing),
    )


def _is_certain_not_holder(
    atlas: Atlas, thing: Entry, days: Sequence[date], own_holder: Holder
) -> bool:
    """Return whether the records rule out that a holder had a thing on some days."""
    every = periods(atlas, thing)
    if is_hamlet(thing) or any(is_doubtful(rows, each) for rows in every for each in days):
        return False
    around = [each + step for each in days for step in (-_DAY, _DAY)]
    near = {holder(rows, each) for rows in every for each in around}
    near |= {holder(rows, each) for rows in find_neighbour_periods(atlas, thing) for each in days}
    return not near & {own_holder, *({"mixed"} & unsure_states(own_holder))}


def _held_on(atlas: Atlas, thing: Entry, day: date, own_holder: Holder) -> question.Question:
    if thing.kind is Kind.FIELD:
        return question.FieldsHeld(
            question="fields_held", date=day, holder=own_holder, include=(thing.id,)
        )
    if thing.kind in GATES:
        return question.Crossing(question="crossing", id=thing.id, date=day, run_by=own_holder)
    return question.Held(question="held", place=name_of(atlas, thing), date=day, holder=own_holder)


def _ask_since(
    atlas: Atlas, thing: Entry, statement: Statement, day: date, own_holder: Holder
) -> question.Question | None:
    """Ask since when; not where ground was shared or fought over at the beginning."""
    if statement.first is None or statement.last is None or statement.span is None:
        return None
    until = statement.last if statement.past or statement.since is Since.FROM else day
    every = periods(atlas, thing)
    shared = {"mixed"} & unsure_states(own_holder)
    unsure = {"", "contested", *shared}
    if thing.kind in GATES:
        return _run_since(
            every,
            thing,
            statement.first if statement.since is Since.FROM else statement.last,
            until,
            own_holder,
        )
    if any(holder(rows, until) in unsure for rows in every):
        return None
    if all(holder(rows, until) == own_holder for rows in every):
        last = statement.first if statement.since is Since.FROM else statement.last
        near = timedelta(WITHIN[statement.span])
        for rows in every:
            run = next(each for each in rows if each.start <= until < each.end)
            wide = max(near, NEAR) + run.slack
            if statement.first - near <= run.start <= last + near:
                continue
            then = holder(rows, statement.first)
            close = statement.first - wide <= run.start <= last + wide
            if close or run.start < statement.first or then in STATES or then in {"", own_holder}:
                return None
    elif (
        len({holder(rows, until) for rows in every}) != 1
        or is_hamlet(thing)
        or any(is_doubtful(rows, until) for rows in every)
    ):
        return None
    within = WITHIN[statement.span]
    return question.HeldSince(
        question="held_since", holder=own_holder, since=statement.first, date=until,
        within_days=within,
        **name_thing(atlas, thing),
    )  # fmt: skip


def _run_since(
    every: Sequence[Periods], thing: Entry, first: date, until: date, own_holder: Holder
) -> question.Question | None:
    """Ask who runs a crossing; not where that changed meanwhile or its start is not known."""
    (rows,) = every
    days = [first, *(row.start for row in rows if first < row.start <= until), until]
    runs = {holder(rows, each) for each in days}
    if runs & {"", "contested", "mixed"} or (own_holder in runs and len(runs) > 1):
        return None
    if own_holder not in runs and any(is_doubtful(rows, each) for each in days):
        return None
    return question.Crossing(question="crossing", id=thing.id, date=until, run_by=own_holder)


def _state(atlas: Atlas, statement: Statement, day: date) -> Asked:
    """Ask for open or shut; what was open in part is left out unless the statement says so."""
    if statement.first is None and statement.past:
        return []
    questions: Asked = []
    for thing in statement.things:
        days = days_of(statement, day)
        if statement.since is Since.SINCE and statement.last:
            days = [max(statement.last, current().days.first), day]
        elif statement.since is Since.UNTIL and statement.first:
            days = [statement.first - _DAY]
        elif statement.first and not statement.past:
            days = [statement.last or day]
        own_questions = [_state_on(thing, each, statement.state) for each in days]
        if statement.way == "event" and (
            statement.since is not Since.ON or not _is_new(atlas, thing, days[0], statement.state)
        ):
            return []
        states = {answer(atlas, each).figures.get("state") for each in own_questions if each}
        if len(states) != 1 or None in own_questions:
            return []
        state = states.pop()
        if state == "partial" != statement.state or (statement.state == "partial" != state):
            return []
        questions.append(own_questions[-1])
    return questions


def _is_new(atlas: Atlas, thing: Entry, day: date, state: str) -> bool:
    """Return whether a thing was in another state the day before: it was shut or opened then."""
    before = max(day - _DAY, current().days.first)
    query = _state_on(thing, before, state)
    return query is not None and answer(atlas, query).figures.get("state") not in {None, state}


def _state_on(thing: Entry, day: date, state: str) -> question.Question | None:
    if thing.kind is Kind.PIPELINE:
        return question.Pipeline(question="pipeline", id=thing.id, date=day, state=state)  # type: ignore[arg-type]
    if thing.kind in GATES:
        return question.Crossing(question="crossing", id=thing.id, date=day, state=state)  # type: ignore[arg-type]
    return None


_ASKED = {
    Said.HELD: _ask_held,
    Said.TOOK: ask_taken,
    Said.LOST: ask_lost,
    Said.PASSED: changed_hands,
    Said.CLAIMED: _claims,
    Said.STATE: _state,
    Said.PRODUCED: ask_produced,
    Said.SHARE: ask_share,
    Said.AREA: ask_area,
    Said.SPOKE: ask_speech,
    Said.FIGURE: figure,
    Said.HAPPENED: ask_event,
}
