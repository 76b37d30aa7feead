"""Templates of pages: nothing that comes from data is taken for markup."""

from __future__ import annotations

import re
from functools import lru_cache

import jinja2
from markupsafe import Markup

from geo.site.wording import mark_up


@lru_cache(maxsize=1)
def environment() -> jinja2.Environment:
    """Return what renders templates: nothing that comes from data is taken for markup."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("geo.site", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"mark_up": mark_up, "join_cells": _join_cells}
    return made


def _join_cells(row: str) -> Markup:
    r"""Return the cells of a table's row without the lines that its template has between them.

    >>> _join_cells(Markup("<th>a b</th>\n<td> c</td>\n"))
    Markup('<th>a b</th><td> c</td>')
    """
    return Markup(re.sub(r"(^|</t[hd]>)\s+(?=<t[hd]|$)", r"\1", str(row)))  # noqa: S704 -- was rendered
