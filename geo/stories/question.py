"""What a check of a story may ask, and the verdict, lines and sources that answer it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, make_dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Annotated, Any, Literal, get_type_hints

from pydantic import BeforeValidator, Field
from pydantic.dataclasses import dataclass as checked_dataclass

from geo.ask.credits import source_ranks
from geo.atlas import Atlas
from geo.errors import ViewError
from geo.model import Language
from geo.profile import Holder, current
from geo.stories.written_texts import STRICT, check_id
from geo.view import View
from geo.words import locale, name_of, say, side_word


def _day(value: Any) -> date:
    try:
        return View(date=value).date
    except ViewError as error:
        raise ValueError(str(error).partition("expected ")[2] or str(error)) from None


Day = Annotated[date, BeforeValidator(_day)]
Text = Annotated[str, Field(min_length=1, max_length=200)]
ActorId = Annotated[str, check_id("actors")]
EventId = Annotated[str, check_id("events")]
FieldId = Annotated[str, check_id("fields")]
Pcode = Annotated[str, check_id("pcodes")]
Fields = Annotated[tuple[FieldId, ...], Field(min_length=1, max_length=60)]
Subjects = Annotated[tuple[Annotated[str, check_id("subjects")], ...], Field(min_length=1)]
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
            default = (field(default=item.default),) if has_default else ()
            columns.append((item.name, kinds[item.name], *default))
        plain = make_dataclass(name, columns, namespace={"__post_init__": check}, frozen=True)
        QUESTIONS[name] = checked_dataclass(plain, config=STRICT, frozen=True)
        ANSWERS[name] = answer
        return answer

    return register


#: One line in every language, by the code of the language.
Line = Mapping[str, str]


class Verdict(StrEnum):
    """What comes of a claim."""

    SUPPORTED = "supported"
    DISPUTED = "disputed"
    NOT_SUPPORTED = "not_supported"
    NOT_TESTABLE = "not_testable"


@dataclass(frozen=True)
class Finding:
    """What the atlas finds."""

    verdict: Verdict  #: Verdict on the claim.
    recorded: tuple[Line, ...]  #: What the atlas has on it.
    expected: tuple[Line, ...] = ()  #: What it would have if the claim held.
    rests: tuple[str, ...] = ()  #: Ids of the sources of what it has.
    #: Ids of the sources of records that say otherwise than the claim.
    against: tuple[str, ...] = ()
    #: What it has in numbers, dates and ids, as JSON takes it.
    figures: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


def _translate(write: Callable[[Language], str]) -> Line:
    return {language.value: write(language) for language in current().languages}


def line(key: str, **values: Any) -> Line:
    """Return a string of the words in every language, with its values as each writes them.

    >>> line("check.said.barrelsOne", value=600000)["ckb"]
    '٦٠٠٬٠٠٠ بەرمیل لە ڕۆژێکدا'
    """
    day = values.get("date", values.get("last"))
    days = dict.fromkeys(values, day) | {"from": values.get("first")}

    def write(language: Language) -> str:
        words = {name: word(value, language, days[name]) for name, value in values.items()}
        return say(key, language, **words)

    return _translate(write)


def word(value: Any, language: Language, day: date | None = None) -> str:
    """Write a value in a language: a day, number, names, a list of them; a holder as of a day."""
    if isinstance(value, Mapping):
        return str(value[language.value])
    if isinstance(value, Holder):
        return say(side_word(value, day=day), language)
    if isinstance(value, date):
        return locale.day(value, language)
    if isinstance(value, (int, float)):
        return locale.number(value, language, 1)
    if isinstance(value, str):
        return value
    comma = say("sentence.comma", language)
    listed = comma.join(word(item, language) for item in value)
    return listed or say("check.said.noFields", language)


def first_day(row: Mapping[Any, Any]) -> Line:
    """Return the day on which a row begins, as exactly as it is known."""
    return _translate(lambda language: locale.day(row["start"], language, row["precision"]))


def names(row: Any) -> Line:
    """Return the names of a record by language, the English one where there is no other."""
    return _translate(lambda language: name_of(row, language))


def name_things(atlas: Atlas, table: str, ids: Iterable[str]) -> tuple[Line | str, ...]:
    """Return the names of records by their ids; an id without a record stands for itself."""
    rows = atlas.table(table).set_index("id")
    return tuple(names(rows.loc[key]) if key in rows.index else key for key in ids)


def translate(atlas: Atlas, text: str) -> Line:
    """Return a text of the data by language, the English one where nobody translated it."""
    return _translate(lambda language: atlas.translated(text, language) or text)


def band(values: Sequence[float], claimed: float, width: float) -> Verdict:
    """Judge numbers that sources give against one that is claimed.

    >>> band([590, 600], 600, 20).value, band([200, 600], 600, 20).value
    ('supported', 'disputed')
    >>> band([200, 250], 600, 20).value
    'not_supported'
    """
    near = [abs(value - claimed) <= width * (1 + 1e-9) for value in values]
    if all(near):
        return Verdict.SUPPORTED
    spans = min(values) <= claimed + width and max(values) >= claimed - width
    return Verdict.DISPUTED if any(near) or spans else Verdict.NOT_SUPPORTED


def compare_holders(holder: str, claimed: str) -> Verdict:
    """Compare the holder on record with the one in the claim.

    >>> compare_holders("region", "region").value, compare_holders("contested", "region").value
    ('supported', 'disputed')
    """
    if holder == claimed:
        return Verdict.SUPPORTED
    if holder == "unknown":
        return Verdict.NOT_TESTABLE
    return Verdict.DISPUTED if holder == "contested" else Verdict.NOT_SUPPORTED


def find_nothing(what: object, day: date) -> Finding:
    """Return that the atlas has no record."""
    return Finding(Verdict.NOT_TESTABLE, (line("check.said.nothing", what=what, date=day),))


#: Days from those of a question within which the sources of its answer lie, where there are such.
_NEAR = 366


def order_sources(atlas: Atlas, ids: Iterable[str], query: Any) -> tuple[str, ...]:
    """Return the sources near the days that a question asks about, the best first.

    Where none lies near, all of them are returned. One without a date counts as near.
    """
    ranks, days = _rank_sources(atlas)
    first, last = list_days(query)
    if first is None or last is None:
        return tuple(ids)
    ranked = []
    for name in ids:
        day = days.get(name)
        distance = _NEAR if day is None else max((first - day).days, (day - last).days, 0)
        ranked.append((ranks.get(name, 0), distance, name))
    near = [each for each in ranked if each[1] <= _NEAR]
    return tuple(name for _, _, name in sorted(near or ranked, key=lambda each: each[:2]))


def list_days(query: Any) -> tuple[date | None, date | None]:
    """Return the first and last day of a question; None if it names none."""
    if hasattr(query, "to_holder"):
        return query.last, query.last  # the day of the change, not what was so before it
    days = [getattr(query, name, None) for name in ("since", "first", "last", "date")]
    named = [day for day in days if day is not None]
    return (min(named), max(named)) if named else (None, None)


@lru_cache(maxsize=2)
def _rank_sources(atlas: Atlas) -> tuple[dict[str, int], dict[str, date | None]]:
    """Return the kind of publisher of each source, the best 0, and when it was published."""
    rows = atlas.records("sources")
    return source_ranks(atlas), {row["id"]: _publication_day(row["date"] or "") for row in rows}


def _publication_day(text: str) -> date | None:
    """Return the day of a date that may lack day or month, in the middle of what it leaves open."""
    match = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?$", text)
    if not match:
        return None
    return date(int(match[1]), int(match[2] or 7), int(match[3] or (15 if match[2] else 1)))
