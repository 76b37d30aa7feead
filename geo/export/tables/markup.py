"""What KML and GPX share: XML whose text is safe, names in a language, numbers of degrees."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

import pandas as pd

from geo.model import Language
from geo.profile import current

#: Signs that XML 1.0 cannot hold.
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def child(parent: Element, tag: str, text: object = None, **marks: str) -> Element:
    """Add an element, with a text if any; signs that XML cannot hold become a question mark.

    Parameters
    ----------
    parent
        The element that it is added to.
    tag
        Its name.
    text
        Its text.
    **marks
        Attributes of the element, by their names.

    Returns
    -------
    Element
        The element.
    """
    made = SubElement(parent, tag, marks)
    if text is not None:
        made.text = _UNFIT.sub("?", str(text))
    return made


def document(root: Element) -> bytes:
    """Return a document as UTF-8 with its first line."""
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    return head + tostring(root, "unicode").encode("utf-8")


def name(row: Any, language: Language) -> str:
    """Return the name of a row in a language, else in another one, else its place or id.

    Parameters
    ----------
    row
        A row of a layer.
    language
        The language.
    """
    for column in (f"name_{language}", *current().name_columns, "place", "id", "pcode"):
        if filled(text := row.get(column)):
            return str(text)
    return ""


def filled(cell: Any) -> bool:
    """Whether a cell holds anything."""
    return cell is not None and not (pd.api.types.is_scalar(cell) and pd.isna(cell)) and cell != ""
