r"""Events of any source: read, checked, reported on, and kept in columns.

>>> from geo import events
>>> table = b"date,longitude,latitude,type\n2007-03-01,44.4,35.5,IED\n2007-03-02,,,SAF\n"
>>> value = events.read(table, "reports.csv")
>>> value.report.format, value.report.rows_kept, value.report.set_aside
('sigact', 1, {'no_position': 1})
"""

from typing import TYPE_CHECKING

from geo.api import offer

if TYPE_CHECKING:
    from geo.events.reading import chunks, read
    from geo.events.schema import Events, Report

__all__ = ["Events", "Report", "chunks", "read"]


#: Imported on first use: reading is heavy.
__getattr__ = offer(
    "geo.events",
    {
        "Events": "schema",
        "Report": "schema",
        "chunks": "reading",
        "read": "reading",
    },
)
