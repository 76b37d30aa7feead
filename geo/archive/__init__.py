"""Evidence that outlives its link: captures of the pages that rows cite.

A capture is a WACZ file beside the data folder and a line of a ledger. It is not passed on; what
the data keep of it is the hash and the day, by which anybody can tell whether a page is the same.
"""

from geo.archive.ledger import Capture, captures_folder, changed_captures, read_ledger
from geo.archive.run import Options, Report, archive_sources

__all__ = [
    "Capture",
    "Options",
    "Report",
    "archive_sources",
    "captures_folder",
    "changed_captures",
    "read_ledger",
]
