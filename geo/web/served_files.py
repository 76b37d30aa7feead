"""What a browser fetches: Streamlit's document and scripts, and the map's page, compressed."""

from __future__ import annotations

import gzip
import hashlib
import logging
import re
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Final

import streamlit
from anyio import to_thread
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from geo.files.atomic_write import gzipped

_LOG: Final = logging.getLogger(__name__)

#: Where Streamlit's document is cut: before what fetches and starts it, at the end of its head, and
#: where it draws the app.
_PARTS: Final = ('<script type="module"', "</head>", '<div id="root">')


@lru_cache(maxsize=1)
def read_document() -> tuple[str, ...]:
    """Return Streamlit's document in four parts; nothing where it has another form."""
    file = Path(streamlit.__file__).parent / "static" / "index.html"
    text = file.read_text("utf-8") if file.is_file() else ""
    places = [text.find(part) for part in _PARTS]
    if -1 in places or places != sorted(places):
        _LOG.warning("Streamlit %s: another document, the map opens later", streamlit.__version__)
        return ()
    return tuple(text[i:j] for i, j in pairwise((0, *places, len(text))))


@lru_cache(maxsize=1)
def read_keeper() -> str:
    """Return the script that makes and keeps the frame of the map."""
    scripts = [files("geo.web") / name for name in ("first_frame.js", "frame.js")]
    return "".join(script.read_text("utf-8") for script in scripts)


#: Where the page lies, below the address of the app.
FOLDER = "greenline-page"

#: Pages that are kept: that of the data before stays for windows that are being opened.
_MOST = 2

#: Pages by the hash of their text, compressed.
_PAGES: dict[str, bytes] = {}


def offer(content: bytes) -> str:
    """Keep a page for browsers and return its address, relative to that of the app.

    >>> offer(b"<p>") == offer(b"<p>"), offer(b"<p>").startswith("greenline-page/")
    (True, True)
    """
    name = hashlib.sha256(content).hexdigest()[:20]
    if name not in _PAGES:
        _PAGES[name] = gzipped(content)
        for old in list(_PAGES)[:-_MOST]:
            del _PAGES[old]
    return f"{FOLDER}/{name}"


def is_page(path: str) -> bool:
    """Whether a path is that of a page.

    >>> is_page("/base/greenline-page/0af3"), is_page("/greenline-page"), is_page("/0af3")
    (True, False, False)
    """
    return path.rpartition("/")[0].endswith(f"/{FOLDER}")


#: Scripts and styles of Streamlit, whose names change with what is in them.
_SCRIPT = r"static/((?:js|css)/[\w.-]+\.(?:js|css))"


@lru_cache(maxsize=128)
def _script(name: str) -> bytes | None:
    """Return a script of Streamlit compressed, None where there is none."""
    file = Path(streamlit.__file__).parent / "static/static" / name
    return gzipped(file.read_bytes()) if file.is_file() else None


def pack_scripts() -> None:
    """Compress what Streamlit's document asks for at once."""
    for name in re.findall(_SCRIPT, "".join(read_document())):
        _script(name)


class CompressedFiles:
    """Answers requests for the page, which server.py takes all rights from, and for scripts."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send a file, or pass the request on."""
        path = str(scope["path"]) if scope["type"] == "http" else ""
        name, answer = path.rpartition("/")[2], self.app
        if is_page(path):
            answer = _answer(scope, _PAGES.get(name), "text/html")
        elif script := re.search(f"/{_SCRIPT}$", path):
            packed = await to_thread.run_sync(_script, script[1])
            answer = _answer(
                scope, packed, f"text/{'css' if name.endswith('css') else 'javascript'}"
            )
        await answer(scope, receive, send)


def _answer(scope: Scope, packed: bytes | None, kind: str) -> Response:
    """Answer with a compressed file, which browsers may keep: its name changes with it."""
    if packed is None:
        return PlainTextResponse("Not found", 404)
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "Vary": "Accept-Encoding",
    }
    if "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
        return Response(gzip.decompress(packed), headers=headers, media_type=kind)
    headers["Content-Encoding"] = "gzip"
    return Response(packed, headers=headers, media_type=kind)
