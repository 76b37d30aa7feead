"""What an address asks for that is not there, key by key, with what is accepted in its place."""

from __future__ import annotations

from collections.abc import Iterable

from geo import filters
from geo.filters import shorten_value
from geo.model import EventType, Layer, Violence
from geo.profile import current
from geo.view import KEYS, LONGEST_ID
from geo.words import Phrase, phrase

_MOST = {"sw": 100, "w": filters.MOST_DAYS, "ed": filters.MOST_DEATHS}
_LETTERS = dict.fromkeys(("s", "cs", "st", "sp"), LONGEST_ID) | dict.fromkeys(
    ("ek", "ea"), filters.LONGEST_NAMES
)

#: Keys that take some of a few names, with what has them.
_LISTS: dict[str, Iterable[object]] = {"l": Layer, "t": EventType, "cv": Violence}

#: Keys that take one or more of a few names, which the map offers by other names.
_OFFERED = {"p", "pc", "lang", "cm", *_LISTS, "ev", "ep"}


def describe_value(key: str, value: str) -> Phrase:
    """Say what the value of a key is and what would be accepted.

    >>> describe_value("sw", "all")
    "place of the line between two maps 'all': expected a whole number from 0 to 100"
    """
    shown = _first_unknown(key, value) if key in _LISTS else value
    return phrase(
        "fault.link",
        what=phrase(f"fault.link.{KEYS[key]}"),
        value=shorten_value(shown),
        accepted=_say_accepted(key),
    )


def _say_accepted(key: str) -> Phrase:
    if key in _OFFERED:
        return phrase("fault.accepted.offered")
    days = current().days
    covered = {"first": str(days.first), "last": str(days.last)}
    span = {"first": str(filters.EARLIEST), "last": str(filters.LATEST)}
    corners = {"most": filters.CORNERS, "corners": "lon,lat;lon,lat;lon,lat"}
    forms: dict[str, tuple[str, dict[str, object]]] = {
        **dict.fromkeys(("d", "c"), ("day", {**covered})),
        **{name: ("whole_from", {"most": most}) for name, most in _MOST.items()},
        **{name: ("characters", {"most": most}) for name, most in _LETTERS.items()},
        "ei": ("interval", {"example": "2014-06-01..2014-06-30", **span}),
        "a": ("ground", {"areas": "areas:id.id", **corners}),
        "b": ("box", {"example": "42.5,34,46,37"}),
    }
    name, values = forms[key]
    return phrase(f"fault.accepted.{name}", **values)


def _first_unknown(key: str, value: str) -> str:
    known = {*map(str, _LISTS[key])}
    return next((name for name in value.replace(",", ".").split(".") if name not in known), value)
