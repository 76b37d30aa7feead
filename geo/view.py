"""A View says what a reader asked for; it is the URL, the CLI's flags and the export's state.

The page's own JavaScript (``draw/client/view.js``) reads and writes the same query string.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import parse_qsl, quote

from geo.errors import ViewError
from geo.model import DEFAULT_LAYERS, EventType, Language, Layer, Perspective

FIRST_DAY = dt.date(1991, 1, 1)
LAST_DAY = dt.date(2025, 12, 31)
DEFAULT_DATE = dt.date(2017, 9, 27)

Bounds = tuple[float, float, float, float]
_Option = TypeVar("_Option", bound=StrEnum)


@dataclass(frozen=True)
class View:
    """One state of the map.

    Examples
    --------
    >>> view = View(date="2014-08-08", layers=("control", "disputed"))
    >>> view.to_query()
    'd=2014-08-08&l=control.disputed'
    >>> View.from_query(view.to_query()) == view
    True
    """

    date: dt.date = DEFAULT_DATE
    """Day shown, from 1991-01-01 to 2025-12-31."""

    compare: dt.date | None = None
    """A second day to compare with, or None."""

    compare_mode: str = "change"
    """How two days are compared: ``change`` (one map of what changed) or ``side`` (two maps)."""

    perspective: Perspective = Perspective.HELD
    """The picture shown: as held, or as one of the claims."""

    layers: tuple[Layer, ...] = DEFAULT_LAYERS
    """Layers switched on, from the ground up."""

    event_types: tuple[EventType, ...] = tuple(EventType)
    """Kinds of events shown."""

    window: int = 365
    """Events of this many days up to ``date`` are shown; 0 shows the events of all dates."""

    language: Language = Language.EN
    """Language of names and texts."""

    bounds: Bounds | None = None
    """West, south, east, north in degrees (EPSG:4326); None frames the disputed areas."""

    selection: str | None = None
    """The selected feature as ``layer:id``, for instance ``fields:bai_hassan``."""

    tiles: bool = False
    """Whether online tiles are drawn below the map (asks the network; off by default)."""

    def __post_init__(self) -> None:
        for name, kind in _OPTIONS.items():
            object.__setattr__(self, name, _option(kind, getattr(self, name), name))
        object.__setattr__(self, "layers", _options(Layer, self.layers, "layer"))
        object.__setattr__(self, "event_types", _options(EventType, self.event_types, "event type"))
        object.__setattr__(self, "date", _day(self.date, "date"))
        if self.compare is not None:
            object.__setattr__(self, "compare", _day(self.compare, "compare"))
        if self.compare_mode not in ("change", "side"):
            raise ViewError(f"compare mode {self.compare_mode!r}: expected change or side")
        if type(self.window) is not int or not 0 <= self.window <= 15000:
            raise ViewError(f"window {self.window!r}: expected 0 (all) to 15000 days")
        if not isinstance(self.selection or "", str):
            raise ViewError(f"selection {self.selection!r}: expected layer:id")
        object.__setattr__(self, "selection", self.selection or None)
        if not isinstance(self.tiles, bool):
            raise ViewError(f"tiles {self.tiles!r}: expected true or false")
        if self.bounds is not None:
            object.__setattr__(self, "bounds", _bounds(self.bounds))

    def with_(self, **changes: Any) -> View:
        """Return this view with some of its fields changed."""
        return replace(self, **changes)

    def to_query(self) -> str:
        """Return the view as a query string; what equals the default is left out."""
        parts = [
            f"{key}={quote(text, safe=',.:-')}"
            for key, (name, write, _) in _KEYS.items()
            if (value := getattr(self, name)) != getattr(_DEFAULT, name)
            and (text := write(value)) is not None
        ]
        return "&".join(parts)

    @classmethod
    def from_query(cls, query: str | Mapping[str, str]) -> View:
        """Read a view from a query string or mapping; keys of others are passed over.

        Raises
        ------
        ViewError
            Where a value does not exist; the message says what is accepted.
        """
        pairs = (
            dict(parse_qsl(query.lstrip("?#"), keep_blank_values=True))
            if isinstance(query, str)
            else dict(query)
        )
        fields = {name: read(pairs[key]) for key, (name, _, read) in _KEYS.items() if key in pairs}
        return cls(**fields)

    def to_json(self) -> str:
        """Return the view as JSON with stable keys."""
        return json.dumps(
            {
                "date": self.date.isoformat(),
                "compare": self.compare.isoformat() if self.compare else None,
                "compare_mode": self.compare_mode,
                "perspective": self.perspective,
                "layers": list(self.layers),
                "event_types": list(self.event_types),
                "window": self.window,
                "language": self.language,
                "bounds": list(self.bounds) if self.bounds else None,
                "selection": self.selection,
                "tiles": self.tiles,
            },
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, text: str) -> View:
        """Read a view from what :meth:`to_json` wrote.

        Raises
        ------
        ViewError
            Where the text is no JSON object or a value does not exist.
        """
        try:
            fields = json.loads(text)
        except ValueError as error:
            raise ViewError(f"view {text[:60]!r}: expected a JSON object") from error
        if not isinstance(fields, dict):
            raise ViewError(f"view {text[:60]!r}: expected a JSON object")
        return cls(**{name: fields[name] for name in cls.__dataclass_fields__ if name in fields})


_OPTIONS: dict[str, type[StrEnum]] = {"perspective": Perspective, "language": Language}


def _option(kind: type[_Option], value: Any, what: str) -> _Option:
    try:
        return kind(value)
    except ValueError:
        accepted = ", ".join(kind)
        raise ViewError(f"{what} {value!r}: expected one of {accepted}") from None


def _options(kind: type[_Option], values: Iterable[Any], what: str) -> tuple[_Option, ...]:
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise ViewError(f"{what}s {values!r}: expected a list, of {', '.join(kind)}")
    wanted = {_option(kind, value, what) for value in values}
    return tuple(option for option in kind if option in wanted)


def _day(value: Any, what: str) -> dt.date:
    if isinstance(value, dt.datetime):
        value = value.date()
    try:
        day = value if isinstance(value, dt.date) else dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ViewError(f"{what} {value!r}: expected a day such as 2017-09-27") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ViewError(f"{what} {day}: expected a day from {FIRST_DAY} to {LAST_DAY}")
    return day


def _bounds(value: Iterable[Any]) -> Bounds:
    try:
        west, south, east, north = (round(float(edge), 3) for edge in value)
    except (TypeError, ValueError):
        raise ViewError(f"bounds {value!r}: expected west,south,east,north in degrees") from None
    if not (-180 <= west < east <= 180 and -85 <= south < north <= 85):
        raise ViewError(f"bounds {value!r}: expected west < east and south < north, in degrees")
    return west, south, east, north


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for name in text.replace(",", ".").split(".") if name)


def _window(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ViewError(f"window {text!r}: expected a number of days, 0 for all") from None


#: Query key -> (field, writer, reader). Keys are never renamed: old links must keep working.
_KEYS: dict[str, tuple[str, Callable[[Any], str | None], Callable[[str], Any]]] = {
    "d": ("date", dt.date.isoformat, str),
    "c": ("compare", lambda day: day.isoformat(), lambda text: text or None),
    "cm": ("compare_mode", str, str),
    "p": ("perspective", str, str),
    "l": ("layers", ".".join, _names),
    "t": ("event_types", ".".join, _names),
    "w": ("window", str, _window),
    "lang": ("language", str, str),
    "b": ("bounds", lambda box: ",".join(f"{edge:g}" for edge in box), lambda t: t.split(",")),
    "s": ("selection", str, lambda text: text or None),
    "tiles": ("tiles", lambda on: "1" if on else "0", lambda text: text == "1"),
}

_DEFAULT = View()
