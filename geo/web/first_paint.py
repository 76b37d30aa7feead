"""What a browser has of the app before its script runs: title, picture and frame of the map."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import escape
from importlib import import_module
from importlib.resources import files
from threading import Lock
from typing import Any, Final
from urllib.parse import parse_qsl

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.draw.title import title
from geo.errors import GreenlineError
from geo.model import Language
from geo.painter.home_picture import home_picture
from geo.profile import current, using
from geo.view import View
from geo.web import atlas_source, compressed_files

#: Names of the pictures, below the address of the app: by day and by night.
PICTURES: Final = {"greenline-home.svg": False, "greenline-home-night.svg": True}

#: The title that Streamlit's document has.
_TITLE: Final = "<title>Streamlit</title>"

#: What Streamlit draws the app in.
_ROOT: Final = '<div id="root">'

#: It comes where the map takes longer than later visits do, which would draw it for nothing. It
#: leaves once the reader sees the map (frame.js), and after a while in any case.
_PICTURE: Final = """<picture id="gl-home" aria-hidden="true"><style>
#gl-home { position: fixed; inset: 0; z-index: 1; pointer-events: none; background: #dfe8ec;
  animation: gl-home 0s 25s forwards }
#gl-home img { width: 100%; height: 100%; object-fit: contain;
  animation: gl-home-in 0s .25s backwards }
@keyframes gl-home-in { from { visibility: hidden } }
@media (prefers-color-scheme: dark) { #gl-home { background: #1b2126 } }
@keyframes gl-home { to { visibility: hidden } }
</style><source media="(prefers-color-scheme: dark)" srcset="./greenline-home-night.svg">
<img alt="" src="./greenline-home.svg" onerror="this.parentNode.remove()"></picture>
"""

#: Opens the map as soon as the document is there. Its frame lies where the app will have it, above
#: the bar of the drawer (theme.py), until the app takes it.
_FRAME: Final = """<style>
body > .gl-frame { position: fixed; z-index: 1; inset: 0; width: 100%%; height: calc(100%% - %s);
  border: 0 }
@media (max-width: 640px) { body > .gl-frame { height: calc(100%% - %s) } }
</style><script data-page="%s" data-states="%s">(() => {
%s})();</script>
"""

#: Heights of the drawer's bar, in wide windows and narrow ones.
_BARS: Final = ("33.75px", "44px")

#: What holds the frame of the map, which the app needs in any document; what opens the map ahead.
_KEEPER: Final = ("first_frame", "frame")
_OPENING: Final = (*_KEEPER, "opening")

#: What fetches and starts Streamlit. Where the map can open, opening.js puts it in place later.
_START: Final = re.compile(
    r'<script type="module"[^>]*></script>(?:\s*<link rel="modulepreload"[^>]*>)*'
)


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
            answer = compressed_files.answer_packed(scope, content, "image/svg+xml", "max-age=3600")
            await answer(scope, receive, send)
        elif scope["type"] == "http" and scope["method"] == "GET" and "." not in name:
            query = scope.get("query_string", b"").decode("latin-1")
            first = await to_thread.run_sync(_open, query)
            await self.app(_without(scope, _UNWANTED), receive, _Document(send, first))
        else:
            await self.app(scope, receive, send)


#: Headers of a request that would bring Streamlit's own document, compressed or not at all.
_UNWANTED: Final = (b"accept-encoding", b"if-none-match", b"if-modified-since")


def _without(scope: Scope, names: tuple[bytes, ...]) -> Scope:
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in names]}


class _Document:
    """Sends an answer on; a document of Streamlit's with what it shows first."""

    def __init__(self, send: Send, first: Opening) -> None:
        self.send, self.first = send, first
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
        body = dress(self.body, self.first)
        headers = MutableHeaders(raw=self.start["headers"])
        headers["content-length"] = str(len(body))
        for name in ("etag", "last-modified"):  # they are of the document without them
            del headers[name]
        await self.send(self.start)
        await self.send({"type": "http.response.body", "body": body})


@dataclass(frozen=True)
class Opening:
    """What a document opens with."""

    view: View  #: The view that its address names.
    page: str = ""  #: Address of the map's page; without one the app itself makes the frame.
    #: What the frame's keeper knows of it; of an address without a view by the reader's language.
    states: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def is_home(self) -> bool:
        """Whether the picture shows it: that of the latest day, without a word."""
        return replace(self.view, language=Language.EN) == View.opening()


def dress(document: bytes, first: Opening) -> bytes:
    """Return Streamlit's document with a view's title, a picture of the home view and the map."""
    text = document.decode()
    head = f"<title>{escape(f'Greenline: {title(first.view)}')}</title>"
    shown = _PICTURE if first.is_home else ""
    start = _START.search(text)
    if first.page and start:
        text = text.replace(start[0], f'<template id="gl-streamlit">{start[0]}</template>')
        shown += _frame(first)
    else:
        shown += f"<script>(() => {{\n{_read_scripts(_KEEPER)}}})();</script>"
    made = text.replace(_TITLE, head, 1).replace(_ROOT, shown + _ROOT, 1)
    return made.encode()


def _frame(first: Opening) -> str:
    """Return what opens the map, and then starts the app."""
    bars = ("0px", "0px") if first.states[""]["embed"] else _BARS
    return _FRAME % (*bars, first.page, escape(json.dumps(first.states)), _read_scripts(_OPENING))


def _read_scripts(names: Iterable[str]) -> str:
    return "".join((files("geo.web") / f"{name}.js").read_text("utf-8") for name in names)


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


def _open(query: str) -> Opening:
    """Return what the document of an address opens with, which a session begins with too."""
    from geo.web import embed, frame, state  # noqa: PLC0415 -- heavy

    page = _page()
    if not page:
        return Opening(View())
    atlas = atlas_source.load(str(atlas_source.folder()))
    pairs = parse_qsl(query, keep_blank_values=True)
    named = {key: value for key, value in pairs if key not in embed.KEPT}

    def describe(keys: dict[str, str]) -> dict[str, Any]:
        view, faults = state.read(keys)
        linked = keys.get("v", "")
        words = frame.opening_words(view, is_sound=not faults, release=atlas.release, linked=linked)
        return {**words, "embed": embed.asks(query)}

    with using(atlas.profile):
        states = {"": describe(named)}
        if not named:  # the browser knows which language its reader asks for
            states |= {code: describe(state.welcome(code)) for code in current().languages[1:]}
        view, _ = state.read(named)
    return Opening(view, page, states)


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
