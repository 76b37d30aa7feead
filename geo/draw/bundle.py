"""The page's data as one packed block that every layer adds to and shares."""

from __future__ import annotations

import base64
import gzip
import json
import math
from collections.abc import Iterable
from datetime import date
from typing import Any, cast

import pandas as pd
from branca.element import Element, Figure
from jinja2 import Template

EPOCH = date(1970, 1, 1).toordinal()


def pack(data: Any) -> str:
    """Return data as base64 of gzipped JSON; the same data gives the same text."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return base64.b64encode(gzip.compress(text.encode(), 9, mtime=0)).decode()


def columns(rows: pd.DataFrame, names: Iterable[str]) -> dict[str, list[Any]]:
    """Return columns of a table for the page: dates as days since 1970-01-01, gaps as None."""
    return {name: [cell(value) for value in rows[name]] for name in names}


def cell(value: Any) -> Any:
    """Return one value as JSON can hold it."""
    if isinstance(value, date):
        return value.toordinal() - EPOCH
    if isinstance(value, list | tuple):
        return [cell(element) for element in value]
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return int(value) if value.is_integer() else round(value, 5)
    return value


class Bundle(Element):
    """The block of data of one page; lives in the figure's body under one name.

    It is packed, so that a file is small; with ``plain`` it is JSON, which a server that speaks
    Brotli sends in a fifth less than what is packed already.

    Parts that do not change between pages may be given ready: what a layer adds under a name that
    is there already is not added again.
    """

    NAME = "greenline_bundle"
    _template = Template(
        '<script type="{{ "application/json" if this.plain else "text/plain" }}"'
        ' id="greenline-data">{{ this.text() }}</script>'
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
        """Return the block as it stands in the page."""
        if not self.plain:
            return pack(self.data)
        text = json.dumps(self.data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return text.replace("<", "\\u003c")
