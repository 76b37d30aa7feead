"""The formats of event data, one a file: that of a table is detected by its columns alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from geo.events.draft import Draft
from geo.events.formats import acled, dtm, gdelt, greenline_table, gtd, sigact, ucdp
from geo.tabular.columns import Columns
from geo.tabular.grid import Sheet


@dataclass(frozen=True)
class Format:
    """A format of events that has a reader of its own."""

    id: str  #: Short name, such as ``ucdp_ged``.
    title: str  #: Name for a reader.
    knows: Callable[[Columns], bool]  #: Tells whether a table is of this format.
    draft: Callable[[Sheet], Draft]  #: Reads a table of this format.


#: Formats in the order in which a table is tried; the more peculiar columns come first.
FORMATS: Final = tuple(
    Format(module.ID, module.TITLE, module.knows, module.draft)
    for module in (greenline_table, ucdp, acled, gdelt, gtd, dtm, sigact)
)


def recognise(sheet: Sheet) -> Format | None:
    """Return the format of a table, or None where no reader of its own knows it.

    >>> import numpy as np
    >>> import pandas as pd
    >>> names = ["Type_of_Violence", "LATITUDE", "Longitude", "date_start", "best"]
    >>> frame = pd.DataFrame([["1", "36.3", "43.1", "2017-01-01", "2"]], columns=names)
    >>> recognise(Sheet(frame, np.array([2]), "csv")).id
    'ucdp_ged'
    """
    columns = Columns(sheet.frame)
    return next((form for form in FORMATS if form.knows(columns)), None)
