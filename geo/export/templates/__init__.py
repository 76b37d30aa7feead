"""Pages of HTML and documents of XML: nothing that comes from data is taken for markup."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import fromstring, tostring

import jinja2


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("geo.export", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )


def template(name: str) -> jinja2.Template:
    """Return a template of this folder for a page."""
    return _environment().get_template(f"{name}.html")


def render_xml(name: str, **values: Any) -> str:
    """Return a document of XML, without the lines that its template has between elements."""
    text = _environment().get_template(f"{name}.xml").render(**values)
    root = fromstring(text)  # noqa: S314 -- of our own making
    for element in root.iter():
        element.tail = None
        if len(element):
            element.text = None
    return tostring(root, "unicode")
