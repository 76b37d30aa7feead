"""The figures of the README, each against what a user would pick instead, in one run.

Run with ``make bench``; writes ``bench/results.json``, with the version of the data that each part
measured. ``python -m bench.run map files`` runs some parts only and keeps the others' figures.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from geo import Atlas

RESULTS = Path(__file__).parent / "results.json"

#: Modules of this folder that have a ``measure``.
PARTS = (
    "map",
    "responsive",
    "layer",
    "attribution",
    "files",
    "pictures",
    "ingest",
    "commands",
    "app",
    "opening",
    "peers",
)


def rows(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Yield figures with their names, one a line."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from rows(item, f"{name}.{key}" if name else str(key))
    else:
        yield name, value


def main() -> None:
    """Measure, print and write."""
    wanted = sys.argv[1:] or list(PARTS)
    unknown = set(wanted) - set(PARTS)
    if unknown:
        sys.exit(f"bench: {', '.join(unknown)}: expected some of {', '.join(PARTS)}")
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    data = results.get("data", {})
    results = {"data": data} | {name: results[name] for name in PARTS if name in results}
    atlas = Atlas.load()
    for name in wanted:
        results[name] = import_module(f"bench.{name}").measure()
        data[name] = f"{atlas.label} {atlas.version}"
        RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
        for line, figure in rows(results[name], name):
            print(f"{line:56} {figure}", flush=True)


if __name__ == "__main__":
    main()
