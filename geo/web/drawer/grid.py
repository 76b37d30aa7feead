"""Tables in the direction and with the digits and days of the reader's language.

Streamlit draws a table on a canvas that runs from left to right and writes numbers as the machine
does. What a cell shows is given beside what it holds, so that columns sort as before.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from geo.model import Language, Precision
from geo.web.texts import language
from geo.words import locale

#: A day, a month or a year that is a cell of its own, and what is known of a day within a text.
_STAMP = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_DAY = re.compile(r"\b(\d{4})-(\d\d)(?:-(\d\d))?\b|(?<=, )(\d{4})(?=;|$)")

_LATIN = re.compile(r"[A-Za-z]")

_PRECISIONS = {1: Precision.YEAR, 2: Precision.MONTH, 3: Precision.DAY}


def draw_table(rows: pd.DataFrame, **look: Any) -> Any:
    """Draw a table as ``st.dataframe`` does; its first column stands where reading begins."""
    code = language()
    if code.rtl:
        look["column_order"] = list(reversed(rows.columns))
    is_plain = locale.digits("0", code) == "0"
    drawn = rows if is_plain else rows.style.format(lambda cell: write_cell(cell, code))
    return st.dataframe(drawn, width="stretch", hide_index=True, **look)


@lru_cache(maxsize=50_000)
def write_cell(cell: Any, code: Language) -> str:
    """Write a cell with the digits and days of a language; names in Latin letters stay.

    >>> write_cell("2014-06", Language.AR), write_cell(1234.0, Language.CKB)
    ('حزيران ٢٠١٤', '١٬٢٣٤')
    >>> write_cell("Block 9", Language.AR), write_cell(None, Language.AR)
    ('Block 9', '')
    """
    if cell is None or pd.isna(cell):
        return ""
    if isinstance(cell, int | float):
        return locale.number(cell, code, 0 if float(cell).is_integer() else 1)
    text = str(cell)
    if match := _STAMP.fullmatch(text):
        return _write_day(match, code)
    if "://" in text:
        return text
    text = _DAY.sub(lambda result: _write_day(result, code), text)
    return text if _LATIN.search(text) else locale.digits(text, code)


def _write_day(match: re.Match[str], code: Language) -> str:
    parts = [int(part) for part in match.groups() if part]
    try:
        day = date(*[*parts, 1, 1][:3])
    except ValueError:
        return match[0]
    return locale.day(day, code, _PRECISIONS[len(parts)])
