"""The names of a row of the atlas in texts, and what each needs beside it to count."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_PAREN = re.compile(r"\s*\(([^)]*)\)")
_CODE = re.compile(r"^[A-Z]{3,4}$")

#: What a table writes around a name to say what it is, by language.
_GENERIC = re.compile(
    r"\b(?:oil refinery|refinery|international airport|airport|fields?|block|licence|pipeline|"
    r"air base|area|dome|border crossing)\b|مصفى|مطار|الدولي|حقول?|رقعة|قبة|^خط غاز|^خط|^وصلة|"
    r"پاڵاوگەی|فڕۆکەخانەی|نێودەوڵەتیی|کێڵگەکانی|بلۆکی|گومەزی|هێڵی بەستنەوەی|هێڵی گازی|^هێڵی",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class PlaceName:
    """One name of a row."""

    text: str  #: The name.
    main: bool = True  #: Whether it is the row's own name, not another one that it also goes by.
    #: Whether the text must say of what kind it is (``Kirkuk`` for the refinery there).
    needs_kind: bool = False


def names_of_row(kind: str, row: Mapping[Hashable, Any]) -> Iterator[PlaceName]:
    """Yield the names of a row of the table of a kind.

    >>> row = {"name_en": "Kirkuk - Baba dome", "alt_names": "Baba Gurgur"}
    >>> [(name.text, name.needs_kind) for name in names_of_row("field", row)][:3]
    [('Kirkuk - Baba dome', False), ('Kirkuk', True), ('Baba dome', False)]
    """
    for column, text in row.items():
        if str(column).startswith("name_") and text:
            yield from _parts(kind, text, True)
    for text in (row.get("alt_names") or "").split(" | "):
        if text and not _CODE.match(text):
            yield from _parts(kind, text, False)


def _parts(kind: str, text: str, main: bool) -> Iterator[PlaceName]:
    """Yield a name as written and the names that are within it."""
    inner = _PAREN.findall(text)
    outer = _PAREN.sub("", text)
    for at, part in enumerate(outer.split(" / ")):
        is_main = main and at == 0
        yield PlaceName(part, is_main)
        if kind in _SHORT:
            yield from _shorten(kind, part, is_main)
    if inner:
        yield PlaceName(text, main)
    for part in (part for item in inner for part in item.split(", ")):
        yield PlaceName(part, main=False, needs_kind=kind in {"refinery", "pipeline"})


def _shorten(kind: str, text: str, main: bool) -> Iterator[PlaceName]:
    """Yield what is left of a name without the words that say its kind."""
    before, _, after = text.partition(" - ")
    if kind == "field" and after:
        yield PlaceName(_strip_generic(before), main, needs_kind=True)
        yield PlaceName(after, main)
        yield PlaceName(_strip_generic(after), main)
    elif (plain := _strip_generic(text)) and plain != text:
        # Two ends name a pipeline; a field's dome has a name of its own.
        free = (kind == "pipeline" and "-" in plain) or (kind == "field" and "ome" in text)
        yield PlaceName(plain, main, needs_kind=not free)


def _strip_generic(text: str) -> str:
    return " ".join(_GENERIC.sub(" ", text).split())


#: Kinds whose rows are named by what they are called after.
_SHORT = frozenset(("field", "pipeline", "refinery", "airport", "crossing"))
