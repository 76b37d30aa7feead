"""How a cell of a table is written: as JSON takes it, and as no spreadsheet runs it."""

from __future__ import annotations

import math
import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd


def is_missing(cell: Any) -> bool:
    """Whether a cell holds nothing.

    >>> is_missing(""), is_missing(float("nan")), is_missing(0)
    (True, True, False)
    """
    return cell is None or cell == "" or (isinstance(cell, float) and math.isnan(cell))


def value(cell: Any) -> Any:
    """Return a cell as JSON takes it: None for what is not known, days as text.

    >>> value(float("nan")), value(date(2014, 6, 10)), value(2.0), value(2.346)
    (None, '2014-06-10', 2, 2.35)
    """
    if is_missing(cell):
        return None
    if isinstance(cell, date):
        return cell.isoformat()
    if hasattr(cell, "item"):
        cell = cell.item()
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else round(cell, 2)
    return cell


def plain_rows(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as JSON takes them: days as text, None for what is not known."""
    return [
        {str(name): value(cell) for name, cell in row.items()} for row in rows.to_dict("records")
    ]


def split_ids(*cells: str) -> tuple[str, ...]:
    """Return the ids that cells join by ``;``, each once.

    >>> split_ids("a;b", "", "b;c")
    ('a', 'b', 'c')
    """
    return tuple(dict.fromkeys(part for cell in cells for part in cell.split(";") if part))


#: Signs that XML 1.0 cannot hold, and so no SVG, KML, GPX, feed or workbook.
NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: Signs that turn the text around them: what is read would be other than what is written.
TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")

#: What makes a formula at the beginning of a cell, the full-width signs of East Asia included.
_SIGNS: Final = r"=+\-@|%\uff1d\uff0b\uff0d\uff20"

#: Signs that programs strip or do not show before they look.
_SKIPPED: Final = r" \"\x00\x0b\x0c\xa0\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069\u3000"


def _places(apostrophe: str) -> re.Pattern[str]:
    """Compile the pattern for apostrophes before formulas.

    That is at the start of a cell, and after characters that other programs treat as delimiters.
    """
    before = rf"'*[{_SKIPPED}]*"
    first = rf"^{apostrophe}(?={before}[{_SIGNS}\t\r\n])"
    later = rf"(?<=[;\t\r\n]){apostrophe}(?={before}[{_SIGNS}])"
    return re.compile(f"{first}|{later}")


_WANTED: Final = _places("")
_PUT: Final = _places("'")


def guard_formula(cell: Any) -> Any:
    """Prefix text that would run as a formula with an apostrophe.

    >>> guard_formula("=1+1"), guard_formula(" @SUM(A1)"), guard_formula(-1)
    ("'=1+1", "' @SUM(A1)", -1)
    >>> guard_formula("a;=1+1"), guard_formula("＝1+1")
    ("a;'=1+1", "'＝1+1")
    """
    return _WANTED.sub("'", cell) if isinstance(cell, str) else cell


def strip_guard(cell: str) -> str:
    """Return a cell without the apostrophes that :func:`guard_formula` put into it.

    >>> strip_guard("a;'=1+1"), strip_guard(guard_formula("'=1")), strip_guard("it's")
    ('a;=1+1', "'=1", "it's")
    """
    return _PUT.sub("", cell)


def csv(written: pd.DataFrame) -> str:
    """Return a table as CSV in which no cell or heading runs as a formula or turns its text.

    >>> import pandas as pd
    >>> csv(pd.DataFrame({"name": ["=1+1", "Kirkuk"], "change": [-1, 2]})).splitlines()
    ['name,change', "'=1+1,-1", 'Kirkuk,2']
    """
    safe = written.map(clean_cell).set_axis([clean_cell(name) for name in written.columns], axis=1)
    return safe.to_csv(index=False, lineterminator="\r\n")


def clean_cell(cell: Any) -> Any:
    """Return a cell that runs as no formula and turns no text."""
    return guard_formula(TURNING.sub("", cell) if isinstance(cell, str) else cell)
