"""The question that tests a statement; none where the atlas's records are not plain on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from geo.articles.dates_in_prose import Span
from geo.articles.statement_forms import parties
from geo.articles.statements import Said, Since, Statement
from geo.atlas import Atlas
from geo.gazetteer.entries import Entry, Kind
from geo.gazetteer.resolver import resolve
from geo.errors import QuestionError
from geo.profile import current
from geo.stories import question
from geo.stories.answers import Verdict, answer
from geo.stories.holding_periods import STATES, Change, Periods, changes, holder, periods, units

_DAY = timedelta(1)

#: Days by which sources differ on when something passed: within these no verdict is against it.
NEAR = timedelta(3)

#: How far the start of a spell may lie from a date, by how exactly that is known.
WITHIN = {Span.DAY: 3, Span.WEEK: 7, Span.MONTH: 31, Span.YEAR: 366, Span.RANGE: 31}

#: How far a figure may lie off to be borne out, and how far it must lie off to be not.
CLOSE, FAR = 0.1, 0.3

#: The same for ground, whose units are coarse.
CLOSE_GROUND, FAR_GROUND = 0.15, 0.5

#: The same for shares of output, of 1.
CLOSE_SHARE, FAR_SHARE = 0.025, 0.07

Questions = Sequence[question.Question]


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
    found = _ASKED[one.kind](atlas, one, day)
    return found if all(found) else ()


def _took(atlas: Atlas, one: Statement, day: date) -> list[question.Question]:
    to, whom = _holder(one.actors), _known(one.whom)
    if not to or one.since is not Since.ON or (one.whom and not whom) or whom == to:
        return []
    return [_passed(atlas, thing, one, day, to, whom) for thing in one.things]


def _passed(
    atlas: Atlas, thing: Entry, one: Statement, day: date, to: str, whom: str
) -> question.Question | None:
    every = periods(atlas, thing)
    hits = [_hit(own, one, day, to, whom) for own in every]
    if every and all(hits):
        return _change(atlas, thing, [hit for hit in hits if hit], one, to, whom)
    if not every or any(hits) or not all(_never(own, one, day, to) for own in every):
        return None
    first, last = one.first or current().days.first, one.last or day
    if thing.kind in _GATES:
        return question.Crossing(question="crossing", id=thing.id, date=last, run_by=to)
    return question.Changed(
        question="changed", first=first - _DAY if one.first else first, last=last, to_holder=to,
        **_about(atlas, thing),
    )  # fmt: skip


def _hit(own: Periods, one: Statement, day: date, to: str, whom: str) -> Change | None:
    """Return the change that a statement tells of, the last one up to the article's day."""
    fitting = [
        each
        for each in changes(own)
        if each.to_holder == to
        and each.from_holder == (whom or each.from_holder)
        and (_within(each, one) if one.first else each.day <= day)
    ]
    return fitting[-1] if fitting else None


def _within(change: Change, one: Statement) -> bool:
    assert one.first is not None and one.last is not None  # noqa: S101 -- asked by the caller
    slack = change.slack if one.span is Span.DAY else timedelta(0)
    return one.first - slack <= change.day <= one.last + slack


def _never(own: Periods, one: Statement, day: date, to: str) -> bool:
    """Return whether the records are plain that a thing did not pass to a holder then."""
    last = one.last or day
    first = one.first or current().days.first
    if not holder(own, last) or {holder(own, last), holder(own, first)} & STATES:
        return False
    if one.first is None:
        return all(each.holder != to for each in own if each.start <= day + NEAR) and not any(
            each.holder in STATES and each.start <= day < each.end for each in own
        )
    wide = NEAR + (timedelta(0) if one.span is Span.DAY else timedelta(WITHIN[Span.WEEK]))
    return not any(
        first - wide - each.slack <= each.start <= last + wide + each.slack
        for each in own
        if each.holder == to or each.holder in STATES
    )


def _change(
    atlas: Atlas, thing: Entry, hits: list[Change], one: Statement, to: str, whom: str
) -> question.Question | None:
    last = max(hit.day for hit in hits)
    if thing.kind in _GATES:
        return question.Crossing(question="crossing", id=thing.id, date=last, run_by=to)
    first = min(hit.before for hit in hits)
    if one.first and one.last:
        last, first = max(last, min(one.last, _end(atlas, thing, last))), min(first, one.first - _DAY)
        first = max(first, _start(atlas, thing, hits))
    return question.Changed(
        question="changed", first=first, last=last, to_holder=to, from_holder=whom or None,
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


def _lost(atlas: Atlas, one: Statement, day: date) -> list[question.Question]:
    """Ask only where a record bears it out: who left need not have been who held."""
    own = _holder(one.actors)
    found = []
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
                question="changed", first=hit.before, last=hit.day, from_holder=own,
                to_holder=hit.to_holder, **_about(atlas, thing),
            )  # fmt: skip
        )
    return found


def _held(atlas: Atlas, one: Statement, day: date) -> list[question.Question]:
    own = _holder(one.actors)
    if not own:
        return []
    if one.first is None and one.past:
        return []
    return [_holds(atlas, thing, one, day, own) for thing in one.things]


def _holds(
    atlas: Atlas, thing: Entry, one: Statement, day: date, own: str
) -> question.Question | None:
    every = periods(atlas, thing)
    if not every:
        return None
    if one.since is Since.SINCE:
        return _since(atlas, thing, one, day, own)
    days = _days(one, day)
    if one.since is Since.UNTIL and one.first:
        days = [one.first - _DAY]
    holders = {holder(rows, each) for rows in every for each in days}
    if len(holders) != 1 or holders & {"mixed", ""}:
        return None
    if own not in holders:
        near = {
            holder(rows, each + step) for rows in every for each in days for step in (-_DAY, _DAY)
        }
        if near & {own, "mixed"} or one.since is Since.UNTIL:
            return None
    return _held_on(atlas, thing, days[0], own)


def _held_on(atlas: Atlas, thing: Entry, day: date, own: str) -> question.Question:
    if thing.kind is Kind.FIELD:
        return question.FieldsHeld(
            question="fields_held", date=day, holder=own, include=(thing.id,)
        )
    if thing.kind in _GATES:
        return question.Crossing(question="crossing", id=thing.id, date=day, run_by=own)
    return question.Held(question="held", place=_name(atlas, thing), date=day, holder=own)


def _since(
    atlas: Atlas, thing: Entry, one: Statement, day: date, own: str
) -> question.Question | None:
    """Ask since when; not where ground was shared or fought over when it is said to begin."""
    assert one.first is not None and one.last is not None and one.span is not None  # noqa: S101
    until = one.last if one.past or one.span is Span.RANGE else day
    every = periods(atlas, thing)
    if any(holder(rows, until) in {"mixed", ""} for rows in every) or thing.kind in _GATES:
        return None
    if all(holder(rows, until) == own for rows in every):
        last = one.first if one.span is Span.RANGE else one.last
        near = timedelta(WITHIN[one.span])
        for rows in every:
            run = next(each for each in rows if each.start <= until < each.end)
            fits = one.first - near - run.slack <= run.start <= last + near + run.slack
            then = holder(rows, one.first)
            if not fits and (run.start < one.first or then in STATES or then in {"", own}):
                return None
    elif len({holder(rows, until) for rows in every}) != 1:
        return None
    within = WITHIN[one.span]
    return question.HeldSince(
        question="held_since", holder=own, since=one.first, date=until, within_days=within,
        **_about(atlas, thing),
    )  # fmt: skip


def _state(atlas: Atlas, one: Statement, day: date) -> list[question.Question]:
    """Ask for open or shut; what was open in part is left alone unless that is what is said."""
    if one.first is None and one.past:
        return []
    found: list[question.Question] = []
    for thing in one.things:
        days = _days(one, day)
        if one.since is Since.SINCE and one.last:
            days = [one.last, day]
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
        found.append(own[-1])  # type: ignore[arg-type] -- none is None here
    return found


def _state_on(thing: Entry, day: date, state: str) -> question.Question | None:
    if thing.kind is Kind.PIPELINE:
        return question.Pipeline(question="pipeline", id=thing.id, date=day, state=state)  # type: ignore[arg-type]
    if thing.kind in _GATES:
        return question.Crossing(question="crossing", id=thing.id, date=day, state=state)  # type: ignore[arg-type]
    return None


def _produced(atlas: Atlas, one: Statement, day: date) -> list[question.Question]:
    subjects = _subjects(one)
    if not subjects or one.unit != "barrels" or one.since is not Since.ON:
        return []

    def ask(on: date, within: float) -> question.Question:
        return question.Production(
            question="production", subjects=subjects, date=on, value=one.value, within=within
        )

    return _measured(atlas, one, day, ask, CLOSE, FAR)


def _share(atlas: Atlas, one: Statement, day: date) -> list[question.Question]:
    subjects = _subjects(one)
    whole = parties().subjects.get(one.whole, {}).get("produced", "")
    if not subjects or not whole or one.unit != "percent" or one.since is not Since.ON:
        return []

    def ask(on: date, within: float) -> question.Question:
        return question.Proportion(
            question="share", part=subjects, whole=(whole,), date=on, value=one.value, within=within
        )

    return _measured(atlas, one, day, ask, CLOSE_SHARE, FAR_SHARE)


def _area(atlas: Atlas, one: Statement, day: date) -> list[question.Question]:
    own = _holder(one.actors)
    if not own or one.since is not Since.ON or (one.past and not one.first) or len(one.things) > 1:
        return []
    code, km2 = None, float(atlas.units["km2"].sum())
    if one.things:
        rows = atlas.units
        taken = units(atlas, one.things[0])
        codes = {rows["pcode"][rows["unit"] == unit].iloc[0] for unit in taken}
        code = _common(codes)
        inside = rows[rows["pcode"].str.startswith(code)] if code else rows[:0]
        if one.things[0].kind is Kind.PLACE or set(inside["unit"]) != set(taken):
            return []
        km2 = float(inside["km2"].sum())
    value = one.value * km2 if one.unit == "percent" else one.value

    def ask(on: date, within: float) -> question.Question:
        return question.Area(
            question="area", holder=own, date=on, value=value, within=within, pcode=code
        )

    return _measured(atlas, one, day, ask, CLOSE_GROUND, FAR_GROUND)


def _common(codes: Iterable[str]) -> str:
    """Return the code of the unit that all of some sub-districts make up; empty for none."""
    codes = list(codes)
    admin = current().admin
    for size in (admin.subdistrict, admin.district, admin.governorate):
        if len({code[:size] for code in codes}) == 1:
            return codes[0][:size]
    return ""


def _measured(
    atlas: Atlas, one: Statement, day: date, ask: object, close: float, far: float
) -> list[question.Question]:
    """Ask for a figure: against it only where all records are far off and no bound is said."""
    found = {}
    for on in _days(one, day):
        near = ask(on, close)  # type: ignore[operator]
        verdict = answer(atlas, near).verdict
        if verdict is Verdict.NOT_SUPPORTED and (
            answer(atlas, ask(on, far)).verdict is not Verdict.NOT_SUPPORTED  # type: ignore[operator]
            or one.bound in {"more", "less", "most"}
            or (one.past and one.first is None)
        ):
            return []
        found[on] = verdict, near
    testable = [each for each in found.values() if each[0] is not Verdict.NOT_TESTABLE]
    verdicts = {verdict for verdict, _ in testable}
    if len(verdicts) > 1 and Verdict.NOT_SUPPORTED in verdicts:
        return []
    chosen = [each for each in testable if each[0] is Verdict.SUPPORTED] or testable
    return [(chosen or list(found.values()))[0][1]]


def _subjects(one: Statement) -> tuple[str, ...]:
    if one.source == "field":
        return tuple(each.id for each in one.things) if one.flow == "produced" else ()
    subject = parties().subjects.get(one.source, {}).get(one.flow, "")
    return (subject,) if subject else ()


def _days(one: Statement, day: date) -> list[date]:
    """Return the days on which a statement is put to the atlas: its first, middle and last."""
    if one.first is None or one.last is None:
        return [day]
    middle = one.first + (one.last - one.first) / 2
    return list(dict.fromkeys((one.first, middle, one.last)))


_GATES = frozenset((Kind.CROSSING, Kind.AIRPORT))


def _about(atlas: Atlas, thing: Entry) -> dict[str, str]:
    if thing.kind is Kind.FIELD:
        return {"field": thing.id}
    return {"place": _name(atlas, thing)}


def _name(atlas: Atlas, thing: Entry) -> str:
    """Return the English name where it means the same thing, else the key."""
    try:
        entry = resolve(atlas, thing.names[0]).entry
    except QuestionError:
        return thing.key
    return thing.names[0] if entry == thing else thing.key


def _known(actor: str) -> str:
    """Return the holder of ground that an actor is; empty where it is none."""
    own = parties().holders.get(actor, actor)
    return own if own in current().actors else ""


def _holder(actors: Sequence[str]) -> str:
    """Return the one holder that actors are; empty where they are several or none."""
    own = {_known(actor) for actor in actors}
    return own.pop() if len(own) == 1 else ""


_ASKED = {
    Said.HELD: _held,
    Said.TOOK: _took,
    Said.LOST: _lost,
    Said.STATE: _state,
    Said.PRODUCED: _produced,
    Said.SHARE: _share,
    Said.AREA: _area,
}
