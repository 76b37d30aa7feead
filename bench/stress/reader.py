"""One reader of the app without a browser: a WebSocket, the messages that a browser would send."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.typing import Origin, Subprotocol

from geo.web.server import read_configuration

#: A run that ended for the next one to begin at once.
ANEW = ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN

#: Runs after which a browser lets go of a message that was not used.
AGE = read_configuration()["global"]["maxCachedMessageAge"] + 1


@dataclass
class Reader:
    """A session with the app."""

    base: str
    number: int
    socket: Any = None
    widgets: dict[str, str] = field(default_factory=dict)
    states: dict[str, Any] = field(default_factory=dict)
    seen: list[bytes] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    urls: dict[str, str] = field(default_factory=dict)
    kinds: list[str] = field(default_factory=list)
    query: str = ""
    cached: dict[str, int] = field(default_factory=dict)
    """Messages that it keeps as a browser does, so that they are not sent again: hash, last run."""

    runs: int = 0

    @property
    def mark(self) -> str:
        """A word that only this reader's data holds."""
        return f"OnlyReader{self.number:03}Secret"

    async def join(self) -> None:
        """Open the session."""
        address = self.base.replace("http://", "ws://") + "/_stcore/stream"
        self.socket = await websockets.connect(
            address, subprotocols=[Subprotocol("streamlit")], max_size=None, open_timeout=60,
            origin=Origin(self.base),
        )  # fmt: skip

    async def run(self, query: str | None = None, *, seconds: float = 120) -> int:
        """Let the app run once; returns how many bytes came."""
        self.query = self.query if query is None else query
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.cached_message_hashes.extend(self.cached)
        for widget, value in self.states.items():
            state = message.rerun_script.widget_states.widgets.add()
            state.id = widget
            value(state)
        await self.socket.send(message.SerializeToString())
        size = await asyncio.wait_for(self._wait_finished(), seconds)
        self.runs += 1
        self.states = {key: value for key, value in self.states.items() if self.there(key)}
        self.cached = {key: run for key, run in self.cached.items() if run > self.runs - AGE}
        return size

    async def _wait_finished(self) -> int:
        size = 0
        while True:
            content = await self.socket.recv()
            size += len(content)
            self.seen.append(content)
            message = ForwardMsg()
            message.ParseFromString(content)
            kind = message.WhichOneof("type")
            if kind == "ref_hash" or message.metadata.cacheable:
                self.cached[message.ref_hash or message.hash] = self.runs
            if kind == "delta":
                self._note(message)
            if kind == "file_urls_response":
                for file_url in message.file_urls_response.file_urls:
                    self.urls[file_url.file_id] = file_url.upload_url
                return size
            if kind == "script_finished" and message.script_finished != ANEW:
                return size

    def _note(self, message: ForwardMsg) -> None:
        if section := message.delta.add_block.expandable.id:
            self.widgets[section.rpartition("-gl-")[2]] = section
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.errors.append(element.exception.message)
        if kind == "file_uploader":
            self.widgets["file"] = element.file_uploader.id
        if kind == "button" and "gl-film-make" in element.button.id:
            self.widgets["film"] = element.button.id
        if kind == "selectbox" and "gl-kind" in element.selectbox.id:
            self.widgets["kind"] = element.selectbox.id
            self.kinds = list(element.selectbox.options)
        if kind == "bidi_component":
            name = element.bidi_component.id.rpartition("-gl-")[2]
            self.widgets[f"gl-{name}"] = element.bidi_component.id

    async def open_section(self, name: str) -> None:
        """Open a section of the side bar, which is empty until then."""
        self.states[self.widgets[f"section-{name}"]] = lambda state: setattr(
            state, "bool_value", True
        )
        await self.run()

    async def upload(self, name: str, content: bytes, widget: str = "file") -> None:
        """Bring a file as the browser does: ask for an address, put it there, tell the widget."""
        if widget not in self.widgets:
            await self.open_section("data")
        message = BackMsg()
        message.file_urls_request.request_id = f"r{self.number}"
        message.file_urls_request.file_names.append(name)
        await self.socket.send(message.SerializeToString())
        await asyncio.wait_for(self._wait_finished(), 60)
        entry = list(self.urls.items())[-1]
        await asyncio.to_thread(_put, self.base, entry[1], name, content)

        def set_(state: Any) -> None:
            info = state.file_uploader_state_value.uploaded_file_info.add()
            info.name, info.size, info.file_id = name, len(content), entry[0]
            info.file_urls.file_id, info.file_urls.upload_url = entry
            info.file_urls.delete_url = entry[1]

        self.states[self.widgets[widget]] = set_

    def choose_film(self, at: int) -> None:
        """Choose to save a film, the kind of file at a place of their list, in the next run."""

        def set_(state: Any) -> None:
            state.string_value = self.kinds[at]

        self.states[self.widgets["kind"]] = set_

    def make_film(self) -> None:
        """Press the button that makes a film, in the next run."""

        def set_(state: Any) -> None:
            state.trigger_value = True

        self.states[self.widgets["film"]] = set_

    def open_drawer(self) -> None:
        """Open the drawer below the map, in the next run."""
        self._hold("gl-drawer", {"open": True})

    def report(self, query: str) -> None:
        """Report the view as the page does while the drawer is open; it reports none while it is shut."""
        self._hold("gl-state", {"report": {"query": query, "done": None}})

    def _hold(self, mount: str, value: dict[str, Any]) -> None:
        def set_(state: Any) -> None:
            state.json_value = json.dumps(value)

        self.states[self.widgets[mount]] = set_

    async def flood(self, seconds: float, *, reads: bool) -> None:
        """Ask for runs fifty times a second; a socket that does not read leaves what comes lying."""
        await self.join()
        drain = asyncio.create_task(self._drain()) if reads else None
        for count in range(round(50 * seconds)):
            message = BackMsg()
            message.rerun_script.query_string = f"d=2017-10-{1 + count % 28:02}"
            with suppress(TimeoutError, websockets.ConnectionClosed):
                await asyncio.wait_for(self.socket.send(message.SerializeToString()), 1)
            await asyncio.sleep(0.02)
        if drain:
            drain.cancel()
        self.socket.transport.abort()

    async def _drain(self) -> None:
        async for _ in self.socket:
            pass

    async def leave(self) -> None:
        """Close the session."""
        await self.socket.close()

    def there(self, widget: str) -> bool:
        """Whether a widget is still in the app; a browser forgets what others held."""
        return widget in self.widgets.values()

    def has_heard(self, word: str) -> bool:
        """Whether a word came to this reader in any message."""
        return any(word.encode() in content for content in self.seen)


def _put(base: str, path: str, name: str, content: bytes) -> None:
    """Put a file, with the token against forgery that the app gave."""
    health = urllib.request.urlopen(f"{base}/_stcore/host-config", timeout=30)
    cookie = (health.headers.get("Set-Cookie") or "").split(";")[0]
    if not cookie:
        health = urllib.request.urlopen(f"{base}/_stcore/health", timeout=30)
        cookie = (health.headers.get("Set-Cookie") or "").split(";")[0]
    border = "greenline-border"
    body = (
        (
            f'--{border}\r\nContent-Disposition: form-data; name="{name}"; filename={json.dumps(name)}'
            f"\r\nContent-Type: text/csv\r\n\r\n"
        ).encode()
        + content
        + f"\r\n--{border}--\r\n".encode()
    )
    request = urllib.request.Request(f"{base}{path}", data=body, method="PUT")
    request.add_header("Content-Type", f"multipart/form-data; boundary={border}")
    request.add_header("Cookie", cookie)
    request.add_header("X-Xsrftoken", cookie.partition("=")[2].strip('"'))
    urllib.request.urlopen(request, timeout=60).close()
