"""Filters of a view (user events, area of interest), read from and written to an address."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from geo.errors import ViewError

if TYPE_CHECKING:
    import numpy as np

#: Crossings of its own edges that a polygon may have. To make a valid area of one with 5,000, as
#: 200 corners at random have, takes three seconds; with 1,000, a third of one.
MOST_SELF_CROSSINGS = 1_000

#: Corners up to which crossings are counted; every pair of edges is looked at.
COUNTED = 2_000

#: Characters of a value that a message shows.
_SHOWN = 80

Interval = tuple[dt.date, dt.date]

#: Days that event data may have.
EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2100, 12, 31)
MOST_DEATHS = 1_000_000

#: How an address writes a day, an interval, and a number of degrees; Python reads other forms too,
#: which the page's own reader (``client/paint/data/view.js``) does not.
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INTERVAL = re.compile(r"\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d", re.ASCII)
_DEGREES = re.compile(r" *[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)? *", re.ASCII | re.IGNORECASE)

#: Days whose events may be chosen.
MOST_DAYS = 15_000
LONGEST_NAMES = 4000
_NOTHING = "%-"

#: Ground by names: kinds and ids, such as ``areas:kirkuk.daquq,districts:IQG13Q04``.
_NAMED = re.compile(r"(areas|districts|governorates|subdistricts):[\w-]+(\.[\w-]+)*", re.ASCII)

#: Corners that a polygon may have.
CORNERS = 200


def self_crossings(corners: Sequence[tuple[float, float]]) -> int:
    """Return how many pairs of edges of a closed ring cross, touching ends left out.

    >>> self_crossings([(0, 0), (1, 1), (1, 0), (0, 1)]), self_crossings([(0, 0), (1, 0), (0, 1)])
    (1, 0)
    """
    if not 3 < len(corners) <= COUNTED:
        return 0
    import numpy as np  # noqa: PLC0415 -- every command reads this module, few count crossings

    start = np.asarray(corners, dtype=float)
    end = np.roll(start, -1, axis=0)
    before, after = _side(start, end, start), _side(start, end, end)
    apart = before * after < 0  # the ends of edge j lie on both sides of edge i
    return int(np.count_nonzero(np.triu(apart & apart.T)))


def _side(start: np.ndarray, end: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return the side of each edge (rows) on which each point (columns) lies: 1, -1, or 0."""
    import numpy as np  # noqa: PLC0415 -- as above

    (x, y), (dx, dy) = start.T[:, :, None], (end - start).T[:, :, None]
    return np.sign(dx * (points[:, 1] - y) - dy * (points[:, 0] - x))


def day(text: str) -> str:
    """Return a day of an address, written year, month, day."""
    if not _DAY.fullmatch(text):
        raise ViewError(f"day {shorten_value(text)}: expected a day such as 2017-09-27")
    return text


def to_date(value: Any, what: str = "day") -> dt.date:
    """Return a day that is given as a date, a datetime or ISO text."""
    day = value.item() if hasattr(value, "item") else value
    try:
        if isinstance(day, dt.datetime):
            day = dt.date(day.year, day.month, day.day)  # of pandas' NaT this is an error
        return day if isinstance(day, dt.date) else dt.date.fromisoformat(day)
    except (TypeError, ValueError):
        raise ViewError(
            f"{what} {shorten_value(value)}: expected a day such as 2017-09-27"
        ) from None


def interval(value: Any) -> Interval | None:
    """Return the first and the last day of an interval, both included, or None.

    >>> interval("2014-06-01..2014-06-30")[1].day
    30
    """
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
        raise ViewError(
            f"interval {shorten_value(value)}: expected 2014-06-01..2014-06-30"
        ) from None
    if not EARLIEST <= first <= last <= LATEST:
        raise ViewError(
            f"interval {first}..{last}: expected two days in order, {EARLIEST} to {LATEST}"
        )
    return first, last


def interval_text(days: Interval) -> str:
    return f"{days[0].isoformat()}..{days[1].isoformat()}"


def names(value: Any, what: str) -> tuple[str, ...] | None:
    """Return names chosen, in the order of the alphabet; None stands for all.

    >>> names(["raid", "battle", "raid"], "kinds")
    ('battle', 'raid')
    """
    if value is None:
        return None
    is_list = isinstance(value, Iterable) and not isinstance(value, str)
    listed: list[Any] = list(value) if is_list else [None]
    if not all(isinstance(name, str) and is_encodable(name) for name in listed):
        raise ViewError(f"{what} {shorten_value(value)}: expected a list of names")
    sorted_names = tuple(sorted(set(listed)))
    if len(names_text(sorted_names)) > LONGEST_NAMES:
        raise ViewError(f"{what}: expected at most {LONGEST_NAMES} characters of names")
    return sorted_names


def names_text(chosen: tuple[str, ...]) -> str:
    """Write names between ``~``; within a name it is written ``%7E``, and no name at all ``%-``.

    >>> names_text(("a.b", "c~d"))
    'a.b~c%7Ed'
    """
    return "~".join(name.replace("%", "%25").replace("~", "%7E") or _NOTHING for name in chosen)


def names_read(text: str) -> tuple[str, ...]:
    """Undo :func:`names_text`."""
    parts = text.split("~") if text else []
    return tuple(
        "" if part == _NOTHING else part.replace("%7E", "~").replace("%25", "%") for part in parts
    )


def deaths(value: Any) -> int:
    """Return the least number of deaths."""
    return _whole_number(value, MOST_DEATHS, "least deaths", f"0 to {MOST_DEATHS}")


def window(value: Any) -> int:
    """Return a number of days whose events are shown."""
    return _whole_number(value, MOST_DAYS, "window", f"a number of days, 0 (all) to {MOST_DAYS}")


def swipe(value: Any) -> int:
    """Return where the line between two maps is: per cent of the width, from the left."""
    return _whole_number(value, 100, "swipe", "per cent of the width, 0 to 100")


def _whole_number(value: Any, most: int, what: str, accepted: str) -> int:
    written = isinstance(value, str) and value.isascii() and value.isdecimal()
    written = written and len(value) <= len(str(most))
    number = int(value) if written else value
    if type(number) is not int or not 0 <= number <= most:
        raise ViewError(f"{what} {shorten_value(value)}: expected {accepted}")
    return number


def area_of_interest(value: Any) -> str | None:
    """Return an area of interest as an address has it, None where there is none.

    >>> area_of_interest("44.12345,35;45,36;44,36.5")
    '44.123,35;45,36;44,36.5'
    """
    if not value:
        return None
    text = str(value)
    fault = ViewError(
        f"area of interest {shorten_value(text)}: expected areas:id.id or districts:id, or 3 to "
        f"{CORNERS} corners lon,lat;lon,lat;lon,lat"
    )
    if len(text) > 10_000:
        raise fault
    if ":" in text:
        if len(text) > 2000 or not all(_NAMED.fullmatch(part) for part in text.split(",")):
            raise fault
        return text
    try:
        corners = [[_degrees(part) for part in pair.split(",")] for pair in text.split(";")]
        sane = all(-180 <= lon <= 180 and -85 <= lat <= 85 for lon, lat in corners)
    except (ValueError, OverflowError):
        raise fault from None
    if not sane or not 3 <= len(corners) <= CORNERS:
        raise fault
    if self_crossings([(lon, lat) for lon, lat in corners]) > MOST_SELF_CROSSINGS:
        raise ViewError(
            f"area of interest {shorten_value(text)}: expected edges that cross at most "
            f"{MOST_SELF_CROSSINGS:,} times"
        )
    return ";".join(f"{lon:g},{lat:g}" for lon, lat in corners)


def _degrees(value: Any) -> float:
    """Return a number of degrees to a thousandth; the page's own reader rounds alike."""
    if isinstance(value, str) and not _DEGREES.fullmatch(value):
        raise ValueError
    return math.floor(float(value) * 1000 + 0.5) / 1000


def is_encodable(text: str) -> bool:
    r"""Return whether a text can stand in an address: half of a pair of surrogates cannot.

    >>> is_encodable("كركوك"), is_encodable("\ud83d")
    (True, False)
    """
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


def bounds(value: Iterable[Any]) -> tuple[float, float, float, float]:
    """Return a frame (west, south, east, north) in degrees, to a thousandth."""
    try:
        west, south, east, north = (_degrees(edge) for edge in value)
    except (TypeError, ValueError, OverflowError):
        raise ViewError(
            f"bounds {shorten_value(value)}: expected west,south,east,north in degrees"
        ) from None
    if not (-180 <= west < east <= 180 and -85 <= south < north <= 85):
        raise ViewError(
            f"bounds {shorten_value(value)}: expected west < east and south < north, in degrees"
        )
    return west, south, east, north


def shorten_value(value: Any) -> str:
    """Return a value as a message shows it: its beginning, where it is long.

    >>> shorten_value("mars"), shorten_value("9" * 200)[:5], len(shorten_value("9" * 200))
    ("'mars'", "'9999", 82)
    """
    try:
        text = repr(value)
    except ValueError:  # of integers with thousands of digits
        text = "a number of thousands of digits"
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…'"


#: White space as the page's language defines it, which Python's own ``strip`` does not.
_BLANKS = " \t\n\v\f\r\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    chr(code) for code in range(0x2000, 0x200B)
)
#: What mail and chat programs leave behind an address; keys whose values (ids, names) may end so.
_BEHIND = _BLANKS + ".,;!?)>]\"'\u201d\u2019\u00bb"
_FREE = {"s", "st", "sp", "ek", "ea"}


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
