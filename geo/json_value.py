"""A cell of a table as JSON takes it."""

from __future__ import annotations

import math
from datetime import date
from typing import Any


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
