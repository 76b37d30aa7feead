"""Leaflet from the package XStatic-Leaflet, checked against the published files and inlined."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from geo.errors import GreenlineError

#: SHA-256 of the files of Leaflet 1.9.3 as published on npm and named by folium 0.20.
HASHES = {
    "leaflet.js": "5819285cec137b229c94e1ee5ad73e8b6b84345a4367d60f75fe477fe0fb7b03",
    "leaflet.css": "90b693d86392a4779c861b28cf307e7e59c3fb35328c4d8b95f58f814d38c722",
}


@cache
def script() -> str:
    """Return Leaflet's script.

    Raises
    ------
    GreenlineError
        Where the installed file is not the published one.
    """
    return _read("leaflet.js").replace("//# sourceMappingURL=leaflet.js.map", "").strip()


@cache
def sheet() -> str:
    """Return Leaflet's style sheet with its images as data URIs, so that it asks for nothing."""

    def embed(match: re.Match[str]) -> str:
        name = match.group(1)
        if name.startswith(("#", "data:")):
            return match.group(0)
        image = (_folder() / name).read_bytes()
        return f"url(data:image/png;base64,{base64.b64encode(image).decode()})"

    return re.sub(r"url\(([^)]+)\)", embed, _read("leaflet.css"))


def _folder() -> Traversable:
    return files("xstatic.pkg.leaflet") / "data"


def _read(name: str) -> str:
    content = (_folder() / name).read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != HASHES[name]:
        raise GreenlineError(
            f"{name} of XStatic-Leaflet has SHA-256 {found}; "
            f"expected {HASHES[name]} (Leaflet 1.9.3)"
        )
    return content.decode("utf-8")
