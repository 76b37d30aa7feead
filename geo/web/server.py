"""The app's server: how it is started, and the headers by which browsers protect its readers."""

from __future__ import annotations

import asyncio
import json
import os
import re
import time
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.draw.chrome import Tiles
from geo.web.first_paint import FirstPaint
from geo.web.served_files import CompressedFiles, is_page
from geo.web.state import is_for_map_alone
from geo.web.upload.limits import UploadLimits

#: What Streamlit runs for every reader.
SCRIPT = Path(__file__).with_name("script.py")

#: Online tiles that a reader may switch on: the only foreign host that a page may ask.
_TILES = Tiles().host

#: Environment variable with the hosts that the app is served as, parted by commas; * is any.
HOSTS = "GREENLINE_HOSTS"

#: Levels of JSON in what a widget says.
_DEEPEST = 100

#: Messages that a connection may send at once, how many more it may send with each second that it
#: rests, and how many a second those that have sent more share.
_AT_ONCE, _A_SECOND, _HASTY_A_SECOND = 5, 4, 4

_LOOPBACK = ("localhost", "127.0.0.1", "::1")

#: Streamlit puts styles and small scripts into the page itself, and so does the map's page: both
#: need ``unsafe-inline``. What no page of the app may do is reach another host.
_POLICY = {
    "default-src": "'self'",
    "script-src": "'self' blob: 'unsafe-inline' 'wasm-unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": f"'self' data: blob: {_TILES}",
    "font-src": "'self' data:",
    "media-src": "'self' data: blob:",
    "connect-src": "'self' data: blob: ws: wss:",
    "worker-src": "'self' blob:",
    "frame-src": "'self' data: blob:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
}


#: What the map's page may do, in a frame or opened by itself (first_frame.js says the same).
_SANDBOX = "sandbox allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"


class Protection:
    """Adds the headers that say what the app's pages may do and who may frame them.

    Other sites may show the app in a frame only where the address asks for the map alone
    (``?embed=true``): it has nothing that a reader could be tricked into clicking. The map's page
    lies in such a frame too, and has no rights over the app.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; add the headers to its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        alone = is_page(str(scope.get("path", "")))
        framed = alone or is_for_map_alone(scope.get("query_string", b"").decode("latin-1"))

        async def send_protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in list_headers(framed=framed, alone=alone).items():
                    headers[name] = value
            await send(message)

        await self.app(scope, receive, send_protected)


def list_headers(*, framed: bool, alone: bool = False) -> dict[str, str]:
    """Return the headers of an answer; ``alone`` is that of the map's page."""
    policy = "; ".join(f"{name} {value}" for name, value in _POLICY.items())
    if alone:
        policy = f"{policy}; {_SANDBOX}"
    return {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Content-Security-Policy": policy if framed else f"{policy}; frame-ancestors 'self'",
    }


class Hosts:
    """Refuses requests for hosts that the app is not served as, and those for its metrics.

    A page of another site may have its name point to this machine, and would read the app as its
    own. Where the app is opened to a network and no hosts are listed, any is served.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        name = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
        if not is_served(name):
            text = f"{name[:100]!r}: expected a host that {HOSTS} lists, or localhost"
            answer = PlainTextResponse(text, 421)
        elif str(scope["path"]).rstrip("/").endswith("/_stcore/metrics"):
            answer = PlainTextResponse("Not found", 404)
        else:
            await self.app(scope, receive, send)
            return
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await answer(scope, receive, send)


class SoundMessages:
    """Closes a connection whose messages are none of Streamlit's, or nest deeper than it reads.

    Connections that send faster than a person acts share a few messages a second among them, so
    that however many there are, the others are answered. What is not taken waits at its sender.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.hasty: set[int] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a connection on; end it at the first message that is not sound."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        free = float(_AT_ONCE)

        async def receive_sound() -> Message:
            nonlocal free
            if free < 1:
                self.hasty.add(id(scope))
                await asyncio.sleep(len(self.hasty) / _HASTY_A_SECOND)
            else:
                self.hasty.discard(id(scope))
            before = time.monotonic()
            message = await receive()
            free = min(_AT_ONCE, max(free - 1, 0) + _A_SECOND * (time.monotonic() - before))
            content = message.get("bytes")
            if message["type"] != "websocket.receive" or not content or is_sound(content):
                return message
            await send({"type": "websocket.close", "code": 1002})
            return {"type": "websocket.disconnect", "code": 1002}

        try:
            await self.app(scope, receive_sound, send)
        finally:
            self.hasty.discard(id(scope))


def is_sound(content: bytes) -> bool:
    """Return whether a message of the page can be read, with the JSON of its widgets."""
    from google.protobuf.message import (  # type: ignore[import-untyped] # noqa: PLC0415 -- heavy
        DecodeError,
    )
    from streamlit.proto.BackMsg_pb2 import BackMsg  # noqa: PLC0415

    message = BackMsg()
    try:
        message.ParseFromString(content)
        texts = [
            getattr(widget, field)
            for widget in message.rerun_script.widget_states.widgets
            if (field := widget.WhichOneof("value")) in {"json_value", "json_trigger_value"}
        ]
        level: list[Any] = [json.loads(text) for text in texts]
    except (DecodeError, ValueError, RecursionError):
        return False
    for _ in range(_DEEPEST):
        holding = (item for item in level if isinstance(item, dict | list))
        level = [
            value
            for item in holding
            for value in (item.values() if isinstance(item, dict) else item)
        ]
    return not level


def is_served(host: str) -> bool:
    """Return whether the app answers a request for a host, as its header names it.

    >>> is_served("localhost:8501"), is_served("[::1]:80"), is_served("rebound.example")
    (True, True, False)
    """
    address, public = _read_setting("server.address"), _read_setting("browser.serverAddress")
    listed = {name.strip().lower() for name in os.environ.get(HOSTS, "").split(",")} - {""}
    open_to_all = not listed and address not in {*_LOOPBACK, ""}
    name = host.rpartition(":")[0] if re.search(r":[0-9]+$", host) else host
    served = {*_LOOPBACK, *listed, address, public} - {""}
    return open_to_all or "*" in listed or name.strip("[]").lower() in served


def _read_setting(name: str) -> str:
    from streamlit import config  # noqa: PLC0415 -- heavy

    return str(config.get_option(name) or "").lower()


MIDDLEWARE = [
    Middleware(item)
    for item in (Protection, Hosts, SoundMessages, CompressedFiles, UploadLimits, FirstPaint)
]


def run(port: int, *, address: str = "localhost", data: Path | None = None) -> None:
    """Serve the app until it is stopped."""
    import streamlit as st  # noqa: PLC0415

    from geo.profile import VARIABLE  # noqa: PLC0415

    if data is not None:
        os.environ[VARIABLE] = str(data.resolve())
    settings = dict(_flatten(read_configuration()))
    settings |= {"server.port": port, "server.address": address}
    st.App(SCRIPT, middleware=MIDDLEWARE).run(config=settings)


def read_configuration() -> dict[str, Any]:
    """Return Streamlit's settings: of the package, or of the repository that it is worked on in."""
    package = files("geo.web") / "streamlit.toml"
    if package.is_file():
        return tomllib.loads(package.read_text(encoding="utf-8"))
    here = Path(__file__).parents[2] / ".streamlit" / "config.toml"
    return tomllib.loads(here.read_text(encoding="utf-8"))


def _flatten(settings: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield settings by their whole names, such as ``theme.light.textColor``."""
    for name, value in settings.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value
