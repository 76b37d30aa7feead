"""One thing of a statement, and what the records say of who held it when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

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
from geo.articles.statement import Since, Statement
from geo.atlas import Atlas
from geo.errors import QuestionError
from geo.gazetteer.entries import Entry, Kind
from geo.gazetteer.resolver import resolve
from geo.profile import Holder, current
from geo.stories import question

#: Rank of places from which on a record of the unit around is no record against a statement.
_HAMLET = 5

#: Days before an article within which what it reports without a day happened.
RECENT = timedelta(31)


@dataclass(frozen=True)
class Case:
    """A thing that a statement is about."""

    atlas: Atlas
    statement: Statement
    day: date  #: The day on which the statement was made.
    thing: Entry

    @cached_property
    def parts(self) -> tuple[Periods, ...]:
        """Who held it over time, one a unit; none where the atlas does not say."""
        return periods(self.atlas, self.thing)

    @cached_property
    def around(self) -> tuple[Periods, ...]:
        """Who held the ground around a settlement over time."""
        return find_neighbour_periods(self.atlas, self.thing)

    @property
    def first(self) -> date:
        """The first day of the statement, or of the atlas."""
        return self.statement.first or current().days.first

    @property
    def last(self) -> date:
        """The last day of the statement, or that on which it was made."""
        return self.statement.last or self.day

    @property
    def is_gate(self) -> bool:
        """Whether it is run, not held."""
        return self.thing.kind in {Kind.CROSSING, Kind.AIRPORT}

    @property
    def is_hamlet(self) -> bool:
        """Whether it is a hamlet, of which the unit around it says too little."""
        return self.thing.kind is Kind.PLACE and self.thing.rank >= _HAMLET

    @cached_property
    def name(self) -> str:
        """The English name where it means the same thing, else the key."""
        try:
            entry = resolve(self.atlas, self.thing.english).entry
        except QuestionError:
            return self.thing.key
        return self.thing.english if entry == self.thing else self.thing.key

    @property
    def named(self) -> dict[str, Any]:
        """The thing as questions name it: a field by its id, ground by its name."""
        return {"field": self.thing.id} if self.thing.kind is Kind.FIELD else {"place": self.name}

    def holders(self, *days: date) -> set[str]:
        """Return who held its parts on some days; empty text for a day without a record."""
        return {holder(part, day) for part in self.parts for day in days}

    def holders_around(self, *days: date) -> set[str]:
        """Return who held the ground around it on some days."""
        return {holder(part, day) for part in self.around for day in days}

    def is_doubtful(self, *days: date) -> bool:
        """Return whether a record of some days is of low confidence."""
        return any(is_doubtful(part, day) for part in self.parts for day in days)

    def last_changes(self, fits: Callable[[Periods, Change], bool]) -> list[Change]:
        """Return the last change of hands of each part that fits; of a part without one none."""
        fitting = [[each for each in changes(part) if fits(part, each)] for part in self.parts]
        return [each[-1] for each in fitting if each]

    def is_meant(self, change: Change) -> bool:
        """Return whether a change lies in the time that the statement means."""
        if self.statement.first is None:
            return self.day - RECENT <= change.day <= self.day
        return self.is_within(change)

    def is_within(self, change: Change) -> bool:
        """Return whether a change lies in the time that the statement gives."""
        first, last = self.statement.first, self.statement.last
        if first is None or last is None:
            return False
        return (self.statement.since is Since.BY or first <= change.day) and change.day <= last

    def ask_changed(
        self,
        first: date,
        last: date,
        *,
        from_holder: Holder | None = None,
        to_holder: Holder | None = None,
    ) -> question.Question:
        """Return the question whether it passed from one side to another between two days."""
        return question.Changed(
            question="changed", first=first, last=last, to_holder=to_holder,
            from_holder=from_holder, **self.named,
        )  # fmt: skip

    def ask_held(self, day: date, own_holder: Holder) -> question.Question:
        """Return the question whether somebody held or ran it on a day."""
        if self.thing.kind is Kind.FIELD:
            return question.FieldsHeld(
                question="fields_held", date=day, holder=own_holder, include=(self.thing.id,)
            )
        if self.is_gate:
            return self.ask_run(day, own_holder)
        return question.Held(question="held", place=self.name, date=day, holder=own_holder)

    def ask_run(self, day: date, run_by: Holder) -> question.Question:
        """Return the question whether somebody ran a crossing or airport on a day."""
        return question.Crossing(question="crossing", id=self.thing.id, date=day, run_by=run_by)


def unsure_states(own_holder: Holder) -> frozenset[str]:
    """Return the states under which an actor may have held ground or not."""
    return STATES if own_holder in current().mixed.of else STATES - {"mixed"}
