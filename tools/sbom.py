"""The bill of materials of a wheel, as CycloneDX 1.6: what is bundled, and what it needs.

Python's packages are those of ``requirements/base.lock``, the page's those of ``deno.lock``.
Nothing in it depends on the day or the machine, so that the same sources give the same wheel.
"""

from __future__ import annotations

import base64
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)


def bill(root: Path) -> dict[str, Any]:
    """Return the bill of a checkout."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    name, version = project["name"], project["version"]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": name,
                "name": name,
                "version": version,
                "purl": f"pkg:pypi/{name}@{version}",
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": [*_list_bundled(root), *_list_needed(root)],
    }


def _list_bundled(root: Path) -> Iterator[dict[str, Any]]:
    """Yield the libraries and fonts of npm, which are inside the wheel; types are not."""
    lock = json.loads((root / "geo" / "client" / "deno.lock").read_text(encoding="utf-8"))
    for key, entry in sorted(lock["npm"].items()):
        name, _, version = key.rpartition("@")
        if not name.startswith("@types/"):
            digest = base64.b64decode(entry["integrity"].removeprefix("sha512-")).hex()
            yield {
                "type": "library",
                "bom-ref": key,
                "name": name,
                "version": version,
                "purl": f"pkg:npm/{name.replace('@', '%40')}@{version}",
                "hashes": [{"alg": "SHA-512", "content": digest}],
                "scope": "required",
            }


def _list_needed(root: Path) -> Iterator[dict[str, Any]]:
    """Yield the packages of Python that are installed beside the wheel, extras among them."""
    text = (root / "requirements/base.lock").read_text(encoding="utf-8")
    for name, version in sorted(set(_PINNED.findall(text))):
        yield {
            "type": "library",
            "bom-ref": f"{name}@{version}",
            "name": name,
            "version": version,
            "purl": f"pkg:pypi/{name.lower()}@{version}",
            "scope": "optional",
        }


def text(root: Path) -> str:
    """Return the bill as JSON."""
    return json.dumps(bill(root), indent=1) + "\n"
