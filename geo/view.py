"""A View is what a reader wants to see; it is the URL, the CLI's flags and the export's state.

The page's own JavaScript (``client/paint/data/view.js``) reads and writes the same query string.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, quote

from geo import filters
from geo.accepted import check_choice, check_option, check_options
from geo.errors import ViewError
from geo.filters import shorten_value
from geo.model import HELD, DrawnAs, EventType, Language, Layer, PositionPrecision, Violence
from geo.profile import Profile, current

#: How two pictures are compared.
COMPARE_MODES = ("change", "side", "swipe")

Bounds = tuple[float, float, float, float]


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

    date: dt.date = field(default_factory=lambda: current().days.opening)
    """Day shown, one that the data covers; by default ``days.opening`` of the profile."""

    compare: dt.date | None = None
    """A second day to compare with, or None."""

    compare_mode: str = "change"
    """How two pictures are compared: ``change`` (one map), ``side`` (two maps) or ``swipe`` (one
    over the other, up to a line that the reader moves)."""

    swipe: int = 50
    """Where that line is: per cent of the map's width, from the left."""

    perspective: str = HELD
    """The picture shown: as held, or as one of the claims."""

    against: str | None = None
    """A second perspective, of ``compare`` or else the same day: striped over the first where the
    two differ (``change``), beside it (``side``) or below it (``swipe``)."""

    layers: tuple[Layer, ...] = field(default_factory=lambda: default_layers())  # noqa: PLW0108 -- defined below
    """Layers switched on, from the ground up."""

    by_zoom: bool = False
    """Whether layers come by themselves where ``bounds`` are close (``LayerSpec.near``)."""

    event_types: tuple[EventType, ...] = tuple(EventType)
    """Kinds of events shown."""

    violence: tuple[Violence, ...] = tuple(Violence)
    """Kinds of armed conflict events shown."""

    side: str | None = None
    """Armed conflict events in which this side took part, by its id; None shows all."""

    window: int = 365
    """Events of this many days up to ``date`` are shown; 0 shows the events of all dates."""

    language: Language = field(default_factory=lambda: current().languages[0])
    """Language of names and texts."""

    uncertainty: bool = True
    """Whether what is not certain is drawn: bands of fronts, stripes where ground changes hands."""

    bounds: Bounds | None = None
    """West, south, east, north in degrees (EPSG:4326); None frames the disputed areas."""

    selection: str | None = None
    """The selected feature as ``layer:id``, for instance ``fields:bai_hassan``."""

    tiles: bool = False
    """Whether online tiles are drawn below the map (makes network requests; off by default)."""

    story: str | None = None
    """The story that is told beside the map, by its id; an id that a page does not carry is noted
    there."""

    step: str | None = None
    """The step of the story, by its id; None is the first."""

    area_of_interest: str | None = None
    """Area of interest: areas such as ``areas:kirkuk.daquq`` or ``districts:IQG13Q04``,
    or the corners of a polygon, ``lon,lat;lon,lat;lon,lat`` (EPSG:4326, to a thousandth)."""

    drawn_as: DrawnAs = DrawnAs.DOTS
    """How the reader's own event data is drawn."""

    interval: filters.Interval | None = None
    """First and last day of the event data shown, both included; None follows ``window``."""

    kinds: tuple[str, ...] | None = None
    """Kinds of the event data shown, as the data names them; None shows all."""

    actors: tuple[str, ...] | None = None
    """Actors of whom one took part in the event data shown; None shows all."""

    min_deaths: int = 0
    """Event data with at least so many deaths (best figure) is shown; 0 shows all."""

    coarsest: PositionPrecision = PositionPrecision.UNKNOWN
    """Event data is shown whose place is known at least so exactly; ``unknown`` shows all."""

    def __post_init__(self) -> None:
        profile = current()
        check_choice(profile.perspectives, self.perspective, "perspective")
        check_choice(profile.languages, self.language, "language")
        object.__setattr__(self, "language", Language(self.language))
        for name, kind in _OPTIONS.items():
            object.__setattr__(self, name, check_option(kind, kind, getattr(self, name), name))
        object.__setattr__(
            self, "layers", check_options(Layer, Layer, self.layers, "layer", profile.layers)
        )
        for name, (kind, what) in _LISTS.items():
            object.__setattr__(self, name, check_options(kind, kind, getattr(self, name), what))
        object.__setattr__(self, "date", day_of(self.date, "date"))
        if self.compare is not None:
            object.__setattr__(self, "compare", day_of(self.compare, "compare"))
        if self.against is not None:
            check_choice(profile.perspectives, self.against, "against")
        check_choice(COMPARE_MODES, self.compare_mode, "compare mode")
        for name, form in _TEXTS.items():
            object.__setattr__(self, name, _text(getattr(self, name), name, form))
        object.__setattr__(
            self, "area_of_interest", filters.area_of_interest(self.area_of_interest)
        )
        for name in ("by_zoom", "tiles", "uncertainty"):
            if not isinstance(getattr(self, name), bool):
                raise ViewError(
                    f"{name} {shorten_value(getattr(self, name))}: expected true or false"
                )
        if self.bounds is not None:
            object.__setattr__(self, "bounds", filters.bounds(self.bounds))
        object.__setattr__(self, "interval", filters.interval(self.interval))
        for name in ("kinds", "actors"):
            object.__setattr__(self, name, filters.names(getattr(self, name), name))
        for name in ("window", "swipe", "min_deaths"):
            number = getattr(filters, name.removeprefix("min_"))
            object.__setattr__(self, name, number(getattr(self, name)))

    @property
    def before(self) -> dt.date | None:
        """The earlier of two days compared on one map; None where it shows one day."""
        if self.compare is None or self.against is not None or self.compare_mode != "change":
            return None
        return min(self.compare, self.date)

    @property
    def day(self) -> dt.date:
        """The day of all that is shown: the later one of two days compared on one map."""
        return max(self.compare, self.date) if self.before and self.compare else self.date

    @property
    def shown_layers(self) -> tuple[Layer, ...]:
        """Layers that are drawn: those switched on, and by ``by_zoom`` those that came with it."""
        if not self.by_zoom or self.bounds is None:
            return self.layers
        west, south, east, north = self.bounds
        wide = (east - west) * math.cos(math.radians((south + north) / 2))
        across = _DEGREE * math.sqrt(wide * (north - south))
        return tuple(
            layer for layer in current().layers if layer in self.layers or across <= layer.spec.near
        )

    def with_(self, **changes: Any) -> View:
        """Return this view with other values of some fields (``**changes``, by their names)."""
        return replace(self, **changes)

    @classmethod
    def opening(cls, **changes: Any) -> View:
        """Return what an address without a key shows: the latest day, with more layers by zoom.

        Parameters
        ----------
        **changes
            Other values of some fields, by their names.
        """
        return cls(**{"date": current().days.last, "by_zoom": True, **changes})

    def to_query(self, version: str = "") -> str:
        """Return the view as a query string: its day, and what else differs from the default.

        Parameters
        ----------
        version
            Version of the data that an address names beside the view, as ``v``; none where empty.

        Examples
        --------
        >>> View(date="2014-08-08", window=30).to_query("1.2.0")
        'd=2014-08-08&w=30&v=1.2.0'
        """
        default = _default(current())
        # An address that names no layers shows that of what it selects.
        hidden = self.selection and self.selection.partition(":")[0] not in self.layers
        parts = [
            f"{key}={quote(text, safe=',.:-')}"
            for key, (name, write, _) in _KEYS.items()
            if (value := getattr(self, name)) != getattr(default, name)
            or name == "date"
            or (name == "layers" and hidden)
            if (text := write(value)) is not None
        ]
        return "&".join([*parts, f"v={quote(version)}"] if version else parts)

    @classmethod
    def from_query(cls, query: str | Mapping[str, str]) -> View:
        """Read a view from a query string or mapping; keys of others are passed over.

        Without a key, or with a language alone, it is :meth:`opening`; with others, what they
        leave out is the default.

        Parameters
        ----------
        query
            What stands behind ``?`` or ``#`` in an address, or its pairs.

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
        pairs = filters.unwrap_pairs(pairs)
        fields = {name: read(pairs[key]) for key, (name, _, read) in _KEYS.items() if key in pairs}
        if "l" not in pairs and (chosen := fields.get("selection")):
            # What is selected is on the map, unless the address says which layers are.
            shown = {*default_layers(), str(chosen).partition(":")[0]}
            fields["layers"] = tuple(layer for layer in current().layers if layer in shown)
        is_bare = pairs.keys().isdisjoint({*KEYS, *_MARKS} - {"lang"})
        return cls.opening(**fields) if is_bare else cls(**fields)

    def to_json(self) -> str:
        """Return the view as JSON with stable keys."""
        fields = {name: _to_json(getattr(self, name)) for name in self.__dataclass_fields__}
        return json.dumps(fields, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> View:
        """Read a view from what :meth:`to_json` wrote.

        Parameters
        ----------
        text
            A JSON object with names of fields as keys; unknown keys are passed over.

        Raises
        ------
        ViewError
            Where the text is not a JSON object or a value does not exist.
        """
        try:
            fields = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ViewError(f"view {text[:60]!r}: expected a JSON object") from error
        if not isinstance(fields, dict):
            raise ViewError(f"view {text[:60]!r}: expected a JSON object")
        return cls(**{name: fields[name] for name in cls.__dataclass_fields__ if name in fields})


#: Kilometres of a degree.
_DEGREE = 111.2

_TEXTS = {"selection": "layer:id", "side": "an id", "story": "an id", "step": "an id"}

_LISTS: dict[str, tuple[type[StrEnum], str]] = {
    "event_types": (EventType, "event type"),
    "violence": (Violence, "kind of violence"),
}

_OPTIONS: dict[str, type[StrEnum]] = {
    "drawn_as": DrawnAs,
    "coarsest": PositionPrecision,
}


def default_layers() -> tuple[Layer, ...]:
    """Return the layers that are shown by default."""
    return tuple(layer for layer in current().layers if layer.spec.opens)


def day_of(value: Any, what: str = "day", *, covered: bool = True) -> dt.date:
    """Return a day, given as a date, a datetime or ISO text; of the data's days where ``covered``.

    Parameters
    ----------
    value, what, covered
        The day, what a message calls it, and whether it has to be one of the data.

    Raises
    ------
    ViewError
        Where it is no day, or not one of the data's.
    """
    day = filters.to_date(value, what)
    if covered and day not in current().days:
        days = current().days
        raise ViewError(f"{what} {day}: {days.beyond(day)}; expected a day from {days}")
    return day


def _to_json(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_to_json(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


#: Characters of an id in an address; the page's own reader takes as many.
LONGEST_ID = 120


def _text(value: Any, what: str, form: str) -> str | None:
    text = value or ""
    if not isinstance(text, str) or len(text) > LONGEST_ID or not filters.is_encodable(text):
        raise ViewError(
            f"{what} {shorten_value(value)}: expected {form}, up to {LONGEST_ID} characters"
        )
    return value or None


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for name in text.replace(",", ".").split(".") if name)


def _layers(text: str) -> tuple[str, ...]:
    """Read layers, also those that had another name in addresses given out before."""
    return tuple({"incidents": "user_events"}.get(name, name) for name in _names(text))


#: Query key -> (field, writer, reader). Keys are never renamed: old links must keep working.
_KEYS: dict[str, tuple[str, Callable[[Any], str | None], Callable[[str], Any]]] = {
    "d": ("date", dt.date.isoformat, filters.day),
    "c": ("compare", lambda day: day.isoformat(), lambda text: filters.day(text) if text else None),
    "cm": ("compare_mode", str, str),
    "sw": ("swipe", str, filters.swipe),
    "p": ("perspective", str, str),
    "pc": ("against", str, lambda text: text or None),
    "l": ("layers", ".".join, _layers),
    "lz": ("by_zoom", lambda on: "1" if on else "0", lambda text: text == "1"),
    "t": ("event_types", ".".join, _names),
    "cv": ("violence", ".".join, _names),
    "cs": ("side", str, lambda text: text or None),
    "w": ("window", str, filters.window),
    "lang": ("language", str, str),
    "u": ("uncertainty", lambda on: "1" if on else "0", lambda text: text == "1"),
    "b": ("bounds", lambda box: ",".join(f"{edge:g}" for edge in box), lambda t: t.split(",")),
    "s": ("selection", str, lambda text: text or None),
    "tiles": ("tiles", lambda on: "1" if on else "0", lambda text: text == "1"),
    "st": ("story", str, lambda text: text or None),
    "sp": ("step", str, lambda text: text or None),
    "a": ("area_of_interest", str, lambda text: text or None),
    "ev": ("drawn_as", str, str),
    "ei": ("interval", filters.interval_text, lambda text: text or None),
    "ek": ("kinds", filters.names_text, filters.names_read),
    "ea": ("actors", filters.names_text, filters.names_read),
    "ed": ("min_deaths", str, filters.deaths),
    "ep": ("coarsest", str, str),
}


@lru_cache(maxsize=16)
def _default(_: Profile) -> View:
    """Return the default view, by the profile in use."""
    return View()


#: Keys of the query string, with the fields of the view that they stand for.
KEYS = {key: name for key, (name, _, _) in _KEYS.items()}

#: Keys that ended with version 2.0; the word ``link.gone.KEY`` says what each asked for.
GONE_KEYS = ("ds",)

#: Keys of an address that are no part of a view: the version of the data, the map alone.
_MARKS = ("v", "embed", "controls", *GONE_KEYS)
