r"""Readers of other people's data, one format a file.

>>> from geo import read
>>> table = b"date,longitude,latitude,type\n2007-03-01,44.4,35.5,IED\n2007-03-02,,,SAF\n"
>>> events = read.read(table, "reports.csv")
>>> events.report.format, events.report.kept, events.report.set_aside
('sigact', 1, {'no_position': 1})
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geo.read.events import Events
    from geo.read.isolated import chunks, read
    from geo.read.report import Report

__all__ = ["Events", "Report", "chunks", "read"]

_WHERE = {"Events": "events", "Report": "report", "chunks": "isolated", "read": "isolated"}


def __getattr__(name: str) -> Any:
    """Import what is heavy when it is first asked for."""
    if name in _WHERE:
        return getattr(import_module(f"geo.read.{_WHERE[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
