"""The map of a film's picture, of panes that lie over one another: what no day moves is drawn once.

A drawing of the painter is a list of layers. Neighbours of which no day moves anything are one pane
together; each other layer is a pane of its own, and is drawn anew where a day changed it.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby, takewhile

from PIL import Image

from geo.export.sheets import typeset
from geo.model import Layer

#: Groups, and the definitions that stand before them.
_TAG = re.compile(r"<g[ >]|</g>")
_LAYER = re.compile(r'<g id="(\w+)')
_DEFINITION = re.compile(r'^<\w+ id="([^"]+)"', re.MULTILINE)
_USED = re.compile(r"url\(#([^)]+)\)|href=\"#([^\"]+)\"")

#: Panes that are kept drawn: those of one picture, and of a few before it.
_DRAWN = 24


class Panes:
    """The maps of a film's days."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self._packed: dict[str, bytes] = {}
        self._days: dict[object, list[str]] = {}
        self._keys: list[str] = []
        self._laid: list[Image.Image] = []
        self._image = lru_cache(maxsize=_DRAWN)(self._render_pane)

    def put(self, day: object, svg: str) -> None:
        """Keep the drawing of a day."""
        self._days[day] = []
        for pane in split(svg):
            key = f"{len(pane)}-{zlib.crc32(pane.encode())}-{zlib.adler32(pane.encode())}"
            self._packed.setdefault(key, zlib.compress(pane.encode(), 1))
            self._days[day].append(key)

    def image(self, day: object) -> Image.Image:
        """Return the map of a day, RGBA."""
        keys = self._days[day]
        pairs = zip(keys, self._keys, strict=False)
        same = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
        del self._laid[same:]  # what lies below the first pane that differs stays as it is
        for key in keys[same:]:
            image = self._laid[-1].copy() if self._laid else Image.new("RGBA", self.size)
            image.alpha_composite(self._image(key))
            self._laid.append(image)
        self._keys = keys
        return self._laid[-1].copy()

    def _render_pane(self, key: str) -> Image.Image:
        return render_svg(zlib.decompress(self._packed[key]).decode(), self.size)


def split(svg: str) -> Iterator[str]:
    """Yield the panes of a drawing, each a drawing of its own, from the ground up."""
    if "inkscape:groupmode" not in svg:
        yield svg
        return
    head, _, inside = svg.partition("<defs>\n")
    definitions, _, body = inside.partition("</defs>\n") if inside else ("", "", "")
    if not body:
        start = svg.index("<g ")
        head, body = svg[:start], svg[start:]
    head = head[: head.index(">") + 1]  # without its title, which names the day
    known = dict(_definitions(definitions))
    for moves, group in groupby(_layers(body), key=lambda layer: _moves(layer[0])):
        parts = [text for _, text in group]
        for part in parts if moves else ["".join(parts)]:
            yield _drawing(head, known, part)


def _layers(body: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each outermost group."""
    depth = start = 0
    for tag in _TAG.finditer(body):
        depth += -1 if tag[0] == "</g>" else 1
        if depth == 0:
            text = body[start : tag.end()]
            name = _LAYER.search(text)
            yield name[1] if name else "", text
            start = tag.end()


def _definitions(text: str) -> Iterator[tuple[str, str]]:
    matches = list(_DEFINITION.finditer(text))
    for number, match in enumerate(matches):
        end = matches[number + 1].start() if number + 1 < len(matches) else len(text)
        yield match[1], text[match.start() : end]


def _drawing(head: str, known: dict[str, str], part: str) -> str:
    """Return a part of a drawing with what it uses, under ids that depend on it alone."""
    used: dict[str, str] = {}

    def rename(match: re.Match[str]) -> str:
        name = match[1] or match[2]
        if name not in used:
            used[name] = f"d{len(used)}"
        return match[0].replace(f"#{name}", f"#{used[name]}")

    body = _USED.sub(rename, part)
    definitions = []
    waiting = list(used)
    for name in waiting:  # a definition may use others
        if name in known:
            text = _USED.sub(rename, known[name])
            waiting += [item for item in used if item not in waiting]
            definitions.append(text.replace(f'id="{name}"', f'id="{used[name]}"', 1))
    return f"{head}<defs>{''.join(definitions)}</defs>{body}</svg>"


def _moves(name: str) -> bool:
    """Whether a day may change a layer."""
    return name in list(Layer) and Layer(name).spec.dated


def render_svg(svg: str, size: tuple[int, int]) -> Image.Image:
    """Return a drawing as an image of a size in pixels, RGBA."""
    (content,) = typeset.compile_template("pane", {"svg": svg, "size": size}, ".png", 72)
    return Image.open(io.BytesIO(content)).convert("RGBA")
