"""A View is what a reader wants to see; it is the URL, the CLI's flags and the export's state.

Each of its fields is declared here once: its key in an address, its kind, its default. The page's
own code (``client/paint/data/view.ts``) gets the same table and reads and writes the same
query string.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from geo.errors import ExportError, ViewError
from geo.model import HELD, DrawnAs, EventType, Language, Layer, PositionPrecision, Violence
from geo.profile import Profile, current
from geo.view.kinds import (
    Bounds,
    Box,
    Choice,
    Choices,
    Count,
    Day,
    Flag,
    Ground,
    Id,
    Interval,
    Kind,
    Names,
)

#: How two pictures are compared.
COMPARE_MODES = ("change", "side", "swipe")

#: Stands for a default that the profile decides.
_BY_PROFILE: Any = object()


class Field:
    """A field of the view: its name, its key in an address, its kind, its default."""

    def __init__(self, key: str, kind: Kind, default: Any, what: str) -> None:
        self.name, self.key, self.kind = "", key, kind
        self.default = default  #: The value, or a function of the profile.
        self.what = what  #: What a message calls it.

    def __set_name__(self, _: type, name: str) -> None:
        self.name, self.what = name, self.what or name

    def __get__(self, *_: Any) -> Any:
        """Return the default that the class of the view is made with."""
        return _BY_PROFILE if callable(self.default) else self.default

    def default_of(self, profile: Profile) -> Any:
        return self.default(profile) if callable(self.default) else self.default

    def to_json(self, profile: Profile) -> dict[str, Any]:
        """Return what the page has to know of the field."""
        first, *others = self.name.split("_")
        default = self.default_of(profile)
        return {
            "name": first + "".join(part.title() for part in others),
            "key": self.key,
            "kind": type(self.kind).__name__.lower(),
            "default": None if default is None else self.kind.write(default),
            "trims": self.kind.trims,
            **self.kind.limits(profile),
        }


def key(name: str, kind: Kind, default: Any = None, *, what: str = "") -> Any:
    """Declare a field: its key in an address, its kind, and its default, a value or a function."""
    return Field(name, kind, default, what)


def default_layers(profile: Profile | None = None) -> tuple[Layer, ...]:
    """Return the layers that are shown by default."""
    return tuple(layer for layer in (profile or current()).layers if layer.spec.opens)


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

    date: dt.date = key("d", Day(), lambda profile: profile.days.opening)
    """Day shown, one that the data covers; by default ``days.opening`` of the profile."""

    compare: dt.date | None = key("c", Day(optional=True))
    """A second day to compare with, or None."""

    compare_mode: str = key("cm", Choice(COMPARE_MODES), "change", what="compare mode")
    """How two pictures are compared: ``change`` (one map), ``side`` (two maps) or ``swipe`` (one
    over the other, up to a line that the reader moves)."""

    swipe: int = key("sw", Count(100, "per cent of the width, 0 to 100"), 50)
    """Where that line is: per cent of the map's width, from the left."""

    perspective: str = key("p", Choice(attrgetter("perspectives")), HELD)
    """The picture shown: as held, or as one of the claims."""

    against: str | None = key("pc", Choice(attrgetter("perspectives"), optional=True))
    """A second perspective, of ``compare`` or else the same day: striped over the first where the
    two differ (``change``), beside it (``side``) or below it (``swipe``)."""

    layers: tuple[Layer, ...] = key(
        "l",
        Choices(Layer, lambda profile: profile.layers, {"incidents": "user_events"}),
        default_layers,
        what="layer",
    )
    """Layers switched on, from the ground up."""

    by_zoom: bool = key("lz", Flag(), default=False)
    """Whether layers come by themselves where ``bounds`` are close (``LayerSpec.near``)."""

    event_types: tuple[EventType, ...] = key(
        "t", Choices(EventType), tuple(EventType), what="event type"
    )
    """Kinds of events shown."""

    violence: tuple[Violence, ...] = key(
        "cv", Choices(Violence), tuple(Violence), what="kind of violence"
    )
    """Kinds of armed conflict events shown."""

    side: str | None = key("cs", Id())
    """Armed conflict events in which this side took part, by its id; None shows all."""

    window: int = key("w", Count(15_000, "a number of days, 0 (all) to 15000"), 365)
    """Events of this many days up to ``date`` are shown; 0 shows the events of all dates."""

    language: Language = key(
        "lang", Choice(lambda profile: profile.languages), lambda profile: profile.languages[0]
    )
    """Language of names and texts."""

    uncertainty: bool = key("u", Flag(), default=True)
    """Whether what is not certain is drawn: bands of fronts, stripes where ground changes hands."""

    bounds: Bounds | None = key("b", Box())
    """West, south, east, north in degrees (EPSG:4326); None frames the disputed areas."""

    selection: str | None = key("s", Id("layer:id", trims=False))
    """The selected feature as ``layer:id``, for instance ``fields:bai_hassan``."""

    tiles: bool = key("tiles", Flag(), default=False)
    """Whether online tiles are drawn below the map (makes network requests; off by default)."""

    story: str | None = key("st", Id(trims=False))
    """The story that is told beside the map, by its id; an id that a page does not carry is noted
    there."""

    step: str | None = key("sp", Id(trims=False))
    """The step of the story, by its id; None is the first."""

    area_of_interest: str | None = key("a", Ground(), what="area of interest")
    """Area of interest: areas such as ``areas:kirkuk.daquq`` or ``districts:IQG13Q04``,
    or the corners of a polygon, ``lon,lat;lon,lat;lon,lat`` (EPSG:4326, to a thousandth)."""

    drawn_as: DrawnAs = key("ev", Choice(DrawnAs), DrawnAs.DOTS)
    """How the reader's own event data is drawn."""

    interval: tuple[dt.date, dt.date] | None = key("ei", Interval())
    """First and last day of the event data shown, both included; None follows ``window``."""

    kinds: tuple[str, ...] | None = key("ek", Names(trims=False))
    """Kinds of the event data shown, as the data names them; None shows all."""

    actors: tuple[str, ...] | None = key("ea", Names(trims=False))
    """Actors of whom one took part in the event data shown; None shows all."""

    min_deaths: int = key("ed", Count(1_000_000, "0 to 1000000"), 0, what="least deaths")
    """Event data with at least so many deaths (best figure) is shown; 0 shows all."""

    coarsest: PositionPrecision = key("ep", Choice(PositionPrecision), PositionPrecision.UNKNOWN)
    """Event data is shown whose place is known at least so exactly; ``unknown`` shows all."""

    profile: Profile = dataclasses.field(default_factory=current, repr=False, compare=False)
    """What decides which values there are; by default the profile in use."""

    def __post_init__(self) -> None:
        for field in FIELDS:
            value = getattr(self, field.name)
            if value is _BY_PROFILE:
                value = field.default_of(self.profile)
            value = field.kind.check(value, field.what, self.profile)
            object.__setattr__(self, field.name, value)

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
            layer
            for layer in self.profile.layers
            if layer in self.layers or across <= layer.spec.near
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
        profile = changes.get("profile") or current()
        return cls(**{"date": profile.days.last, "by_zoom": True, **changes})

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
        default = _default(self.profile)
        # An address that names no layers shows that of what it selects.
        hidden = self.selection and self.selection.partition(":")[0] not in self.layers
        parts = [
            f"{field.key}={quote(field.kind.write(value), safe=',.:-')}"
            for field in FIELDS
            if (value := getattr(self, field.name)) != getattr(default, field.name)
            or field.name == "date"
            or (field.name == "layers" and hidden)
        ]
        return "&".join([*parts, f"v={quote(version)}"] if version else parts)

    @classmethod
    def from_query(cls, query: str | Mapping[str, str], profile: Profile | None = None) -> View:
        """Read a view from a query string or mapping; keys of others are passed over.

        Without a key, or with a language alone, it is :meth:`opening`; with others, what they
        leave out is the default.

        Parameters
        ----------
        query
            What stands behind ``?`` or ``#`` in an address, or its pairs.
        profile
            What decides which values there are; by default the profile in use.

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
        pairs = unwrap_pairs(pairs)
        profile = profile or current()
        values = {
            field.name: field.kind.read(pairs[field.key]) for field in FIELDS if field.key in pairs
        }
        if "l" not in pairs and (chosen := values.get("selection")):
            # What is selected is on the map, unless the address says which layers are.
            names = {*default_layers(profile), str(chosen).partition(":")[0]}
            values["layers"] = tuple(layer for layer in profile.layers if layer in names)
        is_opening = pairs.keys().isdisjoint({*KEYS, *_MARKS} - {"lang"})
        return (cls.opening if is_opening else cls)(**values, profile=profile)

    def to_json(self) -> str:
        """Return the view as JSON with stable keys."""
        values = {field.name: _plain(getattr(self, field.name)) for field in FIELDS}
        return json.dumps(values, ensure_ascii=False)

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
            values = json.loads(text)
        except (ValueError, RecursionError):
            values = None
        if not isinstance(values, dict):
            raise ViewError(f"view {text[:60]!r}: expected a JSON object")
        return cls(**{name: values[name] for name in KEYS.values() if name in values})


#: The fields of a view, in the order of an address. Keys are never renamed: old links must keep
#: working.
FIELDS = tuple(item for item in vars(View).values() if isinstance(item, Field))

#: Keys of the query string, with the fields of the view that they stand for.
KEYS = {field.key: field.name for field in FIELDS}

#: Keys that ended with version 2.0; the word ``link.gone.KEY`` says what each asked for.
GONE_KEYS = ("ds",)

#: Keys of an address that are no part of a view: the version of the data, the map alone.
_MARKS = ("v", "embed", "controls", *GONE_KEYS)

#: Kilometres of a degree.
_DEGREE = 111.2


@lru_cache(maxsize=16)
def _default(profile: Profile) -> View:
    return View(profile=profile)


def table_of_page(profile: Profile) -> dict[str, Any]:
    """Return the table of fields as the page has it, with the keys that are no part of a view."""
    fields = [field.to_json(profile) for field in FIELDS]
    return {"fields": fields, "marks": list(_MARKS), "gone": list(GONE_KEYS)}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


#: White space as the page's language defines it, which Python's own ``strip`` does not.
_BLANKS = " \t\n\v\f\r\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    chr(code) for code in range(0x2000, 0x200B)
)
#: What mail and chat programs leave behind an address.
_BEHIND = _BLANKS + ".,;!?)>]\"'\u201d\u2019\u00bb"
#: Keys whose values (ids, names) may end so.
_FREE = {field.key for field in FIELDS if not field.kind.trims}


def unwrap_pairs(pairs: Mapping[str, str]) -> dict[str, str]:
    """Return the pairs of an address as they were before a mail or chat program took it along.

    ``&amp;`` for ``&`` leaves ``amp;`` before a key, more than once where it passed through
    several; the full stop or bracket behind an address becomes part of its last value. The page's
    own reader does the same.

    >>> unwrap_pairs({"d": "2014-08-08", "amp;amp;p": "un)."})
    {'d': '2014-08-08', 'p': 'un'}
    """
    named = {re.sub(r"^(amp;)+", "", key): value for key, value in pairs.items()}
    return {
        key: value if key in _FREE else value.lstrip(_BLANKS).rstrip(_BEHIND)
        for key, value in named.items()
    }


#: Longest address of an app or a site; signs that none has: of a query, or outside RFC 3986.
_LONGEST, _NOT_IN_ADDRESS = 300, '?#<>"\\^`{|} '


def before_query(address: str) -> str:
    """Return an address of an app or a page up to the view that follows; refuse what is none."""
    try:
        parts = urlsplit(address)
    except ValueError:  # a host in brackets that is none
        parts = urlsplit("")
    if (
        parts.scheme not in {"http", "https"} or not parts.netloc or len(address) > _LONGEST
        or not address.isprintable() or any(sign in _NOT_IN_ADDRESS for sign in address)
    ):  # fmt: skip
        raise ExportError(
            f"address {address[:80]!r}: expected an address such as https://example.org/map, "
            f"without ?, # and spaces, of at most {_LONGEST} characters"
        )
    return address + ("#" if parts.path.endswith((".html", ".htm")) else "?")
