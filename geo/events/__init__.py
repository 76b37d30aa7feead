r"""Events of any source: read, checked, reported on, and kept in columns.

>>> from geo import events
>>> table = b"date,longitude,latitude,type\n2007-03-01,44.4,35.5,IED\n2007-03-02,,,SAF\n"
>>> value = events.read(table, "reports.csv")
>>> value.report.format, value.report.rows_kept, value.report.set_aside
('sigact', 1, {'no_position': 1})
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geo.events.limited import chunks, read
    from geo.events.report import Report
    from geo.events.schema import Events

__all__ = ["Events", "Report", "chunks", "read"]

_WHERE = {
    "Events": "schema",
    "Report": "report",
    "chunks": "limited",
    "read": "limited",
}


def __getattr__(name: str) -> Any:
    """Import what is heavy on first use."""
    if name in _WHERE:
        return getattr(import_module(f"geo.events.{_WHERE[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
