"""Write the types of the atlas's tables for the page's own code, from ``data/datapackage.json``.

The file is committed, so that an editor and ``deno check`` need no Python; a test holds it to the
descriptor.
"""

from __future__ import annotations

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

#: The module of the page that holds the types.
MODULE = ROOT / "geo" / "client" / "paint" / "data" / "atlas_tables.ts"

_HEAD = """// deno-fmt-ignore-file
/**
 * Rows of the atlas's tables as they travel to the page: days are whole numbers since 1970-01-01,
 * a gap is null, that of a text is empty. Written by `make data` from data/datapackage.json.
 */
export interface AtlasTables {
"""


def describe(descriptor: Path = ROOT / "data" / "datapackage.json") -> str:
    """Return the module: one line for each table that the page has."""
    used = (MODULE.parent / "tables.ts").read_text(encoding="utf-8")
    resources = json.loads(descriptor.read_text(encoding="utf-8"))["resources"]
    tables = (
        (resource["name"], resource["schema"]["fields"])
        for resource in resources
        if "schema" in resource and f"AtlasTables['{resource['name']}']" in used
    )
    lines = (f"  {name}: {{ {'; '.join(map(_member, fields))} }};\n" for name, fields in tables)
    return _HEAD + "".join(lines) + "}\n"


def _member(field: dict[str, object]) -> str:
    if field["type"] in {"string", "boolean"}:
        return f"{field['name']}: {field['type']}"
    constraints = field.get("constraints")
    required = isinstance(constraints, dict) and constraints.get("required")
    return f"{field['name']}: number{'' if required else ' | null'}"


if __name__ == "__main__":
    MODULE.write_text(describe(), encoding="utf-8")
