"""Questions on ground and fields that changed hands: who took, lost or was handed them, and when.

*Not supported* is the outcome only where the records are plain: far in time from any change that
fits.
"""

from __future__ import annotations

from datetime import date, timedelta

from geo.articles.check.case import Case, unsure_states
from geo.articles.check.events import has_fights, took_part
from geo.articles.check.figures import Asked, holder_of, known_holder
from geo.articles.check.holding_periods import (
    STATES,
    Change,
    Period,
    Periods,
    changes,
    holder,
    is_doubtful,
)
from geo.articles.dates_in_prose import Span
from geo.articles.statement import Since, Statement
from geo.articles.statement_forms import parties
from geo.atlas import Atlas
from geo.profile import Holder
from geo.stories import question

_DAY = timedelta(1)

#: Days by which sources differ on when something passed: within these no verdict is against it.
NEAR = timedelta(5)

#: How far the start of a spell may lie from a date, by how exactly that is known.
WITHIN = {Span.DAY: 0, Span.WEEK: 7, Span.MONTH: 31, Span.YEAR: 366, Span.RANGE: 31}

Sides = tuple[Holder | None, Holder]


def ask_taken(atlas: Atlas, statement: Statement, day: date) -> Asked:
    """Return the questions whether things passed to the actor that took them by the statement."""
    to, whom = holder_of(statement.actors), known_holder(statement.whom)
    ask = {Since.BY: _passed_by, Since.ON: _ask_passed}.get(statement.since)
    if not to or ask is None or whom == to or (statement.whom and not whom):
        return []
    return [ask(Case(atlas, statement, day, thing), (whom, to)) for thing in statement.things]


def _passed_by(case: Case, sides: Sides) -> question.Question | None:
    """Return whether a side that took a thing by a day held it then."""
    to, day = sides[1], case.last
    if not case.parts or case.is_gate:
        return None
    hits = _hits(case, sides)
    if case.holders(day) == {to} and len(hits) == len(case.parts):
        return _change_before(case, hits)
    days = (day - NEAR, day, day + NEAR)
    near = case.holders(*days) | case.holders_around(*days)
    if case.is_doubtful(day) or case.is_hamlet or near & {"", to, *unsure_states(to)}:
        return None
    return question.Held(question="held", place=case.name, date=day, holder=to)


def _change_before(case: Case, hits: list[Change]) -> question.Question | None:
    """Return the question about the last change of hands before a day."""
    sides = {(hit.from_holder, hit.to_holder) for hit in hits}
    if len(sides) != 1:
        return None
    whom, to = map(Holder, sides.pop())
    return case.ask_changed(
        min(hit.before for hit in hits), case.last, from_holder=whom, to_holder=to
    )


def _ask_passed(case: Case, sides: Sides) -> question.Question | None:
    """Return the question whether a thing passed from one side, if it is named, to the other."""
    to, hits = sides[1], _hits(case, sides)
    if case.parts and len(hits) == len(case.parts):
        return _change(case, hits, sides)
    if hits or not case.parts or not all(_never_passed(part, case, to) for part in case.parts):
        return None
    beside = (each for part in case.around for each in changes(part))
    if case.is_hamlet or any(_is_hit(case, each, sides) for each in beside):
        return None
    span = case.first - NEAR, case.last + NEAR
    losers = [
        {each.from_holder for each in changes(part) if span[0] <= each.day <= span[1]}
        for part in case.parts
    ]
    is_lost = all(to in part for part in losers)
    is_others = any(part - {to} for part in losers) and case.statement.first is not None
    if not is_lost and took_part(case.atlas, case.thing, span, to, others=is_others):
        return None
    if case.is_gate:
        return case.ask_run(case.last, to)
    first = case.first - _DAY if case.statement.first else case.first
    return case.ask_changed(first, case.last, to_holder=to)


def changed_hands(atlas: Atlas, statement: Statement, day: date) -> Asked:
    """Return the questions whether things changed hands, whoever took them."""
    ask = {Since.BY: _returned_by, Since.ON: _passed_on}.get(statement.since)
    if ask is None or statement.first is None or statement.last is None:
        return []
    return [ask(Case(atlas, statement, day, thing)) for thing in statement.things]


def _returned_by(case: Case) -> question.Question | None:
    """Return whether a thing had passed on by a day, and who took it held it then."""
    day, way = case.last, case.statement.way
    hits = case.last_changes(lambda part, each: each.day <= day and _is_way(part, each, way))
    if case.is_gate or not case.parts or len(hits) < len(case.parts):
        return None
    if any(holder(part, day) != hit.to_holder for part, hit in zip(case.parts, hits, strict=True)):
        return None
    return _change_before(case, hits)


def _passed_on(case: Case) -> question.Question | None:
    if not case.parts or case.is_gate:
        return None
    way, first, last = case.statement.way, case.first, case.last
    hits = case.last_changes(lambda part, each: case.is_within(each) and _is_way(part, each, way))
    if len(hits) == len(case.parts):
        if len({(each.from_holder, each.to_holder) for each in hits}) > 1:
            return None
        sides = Holder(hits[0].from_holder), Holder(hits[0].to_holder)
        return _change(case, hits, sides)
    if case.holders(first) & STATES or case.is_doubtful(last) or case.is_hamlet:
        return None
    near = (each for part in (*case.parts, *case.around) for each in part)
    days = first - _margin(case), last + _margin(case)
    if any(_is_close(case, each) for each in near) or has_fights(case.atlas, case.thing, days):
        return None
    return case.ask_changed(first - _DAY, last)


def _is_way(part: Periods, change: Change, way: str) -> bool:
    """Return whether a change of hands is of the kind that a statement names."""
    if way.endswith("freed"):
        return change.from_holder in parties().freed_from
    if way.endswith("back"):
        return any(each.holder == change.to_holder and each.start < change.day for each in part)
    return True


def _hits(case: Case, sides: Sides) -> list[Change]:
    """Return the changes that a statement refers to, the last one of each part that has one."""
    return case.last_changes(lambda _, each: _is_hit(case, each, sides))


def _is_hit(case: Case, change: Change, sides: Sides) -> bool:
    whom, to = sides
    passed = change.to_holder == to and change.from_holder == (whom or change.from_holder)
    return passed and case.is_meant(change)


def _margin(case: Case) -> timedelta:
    """Return how far from the time of a statement a change is no other."""
    return NEAR + timedelta(0 if case.statement.span is Span.DAY else WITHIN[Span.WEEK])


def _is_close(case: Case, period: Period) -> bool:
    """Return whether a period may begin in the time of a statement, or close by."""
    slack = _margin(case) + period.slack
    return case.first - slack <= period.start <= case.last + slack


def _never_passed(part: Periods, case: Case, to: Holder) -> bool:
    """Return whether the records rule out that a thing passed to a holder then."""
    states, last = unsure_states(to), case.last
    if is_doubtful(part, last) or {holder(part, last), holder(part, case.first)} & states:
        return False
    if case.statement.first is None:
        day = case.day
        is_held = any(each.holder == to and each.start <= day + NEAR for each in part)
        return not is_held and holder(part, day) not in states
    return not any(
        _is_close(case, each) for each in part if each.holder == to or each.holder in states
    )


def _change(case: Case, hits: list[Change], sides: Sides) -> question.Question | None:
    whom, to = sides
    last, first = max(hit.day for hit in hits), min(hit.before for hit in hits)
    if case.is_gate:
        return case.ask_run(last, to)
    if case.statement.first and case.statement.last:
        end = min(each.end for each in _current(case, [last] * len(hits))) - _DAY
        start = max(each.start for each in _current(case, [hit.before for hit in hits]))
        last = max(last, min(case.last, end))
        first = max(min(first, case.first - _DAY), start)
    return case.ask_changed(first, last, from_holder=whom, to_holder=to)


def _current(case: Case, days: list[date]) -> list[Period]:
    """Return the period of each part on its day."""
    pairs = zip(case.parts, days, strict=True)
    return [each for part, day in pairs for each in part if each.start <= day < each.end]


def ask_lost(atlas: Atlas, statement: Statement, day: date) -> Asked:
    """Return questions only where a record supports it: who left need not have been the holder."""
    own_holder = holder_of(statement.actors)
    if not own_holder:
        return []
    return [_ask_loss(Case(atlas, statement, day, thing), own_holder) for thing in statement.things]


def _ask_loss(case: Case, own_holder: Holder) -> question.Question | None:
    hits = case.last_changes(lambda _, each: each.from_holder == own_holder and case.is_meant(each))
    if len(case.parts) != 1 or not hits or case.is_gate:
        return None
    first, last, to = hits[0].before, hits[0].day, Holder(hits[0].to_holder)
    return case.ask_changed(first, last, from_holder=own_holder, to_holder=to)
