"""The version of the data, written where it does not follow what differs from the last release."""

from __future__ import annotations

import re
from pathlib import Path

from geo.profile import PACKAGE
from geo.versions import changelog
from geo.versions.check import stale
from geo.versions.difference import diff
from geo.versions.release import of_folder, read, released


def write(data: Path) -> None:
    """Write version and changelog of a data folder that keeps releases."""
    names = released(data)
    if not names:
        return
    difference = diff(read(names[-1], data), of_folder(data, str(data)))
    if stale(difference):
        text = (data / PACKAGE).read_text(encoding="utf-8")
        fresh = re.sub(r'"version": "[^"]*"', f'"version": "{difference.least}"', text, count=1)
        (data / PACKAGE).write_text(fresh, encoding="utf-8")
    changelog.write(data)
