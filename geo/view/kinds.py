"""Kinds of values that a view holds.

Each reads and writes its values in an address, checks them, says what it accepts, and says to the
page (``client/paint/data/view.ts``) what the reader of the same kind there has to know.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from geo.errors import ViewError
from geo.model import to_date
from geo.profile import current

if TYPE_CHECKING:
    import numpy as np

    from geo.profile import Profile

Bounds = tuple[float, float, float, float]

#: Values of which some exist: the same for all, or those of a profile.
Options = Iterable[str] | Callable[["Profile"], Iterable[str]]

#: How an address writes a day and an interval; Python reads other forms too, which the page does
#: not.
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INTERVAL = re.compile(r"\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d", re.ASCII)

#: Days that event data may have.
EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2100, 12, 31)

#: Characters of an id, and of all names of a list.
LONGEST_ID, LONGEST_NAMES = 120, 4_000

#: What stands for an empty name in a list.
_NOTHING = "%-"

#: The word ``fault.accepted.NAME`` that says what a kind accepts, and what stands in it.
Accepted = tuple[str, dict[str, object]]


@dataclass(frozen=True)
class Kind:
    """A kind of values; those that a field may lack are None."""

    #: Whether blanks and signs around a value of an address come from a mail or chat program.
    trims: bool = field(default=True, kw_only=True)

    def read(self, text: str) -> Any:
        """Return what an address says, to be checked."""
        return text

    def write(self, value: Any) -> str:
        """Return a value as an address has it."""
        return str(value)

    def check(self, value: Any, what: str, profile: Profile) -> Any:
        """Return a value as a view holds it; ``what`` is what a message calls it."""
        raise NotImplementedError

    def accepted(self, profile: Profile) -> Accepted:
        """Return the word that says what is accepted."""
        return "offered", {}

    def limits(self, profile: Profile) -> dict[str, Any]:
        """Return what the page's own reader has to know."""
        return {}

    def find_unknown(self, text: str) -> str:
        """Return the part of an address's value that is not accepted."""
        return text


@dataclass(frozen=True)
class Day(Kind):
    """A day of the data."""

    optional: bool = False

    def read(self, text: str) -> str | None:
        if self.optional and not text:
            return None
        if not _DAY.fullmatch(text):
            raise ViewError.of("day", text, "a day such as 2017-09-27")
        return text

    def write(self, value: dt.date) -> str:
        return value.isoformat()

    def check(self, value: Any, what: str, profile: Profile) -> dt.date | None:
        return None if self.optional and value is None else day_of(value, what, profile=profile)

    def accepted(self, profile: Profile) -> Accepted:
        return "day", {"first": str(profile.days.first), "last": str(profile.days.last)}

    def limits(self, profile: Profile) -> dict[str, Any]:
        return {"optional": self.optional}


@dataclass(frozen=True)
class Flag(Kind):
    """Yes or no."""

    def read(self, text: str) -> bool:
        return text == "1"

    def write(self, value: bool) -> str:
        return "1" if value else "0"

    def check(self, value: Any, what: str, profile: Profile) -> bool:
        if not isinstance(value, bool):
            raise ViewError.of(what, value, "true or false")
        return value


@dataclass(frozen=True)
class Count(Kind):
    """A whole number from 0 on."""

    most: int
    form: str  #: What a message says that is expected.

    def check(self, value: Any, what: str, profile: Profile) -> int:
        written = isinstance(value, str) and value.isascii() and value.isdecimal()
        written = written and len(value) <= len(str(self.most))
        number = int(value) if written else value
        if type(number) is not int or not 0 <= number <= self.most:
            raise ViewError.of(what, value, self.form)
        return number

    def accepted(self, profile: Profile) -> Accepted:
        return "whole_from", {"most": self.most}

    def limits(self, profile: Profile) -> dict[str, Any]:
        return {"most": self.most}


@dataclass(frozen=True)
class Choice(Kind):
    """One of a few names."""

    options: Options
    optional: bool = False

    def read(self, text: str) -> str | None:
        return None if self.optional and not text else text

    def check(self, value: Any, what: str, profile: Profile) -> str | None:
        if self.optional and value is None:
            return None
        return _choose(value, _list(self.options, profile), what)

    def limits(self, profile: Profile) -> dict[str, Any]:
        return {"options": _list(self.options, profile), "optional": self.optional}


@dataclass(frozen=True)
class Choices(Kind):
    """Some of a few names, each once, in their order."""

    options: Iterable[str]
    #: Those of them that a profile has; all where None.
    offered: Callable[[Profile], Iterable[str]] | None = None
    #: Names that stood in addresses before -> those of today.
    former: Mapping[str, str] = field(default_factory=dict)

    def read(self, text: str) -> tuple[str, ...]:
        return tuple(self.former.get(name, name) for name in _split(text))

    def write(self, value: Iterable[str]) -> str:
        return ".".join(value)

    def check(self, value: Any, what: str, profile: Profile) -> tuple[str, ...]:
        options = list(self.options)
        if isinstance(value, str) or not isinstance(value, Iterable):
            raise ViewError.of(f"{what}s", value, f"a list, of {', '.join(options)}")
        chosen = {_choose(name, options, what) for name in value}
        return tuple(option for option in self._offered(profile) if option in chosen)

    def _offered(self, profile: Profile) -> list[str]:
        return list(self.offered(profile) if self.offered else self.options)

    def limits(self, profile: Profile) -> dict[str, Any]:
        offered = self._offered(profile)
        elsewhere = [option for option in self.options if option not in offered]
        return {"options": offered, "elsewhere": elsewhere, "former": dict(self.former)}

    def find_unknown(self, text: str) -> str:
        options = list(self.options)
        return next((name for name in _split(text) if name not in options), text)


@dataclass(frozen=True)
class Id(Kind):
    """An id; empty text is none."""

    form: str = "an id"  #: What a message says that is expected.

    def check(self, value: Any, what: str, profile: Profile) -> str | None:
        text = value or ""
        if not isinstance(text, str) or len(text) > LONGEST_ID or not is_encodable(text):
            raise ViewError.of(what, value, f"{self.form}, up to {LONGEST_ID} characters")
        return value or None

    def accepted(self, profile: Profile) -> Accepted:
        return "characters", self.limits(profile)

    def limits(self, profile: Profile) -> dict[str, Any]:
        return {"most": LONGEST_ID}


@dataclass(frozen=True)
class Names(Kind):
    """Names as a reader's data has them, in the order of the alphabet; None stands for all.

    They stand between ``~``; within a name it is written ``%7E``, and no name at all ``%-``.

    >>> kind = Names()
    >>> kind.write(("a.b", "c~d")), kind.read("a.b~c%7Ed")
    ('a.b~c%7Ed', ('a.b', 'c~d'))
    """

    def read(self, text: str) -> tuple[str, ...]:
        parts = text.split("~") if text else []
        return tuple(
            "" if part == _NOTHING else part.replace("%7E", "~").replace("%25", "%")
            for part in parts
        )

    def write(self, value: Iterable[str]) -> str:
        return "~".join(name.replace("%", "%25").replace("~", "%7E") or _NOTHING for name in value)

    def check(self, value: Any, what: str, profile: Profile) -> tuple[str, ...] | None:
        if value is None:
            return None
        is_list = isinstance(value, Iterable) and not isinstance(value, str)
        names: list[Any] = list(value) if is_list else [None]
        if not all(isinstance(name, str) and is_encodable(name) for name in names):
            raise ViewError.of(what, value, "a list of names")
        sorted_names = tuple(sorted(set(names)))
        if len(self.write(sorted_names)) > LONGEST_NAMES:
            raise ViewError(f"{what}: expected at most {LONGEST_NAMES} characters of names")
        return sorted_names

    def accepted(self, profile: Profile) -> Accepted:
        return "characters", self.limits(profile)

    def limits(self, profile: Profile) -> dict[str, Any]:
        return {"most": LONGEST_NAMES}


@dataclass(frozen=True)
class Box(Kind):
    """A frame (west, south, east, north) in degrees, to a thousandth; or None."""

    def read(self, text: str) -> list[str]:
        return text.split(",")

    def write(self, value: Bounds) -> str:
        return ",".join(f"{edge:g}" for edge in value)

    def check(self, value: Any, what: str, profile: Profile) -> Bounds | None:
        if value is None:
            return None
        try:
            west, south, east, north = (parse_degrees(edge) for edge in value)
        except (TypeError, ValueError, OverflowError):
            raise ViewError.of(what, value, "west,south,east,north in degrees") from None
        if not (-180 <= west < east <= 180 and -85 <= south < north <= 85):
            raise ViewError.of(what, value, "west < east and south < north, in degrees")
        return west, south, east, north

    def accepted(self, profile: Profile) -> Accepted:
        return "box", {"example": "42.5,34,46,37"}


@dataclass(frozen=True)
class Ground(Kind):
    """Areas by their ids, or the corners of a polygon; or None.

    >>> Ground().check("44.12345,35;45,36;44,36.5", "ground", current())
    '44.123,35;45,36;44,36.5'
    """

    def check(self, value: Any, what: str, profile: Profile) -> str | None:
        if not value:
            return None
        text = str(value)
        if is_named(text):
            return text
        try:
            corners = parse_corners(text)
        except (ValueError, OverflowError):
            form = f"3 to {CORNERS} corners lon,lat;lon,lat;lon,lat"
            raise ViewError.of(what, text, f"areas:id.id or districts:id, or {form}") from None
        if self_crossings(corners) > MOST_SELF_CROSSINGS:
            most = f"edges that cross at most {MOST_SELF_CROSSINGS:,} times"
            raise ViewError.of(what, text, most)
        return ";".join(f"{lon:g},{lat:g}" for lon, lat in corners)

    def accepted(self, profile: Profile) -> Accepted:
        forms = {"areas": "areas:id.id", "corners": "lon,lat;lon,lat;lon,lat"}
        return "ground", {**forms, "most": CORNERS}

    def limits(self, profile: Profile) -> dict[str, Any]:
        return {
            "longest": [LONGEST_NAMED, LONGEST_CORNERS],
            "corners": CORNERS,
            "crossings": MOST_SELF_CROSSINGS,
        }


@dataclass(frozen=True)
class Interval(Kind):
    """The first and the last day of event data, both included; or None."""

    def write(self, value: tuple[dt.date, dt.date]) -> str:
        return "..".join(day.isoformat() for day in value)

    def check(self, value: Any, what: str, profile: Profile) -> tuple[dt.date, dt.date] | None:
        if value is None or value == "":
            return None
        days = value
        if isinstance(value, str):
            days = value.split("..") if _INTERVAL.fullmatch(value) else ()
        try:
            first, last = (
                day if isinstance(day, dt.date) else dt.date.fromisoformat(day) for day in days
            )
        except (TypeError, ValueError):
            raise ViewError.of(what, value, "2014-06-01..2014-06-30") from None
        if not EARLIEST <= first <= last <= LATEST:
            raise ViewError(
                f"{what} {first}..{last}: expected two days in order, {EARLIEST} to {LATEST}"
            )
        return first, last

    def accepted(self, profile: Profile) -> Accepted:
        return "interval", {"example": "2014-06-01..2014-06-30", **self.limits(profile)}

    def limits(self, profile: Profile) -> dict[str, Any]:
        return {"first": str(EARLIEST), "last": str(LATEST)}


def day_of(
    value: Any, what: str = "day", *, covered: bool = True, profile: Profile | None = None
) -> dt.date:
    """Return a day, given as a date, a datetime or ISO text; of the data's days where ``covered``.

    Parameters
    ----------
    value, what, covered
        The day, what a message calls it, and whether it has to be one of the data.
    profile
        The profile that says which days these are; by default the one in use.

    Raises
    ------
    ViewError
        Where it is no day, or not one of the data's.
    """
    day = to_date(value, what)
    if covered and day not in (days := (profile or current()).days):
        raise ViewError(f"{what} {day}: {days.beyond(day)}; expected a day from {days}")
    return day


def is_encodable(text: str) -> bool:
    r"""Return whether a text can stand in an address: half of a pair of surrogates cannot.

    >>> is_encodable("كركوك"), is_encodable("\ud83d")
    (True, False)
    """
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


def _list(options: Options, profile: Profile) -> list[str]:
    return list(options(profile) if not isinstance(options, Iterable) else options)


def _choose(value: Any, options: Iterable[str], what: str) -> str:
    if isinstance(value, str):
        for option in options:
            if option == value:
                return option
    raise ViewError.of(what, value, f"one of {', '.join(options)}")


def _split(text: str) -> list[str]:
    return [name for name in text.replace(",", ".").split(".") if name]


#: Crossings of its own edges that a polygon may have. To make a valid area of one with 5,000, as
#: 200 corners at random have, takes three seconds; with 1,000, a third of one.
MOST_SELF_CROSSINGS = 1_000

#: Corners up to which every pair of edges is looked at, and edges that are looked at together; of
#: a longer ring only the latter are.
COUNTED, TOGETHER = 2_000, 500

#: Corners that a polygon of an address may have.
CORNERS = 200

#: Characters of the names of areas, and of the corners of a polygon.
LONGEST_NAMED, LONGEST_CORNERS = 2_000, 10_000

#: How an address writes a number of degrees; Python reads other forms too, which the page does not.
_DEGREES = re.compile(r" *[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)? *", re.ASCII | re.IGNORECASE)

#: Ground by names: kinds and ids, such as ``areas:kirkuk.daquq,districts:IQG13Q04``.
_NAMED = re.compile(r"(areas|districts|governorates|subdistricts):[\w-]+(\.[\w-]+)*", re.ASCII)


def parse_degrees(value: Any) -> float:
    """Return a number of degrees to a thousandth; the page's own reader rounds alike."""
    if isinstance(value, str) and not _DEGREES.fullmatch(value):
        raise ValueError
    return math.floor(float(value) * 1000 + 0.5) / 1000


def is_named(text: str) -> bool:
    """Return whether a text names ground by kinds and ids."""
    return len(text) <= LONGEST_NAMED and all(_NAMED.fullmatch(part) for part in text.split(","))


def parse_corners(text: str) -> list[tuple[float, float]]:
    """Return the corners of a polygon, ``lon,lat;lon,lat;lon,lat``, to a thousandth of a degree."""
    if len(text) > LONGEST_CORNERS:
        raise ValueError
    corners = [
        (parse_degrees(lon), parse_degrees(lat))
        for lon, lat in (pair.split(",") for pair in text.split(";"))
    ]
    if not 3 <= len(corners) <= CORNERS:
        raise ValueError
    if not all(-180 <= lon <= 180 and -85 <= lat <= 85 for lon, lat in corners):
        raise ValueError
    return corners


def self_crossings(corners: Sequence[tuple[float, float]]) -> int:
    """Return how many pairs of edges of a closed ring cross, touching ends left out.

    It counts no further than beyond :data:`MOST_SELF_CROSSINGS`.

    >>> self_crossings([(0, 0), (1, 1), (1, 0), (0, 1)]), self_crossings([(0, 0), (1, 0), (0, 1)])
    (1, 0)
    """
    if len(corners) <= 3:
        return 0
    import numpy as np  # noqa: PLC0415 -- every command reads this module, few count crossings

    start = np.asarray(corners, dtype=float)
    end = np.roll(start, -1, axis=0)
    count, order = 0, np.arange(len(start))
    for first in range(0, len(start), TOGETHER):
        some = slice(first, first + TOGETHER)
        other = some if len(start) > COUNTED else slice(None)
        # The ends of edge j lie on both sides of edge i, and the other way round.
        (a, b), (c, d) = (start[some], end[some]), (start[other], end[other])
        apart = _side(a, b, c) * _side(a, b, d) < 0
        back = _side(c, d, a) * _side(c, d, b) < 0
        count += int(np.count_nonzero(apart & back.T & (order[other] > order[some, None])))
        if count > MOST_SELF_CROSSINGS:
            break
    return count


def _side(start: np.ndarray, end: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return the side of each edge (rows) on which each point (columns) lies: 1, -1, or 0."""
    import numpy as np  # noqa: PLC0415 -- as above

    (x, y), (dx, dy) = start.T[:, :, None], (end - start).T[:, :, None]
    return np.sign(dx * (points[:, 1] - y) - dy * (points[:, 0] - x))
