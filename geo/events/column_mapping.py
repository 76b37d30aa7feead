"""Which column of a table holds which field of an event, and what else a reader may choose."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from geo.tabular.date_order import Order
from geo.view import day_of

if TYPE_CHECKING:
    from geo.events.draft import Positions


@dataclass(frozen=True)
class Mapping:
    """Field -> column, None where the table has none.

    Where neither ``lon`` and ``lat`` nor ``position`` are given, the shapes of the file are taken.

    >>> Mapping.from_dict(Mapping(lat="y", lon="x").to_dict()).lat
    'y'
    """

    id: str | None = None  #: An id that no two events share.
    start: str | None = None  #: The day, or the first of several.
    end: str | None = None  #: The last day, inclusive.
    date_precision: str | None = None  #: How exactly the day is known, in words.
    place: str | None = None  #: Name of the place.
    lon: str | None = None  #: Degrees east.
    lat: str | None = None  #: Degrees north.
    position: str | None = None  #: Latitude and longitude in one column.
    position_precision: str | None = None  #: How exactly the position is known, in words.
    type: str | None = None  #: Kind of event.
    actor_a: str | None = None  #: Who acted.
    actor_b: str | None = None  #: Upon whom.
    best: str | None = None  #: Deaths, best estimate.
    low: str | None = None  #: Deaths, low estimate.
    high: str | None = None  #: Deaths, high estimate.
    source: str | None = None  #: Who says so.
    text: str | None = None  #: What happened, in words.
    #: Year, where the day stands in several columns; taken where ``start`` is None.
    year: str | None = None
    month: str | None = None  #: Month, likewise.
    day: str | None = None  #: Day of the month, likewise.
    date_order: Order | None = None  #: What 03/04/2017 means; None lets the column decide.
    #: Decimal sign of figures, ``.`` or ``,``; None lets the column decide.
    decimal: str | None = None

    def columns(self) -> dict[str, str]:
        """Return field -> column, of the fields that have one."""
        pairs = ((name, getattr(self, name)) for name in FIELDS)
        return {name: column for name, column in pairs if column is not None}

    def to_dict(self) -> dict[str, str | None]:
        """Return the mapping with stable keys."""
        return asdict(self)

    @classmethod
    def from_dict(cls, result: dict[str, Any]) -> Mapping:
        """Return the mapping of such a dict; keys that are none are passed over."""
        return cls(
            **{name: result[name] for name in (*FIELDS, "date_order", "decimal") if name in result}
        )


#: Fields that a column may hold, in the order in which a reader is asked for them.
FIELDS = tuple(item.name for item in fields(Mapping) if item.name not in {"date_order", "decimal"})


@dataclass(frozen=True)
class How:
    """How a file is read, as :func:`geo.events.read` takes it."""

    #: Columns of the fields; None takes what was guessed.
    mapping: Mapping | dict[str, str] | None = None
    #: Positions of places by name, for rows that have none.
    positions: Positions = field(default_factory=dict)
    choice: str | None = None  #: Which of several sheets, layers or files.
    date_order: Order | None = None  #: What 03/04/2017 means; None lets the whole file decide.
    #: Whether latitude and longitude change places where only that lies in the region.
    swap: bool = False
    day: date | str | None = None  #: The day of all events, of a table without dates.

    def __post_init__(self) -> None:
        if self.day is not None:
            object.__setattr__(self, "day", day_of(self.day, covered=False))

    def to_dict(self) -> dict[str, Any]:
        """Return the same as JSON can say it."""
        return vars(self) | {
            "mapping": asdict(self.mapping) if isinstance(self.mapping, Mapping) else self.mapping,
            "is_complete": isinstance(self.mapping, Mapping),
            "positions": dict(self.positions or {}),
            "day": None if self.day is None else str(self.day),
        }

    @classmethod
    def from_dict(cls, given: dict[str, Any]) -> How:
        chosen = {name: value for name, value in given.items() if name != "is_complete"}
        how = cls(**chosen)
        return replace(how, mapping=Mapping(**given["mapping"])) if given["is_complete"] else how
