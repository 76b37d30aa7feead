"""What the controls around a map are told: the view, online tiles, who may talk to the page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from geo.errors import ViewError
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
