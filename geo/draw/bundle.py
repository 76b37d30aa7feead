"""The page's data, which every layer adds to and shares: packed, in two blocks.

The first is what the map is drawn of. What cards and panels tell besides is a second one, which the
page unpacks once the map stands, or somebody asks for it.
"""

from __future__ import annotations

import base64
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any, Final, cast

import numpy as np
from branca.element import Element, Figure
from jinja2 import Template

from geo.atlas.translations import fingerprint
from geo.files.atomic_write import gzipped

#: What is left of a column that is condensed, at most: the page has to spread it.
_WORTH: Final = 0.75

#: What cards and panels tell, and the columns of layers that they alone tell.
LATER: Final = ("ranks", "sources", "translations")
_LATER_COLUMN: Final = re.compile("(note|source)$")


def pack(data: Any) -> str:
    """Return data as base64 of gzipped JSON; the same data gives the same text."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return base64.b64encode(gzipped(text.encode())).decode()


#: Letters of the second block that are one byte, at most.
_LETTERS: Final = 120

#: Signs of the second block: none that HTML gives a meaning.
SIGNS: Final = "".join(chr(code) for code in range(33, 127) if chr(code) not in "<&\\")


def pack_texts(text: str) -> str:
    """Return JSON whose texts are mostly of other scripts than Latin, packed closer.

    The first line holds its commonest letters, each of which is one byte above ASCII's in what is
    gzipped below; rarer ones are escaped. The second one holds the number of bytes, of which
    thirteen bits are two of 91 signs, where base64 needs two and a sixth.
    """
    counts = Counter(re.findall(r"[\u0080-\uffff]", text))
    letters = "".join(letter for letter, _ in counts.most_common(_LETTERS))
    places = {ord(letter): chr(128 + at) for at, letter in enumerate(letters)}
    rare = {ord(sign): json.dumps(sign)[1:-1] for sign in {*text} if sign > "\x7f"}
    packed = gzipped(text.translate(rare | places).encode("latin-1"))
    bits = np.unpackbits(np.frombuffer(packed, np.uint8))
    groups = np.pad(bits, (0, -len(bits) % 13)).reshape(-1, 13) @ (1 << np.arange(12, -1, -1))
    signs = np.frombuffer(SIGNS.encode(), np.uint8)
    pairs = np.stack(np.divmod(groups, len(SIGNS)), axis=1).ravel()
    return f"{letters}\n{len(packed)}\n{signs[pairs].tobytes().decode()}"


def condense(value: Any) -> Any:
    """Return tables of columns, with each text of a column that repeats texts once.

    What such a column reads then is ``{"of": texts, "at": the place of each row's}``.

    >>> condense({"holder": ["federal", "kurdish", "federal", None] * 3})
    {'holder': {'of': ['federal', 'kurdish', None], 'at': [0, 1, 0, 2, 0, 1, 0, 2, 0, 1, 0, 2]}}
    """
    if isinstance(value, dict):
        return {name: condense(item) for name, item in value.items()}
    if not isinstance(value, list) or not all(item is None or type(item) is str for item in value):
        return value
    places = {text: place for place, text in enumerate(dict.fromkeys(value))}
    condensed = {"of": [*places], "at": [places[text] for text in value]}
    return condensed if len(json.dumps(condensed)) < _WORTH * len(json.dumps(value)) else value


def texts_of(value: Any) -> Iterator[str]:
    """Yield the texts that data holds, at any depth.

    >>> list(texts_of({"note": ["Kirkuk", None, {"of": ["Sinjar"]}]}))
    ['Kirkuk', 'Sinjar']
    """
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts_of(item)


def align_translations(
    languages: Mapping[str, Mapping[str, str] | str], prints: set[str]
) -> dict[str, Any]:
    """Return the translations of what a page holds, in the order of fingerprints `of`.

    A fingerprint is no text that packs, and each language would repeat it. A language whose texts
    lie at an address keeps that.

    >>> align_translations({"ar": {"1f": "نعم", "2e": "لا"}, "ckb": {"1f": "بەڵێ"}}, {"1f"})
    {'of': ['1f'], 'ar': ['نعم'], 'ckb': ['بەڵێ']}
    """
    tables = [texts for texts in languages.values() if not isinstance(texts, str)]
    shared = [*dict.fromkeys(key for texts in tables for key in texts if key in prints)]
    return {
        "of": shared,
        **{
            language: texts if isinstance(texts, str) else [texts.get(key) for key in shared]
            for language, texts in languages.items()
        },
    }


def split(data: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the data of the first block, and of the second one.

    A column that waits is a number in the first one: its place among `columns` of the second.
    There, sources stand by column, and what cites them has their places.

    >>> tables = {"towns": {"id": ["erbil", "sinjar"], "source": ["un;hrw", "hrw"]}}
    >>> first, later = split({"layers": tables, "sources": {"hrw": ["Title"], "un": ["Map"]}})
    >>> first
    {'layers': {'towns': {'id': ['erbil', 'sinjar'], 'source': 0}}, 'later': ['sources']}
    >>> later
    {'sources': {'id': ['hrw', 'un'], 'cells': [['Title', 'Map']]}, 'columns': [[[1, 0], 0]]}
    """
    first = {name: value for name, value in data.items() if name not in LATER}
    later = {name: data[name] for name in LATER if name in data}
    places = {source: place for place, source in enumerate(later.get("sources", ()))}
    waiting: list[Any] = []

    def take(table: Mapping[str, Any]) -> dict[str, Any]:
        taken = dict(table)
        for name, value in table.items():
            if isinstance(value, dict):
                taken[name] = take(value)
            elif isinstance(value, list) and (kind := _LATER_COLUMN.search(name)):
                taken[name] = len(waiting)
                cited = [_cite(cell, places) for cell in value] if kind[0] == "source" else value
                waiting.append(condense(cited))
        return taken

    first |= {"layers": condense(take(data["layers"])), "later": sorted(later)}
    if "sources" in later:
        cells = zip_longest(*later["sources"].values(), fillvalue="")
        later["sources"] = {"id": [*places], "cells": [condense([*column]) for column in cells]}
    if waiting:
        later["columns"] = waiting
    return first, later


def _cite(cell: str | None, places: Mapping[str, int]) -> Any:
    """Return the places of the sources that a cell joins by ``;``; the cell where one has none."""
    cited = [places.get(source) for source in (cell or "").split(";")]
    if None in cited:
        return cell
    return cited if len(cited) > 1 else cited[0]


class Bundle(Element):
    """The blocks of data of one page; live in the figure's body under one name.

    They are packed, so that a file is small; with ``plain`` they are JSON, which a server that
    speaks Brotli sends in a fifth less than what is packed already.

    Parts that do not change between pages may be given ready: what a layer adds under a name that
    is there already is not added again.
    """

    NAME = "greenline_bundle"
    _template = Template(
        "{% for id, text in this.blocks() %}"
        '<script type="{{ "application/json" if this.plain else "text/plain" }}"'
        ' id="{{ id }}">{{ text }}</script>{% endfor %}'
    )

    def __init__(self) -> None:
        super().__init__()
        self._name = "GreenlineBundle"
        self.data: dict[str, Any] = {"layers": {}}
        self.plain = False

    @classmethod
    def of(cls, figure: Figure) -> Bundle:
        """Return the bundle of a page, made on first use."""
        child = cast("Bundle | None", figure.html._children.get(cls.NAME))
        if child is None:
            child = cls()
            child._id = "greenlinebundle"
            figure.html.add_child(child, name=cls.NAME)
        return child

    def put(self, name: str, value: Any) -> None:
        """Add a value for the whole page."""
        self.data.setdefault(name, value)

    def put_layer(self, name: str, value: Any) -> None:
        """Add the data of a layer, or of what layers share."""
        self.data["layers"].setdefault(name, value)

    def text(self) -> str:
        """Return the first block as it stands in the page."""
        return self._write(split(self.data)[0])

    def later_text(self) -> str:
        """Return the second block as it stands in the page."""
        later = split(self.data)[1]
        if languages := later.pop("translations", None):
            prints = {fingerprint(text) for text in texts_of({**self.data, "translations": None})}
            later["translations"] = align_translations(languages, prints)
        text = json.dumps(later, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return self._write(later) if self.plain else pack_texts(text)

    def blocks(self) -> Iterator[tuple[str, str]]:
        """Yield the blocks with their ids (``page/bundle.ts``)."""
        yield "greenline-data", self.text()
        yield "greenline-later", self.later_text()

    def _write(self, data: Any) -> str:
        if not self.plain:
            return pack(data)
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return text.replace("<", "\\u003c")
