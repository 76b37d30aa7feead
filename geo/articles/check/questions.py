"""The question that tests a statement; none where the atlas's records are not plain on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from geo.articles.check.case import Case, unsure_states
from geo.articles.check.changes import NEAR, WITHIN, ask_lost, ask_taken, changed_hands
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
from geo.articles.check.holding_periods import STATES, Period, changes, holder, units
from geo.articles.dates_in_prose import Span
from geo.articles.statement import Said, Since, Statement
from geo.articles.statement_forms import parties
from geo.atlas import Atlas
from geo.gazetteer.entries import Kind
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


def _cases(atlas: Atlas, statement: Statement, day: date) -> list[Case]:
    return [Case(atlas, statement, day, thing) for thing in statement.things]


def _claims(atlas: Atlas, statement: Statement, day: date) -> Asked:
    """Ask whether somebody claims ground; of the past only on a day."""
    claimant = holder_of(statement.actors)
    is_undated = statement.past and not statement.first
    if not claimant or statement.since is not Since.ON or is_undated:
        return []
    cases = _cases(atlas, statement, day)
    if any(case.thing.kind not in _GROUND or len(units(atlas, case.thing)) != 1 for case in cases):
        return []
    return [
        question.Claimed(question="claimed", place=case.name, date=case.last, claimant=claimant)
        for case in cases
    ]


def _ask_held(atlas: Atlas, statement: Statement, day: date) -> Asked:
    is_joint = statement.way == "jointly"
    own_holder = (_find_joint_state if is_joint else holder_of)(statement.actors)
    if not own_holder or (statement.first is None and statement.past):
        return []
    return [_holds(case, own_holder) for case in _cases(atlas, statement, day)]


def _find_joint_state(actors: Sequence[str]) -> Holder | None:
    """Return the state of ground that two actors hold together, where the atlas has one."""
    sides, mixed = {known_holder(actor) for actor in actors}, current().mixed
    return Holder("mixed") if len(sides) == 2 and sides <= set(mixed.of) else None


def _holds(case: Case, own_holder: Holder) -> question.Question | None:
    statement = case.statement
    if not case.parts:
        return None
    if statement.since in {Since.SINCE, Since.FROM}:
        return _ask_since(case, own_holder)
    if statement.since is Since.UNTIL:
        return _ask_until(case, own_holder)
    days = days_of(statement, case.day) if statement.since is Since.ON else [case.last]
    holders = {
        each.holder
        for part in case.parts
        for each in part
        if each.start <= days[-1] and each.end > days[0]
    }
    shared = {"mixed"} & unsure_states(own_holder) if own_holder != "mixed" else set()
    if len(holders) != 1 or holders & {"", *shared}:
        return None
    if own_holder not in holders and not _is_certain_not_holder(case, days, own_holder):
        return None
    return case.ask_held(days[0], own_holder)


def _ask_until(case: Case, own_holder: Holder) -> question.Question | None:
    """Ask whether a holder lost a thing at the end of a time; not where that lies close by."""
    if case.statement.first is None or case.statement.last is None or case.is_gate:
        return None
    first, last = case.first, case.last
    eve = first - _DAY
    hits = [
        each
        for part in case.parts
        for each in changes(part)
        if each.from_holder == own_holder and first <= each.day <= last + _DAY
    ]
    if hits and len(hits) == len(case.parts):
        eve = min(hit.before for hit in hits)
    elif hits or case.is_hamlet or case.holders(eve) != {own_holder} or case.is_doubtful(last):
        return None
    else:
        ends = {each.end for part in case.parts for each in part if each.start <= eve < each.end}
        near = timedelta(WITHIN[case.statement.span or Span.DAY]) + NEAR
        if any(first - near <= end <= last + near for end in ends):
            return None
    return case.ask_changed(eve, last, from_holder=own_holder)


def _is_certain_not_holder(case: Case, days: Sequence[date], own_holder: Holder) -> bool:
    """Return whether the records rule out that a holder had a thing on some days."""
    if case.is_hamlet or case.is_doubtful(*days):
        return False
    eves = [each + step for each in days for step in (-_DAY, _DAY)]
    near = case.holders(*eves) | case.holders_around(*days)
    return not near & {own_holder, *({"mixed"} & unsure_states(own_holder))}


def _ask_since(case: Case, own_holder: Holder) -> question.Question | None:
    """Ask since when; not where ground was shared or fought over at the beginning."""
    statement = case.statement
    if statement.first is None or statement.last is None or statement.span is None:
        return None
    is_from = statement.since is Since.FROM
    until = statement.last if statement.past or is_from else case.day
    last = statement.first if is_from else statement.last
    if case.is_gate:
        return _run_since(case, last, until, own_holder)
    holders = case.holders(until)
    if holders & {"", "contested", *({"mixed"} & unsure_states(own_holder))}:
        return None
    within = WITHIN[statement.span]
    if holders == {own_holder}:
        runs = [each for part in case.parts for each in part if each.start <= until < each.end]
        thens = [holder(part, statement.first) for part in case.parts]
        for run, then in zip(runs, thens, strict=True):
            if _is_unsure_start(
                run, (statement.first, last), within, then in {"", own_holder, *STATES}
            ):
                return None
    elif len(holders) != 1 or case.is_hamlet or case.is_doubtful(until):
        return None
    return question.HeldSince(
        question="held_since", holder=own_holder, since=statement.first, date=until,
        within_days=within, **case.named,
    )  # fmt: skip


def _is_unsure_start(run: Period, days: tuple[date, date], within: int, is_open: bool) -> bool:
    """Return whether a time in one hand may or may not have begun between two days.

    ``is_open`` says that on the first of them ground may have been in that hand already.
    """
    first, last = days
    near = timedelta(within)
    if first - near <= run.start <= last + near:
        return False
    wide = max(near, NEAR) + run.slack
    return first - wide <= run.start <= last + wide or run.start < first or is_open


def _run_since(
    case: Case, first: date, until: date, own_holder: Holder
) -> question.Question | None:
    """Ask who runs a crossing; not where that changed meanwhile or its start is not known."""
    (part,) = case.parts
    days = [first, *(each.start for each in part if first < each.start <= until), until]
    runs = case.holders(*days)
    if runs & {"", "contested", "mixed"} or (own_holder in runs and len(runs) > 1):
        return None
    if own_holder not in runs and case.is_doubtful(*days):
        return None
    return case.ask_run(until, own_holder)


def _state(atlas: Atlas, statement: Statement, day: date) -> Asked:
    """Ask for open or shut; what was open in part is left out unless the statement says so."""
    if statement.first is None and statement.past:
        return []
    questions: Asked = []
    for case in _cases(atlas, statement, day):
        days = days_of(statement, day)
        if statement.since is Since.SINCE and statement.last:
            days = [max(statement.last, current().days.first), day]
        elif statement.since is Since.UNTIL and statement.first:
            days = [statement.first - _DAY]
        elif statement.first and not statement.past:
            days = [case.last]
        own_questions = [_state_on(case, each) for each in days]
        if statement.way == "event" and (
            statement.since is not Since.ON or not _is_new(case, days[0])
        ):
            return []
        states = {answer(atlas, each).figures.get("state") for each in own_questions if each}
        if len(states) != 1 or None in own_questions:
            return []
        state = states.pop()
        if "partial" in {state, statement.state} and state != statement.state:
            return []
        questions.append(own_questions[-1])
    return questions


def _is_new(case: Case, day: date) -> bool:
    """Return whether a thing was in another state the day before: it was shut or opened then."""
    query = _state_on(case, max(day - _DAY, current().days.first))
    if query is None:
        return False
    return answer(case.atlas, query).figures.get("state") not in {None, case.statement.state}


def _state_on(case: Case, day: date) -> question.Question | None:
    state: question.State = case.statement.state  # type: ignore[assignment]
    if case.thing.kind is Kind.PIPELINE:
        return question.Pipeline(question="pipeline", id=case.thing.id, date=day, state=state)
    if case.is_gate:
        return question.Crossing(question="crossing", id=case.thing.id, date=day, state=state)
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
