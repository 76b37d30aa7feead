"""What a profile is made of: days, actors, mixed ground, levels of administration, claims."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import ConfigDict, Field, model_validator
from pydantic.dataclasses import dataclass

#: No key beyond those named.
STRICT = ConfigDict(extra="forbid", str_max_length=400)

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,30}$")]
Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
Degrees = Annotated[float, Field(ge=-180, le=180)]


@dataclass(frozen=True, config=STRICT)
class Days:
    """Days that matter to the atlas."""

    first: dt.date
    """First day that the data covers."""
    last: dt.date
    """Last day that the data covers: ``last_day`` of ``datapackage.json``, never the profile's."""
    opening: dt.date
    """Day that the map opens with."""
    key: tuple[dt.date, ...] = ()
    """Days that the time bar marks."""
    comparison: dt.date | None = None
    """Day that later days are compared with until a reader chooses one; by default the first."""

    @model_validator(mode="after")
    def _within(self) -> Days:
        for name in ("opening", "comparison"):
            if (getattr(self, name) or self.first) not in self:
                raise ValueError(f"expected first <= {name} <= last")
        return self

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"


@dataclass(frozen=True, config=STRICT)
class Actor:
    """How an actor that may hold ground is drawn and named."""

    colour: Colour
    """Fill of the ground that it holds."""
    strong: Colour
    """Darker companion, for small marks and text."""
    named_before: tuple[tuple[dt.date, Id], ...] = ()
    """Other names: before each day the actor is called by the word ``holder.ID`` of that id."""


@dataclass(frozen=True, config=STRICT)
class Mixed:
    """How ground that two actors hold side by side is drawn."""

    of: tuple[Id, Id]
    """The actors; the ground has the colour of the first."""
    hatch: Colour
    """Colour of the lines across it, near that of the second."""


@dataclass(frozen=True, config=STRICT)
class Admin:
    """Levels of administration and the lengths of their codes, which nest by prefix."""

    governorate: int
    district: int
    subdistrict: int


@dataclass(frozen=True, config=STRICT)
class Claims:
    """How claims are classed."""

    default: Id
    """Class of the ground that no row of ``claims/views.csv`` names."""
    classes: tuple[Id, ...]
    """Classes that a perspective may give to ground, besides ``disputed``."""
