"""A page of the site before it is written: its template, and what that shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from geo.model import Language
from geo.site.wording import Wording

#: The folder of the feeds, from the site's folder on.
FEEDS = "feeds/"


@dataclass(frozen=True)
class Page:
    """A page in one language."""

    path: str  #: From the folder of its language on; the same in each language.
    template: str  #: What shows its content.
    wording: Wording  #: What says things on it.
    title: str  #: Its heading.
    lead: str  #: What it holds, in a sentence; search engines show it.
    rows: Mapping[str, Any] = field(default_factory=dict)  #: What its template shows, by name.
    above: str = ""  #: The list that it belongs to, from the folder of its language on.
    above_title: str = ""  #: What that list is called.
    live: str = ""  #: Query of the state of the map that shows its subject.
    picture: str = ""  #: Its small map, from the site's folder on, without ending.
    alt: str = ""  #: What the picture shows.
    embedded: str = ""  #: Where programs read how its map is embedded, from the site's folder on.
    #: Its feed of changes, from the site's folder on, without ending; that of all where empty.
    feed: str = ""
    #: Names of its subject in other languages.
    others: Sequence[tuple[Language, str]] = ()
