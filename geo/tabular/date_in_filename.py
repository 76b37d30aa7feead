"""The day that a name tells, such as that of a sheet or of a file."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from geo.tabular.dates import dates

_FORMS = (
    r"(?<!\d)\d{4}[-_. ]?\d{2}[-_. ]?\d{2}(?!\d)",
    r"(?<!\d)\d{1,2}[-_. ]?[a-z]{3,9}[-_. ]?\d{4}(?!\d)",
    r"[a-z]{3,9}[-_. ]?\d{1,2}[-_., ]+\d{4}(?!\d)",
    r"(?<!\d)\d{1,2}[-_.]\d{1,2}[-_.]\d{4}(?!\d)",
)


def day_in(name: str) -> np.datetime64 | None:
    """Return the day that a name tells, or None.

    Examples
    --------
    >>> str(day_in("idp_masterlist_2017-10-31.csv"))[:10], day_in("idps.csv")
    ('2017-10-31', None)
    """
    for form in _FORMS:
        for found in re.findall(form, name, re.IGNORECASE):
            cell = re.sub(r"[_]+", " ", found)
            day = dates(pd.Series([cell])).start[0]
            if not np.isnat(day):
                return np.datetime64(day, "s")
    return None
