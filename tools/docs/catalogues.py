"""What catalogues and the page read of the atlas: licences of its tables, and how wrong it is."""

from __future__ import annotations

import json
import re
import sys
import textwrap
from pathlib import Path
from typing import Any

from tools.docs.audits import count_wrong

#: Where the description stands in each file, and how.
_ABSTRACT = re.compile(r"(?m)(?<=^abstract: >-\n)(?:  .*\n)+")
_AUDITED = re.compile(r'(?m)(?<=^ "audited": )\{[^}]*\}')
_DESCRIPTION = re.compile(r'(?m)(?<="description": ).*(?=,$)')


def fill(root: Path) -> dict[Path, str]:
    """Return each file with the description of the data package, or with what audits found."""
    text = describe(json.loads((root / "data" / "datapackage.json").read_text(encoding="utf-8")))
    folded = textwrap.indent(textwrap.fill(text, 118, break_on_hyphens=False), "  ") + "\n"
    written = {
        "CITATION.cff": (_ABSTRACT, folded),
        ".zenodo.json": (_DESCRIPTION, json.dumps(text)),
        "data/datapackage.json": (_AUDITED, json.dumps(count_wrong())),
    }
    result = {}
    for name, (place, fresh) in written.items():
        before = (root / name).read_text(encoding="utf-8")
        stale = place.search(before)
        if stale is None:
            sys.exit(f"{name}: found no place for {fresh}")
        result[root / name] = before.replace(stale[0], fresh)
    return result


def describe(package: dict[str, Any]) -> str:
    """Return the description of a data package, with the licences that are not its own.

    >>> other = {"name": "rivers", "licenses": [{"name": "LGPL-3.0", "title": "LGPL 3.0"}]}
    >>> own = [{"name": "CC-BY-4.0", "title": "CC BY 4.0"}]
    >>> describe({"description": "Rivers.", "licenses": own, "resources": [other]})
    'Rivers. CC BY 4.0, but for the tables under another licence: rivers (LGPL 3.0).'
    """
    usual = {licence["name"] for licence in package["licenses"]}
    others: dict[str, list[str]] = {}
    for resource in package["resources"]:
        for licence in resource["licenses"]:
            if licence["name"] not in usual:
                name = resource["name"].removesuffix("_shape")
                others.setdefault(licence["title"], []).append(name)
    listed = "; ".join(
        f"{', '.join(dict.fromkeys(names))} ({title})" for title, names in others.items()
    )
    title = package["licenses"][0]["title"]
    return f"{package['description']} {title}, but for the tables under another licence: {listed}."
