"""Colours that KML gives its placemarks, by styles of their own or of the document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Final

from geo.tabular.markup.features import Feature

#: Colours of KML: opacity, blue, green and red.
_COLOUR: Final = re.compile(r"[0-9a-fA-F]{8}", re.ASCII)

#: Parts of a style, by the cell that their colour becomes.
_PARTS: Final = {"PolyStyle": "fill", "LineStyle": "line"}

#: What of an area PolyStyle can leave unseen.
_SEEN: Final = {"fill": "fill", "outline": "line"}

#: Styles that one may lead to, one after the other.
_DEEPEST: Final = 4

#: Shapes that have a ground to be filled.
_AREAS: Final = ("Polygon", "MultiPolygon")


def read_colour(text: str) -> str | None:
    """Return a colour of KML as ``#rrggbb``; None where it is none, empty where nothing is seen.

    >>> read_colour("7f0000ff"), read_colour("00ffffff"), read_colour("url(javascript:1)")
    ('#ff0000', '', None)
    """
    if not _COLOUR.fullmatch(text):
        return None
    opacity, blue, green, red = (text[at : at + 2].lower() for at in (0, 2, 4, 6))
    return f"#{red}{green}{blue}" if opacity != "00" else ""


class Styles:
    """The styles of a document, while it is read; they may stand after what names them."""

    def __init__(self) -> None:
        self.refused = 0
        """Colours that are none."""
        self._styles: dict[str, dict[str, str]] = {}
        self._leads: dict[str, str] = {}
        self._names: list[str] = []
        self._part = ""
        self._key = ""
        self._inline = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        if tag in {"Style", "StyleMap", "CascadingStyle"}:
            given = attributes.get("id") or attributes.get("kml:id") or ""
            inside = self._names[-1] if self._names else ""
            if not given and not inside:
                self._inline += 1
                given = f" {self._inline}"  # no name of a document begins so
            self._names.append(given or inside)
        elif tag in _PARTS:
            self._part = tag

    def end(self, tag: str, text: str, mark: Feature | None) -> None:
        """End an element; ``mark`` is the placemark that it stands in."""
        if tag in _PARTS:
            self._part = ""
        elif self._names and tag in {"Style", "StyleMap", "CascadingStyle"}:
            name = self._names.pop()
            if mark is not None and not self._names:
                mark.style = name
        elif self._names and self._part:
            self._take(self._styles.setdefault(self._names[-1], {}), tag, text)
        elif self._names and tag == "key":
            self._key = text
        elif tag == "styleUrl" and text.startswith("#"):
            if self._names and self._key == "normal":
                self._leads[self._names[-1]] = text[1:]
            elif mark is not None and not self._names:
                mark.style = mark.style or text[1:]

    def _take(self, style: dict[str, str], tag: str, text: str) -> None:
        """Take what a part of a style says."""
        part = _PARTS[self._part]
        if tag == "color":
            colour = read_colour(text)
            if colour is None:
                self.refused += 1
            else:
                style.setdefault(part, colour)
        elif part == "fill" and tag in _SEEN and text in {"0", "false"}:
            style[_SEEN[tag]] = ""

    def colour(self, marks: Iterable[Feature]) -> None:
        """Write the colours of areas into their cells."""
        for mark in marks:
            if mark.is_preferred or getattr(mark.shape, "geom_type", "") not in _AREAS:
                continue
            for part, colour in self._of(mark.style).items():
                if colour:
                    mark.cells.setdefault(part, colour)

    def _of(self, name: str) -> dict[str, str]:
        for _ in range(_DEEPEST):
            if name not in self._leads:
                break
            name = self._leads[name]
        return self._styles.get(name, {})


class _Text(HTMLParser):
    """The text of HTML, without scripts and styles."""

    _HIDDEN = ("script", "style", "template")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self._hidden += tag in self._HIDDEN
        self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in self._HIDDEN))
        self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def plain_text(text: str) -> str:
    """Return what HTML in a description says; other text stays as it is.

    >>> plain_text("<b>Held</b> since<br>June<script>alert(1)</script>"), plain_text("a < b")
    ('Held since June', 'a < b')
    """
    if not re.search(r"<[a-zA-Z!/]", text):
        return text
    parser = _Text()
    parser.feed(text)
    parser.close()
    return " ".join("".join(parser.parts).split())
