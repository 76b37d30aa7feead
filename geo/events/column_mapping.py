"""Which column of a table holds which field of an event."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

Order = Literal["dmy", "mdy"]


@dataclass(frozen=True)
class Mapping:
    """Field -> column, None where the table has none.

    Where neither ``lon`` and ``lat`` nor ``position`` are given, the shapes of the file are taken.

    Examples
    --------
    >>> Mapping.from_dict(Mapping(lat="y", lon="x").to_dict()).lat
    'y'
    """

    id: str | None = None
    """An id that no two events share."""

    start: str | None = None
    """The day, or the first of several."""

    end: str | None = None
    """The last day, inclusive."""

    date_precision: str | None = None
    """How exactly the day is known, in words."""

    place: str | None = None
    """Name of the place."""

    lon: str | None = None
    """Degrees east."""

    lat: str | None = None
    """Degrees north."""

    position: str | None = None
    """Latitude and longitude in one column."""

    position_precision: str | None = None
    """How exactly the position is known, in words."""

    type: str | None = None
    """Kind of event."""

    actor_a: str | None = None
    """Who acted."""

    actor_b: str | None = None
    """Upon whom."""

    best: str | None = None
    """Deaths, best estimate."""

    low: str | None = None
    """Deaths, low estimate."""

    high: str | None = None
    """Deaths, high estimate."""

    source: str | None = None
    """Who says so."""

    text: str | None = None
    """What happened, in words."""

    year: str | None = None
    """Year, where the day stands in several columns; taken where ``start`` is None."""

    month: str | None = None
    """Month, likewise."""

    day: str | None = None
    """Day of the month, likewise."""

    date_order: Order | None = None
    """What 03/04/2017 means; None lets the column decide."""

    decimal: str | None = None
    """Decimal sign of figures, ``.`` or ``,``; None lets the column decide."""

    def columns(self) -> dict[str, str]:
        """Return field -> column, of the fields that have one."""
        pairs = ((name, getattr(self, name)) for name in FIELDS)
        return {name: column for name, column in pairs if column is not None}

    def to_dict(self) -> dict[str, str | None]:
        """Return the mapping with stable keys."""
        return asdict(self)

    @classmethod
    def from_dict(cls, found: dict[str, Any]) -> Mapping:
        """Return the mapping of such a dict; keys that are none are passed over."""
        return cls(
            **{name: found[name] for name in (*FIELDS, "date_order", "decimal") if name in found}
        )


#: Fields that a column may hold, in the order in which a reader is asked for them.
FIELDS = tuple(one.name for one in fields(Mapping) if one.name not in {"date_order", "decimal"})
