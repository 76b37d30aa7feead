"""What a browser has of the app before its script runs: title, picture and frame of the map."""

from __future__ import annotations

import gzip
from contextlib import suppress
from functools import lru_cache
from html import escape
from importlib import import_module
from importlib.resources import files
from threading import Lock
from typing import Final

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.draw.title import title
from geo.errors import GreenlineError
from geo.painter.home_picture import home_picture
from geo.profile import using
from geo.view import View
from geo.web import atlas_source, compressed_files

#: Names of the pictures, below the address of the app: by day and by night.
PICTURES: Final = {"greenline-home.svg": False, "greenline-home-night.svg": True}

#: The title that Streamlit's document has.
_TITLE: Final = b"<title>Streamlit</title>"

#: It leaves once the map says that it stands, and after a while in any case.
_PICTURE: Final = b"""<picture id="gl-home" aria-hidden="true"><style>
#gl-home { position: fixed; inset: 0; z-index: 1; pointer-events: none; background: #dfe8ec;
  animation: gl-home 0s 25s forwards }
#gl-home img { width: 100%; height: 100%; object-fit: contain }
@media (prefers-color-scheme: dark) { #gl-home { background: #1b2126 } }
@keyframes gl-home { to { visibility: hidden } }
</style><source media="(prefers-color-scheme: dark)" srcset="./greenline-home-night.svg">
<img alt="" src="./greenline-home.svg" onerror="this.parentNode.remove()"></picture>
<script>addEventListener('message', ({data}) => {
  if (data && data.greenline === 'ready') document.getElementById('gl-home')?.remove();
});</script>
"""

#: Makes the frame of the map as soon as the document is there. It lies where the app will have it,
#: above the bar of the drawer (theme.py), unseen and out of reach until the app takes it.
_FRAME: Final = """<style>
body > .gl-frame { position: fixed; inset: 0; width: 100%%; height: calc(100%% - 34px); border: 0;
  pointer-events: none }
@media (max-width: 640px) { body > .gl-frame { height: calc(100%% - 44px) } }
</style><script data-page="%s">%s</script>
"""


class FirstPaint:
    """Puts title, picture and frame into Streamlit's document, and answers for the picture.

    The server answers once it has made what the first visit needs and the data alone decides.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] == "lifespan":
            await to_thread.run_sync(_prepare)
        name = str(scope.get("path", "")).rpartition("/")[2]
        if scope["type"] == "http" and name in PICTURES:
            content = await to_thread.run_sync(_picture, PICTURES[name])
            await _answer(content, Headers(scope=scope))(scope, receive, send)
        elif scope["type"] == "http" and scope["method"] == "GET" and "." not in name:
            query = scope.get("query_string", b"").decode("latin-1")
            page = await to_thread.run_sync(_page)
            await self.app(_without(scope, _UNWANTED), receive, _Document(send, query, page))
        else:
            await self.app(scope, receive, send)


#: Headers of a request that would bring Streamlit's own document, compressed or not at all.
_UNWANTED: Final = (b"accept-encoding", b"if-none-match", b"if-modified-since")


def _without(scope: Scope, names: tuple[bytes, ...]) -> Scope:
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in names]}


class _Document:
    """Sends an answer on; a document of Streamlit's with what it shows first."""

    def __init__(self, send: Send, query: str, page: str) -> None:
        self.send, self.query, self.page = send, query, page
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        """Send a part of the answer, or keep it until the document is there."""
        if message["type"] == "http.response.start":
            headers = Headers(raw=message["headers"])
            if headers.get("content-type", "").startswith("text/html"):
                self.start = message
                return
        if self.start is None:
            await self.send(message)
            return
        self.body += message.get("body", b"")
        if message.get("more_body"):
            return
        body = dress(self.body, self.query, self.page)
        headers = MutableHeaders(raw=self.start["headers"])
        headers["content-length"] = str(len(body))
        for name in ("etag", "last-modified"):  # they are of the document without them
            del headers[name]
        await self.send(self.start)
        await self.send({"type": "http.response.body", "body": body})


def dress(document: bytes, query: str, page: str = "") -> bytes:
    """Return Streamlit's document with a view's title, a picture of the home view and the map.

    Parameters
    ----------
    page
        Address of the map's page; without one the app itself makes the frame.
    """
    try:
        view = View.from_query(query)
    except GreenlineError:
        view = View()
    head = f"<title>{escape(f'Greenline: {title(view)}')}</title>".encode()
    made = document.replace(_TITLE, head, 1)
    script = (files("geo.web") / "first_frame.js").read_text("utf-8")
    frame = (_FRAME % (page, script)).encode()
    # The picture is of the latest day: an address of another one waits without.
    first = frame if view != View.opening() else _PICTURE + frame
    return made.replace(b'<div id="root">', first + b'<div id="root">', 1)


#: What the script imports that takes long.
_IMPORTED: Final = ("frame", "layout", "figures", "area_of_interest", "tables")


def _prepare() -> None:
    """Make what the first visit needs; where the data has faults, the app itself lists them."""
    for name in _IMPORTED:
        import_module(f"geo.web.{name}")
    compressed_files.pack_opening()
    _page()


def _page() -> str:
    """Return the address of the map's page; empty where the data has faults."""
    from geo.web import frame  # noqa: PLC0415 -- heavy, and it imports what is served first

    with suppress(GreenlineError):
        atlas = atlas_source.load(str(atlas_source.folder()))
        with using(atlas.profile):
            return frame.page(atlas, atlas.version)
    return ""


#: One is drawn at a time, and once.
_DRAWING: Final = Lock()


def _picture(night: bool) -> bytes | None:
    with _DRAWING:
        return _draw_home(night)


@lru_cache(maxsize=2)
def _draw_home(night: bool) -> bytes | None:
    try:
        atlas = atlas_source.load(str(atlas_source.folder()))
        with using(atlas.profile):
            made = home_picture(atlas, night=night)
    except GreenlineError:
        return None
    return gzip.compress(made.encode(), mtime=0)


def _answer(packed: bytes | None, request: Headers) -> Response:
    if packed is None:
        return PlainTextResponse("Not found", 404)
    headers = {"Cache-Control": "public, max-age=3600", "Vary": "Accept-Encoding"}
    if "gzip" not in request.get("accept-encoding", ""):
        return Response(gzip.decompress(packed), headers=headers, media_type="image/svg+xml")
    headers["Content-Encoding"] = "gzip"
    return Response(packed, headers=headers, media_type="image/svg+xml")
