"""What a profile is made of: days, actors, mixed ground, levels of administration, claims.

Plain dataclasses whose types say what is accepted. :mod:`geo.profile_check` holds what people wrote
to them with pydantic, once for each state of a profile; a command that finds it checked does not
import pydantic.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

#: No key beyond those named.
STRICT: Final[Mapping[str, Any]] = {"extra": "forbid", "str_max_length": 400}


@dataclass(frozen=True)
class Pattern:
    """Text that a pattern describes."""

    pattern: str

    def __get_pydantic_core_schema__(self, *_: Any) -> CoreSchema:
        """Let pydantic check it."""
        from pydantic_core import core_schema  # noqa: PLC0415 -- only where a profile is checked

        return core_schema.str_schema(pattern=self.pattern)


@dataclass(frozen=True)
class Between:
    """A number between two others, these included."""

    low: float
    high: float

    def __get_pydantic_core_schema__(self, *_: Any) -> CoreSchema:
        """Let pydantic check it."""
        from pydantic_core import core_schema  # noqa: PLC0415 -- only where a profile is checked

        return core_schema.float_schema(ge=self.low, le=self.high)


Id = Annotated[str, Pattern(r"^[a-z][a-z0-9_]{0,30}$")]
Colour = Annotated[str, Pattern(r"^#[0-9a-f]{6}$")]
Degrees = Annotated[float, Between(-180, 180)]


@dataclass(frozen=True)
class Examples:
    """What the examples of help name, besides a place."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = STRICT

    #: Admin code (P-code) of a unit or of ground that takes in several.
    code: Annotated[str, Pattern(r"^[\w-]+$")]
    point: tuple[Degrees, Degrees]  #: Longitude and latitude of a place on disputed ground.
    story: Annotated[str, Pattern(r"^[\w-]*$")] = ""  #: Id of a story; empty where there is none.


@dataclass(frozen=True)
class Days:
    """Days that matter to the atlas."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = STRICT

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
class Actor:
    """How an actor that may hold ground is drawn and named."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = STRICT

    colour: Colour  #: Fill of the ground that it holds.
    strong: Colour  #: Darker companion, for small marks and text.
    #: Other names: before each day the actor is called by the word ``holder.ID`` of that id.
    named_before: tuple[tuple[dt.date, Id], ...] = ()


@dataclass(frozen=True)
class Mixed:
    """How ground that two actors hold side by side is drawn."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = STRICT

    of: tuple[Id, Id]  #: The actors; the ground has the colour of the first.
    hatch: Colour  #: Colour of the lines across it, near that of the second.


@dataclass(frozen=True)
class Admin:
    """Levels of administration and the lengths of their codes, which nest by prefix."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = STRICT

    governorate: int
    district: int
    subdistrict: int
    #: Column of ``subdistricts``, true or false, that marks the ground in dispute; without it all
    #: ground is.
    focus: Id | None = None


@dataclass(frozen=True)
class Claims:
    """How claims are classed."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = STRICT

    default: Id  #: Class of the ground that no row of ``claims/views.csv`` names.
    classes: tuple[Id, ...]  #: Classes that a perspective may give to ground, besides ``disputed``.


def build_examples(plain: Mapping[str, Any] | None) -> Examples | None:
    return Examples(**{**plain, "point": tuple(plain["point"])}) if plain else None


def build_actor(plain: Mapping[str, Any]) -> Actor:
    before = tuple((dt.date.fromisoformat(day), word) for day, word in plain["named_before"])
    return Actor(**{**plain, "named_before": before})
