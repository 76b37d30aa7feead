"""The questions that a check of a story may ask of the atlas, and what each needs to know.

What they answer is found in :mod:`geo.stories.check`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, TypeVar, get_args, get_type_hints

from pydantic import (
    BeforeValidator,
    Field,
    TypeAdapter,
    model_validator,
)
from pydantic.dataclasses import dataclass

from geo.errors import ViewError
from geo.model import EventType
from geo.profile import Holder
from geo.renamed import rename_parameter
from geo.stories.texts import STRICT, Texts, check_known
from geo.view import View


def _day(value: Any) -> date:
    try:
        return View(date=value).date
    except ViewError as error:
        raise ValueError(str(error).partition("expected ")[2] or str(error)) from None


Day = Annotated[date, BeforeValidator(_day)]
Text = Annotated[str, Field(min_length=1, max_length=200)]
FieldId = Annotated[str, check_known("fields")]
Fields = Annotated[tuple[FieldId, ...], Field(min_length=1, max_length=60)]
Share = Annotated[float, Field(ge=0, le=1)]
Amount = Annotated[float, Field(gt=0, lt=1e9)]
State = Literal["open", "partial", "shut"]


_Asked = TypeVar("_Asked")


def _one_of(query: _Asked) -> _Asked:
    if (getattr(query, "field", None) is None) == (getattr(query, "place", None) is None):
        raise ValueError("either a field or a place")
    return query


def _check_order(query: _Asked) -> _Asked:
    if getattr(query, "last") < getattr(query, "first"):  # noqa: B009 -- several kinds have them
        raise ValueError("the earlier day as first")
    return query


_IS_ONE = model_validator(mode="after")(_one_of)
_IS_ORDERED = model_validator(mode="after")(_check_order)


@dataclass(frozen=True, config=STRICT)
class Held:
    """Whether ``holder`` held the ground at ``place`` on ``date``."""

    question: Literal["held"]
    place: Text
    """A name in any of the three languages, ``lon,lat`` or the id of a unit."""
    date: Day
    """The day."""
    holder: Holder
    """Who is said to have held it."""


@dataclass(frozen=True, config=STRICT)
class HeldSince:
    """Whether ``holder`` held ``field`` or the ground at ``place`` from ``since`` to ``date``.

    One of the two is given. The start may lie up to ``within_days`` off.
    """

    question: Literal["held_since"]
    holder: Holder
    """Who is said to have held it."""
    since: Day
    """From which day on."""
    date: Day
    """A day on which it still held."""
    field: FieldId | None = None
    """An oil or gas field."""
    place: Text | None = None
    """A place, as in ``held``."""
    within_days: Annotated[int, Field(ge=0, le=400)] = 0
    """How many days the start may lie off."""

    _check_whole = _IS_ONE


@dataclass(frozen=True, config=STRICT)
class Changed:
    """Whether ``field`` or the ground at ``place`` passed from ``from_holder`` to ``to_holder``.

    Who held it on ``first`` and on ``last`` is compared; without ``to_holder``, whether it passed
    to anyone.
    """

    question: Literal["changed"]
    first: Day
    """The earlier day."""
    last: Day
    """The later day."""
    to_holder: Holder | None = None
    """Who held it on the later day."""
    from_holder: Holder | None = None
    """Who held it on the earlier day."""
    field: FieldId | None = None
    """An oil or gas field."""
    place: Text | None = None
    """A place, as in ``held``."""

    @model_validator(mode="after")
    def _check_whole(self) -> Changed:
        return _check_order(_one_of(self))


@dataclass(frozen=True, config=STRICT)
class Claimed:
    """Whether ``claimant`` claimed the ground at ``place`` on ``date``, by whatever instrument."""

    question: Literal["claimed"]
    place: Text
    """A place, as in ``held``."""
    date: Day
    """The day."""
    claimant: Holder
    """Who is said to have claimed it."""


@dataclass(frozen=True, config=STRICT)
class FieldsHeld:
    """Whether ``holder`` held the fields ``include`` on ``date``, and not ``exclude``."""

    question: Literal["fields_held"]
    date: Day
    """The day."""
    holder: Holder
    """Who is said to have held them."""
    include: Fields
    """Fields that it held."""
    exclude: tuple[FieldId, ...] = ()
    """Fields that it did not hold."""
    run_by: Holder | None = None
    """On whose behalf the operators of the fields ``include`` ran them."""


@dataclass(frozen=True, config=STRICT)
class FieldsChanged:
    """Whether ``fields``, and no others, passed from ``from_holder`` to ``to_holder``."""

    question: Literal["fields_changed"]
    first: Day
    """The earlier day."""
    last: Day
    """The later day."""
    from_holder: Holder
    """Who held them on the earlier day."""
    to_holder: Holder
    """Who held them on the later day."""
    fields: Fields
    """The fields, all of them."""

    _check_whole = _IS_ORDERED


@dataclass(frozen=True, config=STRICT)
class Production:
    """Whether ``subjects`` together produced about ``value`` barrels a day on ``date``."""

    question: Literal["production"]
    subjects: Annotated[tuple[Annotated[str, check_known("subjects")], ...], Field(min_length=1)]
    """Fields, or groups and totals of ``oil/production.csv``; they are summed."""
    date: Day
    """The day."""
    value: Amount
    """Barrels a day, as said."""
    within: Share = 0.1
    """How far off a figure may lie, as a share of ``value``."""


@dataclass(frozen=True, config=STRICT)
class Proportion:
    """Whether ``part`` was about ``value`` of ``whole`` on ``date``, in barrels a day."""

    question: Literal["share"]
    part: Annotated[tuple[Annotated[str, check_known("subjects")], ...], Field(min_length=1)]
    """Subjects of ``oil/production.csv`` that are summed."""
    whole: Annotated[tuple[Annotated[str, check_known("subjects")], ...], Field(min_length=1)]
    """Subjects that the part is a part of, summed."""
    date: Day
    """The day."""
    value: Share
    """The share as said, 0.15 for 15 %."""
    within: Share = 0.02
    """How far off it may lie."""


@dataclass(frozen=True, config=STRICT)
class Happened:
    """Whether the atlas records the event ``id``, or one like it.

    Without an ``id``: an event of ``type`` from ``first`` to ``last``, by ``actor``, at ``place``.
    """

    question: Literal["event"]
    id: Annotated[str, check_known("events")] | None = None
    """An id of ``events/events.csv``."""
    against: Annotated[str, check_known("events")] | None = None
    """An event that says otherwise, where sources differ."""
    type: EventType | None = None
    """The kind of event."""
    first: Day | None = None
    """The first day to look at."""
    last: Day | None = None
    """The last day to look at."""
    actor: Text | None = None
    """Who acted, as ``actor_a`` of the table."""
    place: Text | None = None
    """Where, as ``place`` of the table."""
    about: Text | None = None
    """The id of a field, pipeline, crossing or refinery that it concerns."""

    @model_validator(mode="after")
    def _check_whole(self) -> Happened:
        named = (self.id, self.type, self.first, self.last, self.actor, self.place, self.about)
        if all(item is None for item in named):
            raise ValueError("an id, or what to find it by: type, first, last, actor, place, about")
        return self


@dataclass(frozen=True, config=STRICT)
class Stance:
    """Whether the atlas records that ``actor`` spoke or acted from ``first`` to ``last``."""

    question: Literal["position"]
    actor: Annotated[str, check_known("actors")]
    """Who spoke, as ``actor_a`` of ``events/events.csv``."""
    first: Day
    """The first day to look at."""
    last: Day
    """The last day to look at."""
    mentions: tuple[Text, ...] = ()
    """Words that the record of it must hold, in English."""

    _check_whole = _IS_ORDERED


@dataclass(frozen=True, config=STRICT)
class Crossing:
    """Whether the crossing or airport ``id`` was run by ``run_by``, or was in ``state``."""

    question: Literal["crossing"]
    id: Annotated[str, check_known("crossings")]
    """An id of ``crossings/crossings.csv``."""
    date: Day
    """The day."""
    run_by: Holder | None = None
    """Who is said to have run it."""
    state: State | None = None
    """Whether it is said to have been open."""

    @model_validator(mode="after")
    def _check_whole(self) -> Crossing:
        if self.run_by is None and self.state is None:
            raise ValueError("run_by or state")
        return self


@dataclass(frozen=True, config=STRICT)
class Pipeline:
    """Whether the pipeline ``id`` was in ``state`` on ``date``."""

    question: Literal["pipeline"]
    id: Annotated[str, check_known("pipelines")]
    """An id of ``oil/pipelines.csv``."""
    date: Day
    """The day."""
    state: State
    """Whether it is said to have been open."""


@dataclass(frozen=True, config=STRICT)
class Area:
    """Whether ``holder`` held about ``value`` km² on ``date``."""

    question: Literal["area"]
    holder: Holder
    """Who is said to have held it."""
    date: Day
    """The day."""
    value: Amount
    """km², as said."""
    within: Share = 0.1
    """How far off it may lie, as a share of ``value``."""
    pcode: Annotated[str, check_known("pcodes")] | None = None
    """Only within this governorate, district or sub-district."""
    disputed: bool = False
    """Only within the listed disputed areas."""


@dataclass(frozen=True, config=STRICT)
class AreaChanged:
    """Whether about ``value`` km² passed from ``from_holder`` to ``to_holder`` between two days.

    Without ``to_holder``, whether ``from_holder`` lost as much, to whomever.
    """

    question: Literal["area_changed"]
    first: Day
    """The earlier day."""
    last: Day
    """The later day."""
    from_holder: Holder
    """Who held it on the earlier day."""
    value: Amount
    """km², as said."""
    to_holder: Holder | None = None
    """Who held it on the later day."""
    within: Share = 0.1
    """How far off it may lie, as a share of ``value``."""

    _check_whole = _IS_ORDERED


@dataclass(frozen=True, config=STRICT)
class NoQuestion:
    """A claim that no record of the atlas can test, and ``because`` of what."""

    question: Literal["none"]
    because: Texts
    """Why not, in the three languages."""


Question = Annotated[
    Held
    | HeldSince
    | Changed
    | Claimed
    | FieldsHeld
    | FieldsChanged
    | Production
    | Proportion
    | Happened
    | Stance
    | Crossing
    | Pipeline
    | Area
    | AreaChanged
    | NoQuestion,
    Field(discriminator="question"),
]

#: Every question, by the name that stands in ``ask.question``.
QUESTIONS: dict[str, type] = {
    get_args(get_type_hints(kind)["question"])[0]: kind for kind in get_args(get_args(Question)[0])
}


@rename_parameter("asked", "question")
def as_json(question: Question) -> dict[str, Any]:
    """Return a question as JSON takes it, without what it leaves open.

    Examples
    --------
    >>> as_json(Held(question="held", place="Kirkuk", date="2017-09-27", holder="region"))
    {'question': 'held', 'place': 'Kirkuk', 'date': '2017-09-27', 'holder': 'region'}
    """
    result: dict[str, Any] = _QUESTION.dump_python(question, mode="json", exclude_none=True)
    return {name: value for name, value in result.items() if value != []}


_QUESTION: TypeAdapter[Any] = TypeAdapter(Question)
