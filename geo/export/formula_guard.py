"""Text that a spreadsheet must not take for a formula."""

from __future__ import annotations

from typing import Any

import pandas as pd

#: A cell that begins so would run as a formula in a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def defused(cell: Any) -> Any:
    """Return a cell with an apostrophe before text that would run as a formula.

    Examples
    --------
    >>> defused("=1+1"), defused(" @SUM(A1)"), defused(-1)
    ("'=1+1", "' @SUM(A1)", -1)
    """
    if not isinstance(cell, str):
        return cell
    return f"'{cell}" if cell.startswith(FORMULA) or cell.lstrip().startswith(FORMULA) else cell


def csv(written: pd.DataFrame) -> str:
    """Return a table as CSV in which no cell or heading of text runs as a formula.

    Examples
    --------
    >>> csv(pd.DataFrame({"name": ["=1+1", "Kirkuk"], "change": [-1, 2]})).splitlines()
    ['name,change', "'=1+1,-1", 'Kirkuk,2']
    """
    safe = written.map(defused).set_axis([defused(name) for name in written.columns], axis=1)
    return safe.to_csv(index=False, lineterminator="\r\n")
