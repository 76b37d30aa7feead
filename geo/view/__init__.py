"""The View, what a reader wants to see: a table of fields that address, files and page share."""

from geo.view.kinds import Bounds, day_of
from geo.view.view import (
    FIELDS,
    GONE_KEYS,
    KEYS,
    View,
    before_query,
    default_layers,
    table_of_page,
    unwrap_pairs,
)

__all__ = [
    "FIELDS",
    "GONE_KEYS",
    "KEYS",
    "Bounds",
    "View",
    "before_query",
    "day_of",
    "default_layers",
    "table_of_page",
    "unwrap_pairs",
]
