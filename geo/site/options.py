"""What a site is made of and where it will stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from geo.atlas import Atlas
from geo.errors import QuestionError
from geo.model import Language
from geo.stories.story import Story, stories

#: Signs that an address on the web may have; none of them can end an attribute or a policy.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:/[A-Za-z0-9._~%/-]*)?", re.ASCII)


@dataclass(frozen=True)
class Options:
    """What a site is made of and where it will stand.

    >>> Options(base_url="https://atlas.example/line").base_url
    'https://atlas.example/line/'
    """

    #: Address of the site's folder; empty where it is not known yet. Canonical links, the site map,
    #: pictures of previews and oEmbed need one.
    base_url: str = ""
    #: Languages of the pages; empty stands for all of the profile.
    languages: tuple[Language, ...] = ()
    #: Ids of the stories told; None stands for all of the atlas.
    stories: tuple[str, ...] | None = None
    #: Origins of other sites whose pages may read and move the map that they embed; ``*`` allows
    #: all.
    origins: tuple[str, ...] = ()
    #: Ids of the areas, districts, fields, crossings and holders that get pages; None: all.
    subjects: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "base_url", _base(self.base_url))
        for origin in self.origins:
            if origin != "*" and (not _ADDRESS.fullmatch(origin) or urlsplit(origin).path):
                accepted = "expected an origin such as https://news.example, or *"
                raise QuestionError(f"origin {origin[:200]!r}: {accepted}")


def _base(address: str) -> str:
    if not address:
        return ""
    if not _ADDRESS.fullmatch(address):
        accepted = "expected one such as https://atlas.example/greenline/"
        raise QuestionError(f"address of the site {address[:200]!r}: {accepted}")
    return address.rstrip("/") + "/"


def languages(atlas: Atlas, options: Options) -> tuple[Language, ...]:
    """Return the languages of the pages, the site's first one first."""
    known = atlas.profile.languages
    for language in options.languages:
        if language not in known:
            raise QuestionError(f"language {language}: expected one of {', '.join(known)}")
    return tuple(dict.fromkeys(options.languages)) or known


def chosen_stories(atlas: Atlas, options: Options) -> tuple[Story, ...]:
    known = {item.id: item for item in stories(atlas)}
    if options.stories is None:
        return tuple(known.values())
    for story in options.stories:
        if story not in known:
            accepted = ", ".join(known) or "none"
            raise QuestionError(f"story {story[:200]!r}: expected one of {accepted}")
    return tuple(known[item] for item in dict.fromkeys(options.stories))
