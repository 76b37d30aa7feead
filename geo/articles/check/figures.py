"""Questions on the figures that an article states: barrels a day, shares of them, ground."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from geo.articles.check.holding_periods import units
from geo.articles.statement import DISPUTED, Since, Statement
from geo.articles.statement_forms import parties
from geo.ask.contents import inventory
from geo.ask.frequencies import months_between
from geo.atlas import Atlas
from geo.gazetteer.entries import Kind
from geo.profile import Holder, current
from geo.stories import question
from geo.stories.answers import Verdict, answer

#: Relative tolerances: a figure is supported within the first, contradicted beyond the second.
CLOSE, FAR = 0.1, 0.3

#: The same for ground, whose units are coarse.
CLOSE_GROUND, FAR_GROUND = 0.15, 0.5

#: The same for shares of output, of 1.
CLOSE_SHARE, FAR_SHARE = 0.025, 0.07

#: Months of a time that figures are looked for in.
_MONTHS = 24

Asked = list[question.Question | None]


def ask_produced(atlas: Atlas, statement: Statement, day: date) -> Asked:
    """Return the questions about barrels a day of a field, or of a subject of the figures."""
    subjects = _subjects(statement)
    if not subjects or statement.unit != "barrels" or statement.since is not Since.ON:
        return []

    def ask(on: date, within: float) -> question.Question:
        return question.Production(
            question="production", subjects=subjects, date=on, value=statement.value, within=within
        )

    return _ask_figure(atlas, statement, day, ask, (CLOSE, FAR))


def ask_share(atlas: Atlas, statement: Statement, day: date) -> Asked:
    """Return the questions about a share of a country's output."""
    subjects = _subjects(statement)
    subject = parties().subjects.get(statement.share_of, {}).get("produced", "")
    if (
        not subjects
        or not subject
        or statement.unit != "percent"
        or statement.since is not Since.ON
    ):
        return []

    def ask(on: date, within: float) -> question.Question:
        return question.Proportion(
            question="share",
            part=subjects,
            whole=(subject,),
            date=on,
            value=statement.value,
            within=within,
        )

    return _ask_figure(atlas, statement, day, ask, (CLOSE_SHARE, FAR_SHARE))


def ask_area(atlas: Atlas, statement: Statement, day: date) -> Asked:
    """Return the questions about ground: km², or a share of a unit, of disputed areas, of all."""
    holder = holder_of(statement.actors)
    if (
        not holder
        or statement.since is not Since.ON
        or (statement.past and not statement.first)
        or len(statement.things) > 1
    ):
        return []
    rows, code = atlas.units, None
    disputed = statement.share_of == DISPUTED
    if disputed:
        rows = rows[inventory.in_areas(atlas, rows)]
    km2 = float(rows["km2"].sum())
    if statement.things:
        taken = units(atlas, statement.things[0])
        codes = {rows["pcode"][rows["unit"] == unit].iloc[0] for unit in taken}
        code = _find_common_code(codes)
        inside = rows[rows["pcode"].str.startswith(code)] if code else rows[:0]
        if statement.things[0].kind is Kind.PLACE or set(inside["unit"]) != set(taken):
            return []
        km2 = float(inside["km2"].sum())
    value = statement.value * km2 if statement.unit == "percent" else statement.value

    def ask(on: date, within: float) -> question.Question:
        return question.Area(
            question="area",
            holder=holder,
            date=on,
            value=value,
            within=within,
            pcode=code,
            disputed=disputed,
        )

    return _ask_figure(atlas, statement, day, ask, (CLOSE_GROUND, FAR_GROUND))


def _find_common_code(codes: Iterable[str]) -> str:
    """Return the code of the unit that all of some sub-districts make up; empty for none."""
    codes = list(codes)
    admin = current().admin
    for size in (admin.subdistrict, admin.district, admin.governorate):
        if len({code[:size] for code in codes}) == 1:
            return codes[0][:size]
    return ""


def _ask_figure(
    atlas: Atlas,
    statement: Statement,
    day: date,
    ask: Callable[[date, float], question.Question],
    limits: tuple[float, float],
) -> Asked:
    """Return questions on a figure; against it only if all records are far off."""
    close, far = limits
    questions = {}
    for on in _months(days_of(statement, day)):
        near = ask(on, close)
        verdict = answer(atlas, near).verdict
        if verdict is not Verdict.SUPPORTED and statement.past and statement.first is None:
            return []
        if verdict is Verdict.DISPUTED and answer(atlas, ask(on, far)).verdict is verdict:
            return []  # a record of a longer time, not another view of this one
        if verdict is Verdict.NOT_SUPPORTED and (
            answer(atlas, ask(on, far)).verdict is not Verdict.NOT_SUPPORTED
            or statement.bound in {"more", "less", "most"}
        ):
            return []
        questions[on] = verdict, near
    testable = [each for each in questions.values() if each[0] is not Verdict.NOT_TESTABLE]
    verdicts = {verdict for verdict, _ in testable}
    if len(verdicts) > 1 and Verdict.NOT_SUPPORTED in verdicts:
        return []
    chosen = [each for each in testable if each[0] is Verdict.SUPPORTED] or testable
    return [(chosen or list(questions.values()))[0][1]]


def _subjects(statement: Statement) -> tuple[str, ...]:
    if statement.source == "field":
        single = statement.flow == "produced" and len(statement.things) == 1
        return (statement.things[0].id,) if single else ()
    subject = parties().subjects.get(statement.source, {}).get(statement.flow, "")
    return (subject,) if subject else ()


def _months(days: Sequence[date]) -> list[date]:
    """Return days and, between the first and the last, the first day of each month."""
    return list(dict.fromkeys((*days, *months_between(days[0], days[-1])[:_MONTHS])))


def days_of(statement: Statement, day: date) -> list[date]:
    """Return the days on which a statement is put to the atlas: its first, middle and last."""
    if statement.first is None or statement.last is None:
        return [day]
    middle = statement.first + (statement.last - statement.first) / 2
    known = current().days.first
    return list(
        dict.fromkeys(max(each, known) for each in (statement.first, middle, statement.last))
    )


def known_holder(actor: str) -> Holder | None:
    """Return the holder of ground that an actor is; None where it is none."""
    holder = parties().holders.get(actor, "")
    return Holder(holder) if holder in current().actors else None


def holder_of(actors: Sequence[str]) -> Holder | None:
    """Return the one holder that actors are; None where they are several or none."""
    holders = {known_holder(actor) for actor in actors}
    return holders.pop() if len(holders) == 1 else None
