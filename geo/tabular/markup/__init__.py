"""XML read in one pass of expat: without document types and entities."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from geo.tabular.source import Source

#: Bytes that are handed to the parser at once.
_BLOCK = 1 << 20

Start = Callable[[str, dict[str, str]], None]


class _ForeignError(Exception):
    """A document declares a type or entities."""


def local_name(name: str) -> str:
    """Return the name of an element without its prefix.

    >>> local_name("x:row"), local_name("row")
    ('row', 'row')
    """
    return name.rpartition(":")[2]


def read_markup(
    content: bytes,
    start: Start,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Call functions for the elements and the text of a document.

    Names and attributes come as they are written (:func:`local_name`).
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse_declaration(*_: Any) -> None:
        raise _ForeignError

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse_declaration
    parser.EntityDeclHandler = refuse_declaration
    view = memoryview(content)
    try:
        for at in range(0, len(content), _BLOCK):
            parser.Parse(bytes(view[at : at + _BLOCK]), False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise ValueError(expat.errors.messages.get(error.code, "not well-formed")) from None
    except _ForeignError:
        raise ValueError("it declares a document type") from None


def read_document(source: Source, start: Start, accepted: str, **handlers: Any) -> None:
    """Read a file that is a document; refuse one that is damaged or too large with a sentence."""
    try:
        read_markup(source.read(), start, **handlers)
    except ValueError as error:
        kind = accepted.upper()
        raise source.fail("damaged", accepted, kind=kind, why=str(error)) from None
