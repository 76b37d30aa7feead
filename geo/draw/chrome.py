"""What stands around a map: its title, the options of its controls, online tiles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from geo.errors import ViewError
from geo.layers import groups
from geo.model import HELD, Layer
from geo.profile import current
from geo.words import locale, say

if TYPE_CHECKING:
    from geo.view import View

#: Address of a tile: a plain host, whose first part may be {s}, and no sign that could end a
#: policy or an attribute.
_TILE = re.compile(
    r"(https?://)((?:\{s\}\.)?[A-Za-z0-9.-]+(?::\d{1,5})?)/[^\s\"'<>;,\\]*", re.ASCII
)


@dataclass(frozen=True)
class Tiles:
    """Online tiles that a reader may switch on.

    Raises
    ------
    ViewError
        Where the address is none of tiles.

    Examples
    --------
    >>> Tiles(url="https://{s}.tiles.example/{z}/{x}/{y}.png").host
    'https://*.tiles.example'
    """

    url: str = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
    """Address of a tile with {z}, {x} and {y}, and {s} where its host has several names."""

    attribution: str = "© OpenStreetMap contributors"
    """Who must be named, as text."""

    def __post_init__(self) -> None:
        complete = all(part in self.url for part in ("{z}", "{x}", "{y}"))
        if not complete or not _TILE.fullmatch(self.url):
            accepted = "such as https://tiles.example/{z}/{x}/{y}.png"
            raise ViewError(f"address of tiles {self.url!r}: expected one {accepted}")

    @property
    def host(self) -> str:
        """The host as a policy names it."""
        match = _TILE.fullmatch(self.url)
        return (match[1] + match[2]).replace("{s}", "*") if match else ""

    def options(self) -> dict[str, str]:
        """Return what the page gives to Leaflet, which takes who is named as markup."""
        return {"url": self.url, "attribution": escape(self.attribution)}


def control_options(
    view: View | None = None,
    framed: bool = False,
    tiles: Tiles | None = None,
    origins: Iterable[str] | None = None,
    address: str | None = None,
) -> dict[str, Any]:
    """Return what the controls around the map need to know; :func:`geo.draw.build` says of each."""
    options = {
        "query": view.to_query() if view else "",
        "framed": framed,
        "tiles": tiles.options() if tiles else None,
    }
    if origins is not None:
        options["origins"] = list(origins)
    return options | ({"address": address} if address else {})


#: So many groups of layers at most are a subject.
_MOST = 3

#: Groups of layers that are the ground of a map, not its subject.
_GROUND = ("admin", "base")

#: What two days are compared by, and the word for it.
_COMPARED = {"change": "sentence.compare", "side": "sentence.side", "swipe": "sentence.swiped"}


def title(view: View) -> str:
    """Return the title of the page of a view.

    >>> from geo import View
    >>> title(View(date="2017-10-16", perspective="un"))
    'The UN list of disputed areas: Iraq’s disputed territories, 16 October 2017'
    """
    what = perspective(view)
    if view.against is not None and view.compare_mode != "change":
        return what
    return compose(view, what, say("map.place", view.language), when_title(view))


def compose(view: View, what: str, where: str, when: str) -> str:
    """Return a title of its parts: who controlled a place, or what else is drawn of it."""
    key = "map.title.held" if is_of_holders(view, what) else "map.title"
    return say(key, view.language, what=what, where=where, when=when)


def is_of_holders(view: View, what: str) -> bool:
    """Return whether a map says who controlled a place on one day, and nothing else."""
    return view.compare is None and what == say(f"sentence.{HELD}", view.language)


def when_title(view: View) -> str:
    """Return the day shown, or what two days are compared by."""
    if view.against is not None or view.compare is None:
        return locale.day(view.date, view.language)
    first, last = (locale.day(item, view.language) for item in sorted((view.compare, view.date)))
    return say(_COMPARED[view.compare_mode], view.language, **{"from": first, "to": last})


def subject(view: View) -> str:
    """Return what is drawn: the perspective where control is, else the groups of the layers."""
    layers = view.shown_layers
    if Layer.CONTROL in layers:
        return perspective(view)
    every = groups()
    subjects = [
        group
        for group in current().groups
        if group not in _GROUND and any(layer in layers for layer in every[group])
    ]
    names = [say(f"group.{group}", view.language) for group in subjects or _GROUND[:1]]
    return say("sentence.comma", view.language).join(names[:_MOST])


def perspective(view: View) -> str:
    """Return the name of the perspective, and of a second one that it is compared with."""
    what = say(f"sentence.{view.perspective}", view.language)
    if view.against is None:
        return what
    other = say(f"sentence.{view.against}", view.language)
    if view.compare_mode != "change":
        return say("sentence.swipe", view.language, one=what, other=other)
    return say("sentence.against", view.language, what=what, other=other)


def day_title(view: View) -> str:
    """Return the day shown, or both days that are compared."""
    if view.compare is None:
        return locale.day(view.date, view.language)
    days = sorted((view.compare, view.date))
    return " – ".join(locale.day(day, view.language) for day in days)
