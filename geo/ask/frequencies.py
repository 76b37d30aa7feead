"""How often a series of days is looked at, and what it is divided by: without pandas, for help."""

from __future__ import annotations

from datetime import date
from typing import Final

#: Names of frequencies, and what pandas calls them; ``change`` is each day on which ground changed.
FREQUENCIES: Final = {
    "day": "D", "week": "7D", "month": "MS", "quarter": "QS", "year": "YS",
}  # fmt: skip

#: What a series is divided by besides the holder, which every row names.
DIVISIONS: Final = ("holder", "governorate", "district", "area", "unit")


def months_between(first: date, last: date) -> list[date]:
    """Return the first day of each month that begins after a day, up to another.

    >>> [day.isoformat() for day in months_between(date(2014, 6, 10), date(2014, 8, 1))]
    ['2014-07-01', '2014-08-01']
    """
    months = range(first.year * 12 + first.month, last.year * 12 + last.month)
    return [date(month // 12, month % 12 + 1, 1) for month in months]
