"""Questions on ground and fields that changed hands: who took, lost or was handed them, and when.

*Not supported* is the outcome only where the records are plain: far in time from any change that
fits.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

from geo.articles.check.events import has_fights, took_part
from geo.articles.check.figures import Asked, holder_of, known_holder
from geo.articles.check.holding_periods import (
    STATES,
    Change,
    Periods,
    changes,
    find_neighbour_periods,
    holder,
    is_doubtful,
    periods,
)
from geo.articles.dates_in_prose import Span
from geo.articles.statement import Since, Statement
from geo.articles.statement_forms import parties
from geo.atlas import Atlas
from geo.errors import QuestionError
from geo.gazetteer.entries import Entry, Kind
from geo.gazetteer.resolver import resolve
from geo.profile import Holder, current
from geo.stories import question

_DAY = timedelta(1)

#: Rank of places from which on a record of the unit around is no record against a statement.
_HAMLET = 5

#: Days by which sources differ on when something passed: within these no verdict is against it.
NEAR = timedelta(5)

#: Days before an article within which what it reports without a day happened.
RECENT = timedelta(31)

#: How far the start of a spell may lie from a date, by how exactly that is known.
WITHIN = {Span.DAY: 0, Span.WEEK: 7, Span.MONTH: 31, Span.YEAR: 366, Span.RANGE: 31}

#: Things that are run, not held.
GATES = frozenset((Kind.CROSSING, Kind.AIRPORT))

Sides = tuple[Holder | None, Holder]


def ask_taken(atlas: Atlas, statement: Statement, day: date) -> Asked:
    """Return the questions whether things passed to the actor that took them by the statement."""
    to, whom = holder_of(statement.actors), known_holder(statement.whom)
    if (
        not to
        or statement.since not in {Since.ON, Since.BY}
        or (statement.whom and not whom)
        or whom == to
    ):
        return []
    if statement.since is Since.BY:
        return [_passed_by(atlas, thing, statement, (whom, to)) for thing in statement.things]
    return [_ask_passed(atlas, thing, statement, day, (whom, to)) for thing in statement.things]


def _passed_by(
    atlas: Atlas, thing: Entry, statement: Statement, sides: Sides
) -> question.Question | None:
    """Return whether a side that took a thing by a day held it then."""
    to, day, every = sides[1], cast("date", statement.last), periods(atlas, thing)
    if not every or thing.kind in GATES:
        return None
    if all(holder(rows, day) == to and _hit(rows, statement, day, sides) for rows in every):
        return _change_before(
            atlas, thing, day, [_hit(rows, statement, day, sides) for rows in every]
        )
    around = {
        holder(rows, each)
        for rows in (*every, *find_neighbour_periods(atlas, thing))
        for each in (day - NEAR, day, day + NEAR)
    }
    unsure = any(is_doubtful(rows, day) for rows in every) or is_hamlet(thing)
    if unsure or around & {"", to, *unsure_states(to)}:
        return None
    return question.Held(question="held", place=name_of(atlas, thing), date=day, holder=to)


def _change_before(
    atlas: Atlas, thing: Entry, day: date, hits: list[Change | None]
) -> question.Question | None:
    """Return the question about the last change of hands before a day."""
    known = [hit for hit in hits if hit]
    sides = {(hit.from_holder, hit.to_holder) for hit in known}
    if len(sides) != 1:
        return None
    whom, to = sides.pop()
    return question.Changed(
        question="changed",
        first=min(hit.before for hit in known),
        last=day,
        from_holder=Holder(whom),
        to_holder=Holder(to),
        **name_thing(atlas, thing),
    )


def _ask_passed(
    atlas: Atlas, thing: Entry, statement: Statement, day: date, sides: Sides
) -> question.Question | None:
    """Return the question whether a thing passed from one side, if it is named, to the other."""
    to, every = sides[1], periods(atlas, thing)
    hits = [_hit(own_periods, statement, day, sides) for own_periods in every]
    if every and all(hits):
        return _change(atlas, thing, statement, [hit for hit in hits if hit], sides)
    if (
        not every
        or any(hits)
        or not all(_never_passed(own_periods, statement, day, to) for own_periods in every)
    ):
        return None
    if is_hamlet(thing) or any(
        _hit(own_periods, statement, day, sides)
        for own_periods in find_neighbour_periods(atlas, thing)
    ):
        return None
    first, last = statement.first or current().days.first, statement.last or day
    span = first - NEAR, last + NEAR
    others = any(
        each.from_holder != to and span[0] <= each.day <= span[1]
        for own_periods in every
        for each in changes(own_periods)
    )
    lost = all(
        any(
            each.from_holder == to and span[0] <= each.day <= span[1]
            for each in changes(own_periods)
        )
        for own_periods in every
    )
    known = not others or statement.first is None
    if not lost and took_part(atlas, thing, span, to, others=not known):
        return None
    if thing.kind in GATES:
        return question.Crossing(question="crossing", id=thing.id, date=last, run_by=to)
    return question.Changed(
        question="changed", first=first - _DAY if statement.first else first, last=last,
        to_holder=to,
        **name_thing(atlas, thing),
    )  # fmt: skip


def changed_hands(atlas: Atlas, statement: Statement, _: date) -> Asked:
    """Return the questions whether things changed hands, whoever took them."""
    if statement.first is None or statement.last is None:
        return []
    if statement.since is Since.BY:
        return [_returned_by(atlas, thing, statement) for thing in statement.things]
    if statement.since is not Since.ON:
        return []
    return [_passed_on(atlas, thing, statement) for thing in statement.things]


def _returned_by(atlas: Atlas, thing: Entry, statement: Statement) -> question.Question | None:
    """Return whether a thing had passed on by a day, and who took it held it then."""
    day, every = cast("date", statement.last), periods(atlas, thing)
    hits = [
        [each for each in changes(rows) if each.day <= day and _is_way(rows, each, statement.way)][
            -1:
        ]
        for rows in every
    ]
    if thing.kind in GATES or not every or not all(hits):
        return None
    if any(holder(rows, day) != hit[0].to_holder for rows, hit in zip(every, hits, strict=True)):
        return None
    return _change_before(atlas, thing, day, [hit[0] for hit in hits])


def _passed_on(atlas: Atlas, thing: Entry, statement: Statement) -> question.Question | None:
    every = periods(atlas, thing)
    if not every or thing.kind in GATES:
        return None
    hits = [
        [
            each
            for each in changes(own_periods)
            if _lies_within(each, statement) and _is_way(own_periods, each, statement.way)
        ][-1:]
        for own_periods in every
    ]
    if all(hits):
        last = [hit[-1] for hit in hits]
        if len({(each.from_holder, each.to_holder) for each in last}) > 1:
            return None
        sides = Holder(last[0].from_holder), Holder(last[0].to_holder)
        return _change(atlas, thing, statement, last, sides)
    first, until = cast("date", statement.first), cast("date", statement.last)
    wide = NEAR + timedelta(0 if statement.span is Span.DAY else WITHIN[Span.WEEK])
    near = [
        each
        for own_periods in (*every, *find_neighbour_periods(atlas, thing))
        for each in own_periods
        if first - wide - each.slack <= each.start <= until + wide + each.slack
    ]
    still = all(
        holder(own_periods, first) not in STATES and not is_doubtful(own_periods, until)
        for own_periods in every
    )
    if (
        near
        or not still
        or is_hamlet(thing)
        or has_fights(atlas, thing, (first - wide, until + wide))
    ):
        return None
    return question.Changed(
        question="changed", first=first - _DAY, last=until, **name_thing(atlas, thing)
    )


def _is_way(own_periods: Periods, change: Change, way: str) -> bool:
    """Return whether a change of hands is of the kind that a statement names."""
    if way.endswith("freed"):
        return change.from_holder in parties().freed_from
    if way.endswith("back"):
        return any(
            each.holder == change.to_holder and each.start < change.day for each in own_periods
        )
    return True


def _hit(own_periods: Periods, statement: Statement, day: date, sides: Sides) -> Change | None:
    """Return the change that a statement refers to, the last one up to the article's day."""
    whom, to = sides
    fitting = [
        each
        for each in changes(own_periods)
        if each.to_holder == to
        and each.from_holder == (whom or each.from_holder)
        and (_lies_within(each, statement) if statement.first else day - RECENT <= each.day <= day)
    ]
    return fitting[-1] if fitting else None


def _lies_within(change: Change, statement: Statement) -> bool:
    """Return whether a change lies in the time of a statement; its record may know it less well."""
    if statement.first is None or statement.last is None:
        return False
    return (
        statement.since is Since.BY or statement.first <= change.day
    ) and change.day <= statement.last


def _never_passed(own_periods: Periods, statement: Statement, day: date, to: Holder) -> bool:
    """Return whether the records rule out that a thing passed to a holder then."""
    last = statement.last or day
    first = statement.first or current().days.first
    open_ones = unsure_states(to)
    if (
        is_doubtful(own_periods, last)
        or {holder(own_periods, last), holder(own_periods, first)} & open_ones
    ):
        return False
    if statement.first is None:
        return all(
            each.holder != to for each in own_periods if each.start <= day + NEAR
        ) and not any(
            each.holder in open_ones and each.start <= day < each.end for each in own_periods
        )
    wide = NEAR + (timedelta(0) if statement.span is Span.DAY else timedelta(WITHIN[Span.WEEK]))
    return not any(
        first - wide - each.slack <= each.start <= last + wide + each.slack
        for each in own_periods
        if each.holder == to or each.holder in open_ones
    )


def is_hamlet(thing: Entry) -> bool:
    """Return whether a place is a hamlet, of which the unit around it says too little."""
    return thing.kind is Kind.PLACE and thing.rank >= _HAMLET


def unsure_states(own_holder: Holder) -> frozenset[str]:
    """Return the states under which an actor may have held ground or not."""
    return STATES if own_holder in current().mixed.of else STATES - {"mixed"}


def _change(
    atlas: Atlas, thing: Entry, statement: Statement, hits: list[Change], sides: Sides
) -> question.Question | None:
    whom, to = sides
    last = max(hit.day for hit in hits)
    if thing.kind in GATES:
        return question.Crossing(question="crossing", id=thing.id, date=last, run_by=to)
    first = min(hit.before for hit in hits)
    if statement.first and statement.last:
        last, first = (
            max(last, min(statement.last, _end(atlas, thing, last))),
            min(first, statement.first - _DAY),
        )
        first = max(first, _start(atlas, thing, hits))
    return question.Changed(
        question="changed", first=first, last=last, to_holder=to, from_holder=whom,
        **name_thing(atlas, thing),
    )  # fmt: skip


def _end(atlas: Atlas, thing: Entry, day: date) -> date:
    """Return the last day on which who holds a thing on a day still held it."""
    return min(
        each.end - _DAY
        for period in periods(atlas, thing)
        for each in period
        if each.start <= day < each.end
    )


def _start(atlas: Atlas, thing: Entry, hits: list[Change]) -> date:
    """Return the first day on which who lost a thing had held it."""
    return max(
        each.start
        for period, hit in zip(periods(atlas, thing), hits, strict=True)
        for each in period
        if each.start <= hit.before < each.end
    )


def ask_lost(atlas: Atlas, statement: Statement, day: date) -> Asked:
    """Return questions only where a record supports it: who left need not have been the holder."""
    own_holder = holder_of(statement.actors)
    questions: Asked = []
    for thing in statement.things:
        every = periods(atlas, thing)
        hits = [
            [
                each
                for each in changes(rows)
                if each.from_holder == own_holder
                and (
                    _lies_within(each, statement)
                    if statement.first
                    else day - RECENT <= each.day <= day
                )
            ][-1:]
            for rows in every
        ]
        if not own_holder or len(every) != 1 or not hits[0] or thing.kind in GATES:
            return []
        hit = hits[0][0]
        questions.append(
            question.Changed(
                question="changed",
                first=hit.before,
                last=hit.day,
                from_holder=own_holder,
                to_holder=Holder(hit.to_holder),
                **name_thing(atlas, thing),
            )
        )
    return questions


def name_thing(atlas: Atlas, thing: Entry) -> dict[str, Any]:
    """Return a thing as questions name it: a field by its id, ground by its name."""
    if thing.kind is Kind.FIELD:
        return {"field": thing.id}
    return {"place": name_of(atlas, thing)}


def name_of(atlas: Atlas, thing: Entry) -> str:
    """Return the English name where it means the same thing, else the key."""
    try:
        entry = resolve(atlas, thing.english).entry
    except QuestionError:
        return thing.key
    return thing.english if entry == thing else thing.key
