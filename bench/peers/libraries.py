"""Libraries of the peers that come by npm: fetched once, pinned by hash, kept in ``bench/out``.

``deno.json`` names them with their versions, ``deno.lock`` holds the hashes; nothing of them is
part of the repository.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sysconfig
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
OUT = HERE.parent / "out"
FETCH_LIMIT_S = 240

#: What each script of a page begins with; ``deno bundle`` puts in what it imports.
ENTRIES = {
    "maplibre": (
        "import * as maplibregl from 'maplibre-gl';\n"
        "import { PMTiles, Protocol } from 'pmtiles';\n"
        "Object.assign(globalThis, { maplibregl, PMTiles, Protocol });\n"
    ),
    "deck": (
        "import { Deck, MapView } from '@deck.gl/core';\n"
        "import { DataFilterExtension } from '@deck.gl/extensions';\n"
        "import { ScatterplotLayer } from '@deck.gl/layers';\n"
        "Object.assign(globalThis, { Deck, MapView, DataFilterExtension, ScatterplotLayer });\n"
    ),
}

#: What a page asks the network for, and the file of a package that answers it.
ADDRESSES = (
    (re.compile(r"leaflet@[\d.]+/dist/(leaflet\.(?:js|css))$"), "leaflet/dist/{}"),
    (re.compile(r"(leaflet\.markercluster)\.js$"), "leaflet.markercluster/dist/{}.js"),
    (re.compile(r"(MarkerCluster(?:\.Default)?\.css)$"), "leaflet.markercluster/dist/{}"),
    (re.compile(r"jquery-(?:[\d.]+)(\.min)?\.js$"), "jquery/dist/jquery.min.js"),
)


class MissingError(RuntimeError):
    """A library that a peer needs is not there; the text says how to get it."""


def folder() -> Path:
    """Return the folder of what is fetched for the present ``deno.lock``."""
    pinned = b"".join((HERE / name).read_bytes() for name in ("deno.json", "deno.lock"))
    scripts = "".join(ENTRIES.values()).encode()
    return OUT / "npm" / hashlib.sha256(pinned + scripts).hexdigest()[:16]


def is_fetched() -> bool:
    """Return whether the libraries are there already."""
    return (folder() / "deck.js").is_file()


def fetch() -> Path:
    """Fetch the libraries by npm and bundle the scripts of the pages, unless both are there.

    Raises
    ------
    MissingError
        Where deno is not installed, or no registry answers.
    """
    place = folder()
    if is_fetched():
        return place
    place.mkdir(parents=True, exist_ok=True)
    for name in ("deno.json", "deno.lock"):
        shutil.copyfile(HERE / name, place / name)
    _deno(place, "install", "--quiet", "--frozen")
    for name, text in ENTRIES.items():
        (place / f"first_{name}.js").write_text(text, encoding="utf-8")
        options = ("--quiet", "--frozen", "--platform", "browser", "--format", "iife", "--minify")
        _deno(place, "bundle", *options, "--output", f"part_{name}.js", f"first_{name}.js")
    for name in ENTRIES:
        (place / f"part_{name}.js").replace(place / f"{name}.js")
    return place


@cache
def script(name: str) -> str:
    """Return a bundled script, as it may stand within a page."""
    return (fetch() / f"{name}.js").read_text(encoding="utf-8").replace("</script", "<\\/script")


@cache
def file(name: str) -> str:
    """Return the text of a file of a package."""
    return (fetch() / "node_modules" / name).read_text(encoding="utf-8")


def answer(address: str) -> str | None:
    """Return what a network would answer, from the fetched packages; None where none has it."""
    for pattern, name in ADDRESSES:
        if match := pattern.search(address):
            return file(name.format(match[1]))
    return None


def _deno(place: Path, *command: str) -> None:
    paths = os.pathsep.join((sysconfig.get_path("scripts"), os.environ.get("PATH", os.defpath)))
    program = shutil.which("deno", path=paths)
    if program is None:
        raise MissingError("deno, which fetches what comes by npm, is missing: run `make install`")
    environment = os.environ | {"NO_COLOR": "1", "DENO_NO_UPDATE_CHECK": "1"}
    try:
        done = subprocess.run(
            [program, *command], cwd=place, env=environment, capture_output=True, text=True,
            check=False, timeout=FETCH_LIMIT_S,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        message = f"deno {command[0]}: no registry answered within {FETCH_LIMIT_S} s"
        raise MissingError(message) from error
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip() or "no message").splitlines()[-1]
        raise MissingError(f"deno {command[0]}: {last}")
