"""How a cell of a table is written: as JSON takes it, and as no spreadsheet runs it."""

from __future__ import annotations

import math
import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd


def missing(cell: Any) -> bool:
    """Whether a cell holds nothing.

    Examples
    --------
    >>> missing(""), missing(float("nan")), missing(0)
    (True, True, False)
    """
    return cell is None or cell == "" or (isinstance(cell, float) and math.isnan(cell))


def value(cell: Any) -> Any:
    """Return a cell as JSON takes it: None for what is not known, days as text.

    Examples
    --------
    >>> value(float("nan")), value(date(2014, 6, 10)), value(2.0), value(2.346)
    (None, '2014-06-10', 2, 2.35)
    """
    if missing(cell):
        return None
    if isinstance(cell, date):
        return cell.isoformat()
    if hasattr(cell, "item"):
        cell = cell.item()
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else round(cell, 2)
    return cell


#: Signs that XML 1.0 cannot hold, and so no SVG, KML, GPX, feed or workbook.
NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: Signs that turn the text around them: what is read would be other than what is written.
TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")

#: What makes a formula at the beginning of a cell, the full-width signs of East Asia included.
_SIGNS: Final = r"=+\-@|%\uff1d\uff0b\uff0d\uff20"

#: Signs that programs strip or do not show before they look.
_SKIPPED: Final = r" \"\x00\x0b\x0c\xa0\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069\u3000"


def _places(apostrophe: str) -> re.Pattern[str]:
    """Return what finds the places of apostrophes: where a cell begins that would be a formula.

    A cell begins at its beginning, and where a program parts cells at another sign than we do.
    """
    before = rf"'*[{_SKIPPED}]*"
    first = rf"^{apostrophe}(?={before}[{_SIGNS}\t\r\n])"
    later = rf"(?<=[;\t\r\n]){apostrophe}(?={before}[{_SIGNS}])"
    return re.compile(f"{first}|{later}")


_WANTED: Final = _places("")
_PUT: Final = _places("'")


def guarded(cell: Any) -> Any:
    """Return a cell with an apostrophe before text that would run as a formula.

    Examples
    --------
    >>> guarded("=1+1"), guarded(" @SUM(A1)"), guarded(-1)
    ("'=1+1", "' @SUM(A1)", -1)
    >>> guarded("a;=1+1"), guarded("＝1+1")
    ("a;'=1+1", "'＝1+1")
    """
    return _WANTED.sub("'", cell) if isinstance(cell, str) else cell


def bare(cell: str) -> str:
    """Return a cell without the apostrophes that :func:`guarded` put into it.

    Examples
    --------
    >>> bare("a;'=1+1"), bare(guarded("'=1")), bare("it's")
    ('a;=1+1', "'=1", "it's")
    """
    return _PUT.sub("", cell)


def csv(written: pd.DataFrame) -> str:
    """Return a table as CSV in which no cell or heading runs as a formula or turns its text.

    Examples
    --------
    >>> import pandas as pd
    >>> csv(pd.DataFrame({"name": ["=1+1", "Kirkuk"], "change": [-1, 2]})).splitlines()
    ['name,change', "'=1+1,-1", 'Kirkuk,2']
    """
    safe = written.map(_plain).set_axis([_plain(name) for name in written.columns], axis=1)
    return safe.to_csv(index=False, lineterminator="\r\n")


def _plain(cell: Any) -> Any:
    return guarded(TURNING.sub("", cell) if isinstance(cell, str) else cell)
