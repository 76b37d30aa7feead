"""Events as the reader of a format understood them, before anything is set aside."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.events.schema import COLUMNS

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Draft:
    """One row for each row of the sheet, in its order."""

    rows: pd.DataFrame
    """:data:`geo.events.schema.COLUMNS`; a day not read is NaT, a position NaN, an id ``""``.

    Deaths may be any float, NaN where none is given.
    """

    columns: dict[str, str]
    """Column of the file that each field was read from; fields without one are left out."""

    blank: Bools | None = None
    """Shape (n,): rows that say nothing, beside those whose cells are all empty."""

    notes: dict[str, Bools] = field(default_factory=dict)
    """Notes (:class:`geo.events.report.Note`) and the rows that each is about, shape (n,)."""

    used: frozenset[str] = frozenset()
    """All columns of the file that anything was read from."""


def drafted(index: pd.Index, fields: dict[str, Any]) -> pd.DataFrame:
    """Return the rows of a draft; fields that a format does not give stay empty.

    Parameters
    ----------
    index
        Index of the sheet's frame.
    fields
        Field -> cells, or one value for all rows. Where ``end`` is left out it is ``start``.

    Examples
    --------
    >>> drafted(pd.RangeIndex(1), {"lon": 44.0, "lat": 36.0})["type"].tolist()
    ['']
    """
    given = {"end": fields.get("start", pd.NaT), **fields}
    rows = pd.DataFrame(index=index)
    for name in COLUMNS:
        cells = given.get(name, _NOTHING.get(name, ""))
        rows[name] = _filled(cells, len(index)) if isinstance(cells, str) else cells
    return rows.astype(dict.fromkeys(("start", "end"), "datetime64[s]"))


def _filled(value: str, count: int) -> pd.Categorical[Any]:
    """Return a column of one value, at the cost of a byte a row."""
    return pd.Categorical.from_codes(np.zeros(count, np.int8), pd.Index([value]))


_NOTHING: dict[str, Any] = {
    "start": pd.NaT,
    "lon": np.nan,
    "lat": np.nan,
    "best": np.nan,
    "low": np.nan,
    "high": np.nan,
    "date_precision": "unknown",
    "position_precision": "unknown",
}
