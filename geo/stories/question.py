"""The questions that a check of a story may ask: each is the signature of what answers it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import field as stdlib_field
from dataclasses import fields, make_dataclass
from datetime import date
from typing import Annotated, Any, Literal, get_type_hints

from pydantic import BeforeValidator, Field
from pydantic.dataclasses import dataclass

from geo.errors import ViewError
from geo.stories.texts import STRICT, check_known
from geo.view import View


def _day(value: Any) -> date:
    try:
        return View(date=value).date
    except ViewError as error:
        raise ValueError(str(error).partition("expected ")[2] or str(error)) from None


Day = Annotated[date, BeforeValidator(_day)]
Text = Annotated[str, Field(min_length=1, max_length=200)]
ActorId = Annotated[str, check_known("actors")]
EventId = Annotated[str, check_known("events")]
FieldId = Annotated[str, check_known("fields")]
Pcode = Annotated[str, check_known("pcodes")]
Fields = Annotated[tuple[FieldId, ...], Field(min_length=1, max_length=60)]
Subjects = Annotated[tuple[Annotated[str, check_known("subjects")], ...], Field(min_length=1)]
Share = Annotated[float, Field(ge=0, le=1)]
Amount = Annotated[float, Field(gt=0, lt=1e9)]
State = Literal["open", "partial", "shut"]

#: What answers each question, by the name that stands in ``ask.question``.
ANSWERS: dict[str, Callable[..., Any]] = {}

#: The class of each question, whose fields are what it needs to know.
QUESTIONS: dict[str, type] = {}


def question(
    name: str, *, any_of: tuple[str, ...] = ()
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register what answers a question; its parameters after the atlas are what it needs to know.

    Of ``any_of`` one at least has to be there, of a field and a place one, and of two days the
    earlier one is the first.
    """

    def check(query: Any) -> None:
        values = vars(query)
        if {"field", "place"} <= values.keys() and (values["field"] is None) == (
            values["place"] is None
        ):
            raise ValueError("either a field or a place")
        if values.get("first") and values.get("last") and values["last"] < values["first"]:
            raise ValueError("the earlier day as first")
        if any_of and all(values[item] is None for item in any_of):
            first, *others = any_of
            listed = f"an {first}, or what to find it by: " if first == "id" else f"{first} or "
            raise ValueError(listed + ", ".join(others))

    def register(answer: Callable[..., Any]) -> Callable[..., Any]:
        kinds = get_type_hints(answer, include_extras=True)
        parameters = list(inspect.signature(answer).parameters.values())[1:]
        columns: list[Any] = [("question", Literal[name])]
        for item in parameters:
            has_default = item.default is not inspect.Parameter.empty
            default = (stdlib_field(default=item.default),) if has_default else ()
            columns.append((item.name, kinds[item.name], *default))
        plain = make_dataclass(name, columns, namespace={"__post_init__": check}, frozen=True)
        QUESTIONS[name] = dataclass(plain, config=STRICT, frozen=True)
        ANSWERS[name] = answer
        return answer

    return register


def list_needs(query: Any) -> dict[str, Any]:
    """Return what a question knows, by the parameters of what answers it."""
    return {item.name: getattr(query, item.name) for item in fields(query)[1:]}
