"""Online tiles that a reader may switch on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from geo.errors import ViewError

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
