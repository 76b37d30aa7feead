"""What a profile is made of: days, actors, mixed ground, levels of administration, claims.

Plain dataclasses whose types say what is accepted. What people wrote is held to them with
pydantic, once for each state of a profile; a command that finds it checked does not import it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from functools import cache
from itertools import repeat
from types import UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from annotated_types import Interval

if TYPE_CHECKING:
    from pydantic_core import CoreSchema


class Strict:
    """A part of a profile, which has no key beyond those named."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = {"extra": "forbid", "str_max_length": 400}


@dataclass(frozen=True)
class Pattern:
    """Text that a pattern describes."""

    pattern: str

    def __get_pydantic_core_schema__(self, *_: Any) -> CoreSchema:
        """Let pydantic check it."""
        from pydantic_core import core_schema  # noqa: PLC0415 -- only where a profile is checked

        return core_schema.str_schema(pattern=self.pattern)


@dataclass(frozen=True)
class Contact:
    """An e-mail address or an address of the web; empty where there is none."""

    _ACCEPTED: ClassVar = re.compile(
        r"([\w.+-]{1,64}@[\w-]+(\.[\w-]+)+|https?://[^\s<>\"'\\]{4,600})?", re.ASCII
    )

    def __get_pydantic_core_schema__(self, *_: Any) -> CoreSchema:
        """Let pydantic check it."""
        from pydantic_core import core_schema  # noqa: PLC0415 -- only where a profile is checked

        return core_schema.no_info_after_validator_function(self._check, core_schema.str_schema())

    def _check(self, value: str) -> str:
        if not self._ACCEPTED.fullmatch(value):
            raise ValueError(
                "an e-mail address, or an address of the web such as https://example.org"
            )
        return value


Id = Annotated[str, Pattern(r"^[a-z][a-z0-9_]{0,30}$")]
Colour = Annotated[str, Pattern(r"^#[0-9a-f]{6}$")]
Degrees = Annotated[float, Interval(ge=-180, le=180)]


@dataclass(frozen=True)
class Examples(Strict):
    """What the examples of help name, besides a place."""

    #: Admin code (P-code) of a unit or of ground that takes in several.
    code: Annotated[str, Pattern(r"^[\w-]+$")]
    point: tuple[Degrees, Degrees]  #: Longitude and latitude of a place on disputed ground.
    story: Annotated[str, Pattern(r"^[\w-]*$")] = ""  #: Id of a story; empty where there is none.


@dataclass(frozen=True)
class Days(Strict):
    """Days that matter to the atlas."""

    first: dt.date  #: First day that the data covers.
    #: Last day that the data covers: ``last_day`` of ``datapackage.json``, never the profile's.
    last: dt.date
    #: Day of a view that names none; a story of this day is offered where the map opens.
    opening: dt.date
    key: tuple[dt.date, ...] = ()  #: Days that the time bar marks.
    #: Day that later days are compared with until a reader chooses one; by default the first.
    comparison: dt.date | None = None

    def __post_init__(self) -> None:
        for name in ("opening", "comparison"):
            if (getattr(self, name) or self.first) not in self:
                raise ValueError(f"expected first <= {name} <= last")

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"

    def beyond(self, day: dt.date) -> str:
        """Say on which side of the data's days a day lies that is none of them."""
        return (
            f"lies {'before the first' if day < self.first else 'after the last'} day of the data"
        )


@dataclass(frozen=True)
class Actor(Strict):
    """How an actor that may hold ground is drawn and named."""

    colour: Colour  #: Fill of the ground that it holds.
    strong: Colour  #: Darker companion, for small marks and text.
    #: Other names: before each day the actor is called by the word ``holder.ID`` of that id.
    named_before: tuple[tuple[dt.date, Id], ...] = ()


@dataclass(frozen=True)
class Mixed(Strict):
    """How ground that two actors hold side by side is drawn."""

    of: tuple[Id, Id]  #: The actors, in whose colours the ground is striped.


@dataclass(frozen=True)
class Admin(Strict):
    """Levels of administration and the lengths of their codes, which nest by prefix."""

    governorate: int
    district: int
    subdistrict: int
    #: Column of ``subdistricts``, true or false, that marks the ground in dispute; without it all
    #: ground is.
    focus: Id | None = None


@dataclass(frozen=True)
class Claims(Strict):
    """How claims are classed."""

    default: Id  #: Class of the ground that no row of ``claims/views.csv`` names.
    classes: tuple[Id, ...]  #: Classes that a perspective may give to ground, besides ``disputed``.


@dataclass(frozen=True)
class Detail(Strict):
    """Ground that is mapped in detail, and from when to when."""

    #: Codes of sub-districts, or of districts and governorates with all sub-districts in them.
    codes: tuple[Annotated[str, Pattern(r"^[\w-]+$")], ...]
    start: dt.date | None = None  #: First day; all days from the first on where None.
    end: dt.date | None = None  #: First day after; all days to the last where None.


@dataclass(frozen=True)
class Conflict(Strict):
    """Ground whose armed conflict belongs to the atlas, besides what is always in detail."""

    codes: tuple[Annotated[str, Pattern(r"^[\w-]+$")], ...]
    #: Governorates of which events belong that are placed no closer.
    governorates: tuple[Annotated[str, Pattern(r"^[\w-]+$")], ...] = ()


@dataclass(frozen=True)
class Scope(Strict):
    """What is mapped in detail, to the day and the part; all else is context."""

    #: Version of the data from which on it holds; rows of older ones outside it are retired.
    since: Annotated[str, Pattern(r"^\d+\.\d+\.\d+$")]
    detail: tuple[Detail, ...]
    #: Kinds of events that belong to the atlas on ground in detail only.
    local_events: tuple[Id, ...] = ()
    conflict: Conflict = Conflict(())

    def has_conflict(self, code: str) -> bool:
        """Return whether armed conflict in a sub-district belongs to the atlas, on any day."""
        always = tuple(code for each in self.detail if not each.start for code in each.codes)
        return code.startswith((*always, *self.conflict.codes))

    def spans(self, code: str) -> list[tuple[dt.date, dt.date]]:
        """Return the spans [start, end) of days on which a unit is in detail, in order.

        >>> scope = Scope("2.0.0", (Detail(("A1",), None, dt.date(2014, 1, 1)),))
        >>> scope.spans("A1N02") == [(dt.date.min, dt.date(2014, 1, 1))], scope.spans("A2")
        (True, [])
        """
        spans = sorted(
            (each.start or dt.date.min, each.end or dt.date.max)
            for each in self.detail
            if code.startswith(each.codes)
        )
        merged: list[tuple[dt.date, dt.date]] = []
        for start, end in spans:
            if merged and start <= merged[-1][1]:
                merged[-1] = merged[-1][0], max(merged[-1][1], end)
            else:
                merged.append((start, end))
        return merged

    def touches(self, code: str, start: dt.date, end: dt.date | None) -> bool:
        """Return whether some day of [start, end) is in detail for a unit; an open end is None."""
        last = end or dt.date.max
        return any(start < until and since < last for since, until in self.spans(code))

    def covers(self, code: str, day: dt.date) -> bool:
        """Return whether a unit is in detail on a day."""
        return any(since <= day < until for since, until in self.spans(code))


_list_types = cache(get_type_hints)


def build(kind: Any, plain: Any) -> Any:
    """Return the value of a type that JSON holds.

    >>> build(Mixed, {"of": ["a", "b"]}), build(dt.date | None, "2014-06-10")
    (Mixed(of=('a', 'b')), datetime.date(2014, 6, 10))
    """
    origin, inner = get_origin(kind), get_args(kind)
    if plain is None:
        return None
    if origin in {Annotated, Union, UnionType}:
        return build(inner[0], plain)
    if origin is tuple:
        kinds = repeat(inner[0]) if inner[-1] is ... else inner
        return tuple(map(build, kinds, plain))
    if origin is Mapping:
        return {build(inner[0], key): build(inner[1], value) for key, value in plain.items()}
    if kind is dt.date:
        return dt.date.fromisoformat(plain)
    if isinstance(kind, type) and is_dataclass(kind):
        kinds_of = _list_types(kind)
        return kind(**{name: build(kinds_of[name], value) for name, value in plain.items()})
    return kind(plain)
