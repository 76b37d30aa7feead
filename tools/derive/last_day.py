"""The atlas's last day, written where the profile reads it: it follows the tables."""

from __future__ import annotations

import re
from pathlib import Path

from geo.atlas.rules import last_day
from geo.atlas.table import read_package, read_table
from geo.profile import PACKAGE


def write(data: Path) -> None:
    """Write the newest day of the tables as ``last_day`` of the package, where there is one."""
    package, faults = read_package(data)
    if faults:
        return
    csv = (resource for resource in package["resources"] if resource["format"] == "csv")
    tables = {resource["name"]: read_table(data, resource) for resource in csv}
    if day := last_day(package, tables):
        text = (data / PACKAGE).read_text(encoding="utf-8")
        fresh = re.sub(r'"last_day": "[^"]*"', f'"last_day": "{day}"', text, count=1)
        (data / PACKAGE).write_text(fresh, encoding="utf-8")
