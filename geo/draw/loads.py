"""What an element of a page would load from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from branca.element import Element, Figure, Link

from geo.errors import GreenlineError

#: An address that a page loads, which is neither in the page itself nor a link to follow.
_ADDRESS: Final = r"""(?!data:|blob:|#)([^\s"'`<>)]+)"""

#: Where addresses stand that are loaded: in markup, styles, pictures of Leaflet's, requests.
_PLACES: Final = tuple(
    re.compile(place + _ADDRESS, re.IGNORECASE)
    for place in (
        r"""<(?!a\b|area\b)[a-z][^<>]*?\s(?:src|srcset|poster|background|data|href)\s*=\s*["']?\s*""",
        r"""\burl\(\s*["']?\s*(?=https?:|//)""",
        r"""\bL\.(?:tileLayer(?:\.\w+)?|imageOverlay|videoOverlay)\(\s*\[?\s*["'`]""",
        r""""(?:icon|iconRetina|shadow)Url":\s*["'`]""",
        r"""(?:\$\.(?:ajax|getJSON)|\bfetch)\(\s*["'`]""",
    )
)

#: How markup is written in a script, and the sign that it stands for.
_ESCAPED: Final = {r"\u003c": "<", r"\u003e": ">", r"\u0027": "'", r"\u0026": "&", r"\"": '"'}


def refuse_loads(figure: Figure, elements: Iterable[Element]) -> None:
    """Raise an error where an element of a rendered page would load something."""
    for name, address in _loads(figure, [*elements]):
        raise GreenlineError(
            f"{name} would load {address[:200]}: expected an element that loads nothing, "
            "or a map made with online=True"
        )


def _loads(figure: Figure, elements: list[Element]) -> Iterator[tuple[str, str]]:
    """Yield the kind of each element that would load something, and the address."""
    for element in elements:
        kind = type(element).__name__
        for name in ("default_js", "default_css"):
            links = getattr(element, name, ())
            yield from ((kind, link) for _, link in links if not link.startswith("data:"))
        script = figure.script._children.get(element.get_name())
        if script:
            yield from ((kind, address) for address in addresses(script.render()))
    for part in (*figure.header._children.values(), *figure.html._children.values()):
        kind = type(part).__name__
        if isinstance(part, Link):
            yield kind, part.url
        elif not type(part).__module__.startswith("geo."):
            yield from ((kind, address) for address in addresses(part.render()))


def addresses(text: str) -> Iterator[str]:
    r"""Yield the addresses that markup, or a script that writes markup, would load.

    >>> list(addresses('<a href="https://a.example"><img src="https://b.example/c.png"></a>'))
    ['https://b.example/c.png']
    """
    for written, sign in _ESCAPED.items():
        text = text.replace(written, sign)
    for place in _PLACES:
        yield from place.findall(text)
