"""How often a series of days is looked at, and what it is divided by: without pandas, for help."""

from __future__ import annotations

from typing import Final

#: Names of frequencies, and what pandas calls them; ``change`` is each day on which ground changed.
FREQUENCIES: Final = {
    "day": "D", "week": "7D", "month": "MS", "quarter": "QS", "year": "YS",
}  # fmt: skip

#: What a series is divided by besides the holder, which every row names.
DIVISIONS: Final = ("holder", "governorate", "district", "area", "unit")
